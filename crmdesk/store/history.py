"""What the journal knows of a contact, company or deal and all its parts: who changed what from what to what, when."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.deals import Deal, DealCheck, DealContact, DealProduct, DealShare
from crmdesk.domain.records import RECORDS
from crmdesk.domain.relations import Relation
from crmdesk.store import bulk
from crmdesk.store.changes import ChangeKind, is_blob

_BY_NUMBER = {record.number: record for record in RECORDS}
_OTHER_ENDS: dict[type[Record], tuple[str, ...]] = {
    Affiliation: ("company_id",),
    Relation: ("to_id",),
    Activity: ("deal_id",),
    Deal: ("company_id", "contact_id"),
    DealContact: ("deal_id",),
    DealProduct: ("deal_id",),
    DealCheck: ("deal_id",),
    DealShare: ("deal_id",),
}
"""By which such a row is also of another record than its owner."""
_NEWEST = (1 << 63) - 1

Now = dict[bytes, dict[str, Any]]
"""Rows by id, as they were at some time."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row, changed in one step."""

    number: int
    """The later, the larger."""
    at: int
    """Milliseconds since 1970, UTC."""
    author: str
    step: int
    text: str
    """Of the step."""
    undoes: bool
    kind: ChangeKind
    record: type[Record]
    row: bytes
    before: dict[str, Any]
    """By column, of the changed fields."""
    after: dict[str, Any]
    """Of the changed fields; of a new row, all that it has."""
    whole: dict[str, Any]
    """The row as the change left it."""
    present: dict[str, Any]
    """The row as it is."""


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a row, and who changed it last."""

    author: str
    changed_at: int | None
    changed_by: str


def of_owner(session: Session, owner: bytes, before: int | None = None, limit: int | None = None) -> list[Change]:
    """Newest first: some `limit` of those before a change of that number, and the last step of them whole."""
    rows = _rows_of(session, owner)
    numbers = _newest(session, list(rows), before or _NEWEST, limit)
    if not numbers:
        return []
    last = numbers[0]
    return [change for change in _back_to(session, rows, _start_of_step(session, numbers[-1])) if change.number <= last]


def find(session: Session, number: int) -> Change | None:
    """One change by its number; nothing where its row is gone for good."""
    found = _driver(session).execute("SELECT tbl, row FROM changes WHERE id = ?", (number,)).fetchone()
    if found is None:
        return None
    changes = list(_back_to(session, {found[1]: _BY_NUMBER[found[0]]}, number))
    return changes[-1] if changes else None


def steps(session: Session, limit: int) -> list[dict[str, Any]]:
    """The last steps of the whole file, newest first."""
    names = ("id", "text", "at", "author", "undoes", "undone_by")
    sql = f"SELECT {', '.join(names)} FROM steps ORDER BY id DESC LIMIT ?"
    return [dict(zip(names, row, strict=True)) for row in _driver(session).execute(sql, (limit,))]


def written(session: Session, record: type[Record], rows: Sequence[bytes], name: str) -> dict[bytes, Written]:
    """Of rows of one kind; what counts as a change is one of the field `name`."""
    bit = 1 << declared_fields(record)[name].number
    found: dict[bytes, Written] = {}
    for part in _parts(rows):
        sql = (
            "SELECT c.row, s.author, s.at, c.kind FROM changes c JOIN steps s ON s.id = c.step"
            f" WHERE c.row IN ({_marks(part)}) AND c.tbl = ? AND (c.kind = 1 OR c.mask & ?) ORDER BY c.id"
        )
        for row, author, at, kind in _driver(session).execute(sql, (*part, record.number, bit)):
            first = found.get(row)
            is_new = first is None or kind == ChangeKind.INSERT
            found[row] = Written(author, None, "") if is_new else Written(first.author, at, author)  # type: ignore[union-attr]
    return found


def _rows_of(session: Session, owner: bytes) -> dict[bytes, type[Record]]:
    """The record itself, its parts, and what it takes part in; deleted ones too."""
    found: dict[bytes, type[Record]] = {}
    for record in RECORDS:
        for column in (record.owner or "id", *_OTHER_ENDS.get(record, ())):
            sql = f"SELECT id FROM {record.__tablename__} WHERE {column} = ?"
            found.update((row, record) for (row,) in _driver(session).execute(sql, (owner,)).fetchall())
    sql = f"SELECT activity_id FROM {Participation.__tablename__} WHERE owner_id = ?"
    found.update((row, Activity) for (row,) in _driver(session).execute(sql, (owner,)).fetchall())
    return found


def _newest(session: Session, rows: Sequence[bytes], before: int, limit: int | None) -> list[int]:
    """The numbers of the newest changes of rows."""
    numbers: list[int] = []
    for part in _parts(rows):
        sql = f"SELECT id FROM changes WHERE row IN ({_marks(part)}) AND id < ? ORDER BY id DESC LIMIT ?"
        found = _driver(session).execute(sql, (*part, before, -1 if limit is None else limit))
        numbers = sorted([*numbers, *(number for (number,) in found)], reverse=True)[:limit]
    return numbers


def _start_of_step(session: Session, number: int) -> int:
    """The first change of the step of a change."""
    sql = "SELECT s.first_change FROM changes c JOIN steps s ON s.id = c.step WHERE c.id = ?"
    return int(_driver(session).execute(sql, (number,)).fetchone()[0])


def _back_to(session: Session, rows: dict[bytes, type[Record]], oldest: int) -> Iterator[Change]:
    """From the rows as they are back to that change: what one left is what the next one found."""
    present = _present(session, rows)
    now = dict(present)
    for number, row, at, author, step, text, undoes, kind, old in _journal(session, list(rows), oldest):
        if row not in now:
            continue
        record = rows[row]
        fields = {str(field.number): name for name, field in declared_fields(record).items()}
        before = {fields[key]: _value(record, fields[key], value) for key, value in json.loads(old or "{}").items()}
        whole = now[row]
        after = {name: whole[name] for name in before} if before else {k: v for k, v in whole.items() if v is not None}
        now[row] = whole | before
        yield Change(
            number, at, author, step, text, undoes is not None, ChangeKind(kind),
            record, row, before, after, whole, present[row],
        )  # fmt: skip


def _journal(session: Session, rows: Sequence[bytes], oldest: int) -> list[tuple[Any, ...]]:
    """Newest first."""
    found: list[tuple[Any, ...]] = []
    for part in _parts(rows):
        sql = (
            "SELECT c.id, c.row, s.at, s.author, s.id, s.text, s.undoes, c.kind, c.old"
            f" FROM changes c JOIN steps s ON s.id = c.step WHERE c.row IN ({_marks(part)}) AND c.id >= ?"
        )
        found += _driver(session).execute(sql, (*part, oldest)).fetchall()
    return sorted(found, key=lambda change: -change[0])


def _present(session: Session, rows: dict[bytes, type[Record]]) -> Now:
    found: Now = {}
    for record in set(rows.values()):
        keys = [row for row, its in rows.items() if its is record]
        for values in bulk.fetch(session, record, "id", keys, deleted=True):
            found[values["id"]] = {name: values[name] for name in declared_fields(record)}
    return found


def _value(record: type[Record], name: str, value: Any) -> Any:
    return bytes.fromhex(value) if value is not None and is_blob(record, name) else value


def _parts(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + bulk.CHUNK] for start in range(0, len(keys), bulk.CHUNK))


def _marks(keys: Sequence[bytes]) -> str:
    return ", ".join("?" * len(keys))


def made_in(session: Session, record: type[Record], row: bytes) -> tuple[int, int]:
    """The step in which a row came into being, and when (milliseconds since 1970, UTC)."""
    found = _driver(session).execute(
        "SELECT s.id, s.at FROM changes c JOIN steps s ON s.id = c.step WHERE c.row = ? AND c.tbl = ? AND c.kind = ?"
        " ORDER BY c.id LIMIT 1",
        (row, record.number, ChangeKind.INSERT.value),
    )
    step, at = found.fetchone()
    return int(step), int(at)


def became(session: Session, record: type[Record], name: str, value: str, since: int) -> list[tuple[bytes, int]]:
    """The rows whose field has got that value since an instant and still has it, and when it did (both in ms, UTC)."""
    bit = 1 << declared_fields(record)[name].number
    sql = (
        f"SELECT r.id, max(c.hlc >> 16) FROM changes c JOIN {record.__tablename__} r ON r.id = c.row"
        f" WHERE c.id >= (SELECT min(first_change) FROM steps WHERE at >= ?) AND c.tbl = ? AND c.kind = 2"
        f" AND c.mask & ? AND r.{name} = ? AND r.deleted_at IS NULL AND c.hlc >= ? << 16 GROUP BY r.id"
    )
    return list(_driver(session).execute(sql, (since, record.number, bit, value, since)).fetchall())


def _driver(session: Session) -> Any:
    return session.connection().connection.dbapi_connection
