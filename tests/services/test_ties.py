"""Relations typed by the word of either side."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import records, relations, ties
from crmdesk.store.store import Store
from tests.store.template import visible


@pytest.fixture
def people(store: Store) -> dict[str, bytes]:
    return {name: records.add(store, "contact", {"given_name": name}) for name in ("Ana", "Rui", "Lia")}


def told(store: Store, key: bytes) -> list[tuple[str, str]]:
    return [(entry["type"], entry["name"]) for entry in records.show(store, key)["relations"]]


def test_a_new_word_is_known_from_both_sides(store: Store, people: dict[str, bytes]) -> None:
    ties.tie(store, people["Ana"], "child", people["Rui"], other_side="parent")
    assert told(store, people["Ana"]) == [("child", "Rui")]
    assert told(store, people["Rui"]) == [("parent", "Ana")]
    ties.tie(store, people["Lia"], "Parent", people["Ana"])
    assert told(store, people["Lia"]) == [("parent", "Ana")]
    assert ("child", "Lia") in told(store, people["Ana"])
    assert len(visible(store)["relation_types"]) == 1


def test_somebody_who_is_no_record(store: Store, people: dict[str, bytes]) -> None:
    ties.tie(store, people["Ana"], "assistant", called="Dona Rosa")
    (entry,) = records.show(store, people["Ana"])["relations"]
    assert (entry["name"], entry["other_id"], entry["other_kind"]) == ("Dona Rosa", None, None)
    assert store.undo() == "Add assistant"


def test_companies_and_their_words_come_first(store: Store, people: dict[str, bytes]) -> None:
    one, two = (records.add(store, "company", {"name": name}) for name in ("Holding", "Works"))
    relations.add_kind(store, "spouse")
    ties.tie(store, one, "subsidiary", two, other_side="parent company")
    assert [word.text for word in ties.words(store, one)] == ["subsidiary", "spouse", "parent company"]
    assert next(word.text for word in ties.words(store, people["Ana"])) == "spouse"
    assert records.show(store, two)["relations"][0]["other_kind"] == "company"


def test_refused(store: Store, people: dict[str, bytes]) -> None:
    with pytest.raises(UserError, match="themselves"):
        ties.tie(store, people["Ana"], "spouse", people["Ana"])
    for word, called in (("", "Rosa"), ("spouse", " ")):
        with pytest.raises(UserError, match="who it is"):
            ties.tie(store, people["Ana"], word, called=called)
