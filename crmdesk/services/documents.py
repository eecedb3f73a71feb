"""Quotes, orders, delivery notes, invoices and credit notes: drafts that are written, and what all of them come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.base import declared_fields
from crmdesk.domain.contacts import Contact
from crmdesk.domain.documents import Document, DocumentLine, DocumentTax
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import FINEST, exact, exactly, plain
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.money_totals import Item, Rules, Totals, totals
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _
from crmdesk.services import (
    bundles,
    document_defaults,
    document_taxes,
    document_templates,
    money,
    prices,
    products,
    taxes,
)
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is written; what is left out comes from the product."""

    kind: str = "product"
    name: str = ""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    product_id: bytes | None = None
    sku: str | None = None
    text: str | None = None
    unit: str | None = None
    discount: Decimal | None = None
    discount_amount: int | None = None
    is_optional: bool = False
    tax_class_id: bytes | None = None
    taxes: tuple[Tax, ...] | None = None
    """None: those of the tax class."""
    options: tuple[str, ...] = ()
    book_id: bytes | None = None
    cost: Decimal | None = None
    source_id: bytes | None = None
    bundle_id: bytes | None = None
    """The line whose part this is."""
    id: bytes | None = None
    """None: it is new, and a bundle comes with its parts."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A document with its lines and the sums of its taxes, as they are kept or would be."""

    head: Row
    rows: list[Row]
    taxes: list[Row]
    totals: Totals | None = None
    """Where they were just worked out."""


_COUNTED = ("net", "tax", "withheld", "rounding_difference", "total", "deposit_amount")
_HEAD = set(declared_fields(Document)) - {
    "kind", "status", "title", "series", "letter", "serial", "version", "first_id", "source_id", "created_at",
    "deleted_at", "net", "tax", "withheld", "rounding_difference", "total", "sent_at", "answered_at", "sender",
}  # fmt: skip
"""What its writer may set."""


def make(store: Store, kind: str, lines: Sequence[Line], **head: Any) -> bytes:
    """A draft. Of the head whatever its columns are called: contact_id, company_id, currency, valid_until ..."""
    with store.write(_WORDS[kind]()) as session:
        return put(session, kind, lines, head)


_WORDS = {
    "quote": lambda: _("Add quote"),
    "order": lambda: _("Add order"),
    "delivery": lambda: _("Add delivery note"),
    "invoice": lambda: _("Add invoice"),
    "credit": lambda: _("Add credit note"),
}


def put(session: Session, kind: str, lines: Sequence[Line], head: Mapping[str, Any], **more: Any) -> bytes:
    """As `make`, in a step that is open; `more` is what no user sets."""
    key = new_id()
    given = cleaned_head(head)
    _check_customer(session, given)
    document_templates.hold(session, given.get("template_id"))
    today = date.today()  # noqa: DTZ011 - the user's own day
    fresh = {
        "currency": money.currency(session),
        "language": _language(session, given.get("contact_id")),
        "issued_on": today.isoformat(),
        **document_defaults.fresh(session, kind, today),
    }
    told = {name: value for name, value in given.items() if value is not None}
    bulk.insert(session, Document, [{**fresh, **told, **more, "id": key, "kind": kind}])
    put_lines(session, key, lines)
    return key


def change(store: Store, key: bytes, lines: Sequence[Line] | None = None, **head: Any) -> None:
    """Only of a draft."""
    with store.write(_("Change document")) as session:
        draft(session, key)
        put_head(session, key, head)
        if lines is not None:
            put_lines(session, key, lines)
        else:
            count(session, key)


def put_head(session: Session, key: bytes, head: Mapping[str, Any]) -> None:
    if head:
        document_templates.hold(session, head.get("template_id"))
        bulk.update(session, Document, [key], cleaned_head(head))


def get(session: Session, key: bytes) -> Row:
    found = next(bulk.fetch(session, Document, "id", [key]), None)
    if found is None:
        raise UserError(_("This document was deleted meanwhile. Undo brings it back."))
    return found


def draft(session: Session, key: bytes) -> Row:
    found = get(session, key)
    if found["status"] != "draft":
        words = _("{number} is locked since it was sent. Make a new version of it.")
        raise UserError(words.format(number=found["title"] or ""))
    return found


def cleaned_head(head: Mapping[str, Any]) -> Row:
    fields = declared_fields(Document)
    if strange := sorted(set(head) - _HEAD):
        raise UserError(_("A document has no field “{name}”.").format(name=strange[0]))
    row = {}
    for name, value in head.items():
        told = plain(value) if isinstance(value, Decimal) else value
        row[name] = told if name.endswith("_id") else cleaned(fields[name].kind, _(fields[name].label), told)
    if row.get("currency"):
        row["currency"] = money.checked(row["currency"])
    if row.get("discount") and row.get("discount_amount"):
        raise UserError(_("A discount is a percentage or an amount, not both."))
    return row


