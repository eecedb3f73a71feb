"""What a customer owes: the statement of their account, and reminders in three steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crmdesk.domain.documents import Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import within
from crmdesk.domain.receipts import Payment, PaymentReminder
from crmdesk.i18n import _
from crmdesk.services import payments
from crmdesk.services.documents import get
from crmdesk.services.payments import Receivable
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
    """`invoice`, `credit` or `payment`."""
    currency: str
    amount: int
    """Less than nothing is what was paid or credited."""
    balance: int
    """Of all in this currency so far."""


def statement(store: Store, owner: bytes) -> list[Movement]:
    """By day, as a bank would."""
    with store.read() as session:
        columns = ("company_id", "contact_id")
        heads = {row["id"]: row for name in columns for row in bulk.fetch(session, Document, name, [owner])}
        paid = {row["id"]: row for name in columns for row in bulk.fetch(session, Payment, name, [owner])}
    moves = [
        (row["issued_on"], 0, row["title"], row["kind"], row["currency"], _SIGNS[row["kind"]] * row["total"])
        for row in heads.values()
        if row["kind"] in _SIGNS and row["status"] in ("sent", "accepted")
    ]
    moves += [
        (row["paid_on"], 1, row["reference"] or "", "payment", row["currency"], -row["amount"]) for row in paid.values()
    ]
    balances: dict[str, int] = {}
    found = []
    for day, _turn, what, kind, currency, amount in sorted(moves):
        balances[currency] = balances.get(currency, 0) + amount
        found.append(Movement(day, what, kind, currency, amount, balances[currency]))
    return found


def to_remind(store: Store, today: date, after: Sequence[int] = AFTER) -> list[tuple[Receivable, int]]:
    """Invoices that are late enough for their next letter, with its step: 1, 2 or 3."""
    late = [each for each in payments.receivables(store, today) if each.late and each.open > 0]
    with store.read() as session:
        sent: dict[bytes, int] = {}
        for row in bulk.fetch(session, PaymentReminder, "document_id", [each.id for each in late]):
            sent[row["document_id"]] = max(sent.get(row["document_id"], 0), row["level"])
    steps = [(each, sent.get(each.id, 0) + 1) for each in late]
    return [(each, step) for each, step in steps if step <= len(after) and each.late >= after[step - 1]]


def remind(store: Store, invoice: bytes, today: date, *, fee: int = 0, days: int = 10) -> int:
    """Note that the next letter goes out; gives its step. Each goes out once, on however many laptops."""
    with store.write(_("Remind of payment")) as session:
        head = get(session, invoice)
        if payments.balance(session, invoice) <= 0 or (head["due_on"] or "9999") >= today.isoformat():
            raise UserError(_("Nothing of {number} is late.").format(number=head["title"] or ""))
        level = 1 + max(
            (row["level"] for row in bulk.fetch(session, PaymentReminder, "document_id", [invoice])), default=0
        )
        if level > len(AFTER):
            raise UserError(_("All reminders of {number} were sent.").format(number=head["title"]))
        row = {
            "id": named_id("payment reminder", invoice, str(level)), "document_id": invoice, "level": level,
            "sent_on": today.isoformat(), "pay_until": (today + timedelta(days=days)).isoformat(), "fee": within(fee),
            "currency": head["currency"],
        }  # fmt: skip
        bulk.revive(session, PaymentReminder, [row])
    return level
