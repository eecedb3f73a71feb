"""How much is planned and was done on each day, for pictures of a whole year."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise

from crmdesk.domain.clocks import Clocks
from crmdesk.domain.recurrence import later_day
from crmdesk.domain.whose import EVERYBODYS, Whose
from crmdesk.store.day_counts import DayCounts
from crmdesk.store.store import Store


def between(
    store: Store, first: date, last: date, hidden: Sequence[str] = (), *, with_done: bool = True,
    whose: Whose = EVERYBODYS,
) -> Counter[date]:  # fmt: skip
    """By the clocks that things are planned by; `hidden` are types that are left out."""
    store.look_ahead(first, last)
    counts: Counter[date] = Counter()
    known = DayCounts(store.connection, hidden, with_done, whose)
    for begin, end, count in known.planned(first, last):
        for day in range(max(begin, first.toordinal()), min(end, last.toordinal()) + 1):
            counts[date.fromordinal(day)] += count
    if with_done:
        counts.update(_logged(known, first, last))
    return counts


def _logged(known: DayCounts, first: date, last: date) -> dict[date, int]:
    clocks = Clocks(None)
    days = [later_day(first, number) for number in range((last - first).days + 2)]
    begins = [clocks.instant(day) for day in days]
    done = known.logged(begins[0], begins[-1] - 1)
    places = [bisect_left(done, begin) for begin in begins]
    return {day: end - begin for day, (begin, end) in zip(days, pairwise(places), strict=False) if end > begin}


def enough(
    store: Store, first: date, last: date, most: int, hidden: Sequence[str], *, with_done: bool, is_earlier: bool,
    whose: Whose = EVERYBODYS,
) -> tuple[date, date]:  # fmt: skip
    """As many whole days as hold so many, one at least: the first of these, or where what is earlier is wanted the
    last of them."""
    counts = between(store, first, last, hidden, with_done=with_done, whose=whose)
    days = sorted(counts, reverse=is_earlier)
    sums = accumulate(counts[day] for day in days)
    end = next((day for day, total in zip(days, sums, strict=True) if total >= most), None)
    if end is None:
        return first, last
    return (end, last) if is_earlier else (first, end)
