"""Several records into one: nothing that hangs on them is lost, and undo brings back every row."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.activities import Participation
from crmdesk.domain.base import declared_fields
from crmdesk.domain.contacts import Contact
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import named_id, text_id
from crmdesk.domain.records import RECORDS
from crmdesk.services import activities, custom, duplicates, groups, importing, merging, records, relations
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import assert_finder_is_as_rebuilt, reopened, visible

Parts = dict[str, list[dict[str, Any]]]


def person(store: Store, name: str, parts: Parts | None = None, **fields: Any) -> bytes:
    given, _blank, family = name.partition(" ")
    return records.add(store, "contact", {"given_name": given, "family_name": family or None, **fields}, parts)


def show(store: Store, key: bytes) -> dict[str, Any]:
    return records.show(store, key)


def values(shown: dict[str, Any], part: str, name: str = "value") -> list[Any]:
    return [entry[name] for entry in shown[part]]


def drain(steps: Iterable[Any]) -> Any:
    iterator = iter(steps)
    while True:
        try:
            next(iterator)
        except StopIteration as end:
            return end.value


def test_fields_are_filled_and_the_own_ones_stay(store: Store) -> None:
    bob = person(store, "Bob Smith", birthday="--03-22", occupation="Baker")
    robert = person(store, "Robert Smith", birthday="1980-03-22", occupation="Cook", rating=4, full_name="R. Smith")
    merging.merge(store, bob, [robert])
    fields = show(store, bob)["fields"]
    assert (fields["given_name"], fields["occupation"], fields["rating"]) == ("Bob", "Baker", 4)
    assert fields["birthday"] == "1980-03-22"  # the same day, and more of it
    assert fields["full_name"] is None  # it spells another name
    assert store.rows([robert]) == []
    assert store.next_undo() == "Merge into Bob Smith"


def test_choices_take_a_value_or_that_of_another(store: Store) -> None:
    field = custom.add_field(store, "contacts", "Boat")
    one, other = person(store, "Ana Souza", occupation="Cook"), person(store, "Anna Souza", occupation="Baker")
    records.set_custom(store, one, field, "Lucía")
    records.set_custom(store, other, field, "Estrela")
    choices = {"given_name": other, "occupation": "Chef", merging.CUSTOM + field.hex(): other}
    merging.merge(store, one, [other], choices)
    shown = show(store, one)
    assert (shown["fields"]["given_name"], shown["fields"]["occupation"]) == ("Anna", "Chef")
    assert [entry["value"] for entry in shown["custom"]] == ["Estrela"]


def test_several_choices_are_united(store: Store) -> None:
    field = custom.add_field(store, "contacts", "Likes", Kind.CHOICES, ["bread", "wine", "oil"])
    one, other = person(store, "Ana"), person(store, "Anna")
    records.set_custom(store, one, field, "bread\nwine")
    records.set_custom(store, other, field, "wine\noil")
    merging.merge(store, one, [other])
    assert show(store, one)["custom"][0]["value"] == "bread\nwine\noil"


def test_parts_are_moved_and_the_same_ones_kept_once(store: Store) -> None:
    first: Parts = {
        "phones": [{"value": "+1 404-555-7049", "label": "other"}],
        "emails": [{"value": "Ana@Example.org"}],
        "addresses": [{"street": "Main St 1", "city": "Porto"}],
        "links": [{"value": "https://www.ana.example/"}],
        "opt_outs": [{"channel": "post"}],
    }
    second: Parts = {
        "phones": [{"value": "+1 (404) 555 7049", "label": "mobile"}, {"value": "+1 404-555-7050"}],
        "emails": [{"value": "ana@example.org"}, {"value": "ana@new.example"}],
        "addresses": [{"street": "MAIN ST 1", "city": "Porto", "country": "PT"}, {"street": "Elm 2", "city": "Braga"}],
        "links": [{"value": "ana.example"}],
        "opt_outs": [{"channel": "post"}, {"channel": "email", "reason": "asked"}],
        "notes": [{"text": "likes bread"}],
    }
    one, other = person(store, "Ana", first), person(store, "Anna", second)
    merging.merge(store, one, [other])
    shown = show(store, one)
    assert values(shown, "phones") == ["+1 404-555-7049", "+1 404-555-7050"]
    assert values(shown, "phones", "label") == ["mobile", "other"]  # the word that says more
    assert values(shown, "emails") == ["Ana@Example.org", "ana@new.example"]
    assert values(shown, "addresses", "street") == ["Main St 1", "Elm 2"]
    assert values(shown, "links") == ["https://www.ana.example/"]
    assert sorted(values(shown, "opt_outs", "channel")) == ["email", "post"]  # the stricter one wins
    assert values(shown, "notes", "text") == ["likes bread"]
    for part in ("phones", "emails", "addresses"):
        assert [entry["position"] for entry in shown[part]] == list(range(len(shown[part])))
        assert sum(entry["is_primary"] for entry in shown[part]) == 1
    assert sum(entry["is_mailing"] for entry in shown["addresses"]) == 1


def test_tags_groups_and_activities_follow(store: Store) -> None:
    one, other = person(store, "Ana"), person(store, "Anna")
    for key, tag in ((one, "VIP"), (other, "VIP"), (other, "Baker")):
        records.add_tag(store, key, tag)
    groups.put_in(store, groups.add(store, "Friends"), [other])
    activity = activities.log(store, [other], "call", subject="Oven")
    merging.merge(store, one, [other])
    shown = show(store, one)
    assert sorted(entry["name"] for entry in shown["tags"]) == ["Baker", "VIP"]
    assert [entry["name"] for entry in shown["groups"]] == ["Friends"]
    with store.read() as session:
        parts = list(bulk.fetch(session, Participation, "activity_id", [activity]))
    assert [row["owner_id"] for row in parts] == [one]


RECORDS_BY = {record.__tablename__: record for record in RECORDS}


def test_relations_point_at_the_kept_one_and_never_at_itself(store: Store) -> None:
    one, other, rui = person(store, "Ana"), person(store, "Anna"), person(store, "Rui")
    relations.relate(store, one, "sister", other)
    relations.relate(store, rui, "wife", other)
    relations.relate(store, rui, "wife", one)
    merging.merge(store, one, [other])
    assert show(store, one)["relations"] == [
        {**entry, "other_id": text_id(rui), "name": "Rui"} for entry in show(store, one)["relations"]
    ]
    assert [entry["other_id"] for entry in show(store, rui)["relations"]] == [text_id(one)]


def test_people_of_a_merged_company_move_and_are_there_once(store: Store) -> None:
    ana = person(store, "Ana", {"affiliations": [{"company": "Acme", "title": "Boss"}, {"company": "Acme Ltd"}]})
    rui = person(store, "Rui", {"affiliations": [{"company": "Acme Ltd", "title": "Cook"}]})
    acme, limited = (place["company_id"] for place in show(store, ana)["affiliations"])
    merging.merge(store, acme, [limited])
    people = show(store, merging.as_id(acme))["people"]
    assert sorted((entry["name"], entry["title"]) for entry in people) == [("Ana", "Boss"), ("Rui", "Cook")]
    assert show(store, rui)["affiliations"][0]["company"] == "Acme"


def test_the_next_import_finds_the_one_kept(store: Store, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:{name}\r\nN:Souza;{name};;;\r\nEND:VCARD\r\n"
    path = tmp_path / "cards.vcf"
    path.write_text(card.format(uid="a", name="Ana") + card.format(uid="b", name="Anna"), "utf-8")
    drain(importing.run(store, [path]))
    one, other = (row.id for row in store.find("souza"))
    merging.merge(store, one, [other])
    before = visible(store)
    drain(importing.run(store, [path]))
    assert visible(store) == before
    path.write_text(card.format(uid=text_id(other), name="Ana"), "utf-8")  # as we exported it before
    drain(importing.run(store, [path]))
    assert [row.id for row in store.find("souza")] == [one]


def test_the_earliest_beginning_and_the_photo_are_kept(store: Store) -> None:
    old, new = person(store, "Ana", created_at=1_000), person(store, "Anna", created_at=2_000)
    records.set_photo(store, old, "image/png", b"old")
    merging.merge(store, new, [old])
    shown = show(store, new)
    assert (shown["created_at"], shown["photo"]["data"]) == (1_000, b"old")


def test_a_photo_may_be_chosen(store: Store) -> None:
    one, other = person(store, "Ana"), person(store, "Anna")
    records.set_photo(store, one, "image/png", b"one")
    records.set_photo(store, other, "image/png", b"other")
    merging.merge(store, one, [other], {merging.PHOTO: other})
    assert show(store, one)["photo"]["data"] == b"other"


def test_who_was_not_the_same_as_one_gone_is_not_the_same_as_the_one_kept(store: Store) -> None:
    one, other, rui = person(store, "Ana"), person(store, "Anna"), person(store, "Anne")
    duplicates.not_duplicates(store, [other, rui])
    duplicates.not_duplicates(store, [one, other])  # on second thoughts they are
    merging.merge(store, one, [other])
    live = visible(store)["distinctions"]
    assert set(live) == {named_id("distinct", *sorted([one, rui]))}


def test_what_cannot_be_merged(store: Store) -> None:
    ana = person(store, "Ana", {"affiliations": [{"company": "Acme"}]})
    acme = show(store, ana)["affiliations"][0]["company_id"]
    gone = person(store, "Rui")
    records.delete(store, "contact", [gone])
    before = visible(store)
    for others in ([acme], [gone], [ana], []):
        with pytest.raises(UserError):
            merging.merge(store, ana, others)
    assert visible(store) == before


def test_many_at_once_are_one_step_behind_a_backup(desk: Path) -> None:
    store = reopened(desk)
    clusters = [[person(store, f"Ana{n} Souza"), person(store, f"Anna{n} Souza")] for n in range(3)]
    clusters[0].append(person(store, "Ann Souza", {"phones": [{"value": "12345678"}]}))
    before = visible(store)
    assert drain(merging.merge_all(store, clusters)) == 4
    assert store.listing("contact").count() == 3
    assert values(show(store, clusters[0][0]), "phones") == ["12345678"]
    assert store.next_undo() == "Merge 4 contacts"
    assert_finder_is_as_rebuilt(store)
    store.undo()
    assert visible(store) == before
    assert drain(merging.merge_all(store, [[clusters[0][0]]])) == 0
    store.close()


def some(most: int = 2, **choices: list[str | None]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(
        st.fixed_dictionaries({name: st.sampled_from(each) for name, each in choices.items()}), max_size=most
    )


PEOPLE = st.fixed_dictionaries(
    {
        "phones": some(3, value=["+5511987654321", "(11) 98765-4321", "22 3333 4444", "x"], label=["mobile", "other"]),
        "emails": some(value=["a@b.example", "A@b.example", "c@d.example"]),
        "addresses": some(city=["Porto", "PORTO", "Braga"], country=["PT", None]),
        "opt_outs": some(channel=["post", "email"]),
        "notes": some(text=["one", "two"]),
        "affiliations": some(company=["Acme", "Ajax"], title=["Boss", "Cook", None]),
    }
)
LINKED = {"phones": "value", "emails": "value", "addresses": "city", "opt_outs": "channel", "notes": "text"}


@given(st.lists(PEOPLE, min_size=2, max_size=4), st.integers(0, 3), st.data())
def test_nothing_linked_is_lost_and_undo_restores_all(
    template: Path, tmp_path_factory: pytest.TempPathFactory, people: list[Parts], ties: int, data: st.DataObject
) -> None:
    import shutil

    store = reopened(Path(shutil.copy(template, tmp_path_factory.mktemp("merge") / "Desk.crmdesk")))
    keys = [person(store, f"Ana{n} Souza", parts) for n, parts in enumerate(people)]
    for _tie in range(ties):
        one, other = data.draw(st.tuples(st.sampled_from(keys), st.sampled_from(keys)))
        relations.relate(store, one, data.draw(st.sampled_from(["friend", "sister"])), other)
        records.add_tag(store, one, data.draw(st.sampled_from(["VIP", "Baker"])))
        activities.log(store, [other], "call", subject="Oven")
    shown = [show(store, key) for key in keys]
    before = visible(store)
    keep, *others = keys
    merging.merge(store, keep, others)
    after = show(store, keep)
    for part, name in LINKED.items():
        wanted = {_plain(entry[name]) for each in shown for entry in each[part]}
        assert {_plain(entry[name]) for entry in after[part]} == wanted
    assert {entry["company"] for entry in after["affiliations"]} == {
        entry["company"] for each in shown for entry in each["affiliations"]
    }
    assert {entry["name"] for entry in after["tags"]} == {entry["name"] for each in shown for entry in each["tags"]}
    assert_no_links_to(store, set(others))
    assert store.orphans() == []
    assert_finder_is_as_rebuilt(store)
    store.undo()
    assert visible(store) == before
    store.close()


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()[-9:]


def assert_no_links_to(store: Store, gone: set[bytes]) -> None:
    for table, rows in visible(store).items():
        record = RECORDS_BY[table]
        for name, field in declared_fields(record).items():
            if field.kind is Kind.LINK:
                place = [column.name for column in record.__table__.columns].index(name) - 1
                assert gone.isdisjoint(row[place] for row in rows.values()), (table, name)


def test_a_merge_is_not_felt_by_who_was_not_meant(store: Store) -> None:
    one, other, rui = (
        person(store, "Ana"),
        person(store, "Anna"),
        person(store, "Rui", {"phones": [{"value": "12345678"}]}),
    )
    before = show(store, rui)
    merging.merge(store, one, [other])
    assert show(store, rui) == before
    with store.read() as session:
        assert session.get(Contact, rui) is not None
