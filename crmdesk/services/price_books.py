"""Price books as they are shown and edited: their rules, the prices in them, whom they are for, and a try-out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import own_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Group
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import exact, plain
from crmdesk.domain.money_prices import Found
from crmdesk.domain.prices import Price, PriceBook, PriceBookUse
from crmdesk.domain.products import Product
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _
from crmdesk.services import customers, money, prices, products
from crmdesk.store import bulk
from crmdesk.store.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BookRow:
    id: bytes
    name: str
    currency: str
    parent: str
    percent: str | None
    starts_on: str | None
    ends_on: str | None
    is_default: bool
    is_archived: bool
    prices: int
    users: int


@dataclass(frozen=True, slots=True)
class PriceRow:
    id: bytes
    book_id: bytes
    book: str
    currency: str
    product_id: bytes | None
    name: str
    """Of the product, or of the category that it is for."""
    quantity: str
    price: str | None
    percent: str | None
    starts_on: str | None
    ends_on: str | None


@dataclass(frozen=True, slots=True)
class BookLook:
    book: Row
    books: tuple[tuple[bytes, str], ...]
    """That it may be based on."""
    prices: tuple[PriceRow, ...]
    users: tuple[tuple[bytes, str, str], ...]
    """Id, name and kind: contact, company or group."""
    currency: str


@dataclass(frozen=True, slots=True)
class Tried:
    found: Found | None
    currency: str
    book: str
    own: str | None
    """The product's own price."""
    next_break: tuple[str, str] | None
    """From how many on it is otherwise in this book, and how much then."""


def listing(store: Store) -> list[BookRow]:
    with store.read() as session:
        books = {row["id"]: row for row in bulk.whole(session, PriceBook)}
        counts = bulk.count_by(session, Price, "book_id")
        users = bulk.count_by(session, PriceBookUse, "book_id")
    found = [
        BookRow(
            key, row["name"], row["currency"], (books.get(row["parent_id"]) or {}).get("name", ""), row["percent"],
            row["starts_on"], row["ends_on"], bool(row["is_default"]), bool(row["is_archived"]), counts.get(key, 0),
            users.get(key, 0),
        )
        for key, row in books.items()
    ]  # fmt: skip
    return sorted(found, key=lambda book: (book.is_archived, fold(book.name)))


def look(store: Store, key: bytes) -> BookLook:
    with store.read() as session:
        books = {row["id"]: row for row in bulk.whole(session, PriceBook)}
        if key not in books:
            raise UserError(_("This price book was deleted meanwhile. Undo brings it back."))
        others = [(other, row["name"]) for other, row in books.items() if key not in _line(books, other)]
        rows = list(bulk.fetch(session, Price, "book_id", [key]))
        uses = sorted(bulk.fetch(session, PriceBookUse, "book_id", [key]), key=lambda row: row["created_at"])
        return BookLook(
            books[key], tuple(others), tuple(_prices(session, rows, books)),
            tuple(_users(session, [row["owner_id"] for row in uses])), money.currency(session),
        )  # fmt: skip


def _line(books: Mapping[bytes, Row], key: bytes | None) -> set[bytes]:
    """The book and all that it is based on."""
    found: set[bytes] = set()
    while key and key in books and key not in found:
        found.add(key)
        key = books[key]["parent_id"]
    return found


def _prices(session: Session, rows: Sequence[Row], books: Mapping[bytes, Row]) -> list[PriceRow]:
    keys = [row["product_id"] for row in rows if row["product_id"]]
    names = {row["id"]: row["name"] for row in bulk.fetch(session, Product, "id", keys)}
    found = [
        PriceRow(
            row["id"], row["book_id"], books[row["book_id"]]["name"], books[row["book_id"]]["currency"],
            row["product_id"], names.get(row["product_id"]) or row["category"] or _("all products"), row["quantity"],
            row["price"], row["percent"], row["starts_on"], row["ends_on"],
        )
        for row in rows
        if row["book_id"] in books
    ]  # fmt: skip
    return sorted(found, key=lambda price: (fold(price.name), fold(price.book), exact(price.quantity)))


def prices_of(store: Store, product: bytes) -> list[PriceRow]:
    with store.read() as session:
        books = {row["id"]: row for row in bulk.whole(session, PriceBook)}
        return _prices(session, list(bulk.fetch(session, Price, "product_id", [product])), books)


