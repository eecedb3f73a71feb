"""Which activities want to be reminded of, and when they come."""

from datetime import date
from typing import NamedTuple

from crmdesk.store.files import Connection


class Reminding(NamedTuple):
    id: bytes
    instance: str
    """When its series gives it; nothing for what does not repeat."""
    starts: str
    """By its own clocks; of a series when its first one begins."""
    ends: str | None
    """Of its own, where the calendar knows one."""
    remind: int
    """Minutes before."""
    reminded: str | None
    snoozed_until: int | None
    created_at: int

    @property
    def own_start(self) -> str:
        return self.instance or self.starts


def between(connection: Connection, first: date, last: date) -> list[Reminding]:
    """What is open, comes within these days and wants a reminder, or was put off."""
    sql = (
        "SELECT a.id, o.instance, a.starts, o.ends, a.remind, a.reminded, a.snoozed_until, a.created_at"
        " FROM activities a INDEXED BY ix_activities_remind CROSS JOIN occurrences o ON o.activity_id = a.id"
        " WHERE a.remind IS NOT NULL AND a.done_at IS NULL AND a.deleted_at IS NULL AND o.day BETWEEN ? AND ?"
    )
    found = connection.execute(sql, (first.toordinal(), last.toordinal()))
    return [Reminding._make(row) for row in found]
