"""Of any rows what they are called and whose they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record
from crmdesk.domain.documents import Document
from crmdesk.domain.records import RECORDS
from crmdesk.i18n import _
from crmdesk.services.change_words import Words
from crmdesk.store import bulk
from crmdesk.store.changes import ChangeKind
from crmdesk.store.history import Change
from crmdesk.store.search import rows_of

BY_NUMBER = {record.number: record for record in RECORDS}
_NAMES = ("name", "subject", "title", "number", "text", "value")
_NONE = "XXX"
"""ISO 4217 for no currency."""
_SECTIONS = {"contact": "contacts", "company": "companies"}
Row = dict[str, Any]
Place = tuple[int, bytes]
"""Table and id."""


@dataclass(frozen=True, slots=True)
class Titled:
    title: str
    """Of the contact, company or deal that it is a part of, or its own."""
    part: str
    """Which phone, which note; empty of what is no part."""
    owner: bytes
    section: str
    """Where the page of its owner is; empty where it has none."""


def read(session: Session, places: Iterable[Place]) -> dict[Place, Row]:
    """Deleted ones too; what is not known here is left out."""
    wanted: dict[int, dict[bytes, None]] = {}
    for table, row in places:
        wanted.setdefault(table, {})[row] = None
    found = {
        (table, row["id"]): row
        for table, keys in wanted.items()
        if table in BY_NUMBER
        for row in bulk.fetch(session, BY_NUMBER[table], "id", list(keys), deleted=True)
    }
    _add_currencies(session, [row for row in found.values() if "currency" not in row])
    return found


def _add_currencies(session: Session, rows: Sequence[Row]) -> None:
    """Amounts of lines and taxes are in that of their document."""
    ours = {row["document_id"]: None for row in rows if row.get("document_id")}
    known = {row["id"]: row["currency"] for row in bulk.fetch(session, Document, "id", list(ours), deleted=True)}
    for row in rows:
        row["currency"] = known.get(row.get("document_id", b""), _NONE)


def owner(record: type[Record], row: Row) -> bytes:
    found: bytes = (row.get(record.owner) if record.owner else None) or row["id"]
    return found


def as_change(record: type[Record], row: Row) -> Change:
    """As if the row had just come into being: what its words are made from."""
    return Change(0, 0, "", 0, "", False, ChangeKind.INSERT, record, row["id"], {}, {}, row, row)


def words_of(session: Session, rows: Mapping[Place, Row]) -> Words:
    return Words(session, b"", [as_change(BY_NUMBER[table], row) for (table, _key), row in rows.items()])


def titles(session: Session, rows: Mapping[Place, Row], words: Words) -> dict[Place, Titled]:
    owners = {place: owner(BY_NUMBER[place[0]], row) for place, row in rows.items()}
    pages = {row.id: row for row in rows_of(session, list(set(owners.values())))}
    return {place: _titled(words, place, row, owners[place], pages.get(owners[place])) for place, row in rows.items()}


def _titled(words: Words, place: Place, row: Row, whose: bytes, page: Any) -> Titled:
    record = BY_NUMBER[place[0]]
    words.owner = whose
    own = words.part(as_change(record, row))
    title = (page.name if page else "") or words.name(whose) or own or _plain(record, row)
    section = _SECTIONS.get(page.kind, "") if page else "deals" if record.__tablename__ == "deals" else ""
    return Titled(title, own if whose != row["id"] else "", whose, section)


def _plain(record: type[Record], row: Row) -> str:
    return next((str(row[name]) for name in _NAMES if row.get(name)), _(record.label))
