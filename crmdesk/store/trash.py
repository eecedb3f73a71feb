"""The trash: contacts, companies and deals that were deleted, brought back with what hung on them, or gone for good."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.contacts import compose_name, file_as
from crmdesk.domain.deals import Deal, DealCheck, DealContact, DealProduct, DealShare, DealState
from crmdesk.domain.folding import fold
from crmdesk.domain.notes import Attachment, Note
from crmdesk.domain.records import RECORDS
from crmdesk.store import search
from crmdesk.store.bulk import CHUNK
from crmdesk.store.changes import ChangeKind

_WORD = re.compile(r"[^\W_]+")
_OWNERS = {"contact": "contacts", "company": "companies", "deal": Deal.__tablename__}
KINDS = tuple(_OWNERS)
_NUMBERS = {**search.KINDS, "deal": Deal.number}
Ends = list[tuple[type[Record], str]]


@dataclass(frozen=True, slots=True)
class Trashed:
    """What the trash shows of a record."""

    id: bytes
    kind: str
    name: str
    """As it is filed."""
    spoken: str
    deleted_at: int
    """Milliseconds since 1970, UTC."""
    author: str
    step: str
    """What was done: its deletion, or a merge."""
    merged_into: str = ""
    """The name of whom it is a part of since then."""


def parts(kind: str = "contact") -> Ends:
    """What is deleted and restored with its owner, and the column that names it."""
    if kind == "deal":
        own = (DealContact, DealProduct, DealCheck, DealShare, DealState)
        return [*((record, "deal_id") for record in own), (Note, "owner_id"), (Attachment, "owner_id")]
    return [*((record, record.owner) for record in RECORDS if record.owner), (Affiliation, "company_id")]


def staying(kind: str = "contact") -> Ends:
    """What stays when those it names are gone for good, such as invoices, and the columns that name them."""
    if kind == "deal":
        gone = {record for record, _column in parts(kind)}
        named = [(record, "deal_id") for record in RECORDS if "deal_id" in declared_fields(record)]
        return [(Deal, "parent_id"), *(end for end in named if end[0] not in gone)]
    names = ("contact_id", "company_id")
    return [
        (record, name) for record in RECORDS if not record.owner for name in names if name in declared_fields(record)
    ]


def deleted(session: Session, text: str = "", limit: int = 500, before: int | None = None) -> list[Trashed]:
    """The last deleted first; those found by any words of their names, numbers or e-mail addresses."""
    asked = [f"%{word}%" for word in _WORD.findall(fold(text))]
    clauses = " AND ".join(["words LIKE ?"] * len(asked)) or "true"
    sql = f"SELECT id, kind, given, middle, family, name, deleted_at, author, step FROM ({_gone()}) WHERE {clauses}"
    if before is not None:
        sql += f" AND deleted_at < {before:d}"
    rows = _driver(session).execute(f"{sql} ORDER BY deleted_at DESC, id LIMIT ?", (*asked, limit))
    return [
        Trashed(
            key,
            kind,
            file_as(given, middle, family) or name,
            compose_name(given, middle, family) or name,
            at,
            author or "",
            step or "",
        )
        for key, kind, given, middle, family, name, at, author, step in rows
    ]


def count(session: Session) -> int:
    (found,) = _driver(session).execute(f"SELECT count(*) FROM ({_gone()})").fetchone()
    return int(found)


@cache
def _gone() -> str:
    """Without what an undo took back: nobody deleted that."""
    contact = _of_table(
        "contact", "r.given_name, r.middle_name, r.family_name, coalesce(r.full_name, r.nickname, '')",
        "concat_ws(' ', r.given_name, r.middle_name, r.family_name, r.full_name, r.nickname)",
    )  # fmt: skip
    company = _of_table("company", "NULL, NULL, NULL, r.name", "r.name")
    return f"{contact} UNION ALL {company} UNION ALL {_of_table('deal', 'NULL, NULL, NULL, r.name', 'r.name')}"


def _of_table(kind: str, names: str, words: str) -> str:
    channels = " || ' ' || ".join(
        f"coalesce((SELECT group_concat(value, ' ') FROM {table} WHERE owner_id = r.id), '')"
        for table in ("phones", "emails")
    )
    given, middle, family, name = names.split(", ", 3)
    return (
        f"SELECT r.id, '{kind}' AS kind, {given} AS given, {middle} AS middle, {family} AS family, {name} AS name,"
        f" r.deleted_at, s.author, s.text AS step, fold({words} || ' ' || {channels}) AS words"
        f" FROM {_OWNERS[kind]} r LEFT JOIN changes c ON c.id = (SELECT max(id) FROM changes WHERE row = r.id"
        f" AND tbl = {_NUMBERS[kind]}) LEFT JOIN steps s ON s.id = c.step WHERE r.deleted_at IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM changes i WHERE i.row = r.id AND i.step = s.undoes"
        f" AND i.kind = {ChangeKind.INSERT.value})"
    )


def revive(session: Session, kind: str, ids: Sequence[bytes]) -> int:
    """Bring back records and what went with them in the same step; what was deleted earlier stays so."""
    back = 0
    for step, keys in _by_step(session, kind, ids):
        marks = ", ".join("?" * len(keys))
        driver = _driver(session)
        sql = f"UPDATE {_OWNERS[kind]} SET deleted_at = NULL WHERE id IN ({marks}) AND deleted_at IS NOT NULL"
        back += driver.execute(sql, keys).rowcount
        for record, column in parts(kind):
            driver.execute(
                f"UPDATE {record.__tablename__} SET deleted_at = NULL WHERE {column} IN ({marks})"
                " AND deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM changes c"
                f" WHERE c.row = {record.__tablename__}.id AND c.tbl = {record.number} AND c.step = ?)",
                (*keys, step),
            )
    return back


def _by_step(session: Session, kind: str, ids: Sequence[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """The ids with the step in which each was deleted."""
    steps: defaultdict[int, list[bytes]] = defaultdict(list)
    sql = "SELECT step FROM changes WHERE row = ? AND tbl = ? ORDER BY id DESC LIMIT 1"
    for key in ids:
        found = _driver(session).execute(sql, (key, _NUMBERS[kind])).fetchone()
        steps[found[0] if found else 0].append(key)
    for step, keys in steps.items():
        for start in range(0, len(keys), CHUNK):
            yield step, keys[start : start + CHUNK]


def erase(session: Session, kind: str, ids: Sequence[bytes]) -> None:
    """Take records and their parts away for good, also out of the journal: no earlier step can bring them back."""
    for start in range(0, len(ids), CHUNK):
        keys = list(ids[start : start + CHUNK])
        marks = ", ".join("?" * len(keys))
        rows = list(keys)
        for record, column in parts(kind):
            where = f"FROM {record.__tablename__} WHERE {column} IN ({marks})"
            rows += [key for (key,) in _driver(session).execute(f"SELECT id {where}", keys)]
            _driver(session).execute(f"DELETE {where}", keys)
        for record, column in staying(kind):
            sql = f"UPDATE {record.__tablename__} SET {column} = NULL WHERE {column} IN ({marks})"
            _driver(session).execute(sql, keys)
        _driver(session).execute(f"DELETE FROM {_OWNERS[kind]} WHERE id IN ({marks})", keys)
        forget(session, rows)


def forget(session: Session, rows: list[bytes]) -> None:
    """What they were before: nobody can go back to it."""
    driver = _driver(session)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        marks = ", ".join("?" * len(part))
        driver.execute(
            f"UPDATE steps SET can_undo = 0 WHERE id IN (SELECT step FROM changes WHERE row IN ({marks}))", part
        )
        driver.execute(f"UPDATE changes SET old = NULL WHERE row IN ({marks})", part)


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection
