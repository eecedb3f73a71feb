"""Relations in words of the user's own, seen from both sides."""

import pytest

from crmdesk.domain.card import Card
from crmdesk.domain.errors import UserError
from crmdesk.services import records, relations
from crmdesk.services.cards import Writer
from crmdesk.services.files import Store


def person(store: Store, name: str) -> bytes:
    return records.add(store, "contact", {"given_name": name})


def seen_from(store: Store, key: bytes) -> set[tuple[str, str]]:
    return {(relation["type"], relation["name"]) for relation in records.show(store, key)["relations"]}


def words(store: Store, between: str | None = None) -> list[tuple[str, str]]:
    return [(kind.name, kind.inverse) for kind in relations.kinds(store, between)]


def test_a_relation_is_seen_from_both_sides(store: Store) -> None:
    ana, rui = person(store, "Ana"), person(store, "Rui")
    relations.relate(store, ana, "child", rui, inverse="parent")
    relations.relate(store, ana, "dentist", called="Dr. Weiss")
    assert sorted(relations.types(store)) == [("child", "parent"), ("dentist", "dentist")]
    assert seen_from(store, ana) == {("child", "Rui"), ("dentist", "Dr. Weiss")}
    assert seen_from(store, rui) == {("parent", "Ana")}


def test_new_words_show_at_all_who_are_related(store: Store) -> None:
    ana, rui = person(store, "Ana"), person(store, "Rui")
    relations.relate(store, ana, "child", rui, inverse="parent")
    (kind,) = relations.kinds(store)
    relations.rename_kind(store, kind.id, "son", "mother")
    assert seen_from(store, ana) == {("son", "Rui")}
    assert seen_from(store, rui) == {("mother", "Ana")}
    relations.relate(store, rui, "child", called="Eva")
    assert seen_from(store, rui) == {("mother", "Ana"), ("child", "Eva")}


def test_an_import_by_the_first_name_does_not_rename_back(store: Store) -> None:
    relations.rename_kind(store, relations.add_kind(store, "child"), "son")
    with store.write("import") as session:
        writer = Writer(session, None)
        card = Card(kind="contact", fields={"given_name": "Ana"}, relations=[{"type": "child", "name": "Rui"}])
        ana = writer.add(card)
        writer.flush()
    assert words(store) == [("son", "son")]
    assert seen_from(store, ana) == {("son", "Rui")}


def test_companies_have_relations_of_their_own(store: Store) -> None:
    forno = records.add(store, "company", {"name": "Forno"})
    relations.add_kind(store, "partner")
    relations.add_kind(store, "partner", between=relations.COMPANIES)
    relations.relate(store, forno, "supplier", called="Mill", inverse="customer")
    assert words(store, relations.PEOPLE) == [("partner", "partner")]
    assert words(store, relations.COMPANIES) == [("partner", "partner"), ("supplier", "customer")]


def test_removing_one_takes_its_relations_and_undo_brings_all_back(store: Store) -> None:
    ana, rui = person(store, "Ana"), person(store, "Rui")
    relations.relate(store, ana, "friend", rui)
    relations.relate(store, ana, "friend", called="Eva")
    relations.relate(store, ana, "child", called="Max")
    kind = next(kind for kind in relations.kinds(store) if kind.name == "friend")
    assert relations.remove_kind(store, kind.id) == 2
    assert seen_from(store, ana) == {("child", "Max")}
    assert words(store) == [("child", "child")]
    store.undo()
    assert seen_from(store, rui) == {("friend", "Ana")}
    assert words(store) == [("child", "child"), ("friend", "friend")]


def test_one_that_was_removed_can_be_made_again(store: Store) -> None:
    relations.remove_kind(store, relations.add_kind(store, "child", "parent"))
    relations.add_kind(store, "child")
    assert words(store) == [("child", "child")]


@pytest.mark.parametrize("name", ["", " ", "CHILD"])
def test_what_is_empty_or_there_is_refused(store: Store, name: str) -> None:
    relations.add_kind(store, "child")
    with pytest.raises(UserError):
        relations.add_kind(store, name)
