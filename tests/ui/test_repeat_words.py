"""Repetitions as people write them, and back: what is told can be typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.recurrence_rule import Rule, parse_rule
from crmdesk.ui import repeat_words

STARTS = "2026-11-26T10:00"


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("daily", "FREQ=DAILY"),
        ("every 2 weeks on Mon, Thu until 1 Mar 2027", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20270301T235959"),
        ("every 3 days, 10 times", "FREQ=DAILY;INTERVAL=3;COUNT=10"),
        ("every Tuesday", "FREQ=WEEKLY;BYDAY=TU"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every working day", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every month on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("every month on the last Friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("Every Year", "FREQ=YEARLY"),
    ],
)
def test_read(typed: str, rule: str) -> None:
    assert repeat_words.read(typed, STARTS) == f"RRULE:{rule}"


@pytest.mark.parametrize("typed", ["foo", "3", "until tomorrow", "every"])
def test_what_is_none_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(ValueError, match="every 2 weeks"):
        repeat_words.read(typed, STARTS)


days = st.lists(st.integers(0, 6), min_size=1, max_size=6, unique=True).map(sorted)
simple = st.one_of(
    st.builds(Rule, st.sampled_from(["DAILY", "YEARLY"]), st.integers(1, 30)),
    st.builds(
        Rule, st.just("WEEKLY"), st.integers(1, 9), weekdays=days.map(lambda some: tuple((0, day) for day in some))
    ),
    st.builds(
        Rule, st.just("MONTHLY"), st.integers(1, 9), weekdays=st.tuples(st.tuples(st.sampled_from([-1, 1, 2, 3, 4]),
                                                                                st.integers(0, 6)))
    ),
    st.builds(
        Rule,
        st.just("MONTHLY"),
        st.integers(1, 9),
        month_days=st.lists(st.integers(1, 31), min_size=1, max_size=3, unique=True).map(sorted).map(tuple),
    ),
)  # fmt: skip
ends = st.one_of(
    st.just({}), st.integers(1, 99).map(lambda count: {"count": count}), st.just({"until": "2031-03-09T23:59:59"})
)


@given(simple, ends)
def test_what_is_told_can_be_typed(rule: Rule, end: dict[str, object]) -> None:
    from dataclasses import replace

    whole = replace(rule, **end)  # type: ignore[arg-type]
    told = repeat_words.told(f"RRULE:{whole}")
    assert parse_rule(repeat_words.read(told, STARTS).removeprefix("RRULE:")) == whole, told


def test_what_is_too_odd_for_words_is_told_as_it_is() -> None:
    for rule in ("RRULE:FREQ=YEARLY;BYWEEKNO=3", "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "RDATE:20260101"):
        assert repeat_words.told(rule) == rule.replace("\n", " ")
