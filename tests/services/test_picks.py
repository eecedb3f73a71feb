"""Pick lists: declared words as users changed them, words of their own, words in use."""

import pytest

from crmdesk.domain.criteria import AnyOf, Condition, Criteria, Not, write
from crmdesk.domain.errors import UserError
from crmdesk.services import criteria, groups, picks, records
from crmdesk.services.files import Store


def person(store: Store, **fields: str) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana", **fields})


def offered(store: Store, pick_list: str) -> list[str]:
    return [text for _value, text in picks.choices(store, pick_list)]


def source_of(store: Store, key: bytes) -> str:
    return str(records.show(store, key)["fields"]["source"])


def test_every_list_has_a_name_of_its_own() -> None:
    names = [name for _key, name in picks.lists()]
    assert len(set(names)) == len(names) >= 10
    assert "Stage" in names


def test_an_untouched_list_offers_what_is_declared(store: Store) -> None:
    assert picks.choices(store, "stage")[:2] == [("lead", "Lead"), ("prospect", "Prospect")]
    with store.read() as session:
        assert picks.choices(session, "stage") == picks.choices(store, "stage")


def test_a_list_nobody_declared_is_refused(store: Store) -> None:
    with pytest.raises(UserError):
        picks.choices(store, "nothing")


def test_a_renamed_choice_is_shown_otherwise_and_kept_the_same(store: Store) -> None:
    ana = person(store, stage="customer")
    assert picks.rename(store, "stage", "customer", "Client") == 0
    assert picks.text_of(store, "stage", "customer") == "Client"
    assert records.show(store, ana)["fields"]["stage"] == "customer"
    picks.rename(store, "stage", "customer", "Customer")
    assert offered(store, "stage") == ["Lead", "Prospect", "Customer", "Former customer"]


def test_free_text_offers_what_is_used_most(store: Store) -> None:
    for source in ("Fair", "Friend", "Friend"):
        person(store, source=source)
    assert offered(store, "source") == ["Friend", "Fair"]
    picks.add(store, "source", "Newspaper")
    assert offered(store, "source") == ["Newspaper", "Friend", "Fair"]


def test_renaming_a_word_changes_it_everywhere_in_one_step(store: Store) -> None:
    people = [person(store, source="fair"), person(store, source="Fair"), person(store, source="Friend")]
    firm = records.add(store, "company", {"name": "Forno", "source": "Fair"})
    picks.add(store, "source", "Fair")
    assert picks.rename(store, "source", "Fair", "Trade fair") == 3
    assert [source_of(store, key) for key in people] == ["Trade fair", "Trade fair", "Friend"]
    assert source_of(store, firm) == "Trade fair"
    assert offered(store, "source") == ["Trade fair", "Friend"]
    store.undo()
    assert [source_of(store, key) for key in people] == ["fair", "Fair", "Friend"]
    assert offered(store, "source") == ["Fair", "Friend"]


def test_renaming_a_word_changes_what_asks_for_it(store: Store) -> None:
    ana = person(store, source="Fair")
    firm = records.add(store, "company", {"name": "Forno", "source": "Friend"})
    asked = AnyOf((Condition("source", "is", "fair"), Not(Condition("companies.source", "is not", "Fair"))))
    live = groups.add(store, "From fairs", write(Criteria(asked)))
    part = groups.add(store, "In part", write(Criteria(Condition("source", "contains", "Fair"))))
    kept = Condition("source", "is", "Fair")

    assert picks.rename(store, "source", "Fair", "Expo") == 1
    by_id = {group.id: group.criteria or "" for group in groups.list_groups(store)}
    assert "air" not in by_id[live]
    assert "Fair" in by_id[part]
    assert groups.members(store, live) == [ana]
    assert criteria.find(store, "contact", kept) == [ana]
    assert criteria.find(store, "company", Not(kept)) == [firm]
    store.undo()
    assert groups.members(store, live) == groups.members(store, part) == [ana]

    picks.rename(store, "source", "Fair", "Expo")
    picks.rename(store, "source", "Expo", "Show")
    assert criteria.find(store, "contact", kept) == [ana]
    later = person(store, source="Fair")
    assert criteria.find(store, "contact", kept) == [later]


def test_only_the_capitals_can_be_changed(store: Store) -> None:
    ana = person(store, source="fair")
    picks.add(store, "source", "fair")
    picks.rename(store, "source", "fair", "Fair")
    assert source_of(store, ana) == "Fair"
    assert offered(store, "source") == ["Fair"]


def test_a_word_named_as_another_becomes_that_one(store: Store) -> None:
    ana = person(store, source="Newspaper")
    picks.add(store, "source", "Newspaper")
    picks.add(store, "source", "Press")
    picks.rename(store, "source", "Newspaper", "press")
    assert source_of(store, ana) == "Press"
    assert offered(store, "source") == ["Press"]


def test_an_own_word_becomes_a_declared_choice_by_its_shown_name(store: Store) -> None:
    ana = person(store, stage="VIP")
    picks.add(store, "stage", "VIP")
    picks.rename(store, "stage", "VIP", "Customer")
    assert records.show(store, ana)["fields"]["stage"] == "customer"
    assert "VIP" not in offered(store, "stage")


def test_two_declared_choices_are_never_shown_alike(store: Store) -> None:
    with pytest.raises(UserError, match="Lead"):
        picks.rename(store, "stage", "customer", "lead")


@pytest.mark.parametrize("word", ["", "   ", "LEAD"])
def test_what_is_empty_or_there_is_not_added(store: Store, word: str) -> None:
    with pytest.raises(UserError):
        picks.add(store, "stage", word)


def test_an_archived_word_is_not_offered_and_comes_back(store: Store) -> None:
    person(store, source="Fair")
    picks.archive(store, "source", "Fair")
    picks.archive(store, "stage", "lead")
    assert offered(store, "source") == []
    assert "Lead" not in offered(store, "stage")
    assert picks.texts(store, "stage")["lead"] == "Lead"
    picks.add(store, "source", "fair")
    picks.archive(store, "stage", "lead", archived=False)
    assert offered(store, "source") == ["Fair"]
    assert offered(store, "stage")[0] == "Lead"


def test_words_keep_the_order_they_were_given(store: Store) -> None:
    picks.add(store, "stage", "VIP")
    picks.move(store, "stage", "VIP", 0)
    picks.move(store, "stage", "former", 1)
    assert offered(store, "stage") == ["VIP", "Former customer", "Lead", "Prospect", "Customer"]
    store.undo()
    assert offered(store, "stage") == ["VIP", "Lead", "Prospect", "Customer", "Former customer"]


def test_moving_a_word_in_use_keeps_it_and_nothing_behind_it(store: Store) -> None:
    for source in ("A", "A", "A", "B", "B", "C"):
        person(store, source=source)
    picks.move(store, "source", "B", 0)
    assert offered(store, "source") == ["B", "A", "C"]
    assert list(picks.texts(store, "source")) == ["B"]
