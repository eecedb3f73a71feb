"""One record: seen whole, changed field by field, each change a step with a name."""

import json
from typing import Any

import pytest

from crmdesk.domain.custom import CustomField
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import new_id, text_id
from crmdesk.services import activities, custom, picks, preferences, records
from crmdesk.store.store import Store
from tests.store.template import count, visible


def page(store: Store, key: bytes | str) -> dict[str, Any]:
    return records.show(store, key)


@pytest.fixture
def ana(store: Store) -> bytes:
    preferences.set_country(store, "BR")
    parts: dict[str, list[dict[str, Any]]] = {
        "phones": [{"value": "(11) 98765-4321", "label": "mobile"}, {"value": "011 3333-4444 ramal 12"}],
        "emails": [{"value": "ana@example.org"}],
        "addresses": [{"street": "Rua 1", "city": "Porto", "country": "Portugal", "label": "home"}],
        "notes": [{"text": "first\nline"}],
        "affiliations": [{"company": "Acme", "title": "Boss"}],
        "opt_outs": [{"channel": "phone", "reason": "asked"}],
    }
    return records.add(store, "contact", {"given_name": " Ana\0 ", "family_name": "Souza", "nickname": ""}, parts)


def test_a_new_record_whole(store: Store, ana: bytes) -> None:
    shown = page(store, ana)
    assert (shown["id"], shown["kind"], shown["name"], shown["filed_as"]) == (
        text_id(ana),
        "contact",
        "Ana Souza",
        "Souza, Ana",
    )
    assert (shown["fields"]["given_name"], shown["fields"]["nickname"]) == ("Ana", None)
    first, second = shown["phones"]
    assert (first["label"], first["e164"], first["is_primary"]) == ("mobile", "+5511987654321", True)
    assert (second["is_primary"], second["position"]) == (False, 1)
    (address,) = shown["addresses"]
    assert (address["country"], address["is_mailing"], address["is_primary"]) == ("PT", True, True)
    assert address["lines"][-1].upper() == "PORTUGAL"
    (place,) = shown["affiliations"]
    assert (place["company"], place["title"], place["is_primary"]) == ("Acme", "Boss", True)
    assert [(out["channel"], out["reason"]) for out in shown["opt_outs"]] == [("phone", "asked")]
    assert shown["notes"][0]["text"] == "first\nline"
    for name in ("links", "tags", "groups", "relations", "custom", "attachments", "leftover"):
        assert shown[name] == []
    json.dumps(shown)
    company = page(store, place["company_id"])
    assert [(person["name"], person["title"]) for person in company["people"]] == [("Ana Souza", "Boss")]
    assert store.next_undo() == "Add contact"


def test_ids_may_be_text_or_bytes(store: Store, ana: bytes) -> None:
    assert page(store, text_id(ana)) == page(store, ana)
    records.set_value(store, "contacts", text_id(ana), "occupation", "Welder")
    assert page(store, ana)["fields"]["occupation"] == "Welder"
    assert records.delete(store, "contact", [text_id(ana)]) == 1


WRONG: list[tuple[str, str, Any, str]] = [
    ("contacts", "birthday", "soon", "Birthday"),
    ("contacts", "birthday", "2021-02-30", "Birthday"),
    ("contacts", "rating", "many", "Rating"),
    ("contacts", "rating", "9" * 30, "Rating"),
    ("contacts", "given_name", "x" * 1001, "First name"),
    ("phones", "value", " ", "Number"),
    ("emails", "value", None, "Address"),
    ("notes", "text", "\n", "Text"),
    ("companies", "name", "", "Name"),
]


@pytest.mark.parametrize(("table", "name", "value", "label"), WRONG)
def test_wrong_values_are_refused_by_name(
    store: Store, ana: bytes, table: str, name: str, value: Any, label: str
) -> None:
    before, steps = visible(store), count(store, "steps")
    with pytest.raises(UserError, match=label):
        records.set_value(store, table, next(iter(before[table])), name, value)
    assert (visible(store), count(store, "steps")) == (before, steps)


PARTS: list[tuple[str, dict[str, Any]]] = [
    ("phones", {"value": ""}), ("phones", {"label": "work"}), ("emails", {}), ("notes", {"text": " "}),
    ("links", {"service": "x"}),
    ("addresses", {"label": "home"}), ("addresses", {"city": " ", "country": "DE"}), ("affiliations", {}),
    ("opt_outs", {"reason": "x"}),
    ("affiliations", {"company": " "}),
]  # fmt: skip


