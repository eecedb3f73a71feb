"""When the team is free: common times in the calendars of several colleagues."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from crmdesk.domain.free_times import Hours, Stretch, common, taken
from crmdesk.domain.recurrence import later_day
from crmdesk.domain.whose import ME
from crmdesk.services import calendar, team
from crmdesk.store.store import Store

_WEEKS, _LOOKED_THROUGH = 2, 12
"""As many at once, and as many at most."""


def free(
    store: Store, names: Sequence[str], length: timedelta, after: datetime, hours: Hours, most: int = 5
) -> list[Stretch]:  # fmt: skip
    """The first times when all of them are; nothing in a name is whoever looks."""
    found: list[Stretch] = []
    begin = after
    for _part in range(_LOOKED_THROUGH // _WEEKS):
        last = later_day(begin.date(), 7 * _WEEKS - 1)
        found += common(busy(store, names, begin, last), length, begin, last, hours, most - len(found))
        begin = datetime.combine(later_day(last, 1), datetime.min.time())
        if len(found) >= most:
            break
    return found


def busy(store: Store, names: Sequence[str], first: datetime, last: date) -> list[Stretch]:
    """Private appointments too: that somebody is busy is no secret."""
    everyone = team.look(store)
    whose = [everyone.whose(name or ME) for name in names]
    slots = calendar.between(store, first.date(), last)
    return taken(slot for slot in slots if any(one.takes(slot.owner) for one in whose))
