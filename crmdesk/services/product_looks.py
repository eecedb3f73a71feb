"""Products in a list, and all of one for its page: what it consists of, what it earns, to whom it was sold."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import own_fields
from crmdesk.domain.companies import Company
from crmdesk.domain.configuring import Configurator
from crmdesk.domain.contacts import Photo
from crmdesk.domain.documents import Document, DocumentLine
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import text_id
from crmdesk.domain.money import exact, exactly
from crmdesk.domain.notes import Attachment, Note
from crmdesk.domain.products import OptionGroup, Product
from crmdesk.formats.json_file import readable
from crmdesk.services import bundles, configuring, customers, money, picks, products, taxes
from crmdesk.services.records import Look
from crmdesk.store import bulk
from crmdesk.store.store import Store

Row = dict[str, Any]
_WORDS = ("product category", "unit")


@dataclass(frozen=True, slots=True)
class ProductRow:
    id: bytes
    name: str
    sku: str
    kind: str
    category: str
    unit: str
    price: str | None
    cost: str | None
    currency: str
    is_archived: bool
    is_configurable: bool
    searched: str
    """Folded, all that it is found by."""


@dataclass(frozen=True, slots=True)
class PartRow:
    product_id: bytes
    name: str
    quantity: str
    unit: str
    is_optional: bool
    price: str | None
    currency: str


@dataclass(frozen=True, slots=True)
class Sale:
    """A line of a quote, an order or an invoice."""

    document_id: bytes
    kind: str
    title: str
    status: str
    day: str
    who: str
    quantity: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLook(Look):
    product: Row
    classes: dict[bytes, str]
    supplier: str
    supplier_id: bytes | None
    """Where it is a company of the file."""
    parts: tuple[PartRow, ...]
    parts_price: Decimal | None
    """What its parts cost together, those that may be left out apart; nothing where a price is missing."""
    sales: tuple[Sale, ...]
    configurator: Configurator
    currency: str
    """That of the file."""

    @property
    def key(self) -> bytes:
        return bytes(self.product["id"])


def listing(store: Store) -> list[ProductRow]:
    with store.read() as session:
        configured = {row["product_id"] for row in bulk.whole(session, OptionGroup)}
        found = [_row(row, configured) for row in bulk.whole(session, Product)]
    return sorted(found, key=lambda row: fold(row.name))


def find(store: Store, text: str, limit: int) -> list[ProductRow]:
    """Those that are offered before those that are not."""
    words = fold(text).split()
    found = [row for row in listing(store) if all(word in row.searched for word in words)]
    return sorted(found, key=lambda row: row.is_archived)[:limit]


def _row(row: Row, configured: set[bytes]) -> ProductRow:
    texts = ("name", "sku", "category", "barcode", "description", "specification")
    return ProductRow(
        row["id"], row["name"], row["sku"] or "", row["kind"], row["category"] or "", row["unit"] or "",
        row["price"], row["cost"], row["currency"], bool(row["is_archived"]), row["id"] in configured,
        fold(" ".join(row[name] or "" for name in texts)),
    )  # fmt: skip


def look(store: Store, key: bytes) -> ProductLook:
    """Raises UserError where it was deleted."""
    from crmdesk.services import activities

    with store.read() as session:
        product = products.get(session, key)
        supplier = products.supplier(session, key)
        parts = _parts(session, key)
        return ProductLook(
            _shown(session, product), activities.summary(session, [key])[key],
            {name: picks.texts(session, name) for name in _WORDS}, store.author,
            product=product, classes=taxes.classes(session), supplier=supplier,
            supplier_id=_company(session, supplier), parts=tuple(parts), parts_price=_together(session, product),
            sales=tuple(sales(session, key)), configurator=configuring.of(session, key),
            currency=money.currency(session),
        )  # fmt: skip


def _shown(session: Session, product: Row) -> dict[str, Any]:
    key = product["id"]
    notes = [readable(Note, row) for row in bulk.fetch(session, Note, "owner_id", [key])]
    return {
        "id": text_id(key), "kind": "product", "name": product["name"],
        "fields": {name: product[name] for name in own_fields(Product)},
        "photo": next(bulk.fetch(session, Photo, "owner_id", [key]), None),
        "notes": sorted(notes, key=lambda note: (not note["is_pinned"], -note["created_at"])),
        "attachments": [readable(Attachment, row) for row in bulk.fetch(session, Attachment, "owner_id", [key])],
    }  # fmt: skip


def _company(session: Session, name: str) -> bytes | None:
    rows = bulk.fetch(session, Company, "name", [name]) if name else ()
    return next((row["id"] for row in rows), None)


def _parts(session: Session, key: bytes) -> list[PartRow]:
    rows = products.parts(session, key)
    found = {row["id"]: row for row in bulk.fetch(session, Product, "id", [row["product_id"] for row in rows])}
    return [
        PartRow(
            row["product_id"], part["name"], row["quantity"], part["unit"] or "", bool(row["is_optional"]),
            part["price"], part["currency"],
        )
        for row in rows
        if (part := found.get(row["product_id"]))
    ]  # fmt: skip


def _together(session: Session, bundle: Row) -> Decimal | None:
    inside = [part for part in bundles.parts(session, bundle) if not part.is_optional]
    if any(part.product["price"] is None or part.product["currency"] != bundle["currency"] for part in inside):
        return None
    with exactly():
        return sum((exact(part.product["price"]) * part.quantity for part in inside), Decimal(0))


def sales(session: Session, key: bytes) -> list[Sale]:
    """The latest first; what was cancelled or replaced by another version is among them with its status."""
    lines = list(bulk.fetch(session, DocumentLine, "product_id", [key]))
    heads = {row["id"]: row for row in bulk.fetch(session, Document, "id", [row["document_id"] for row in lines])}
    keys = [key for row in heads.values() for key in (row["company_id"], row["contact_id"]) if key]
    names = customers.names_of(session, keys)
    found = [_sale(heads[line["document_id"]], line, names) for line in lines if line["document_id"] in heads]
    return sorted(found, key=lambda sale: sale.day, reverse=True)


def _sale(head: Row, line: Row, names: dict[bytes, str]) -> Sale:
    who = names.get(head["company_id"] or b"") or names.get(head["contact_id"] or b"", "")
    return Sale(
        head["id"], head["kind"], head["title"] or "", head["status"], head["issued_on"] or "", who,
        line["quantity"], line["amount"] or 0, head["currency"],
    )  # fmt: skip
