"""Criteria asked of a file: each operator on its own, and any tree of them beside a plain evaluation in Python."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain import criteria as trees
from crmdesk.domain.criteria import All, AnyOf, Condition, FromToday, Node, Not, These
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.services import activities, criteria, custom, groups, records
from crmdesk.store import sets
from crmdesk.store.store import Store

TODAY = date(2026, 11, 22)


def found(store: Store, tree: Any, kind: str = "contact", today: date = TODAY) -> set[str]:
    node = trees.read(tree)
    criteria.check(kind, node)
    with store.read() as session:
        keys = sets.in_order(session, {kind: criteria.condition(session, kind, node, today)})
    return {row.name for row in store.rows(keys)}


def person(store: Store, name: str, fields: dict[str, Any] | None = None, **parts: list[dict[str, Any]]) -> bytes:
    return records.add(store, "contact", {"given_name": name, **(fields or {})}, parts)


class TestDays:
    @pytest.fixture
    def born(self, store: Store) -> Store:
        for name, day in {
            "Whole": "1980-03-22",
            "Leap": "1988-02-29",
            "No year": "--12-24",
            "Month": "1980-03",
            "Year": "1980",
            "Late": "2001-11-25",
        }.items():
            person(store, name, {"birthday": day})
        person(store, "None")
        return store

    @pytest.mark.parametrize(
        ("test", "names"),
        [
            ({"is": "1980-03-22"}, {"Whole"}),
            ({"is": "1980-03"}, {"Whole", "Month"}),
            ({"is": "1980"}, {"Whole", "Month", "Year"}),
            ({"is": "--12-24"}, {"No year"}),
            ({"is": "--03-22"}, {"Whole"}),
            ({"before": "1980-03-22"}, set()),
            ({"before": "1980-04"}, {"Whole", "Month"}),
            ({"before": "1988"}, {"Whole", "Month", "Year"}),
            ({"after": "1980"}, {"Leap", "Late"}),
            ({"after": "1980-03-21"}, {"Whole", "Leap", "Late"}),
            ({"between": ["1980-03", "1988"]}, {"Whole", "Month", "Leap"}),
            ({"between not": ["1980-03", "1988"]}, {"No year", "Year", "Late", "None"}),
            ({"within": {"days": 3}}, {"Late"}),
            ({"within": {"days": 40}}, {"Late", "No year"}),
            ({"within": {"days": -30}}, set()),
            ({"within": {"months": 4}}, {"Late", "No year", "Whole", "Leap"}),
            ({"before": {"years": -38}}, {"Whole", "Leap", "Month", "Year"}),
            ({"empty": True}, {"None"}),
        ],
    )
    def test_as_a_calendar_has_them(self, born: Store, test: dict[str, Any], names: set[str]) -> None:
        assert found(born, {"field": "birthday", **test}) == names

    def test_a_leap_day_is_kept_on_the_last_of_february(self, born: Store) -> None:
        soon = {"field": "birthday", "within": {"days": 2}}
        assert found(born, soon, today=date(2026, 2, 26)) == {"Leap"}
        assert found(born, soon, today=date(2028, 2, 26)) == set()
        assert found(born, soon, today=date(2028, 2, 27)) == {"Leap"}

    def test_an_instant_falls_on_the_users_own_day(self, store: Store) -> None:
        midnight = int(datetime(2026, 11, 20).astimezone().timestamp() * 1000)
        for name, at in (("First", midnight), ("Last", midnight + 86_399_999), ("Next", midnight + 86_400_000)):
            activities.log(store, [person(store, name)], at=at)
        for test, names in (
            ({"is": "2026-11-20"}, {"First", "Last"}),
            ({"is": {"days": -1}}, {"Next"}),
            ({"before": "2026-11-20"}, set()),
            ({"after": "2026-11-20"}, {"Next"}),
            ({"is": "2026-11"}, {"First", "Last", "Next"}),
            ({"is": "2025"}, set()),
            ({"between": [{"days": -2}, {"days": 0}]}, {"First", "Last", "Next"}),
        ):
            assert found(store, {"field": "activities.done_at", **test}) == names, test
        with pytest.raises(UserError, match="no date"):
            found(store, {"field": "created_at", "is": "yesterday"})


class TestActivities:
    def at(self, day: int) -> int:
        return int(datetime(2026, 10, day, 12).astimezone().timestamp() * 1000)

    @pytest.fixture
    def busy(self, store: Store) -> Store:
        ana = person(store, "Ana", affiliations=[{"company": "Acme"}])
        rui, _eva = person(store, "Rui"), person(store, "Eva")
        activities.log(store, [ana], "call", is_reached=True, at=self.at(1))
        activities.log(store, [ana, rui], "call", is_reached=False, at=self.at(20))
        activities.log(store, [rui], "visit", at=self.at(10), outcome="Order")
        activities.plan(store, [ana], "meeting", "Prices", "2026-11-25T10:00")
        activities.plan(store, [ana], "call", "Later", "2026-12-25")
        return store

    @pytest.mark.parametrize(
        ("test", "names"),
        [
            ({"field": "activities.reached", "before": {"days": -45}}, {"Ana"}),
            ({"field": "activities.reached", "after": "2026-10-09"}, {"Rui"}),
            ({"field": "activities.reached", "empty": True}, {"Eva"}),
            ({"field": "activities.tried", "is": "2026-10-20"}, {"Ana", "Rui"}),
            ({"field": "activities.met", "is": "2026-10"}, {"Rui"}),
            ({"field": "activities.last", "before": "2026-10-20"}, set()),
            ({"field": "activities.next", "between": [{"days": 0}, {"weeks": 1}]}, {"Ana"}),
            ({"field": "activities.next", "after": "2026-12-01"}, set()),
            ({"field": "activities.next", "empty": True}, {"Rui", "Eva"}),
            ({"field": "activities.type", "is": "visit"}, {"Rui"}),
            ({"field": "activities.type", "empty": True}, {"Eva"}),
            ({"field": "activities.outcome", "is": "order"}, {"Rui"}),
        ],
    )
    def test_of_people(self, busy: Store, test: dict[str, Any], names: set[str]) -> None:
        assert found(busy, test) == names

    def test_of_a_company_through_its_people(self, busy: Store) -> None:
        assert found(busy, {"field": "activities.next", "is": "2026-11-25"}, "company") == {"Acme"}
        assert found(busy, {"field": "activities.type", "is": "visit"}, "company") == set()
        assert found(busy, {"field": "contacts.given_name", "is": "ana"}, "company") == {"Acme"}
        assert found(busy, {"field": "affiliations.title", "empty": True}, "company") == {"Acme"}


def test_phones_by_their_digits(store: Store) -> None:
    person(store, "Rio", phones=[{"value": "(021) 98765-4321", "e164": "+5521987654321"}])
    person(store, "Word", phones=[{"value": "ask Ana"}])
    for test, names in (
        ({"contains": "8765 43"}, {"Rio"}),
        ({"contains": "021 987"}, {"Rio"}),
        ({"starts": "+55 21"}, {"Rio"}),
        ({"is": "+55 21 98765 4321"}, {"Rio"}),
        ({"ends": "43.21"}, {"Rio"}),
        ({"contains": "Ana"}, {"Word"}),
        ({"contains": "21 21"}, set()),
        ({"empty": False}, {"Rio", "Word"}),
    ):
        assert found(store, {"field": "phones.value", **test}) == names, test


def test_fields_of_ones_own_by_their_kind(store: Store) -> None:
    people = {name: person(store, name) for name in ("Ana", "Rui")}
    for name, kind, choices, ana, rui in (
        ("Size", Kind.NUMBER, (), "9.5", "10"),
        ("Worth", Kind.MONEY, (), "99.90 EUR", "100 EUR"),
        ("Member", Kind.YES_NO, (), True, False),
        ("Wine", Kind.CHOICES, ("red", "rosé", "red port"), ["red port"], ["red", "rosé"]),
        ("Since", Kind.DATE, (), "2020-01-31", "2021"),
    ):
        field = custom.add_field(store, "contacts", name, kind, choices)
        records.set_custom(store, people["Ana"], field, ana)
        records.set_custom(store, people["Rui"], field, rui)
        by_id = f"custom.{field.hex()}"
        if name == "Size":
            assert found(store, {"field": by_id, "before": 10}) == {"Ana"}
            custom.rename_field(store, field, "Shoe size")
            assert found(store, {"field": by_id, "is": "9,5"}) == {"Ana"}
    for test, names in (
        ({"field": "custom.shoe SIZE", "between": [9.5, 10]}, {"Ana", "Rui"}),
        ({"field": "custom.Worth", "after": 99.9}, {"Rui"}),
        ({"field": "custom.Worth", "is": "many"}, set()),
        ({"field": "custom.Member", "is": True}, {"Ana"}),
        ({"field": "custom.Member", "is": False}, {"Rui"}),
        ({"field": "custom.Wine", "is": "RED"}, {"Rui"}),
        ({"field": "custom.Wine", "contains": "red"}, {"Ana", "Rui"}),
        ({"field": "custom.Since", "after": "2020"}, {"Rui"}),
    ):
        assert found(store, test) == names, test
    assert found(store, {"field": "custom.Worth", "is": 100}, "company") == set()


def test_groups_words_and_these(store: Store) -> None:
    ana, rui = person(store, "Ana", addresses=[{"city": "São Paulo"}]), person(store, "Rui")
    town = groups.add(store, "Town", json.dumps({"field": "addresses.city", "is": "sao paulo"}))
    key = {"field": "group", "is": trees.text_id(town)}
    assert found(store, key) == {"Ana"}
    assert found(store, {"not": key}) == {"Rui"}
    groups.put_in(store, town, [rui])
    assert found(store, key) == {"Ana", "Rui"}
    assert found(store, {"field": "words", "finds": "paulo ana"}) == {"Ana"}
    assert found(store, {"field": "words", "finds": "%"}) == set()
    assert found(store, {"these": [trees.text_id(ana)]}) == {"Ana"}
    assert found(store, {"these": []}) == set()


def test_a_group_that_takes_itself_in_adds_nobody(store: Store) -> None:
    ana = person(store, "Ana")
    one, two = groups.add(store, "One"), groups.add(store, "Two")
    for key, other in ((one, two), (two, one)):
        groups.set_criteria(store, key, json.dumps({"field": "group", "is": trees.text_id(other)}))
    assert groups.members(store, one) == []
    groups.put_in(store, two, [ana])
    assert groups.members(store, one) == [ana]


@pytest.mark.parametrize(
    "test",
    [
        {"field": "nothing", "is": "x"},
        {"field": "phones.nothing", "is": "x"},
        {"field": "robots.name", "is": "x"},
        {"field": "contacts.given_name", "is": "x"},
        {"field": "given_name", "within": {"days": 3}},
        {"field": "given_name", "finds": "x"},
        {"field": "activities.nothing", "is": "x"},
        {"field": "group", "is": "no id"},
    ],
)
def test_what_cannot_be_asked_is_told(test: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        criteria.parse(json.dumps(test))


def test_the_tables_that_are_read() -> None:
    def read(tree: Any) -> frozenset[str] | None:
        return criteria.tables("contact", trees.read(tree))

    assert read({"field": "addresses.city", "is": "x"}) == {"contacts", "addresses"}
    assert read({"all": [{"field": "tags.name", "is": "x"}, {"not": {"field": "custom.x", "is": 1}}]}) == {
        "contacts", "tags", "taggings", "custom_values", "custom_fields",
    }  # fmt: skip
    assert read({"field": "group", "is": "x"}) is None


# Any tree beside a plain evaluation

WORDS = ["", "ana", "Ánã", "Şahin", "ßtraße", "sahin", "a%", "_", "Ёлка", "東京", "Ana Maria"]
DAYS = ["1980", "1980-03", "1980-03-22", "--03-22", "--02-29", "2001-11-25", "1999-12-31"]
word, day = st.sampled_from(WORDS), st.sampled_from(DAYS)
people = st.lists(
    st.fixed_dictionaries(
        {
            "given_name": word,
            "birthday": st.sampled_from(["", *DAYS]),
            "rating": st.sampled_from(["", 1, 3, 5]),
            "cities": st.lists(word.filter(bool), max_size=2),
            "tags": st.lists(word.filter(bool), max_size=2, unique_by=fold),
        }
    ),
    min_size=1,
    max_size=3,
)
near = st.builds(FromToday, st.integers(-15_000, 400))
text_test = st.tuples(
    st.sampled_from(["is", "is not", "contains", "contains not", "starts", "ends", "before", "after"]), word
)
day_test = st.one_of(
    st.tuples(st.sampled_from(["is", "is not", "before", "after"]), st.one_of(day, near)),
    st.tuples(st.just("between"), st.tuples(day, day)),
    st.tuples(st.just("within"), st.builds(FromToday, st.integers(-370, 370))),
)
number_test = st.one_of(
    st.tuples(st.sampled_from(["is", "is not", "before", "after"]), st.integers(0, 6)),
    st.tuples(st.sampled_from(["between", "between not"]), st.tuples(st.integers(0, 6), st.integers(0, 6))),
)
none_test = st.tuples(st.just("empty"), st.booleans())
leaves = st.one_of(
    *(
        st.builds(lambda name, test: Condition(name, *test), st.sampled_from(names), tests)
        for names, tests in (
            (["given_name", "addresses.city", "tags.name"], st.one_of(text_test, none_test)),
            (["birthday"], st.one_of(day_test, none_test)),
            (["rating"], st.one_of(number_test, none_test)),
        )
    )
)
any_tree: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)


def values_of(row: dict[str, Any], name: str) -> list[Any]:
    if name in ("addresses.city", "tags.name"):
        return list(row["cities" if name == "addresses.city" else "tags"])
    return [row[name]] if row[name] != "" else []


def passes(node: Node, row: dict[str, Any]) -> bool:
    match node:
        case All(parts) | AnyOf(parts):
            return not parts or (all if isinstance(node, All) else any)(passes(part, row) for part in parts)
        case Not(part):
            return not passes(part, row)
        case These():
            raise AssertionError
        case Condition(name, "empty", value):
            return (not values_of(row, name)) is value
        case Condition(name, operator, value):
            positive = operator.removesuffix(" not")
            some = any(value_passes(name, held, positive, value) for held in values_of(row, name))
            return some is (positive == operator)


def value_passes(name: str, held: Any, operator: str, value: Any) -> bool:
    if name == "birthday":
        return day_passes(held, operator, value)
    if name == "rating":
        low, high = value if isinstance(value, tuple) else (value, value)
        return {"is": held == low, "before": held < low, "after": held > low, "between": low <= held <= high}[operator]
    text, wanted = fold(held), fold(value)
    return {
        "is": text == wanted, "contains": wanted in text, "starts": text.startswith(wanted),
        "ends": text.endswith(wanted), "before": text < wanted, "after": text > wanted,
    }[operator]  # fmt: skip


def span(text: str) -> tuple[date, date]:
    """First and last day of what was said with a year."""
    low = date.fromisoformat((text + "-01-01")[:10])
    high = date(low.year, 12, 31) if len(text) == 4 else low
    return low, FromToday(-1).on(FromToday(1, "months").on(low)) if len(text) == 7 else high


def day_passes(held: str, operator: str, value: Any) -> bool:
    if operator == "within":
        other = value.on(TODAY)
        days = {date.fromordinal(n) for n in range(*sorted((TODAY.toordinal(), other.toordinal())))} | {TODAY, other}
        named = {f"{day:%m-%d}" for day in days}
        named |= {"02-29"} if any((d.month, d.day) == (2, 28) and d.year % 4 for d in days) else set()
        return len(held) in (7, 10) and (len(held) == 10 or held[0] == "-") and held[-5:] in named
    low, high = (trees.day_of(part, TODAY) for part in (value if isinstance(value, tuple) else (value, value)))
    if operator == "is":
        return held[-5:] == low[2:] if low[0] == "-" else held[0] != "-" and held.startswith(low)
    if low[0] == "-" or high[0] == "-":
        return False
    if held[0] == "-":
        return False
    first, last = span(held)
    before, after = last < span(low)[0], first > span(high)[1]
    if operator == "between":
        return span(low)[0] <= first and last <= span(high)[1]
    return before if operator == "before" else after


def test_any_tree_finds_what_python_finds(store: Store) -> None:
    rows: dict[bytes, dict[str, Any]] = {}

    @settings(max_examples=settings().max_examples * 4)
    @given(people, any_tree)
    def compare(some: list[dict[str, Any]], tree: Node) -> None:
        for row in some:
            fields = {"family_name": f"No {len(rows)}"} | {k: row[k] for k in ("given_name", "birthday", "rating")}
            key = records.add(store, "contact", fields, {"addresses": [{"city": city} for city in row["cities"]]})
            for tag in row["tags"]:
                records.add_tag(store, key, tag)
            rows[key] = row
        with store.read() as session:
            asked = criteria.condition(session, "contact", tree, TODAY)
            assert set(sets.in_order(session, {"contact": asked})) == {
                k for k, row in rows.items() if passes(tree, row)
            }

    compare()
