"""What happens to documents: sent and locked, answered, put into a new version, and followed by the next kind."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import now
from crmdesk.domain.companies import Company
from crmdesk.domain.deals import Deal, DealProduct
from crmdesk.domain.documents import Document, DocumentLine, DocumentTax
from crmdesk.domain.errors import UserError
from crmdesk.domain.money import exact, plain
from crmdesk.domain.numbering import Number
from crmdesk.i18n import _
from crmdesk.services import (
    addressing,
    document_defaults,
    document_history,
    document_parts,
    document_templates,
    money,
    numbering,
    sender,
)
from crmdesk.services.documents import Line, Row, draft, fresh, get, line_of, line_rows, put
from crmdesk.store import bulk
from crmdesk.store.store import Store

FOLLOWS = {
    "quote": ("order", "invoice"),
    "order": ("delivery", "invoice"),
    "delivery": ("invoice",),
    "invoice": ("credit",),
    "credit": (),
}
"""What is made of what."""
_KEPT = (
    "deal_id", "company_id", "contact_id", "name", "address", "delivery_address", "tax_number", "language", "terms",
    "template_id", "currency", "is_inclusive", "rounded", "rounding", "cash_step", "discount", "responsible",
    "reference",
)  # fmt: skip
_ALL_KEPT = (*_KEPT, "intro", "valid_until", "due_on", "discount_amount", "deposit")


def from_deal(store: Store, deal_id: bytes) -> bytes:
    """A draft for the customer of a deal, with its products; without any, one line with its amount."""
    with store.write(_("Add quote")) as session:
        deal = next(bulk.fetch(session, Deal, "id", [deal_id]), None)
        if deal is None:
            raise UserError(_("This deal was deleted meanwhile. Undo brings it back."))
        names = ("company_id", "contact_id", "currency", "name", "responsible")
        return put(session, "quote", _lines_of(session, deal), {name: deal[name] for name in names}, deal_id=deal_id)


def _lines_of(session: Session, deal: Row) -> list[Line]:
    rows = sorted(bulk.fetch(session, DealProduct, "deal_id", [deal["id"]]), key=lambda row: row["position"])
    if rows:
        return [
            Line(
                name=row["name"], quantity=exact(row["quantity"]), unit_price=exact(row["unit_price"]),
                product_id=row["product_id"], discount=exact(row["discount"]) if row["discount"] else None,
            )
            for row in rows
        ]  # fmt: skip
    from crmdesk.domain.money import to_major

    return [Line(name=deal["name"], unit_price=to_major(deal["amount"] or 0, deal["currency"]))]


# Sent and answered


def send(store: Store, key: bytes, on: date | None = None, way: str = "sent") -> str:
    """Give it its number and lock it; what it says of customer and own business stays. Gives the number.

    `way` is what the history says: sent, mailed, printed, handed over; nothing where that is told later.
    """
    day = on or date.today()  # noqa: DTZ011 - the user's own day
    head, number = numbered(store, key, day)
    with store.write(_("Send {number}").format(number=number["title"])) as session:
        put_out(session, store, head, day, number)
        if way:
            document_history.note(session, get(session, key), way, store.author)
    return str(number["title"])


def numbered(store: Store, key: bytes, day: date) -> tuple[Row, Row]:
    """A draft that may go out, and the number it has from now on: an older version's, or a new one."""
    with store.read() as session:
        head = draft(session, key)
        if not any(row["kind"] in ("product", "shipping") for row in line_rows(session, key)):
            raise UserError(_("There is nothing on it yet, so it was not sent."))
    return head, {"title": head["title"]} if head["title"] else number_row(numbering.take(store, head["kind"], day))


def put_out(session: Session, store: Store, head: Row, day: date, number: Row) -> None:
    """As part of a step: it is locked, takes the place of older versions, and is watched until it is answered."""
    draft(session, head["id"])
    lock(session, head, day.isoformat(), number)
    _replace_older(session, head)
    document_history.watch(session, get(session, head["id"]), store.author, day)


