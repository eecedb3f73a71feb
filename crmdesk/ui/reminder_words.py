"""Reminders in words: how far off, what and with whom; and what others may see of them on the screen."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from crmdesk.domain.activities import ACTIVITY_TYPES
from crmdesk.i18n import _, ngettext, worded
from crmdesk.ui.moments import wall

if TYPE_CHECKING:
    from crmdesk.domain.slots import Slot
    from crmdesk.services.reminders import Reminder

_HOUR, _DAY = 60, 24 * 60


def distance(starts: str, now: datetime) -> str:
    """`in 10 minutes`, `now`, `2 hours ago`; a day, or what is farther off, as the day it is."""
    minutes = _minutes_to(starts, now)
    if "T" not in starts or abs(minutes) >= _DAY:
        return wall(starts)
    if minutes == 0:
        return _("now")
    hours, count = abs(minutes) // _HOUR, abs(minutes)
    if count < _HOUR:
        ahead, past = ngettext("in {count} minute", "in {count} minutes", count), ngettext(
            "{count} minute ago", "{count} minutes ago", count
        )  # fmt: skip
        return (ahead if minutes > 0 else past).format(count=count)
    ahead, past = ngettext("in {count} hour", "in {count} hours", hours), ngettext(
        "{count} hour ago", "{count} hours ago", hours
    )  # fmt: skip
    return (ahead if minutes > 0 else past).format(count=hours)


def _minutes_to(starts: str, now: datetime) -> int:
    moment = datetime.fromisoformat(starts) if "T" in starts else datetime.combine(_day(starts), time())
    return round((moment.astimezone() - now).total_seconds() / 60)


def _day(starts: str) -> datetime:
    return datetime.fromisoformat(starts)


def is_late(reminder: "Reminder", now: datetime) -> bool:
    """A whole day is late when it is over."""
    slot = reminder.slot
    if slot.is_day:
        return slot.last_day < now.date()
    return _minutes_to(slot.starts, now) < 0


def kind_of(slot: "Slot") -> str:
    return worded(ACTIVITY_TYPES, slot.type)


def head(reminder: "Reminder") -> str:
    return reminder.slot.subject or kind_of(reminder.slot)


def detail(reminder: "Reminder", now: datetime) -> str:
    slot = reminder.slot
    clock = wall(slot.starts) if "T" in slot.starts else ""
    told = (distance(slot.starts, now), clock, ", ".join(slot.people), slot.place)
    return " · ".join(dict.fromkeys(filter(None, told)))


def outside(due: "Sequence[Reminder]", now: datetime, *, hides: bool) -> tuple[str, str]:
    """Title and text for a screen that others may see."""
    if len(due) > 1:
        count = ngettext("{count} reminder", "{count} reminders", len(due)).format(count=len(due))
        return count, "" if hides else "\n".join(_line(each, now) for each in due[:4])
    (one,) = due
    if hides or one.slot.is_private:
        return _("Reminder"), distance(one.slot.starts, now)
    return head(one), detail(one, now)


def _line(reminder: "Reminder", now: datetime) -> str:
    words = _("Private") if reminder.slot.is_private else head(reminder)
    return f"{words} · {distance(reminder.slot.starts, now)}"