def _users(session: Session, keys: Sequence[bytes]) -> list[tuple[bytes, str, str]]:
    groups = {row["id"]: row["name"] for row in bulk.fetch(session, Group, "id", keys)}
    names = customers.names_of(session, list(keys))
    return [
        (key, groups.get(key) or names.get(key, ""), "group" if key in groups else "customer")
        for key in keys
        if key in groups or key in names
    ]


def change(store: Store, key: bytes, values: Mapping[str, Any]) -> None:
    """By column name. No book is based on itself, nor ends before it begins."""
    fields = own_fields(PriceBook)
    links = {name: values[name] for name in ("parent_id",) if name in values}
    told = {name: value for name, value in values.items() if name not in links}
    row = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in told.items()} | links
    if row.get("currency"):
        row["currency"] = money.checked(row["currency"])
    if "name" in row and not row["name"]:
        raise UserError(_("A price book needs a name."))
    with store.write(_("Change price book")) as session:
        before = next(bulk.fetch(session, PriceBook, "id", [key]), {})
        after = {**before, **row}
        if after.get("starts_on") and after.get("ends_on") and after["ends_on"] < after["starts_on"]:
            raise UserError(_("The price book would end before it begins."))
        bulk.update(session, PriceBook, [key], row)


def remove(store: Store, key: bytes) -> None:
    with store.write(_("Delete price book")) as session:
        bulk.mark_deleted(session, PriceBook, "id", [key])
        bulk.mark_deleted(session, Price, "book_id", [key])
        bulk.mark_deleted(session, PriceBookUse, "book_id", [key])


def stop_using(store: Store, book: bytes, owner: bytes) -> None:
    with store.write(_("Take price book away")) as session:
        bulk.mark_deleted(session, PriceBookUse, "id", [named_id("price book", book, owner)])


def change_price(store: Store, key: bytes, values: Mapping[str, Any]) -> None:
    with store.write(_("Change price")) as session:
        before = next(bulk.fetch(session, Price, "id", [key]), {})
        after = {**before, **values}
        if after.get("starts_on") and after.get("ends_on") and after["ends_on"] < after["starts_on"]:
            raise UserError(_("The price ends before it begins. Nothing was changed."))
        bulk.update(session, Price, [key], values)


def remove_price(store: Store, key: bytes) -> None:
    with store.write(_("Remove price")) as session:
        bulk.mark_deleted(session, Price, "id", [key])


def try_out(
    store: Store, product: bytes, owner: bytes | None, quantity: Decimal, day: str, currency: str = ""
) -> Tried:
    """What somebody would pay, and why."""
    with store.read() as session:
        row = products.get(session, product)
        code = currency or row["currency"]
        owners = [owner] if owner else []
        found = prices.price_for(session, row, quantity, day, code, owners)
        books = {book["id"]: book for book in bulk.whole(session, PriceBook)}
        book = books.get(found.book_id) if found and found.book_id else None
        own = row["price"] if row["currency"] == code else None
        return Tried(found, code, book["name"] if book else "", own, _next_break(session, row, book, quantity, day))


def _next_break(
    session: Session, product: Row, book: Row | None, quantity: Decimal, day: str
) -> tuple[str, str] | None:
    if book is None:
        return None
    rows = [
        row
        for row in bulk.fetch(session, Price, "product_id", [product["id"]])
        if row["book_id"] == book["id"] and row["price"] and exact(row["quantity"]) > quantity
        and (row["starts_on"] or "") <= day <= (row["ends_on"] or "9999")
    ]  # fmt: skip
    following = min(rows, key=lambda row: exact(row["quantity"]), default=None)
    return (plain(exact(following["quantity"])), following["price"]) if following else None


def begin_price(store: Store, book: bytes, product: bytes) -> None:
    """From the quantity on where it has none yet, at what it costs now: to be typed over."""
    with store.write(_("Set price")) as session:
        row = products.get(session, product)
        there = [
            exact(each["quantity"])
            for each in bulk.fetch(session, Price, "product_id", [product])
            if each["book_id"] == book
        ]
        quantity = plain(max(there) * 10 if there else Decimal(1))
        key = named_id("price", book, product, quantity, "", "")
        told = {"id": key, "book_id": book, "product_id": product, "quantity": quantity}
        bulk.revive(session, Price, [{**told, "price": row["price"] or "0"}])
