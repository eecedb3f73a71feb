"""What was paid, what is open and since when, and what lies on account."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.documents import Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import new_id
from crmdesk.domain.money import within
from crmdesk.domain.receipts import Payment, PaymentReminder
from crmdesk.domain.values.clean import cleaned, tidy
from crmdesk.i18n import _
from crmdesk.services.documents import Row, get
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

AGES = (0, 30, 60, 90)
"""Days late from which a new column of receivables begins."""
OWED = ("sent", "accepted")
_WHOSE = ("company_id", "contact_id")
_LONG = len("2026-11-22")
Share = tuple[bytes, int]
"""An invoice, and how much of it."""


@dataclass(frozen=True, slots=True)
class Money:
    """What came in or went out at once, however it is divided."""

    paid_on: str
    method: str | None = None
    reference: str | None = None


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
    """Days; nothing of what is not due yet, or was paid twice."""

    @property
    def customer(self) -> bytes | None:
        return self.company_id or self.contact_id


def customer(head: Mapping[str, Any]) -> bytes | None:
    """Whose account it is: the company's, where there is one."""
    whose: bytes | None = head["company_id"] or head["contact_id"]
    return whose


def customers(heads: Iterable[Mapping[str, Any]]) -> list[bytes]:
    return list(dict.fromkeys(key for head in heads if (key := customer(head))))


def whole_day(label: str, typed: Any) -> str | None:
    """A date with its year and its day."""
    day = cleaned(Kind.DATE, label, typed)
    if day and not (len(day) == _LONG and day[0].isdigit()):
        raise UserError(_("{label}: write day, month and year.").format(label=label))
    return str(day) if day else None


def record(
    store: Store, document: bytes, amount: int, paid_on: str, method: str | None = None, reference: str | None = None
) -> bytes:
    """In the currency of the document; less than nothing was given back."""
    (key,) = take(store, Money(paid_on, method, reference), [(document, amount)])
    return key


def take(store: Store, money: Money, shares: Sequence[Share], on_account: int = 0) -> list[bytes]:
    """One payment for one invoice or several of one customer; what is more than they are is kept on account."""
    whole = sum(amount for _document, amount in shares) + on_account
    if not whole:
        raise UserError(_("Nothing was paid, so nothing was noted."))
    with store.write(_("Record payment") if whole > 0 else _("Record refund")) as session:
        heads = [_owed(session, document) for document, _amount in shares]
        _check_together(heads)
        rows = [_row(head, head["id"], amount) for head, (_key, amount) in zip(heads, shares, strict=True) if amount]
        rows += [_row(heads[0], None, on_account)] if on_account else []
        return _insert(session, rows, money)


def put_on_account(store: Store, owner: bytes, amount: int, currency: str, money: Money) -> bytes:
    """Of a contact or company, for no invoice yet; less than nothing is given back."""
    if not within(amount):
        raise UserError(_("Nothing was paid, so nothing was noted."))
    with store.write(_("Record payment") if amount > 0 else _("Record refund")) as session:
        found = next(iter(rows_of(session, [owner])), None)
        if found is None:
            raise UserError(_("There is no such contact or company in this file."))
        whose = {"company_id": None, "contact_id": None, f"{found.kind}_id": owner}
        (key,) = _insert(session, [{**whose, "document_id": None, "amount": amount, "currency": currency}], money)
    return key


def _owed(session: Session, document: bytes) -> Row:
    head = get(session, document)
    if head["kind"] != "invoice" or head["status"] not in OWED:
        raise UserError(_("Only an invoice that was sent can be paid."))
    return head


def _check_together(heads: Sequence[Row]) -> None:
    if len({head["currency"] for head in heads}) > 1:
        raise UserError(_("One payment is of one currency. Choose invoices of the same."))
    if len({customer(head) for head in heads}) > 1:
        raise UserError(_("One payment is of one customer. Choose invoices of the same."))


def _row(head: Row, document: bytes | None, amount: int) -> Row:
    whose = {name: head[name] for name in ("company_id", "contact_id", "currency")}
    return {**whose, "document_id": document, "amount": within(amount)}


def _insert(session: Session, rows: Sequence[Row], money: Money) -> list[bytes]:
    told = {"method": tidy(money.method or "") or None, "reference": tidy(money.reference or "") or None}
    day = whole_day(_("Paid"), money.paid_on)
    if not day:
        raise UserError(_("Say on which day it was paid."))
    whole = [{**row, **told, "id": new_id(), "paid_on": day} for row in rows]
    bulk.insert(session, Payment, whole)
    return [row["id"] for row in whole]


def spread(open_ones: Sequence[Share], amount: int) -> tuple[list[Share], int]:
    """A sum over invoices in their order, and what is left of it."""
    shares = []
    for document, left in open_ones:
        part = max(min(left, amount), 0)
        shares += [(document, part)] if part else []
        amount -= part
    return shares, amount


