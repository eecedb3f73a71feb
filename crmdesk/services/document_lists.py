"""Documents in lists: of a customer, a deal or a kind, and quotes that are soon no longer good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crmdesk.domain.documents import Document
from crmdesk.services.document_steps import shown_status
from crmdesk.services.documents import Row
from crmdesk.store import bulk
from crmdesk.store.store import Store

_WHOSE = ("company_id", "contact_id", "deal_id", "source_id", "first_id")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    id: bytes
    kind: str
    title: str | None
    """The number; a draft has none."""
    version: int
    status: str
    """With `expired`, which nobody sets."""
    name: str | None
    company_id: bytes | None
    contact_id: bytes | None
    deal_id: bytes | None
    issued_on: str | None
    valid_until: str | None
    due_on: str | None
    currency: str
    total: int


def of(store: Store, key: bytes, today: date, kinds: Sequence[str] = ()) -> list[DocumentRow]:
    """Those of a contact, company or deal, and those that follow from a document; the latest first."""
    with store.read() as session:
        rows = {row["id"]: row for name in _WHOSE for row in bulk.fetch(session, Document, name, [key])}
    return _listed([row for row in rows.values() if not kinds or row["kind"] in kinds], today)


def of_kind(store: Store, kind: str, today: date, statuses: Sequence[str] = ()) -> list[DocumentRow]:
    with store.read() as session:
        rows = list(bulk.fetch(session, Document, "kind", [kind]))
    return [row for row in _listed(rows, today) if not statuses or row.status in statuses]


def expiring(store: Store, today: date, days: int = 7) -> list[DocumentRow]:
    """Quotes that wait for an answer and are good for no longer than this; the first to end first."""
    last = (today + timedelta(days=days)).isoformat()
    waiting = ((row.valid_until or "9999", row) for row in of_kind(store, "quote", today, ["sent"]))
    return [row for until, row in sorted(waiting, key=lambda pair: pair[0]) if until <= last]


def waiting(store: Store) -> int:
    """How many quotes were sent and not answered yet."""
    with store.read() as session:
        return bulk.count(session, Document, kind="quote", status="sent")


def _listed(rows: Sequence[Row], today: date) -> list[DocumentRow]:
    day, same = today.isoformat(), [name for name in DocumentRow.__slots__ if name != "status"]
    ordered = sorted(rows, key=lambda row: (row["issued_on"] or "", row["created_at"]), reverse=True)
    return [DocumentRow(**{name: row[name] for name in same}, status=shown_status(row, day)) for row in ordered]
