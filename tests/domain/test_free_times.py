"""Common free times: always free for everybody, within the hours, and none is passed over."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.free_times import STEP, Hours, Stretch, common, free, joined, taken
from crmdesk.domain.slots import Slot

MONDAY = date(2026, 11, 23)
BEGIN = datetime.combine(MONDAY, time(8))
HOURS = Hours(9 * 60, 17 * 60)
MINUTE = timedelta(minutes=1)
stretches = st.lists(
    st.tuples(st.integers(0, 5 * 24 * 60), st.integers(0, 400)).map(
        lambda pair: Stretch(BEGIN + pair[0] * MINUTE, BEGIN + (pair[0] + pair[1]) * MINUTE)
    ),
    max_size=25,
)
lengths = st.sampled_from([15, 30, 45, 60, 90, 240]).map(lambda count: count * MINUTE)


def is_taken(minute: datetime, busy: list[Stretch]) -> bool:
    return any(one.start <= minute < one.end for one in busy)


@given(stretches)
def test_joined_covers_the_same_and_never_touches(busy: list[Stretch]) -> None:
    found = joined(busy)
    assert all(one.end < other.start for one, other in pairwise(found))
    for minute in (BEGIN + number * 37 * MINUTE for number in range(160)):
        assert is_taken(minute, found) == is_taken(minute, busy)


@given(stretches, st.integers(0, 3000), st.integers(1, 2000))
def test_what_is_free_is_all_that_is_not_taken(busy: list[Stretch], begin: int, length: int) -> None:
    within = Stretch(BEGIN + begin * MINUTE, BEGIN + (begin + length) * MINUTE)
    found = list(free(within, busy))
    for minute in (within.start + number * 11 * MINUTE for number in range(length // 11 + 1)):
        if minute < within.end:
            assert is_taken(minute, found) != is_taken(minute, busy)


@given(stretches, lengths, st.integers(0, 2 * 24 * 60))
def test_a_common_time_is_the_first_that_is_free_for_all(busy: list[Stretch], length: timedelta, begin: int) -> None:
    after = BEGIN + begin * MINUTE
    last = MONDAY + timedelta(days=5)
    found = common(busy, length, after, last, HOURS, most=1)
    expected = next((start for start in _quarters(after, last) if _fits(Stretch(start, start + length), busy)), None)
    assert [one.start for one in found] == ([expected] if expected else [])
    assert all(one.end - one.start == length for one in found)


def _quarters(after: datetime, last: date) -> list[datetime]:
    begin = datetime.combine(after.date(), time())
    count = ((last - after.date()).days + 1) * 96
    return [start for number in range(count) if (start := begin + number * STEP) >= after]


def _fits(wanted: Stretch, busy: list[Stretch]) -> bool:
    day = HOURS.of(wanted.start.date())
    inside = day is not None and day.start <= wanted.start and wanted.end <= day.end
    return inside and not any(one.start < wanted.end and wanted.start < one.end for one in joined(busy))


def test_each_gap_gives_one_and_weekends_none() -> None:
    busy = [Stretch(BEGIN.replace(hour=10), BEGIN.replace(hour=11, minute=5))]
    friday = datetime.combine(date(2026, 11, 27), time(16, 50))
    assert [str(one.start) for one in common(busy, 30 * MINUTE, BEGIN, MONDAY, HOURS)] == [
        "2026-11-23 09:00:00", "2026-11-23 11:15:00",
    ]  # fmt: skip
    assert common([], 30 * MINUTE, friday, date(2026, 11, 29), HOURS) == []
    assert common([], 30 * MINUTE, friday, date(2026, 11, 30), HOURS)[0].start == datetime.fromisoformat(
        "2026-11-30T09:00"
    )


def test_what_takes_time() -> None:
    def slot(starts: str, ends: str, kind: str = "meeting", **more: bool) -> Slot:
        return Slot(b"", "", starts, ends, kind, "", "", **more)

    day, hour = "2026-11-23", ("2026-11-23T09:00", "2026-11-23T10:00")
    assert taken([slot(day, day, "to-do"), slot(*hour, is_free=True), slot(*hour, is_done=True)]) == []
    assert taken([slot(day, "2026-11-24")]) == [Stretch(*map(datetime.fromisoformat, (day, "2026-11-25")))]
    assert taken([slot(*hour), slot(hour[0], hour[0])]) == [Stretch(*map(datetime.fromisoformat, hour))]
