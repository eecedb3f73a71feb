"""What the sample business sells: products, taxes, a configurator, price books and exchange rates."""

import json
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import paths
from crmdesk.domain.configuring import Choice, Option, Rule
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import exact
from crmdesk.domain.preferences import Preference
from crmdesk.domain.prices import ExchangeRate, Price, PriceBook, PriceBookUse
from crmdesk.domain.products import BundlePart, Product
from crmdesk.services import configuring, taxes
from crmdesk.store import bulk

CURRENCY = "EUR"
Told = dict[str, Any]


@cache
def told(name: str) -> Any:
    return json.loads((paths.resources() / "demo" / f"{name}.json").read_text("utf-8"))


def add(session: Session, today: date, owners: dict[str, bytes]) -> None:
    """`owners` are contacts and companies by name; who is not there has no price book."""
    found = told("products")
    row = {"id": named_id("preference", "currency"), "name": "currency", "value": CURRENCY}
    bulk.revive(session, Preference, [row])
    _add_rates(session, found["rates"], today)
    for name, rate in found["taxes"].items():
        taxes.put_class(session, name, [taxes.Rate(**{**rate, "percent": exact(rate["percent"])})])
    _add_products(session, found["products"])
    for sku, configurator in found["options"].items():
        _add_options(session, product(sku), configurator)
    for book in found["books"]:
        _add_book(session, book, today, owners)


def product(sku: str) -> bytes:
    return named_id("sample product", sku)


def tax_class(name: str) -> bytes:
    return named_id("tax class", name)


def _add_rates(session: Session, rates: dict[str, str], today: date) -> None:
    """Of each quarter that the history of the sample reaches back to."""
    days = [(today - timedelta(days=days)).isoformat() for days in (360, 180, 1)]
    rows = [
        {
            "id": named_id("exchange rate", code, CURRENCY, day), "currency": code, "base": CURRENCY, "day": day,
            "rate": rate,
        }
        for code, rate in rates.items()
        for day in days
    ]  # fmt: skip
    bulk.revive(session, ExchangeRate, rows)


def _add_products(session: Session, products: list[Told]) -> None:
    rows, parts = [], []
    for entry in products:
        key = product(entry["sku"])
        row = {name: value for name, value in entry.items() if name != "parts"}
        rows.append({"currency": CURRENCY, "tax_class_id": tax_class("Standard"), **row, "id": key})
        for place, (sku, quantity) in enumerate(entry.get("parts", {}).items()):
            parts.append({"bundle_id": key, "product_id": product(sku), "quantity": quantity, "position": place})
    bulk.revive(session, Product, rows)
    bulk.insert(session, BundlePart, parts)


def _add_options(session: Session, key: bytes, found: Told) -> None:
    choices = [
        Choice(
            choice["name"], tuple(Option(name, name, exact(price)) for name, price in choice["options"].items()),
            choice.get("least", 1), choice.get("most", 1),
        )
        for choice in found["choices"]
    ]  # fmt: skip
    configuring.put(session, key, choices, list(map(_rule, found["rules"])))


def _rule(entry: Told) -> Rule:
    effect = next(name for name in ("requires", "excludes", "price") if name in entry)
    options = () if effect == "price" else tuple(entry[effect])
    price = exact(entry["price"]) if effect == "price" else Decimal(0)
    return Rule(frozenset(entry["if"]), effect, options, price=price)


def _add_book(session: Session, book: Told, today: date, owners: dict[str, bytes]) -> None:
    key = new_id()
    kept: Told = {name: book[name] for name in ("name", "percent", "step", "is_default") if name in book}
    days = {"ends_on": (today + timedelta(days=book["ending_days"])).isoformat()} if "ending_days" in book else {}
    bulk.insert(session, PriceBook, [{"currency": book.get("currency", CURRENCY), **kept, **days, "id": key}])
    prices = [
        {"book_id": key, "product_id": product(sku), "price": price, "quantity": quantity or "1"}
        for sku, texts in book.get("prices", {}).items()
        for price, _colon, quantity in (text.partition(":") for text in texts)
    ]
    bulk.insert(session, Price, prices)
    uses = [
        {"id": named_id("price book", key, owners[name]), "owner_id": owners[name], "book_id": key}
        for name in book.get("owners", ())
        if name in owners
    ]
    bulk.revive(session, PriceBookUse, uses)