def _check_customer(session: Session, given: Row) -> None:
    wanted = {given[name] for name in ("contact_id", "company_id") if given.get(name)}
    if len(rows_of(session, list(wanted))) < len(wanted):
        raise UserError(_("There is no such contact or company in this file."))


def _language(session: Session, contact: bytes | None) -> str:
    row = next(bulk.fetch(session, Contact, "id", [contact]), None) if contact else None
    return (row and row["language"]) or i18n.own_language().partition(".")[0].replace("_", "-")


# Lines


def put_lines(session: Session, key: bytes, lines: Sequence[Line]) -> None:
    """These and no others; each keeps its id."""
    head = get(session, key)
    filled = [_filled(session, head, line) for given in lines for line in unfolded(session, given)]
    rows = rows_of_lines(key, filled)
    kept = {row["id"] for row in rows}
    gone = [row["id"] for row in bulk.fetch(session, DocumentLine, "document_id", [key]) if row["id"] not in kept]
    bulk.mark_deleted(session, DocumentLine, "id", gone)
    bulk.revive(session, DocumentLine, rows)
    count(session, key)


def unfolded(session: Session, line: Line) -> list[Line]:
    """A new line of a bundle with its parts under it. What is paid part by part costs nothing as a whole."""
    product = products.get(session, line.product_id) if line.product_id and not line.id else None
    inside = bundles.parts(session, product) if product and product["kind"] == "bundle" else []
    key = new_id()
    if product and inside and product["is_priced_by_parts"] and line.unit_price is None:
        line = replace(line, unit_price=Decimal(0), taxes=(), cost=Decimal(0))
    return [replace(line, id=line.id or key), *(_part(line, key, part) for part in inside)]


def _part(whole: Line, key: bytes, part: bundles.Part) -> Line:
    with exactly():
        quantity = whole.quantity * part.quantity
    line = Line(
        product_id=part.product["id"], quantity=quantity, bundle_id=key, id=new_id(), text="",
        is_optional=whole.is_optional or part.is_optional,
    )  # fmt: skip
    return line if part.is_paid else replace(line, unit_price=Decimal(0), taxes=(), cost=Decimal(0))


def fresh(lines: Sequence[Line]) -> list[Line]:
    """The same on another document: parts stay with the bundles that come along."""
    ids = {line.id: new_id() for line in lines if line.id}
    return [
        replace(line, id=ids[line.id] if line.id else new_id(), bundle_id=ids.get(line.bundle_id or b""))
        for line in lines
    ]


def _filled(session: Session, head: Row, line: Line) -> Line:
    """With what the product says, and the price and the taxes that hold for this customer on this day."""
    if line.product_id:
        line = _of_product(session, head, line)
    if line.unit_price is None:
        line = replace(line, unit_price=Decimal(0))
        if line.kind in ("product", "shipping"):
            raise UserError(_("“{name}” has no price in {currency}.").format(name=line.name, currency=head["currency"]))
    if line.taxes is None:
        line = replace(line, taxes=document_taxes.holding(session, line.tax_class_id, head))
    return line


def _of_product(session: Session, head: Row, line: Line) -> Line:
    product = products.get(session, line.product_id or b"")
    line = replace(
        line, name=line.name or product["name"], sku=line.sku or product["sku"], unit=line.unit or product["unit"],
        text=line.text if line.text is not None else product["description"],
        tax_class_id=line.tax_class_id or product["tax_class_id"],
        cost=line.cost if line.cost is not None else _cost(session, head, product),
    )  # fmt: skip
    if line.unit_price is not None:
        return line
    found = prices.price_for(
        session, product, line.quantity, head["issued_on"], head["currency"], owners(head), bool(head["is_inclusive"])
    )
    return replace(line, unit_price=found.price, book_id=found.book_id) if found else line


def _cost(session: Session, head: Row, product: Row) -> Decimal | None:
    """In the currency of the document; nothing where no rate is known."""
    rate = money.rate_on(session, product["currency"], head["currency"], head["issued_on"]) if product["cost"] else None
    if rate is None:
        return None
    with exactly():
        return (exact(product["cost"]) * rate).quantize(Decimal((0, (1,), -FINEST)))


def owners(head: Mapping[str, Any]) -> list[bytes]:
    """Whose prices hold."""
    return [key for key in (head["contact_id"], head["company_id"]) if key]


def rows_of_lines(key: bytes, lines: Sequence[Line]) -> list[Row]:
    """As they are kept, before anything is counted."""
    return [_row(line, key, place) for place, line in enumerate(lines)]


