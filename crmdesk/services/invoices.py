"""Invoices and credit notes as lists and panels show them: what is open, what was paid, who was reminded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.documents import Document
from crmdesk.domain.folding import fold
from crmdesk.domain.receipts import Payment, PaymentReminder
from crmdesk.i18n import mark
from crmdesk.services import accounts, payments
from crmdesk.services.documents import get
from crmdesk.services.payments import OWED, customer
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

STATUSES = (
    ("draft", mark("Draft")),
    ("sent", mark("Open|not paid yet")),
    ("part", mark("Partly paid")),
    ("overdue", mark("Overdue")),
    ("paid", mark("Paid")),
    ("credit", mark("Credit note")),
    ("over", mark("To refund")),
    ("cancelled", mark("Cancelled")),
)
"""What an invoice is to who waits for its money."""
FILTERS: Mapping[str, tuple[str, ...]] = {
    "all": (),
    "open": ("sent", "part", "overdue", "over"),
    "overdue": ("overdue",),
    "draft": ("draft",),
    "paid": ("paid",),
}
_KINDS = ("invoice", "credit")


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    id: bytes
    kind: str
    title: str | None
    name: str | None
    customer: bytes | None
    who: str
    status: str
    """One of STATUSES."""
    late: int
    """Days."""
    issued_on: str | None
    due_on: str | None
    currency: str
    total: int
    open: int
    reminders: int
    """Letters that were sent."""


@dataclass(frozen=True, slots=True)
class Listing:
    rows: list[InvoiceRow]
    counts: dict[str, int]
    """By filter, of all there are."""


def listing(store: Store, today: date, which: str = "all", text: str = "") -> Listing:
    """The latest first; what waits for its number before all others."""
    with store.read() as session:
        rows = _rows(session, list(bulk.fetch(session, Document, "kind", _KINDS)), today)
    counts = {name: sum(_is_in(row, name) for row in rows) for name in FILTERS}
    found = [row for row in rows if _is_in(row, which) and _says(row, fold(text))]
    return Listing(sorted(found, key=_newest, reverse=True), counts)


def _newest(row: InvoiceRow) -> tuple[bool, str, bytes]:
    return row.status == "draft", row.issued_on or "", row.id


def _is_in(row: InvoiceRow, which: str) -> bool:
    return not FILTERS[which] or row.status in FILTERS[which]


def _says(row: InvoiceRow, words: str) -> bool:
    told = fold(" ".join(filter(None, (row.title, row.name, row.who))))
    return all(word in told for word in words.split())


def of_customer(store: Store, owner: bytes, today: date) -> list[InvoiceRow]:
    """The latest first."""
    with store.read() as session:
        columns = ("company_id", "contact_id")
        rows = {row["id"]: row for name in columns for row in bulk.fetch(session, Document, name, [owner])}
        found = _rows(session, [row for row in rows.values() if row["kind"] in _KINDS], today)
    return sorted(found, key=_newest, reverse=True)


def _rows(session: Session, heads: Sequence[dict[str, Any]], today: date) -> list[InvoiceRow]:
    left = payments.open_of(session, heads)
    names = {row.id: row.name for row in rows_of(session, payments.customers(heads))}
    reminded = accounts.last_reminders(session, list(left))
    return [_row(head, left.get(head["id"], 0), names, reminded, today) for head in heads]


def _row(
    head: Mapping[str, Any], left: int, names: Mapping[bytes, str], reminded: Mapping[bytes, Any], today: date
) -> InvoiceRow:
    whose, last = customer(head), reminded.get(head["id"])
    late = max((today - date.fromisoformat(head["due_on"])).days, 0) if head["due_on"] and left > 0 else 0
    same = {name: head[name] for name in ("id", "kind", "title", "name", "issued_on", "due_on", "currency", "total")}
    who = (names.get(whose, "") if whose else "") or (head["address"] or "").partition("\n")[0]
    return InvoiceRow(
        **same, customer=whose, who=who, status=_status(head, left, late), late=late, open=left,
        reminders=last["level"] if last else 0,
    )  # fmt: skip


def _status(head: Mapping[str, Any], left: int, late: int) -> str:
    if head["status"] not in OWED:
        return "draft" if head["status"] == "draft" else "cancelled"
    if head["kind"] == "credit":
        return "credit"
    if left <= 0:
        return "paid" if left == 0 else "over"
    return "overdue" if late else "part" if left < head["total"] else "sent"


# One of them


@dataclass(frozen=True, slots=True)
class Invoice:
    row: InvoiceRow
    company_id: bytes | None
    payments: tuple[Mapping[str, Any], ...]
    """Rows of `Payment`, the first first."""
    reminders: tuple[Mapping[str, Any], ...]
    credits: tuple[Mapping[str, Any], ...]
    on_account: int
    """What the customer has paid for no invoice, in the currency of this one."""
    fees: int


def look(store: Store, key: bytes, today: date) -> Invoice:
    with store.read() as session:
        head = get(session, key)
        (row,) = _rows(session, [head], today)
        paid = sorted(
            bulk.fetch(session, Payment, "document_id", [key]), key=lambda each: (each["paid_on"], each["id"])
        )
        reminded = sorted(bulk.fetch(session, PaymentReminder, "document_id", [key]), key=lambda each: each["level"])
        following = bulk.fetch(session, Document, "source_id", [key])
        credit = tuple(each for each in following if each["kind"] == "credit" and each["status"] in OWED)
        account = payments.on_account(session, row.customer) if row.customer else {}
    fees = sum(each["fee"] for each in reminded)
    there = account.get(row.currency, 0)
    return Invoice(row, head["company_id"], tuple(paid), tuple(reminded), credit, there, fees)


def received(store: Store) -> list[tuple[dict[str, Any], str]]:
    """All payments with the number of their invoice, the first first."""
    with store.read() as session:
        rows = sorted(bulk.whole(session, Payment), key=lambda row: (row["paid_on"], row["id"]))
        heads = bulk.fetch(session, Document, "id", [row["document_id"] for row in rows if row["document_id"]])
        titles = {head["id"]: head["title"] or "" for head in heads}
    return [(row, titles.get(row["document_id"], "")) for row in rows]
