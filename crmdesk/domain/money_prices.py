"""Which price holds: books that build on one another, breaks by quantity, and days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crmdesk.domain.money import exact, exactly, exponent, part, rounded

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    price: Decimal
    book_id: bytes | None
    """Nothing where it is the product's own."""
    is_inclusive: bool = False
    quantity: Decimal = Decimal(1)
    """From how many on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    product: Row
    quantity: Decimal
    day: str
    currency: str
    is_inclusive: bool | None = None
    """None: whether taxes are inside does not matter."""


def holds(row: Row, day: str) -> bool:
    """From its first day to its last, both included."""
    return (row["starts_on"] or "") <= day <= (row["ends_on"] or "9999")


def price_in(
    book: Row, books: Mapping[bytes, Row], prices: Mapping[bytes, Sequence[Row]], wanted: Wanted
) -> Found | None:
    """As the book has it, or as its parent, or the product itself, changed by the rule of the book."""
    if book["currency"] != wanted.currency or book["is_archived"] or not holds(book, wanted.day):
        return None
    if wanted.is_inclusive is not None and bool(book["is_inclusive"]) != wanted.is_inclusive:
        return None
    entry = _entry(prices.get(book["id"], ()), wanted)
    if entry and entry["price"]:
        return Found(exact(entry["price"]), book["id"], bool(book["is_inclusive"]), exact(entry["quantity"]))
    rest = {key: other for key, other in books.items() if key != book["id"]}  # no book is its own ancestor
    parent = rest.get(book["parent_id"])
    below = price_in(parent, rest, prices, wanted) if parent else own_price(wanted)
    percent = entry["percent"] if entry else book["percent"]
    if below is None or not (percent or parent):
        return None
    return Found(_worked_out(below.price, percent, book), book["id"], bool(book["is_inclusive"]))


def own_price(wanted: Wanted) -> Found | None:
    product = wanted.product
    if product["price"] is None or product["currency"] != wanted.currency:
        return None
    return Found(exact(product["price"]), None)


def _entry(rows: Sequence[Row], wanted: Wanted) -> Row | None:
    """Of the product before its category; the highest break that is reached; what began last.

    A price from one on is the price of half of one too, where nothing less is told.
    """
    asked = abs(wanted.quantity)
    fitting = [
        row
        for row in rows
        if holds(row, wanted.day)
        and exact(row["quantity"]) <= max(asked, Decimal(1))
        and (row["product_id"] == wanted.product["id"] or _is_of_category(row, wanted.product))
    ]
    return max(
        fitting,
        key=lambda row: (
            row["product_id"] is not None,
            exact(row["quantity"]) <= asked,
            exact(row["quantity"]),
            row["starts_on"] or "",
            row["created_at"],
        ),
        default=None,
    )


def _is_of_category(row: Row, product: Row) -> bool:
    return row["product_id"] is None and row["category"] in (None, product["category"])


def _worked_out(price: Decimal, percent: str | None, book: Row) -> Decimal:
    with exactly():
        price += part(exact(percent or "0"), price)
        if book["step"]:
            step = exact(book["step"])
            price = rounded(Decimal(price) / step, book["rounding"] or "half up") * step
        elif percent:
            digits = max(exponent(book["currency"]), 2)
            price = Decimal(rounded(price.scaleb(digits), book["rounding"] or "half up")).scaleb(-digits)
        return price + exact(book["ending"] or "0")
