"""Spans read and written, weeks that begin on any day, words for periods and hours."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from crmdesk.widgets.calendar_times import (
    AGENDA,
    DAY,
    DAY_VIEW,
    MONTH,
    VIEWS,
    WEEK_VIEW,
    WORK_WEEK,
    YEAR,
    Habits,
    Span,
    clock,
    days_shown,
    habits_of,
    midnight,
    span_words,
    stepped,
    title,
    weeks_of_month,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
FIRST_DAYS = st.sampled_from([1, 6, 7])


@pytest.mark.parametrize(
    ("starts", "ends", "last"),
    [
        ("2026-11-23", "", date(2026, 11, 23)),
        ("2026-11-23", "2026-11-25", date(2026, 11, 25)),
        ("2026-11-23T09:00", "2026-11-23T10:00", date(2026, 11, 23)),
        ("2026-11-23T22:00", "2026-11-24T00:00", date(2026, 11, 23)),
        ("2026-11-23T22:00", "2026-11-24T01:00", date(2026, 11, 24)),
    ],
)
def test_spans_come_back_as_they_were_written(starts: str, ends: str, last: date) -> None:
    span = Span.of(starts, ends)
    assert span.wall() == (starts, ends)
    assert (span.first, span.last) == (date(2026, 11, 23), last)


def test_what_takes_a_day_or_more_is_a_bar() -> None:
    assert not Span.of("2026-11-23T22:00", "2026-11-24T01:00").is_bar
    assert Span.of("2026-11-23T22:00", "2026-11-24T22:00").is_bar
    assert Span.of("2026-11-23").is_bar


def test_nothing_gets_shorter_than_a_step() -> None:
    span = Span.of("2026-11-23T09:00", "2026-11-23T10:00")
    assert span.resized(span.start - DAY).wall()[1] == "2026-11-23T09:15"
    assert Span.of("2026-11-23", "2026-11-25").resized(midnight(date(2026, 1, 1))).last == date(2026, 11, 23)


@given(DAYS, FIRST_DAYS)
def test_a_month_is_shown_in_whole_weeks(day: date, first_day: int) -> None:
    habits = Habits(first_day=first_day)
    begins = weeks_of_month(day, habits)
    assert all(begin.isoweekday() == first_day for begin in begins)
    assert 4 <= len(begins) <= 6
    assert begins[0] <= day.replace(day=1) < begins[0] + 7 * DAY
    assert begins[-1].replace(day=1) >= day.replace(day=1)


@given(DAYS, FIRST_DAYS, st.sampled_from(VIEWS))
def test_on_and_back_is_where_one_was(day: date, first_day: int, view: str) -> None:
    habits = Habits(first_day=first_day)
    day = day.replace(day=min(day.day, 28))
    assert day in days_shown(view, day, habits)
    assert stepped(view, stepped(view, day, 1), -1) == day
    assert stepped(view, day, 1) > day


def test_a_work_week_leaves_out_what_is_free_but_not_the_day_itself() -> None:
    habits = Habits()
    assert [day.day for day in days_shown(WORK_WEEK, date(2026, 11, 25), habits)] == [23, 24, 25, 26, 27]
    assert date(2026, 11, 28) in days_shown(WORK_WEEK, date(2026, 11, 28), habits)


def test_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    QLocale.setDefault(QLocale("en_GB"))
    day = date(2026, 11, 30)
    told = {view: title(view, day, Habits()) for view in VIEWS}
    assert told[MONTH] == told[AGENDA] == "November 2026"
    assert told[WEEK_VIEW] == "Nov – Dec 2026"
    assert told[DAY_VIEW] == "Monday, 30 November 2026"
    assert told[YEAR] == "2026"
    assert title(WEEK_VIEW, date(2026, 12, 30), Habits()) == "Dec 2026 – Jan 2027"


def test_hours_of_both_clocks() -> None:
    QLocale.setDefault(QLocale("en_GB"))
    one, half = (datetime.fromisoformat(f"2026-11-23T{time}") for time in ("13:00", "13:30"))
    assert (clock(one, Habits()), clock(half, Habits())) == ("13:00", "13:30")
    american = Habits(is_24=False)
    assert [clock(when, american).lower() for when in (one, half)] == ["1 pm", "1:30 pm"]
    assert span_words(Span(one, half), Habits()) == "Mon 23 Nov, 13:00 – 13:30"
    assert span_words(Span.of("2026-11-23", "2026-11-25"), Habits()) == "Mon 23 Nov – Wed 25 Nov"


def test_habits_of_countries() -> None:
    assert (habits_of(QLocale("en_US")).first_day, habits_of(QLocale("en_US")).is_24) == (7, False)
    assert (habits_of(QLocale("de_DE")).first_day, habits_of(QLocale("de_DE")).is_24) == (1, True)
    assert habits_of(QLocale("ar_EG")).first_day == 6
