"""When several people are free at the same time: what each has taken, and the first times that nobody has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from crmdesk.domain.slots import Slot

APPOINTMENTS = ("meeting", "visit")
"""Of whole days these take their time; a thing to do on a day leaves it free."""
STEP = timedelta(minutes=15)
_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """From one time of the clock on the wall to another, which is no longer a part of it."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When people meet."""

    begin: int = 9 * 60
    """Minutes after midnight."""
    end: int = 18 * 60
    days: frozenset[int] = frozenset(range(1, 6))
    """Monday is 1."""

    def of(self, day: date) -> Stretch | None:
        if day.isoweekday() not in self.days or self.end <= self.begin:
            return None
        midnight = datetime.combine(day, time())
        return Stretch(midnight + timedelta(minutes=self.begin), midnight + timedelta(minutes=self.end))


def taken(slots: Iterable[Slot]) -> list[Stretch]:
    """What keeps somebody from another appointment."""
    kept = (slot for slot in slots if not (slot.is_free or slot.is_done))
    found = (_whole(slot) if slot.is_day else _timed(slot) for slot in kept if not slot.is_day or _fills_day(slot))
    return joined(found)


def _fills_day(slot: Slot) -> bool:
    return slot.type in APPOINTMENTS


def _timed(slot: Slot) -> Stretch:
    return Stretch(datetime.fromisoformat(slot.starts), datetime.fromisoformat(slot.ends))


def _whole(slot: Slot) -> Stretch:
    return Stretch(datetime.combine(slot.first_day, time()), datetime.combine(slot.last_day, time()) + _DAY)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In their order, those that touch or overlap as one; what takes no time is left out."""
    found: list[Stretch] = []
    for one in sorted(stretches):
        if one.end <= one.start:
            continue
        if found and one.start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def free(within: Stretch, busy: Iterable[Stretch]) -> Iterator[Stretch]:
    """What of a stretch is left by those that are taken."""
    begin = within.start
    for one in joined(busy):
        if one.end <= begin:
            continue
        if one.start >= within.end:
            break
        if one.start > begin:
            yield Stretch(begin, one.start)
        begin = one.end
    if begin < within.end:
        yield Stretch(begin, within.end)


def common(
    busy: Iterable[Stretch], length: timedelta, after: datetime, last: date, hours: Hours, most: int = 5
) -> list[Stretch]:
    """The first times so long, at quarters of an hour, that are free for all: one from each gap."""
    return list(islice(_common(joined(busy), length, after, last, hours), most))


def _common(
    busy: list[Stretch], length: timedelta, after: datetime, last: date, hours: Hours
) -> Iterator[Stretch]:  # fmt: skip
    for number in range((last - after.date()).days + 1):
        day = hours.of(after.date() + number * _DAY)
        if day is None or day.end <= after:
            continue
        for gap in free(Stretch(max(day.start, after), day.end), busy):
            start = _at_quarter(gap.start)
            if start + length <= gap.end:
                yield Stretch(start, start + length)


def _at_quarter(moment: datetime) -> datetime:
    """The next one, unless it is one."""
    over = (moment - datetime.combine(moment.date(), time())) % STEP
    return moment + (STEP - over) if over else moment
