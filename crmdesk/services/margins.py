"""What is left of a sale after its costs: of a document by its lines, of a deal by what was written for it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.deals import DealProduct
from crmdesk.domain.documents import Document, DocumentLine
from crmdesk.domain.money import exact, exactly, to_minor
from crmdesk.domain.products import Product
from crmdesk.services import money
from crmdesk.store import bulk

_LATEST = ("invoice", "order", "quote")
"""A deal costs what the latest kind of document that counts says."""
_COUNTS = ("sent", "accepted")


def of_document(session: Session, head: Mapping[str, Any]) -> int:
    """In its currency, without taxes. Lines that say nothing of their cost cost nothing."""
    rows = [row for row in bulk.fetch(session, DocumentLine, "document_id", [head["id"]]) if not row["is_optional"]]
    costs = [
        (row["product_id"], row["cost"], row["quantity"]) for row in rows if row["kind"] in ("product", "shipping")
    ]
    return int(head["net"]) - _cost(session, costs, head["currency"], head["issued_on"] or "")


def of_deal(session: Session, deal: Mapping[str, Any]) -> int:
    """By its invoices, its orders or its accepted quote; else by the products that were put down for it."""
    heads = [head for head in bulk.fetch(session, Document, "deal_id", [deal["id"]]) if _is_sold(head)]
    for kind in _LATEST:
        if found := [head for head in heads if head["kind"] == kind and head["currency"] == deal["currency"]]:
            spent = sum(int(head["net"]) - of_document(session, head) for head in found)
            return int(deal["amount"]) - spent
    rows = bulk.fetch(session, DealProduct, "deal_id", [deal["id"]])
    costs = [(row["product_id"], None, row["quantity"]) for row in rows]
    return int(deal["amount"]) - _cost(session, costs, deal["currency"], deal["closed_on"] or "")


def _is_sold(head: Mapping[str, Any]) -> bool:
    return head["status"] == "accepted" or (head["kind"] != "quote" and head["status"] in _COUNTS)


def _cost(session: Session, costs: Sequence[tuple[bytes | None, str | None, str]], currency: str, day: str) -> int:
    """Each piece by its own cost, else by that of its product, whose currency it is in."""
    known = {row["id"]: row for row in bulk.fetch(session, Product, "id", [key for key, _cost, _many in costs if key])}
    total = Decimal(0)
    with exactly():
        for key, cost, many in costs:
            product = known.get(key) if key else None
            each = cost or (product and product["cost"])
            if each:
                rate = money.rate_on(session, product["currency"] if product else currency, currency, day)
                total += exact(each) * exact(many) * (rate or Decimal(1))
        return to_minor(total, currency)
