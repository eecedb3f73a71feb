"""Criteria as a tree: what can be read, what is written, what a day told from today is."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain import criteria
from crmdesk.domain.criteria import All, AnyOf, Condition, Criteria, FromToday, Node, Not, These, both, either
from crmdesk.domain.errors import UserError

TODAY = date(2026, 11, 22)
CITY, TAG = Condition("addresses.city", "is", "São Paulo"), Condition("tags.name", "is", "VIP")

values = st.one_of(
    st.text(max_size=9),
    st.integers(-(2**62), 2**62),
    st.booleans(),
    st.floats(-1e9, 1e9),
    st.builds(FromToday, st.integers(-1000, 1000), st.sampled_from(criteria.UNITS)),
)
tests = st.one_of(
    st.builds(Condition, st.text(max_size=9), st.sampled_from(["is", "is not", "before", "after"]), values),
    st.builds(Condition, st.text(max_size=9), st.sampled_from(["between", "between not"]), st.tuples(values, values)),
    st.builds(
        Condition, st.text(max_size=9), st.sampled_from(["contains", "starts", "ends", "empty"]), st.text(max_size=5)
    ),
    st.builds(Condition, st.just("birthday"), st.just("within"), st.builds(FromToday, st.integers(-400, 400))),
)
nodes: st.SearchStrategy[Node] = st.recursive(
    st.one_of(tests, st.builds(These, st.lists(st.binary(min_size=16, max_size=16), max_size=3).map(tuple))),
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)


@given(nodes, st.sampled_from(["contact", "company"]))
def test_what_is_written_is_read(node: Node, kind: str) -> None:
    whole = Criteria(node, kind)
    assert criteria.parse(criteria.write(whole)) == whole


@pytest.mark.parametrize(
    "tree",
    [
        {"field": "x"},
        {"is": 1},
        {"field": "x", "is": 1, "contains": 2},
        {"field": "x", "sounds like": "y"},
        {"field": "x", "is": None},
        {"field": "x", "is": [1, 2]},
        {"field": "x", "between": [1]},
        {"field": "x", "between": [1, [2, 3]]},
        {"field": "x", "between": 1},
        {"field": "x", "within": 30},
        {"field": "x", "is": {"days": 1.5}},
        {"field": "x", "is": {"days": 10**9}},
        {"field": "x", "is": {"moons": 1}},
        {"field": "x", "is": 10**40},
        {"field": "x", "contains": {"days": 1}},
        {"these": ["no id"]},
        {"not": []},
        {"all": {}},
        {"any": ["x"]},
        {"of": "robots", "where": {"all": []}},
        {"of": "company"},
        {"all": [{"field": "x", "is": 1}] * 401},
    ],
)
def test_what_cannot_be_understood_is_told(tree: Any) -> None:
    with pytest.raises(UserError):
        criteria.parse(json.dumps(tree))


@pytest.mark.parametrize("text", ['{"field": "x", "is": NaN}', '{"all": [' * 900 + "]}" * 900, "[" * 9999, "", "nul"])
def test_what_is_hardly_json_is_told_too(text: str) -> None:
    with pytest.raises(UserError):
        criteria.parse(text)


@pytest.mark.parametrize(
    ("count", "unit", "day"),
    [
        (0, "days", "2026-11-22"),
        (-60, "days", "2026-09-23"),
        (2, "weeks", "2026-12-06"),
        (3, "months", "2027-02-22"),
        (-11, "months", "2025-12-22"),
        (-1, "years", "2025-11-22"),
        (-100_000, "years", "0001-01-01"),
        (100_000, "days", "2300-09-07"),
        (100_000, "weeks", "3943-06-06"),
        (100_000, "years", "9999-12-31"),
    ],
)
def test_a_day_from_today(count: int, unit: str, day: str) -> None:
    assert criteria.day_of(FromToday(count, unit), TODAY) == day


def test_a_month_may_be_shorter() -> None:
    assert FromToday(1, "months").on(date(2026, 1, 31)) == date(2026, 2, 28)
    assert FromToday(1, "years").on(date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("today", "count", "spans"),
    [
        (TODAY, 3, [("11-22", "11-25")]),
        (TODAY, -3, [("11-19", "11-22")]),
        (TODAY, 60, [("11-22", "12-31"), ("01-01", "01-21")]),
        (TODAY, 400, [("01-01", "12-31")]),
        (date(2026, 2, 25), 3, [("02-25", "02-29")]),
        (date(2028, 2, 25), 3, [("02-25", "02-28")]),
        (date(2026, 2, 28), 0, [("02-28", "02-29")]),
    ],
)
def test_the_days_of_a_year_that_are_near(today: date, count: int, spans: list[tuple[str, str]]) -> None:
    assert criteria.yearly_days(FromToday(count), today) == spans


def test_joining_stays_flat() -> None:
    assert both(both(CITY, TAG), Not(TAG)) == All((CITY, TAG, Not(TAG)))
    assert either(either(CITY, TAG), TAG) == AnyOf((CITY, TAG, TAG))
    assert both(either(CITY, TAG), TAG) == All((AnyOf((CITY, TAG)), TAG))
    assert criteria.is_live(both(CITY, TAG))
    assert not criteria.is_live(both(CITY, Not(These((b"1" * 16,)))))
