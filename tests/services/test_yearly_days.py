"""Birthdays, anniversaries and holidays within some days, and who is meant by a few words."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmdesk import i18n
from crmdesk.domain.values.dates import next_time
from crmdesk.services import activities, calendar, day_counts, holidays, records, who, yearly_days
from crmdesk.store.store import Store


def add(store: Store, name: str, **dates: str) -> bytes:
    given, _space, family = name.partition(" ")
    return records.add(store, "contact", {"given_name": given, "family_name": family, **dates}, {})


def told(store: Store, first: str, last: str) -> list[tuple[str, str, str, int | None]]:
    found = yearly_days.between(store, date.fromisoformat(first), date.fromisoformat(last))
    return [(one.day.isoformat(), one.name, one.field, one.years) for one in found]


def test_with_and_without_a_year(store: Store) -> None:
    add(store, "Ana Souza", birthday="1980-11-24", anniversary="--11-23")
    add(store, "Month Only", birthday="1980-11")
    add(store, "Nobody Else")
    assert told(store, "2026-11-20", "2026-11-30") == [
        ("2026-11-23", "Ana Souza", "anniversary", None),
        ("2026-11-24", "Ana Souza", "birthday", 46),
    ]
    assert told(store, "2026-11-25", "2026-11-30") == []


def test_of_a_day_some_are_named_and_all_counted(store: Store) -> None:
    for name in ("Ana", "Bia", "Cid"):
        add(store, name, birthday="1980-11-24")
    found = yearly_days.on_each(store, date(2026, 1, 1), date(2026, 12, 31), 2)
    ((some, count),) = found.values()
    assert ([len(one.name) for one in some], count, list(found)) == ([3, 3], 3, [date(2026, 11, 24)])
    add(store, "Leap", birthday="2000-02-29", anniversary="--02-28")
    add(store, "Month", birthday="2011-05")
    for year in (2027, 2028):
        first, last = date(year, 1, 1), date(year, 12, 31)
        found = yearly_days.on_each(store, first, last, 9)
        whole = yearly_days.between(store, first, last)
        assert {(one.day, one.name, one.field, one.years) for some, _count in found.values() for one in some} == {
            (one.day, one.name, one.field, one.years) for one in whole
        }
        assert sum(count for _some, count in found.values()) == len(whole) == 5


def test_the_29th_of_february(store: Store) -> None:
    add(store, "Leap Year", birthday="2000-02-29")
    assert told(store, "2027-02-01", "2027-02-28") == [("2027-02-28", "Leap Year", "birthday", 27)]
    assert told(store, "2028-02-01", "2028-03-05") == [("2028-02-29", "Leap Year", "birthday", 28)]


def test_over_new_year_and_over_years(store: Store) -> None:
    add(store, "End Year", birthday="1990-12-31")
    add(store, "New Year", birthday="--01-01")
    assert [day for day, *_rest in told(store, "2026-12-30", "2027-01-02")] == ["2026-12-31", "2027-01-01"]
    assert len(told(store, "2026-01-01", "2028-12-31")) == 6


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_as_counted_one_by_one(store: Store, first: date, days: int) -> None:
    values = ["2000-02-29", "--01-01", "1999-12-31", "1970-06-15"]
    if not told(store, "2026-01-01", "2026-12-31"):
        for number, value in enumerate(values):
            add(store, f"Person {number}", birthday=value)
    last = first + timedelta(days=days)
    expected = sorted(day for value in values if (day := next_time(value, first)) and day <= last)
    assert sorted(one.day for one in yearly_days.between(store, first, last)) == expected


def test_holidays_of_countries(monkeypatch: pytest.MonkeyPatch) -> None:
    def names(country: str) -> list[str]:
        found = holidays.between(country, date(2026, 12, 20), date(2027, 1, 2))
        return [holiday.name for holiday in found]

    holidays._of_year.cache_clear()
    i18n.speak("en")
    assert names("DE") == ["Christmas Day", "Second Day of Christmas", "New Year's Day"]
    assert names("XX") == []
    holidays._of_year.cache_clear()
    monkeypatch.setattr(i18n, "language", lambda: "pt_BR")
    assert names("BR") == ["Natal", "Confraternização Universal"]
    holidays._of_year.cache_clear()


def test_who_is_meant(store: Store) -> None:
    ana = add(store, "Ana Souza")
    bea = add(store, "Bea Anders")

    def named(words: str) -> bytes | None:
        found = who.named(store, words.split())
        return found.id if found else None

    assert named("ana about bread") == ana
    assert named("Anders") == bea
    assert named("bread") is None
    assert named("") is None


def test_days_of_a_year_are_counted_as_they_are_shown(store: Store) -> None:
    activities.plan(store, [], "meeting", "Weekly", "2026-03-02T10:00", recurrence="RRULE:FREQ=WEEKLY;COUNT=4")
    activities.plan(store, [], "visit", "Fair", "2026-12-30", ends="2027-01-02")
    done = activities.plan(store, [], "call", "Called", "2026-05-01T10:00")
    activities.complete(store, done)
    someone = add(store, "Ana Souza")
    noon = round(datetime(2026, 6, 1, 12).timestamp() * 1000)  # noqa: DTZ001 - by the clock on the wall
    activities.log(store, [someone], "call", "Rang", at=noon)
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    shown: Counter[date] = Counter()
    for slot in calendar.between(store, first, last, with_done=True):
        for number in range((slot.last_day - slot.first_day).days + 1):
            if (day := slot.first_day + timedelta(days=number)) <= last:
                shown[day] += 1
    assert day_counts.between(store, first, last) == shown
    assert sum(day_counts.between(store, first, last, ["visit"], with_done=False).values()) == 4
    assert day_counts.between(store, date(2027, 1, 1), date(2027, 12, 31)) == {
        date(2027, 1, 1): 1,
        date(2027, 1, 2): 1,
    }
