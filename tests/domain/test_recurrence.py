"""Repetition unrolled: in windows, within a budget, as another library does it, and by the clocks of a zone."""

import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.planned import Length
from crmdesk.domain.recurrence import last_instance, occurrences, shown
from crmdesk.domain.recurrence_edit import beginning_at, until_before
from crmdesk.domain.recurrence_rule import UnsupportedError, parse_rule
from crmdesk.domain.slots import Slot, conflicts

BERLIN = "Europe/Berlin"
START = "2026-03-02T10:00"


def within(rule: str, first: str = "2026-03-01", last: str = "2027-03-01", starts: str = START) -> tuple[str, ...]:
    return occurrences(starts, None, f"RRULE:{rule}", date.fromisoformat(first), date.fromisoformat(last)).instances


NUMBERS = st.lists(st.sampled_from([1, 2, 5, 15, 28, 31, -1, -3]), min_size=1, max_size=3, unique=True)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True)
WEEKDAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=4, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    pieces = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 5))}"]
    if draw(st.booleans()):
        pieces.append(f"BYDAY={','.join(draw(WEEKDAYS))}")
    if draw(st.booleans()) and freq != "WEEKLY":
        pieces.append(f"BYMONTHDAY={','.join(map(str, draw(NUMBERS)))}")
    if draw(st.booleans()):
        pieces.append(f"BYMONTH={','.join(map(str, draw(MONTHS)))}")
    if draw(st.booleans()) and len(pieces) > 2:
        pieces.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    if draw(st.booleans()):
        pieces.append(f"WKST={draw(st.sampled_from(['MO', 'SU', 'SA']))}")
    if draw(st.booleans()):
        pieces.append(f"COUNT={draw(st.integers(1, 30))}")
    return ";".join(pieces)


@given(rule=rules(), starts=st.datetimes(datetime(2019, 1, 1), datetime(2026, 1, 1)), days=st.integers(0, 2000))  # noqa: DTZ001
def test_as_dateutil_has_it(rule: str, starts: datetime, days: int) -> None:
    """Where that counts positions as the standard does: whole periods, also the first."""
    starts = starts.replace(second=0, microsecond=0)
    first = starts.date() + timedelta(days=days)
    last = first + timedelta(days=900)
    try:
        found = within(rule, str(first), str(last), starts.isoformat(timespec="minutes"))
    except UnsupportedError:
        return
    if not occurrences(starts.isoformat(timespec="minutes"), None, f"RRULE:{rule}", first, last).is_supported:
        return
    begin, end = (
        datetime.combine(day, clock) for day, clock in ((first, datetime.min.time()), (last, datetime.max.time()))
    )
    wanted = {
        each.isoformat(timespec="minutes") for each in rrulestr(rule, dtstart=starts).between(begin, end, inc=True)
    }
    if begin <= starts <= end:
        wanted.add(starts.isoformat(timespec="minutes"))
    assert set(found) == wanted


@given(rule=rules(), pick=st.integers(0, 60))
def test_two_halves_are_the_whole(rule: str, pick: int) -> None:
    lines = f"RRULE:{rule}"
    whole = within(rule, last="2032-03-01")
    if len(whole) < 2 or "BYSETPOS" in rule:
        return
    cut = whole[1 + pick % (len(whole) - 1)]
    first, last = date(2026, 3, 1), date(2032, 3, 1)
    head = occurrences(START, None, until_before(lines, START, None, cut), first, last).instances
    tail = occurrences(cut, None, beginning_at(lines, START, None, cut), first, last).instances
    assert (*head, *tail) == whole


HOSTILE = [
    "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=1000000000",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    f"FREQ=YEARLY;BYDAY={','.join(['1MO'] * 500)}",
    f"FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE={','.join(map(str, range(60)))}",
    "FREQ=MINUTELY;BYSETPOS=-1;BYSECOND=0,1,2,3", "FREQ=DAILY;BYMONTH=13", "FREQ=HOURLY;BYEASTER=1", "X" * 99_999,
]  # fmt: skip


@pytest.mark.parametrize("rule", HOSTILE, ids=lambda rule: rule[:40])
@pytest.mark.parametrize("starts", ["1970-01-01T00:00", START])
def test_hostile_rules_are_refused_at_once(rule: str, starts: str) -> None:
    begun = time.thread_time()
    found = occurrences(starts, BERLIN, f"RRULE:{rule}", date(2026, 1, 1), date(2028, 1, 1))
    assert time.thread_time() - begun < 0.5
    assert found.instances == ((starts,) if starts == START else ())
    assert not found.is_supported


