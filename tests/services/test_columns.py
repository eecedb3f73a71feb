"""Columns of lists: what there is to choose, what stands in the cells, how it is sorted and grouped."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from crmdesk import i18n
from crmdesk.domain.base import own_fields
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.fields import Kind
from crmdesk.services import activities, columns, custom, lookup, picks, records, shown_values
from crmdesk.services.columns import LETTER, NAME, Ordered
from crmdesk.store.store import Store


@pytest.fixture(autouse=True)
def as_in_britain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(i18n, "own_language", lambda: "en_GB")
    for cached in (shown_values.locale, shown_values._dated):
        cached.cache_clear()
    yield
    for cached in (shown_values.locale, shown_values._dated):
        cached.cache_clear()


def at(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC).timestamp() * 1000)


def person(store: Store, name: str, /, **parts: object) -> bytes:
    fields = {"family_name": name} | {key: value for key, value in parts.items() if not isinstance(value, list)}
    lists = {key: value for key, value in parts.items() if isinstance(value, list)}
    return records.add(store, "contact", fields, lists)


def cells(store: Store, key: bytes, *keys: str, kind: str = "contact") -> tuple[str, ...]:
    (row,) = columns.rows(store, kind, keys, [key])
    assert row
    return row.cells


def ordered(store: Store, *sort: tuple[str, bool], group: str = "", ids: list[bytes] | None = None) -> Ordered:
    steps = columns.ordered(store, "contact", ids, sort, group)
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


def names(store: Store, found: Ordered) -> list[str]:
    rows = columns.rows(store, "contact", (), list(found.ordering.docs))
    return [row.row.name for row in rows if row]


class TestWhatThereIs:
    @pytest.mark.parametrize(("kind", "record"), [("contact", Contact), ("company", Company)])
    def test_every_declared_field_and_every_key_once(
        self, store: Store, kind: str, record: type[Contact] | type[Company]
    ) -> None:
        found = columns.available(store, kind)
        keys = [column.key for column in found]
        assert len(set(keys)) == len(keys)
        assert {*own_fields(record)} - {"name"} <= {*keys}
        assert {NAME, "phones.value", "emails.value", "addresses.city", "tags", "last_contact", "next_step"} <= {*keys}
        assert all(column.label for column in found)

    def test_own_fields_until_they_are_put_away(self, store: Store) -> None:
        key = custom.add_field(store, "contacts", "Favourite bread")
        custom.add_field(store, "companies", "Ovens", Kind.NUMBER)
        own = [column for column in columns.available(store, "contact") if column.key.startswith("custom.")]
        assert [(column.label, column.key) for column in own] == [("Favourite bread", f"custom.{key.hex()}")]
        custom.archive_field(store, key)
        assert not columns.chosen(store, "contact", [own[0].key, "no such column"])

    def test_all_of_them_can_be_shown_and_sorted_and_grouped_by(self, store: Store) -> None:
        person(store, "Souza", stage="lead", birthday="--02-29", rating=3, phones=[{"value": "+55 11 98888-1234"}])
        for kind in Kind:
            if kind.value in dict(custom.CUSTOM_KINDS):
                custom.add_field(store, "contacts", f"Own {kind}", kind, ["a", "b"])
        found = columns.available(store, "contact")
        assert len(cells(store, lookup.first_rows(store, "contact", 1)[0].id, *(column.key for column in found))) > 40
        for column in found:
            assert len(ordered(store, (column.key, True)).ordering.docs) == 1
            if column.can_group:
                assert len(ordered(store, group=column.key).headings) == 1


class TestCells:
    def test_as_the_user_writes_them(self, store: Store) -> None:
        key = person(
            store, "Álvares", stage="customer", birthday="1980-02-29", anniversary="--06-12", rating=4,
            addresses=[{"street": "Rua Augusta, 1500", "city": "São Paulo", "country": "BR"}],
        )  # fmt: skip
        shown = cells(store, key, NAME, "stage", "birthday", "anniversary", "addresses.country", "rating", "source")
        assert shown == ("Álvares", "Customer", "29 Feb 1980", "12 Jun", "Brazil", "4", "")

    def test_the_first_of_several_is_the_one_marked(self, store: Store) -> None:
        phones = [{"value": "1"}, {"value": "2", "is_primary": True}]
        places = [{"city": "Lagos"}, {"city": "Abuja", "is_mailing": True}]
        key = person(store, "Okafor", phones=phones, addresses=places)
        assert cells(store, key, "phones.value", "addresses.city") == ("2", "Abuja")

    def test_company_title_and_tags(self, store: Store) -> None:
        key = person(store, "Okafor", affiliations=[{"company": "Okafor Builders", "title": "Owner"}])
        for tag in ("VIP", "Bakery"):
            records.add_tag(store, key, tag)
        assert cells(store, key, "company", "affiliations.title", "tags") == ("Okafor Builders", "Owner", "Bakery, VIP")
        company = lookup.first_rows(store, "company", 1)[0].id
        assert cells(store, company, "people", kind="company") == ("1",)

    def test_words_that_users_gave_to_choices(self, store: Store) -> None:
        key = person(store, "Okafor", stage="customer")
        picks.rename(store, "stage", "customer", "Regular")
        assert cells(store, key, "stage") == ("Regular",)

    def test_own_fields_by_their_kind(self, store: Store) -> None:
        key, friend = person(store, "Okafor"), person(store, "Souza")
        values = {
            Kind.NUMBER: ("1234.5", "1,234.5"), Kind.MONEY: ("12.50 EUR", "€12.50"), Kind.YES_NO: ("yes", "Yes"),
            Kind.CHOICES: ("a\nb", "a, b"), Kind.DATE: ("2026-12-24", "24 Dec 2026"),
            Kind.LINK: (friend.hex(), "Souza"),
        }  # fmt: skip
        for kind, (value, shown) in values.items():
            field = custom.add_field(store, "contacts", f"Own {kind}", kind, ["a", "b"])
            records.set_custom(store, key, field, value)
            assert cells(store, key, f"custom.{field.hex()}") == (shown,)

    def test_last_contact_and_next_step(self, store: Store) -> None:
        key = person(store, "Okafor", affiliations=[{"company": "Okafor Builders"}])
        activities.log(store, [key], "call", "Talked", is_reached=True, at=at("2026-11-02"))
        activities.log(store, [key], "call", "In vain", is_reached=False, at=at("2026-11-20"))
        activities.plan(store, [key], "visit", "Show the oven", "2026-12-03T10:00")
        activities.plan(store, [key], "call", "", "2026-11-30")
        assert cells(store, key, "last_contact", "next_step") == ("2 Nov 2026", "30 Nov 2026 · Call")
        company = lookup.first_rows(store, "company", 1)[0].id
        assert cells(store, company, "last_contact", kind="company") == ("2 Nov 2026",)

    def test_who_is_gone_leaves_a_gap(self, store: Store) -> None:
        key = person(store, "Okafor")
        records.delete(store, "contact", [key])
        assert columns.rows(store, "contact", (NAME,), [key, b"x" * 16]) == [None, None]


class TestOrder:
    def test_choices_stand_as_their_list_has_them_and_nothing_comes_last(self, store: Store) -> None:
        for name, stage in (("A", "customer"), ("B", None), ("C", "lead"), ("D", "prospect")):
            person(store, name, stage=stage)
        assert names(store, ordered(store, ("stage", False))) == ["C", "D", "A", "B"]
        assert names(store, ordered(store, ("stage", True))) == ["A", "D", "C", "B"]

    def test_birthdays_as_the_calendar_has_them(self, store: Store) -> None:
        for name, day in (("A", "1990-11-03"), ("B", "--02-01"), ("C", "2001-01-31"), ("D", None)):
            person(store, name, birthday=day)
        assert names(store, ordered(store, ("birthday", False))) == ["C", "B", "A", "D"]

    def test_texts_by_the_users_alphabet(self, store: Store) -> None:
        for name, city in (("A", "Zürich"), ("B", "Århus"), ("C", "abuja"), ("D", "Basel")):
            person(store, name, addresses=[{"city": city}])
        assert names(store, ordered(store, ("addresses.city", False))) == ["C", "B", "D", "A"]

    def test_countries_by_their_names(self, store: Store) -> None:
        for name, code in (("A", "DE"), ("B", "AT"), ("C", "EG"), ("D", "CH")):
            person(store, name, addresses=[{"city": "x", "country": code}])
        assert names(store, ordered(store, ("addresses.country", False))) == ["B", "C", "A", "D"]

    def test_equals_by_the_next_column(self, store: Store) -> None:
        for name, rating, stage in (("A", 1, "lead"), ("B", 2, "lead"), ("C", 2, "customer")):
            person(store, name, rating=rating, stage=stage)
        assert names(store, ordered(store, ("stage", False), ("rating", True))) == ["B", "A", "C"]


class TestGroups:
    def test_headings_are_words_and_nothing_entered_comes_last(self, store: Store) -> None:
        for name, stage in (("A", "customer"), ("B", None), ("C", "lead")):
            person(store, name, stage=stage)
        assert ordered(store, group="stage").headings == (("Lead", 0), ("Customer", 1), ("Nothing entered", 2))
        assert ordered(store, ("stage", True), group="stage").headings[0] == ("Customer", 0)

    def test_by_letter_month_and_day_of_the_year(self, store: Store) -> None:
        for name, day in (("Álvares", "1980-02-29"), ("Ana", "--06-12"), ("Çelik", "1999-02-01")):
            person(store, name, birthday=day)
        assert [title for title, _start in ordered(store, group=LETTER).headings] == ["A", "C"]
        assert ordered(store, group="birthday").headings == (("February", 0), ("June", 2))
        month = datetime.now(UTC).strftime("%B %Y")
        assert ordered(store, group="created_at").headings == ((month, 0),)

    def test_one_stands_under_each_of_its_tags_and_is_counted_once(self, store: Store) -> None:
        ana, ben = person(store, "Ana"), person(store, "Ben")
        for tag in ("VIP", "Bakery"):
            records.add_tag(store, ana, tag)
        found = ordered(store, group="tags")
        assert found.headings == (("Bakery", 0), ("VIP", 1), ("Nothing entered", 2))
        assert columns.ids(store, found, [range(3)]) == [ana, ben]
        assert columns.position(store, found, ben) == 2

    def test_a_column_that_is_no_more_groups_nothing(self, store: Store) -> None:
        person(store, "Ana")
        assert ordered(store, ("custom.00", False), group="custom.00").headings == ()


def test_changes_that_put_rows_elsewhere() -> None:
    assert columns.rests_on("contact", ["addresses.city", "tags", "custom.ab", NAME]) == {
        "contacts", "pick_entries", "addresses", "taggings", "tags", "custom_values", NAME,
    }  # fmt: skip
