"""What is still to be done, and what was done since an instant: few columns of all, in the order of days."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from crmdesk.domain.planned import ENTRY
from crmdesk.domain.whose import Whose
from crmdesk.store.files import Connection
from crmdesk.store.whose import taking, told

_OF = f"""(:person IS NULL OR a.id IN (
    SELECT p.activity_id FROM participations p WHERE p.deleted_at IS NULL AND (p.owner_id = :person OR p.owner_id IN (
        SELECT f.contact_id FROM affiliations f WHERE f.company_id = :person AND f.deleted_at IS NULL))))
    AND (:kind = '' OR a.type = :kind) AND {taking("a")}"""
# The last one that is due and was not done since, else the next one; appointments that are past are over.
NEXT = """coalesce(
    CASE WHEN a.type NOT IN ('meeting', 'visit') THEN (
        SELECT o.instance FROM occurrences o
        WHERE o.activity_id = a.id AND o.day <= {today} AND o.instance > coalesce((
            SELECT max(t.instance) FROM activities t
            WHERE t.series_id = a.id AND t.done_at IS NOT NULL AND t.deleted_at IS NULL), '')
        ORDER BY o.day DESC, o.instance DESC LIMIT 1) END,
    (SELECT o.instance FROM occurrences o WHERE o.activity_id = a.id AND o.day >= {today}
        ORDER BY o.day, o.instance LIMIT 1))"""
"""Which of the series `a` is to be done, as far as the horizon goes."""
_OPEN_OF = f"""SELECT * FROM (SELECT a.id, '' AS instance, a.starts, a.position FROM activities a
    WHERE a.done_at IS NULL AND a.deleted_at IS NULL AND a.recurrence IS NULL AND {_OF} {{more}}
UNION ALL SELECT id, instance, instance, position FROM (
    SELECT a.id, a.position, {NEXT.format(today=":today")} AS instance
    FROM activities a WHERE a.done_at IS NULL AND a.deleted_at IS NULL AND a.recurrence IS NOT NULL AND {_OF} {{more}}
) WHERE instance IS NOT NULL)
ORDER BY starts IS NULL, substr(starts, 1, 10), position IS NULL, position, starts, id"""
_OPEN = _OPEN_OF.format(more="")
_WITHOUT_HOUR = _OPEN_OF.format(more="AND (a.starts IS NULL OR length(a.starts) = 10)")
_DONE = f"""SELECT a.id, '', a.starts, a.position FROM activities a INDEXED BY ix_activities_done_at
    WHERE a.done_at >= :since AND a.deleted_at IS NULL AND a.type <> '{ENTRY}' AND {_OF} ORDER BY a.done_at DESC"""


class Found(NamedTuple):
    id: bytes
    instance: str
    """When its series gives it."""
    starts: str | None
    position: int | None


def to_do(connection: Connection, today: date, kind: str, person: bytes | None, whose: Whose) -> list[Found]:
    asked = {"today": today.toordinal(), "kind": kind, "person": person, **told(whose)}
    return list(map(Found._make, connection.execute(_OPEN, asked)))


def without_hour(connection: Connection, today: date, whose: Whose) -> list[Found]:
    """Of those to do what has a day at most."""
    asked = {"today": today.toordinal(), "kind": "", "person": None, **told(whose)}
    return list(map(Found._make, connection.execute(_WITHOUT_HOUR, asked)))


def done_since(connection: Connection, since: int, kind: str, person: bytes | None, whose: Whose) -> list[Found]:
    """The latest first; `since` in milliseconds since 1970."""
    asked = {"since": since, "kind": kind, "person": person, **told(whose)}
    return list(map(Found._make, connection.execute(_DONE, asked)))


def positions(connection: Connection, keys: Sequence[bytes]) -> dict[bytes, int | None]:
    found: dict[bytes, int | None] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        sql = f"SELECT id, position FROM activities WHERE id IN ({', '.join('?' * len(part))})"
        found.update(connection.execute(sql, part).fetchall())
    return found
