"""Fields and relations of the user's own."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.services import criteria, custom, lookup, records, relations
from crmdesk.services.files import Store


def value_of(store: Store, person: bytes, name: str) -> str | None:
    fields = {field["name"]: field["value"] for field in records.show(store, person)["custom"]}
    return fields[name]


def test_a_field_shows_is_found_and_serves_criteria(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    field = custom.add_field(store, "contacts", "Favourite bread")
    assert value_of(store, ana, "Favourite bread") is None
    records.set_custom(store, ana, field, "pão de queijo")
    assert value_of(store, ana, "Favourite bread") == "pão de queijo"
    assert [row.id for row in lookup.find(store, "queijo")] == [ana]
    with store.read() as session:
        assert criteria.matching(session, '{"field": "custom.Favourite bread", "contains": "queijo"}') == [ana]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.NUMBER, "12", "12"),
        (Kind.MONEY, "12.50 eur", "12.50 EUR"),
        (Kind.DATE, "22.3.1980", "1980-03-22"),
        (Kind.YES_NO, True, "true"),
    ],
)
def test_values_are_kept_by_the_kind_of_their_field(store: Store, kind: Kind, typed: object, kept: str) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    records.set_custom(store, ana, custom.add_field(store, "contacts", "Mine", kind), typed)
    assert value_of(store, ana, "Mine") == kept


def test_what_is_no_number_is_refused_by_the_name_of_the_field(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    field = custom.add_field(store, "contacts", "Ovens", Kind.NUMBER)
    with pytest.raises(UserError, match="Ovens"):
        records.set_custom(store, ana, field, "many")


@pytest.mark.parametrize(
    ("table", "name", "kind", "choices"),
    [
        ("nothing", "Mine", Kind.TEXT, ()),
        ("contacts", " ", Kind.TEXT, ()),
        ("contacts", "Mine", Kind.CHOICE, (" ",)),
        ("contacts", "Mine", Kind.BYTES, ()),
        ("contacts", "bread", Kind.TEXT, ()),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(
    store: Store, table: str, name: str, kind: Kind, choices: tuple[str, ...]
) -> None:
    custom.add_field(store, "contacts", "Bread")
    with pytest.raises(UserError):
        custom.add_field(store, table, name, kind, choices)


def test_an_archived_field_comes_back_with_its_values(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    field = custom.add_field(store, "contacts", "Bread")
    records.set_custom(store, ana, field, "rye")
    custom.archive_field(store, field)
    assert records.show(store, ana)["custom"] == []
    custom.archive_field(store, field, archived=False)
    custom.rename_field(store, field, "Favourite bread")
    assert value_of(store, ana, "Favourite bread") == "rye"


def test_a_relation_is_seen_from_both_sides(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    rui = records.add(store, "contact", {"given_name": "Rui"})
    relations.relate(store, ana, "child", rui, inverse="parent")
    relations.relate(store, ana, "dentist", called="Dr. Weiss")
    assert sorted(relations.types(store)) == [("child", "parent"), ("dentist", "dentist")]
    mine = {(relation["type"], relation["name"]) for relation in records.show(store, ana)["relations"]}
    theirs = {(relation["type"], relation["name"]) for relation in records.show(store, rui)["relations"]}
    assert mine == {("child", "Rui"), ("dentist", "Dr. Weiss")}
    assert theirs == {("parent", "Ana")}
