"""With whom nothing was done for long and nothing is planned: those who fell silent last, looked for so far back."""

from collections.abc import Iterator, Sequence

from crmdesk.store.files import Connection

_LOOKED_THROUGH = 4000
"""Things done; of more the answer would take too long for what a day has room for."""
_NO_CONTACT = ("to-do", "entry")
_KINDS = ", ".join(f"'{kind}'" for kind in _NO_CONTACT)
_NOTHING_SINCE = f"""NOT EXISTS (SELECT 1 FROM participations q CROSS JOIN activities b ON b.id = q.activity_id
    WHERE q.owner_id = {{owner}} AND q.deleted_at IS NULL AND b.deleted_at IS NULL
    AND (b.done_at IS NULL OR (b.done_at >= ? AND b.type NOT IN ({_KINDS}))))"""
_SILENT = f"""SELECT p.owner_id, done.done_at FROM (
    SELECT id, done_at FROM activities INDEXED BY ix_activities_done_at
    WHERE done_at < ? AND deleted_at IS NULL AND type NOT IN ({_KINDS}) ORDER BY done_at DESC LIMIT {_LOOKED_THROUGH}
) done CROSS JOIN participations p ON p.activity_id = done.id AND p.deleted_at IS NULL
WHERE {_NOTHING_SINCE.format(owner="p.owner_id")}"""
_ASKED_FOR = """SELECT id, stay_in_touch, created_at FROM contacts
    WHERE stay_in_touch IS NOT NULL AND deleted_at IS NULL"""
_WITH_PLANS = """SELECT DISTINCT p.owner_id FROM participations p CROSS JOIN activities a ON a.id = p.activity_id
    WHERE p.owner_id IN ({marks}) AND p.deleted_at IS NULL AND a.deleted_at IS NULL AND a.done_at IS NULL
    AND (:kind = '' OR a.type = :kind)"""


def silent_since(connection: Connection, before: int) -> Iterator[tuple[bytes, int]]:
    """Who and when it was last, the latest first; `before` in milliseconds since 1970."""
    seen = set()
    for owner, done_at in connection.execute(_SILENT, (before, before)):
        if owner not in seen:
            seen.add(owner)
            yield owner, done_at


def asked_for(connection: Connection) -> list[tuple[bytes, int, int]]:
    """Contacts to stay in touch with, every how many days, and when they were entered."""
    return list(connection.execute(_ASKED_FOR))


def with_plans(connection: Connection, owners: Sequence[bytes], kind: str = "") -> set[bytes]:
    """Those for whom something is planned, of one kind or any."""
    found: set[bytes] = set()
    for start in range(0, len(owners), 500):
        part = owners[start : start + 500]
        names = {f"o{number}": key for number, key in enumerate(part)}
        sql = _WITH_PLANS.format(marks=", ".join(f":{name}" for name in names))
        found |= {key for (key,) in connection.execute(sql, {**names, "kind": kind})}
    return found