def lock(session: Session, head: Row, day: str, number: Mapping[str, Any]) -> None:
    """From now on it stays as it is, in a step that is open."""
    changed = {**frozen(session, head, day), **number, "status": "sent", "sent_at": now()}
    bulk.update(session, Document, [head["id"]], changed)


def number_row(number: Number) -> Row:
    return {"title": number.text, "series": number.series, "letter": number.letter, "serial": number.serial}


def frozen(session: Session, head: Row, day: str) -> Row:
    """What it keeps of customer, own business and template from the day it is sent."""
    own = sender.of(session)
    kept = document_templates.frozen(session, head)
    told = {"look": kept.pop("look")} | {
        name: getattr(own, name)
        for name in ("name", "lines", "address", "country", "phone", "email", "web", "tax_number", "foot")
        if own
    }
    rate = money.rate_on(session, head["currency"], money.currency(session), day)
    return {
        "issued_on": day,
        "address": head["address"] or address_of(session, head),
        "tax_number": head["tax_number"] or _tax_number(session, head),
        "sender": json.dumps(told, ensure_ascii=False),
        **kept,
        "exchange_rate": head["exchange_rate"] or (plain(rate.quantize(Decimal("0.000000001"))) if rate else None),
        "due_on": head["due_on"] or (due_on(session, date.fromisoformat(day)) if head["kind"] == "invoice" else None),
    }


def _tax_number(session: Session, head: Row) -> str | None:
    """The company's: where the customer owes the tax, its number has to stand on the invoice."""
    row = next(bulk.fetch(session, Company, "id", [head["company_id"]]), None) if head["company_id"] else None
    return row["tax_number"] if row else None


def due_on(session: Session, day: date) -> str:
    """Of an invoice that is sent on this day, where nobody said otherwise."""
    return (day + timedelta(days=document_defaults.of(session).payment_days)).isoformat()


def address_of(session: Session, head: Mapping[str, Any]) -> str:
    """Of the contact, or of the company where there is none; the name alone where no address is known."""
    keys = [key for key in (head["contact_id"], head["company_id"]) if key][:1]
    person = next(addressing.addressed(session, keys), None)
    return "\n".join(person.lines or [person.name]) if person else ""


def _replace_older(session: Session, head: Row) -> None:
    if head["version"] > 1:
        rows = [*bulk.fetch(session, Document, "first_id", [head["first_id"]]), get(session, head["first_id"])]
        older = [row["id"] for row in rows if row["version"] < head["version"] and row["status"] in _WAITING]
        bulk.update(session, Document, older, {"status": "replaced"})
        document_history.unwatch(session, older)


_WAITING = ("sent", "declined")
"""An accepted quote stays what was agreed on, whatever is offered later."""
_ANSWERED = {"accepted": ("sent", "declined"), "declined": ("sent", "accepted"), "cancelled": ("sent", "accepted")}
"""From where to: who declined may come back."""


def answer(store: Store, key: bytes, status: str, reason: str | None = None) -> None:
    """`accepted`, `declined` or `cancelled`."""
    words = {
        "accepted": _("Accept {number}"),
        "declined": _("Decline {number}"),
        "cancelled": _("Cancel {number}"),
    }
    with store.read() as session:
        head = get(session, key)
    if head["status"] not in _ANSWERED[status]:
        raise UserError(_("{number} waits for no answer.").format(number=head["title"] or _("A draft")))
    with store.write(words[status].format(number=head["title"])) as session:
        answered(session, store, head, status, reason)


def answered(session: Session, store: Store, head: Row, status: str, reason: str | None = None, told: str = "") -> None:
    """As part of a step; `told` is what the history says of it, where that is not the status."""
    bulk.update(session, Document, [head["id"]], {"status": status, "answered_at": now(), "reason": reason})
    document_history.note(session, head, told or status, store.author, reason)
    document_history.unwatch(session, [head["id"]])


