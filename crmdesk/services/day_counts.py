"""How much is planned and was done on each day, for pictures of a whole year."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from crmdesk.store import day_counts
from crmdesk.store.store import Store


def between(
    store: Store, first: date, last: date, hidden: Sequence[str] = (), *, with_done: bool = True
) -> Counter[date]:
    """By the clocks that things are planned by; `hidden` are types that are left out."""
    store.look_ahead(first, last)
    counts: Counter[date] = Counter()
    for begin, end, count in day_counts.planned(store.connection, first, last, hidden, with_done=with_done):
        for day in range(max(begin, first.toordinal()), min(end, last.toordinal()) + 1):
            counts[date.fromordinal(day)] += count
    if with_done:
        span = _instant(first), _instant(last + timedelta(days=1)) - 1
        logged = day_counts.logged(store.connection, *span, hidden)
        counts.update(datetime.fromtimestamp(done / 1000).astimezone().date() for done in logged)
    return counts


def _instant(day: date) -> int:
    begin = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    return round(begin.astimezone().timestamp() * 1000)
