"""Prices for a customer: their own book, that of their company or group, the one for everybody, the catalogue."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import own_fields
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.errors import UserError
from crmdesk.domain.groups import Membership
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import exact, exponent, plain, rounded
from crmdesk.domain.money_prices import Found, Wanted, own_price, price_in
from crmdesk.domain.prices import Price, PriceBook, PriceBookUse
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _
from crmdesk.services import money, products
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store


def add_book(store: Store, name: str, **values: Any) -> bytes:
    fields = own_fields(PriceBook)
    row = {
        key: cleaned(fields[key].kind, _(fields[key].label), value) for key, value in values.items() if key in fields
    }
    key = new_id()
    with store.write(_("Add price book {name}").format(name=name)) as session:
        row["currency"] = money.checked(row.get("currency") or money.currency(session))
        bulk.insert(session, PriceBook, [{**row, "id": key, "name": name, "parent_id": values.get("parent_id")}])
    return key


def set_price(
    store: Store, book: bytes, product: bytes, price: Decimal, *, quantity: Decimal = Decimal(1),
    starts_on: str | None = None, ends_on: str | None = None,
) -> None:  # fmt: skip
    """From this quantity on, and for these days, the last included."""
    if starts_on and ends_on and ends_on < starts_on:
        raise UserError(_("The price ends before it begins. Nothing was changed."))
    with store.write(_("Set price")) as session:
        days = {"starts_on": starts_on, "ends_on": ends_on}
        key = named_id("price", book, product, plain(quantity), starts_on or "", ends_on or "")
        row = {"id": key, "book_id": book, "product_id": product, "quantity": plain(quantity), **days}
        bulk.revive(session, Price, [{**row, "price": plain(price)}])


def use_book(store: Store, book: bytes, owner: bytes | str, place: int = 0) -> None:
    """For a contact, a company or a group."""
    with store.write(_("Use price book")) as session:
        key = named_id("price book", book, as_id(owner))
        bulk.revive(session, PriceBookUse, [{"id": key, "owner_id": as_id(owner), "book_id": book, "position": place}])


def price_for(
    session: Session, product: Mapping[str, Any], quantity: Decimal, day: str, currency: str, owners: Sequence[bytes],
    is_inclusive: bool | None = None,
) -> Found | None:  # fmt: skip
    """The first book that has one; else the product's own, in its currency, else what that is in another."""
    wanted = Wanted(product, quantity, day, currency, is_inclusive)
    books = {row["id"]: row for row in bulk.whole(session, PriceBook)}
    prices: defaultdict[bytes, list[dict[str, Any]]] = defaultdict(list)
    of_categories = bulk.fetch_blank(session, Price, "product_id")
    for row in (*bulk.fetch(session, Price, "product_id", [product["id"]]), *of_categories):
        prices[row["book_id"]].append(row)
    for key in _books_of(session, owners, books):
        if found := price_in(books[key], books, prices, wanted):
            return found
    return own_price(wanted) or _exchanged(session, wanted)


def _books_of(session: Session, owners: Sequence[bytes], books: Mapping[bytes, Mapping[str, Any]]) -> list[bytes]:
    """Of the contact, then of the company, then of their groups, then for everybody."""
    wider = [*owners, *_companies(session, owners), *_groups(session, owners)]
    uses = list(bulk.fetch(session, PriceBookUse, "owner_id", wider))
    uses.sort(key=lambda row: (wider.index(row["owner_id"]), row["position"], row["created_at"]))
    found = [row["book_id"] for row in uses if row["book_id"] in books]
    return [*found, *(key for key, book in books.items() if book["is_default"])]


def _companies(session: Session, owners: Sequence[bytes]) -> list[bytes]:
    return [row["company_id"] for row in bulk.fetch(session, Affiliation, "contact_id", owners) if row["company_id"]]


def _groups(session: Session, owners: Sequence[bytes]) -> list[bytes]:
    return [row["group_id"] for row in bulk.fetch(session, Membership, "owner_id", owners)]


def _exchanged(session: Session, wanted: Wanted) -> Found | None:
    product = wanted.product
    rate = money.rate_on(session, product["currency"], wanted.currency, wanted.day) if product["price"] else None
    if rate is None:
        return None
    digits = exponent(wanted.currency)
    return Found(Decimal(rounded((exact(product["price"]) * rate).scaleb(digits))).scaleb(-digits), None)


def offer(
    session: Session, product_id: bytes, old: Decimal, quantity: Decimal, day: str, currency: str,
    owners: Sequence[bytes],
) -> Found | None:  # fmt: skip
    """The price that another quantity, day or customer would have, where it is not the old one: to be offered."""
    found = price_for(session, products.get(session, product_id), quantity, day, currency, owners)
    return found if found and found.price != old else None
