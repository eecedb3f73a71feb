"""Orders, invoices and their kin as a table: a row for each line and each payment, written and read back whole."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.deals import Deal
from crmdesk.domain.documents import DOCUMENT_KINDS, Document, DocumentLine
from crmdesk.domain.ids import text_id
from crmdesk.domain.money import plain
from crmdesk.domain.receipts import Payment
from crmdesk.i18n import _, mark
from crmdesk.services import customers, export_rights, taxes
from crmdesk.services.document_reading import Reading
from crmdesk.services.documents import Row
from crmdesk.services.table_cells import Taken, amount, figure, headings, read
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

HEAD = {
    "id": "Id", "kind": mark("Kind"), "number": mark("Number"), "version": mark("Version"), "status": mark("Status"),
    "date": mark("Date"), "due": mark("Due"), "valid until": mark("Valid until"), "delivered": mark("Delivered"),
    "company": mark("Company"), "contact": mark("Contact"), "email": mark("E-mail"), "address": mark("Address"),
    "delivery address": mark("Delivery address"), "tax number": mark("Tax number"), "responsible": mark("Responsible"),
    "currency": mark("Currency"), "language": mark("Language"), "subject": mark("Subject"),
    "reference": mark("Your reference"), "intro": mark("Introduction"), "terms": mark("Terms"),
    "with taxes": mark("With taxes"), "rounded": mark("Rounded is"), "rounding": mark("Rounding"),
    "cash rounding": mark("Cash rounding"), "total discount": mark("Discount on the whole"),
    "total discount amount": mark("Discount amount on the whole"), "deposit": mark("Deposit rate"),
    "deposit amount": mark("Deposit"), "total": mark("Total"), "exchange rate": mark("Exchange rate"),
    "deal": mark("Deal"), "made from": mark("Made from"),
}  # fmt: skip
LINES = {
    "line": mark("Line"), "sku": mark("Stock number"), "name": mark("Name"), "text": mark("Text"),
    "quantity": mark("Quantity"), "unit": mark("Unit"), "price": mark("Price"), "discount": mark("Discount rate"),
    "discount amount": mark("Discount"), "optional": mark("Optional"), "taxes": mark("Taxes"),
    "amount": mark("Amount"), "paid on": mark("Paid"), "way": mark("Way of payment"),
    "payment reference": mark("Reference"),
}  # fmt: skip
COLUMNS = HEAD | LINES
PAYMENT = "payment"
_OTHERS = {
    "invoice number": "number", "invoice no": "number", "order number": "number", "document number": "number",
    "invoice date": "date", "issue date": "date", "order date": "date", "due date": "due", "customer": "company",
    "client": "company", "customer name": "company", "item": "name", "description": "name", "product": "name",
    "qty": "quantity", "unit price": "price", "vat": "taxes", "tax": "taxes", "tax rate": "taxes", "email": "email",
    "type": "kind", "order no": "number", "invoiceno": "number", "*invoicenumber": "number",
    "*invoicedate": "date", "invoicedate": "date", "*duedate": "due", "duedate": "due", "*contactname": "company",
    "emailaddress": "email", "inventoryitemcode": "sku", "*description": "name", "*quantity": "quantity",
    "*unitamount": "price", "item name": "name", "item desc": "text", "item price": "price", "item tax %": "taxes",
    "currency code": "currency", "item description": "text", "item quantity": "quantity", "item rate": "price",
    "item(product/service)": "name", "*taxtype": "taxes", "taxtype": "taxes",
}  # fmt: skip
_DAYS = {"date": "issued_on", "due": "due_on", "valid until": "valid_until", "delivered": "delivered_on"}
_TEXTS = {
    "address": "address", "delivery address": "delivery_address", "tax number": "tax_number",
    "responsible": "responsible", "language": "language", "subject": "name", "reference": "reference", "intro": "intro",
    "terms": "terms", "rounded": "rounded", "rounding": "rounding", "currency": "currency", "status": "status",
    "kind": "kind", "number": "title",
}  # fmt: skip


# Written


def export(store: Store, to: Path, kinds: Sequence[str] = ()) -> int:
    """All there are, or those of some kinds; gives how many documents."""
    from crmdesk.formats import csv_table

    export_rights.require(store)
    wanted = list(kinds) or [kind for kind, _words in DOCUMENT_KINDS]
    with store.read() as session:
        heads = sorted(
            bulk.fetch(session, Document, "kind", wanted), key=lambda head: (head["issued_on"] or "", head["id"])
        )
        rows = list(_rows(session, heads))
    with whole_file(to) as file:
        for line in csv_table.write(list(COLUMNS), rows):
            file.write(line)
    return len(heads)


def _rows(session: Session, heads: list[Row]) -> Iterator[dict[str, str | None]]:
    names = customers.names_of(
        session, [head[name] for head in heads for name in ("company_id", "contact_id") if head[name]]
    )
    emails = customers.emails_of(session, [head["contact_id"] for head in heads if head["contact_id"]])
    deals = _told_by_id(session, Deal, "name", [head["deal_id"] for head in heads])
    numbers = _told_by_id(session, Document, "title", [head["source_id"] for head in heads])
    lines = _by_document(session, DocumentLine, heads)
    paid = _by_document(session, Payment, heads)
    for head in heads:
        told = _head(head, names, emails)
        told |= {"deal": deals.get(head["deal_id"]), "made from": numbers.get(head["source_id"])}
        parts = [_line(row, head["currency"]) for row in sorted(lines.get(head["id"], []), key=_place)]
        parts += [_payment(row) for row in sorted(paid.get(head["id"], []), key=lambda row: row["paid_on"])]
        same = {name: told[name] for name in ("id", "kind", "number", "version")}
        yield {**told, **(parts[0] if parts else {})}
        yield from ({**same, **part} for part in parts[1:])


def _told_by_id(session: Session, record: Any, column: str, keys: Sequence[bytes | None]) -> dict[bytes, str]:
    return {row["id"]: row[column] for row in bulk.fetch(session, record, "id", [key for key in keys if key])}


def _by_document(session: Session, record: Any, heads: list[Row]) -> dict[bytes, list[Row]]:
    found: dict[bytes, list[Row]] = {}
    for row in bulk.fetch(session, record, "document_id", [head["id"] for head in heads]):
        found.setdefault(row["document_id"], []).append(row)
    return found


def _place(row: Row) -> tuple[int, bytes]:
    return row["position"], row["id"]


def _head(head: Row, names: Mapping[bytes, str], emails: Mapping[bytes, str]) -> dict[str, str | None]:
    currency = head["currency"]
    told: dict[str, str | None] = {name: head[column] for name, column in {**_TEXTS, **_DAYS}.items()}
    deposit = None if head["deposit"] else head["deposit_amount"]
    return told | {
        "id": text_id(head["id"]), "version": str(head["version"]), "company": names.get(head["company_id"]),
        "contact": names.get(head["contact_id"]), "email": emails.get(head["contact_id"]),
        "with taxes": "yes" if head["is_inclusive"] else "", "cash rounding": amount(head["cash_step"], currency),
        "total discount": figure(head["discount"]), "total discount amount": amount(head["discount_amount"], currency),
        "deposit": figure(head["deposit"]), "deposit amount": amount(deposit, currency),
        "total": amount(head["total"], currency), "exchange rate": figure(head["exchange_rate"]),
    }  # fmt: skip


def _line(row: Row, currency: str) -> dict[str, str | None]:
    is_sold = row["kind"] in ("product", "shipping")
    return {
        "line": row["kind"], "sku": row["sku"], "name": row["name"], "text": row["text"], "unit": row["unit"],
        "quantity": figure(row["quantity"]) if is_sold else "", "price": figure(row["unit_price"]) if is_sold else "",
        "discount": figure(row["discount"]), "discount amount": amount(row["discount_amount"], currency),
        "optional": "yes" if row["is_optional"] else "", "taxes": _taxes(row),
        "amount": amount(row["amount"], currency) if is_sold else "",
    }  # fmt: skip


def _taxes(row: Row) -> str:
    """`VAT 19%`, several with a plus between them; as it is kept where there is more to say."""
    found, told = taxes.read(row["taxes"]), []
    if any(tax.code or tax.note for tax in found):
        return str(row["taxes"])
    for tax in found:
        kind = "" if tax.kind == "tax" else f" {tax.kind}"
        told.append(f"{tax.name} {plain(tax.percent)}%{kind}{' compound' if tax.is_compound else ''}")
    return " + ".join(told)


def _payment(row: Row) -> dict[str, str | None]:
    money = amount(row["amount"], row["currency"])
    told = {"paid on": row["paid_on"], "way": row["method"], "payment reference": row["reference"]}
    return {"line": PAYMENT, "amount": money, **told}


# Read


def take_in(store: Store, path: Path, usual: str = "invoice") -> Taken:
    """What is not there yet is added, sent ones with their number; of those that are, payments that are missing."""
    rows = read(path, headings(COLUMNS, _OTHERS), "name")
    taken = Taken()
    with store.write_in_parts(_("Import documents")) as (session, step):
        reading = Reading(session, step, taken, usual)
        for group in _together(rows):
            reading.take(group)
    return taken


def _together(rows: list[tuple[int, dict[str, str]]]) -> Iterator[list[tuple[int, dict[str, str]]]]:
    """The rows of one document: those of the same id, or number; what has neither goes with what stands above."""
    group: list[tuple[int, dict[str, str]]] = []
    known: tuple[str, ...] = ()
    for line, cells in rows:
        key = tuple(cells.get(name, "") for name in ("id", "number", "version"))
        if group and any(key) and key != known:
            yield group
            group = []
        known = key if any(key) else known
        group.append((line, cells))
    if group:
        yield group
