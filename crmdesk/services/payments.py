"""What was paid, what is open and since when, and what a customer has bought."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.documents import Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import new_id
from crmdesk.domain.money import within
from crmdesk.domain.receipts import Payment
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services.documents import Row, get
from crmdesk.store import bulk
from crmdesk.store.store import Store

AGES = (0, 30, 60, 90)
"""Days late from which a new column of receivables begins."""
_OWED = ("sent", "accepted")


@dataclass(frozen=True, slots=True)
class Receivable:
    id: bytes
    title: str
    company_id: bytes | None
    contact_id: bytes | None
    currency: str
    total: int
    open: int
    due_on: str | None
    late: int
    """Days; nothing of what is not due yet."""


def record(
    store: Store, document: bytes, amount: int, paid_on: str, method: str | None = None, reference: str | None = None
) -> bytes:
    """In the currency of the document; less than nothing was given back."""
    with store.write(_("Record payment")) as session:
        head = get(session, document)
        if head["kind"] != "invoice" or head["status"] not in _OWED:
            raise UserError(_("Only an invoice that was sent can be paid."))
        if not within(amount):
            raise UserError(_("Nothing was paid, so nothing was noted."))
        key = new_id()
        whose = {name: head[name] for name in ("company_id", "contact_id", "currency")}
        told = {"method": tidy(method or "") or None, "reference": tidy(reference or "") or None}
        row = {"id": key, "document_id": document, "amount": amount, "paid_on": paid_on, **whose, **told}
        bulk.insert(session, Payment, [row])
    return key


def balance(session: Session, document: bytes) -> int:
    """What is still to be paid of an invoice; less than nothing is too much."""
    return _open(session, [get(session, document)])[document]


def _open(session: Session, invoices: Iterable[Row]) -> dict[bytes, int]:
    left = {row["id"]: int(row["total"]) for row in invoices}
    for payment in bulk.fetch(session, Payment, "document_id", list(left)):
        left[payment["document_id"]] -= payment["amount"]
    for credit in bulk.fetch(session, Document, "source_id", list(left)):
        if credit["kind"] == "credit" and credit["status"] in _OWED:
            left[credit["source_id"]] -= credit["total"]
    return left


def receivables(store: Store, today: date) -> list[Receivable]:
    """All invoices that are not paid in full, the latest first."""
    with store.read() as session:
        rows = [row for row in bulk.fetch(session, Document, "kind", ["invoice"]) if row["status"] in _OWED]
        left = _open(session, rows)
    found = [_receivable(row, left[row["id"]], today) for row in rows if left[row["id"]]]
    return sorted(found, key=lambda each: (-each.late, each.due_on or "9999", each.title))


def _receivable(row: Mapping[str, Any], left: int, today: date) -> Receivable:
    late = (today - date.fromisoformat(row["due_on"])).days if row["due_on"] else 0
    names = ("id", "title", "company_id", "contact_id", "currency", "total", "due_on")
    return Receivable(**{name: row[name] for name in names}, open=left, late=max(late, 0))


def by_age(receivables: Iterable[Receivable]) -> dict[str, list[int]]:
    """Of each currency what is not late, and what is up to 30, 60, 90 and more days late."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(AGES) + 1))
    for each in receivables:
        found[each.currency][sum(each.late > age for age in AGES)] += each.open
    return dict(found)


def bought(store: Store, owner: bytes) -> dict[str, int]:
    """The lifetime value by currency: what was invoiced, without taxes, less what was credited."""
    found: defaultdict[str, int] = defaultdict(int)
    with store.read() as session:
        rows = {
            row["id"]: row
            for name in ("company_id", "contact_id")
            for row in bulk.fetch(session, Document, name, [owner])
        }
    for row in rows.values():
        sign = {"invoice": 1, "credit": -1}.get(row["kind"], 0)
        if sign and row["status"] in _OWED:
            found[row["currency"]] += sign * row["net"]
    return dict(found)