def remove(store: Store, key: bytes) -> None:
    with store.write(_("Remove payment")) as session:
        bulk.mark_deleted(session, Payment, "id", [key])


# What is open


def balance(session: Session, document: bytes) -> int:
    """What is still to be paid of an invoice; less than nothing is too much."""
    return _open(session, [get(session, document)])[document]


def _open(session: Session, invoices: Iterable[Row]) -> dict[bytes, int]:
    """Less what was paid beforehand and is printed so, and with the fees of reminders."""
    left = {row["id"]: int(row["total"]) - (row["deposit_amount"] or 0) for row in invoices}
    for payment in bulk.fetch(session, Payment, "document_id", list(left)):
        left[payment["document_id"]] -= payment["amount"]
    for credit in bulk.fetch(session, Document, "source_id", list(left)):
        if credit["kind"] == "credit" and credit["status"] in OWED:
            left[credit["source_id"]] -= credit["total"]
    for reminder in bulk.fetch(session, PaymentReminder, "document_id", list(left)):
        left[reminder["document_id"]] += reminder["fee"]
    return left


def open_of(session: Session, invoices: Iterable[Row]) -> dict[bytes, int]:
    """Of each invoice that was sent; the others are owed by nobody."""
    return _open(session, [row for row in invoices if row["kind"] == "invoice" and row["status"] in OWED])


def receivables(store: Store, today: date) -> list[Receivable]:
    """All invoices that are not paid in full, the latest first."""
    with store.read() as session:
        rows = [row for row in bulk.fetch(session, Document, "kind", ["invoice"]) if row["status"] in OWED]
        left = _open(session, rows)
    found = [_receivable(row, left[row["id"]], today) for row in rows if left[row["id"]]]
    return sorted(found, key=lambda each: (-each.late, each.due_on or "9999", each.title))


def _receivable(row: Mapping[str, Any], left: int, today: date) -> Receivable:
    late = (today - date.fromisoformat(row["due_on"])).days if row["due_on"] and left > 0 else 0
    names = ("id", "title", "company_id", "contact_id", "currency", "total", "due_on")
    return Receivable(**{name: row[name] for name in names}, open=left, late=max(late, 0))


def by_age(receivables: Iterable[Receivable]) -> dict[str, list[int]]:
    """Of each currency what is not late, and what is up to 30, 60, 90 and more days late."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(AGES) + 1))
    for each in receivables:
        found[each.currency][sum(each.late > age for age in AGES)] += each.open
    return dict(found)


# On account


def on_account(session: Session, owner: bytes) -> dict[str, int]:
    """By currency, what a contact or company has paid for no invoice yet."""
    found: defaultdict[str, int] = defaultdict(int)
    for row in _unassigned(session, owner):
        found[row["currency"]] += row["amount"]
    return {currency: amount for currency, amount in found.items() if amount}


def _unassigned(session: Session, owner: bytes) -> list[Row]:
    rows = {row["id"]: row for name in _WHOSE for row in bulk.fetch(session, Payment, name, [owner])}
    return sorted(
        (row for row in rows.values() if not row["document_id"] and customer(row) == owner),
        key=lambda row: (row["paid_on"], row["id"]),
    )


def use_account(store: Store, invoice: bytes) -> int:
    """What lies on account goes to an invoice, as far as it is open; gives how much."""
    with store.write(_("Use what is on account")) as session:
        head = _owed(session, invoice)
        left = wanted = min(
            balance(session, invoice), on_account(session, customer(head) or b"").get(head["currency"], 0)
        )
        if wanted <= 0:
            raise UserError(_("Nothing is on account that could be used."))
        for row in _unassigned(session, customer(head) or b""):
            part = min(row["amount"], left) if row["currency"] == head["currency"] else 0
            if part > 0:
                _move(session, row, head, part)
                left -= part
    return wanted


def _move(session: Session, payment: Row, head: Row, part: int) -> None:
    """The whole of a payment, or a part that becomes one of its own: it was paid on the same day."""
    if part == payment["amount"]:
        bulk.update(session, Payment, [payment["id"]], {"document_id": head["id"]})
        return
    bulk.update(session, Payment, [payment["id"]], {"amount": payment["amount"] - part})
    same = {name: payment[name] for name in ("paid_on", "method", "reference", "text")}
    bulk.insert(session, Payment, [{**_row(head, head["id"], part), **same, "id": new_id()}])


def bought(store: Store, owner: bytes) -> dict[str, int]:
    """The lifetime value by currency: what was invoiced, without taxes, less what was credited."""
    found: defaultdict[str, int] = defaultdict(int)
    with store.read() as session:
        rows = {row["id"]: row for name in _WHOSE for row in bulk.fetch(session, Document, name, [owner])}
    for row in rows.values():
        sign = {"invoice": 1, "credit": -1}.get(row["kind"], 0)
        if sign and row["status"] in OWED:
            found[row["currency"]] += sign * row["net"]
    return dict(found)