def test_parts_that_say_nothing_are_refused(store: Store, ana: bytes) -> None:
    before = visible(store)
    for table, values in PARTS:
        with pytest.raises(UserError):
            records.add_part(store, table, ana, values)
        with pytest.raises(UserError):
            records.add(store, "contact", {"given_name": "New"}, {table: [values]})
    assert visible(store) == before


@pytest.mark.parametrize(
    ("kind", "fields", "parts"),
    [
        ("contact", {}, {}), ("contact", {"given_name": " "}, {}), ("contact", {}, {"phones": []}), ("company", {}, {}),
        ("company", {"industry": "Steel"}, {}), ("company", {"name": "\0"}, {"notes": [{"text": "x"}]}),
    ],
)  # fmt: skip
def test_nobody_is_added_of_whom_nothing_is_said(
    store: Store, kind: str, fields: dict[str, Any], parts: dict[str, Any]
) -> None:
    with pytest.raises(UserError, match="Nothing was typed"):
        records.add(store, kind, fields, parts)
    assert not any(visible(store).values())


def test_nothing_is_hung_on_nobody(store: Store, ana: bytes) -> None:
    records.delete(store, "contact", [ana])
    field = new_id()
    with store.write("Field") as session:
        session.add(CustomField(id=field, record="contacts", name="Boat"))
    before, steps = visible(store), count(store, "steps")
    for key in (ana, new_id()):
        for change in (
            lambda key: records.add_part(store, "phones", key, {"value": "1234"}),
            lambda key: records.add_tag(store, key, "VIP"),
            lambda key: records.set_photo(store, key, "image/png", b"x"),
            lambda key: records.set_custom(store, key, field, "x"),
            lambda key: records.set_value(store, "contacts", key, "given_name", "x"),
        ):
            with pytest.raises(UserError, match="deleted"):
                change(key)
        with pytest.raises(UserError, match="no such contact"):
            records.show(store, key)
    assert (visible(store), count(store, "steps")) == (before, steps)


def test_one_of_a_kind_is_primary(store: Store, ana: bytes) -> None:
    first, second = (phone["id"] for phone in page(store, ana)["phones"])
    records.set_value(store, "phones", second, "is_primary", True)
    third = records.add_part(store, "phones", ana, {"value": "4444-5555", "is_primary": True})
    assert [(p["id"], p["is_primary"]) for p in page(store, ana)["phones"]] == [
        (first, False),
        (second, False),
        (text_id(third), True),
    ]
    records.add_part(store, "addresses", ana, {"city": "Lisboa", "is_mailing": True})
    assert [(a["city"], a["is_mailing"]) for a in page(store, ana)["addresses"]] == [("Porto", False), ("Lisboa", True)]
    store.undo()
    assert [(a["city"], a["is_mailing"]) for a in page(store, ana)["addresses"]] == [("Porto", True)]


