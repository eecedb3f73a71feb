"""What was done and is planned with people, asked for many of them in one statement."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import NO_CONTACT
from crmdesk.store.bulk import CHUNK
from crmdesk.store.open_tasks import NEXT
from crmdesk.store.whose import OWNER

COLUMNS = (
    "id", "type", "subject", "text", "starts", "ends", "done_at", "is_reached", "outcome", "duration", "place",
    "priority", "author", "instance", "responsible",
)  # fmt: skip
_A = ", ".join(f"a.{name}" for name in COLUMNS)
_TODAY = "CAST(julianday('now', 'localtime', 'start of day') - 1721424.5 AS INTEGER)"
"""Counted as Python's ordinals are."""
_NEXT = f"coalesce({NEXT.format(today=_TODAY)}, a.starts)"
_OWN = {
    "starts": f"CASE WHEN a.recurrence IS NULL THEN a.starts ELSE {_NEXT} END AS starts",
    "instance": f"CASE WHEN a.recurrence IS NULL THEN a.instance ELSE {_NEXT} END AS instance",
}
"""Of a series the one that is next."""
_READ = ", ".join(_OWN.get(name, f"a.{name}") for name in COLUMNS)
IN_CONTACT = f"a.type NOT IN {NO_CONTACT}"
"""Of an activity `a`."""
_NEVER = "'9999'"
"""Sorts behind every date."""

# A company has a part in what its people have a part in, a deal in what is done for it. CROSS keeps SQLite from
# walking all participations.
_OF = """WITH keys(key) AS (VALUES {marks}), others AS (SELECT value FROM json_each(?)), who AS (
    SELECT key, key AS owner FROM keys
    UNION SELECT key, f.contact_id FROM keys CROSS JOIN affiliations f ON f.company_id = key AND f.deleted_at IS NULL
), doings AS MATERIALIZED (
    SELECT who.key, {columns} FROM who
    CROSS JOIN participations p ON p.owner_id = who.owner AND p.deleted_at IS NULL
    CROSS JOIN activities a ON a.id = p.activity_id AND a.deleted_at IS NULL AND {told}
    UNION SELECT key, {columns} FROM keys
    CROSS JOIN activities a ON a.deal_id = key AND a.deleted_at IS NULL AND {told}
)"""
_TOLD = f"NOT (a.is_private AND {OWNER.format(a='a')} IN others)"
"""Private things of colleagues are not."""
_DONE, _OPEN = "max(a.done_at)", f"min(coalesce(a.starts, {_NEVER}))"
_LATEST = {
    "last_reach": (_DONE, "a.done_at IS NOT NULL AND a.is_reached = 1"),
    "last_attempt": (_DONE, "a.done_at IS NOT NULL AND a.is_reached = 0"),
    "last_meeting": (
        _DONE,
        "a.done_at IS NOT NULL AND a.type IN ('meeting', 'visit') AND coalesce(a.is_reached, 1) = 1",
    ),
    "last_any": (_DONE, f"a.done_at IS NOT NULL AND {IN_CONTACT}"),
    "next_step": (_OPEN, "a.done_at IS NULL"),
}


def latest(
    session: Session, owners: Sequence[bytes], others: Sequence[str] = ()
) -> Iterator[tuple[bytes, str, dict[str, Any]]]:
    """Of each owner the last reach, attempt, meeting and of all kinds, and the next step: owner, which, activity."""
    each = " UNION ALL ".join(  # SQLite takes the other columns from the row that has the least or the greatest
        f"SELECT key, '{name}', {_A}, {best} FROM doings a WHERE {where} GROUP BY key"
        for name, (best, where) in _LATEST.items()
    )
    for start in range(0, len(owners), CHUNK):
        part = owners[start : start + CHUNK]
        for owner, name, *values, _best in _driver(session).execute(
            f"{_of(len(part))} {each}", (*part, json.dumps(others))
        ):
            yield owner, name, dict(zip(COLUMNS, values, strict=True))


def of_owner(
    session: Session, owner: bytes, limit: int, text: str, kind: str, others: Sequence[str] = ()
) -> list[dict[str, Any]]:  # fmt: skip
    """What is planned, the soonest first, then what is done, the latest first; `text` as `fold` spells it."""
    sql = (
        f"{_of(1)} SELECT {_A} FROM doings a WHERE (? = '' OR a.type = ?)"
        " AND (? = '' OR instr(fold(concat_ws(' ', a.subject, a.text, a.outcome, a.place)), ?))"
        f" ORDER BY a.done_at IS NOT NULL, CASE WHEN a.done_at IS NULL THEN coalesce(a.starts, {_NEVER}) END,"
        " a.done_at DESC, a.id DESC LIMIT ?"
    )
    found = _driver(session).execute(sql, (owner, json.dumps(others), kind, kind, text, text, limit))
    return [dict(zip(COLUMNS, values, strict=True)) for values in found]


def _of(count: int) -> str:
    return _OF.format(marks=", ".join(["(?)"] * count), columns=_READ, told=_TOLD)


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection
