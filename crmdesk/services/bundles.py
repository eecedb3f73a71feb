"""What bundles consist of, whatever lies inside one another, and what of it is paid for."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.money import exact, exactly
from crmdesk.domain.products import Product
from crmdesk.services import products
from crmdesk.store import bulk


@dataclass(frozen=True, slots=True)
class Part:
    product: dict[str, Any]
    quantity: Decimal
    """In one of the whole bundle."""
    is_optional: bool
    is_paid: bool
    """It has a price of its own: what may be left out, and what a bundle is the sum of."""


def parts(session: Session, bundle: dict[str, Any]) -> list[Part]:
    """In their order; of a bundle inside a bundle what that consists of."""
    return list(_inside(session, bundle, Decimal(1), {bundle["id"]}, is_optional=False))


def _inside(
    session: Session, bundle: dict[str, Any], times: Decimal, above: set[bytes], *, is_optional: bool
) -> Iterator[Part]:
    rows = [row for row in products.parts(session, bundle["id"]) if row["product_id"] not in above]
    found = {row["id"]: row for row in bulk.fetch(session, Product, "id", [row["product_id"] for row in rows])}
    for row in rows:
        product = found.get(row["product_id"])
        if product is None:
            continue  # deleted meanwhile
        with exactly():
            quantity = times * exact(row["quantity"])
        is_free = is_optional or bool(row["is_optional"])
        if product["kind"] == "bundle" and products.parts(session, product["id"]):
            yield from _inside(session, product, quantity, above | {product["id"]}, is_optional=is_free)
        else:
            yield Part(product, quantity, is_free, is_free or bool(bundle["is_priced_by_parts"]))