def shown_status(head: Mapping[str, Any], today: str) -> str:
    """A quote that was sent and waited for longer than it is good is expired, without anybody saying so."""
    is_over = head["kind"] == "quote" and head["status"] == "sent" and (head["valid_until"] or "9999") < today
    return "expired" if is_over else str(head["status"])


# The same again


def new_version(store: Store, key: bytes) -> bytes:
    """A draft with the same number, which replaces the one before when it is sent."""
    with store.write(_("New version")) as session:
        head = get(session, key)
        if head["status"] == "draft" or head["kind"] != "quote":
            raise UserError(_("Only a quote that was sent can have a new version."))
        first = head["first_id"] or key
        versions = [row["version"] for row in bulk.fetch(session, Document, "first_id", [first])]
        same = {name: head[name] for name in ("title", "series", "letter", "serial")}
        return _copied(session, head, **same, first_id=first, version=max([1, *versions]) + 1)


def duplicate(store: Store, key: bytes) -> bytes:
    """A draft of its own."""
    with store.write(_("Duplicate document")) as session:
        return _copied(session, get(session, key))


def _copied(session: Session, head: Row, **more: Any) -> bytes:
    lines = fresh([line_of(row) for row in line_rows(session, head["id"])])
    kept = {name: head[name] for name in _ALL_KEPT if name not in ("address", "valid_until") and name != "deal_id"}
    if not head["deposit"]:
        kept["deposit_amount"] = head["deposit_amount"]
    return put(session, head["kind"], lines, kept, deal_id=head["deal_id"], **more)


def remove_draft(store: Store, key: bytes) -> None:
    """It never had a number of its own, so nothing is missed."""
    with store.write(_("Delete draft")) as session:
        draft(session, key)
        for record, column in ((Document, "id"), (DocumentLine, "document_id"), (DocumentTax, "document_id")):
            bulk.mark_deleted(session, record, column, [key])


_TYPED = (
    "contact_id",
    "company_id",
    "deal_id",
    "name",
    "intro",
    "reference",
    "discount",
    "discount_amount",
    "first_id",
)


def drop_blank(store: Store, key: bytes) -> bool:
    """A draft that was begun and left: on which nothing stands yet is no draft."""
    with store.read() as session:
        head = next(bulk.fetch(session, Document, "id", [key]), None)
        is_blank = head and head["status"] == "draft" and not any(head[name] for name in _TYPED)
        if not is_blank or line_rows(session, key):
            return False
    remove_draft(store, key)
    return True


# What follows


def follow(store: Store, key: bytes, kind: str, quantities: Mapping[bytes, Decimal] | None = None) -> bytes:
    """The order of a quote, the delivery note or invoice of an order, the credit note of an invoice.

    Of each line what is left, or as much as is told.
    """
    with store.write(_("Make the next document")) as session:
        head = get(session, key)
        _check_order(head, kind)
        left = document_parts.remaining(session, key, kind)
        wanted = {line: amount for line, amount in (left if quantities is None else quantities).items() if amount}
        document_parts.check(session, key, left, wanted)
        lines = document_parts.lines_of(session, head, kind, left, wanted)
        kept = {name: head[name] for name in _KEPT if name != "terms" or not _has_usual_terms(session, head)}
        kept |= document_parts.shared(session, head, kind, left, wanted, lines)
        return put(session, kind, lines, kept, source_id=key)


def _has_usual_terms(session: Session, head: Row) -> bool:
    """Those of its kind, which the next kind has others of."""
    return (head["terms"] or "") == document_defaults.of(session).terms(head["kind"])


def _check_order(head: Row, kind: str) -> None:
    if kind not in FOLLOWS[head["kind"]]:
        raise UserError(_("That cannot be made of this document."))
    if head["status"] != "accepted" and (head["kind"] == "quote" or head["status"] != "sent"):
        words = _("{number} is not accepted yet.") if head["kind"] == "quote" else _("{number} is not sent yet.")
        raise UserError(words.format(number=head["title"] or _("The draft")))