def test_far_from_the_first_day_costs_nothing() -> None:
    begun = time.thread_time()
    for rule in ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY", "FREQ=HOURLY"):
        found = within(rule, "2990-01-01", "2990-03-01", "1900-01-01T10:00")
        assert found or rule == "FREQ=YEARLY"
    assert time.thread_time() - begun < 0.2


def test_dates_added_and_left_out() -> None:
    lines = (
        "RRULE:FREQ=WEEKLY;COUNT=4\nEXRULE:FREQ=WEEKLY;INTERVAL=3\nRDATE;TZID=America/New_York:20260305T040000\n"
        "RDATE;VALUE=PERIOD:20260401T080000Z/PT3H\nEXDATE;VALUE=DATE:20260309\nEXDATE:20991231T000000Z\nX-OTHER:1"
    )
    found = occurrences(START, BERLIN, lines, date(2026, 3, 1), date(2026, 5, 1))
    assert found.instances == ("2026-03-05T10:00", "2026-03-16T10:00", "2026-04-01T10:00")
    assert found.ends == {"2026-04-01T10:00": "2026-04-01T13:00"}


@pytest.mark.parametrize(
    ("wall", "zone", "wanted"),
    [
        ("2026-03-29T02:30", BERLIN, "2026-03-29T03:30"),
        ("2026-03-29T03:00", BERLIN, "2026-03-29T03:00"),
        ("2026-10-25T02:30", BERLIN, "2026-10-25T02:30"),
        ("2026-03-08T02:15", "America/New_York", "2026-03-08T03:15"),
        ("2026-10-04T02:10", "Australia/Lord_Howe", "2026-10-04T02:40"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-31T12:00"),
        ("2026-03-29T02:30", None, "2026-03-29T02:30"),
        ("2026-03-29", BERLIN, "2026-03-29"),
        ("2026-03-29T02:30", "No/Where", "2026-03-29T02:30"),
    ],
)
def test_times_that_are_not_there(wall: str, zone: str | None, wanted: str) -> None:
    assert shown(wall, zone) == wanted


def test_the_last_one() -> None:
    assert last_instance(START, BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3") == "2026-03-16T10:00"
    assert last_instance(START, BERLIN, "RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z") == "2026-03-09T10:00"
    assert last_instance(START, BERLIN, "RRULE:FREQ=WEEKLY") is None
    assert last_instance(START, BERLIN, "RRULE:FREQ=WEEKLY;INTERVAL=0") is None


def test_rules_read_and_written() -> None:
    for text in ("FREQ=DAILY", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR,2MO;COUNT=5", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
                 "FREQ=WEEKLY;BYDAY=MO;WKST=SU;UNTIL=20270301T090000Z", "FREQ=DAILY;UNTIL=20270301"):  # fmt: skip
        assert str(parse_rule(text)) == text
    assert str(parse_rule(" freq=weekly\\;count=-1;interval=1;byday= mo ;")) == "FREQ=WEEKLY;BYDAY=MO"


def slot(starts: str, ends: str, **values: Any) -> Slot:
    return Slot(b"", "", starts, ends, "call", starts, "", **values)


def test_conflicts() -> None:
    day, first, second = slot("2026-01-01", "2026-01-02"), slot("2026-01-01T10:00", "2026-01-01T12:00"), slot(
        "2026-01-01T11:00", "2026-01-01T11:30"
    )  # fmt: skip
    after, done = (
        slot("2026-01-01T12:00", "2026-01-01T13:00"),
        slot("2026-01-01T10:00", "2026-01-01T13:00", is_done=True),
    )
    free = slot("2026-01-01T10:00", "2026-01-01T13:00", is_free=True)
    assert conflicts([after, free, second, done, day, first]) == [(first, second)]
    assert slot("2026-01-01T22:00", "2026-01-02T00:00").last_day == date(2026, 1, 1)


def test_lengths() -> None:
    assert Length.of(START, "2026-03-03T09:00").end("2026-05-31T10:00") == "2026-06-01T09:00"
    assert Length.of(START, "2026-03-02T11:30").end("2026-05-31T23:00") == "2026-06-01T00:30"
    assert Length.of(START, None, 45).end(START) == "2026-03-02T10:45"
    assert Length.of("2026-03-02", "2026-03-04").end("2026-12-30") == "2027-01-01"
    assert Length.of(START, "2026-03-01T10:00").minutes == 0
