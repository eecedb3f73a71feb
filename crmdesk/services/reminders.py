"""Reminders: what is due, once and on one laptop; put off, or seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crmdesk.domain.activities import Activity
from crmdesk.i18n import _
from crmdesk.services import calendar, team
from crmdesk.services.calendar import Slot
from crmdesk.store import bulk, reminding
from crmdesk.store.reminding import Reminding
from crmdesk.store.store import Store

MORNING = time(9)
"""When one is reminded of what takes the whole day."""
_BACK, _AHEAD = timedelta(days=31), timedelta(days=31)
"""What was missed longer ago is overdue and no news; nobody is reminded earlier than a month before."""


@dataclass(frozen=True, slots=True)
class Reminder:
    slot: Slot
    own_start: str
    """By its own clocks: what is kept as seen."""
    at: datetime
    """When it was due."""


def due(store: Store, now: datetime | None = None) -> list[Reminder]:
    """All of one's own that were not seen yet on any laptop, the latest of a series only; the earliest first.

    What had begun before it was written down, as in a calendar that was imported, is no news.
    """
    now = now or datetime.now().astimezone()
    first, last = (now - _BACK).date(), (now + _AHEAD).date()
    store.look_ahead(first, last)
    waiting = {(row.id, row.instance): row for row in reminding.between(store.connection, first, last)}
    slots = team.own(store, calendar.told(store, [(row.id, row.instance, row.ends) for row in waiting.values()]))
    latest: dict[bytes, Reminder] = {}
    for slot in slots:
        row = waiting.get((slot.activity_id, slot.instance)) or waiting[slot.activity_id, ""]
        at = _moment(slot) - timedelta(minutes=row.remind)
        if at <= now and _is_news(row, slot, now):
            latest[row.id] = Reminder(slot, row.own_start, at)
    return sorted(latest.values(), key=lambda reminder: reminder.at)


def _moment(slot: Slot) -> datetime:
    """When it begins."""
    begin = datetime.combine(slot.first_day, MORNING) if slot.is_day else datetime.fromisoformat(slot.starts)
    return begin.astimezone()


def _is_news(row: Reminding, slot: Slot, now: datetime) -> bool:
    if row.snoozed_until is not None:
        return row.snoozed_until <= now.timestamp() * 1000
    is_seen = row.reminded is not None and row.reminded >= row.own_start
    return not is_seen and _moment(slot).timestamp() * 1000 >= row.created_at


def still(store: Store, told: Sequence[Reminder], now: datetime) -> list[Reminder]:
    """Those of what was told that are neither done nor gone nor moved since."""
    first, last = (now - _BACK).date(), (now + _AHEAD).date()
    open_ones = {(row.id, row.own_start) for row in reminding.between(store.connection, first, last)} if told else ()
    return [each for each in told if (each.slot.activity_id, each.own_start) in open_ones]


Answer = tuple[bytes, str]
"""An activity and, by its own clocks, the start that its reminder is of."""


def again(store: Store, kept: Sequence[Answer], now: datetime) -> list[Reminder]:
    """Those told earlier that nobody has answered: they are open still, and when they were."""
    first, last = (now - _BACK).date(), (now + _AHEAD).date()
    store.look_ahead(first, last)
    wanted = frozenset(kept)
    found = [row for row in reminding.between(store.connection, first, last) if (row.id, row.own_start) in wanted]
    rows = {(row.id, row.instance): row for row in found if row.snoozed_until is None}
    made = []
    for slot in calendar.told(store, [(row.id, row.instance, row.ends) for row in rows.values()]):
        row = rows.get((slot.activity_id, slot.instance)) or rows[slot.activity_id, ""]
        made.append(Reminder(slot, row.own_start, _moment(slot) - timedelta(minutes=row.remind)))
    return sorted(made, key=lambda reminder: reminder.at)


def seen(store: Store, reminders: Sequence[Reminder]) -> None:
    """Told: no other laptop tells them again."""
    if reminders:
        with store.write(_("Remind"), can_undo=False) as session:
            rows = [
                {"id": each.slot.activity_id, "reminded": each.own_start, "snoozed_until": None} for each in reminders
            ]
            bulk.update_each(session, Activity, rows)


def snooze(store: Store, activity: bytes, until: datetime) -> None:
    """Tell it again then, once."""
    with store.write(_("Put reminder off"), can_undo=False) as session:
        bulk.update(session, Activity, [activity], {"snoozed_until": round(until.timestamp() * 1000)})
