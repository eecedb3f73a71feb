"""What a customer owes: the statement of their account, and which reminders are to go out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from crmdesk.domain.documents import Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import within
from crmdesk.domain.receipts import Payment, PaymentReminder
from crmdesk.i18n import _
from crmdesk.services import payments
from crmdesk.services.documents import Row, get
from crmdesk.services.payments import OWED, Receivable
from crmdesk.store import bulk
from crmdesk.store.store import Store

AFTER = (7, 21, 35)
"""Days late after which each of the three letters goes out."""
_SIGNS = {"invoice": 1, "credit": -1}


@dataclass(frozen=True, slots=True)
class Movement:
    day: str
    what: str
    """The number of an invoice or a credit note; of a payment its reference."""
    kind: str
    """`invoice`, `credit`, `deposit`, `fee`, `payment` or `refund`."""
    currency: str
    amount: int
    """Less than nothing is what was paid or credited."""
    balance: int
    """Of all in this currency so far."""


def statement(store: Store, owner: bytes) -> list[Movement]:
    """By day, as a bank would."""
    with store.read() as session:
        moves = sorted(_moves(session, owner), key=lambda move: move[:4])
    balances: dict[str, int] = {}
    found = []
    for day, _turn, what, kind, currency, amount in moves:
        balances[currency] = balances.get(currency, 0) + amount
        found.append(Movement(day, what, kind, currency, amount, balances[currency]))
    return found


def _moves(session: Session, owner: bytes) -> Iterator[tuple[str, int, str, str, str, int]]:
    """Day, what comes first on it, number, kind, currency and amount."""
    columns = ("company_id", "contact_id")
    heads = {row["id"]: row for name in columns for row in bulk.fetch(session, Document, name, [owner])}
    owed = {key: row for key, row in heads.items() if row["kind"] in _SIGNS and row["status"] in OWED}
    for row in owed.values():
        day, number = row["issued_on"] or "", row["title"] or ""
        yield day, 0, number, row["kind"], row["currency"], _SIGNS[row["kind"]] * row["total"]
        if row["kind"] == "invoice" and row["deposit_amount"]:
            yield day, 1, number, "deposit", row["currency"], -row["deposit_amount"]
    for row in bulk.fetch(session, PaymentReminder, "document_id", list(owed)):
        if row["fee"]:
            yield row["sent_on"], 2, owed[row["document_id"]]["title"] or "", "fee", row["currency"], row["fee"]
    paid = {row["id"]: row for name in columns for row in bulk.fetch(session, Payment, name, [owner])}
    for row in paid.values():
        kind = "payment" if row["amount"] > 0 else "refund"
        yield row["paid_on"], 3, row["reference"] or "", kind, row["currency"], -row["amount"]


# Reminders


def last_reminders(session: Session, invoices: Sequence[bytes]) -> dict[bytes, Row]:
    """Of each invoice the latest that was sent."""
    found: dict[bytes, Row] = {}
    for row in bulk.fetch(session, PaymentReminder, "document_id", invoices):
        before = found.get(row["document_id"])
        if before is None or before["level"] < row["level"]:
            found[row["document_id"]] = row
    return found


def to_remind(store: Store, today: date, after: Sequence[int] = AFTER) -> list[tuple[Receivable, int]]:
    """Invoices that are late enough for their next letter, with its step: 1, 2 or 3.

    Whoever was reminded is left in peace until the day that the letter named.
    """
    late = [each for each in payments.receivables(store, today) if each.late and each.open > 0]
    with store.read() as session:
        sent = last_reminders(session, [each.id for each in late])
    steps = [(each, step_of(each, sent.get(each.id), today, after)) for each in late]
    return [(each, step) for each, step in steps if step]


def step_of(each: Receivable, last: Row | None, today: date, after: Sequence[int]) -> int:
    """Of the letter that is to go out now, after the last one; nothing where there is none."""
    step = (last["level"] if last else 0) + 1
    is_waiting = last is not None and (last["pay_until"] or "") >= today.isoformat()
    is_due = step <= len(after) and each.late >= after[step - 1]
    return step if is_due and each.open > 0 and not is_waiting else 0


def remind(store: Store, invoice: bytes, today: date, *, fee: int = 0, days: int = 10) -> int:
    """Note that the next letter goes out; gives its step. Each goes out once, on however many laptops."""
    with store.write(_("Remind of payment")) as session:
        return note_reminder(session, invoice, today, fee=fee, days=days)


def note_reminder(session: Session, invoice: bytes, today: date, *, fee: int = 0, days: int = 10) -> int:
    """As `remind`, in a step that is open."""
    head = get(session, invoice)
    if payments.balance(session, invoice) <= 0 or (head["due_on"] or "9999") >= today.isoformat():
        raise UserError(_("Nothing of {number} is late.").format(number=head["title"] or ""))
    last = last_reminders(session, [invoice]).get(invoice)
    level = (last["level"] if last else 0) + 1
    if level > len(AFTER):
        raise UserError(_("All reminders of {number} were sent.").format(number=head["title"]))
    row = {
        "id": named_id("payment reminder", invoice, str(level)), "document_id": invoice, "level": level,
        "sent_on": today.isoformat(), "pay_until": (today + timedelta(days=days)).isoformat(), "fee": within(fee),
        "currency": head["currency"],
    }  # fmt: skip
    bulk.revive(session, PaymentReminder, [row])
    return level


def waive_fee(store: Store, reminder: bytes) -> None:
    """It is no longer owed; that one was reminded stays."""
    with store.write(_("Waive the fee")) as session:
        bulk.update(session, PaymentReminder, [reminder], {"fee": 0})
