"""What a file knows of values that stand beside those shown: which are still to be looked at, who said them, and what
stood there before."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record
from crmdesk.store import trash
from crmdesk.store.bulk import CHUNK
from crmdesk.store.changes import ChangeKind
from crmdesk.store.files import Connection

Label = tuple[bytes, int]
"""A device and the number of its change."""
Reviewed = set[tuple[bytes, int]]
"""Change and group."""
_SECONDS = 5_000
"""Milliseconds within which one deletion takes a record and all its parts."""


def lost(connection: Connection) -> list[tuple[int, int, bytes, int, bytes]]:
    """Log, table, row, group and the packed head of what was replaced unseen and that nobody has looked at."""
    return connection.execute(
        "SELECT l.log, l.tbl, l.row, l.grp, l.told FROM sync_lost l WHERE NOT EXISTS (SELECT 1 FROM reviews r"
        " WHERE r.row_id = l.row AND r.change = l.change AND r.field_group = l.grp AND r.deleted_at IS NULL)"
    ).fetchall()


def reviewed(connection: Connection) -> Reviewed:
    """Of rows in which other values stand beside those shown what was looked at already."""
    return set(
        connection.execute(
            "SELECT r.change, r.field_group FROM sync_heads h JOIN reviews r ON r.row_id = h.row"
            " WHERE h.rivals > 0 AND r.deleted_at IS NULL"
        )
    )


# Who said it


def note_authors(connection: Connection, said: Iterable[tuple[bytes, int, str]]) -> None:
    """Device, number and author of changes, as they came: a device speaks for the same person until it does not."""
    known: dict[bytes, str | None] = {}
    for device, number, author in said:
        if device not in known:
            known[device] = _author(connection, device, number)
        if known[device] != author:
            sql = "INSERT OR REPLACE INTO sync_authors (device, since, author) VALUES (?, ?, ?)"
            connection.execute(sql, (device, number, author))
            known[device] = author


def author(connection: Connection, labels: Iterable[Label]) -> str | None:
    """Of a change; None where nobody told it yet."""
    found = (_author(connection, device, number) for device, number in labels)
    return next((name for name in found if name is not None), None)


def _author(connection: Connection, device: bytes, number: int) -> str | None:
    sql = "SELECT author FROM sync_authors WHERE device = ? AND since <= ? ORDER BY since DESC LIMIT 1"
    found = connection.execute(sql, (device, number)).fetchone()
    return found[0] if found else None


# What stood there


def pasts(connection: Connection, table: int, row: bytes, mask: int) -> Iterator[Mapping[int, Any] | None]:
    """What each change of these fields replaced, the newest first; at the end None where the row came into being."""
    sql = "SELECT kind, mask, old FROM changes WHERE row = ? AND tbl = ? ORDER BY id DESC"
    for kind, changed, old in connection.execute(sql, (row, table)).fetchall():
        if kind == ChangeKind.INSERT:
            yield None
        elif changed & mask:
            yield {int(number): value for number, value in json.loads(old or "{}").items()}


def living(connection: Connection, record: type[Record], keys: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for part in _parts(keys):
        sql = f"SELECT id FROM {record.__tablename__} WHERE id IN ({_marks(part)}) AND deleted_at IS NULL"
        found.update(key for (key,) in connection.execute(sql, part))
    return found


def of_owner(connection: Connection, record: type[Record], owner: bytes, keys: Sequence[bytes]) -> set[bytes]:
    """Those of these rows that are an owner's, or the owner itself."""
    found = {key for key in keys if key == owner}
    for part in _parts(keys) if record.owner else ():
        sql = f"SELECT id FROM {record.__tablename__} WHERE id IN ({_marks(part)}) AND {record.owner} = ?"
        found.update(key for (key,) in connection.execute(sql, (*part, owner)))
    return found


def bring_back_parts(session: Session, kind: str, owner: bytes, deleted_at: int) -> None:
    """What a deletion took that the record itself has outlived."""
    connection = _driver(session)
    for record, column in trash.parts(kind):
        connection.execute(
            f"UPDATE {record.__tablename__} SET deleted_at = NULL WHERE {column} = ? AND deleted_at BETWEEN ? AND ?",
            (owner, deleted_at - _SECONDS, deleted_at + _SECONDS),
        )


def _parts(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _marks(part: Sequence[bytes]) -> str:
    return ", ".join("?" * len(part))


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection
