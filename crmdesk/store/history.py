"""What the journal knows of one contact or company and all its parts: who changed what from what to what, when."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.records import RECORDS
from crmdesk.store.changes import ChangeKind, is_blob

_BY_NUMBER = {record.number: record for record in RECORDS}


@dataclass(frozen=True, slots=True)
class Change:
    """One row, changed in one step."""

    at: int
    """Milliseconds since 1970, UTC."""
    author: str
    step: str
    undoes: bool
    kind: ChangeKind
    record: type[Record]
    row: bytes
    before: dict[str, Any]
    """By column, of the changed fields."""
    after: dict[str, Any]
    """Of the changed fields; of a new row, all that it has."""


def of_owner(session: Session, owner: bytes) -> list[Change]:
    """Newest first."""
    found: list[tuple[int, Change]] = []
    for record in RECORDS:
        found += _of_table(session, record, "id", owner) if not record.owner else []
        found += _of_table(session, record, record.owner, owner) if record.owner else []
    return [change for _number, change in sorted(found, key=lambda pair: -pair[0])]


def steps(session: Session, limit: int) -> list[dict[str, Any]]:
    """The last steps of the whole file, newest first."""
    names = ("id", "text", "at", "author", "undoes", "undone_by")
    sql = f"SELECT {', '.join(names)} FROM steps ORDER BY id DESC LIMIT ?"
    return [dict(zip(names, row, strict=True)) for row in _driver(session).execute(sql, (limit,))]


def _of_table(session: Session, record: type[Record], column: str, key: bytes) -> Iterator[tuple[int, Change]]:
    names = {name: field.number for name, field in declared_fields(record).items()}
    rows = _driver(session).execute(
        f"SELECT id, {', '.join(names)} FROM {record.__tablename__} WHERE {column} = ?", (key,)
    )
    for row, *values in rows.fetchall():
        yield from _of_row(session, record, row, dict(zip(names, values, strict=True)))


def _of_row(session: Session, record: type[Record], row: bytes, now: dict[str, Any]) -> Iterator[tuple[int, Change]]:
    """From the row as it is back to its beginning: what a change left is what the next one found."""
    fields = {str(field.number): name for name, field in declared_fields(record).items()}
    changes = _driver(session).execute(
        "SELECT c.id, s.at, s.author, s.text, s.undoes, c.kind, c.old FROM changes c JOIN steps s ON s.id = c.step"
        " WHERE c.row = ? AND c.tbl = ? ORDER BY c.id DESC",
        (row, record.number),
    )
    for number, at, author, step, undoes, kind, old in changes.fetchall():
        before = {fields[key]: _value(record, fields[key], value) for key, value in json.loads(old or "{}").items()}
        after = {name: now[name] for name in before} if before else {k: v for k, v in now.items() if v is not None}
        now = now | before
        yield number, Change(at, author, step, undoes is not None, ChangeKind(kind), record, row, before, after)


def _value(record: type[Record], name: str, value: Any) -> Any:
    return bytes.fromhex(value) if value is not None and is_blob(record, name) else value


def _driver(session: Session) -> Any:
    return session.connection().connection.dbapi_connection