def _row(line: Line, key: bytes, place: int) -> Row:
    return {
        "id": line.id or new_id(), "document_id": key, "position": place, "kind": line.kind, "name": line.name.strip(),
        "quantity": plain(line.quantity), "unit_price": plain(line.unit_price or Decimal(0)), "sku": line.sku,
        "product_id": line.product_id, "bundle_id": line.bundle_id,
        "text": line.text, "unit": line.unit, "is_optional": line.is_optional,
        "discount": plain(line.discount) if line.discount else None, "discount_amount": line.discount_amount,
        "tax_class_id": line.tax_class_id, "taxes": taxes.written(line.taxes or ()), "source_id": line.source_id,
        "options": "\n".join(line.options) or None, "book_id": line.book_id,
        "cost": plain(line.cost) if line.cost is not None else None,
    }  # fmt: skip


def line_rows(session: Session, key: bytes) -> list[Row]:
    return sorted(bulk.fetch(session, DocumentLine, "document_id", [key]), key=lambda row: (row["position"], row["id"]))


def line_of(row: Mapping[str, Any]) -> Line:
    """As it is kept."""
    same = {name: row[name] for name in Line.__slots__ if name in row}
    return Line(
        **same
        | {
            "quantity": exact(row["quantity"]),
            "unit_price": exact(row["unit_price"]),
            "discount": exact(row["discount"]) if row["discount"] else None,
            "cost": exact(row["cost"]) if row["cost"] else None,
            "is_optional": bool(row["is_optional"]),
            "taxes": taxes.read(row["taxes"]),
            "options": tuple((row["options"] or "").split()),
        }
    )


# What it comes to


def rules_of(head: Mapping[str, Any]) -> Rules:
    return Rules(
        currency=head["currency"], is_inclusive=bool(head["is_inclusive"]), rounded=head["rounded"],
        mode=head["rounding"], cash_step=head["cash_step"],
        discount=exact(head["discount"]) if head["discount"] else None, discount_amount=head["discount_amount"],
        deposit=exact(head["deposit"]) if head["deposit"] else None,
        deposit_amount=None if head["deposit"] else head["deposit_amount"],
    )  # fmt: skip


def item_of(line: Line) -> Item:
    price = line.unit_price or Decimal(0)
    return Item(
        line.kind, line.quantity, price, line.discount, line.discount_amount, line.is_optional, line.taxes or ()
    )


def figures(head: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Totals:
    return totals([item_of(line_of(row)) for row in rows], rules_of(head))


def whole(session: Session, key: bytes) -> Whole:
    sums = bulk.fetch(session, DocumentTax, "document_id", [key])
    return Whole(get(session, key), line_rows(session, key), sorted(sums, key=lambda row: row["position"]))


def worked_out(head: Row, rows: Sequence[Row]) -> Whole:
    """With all figures as they will be kept and printed."""
    found = figures(head, rows)
    kept = {
        "net": found.net, "tax": found.tax, "withheld": found.withheld, "rounding_difference": found.rounding,
        "total": found.total, "deposit_amount": found.deposit or None,
    }  # fmt: skip
    counted = [{**row, "amount": amount} for row, amount in zip(rows, found.amounts, strict=True)]
    return Whole({**head, **kept}, counted, _tax_rows(head["id"], found), found)


def count(session: Session, key: bytes) -> Totals:
    """Work out all figures and keep them as they will be printed."""
    found = worked_out(get(session, key), line_rows(session, key))
    amounts = ({"id": row["id"], "amount": row["amount"]} for row in found.rows)
    bulk.update_each(session, DocumentLine, amounts)
    _keep_taxes(session, key, found.taxes)
    bulk.update(session, Document, [key], {name: found.head[name] for name in _COUNTED})
    assert found.totals
    return found.totals


def _tax_rows(key: bytes, found: Totals) -> list[Row]:
    return [
        {
            "id": named_id("document tax", key, str(place)), "document_id": key, "position": place,
            "name": each.tax.name, "percent": plain(each.tax.percent), "kind": each.tax.kind, "base": each.base,
            "amount": each.amount, "code": each.tax.code or None, "note": each.tax.note or None,
        }
        for place, each in enumerate(found.taxes)
    ]  # fmt: skip


def _keep_taxes(session: Session, key: bytes, rows: Sequence[Row]) -> None:
    kept = {row["id"] for row in rows}
    gone = [row["id"] for row in bulk.fetch(session, DocumentTax, "document_id", [key]) if row["id"] not in kept]
    bulk.mark_deleted(session, DocumentTax, "id", gone)
    bulk.revive(session, DocumentTax, rows)


def by_number(session: Session, number: str) -> Row:
    """The latest version of what is called so."""
    wanted = number.strip().casefold()
    rows = list(bulk.fetch(session, Document, "title", [number.strip()])) or [
        row for row in bulk.whole(session, Document) if (row["title"] or "").casefold() == wanted
    ]
    if not rows:
        raise UserError(_("There is no document “{number}” in this file.").format(number=number.strip()))
    return max(rows, key=lambda row: row["version"])
