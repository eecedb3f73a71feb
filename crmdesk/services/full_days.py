"""Days with more on them than can be shown: what comes first on each, and how much there is besides."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crmdesk.domain.clocks import Clocks
from crmdesk.domain.recurrence import later_day
from crmdesk.domain.slots import Slot
from crmdesk.domain.whose import EVERYBODYS, Whose
from crmdesk.services import calendar
from crmdesk.services.calendar import Found
from crmdesk.store.day_counts import Begun, DayCounts
from crmdesk.store.store import Store


class _Crowd(NamedTuple):
    """What begins at the same time."""

    starts: str
    many: int
    begun: Begun | None
    """Nothing of what was done without a plan."""


def first_of(
    store: Store, first: date, last: date, most: int, hidden: Sequence[str] = (), *,
    zone: str | None = None, with_done: bool = True, whose: Whose = EVERYBODYS,
) -> tuple[list[Slot], Counter[date]]:  # fmt: skip
    """So many of what begins and ends on each day, the earliest of it, with all that takes several days; and of each
    day how many others begin on it."""
    store.look_ahead(first, last)
    known, clocks = DayCounts(store.connection, hidden, with_done, whose), Clocks(zone)
    found = known.lasting(later_day(first, -1), later_day(last, 1))
    others: Counter[date] = Counter()
    for day, crowds in _by_day(known, first, last, clocks).items():
        found += _taken(known, crowds, most, clocks, day)
        left = sum(crowd.many for crowd in crowds) - most
        if left > 0:
            others[day] = left
    low, high = first.isoformat(), last.isoformat()
    slots = calendar.told(store, found, zone=zone)
    return [one for one in slots if one.starts[:10] <= high and (one.starts >= low or one.last_day >= first)], others


def _by_day(known: DayCounts, first: date, last: date, clocks: Clocks) -> Mapping[date, list[_Crowd]]:
    days: defaultdict[str, list[_Crowd]] = defaultdict(list)
    for crowd in (*_planned(known, first, last, clocks), *_logged(known, first, last, clocks)):
        days[crowd.starts[:10]].append(crowd)
    low, high = first.isoformat(), last.isoformat()
    return {date.fromisoformat(day): crowds for day, crowds in days.items() if low <= day <= high}


def _planned(known: DayCounts, first: date, last: date, clocks: Clocks) -> Iterator[_Crowd]:
    for begun in known.begun(later_day(first, -1), later_day(last, 1)):
        yield _Crowd(clocks.seen(begun.wall(), begun.zone), begun.many, begun)


def _logged(known: DayCounts, first: date, last: date, clocks: Clocks) -> Iterator[_Crowd]:
    for done_at in known.logged(clocks.instant(first), clocks.instant(later_day(last, 1)) - 1):
        yield _Crowd(clocks.logged(done_at, 0)[0], 1, None)


def _taken(known: DayCounts, crowds: Iterable[_Crowd], most: int, clocks: Clocks, day: date) -> list[Found]:
    found: list[Found] = []
    logged = 0
    for _starts, many, begun in sorted(crowds, key=lambda crowd: crowd.starts):
        room = most - len(found) - logged
        if room <= 0:
            break
        if begun:
            found += known.some_of(begun, room)
        else:
            logged += min(many, room)
    span = clocks.instant(day), clocks.instant(later_day(day, 1)) - 1
    return [*found, *known.some_logged(*span, logged)] if logged else found
