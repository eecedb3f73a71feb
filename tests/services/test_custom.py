"""Fields of the user's own."""

import pytest

from crmdesk.domain.card import Card
from crmdesk.domain.criteria import Condition, Criteria, write
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.services import criteria, custom, groups, lookup, records
from crmdesk.services.cards import Writer
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


def names(store: Store, table: str = "contacts") -> list[str]:
    return [field.name for field in custom.fields(store, table)]


def shown(store: Store, person: bytes) -> list[str]:
    return [field["name"] for field in records.show(store, person)["custom"]]


def test_fields_keep_the_order_they_were_given(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    keys = {name: custom.add_field(store, "contacts", name) for name in "ABC"}
    custom.add_field(store, "companies", "Other")
    custom.move_field(store, keys["C"], 0)
    assert shown(store, ana) == names(store) == ["C", "A", "B"]
    custom.archive_field(store, keys["A"])
    custom.move_field(store, keys["B"], 0)
    assert names(store) == ["B", "C", "A"]
    assert shown(store, ana) == ["B", "C"]
    store.undo()
    assert names(store) == ["C", "A", "B"]


def test_two_fields_never_bear_one_name(store: Store) -> None:
    bread = custom.add_field(store, "contacts", "Bread")
    cake = custom.add_field(store, "contacts", "Cake")
    custom.add_field(store, "companies", "Bread")
    with pytest.raises(UserError, match="Bread"):
        custom.rename_field(store, cake, "bread")
    custom.rename_field(store, bread, "BREAD")
    custom.archive_field(store, bread)
    with pytest.raises(UserError, match="Bring it back"):
        custom.add_field(store, "contacts", "bread")


def test_the_first_name_of_a_renamed_field_is_free_again(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    first = custom.add_field(store, "contacts", "Bread")
    records.set_custom(store, ana, first, "rye")
    custom.rename_field(store, first, "Favourite bread")
    second = custom.add_field(store, "contacts", "Bread")
    assert first != second
    assert (value_of(store, ana, "Favourite bread"), value_of(store, ana, "Bread")) == ("rye", None)


def test_an_import_by_the_first_name_does_not_rename_back(store: Store) -> None:
    custom.rename_field(store, custom.add_field(store, "contacts", "Bread"), "Favourite bread")
    with store.write("import") as session:
        writer = Writer(session, None)
        ana = writer.add(Card(kind="contact", fields={"given_name": "Ana"}, custom={"Bread": "rye"}))
        writer.flush()
    assert names(store) == ["Favourite bread"]
    assert value_of(store, ana, "Favourite bread") == "rye"


class TestChoices:
    @pytest.fixture
    def delivery(self, store: Store) -> bytes:
        return custom.add_field(
            store, "contacts", "Delivery", Kind.CHOICES, ["Monday", "Monday morning", " ", "Monday"]
        )

    def offered(self, store: Store) -> tuple[str, ...]:
        return custom.fields(store, "contacts")[0].choices

    def test_they_are_added_ordered_and_removed(self, store: Store, delivery: bytes) -> None:
        custom.add_choice(store, delivery, " Friday ")
        custom.move_choice(store, delivery, "Friday", 0)
        custom.remove_choice(store, delivery, "Monday")
        assert self.offered(store) == ("Friday", "Monday morning")

    def test_renaming_one_changes_it_in_records_and_no_other(self, store: Store, delivery: bytes) -> None:
        held = {
            "Monday": "Tuesday",
            "Monday morning": "Monday morning",
            "Monday morning\nMonday": "Monday morning\nTuesday",
        }
        people = {value: records.add(store, "contact", {"given_name": "Ana"}) for value in held}
        for value, person in people.items():
            records.set_custom(store, person, delivery, value)
        live = groups.add(store, "Mondays", write(Criteria(Condition(f"custom.{delivery.hex()}", "is", "Monday"))))
        mondays = groups.members(store, live)
        assert custom.rename_choice(store, delivery, "Monday", "Tuesday") == 2
        assert groups.members(store, live) == mondays != []
        assert {value: value_of(store, person, "Delivery") for value, person in people.items()} == held
        assert [row.id for row in lookup.find(store, "tuesday")] != []
        assert self.offered(store) == ("Tuesday", "Monday morning")
        store.undo()
        assert {value_of(store, person, "Delivery") for person in people.values()} == set(held)
        assert self.offered(store) == ("Monday", "Monday morning")

    @pytest.mark.parametrize("word", ["", "MONDAY", "monday morning"])
    def test_what_is_empty_or_there_is_refused(self, store: Store, delivery: bytes, word: str) -> None:
        with pytest.raises(UserError):
            custom.add_choice(store, delivery, word)

    def test_the_last_one_stays(self, store: Store, delivery: bytes) -> None:
        custom.remove_choice(store, delivery, "Monday")
        with pytest.raises(UserError):
            custom.remove_choice(store, delivery, "Monday morning")