def test_the_first_of_a_kind_is_primary_by_itself(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Rui"})
    for city in ("Porto", "Lisboa"):
        records.add_part(store, "addresses", key, {"city": city})
    found = [(a["city"], a["is_primary"], a["is_mailing"]) for a in page(store, key)["addresses"]]
    assert found == [("Porto", True, True), ("Lisboa", False, False)]


def test_a_number_is_read_anew_when_it_is_changed(store: Store, ana: bytes) -> None:
    phone = page(store, ana)["phones"][0]["id"]
    records.set_value(store, "phones", phone, "value", "+44 20 7946 0000 ext 5")
    shown = page(store, ana)["phones"][0]
    assert (shown["e164"], shown["extension"]) == ("+442079460000", "5")
    records.set_value(store, "phones", phone, "value", "call the office")
    assert not page(store, ana)["phones"][0].keys() & {"e164", "extension"}


def test_a_company_is_found_by_name_or_made(store: Store, ana: bytes) -> None:
    place = page(store, ana)["affiliations"][0]["id"]
    records.set_values(store, "affiliations", place, {"company": "ACME", "title": "Chief"})
    assert len(visible(store)["companies"]) == 1
    records.set_values(store, "affiliations", place, {"company": "Ajax"})
    assert page(store, ana)["affiliations"][0]["company"] == "Ajax"
    records.set_values(store, "affiliations", place, {"company": " "})
    assert page(store, ana)["affiliations"][0]["company"] == ""
    store.undo()
    assert page(store, ana)["affiliations"][0]["company"] == "Ajax"


def test_tags_are_the_same_whatever_their_case(store: Store, ana: bytes) -> None:
    records.add_tag(store, ana, "VIP")
    steps = count(store, "steps")
    records.add_tag(store, ana, "VIP")
    records.add_tag(store, ana, "  ")
    assert count(store, "steps") == steps
    records.add_tag(store, ana, " vip ")
    ((tag,),) = [page(store, ana)["tags"]]
    assert tag["name"].upper() == "VIP"
    records.remove(store, "taggings", [tag["id"]])
    assert page(store, ana)["tags"] == []


def test_photos_come_and_go(store: Store, ana: bytes) -> None:
    for data in (b"\x89PNG", b"\xff\xd8"):
        records.set_photo(store, ana, "image/png", data)
        assert page(store, ana)["photo"] == {"media_type": "image/png", "data": data}
    records.set_photo(store, ana, None, None)
    assert page(store, ana)["photo"] is None
    store.undo()
    assert page(store, ana)["photo"]["data"] == b"\xff\xd8"


def test_pinned_notes_stand_first_then_the_newest(store: Store, ana: bytes) -> None:
    for text, pinned in (("second", False), ("third", True)):
        records.add_part(store, "notes", ana, {"text": text, "is_pinned": pinned})
    assert page(store, ana)["notes"][0]["text"] == "third"


def test_deleting_takes_all_that_hangs_on_it(store: Store, ana: bytes) -> None:
    before = visible(store)
    other = records.add(store, "contact", {"given_name": "Rui"}, {"affiliations": [{"company": "Acme"}]})
    (company,) = before["companies"]
    assert records.delete(store, "contact", [ana, new_id()]) == 1
    assert store.next_undo() == "Delete 1 contact"
    assert {table for table, rows in visible(store).items() if rows} == {
        "contacts",
        "companies",
        "affiliations",
        "preferences",
    }
    assert records.delete(store, "company", [company]) == 1
    assert page(store, other)["affiliations"] == []
    assert [store.undo(), store.undo()] == ["Delete 1 company", "Delete 1 contact"]
    assert page(store, ana)["affiliations"][0]["company"] == "Acme"


def test_several_are_deleted_in_one_step(store: Store) -> None:
    keys = [records.add(store, "contact", {"given_name": str(number)}) for number in range(5)]
    assert records.delete(store, "contact", keys) == 5
    assert store.undo() == "Delete 5 contacts"
    assert store.listing("contact").count() == 5


def test_forms_learn_their_fields(store: Store) -> None:
    names = [name for name, _label, _kind, _choices in records.fields_of("contact")]
    assert {"given_name", "birthday", "stage"} <= set(names)
    assert not {"id", "created_at", "deleted_at"} & set(names)
    assert all(label for _name, label, _kind, _choices in records.fields_of("company"))


def test_a_person_joins_a_company_by_name_or_as_who_they_are(store: Store, ana: bytes) -> None:
    company = records.add(store, "company", {"name": "Ajax"})
    key = records.add_person(store, company, " Rui Prado ", {"title": "Boss", "role": "buyer"})
    assert store.next_undo() == "Add person"
    shown = page(store, key)
    assert (shown["fields"]["given_name"], shown["fields"]["family_name"]) == ("Rui", "Prado")
    assert (shown["affiliations"][0]["company"], shown["affiliations"][0]["is_primary"]) == ("Ajax", True)
    assert records.add_person(store, company, ana, {}) == ana
    assert [(place["company"], place["is_primary"]) for place in page(store, ana)["affiliations"]] == [
        ("Acme", True), ("Ajax", False),
    ]  # fmt: skip
    before = visible(store)
    for person, words in ((ana, "already"), (" ", "Nothing was typed"), (new_id(), "deleted")):
        with pytest.raises(UserError, match=words):
            records.add_person(store, company, person, {})
    with pytest.raises(UserError, match="deleted"):
        records.add_person(store, new_id(), "Eva", {})
    assert visible(store) == before
    assert [store.undo(), store.undo()] == ["Add person", "Add person"]
    assert [place["company"] for place in page(store, ana)["affiliations"]] == ["Acme"]


def test_a_page_is_read_with_its_roll_up_and_words(store: Store, ana: bytes) -> None:
    activities.log(store, [ana], "call", "x", is_reached=True)
    picks.rename(store, "stage", "customer", "Patron")
    look = records.look(store, text_id(ana))
    assert look.shown == page(store, ana)
    assert look.summary.last_reach
    assert look.words["stage"]["customer"] == "Patron"
    assert look.words["activity"]["to-do"] == "To-do"
    assert look.me == store.author


def test_a_link_of_the_user_s_own_shows_a_name(store: Store, ana: bytes) -> None:
    field = custom.add_field(store, "contacts", "Dealer", Kind.LINK)
    rui = records.add(store, "contact", {"given_name": "Rui"})
    records.set_custom(store, ana, field, text_id(rui))
    assert page(store, ana)["custom"][0]["shown"] == "Rui"
    records.delete(store, "contact", [rui])
    assert "shown" not in page(store, ana)["custom"][0]
