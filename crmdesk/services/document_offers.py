"""Other prices that a change of quantity, customer, day or currency would give: they are offered, never taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.money import exact, exactly, to_major, to_minor
from crmdesk.domain.money_prices import Found
from crmdesk.domain.products import Product
from crmdesk.services import configuring, money, prices
from crmdesk.services.documents import Line, Row, Whole, owners
from crmdesk.store import bulk

_PRICED_BY = ("contact_id", "company_id", "currency", "issued_on", "is_inclusive")


@dataclass(frozen=True, slots=True)
class Offer:
    price: Decimal
    book_id: bytes | None
    least: Decimal
    """From which quantity on."""


def offers(session: Session, before: Whole, after: Whole) -> dict[bytes, Offer | None]:
    """By line: None where it has the price that now holds."""
    old = {row["id"]: row for row in before.rows}
    is_other = any(before.head[name] != after.head[name] for name in _PRICED_BY)
    wanted = [row for row in after.rows if (was := old.get(row["id"])) and (is_other or _differs(was, row))]
    keys = [row["product_id"] for row in wanted if row["product_id"]]
    products = {row["id"]: row for row in bulk.fetch(session, Product, "id", keys)}
    found: dict[bytes, Offer | None] = {}
    for row in wanted:
        if (product := products.get(row["product_id"])) and exact(row["unit_price"]):
            old_price = _price(session, product, old[row["id"]], before.head)
            now = _price(session, product, row, after.head)
            if now and now.price == exact(row["unit_price"]):
                found[row["id"]] = None
            elif now and (old_price is None or old_price.price != now.price or is_other):
                found[row["id"]] = Offer(now.price, now.book_id, now.quantity)
    return found


def taken(lines: Sequence[Line], offers: Mapping[bytes, Offer]) -> list[Line]:
    """With all prices that are offered."""
    return [
        replace(line, unit_price=offer.price, book_id=offer.book_id)
        if line.id and (offer := offers.get(line.id))
        else line
        for line in lines
    ]


def _differs(was: Row, row: Row) -> bool:
    return bool(was["quantity"] != row["quantity"] or was["unit_price"] != row["unit_price"])


def _price(session: Session, product: Row, row: Row, head: Mapping[str, Any]) -> Found | None:
    return priced(session, product, exact(row["quantity"]), (row["options"] or "").split(), head)


def priced(
    session: Session, product: Row, quantity: Decimal, options: Sequence[str], head: Mapping[str, Any]
) -> Found | None:
    """With what the chosen options add to it."""
    found = prices.price_for(
        session, product, quantity, head["issued_on"], head["currency"], owners(head), bool(head["is_inclusive"])
    )
    if found is None or not options:
        return found
    added = configuring.of(session, product["id"]).price(options)
    rate = money.rate_on(session, product["currency"], head["currency"], head["issued_on"])
    with exactly():
        minor = to_minor(added * (rate or Decimal(1)), head["currency"])
        return replace(found, price=found.price + to_major(minor, head["currency"]))
