"""What the screens of products ask: price books with a try-out, lists of prices and rates, usual taxes."""

from decimal import Decimal
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import (
    money,
    price_books,
    price_lists,
    prices,
    product_looks,
    products,
    rate_lists,
    records,
    tax_lists,
    tax_stock,
)
from crmdesk.store.store import Store


@pytest.fixture
def oven(store: Store) -> bytes:
    money.set_currency(store, "EUR")
    return products.add(store, {"name": "Oven", "sku": "OV", "price": "100", "cost": "60"})


def test_a_try_out_says_from_which_book(store: Store, oven: bytes) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    book = prices.add_book(store, "Dealers")
    prices.use_book(store, book, ana)
    prices.set_price(store, book, oven, Decimal(95), ends_on="2026-12-24")
    prices.set_price(store, book, oven, Decimal(90), quantity=Decimal(10))
    tried = price_books.try_out(store, oven, ana, Decimal(3), "2026-12-24")
    assert tried.found
    assert (tried.found.price, tried.book, tried.own, tried.next_break) == (95, "Dealers", "100", ("10", "90"))
    late = price_books.try_out(store, oven, ana, Decimal(3), "2026-12-25")
    assert late.found
    assert (late.found.price, late.book) == (100, "")
    price_books.stop_using(store, book, ana)
    assert price_books.look(store, book).users == ()


def test_no_book_is_based_on_itself(store: Store) -> None:
    base = prices.add_book(store, "Base")
    above = prices.add_book(store, "Above", parent_id=base)
    assert price_books.look(store, base).books == ()
    assert price_books.look(store, above).books == ((base, "Base"),)
    price_books.change(store, base, {"starts_on": "2026-12-02"})
    with pytest.raises(UserError, match="before it begins"):
        price_books.change(store, base, {"ends_on": "2026-12-01"})


def test_prices_go_to_a_list_and_come_back(store: Store, oven: bytes, tmp_path: Path) -> None:
    book = prices.add_book(store, "Dealers")
    prices.set_price(store, book, oven, Decimal("95.5"), quantity=Decimal(10), ends_on="2026-12-24")
    path = tmp_path / "prices.csv"
    assert price_lists.export(store, path) == 1
    assert price_lists.take_in(store, path).unchanged == 1
    path.write_text("sku,price,book\nOV,80,Friends\nNONE,3,Friends\nOV,,Friends\n", "utf-8")
    taken = price_lists.take_in(store, path)
    assert (taken.added, [line for line, _reason in taken.rejected]) == (1, [3, 4])
    assert {(row.book, row.price) for row in price_books.prices_of(store, oven)} == {
        ("Dealers", "95.5"), ("Friends", "80"),
    }  # fmt: skip


def test_rates_come_from_a_list(store: Store, oven: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("date,currency,rate\n2026-11-20,USD,0.8921\n2026-11-20,XXQ,2\n2026-11-20,GBP,0\n,JPY,1\n", "utf-8")
    taken = rate_lists.take_in(store, path)
    assert (taken.added, [line for line, _reason in taken.rejected]) == (1, [3, 4, 5])
    assert [(row.currency, row.rate) for row in rate_lists.listing(store).rows] == [("USD", "0.8921")]


def test_usual_taxes_are_a_beginning(store: Store, oven: bytes) -> None:
    assert [offered.name for offered in tax_stock.usual("US")] == []
    assert tax_stock.usual("DE")[0].rates[0].percent == 19
    tax_stock.take(store, tax_stock.usual("DE"))
    rows = tax_lists.listing(store)
    assert [row.name for row in rows][:2] == ["Standard", "Reduced"]
    products.change(store, oven, {"tax_class_id": rows[0].id})
    tax_lists.remove_class(store, rows[0].id)
    assert product_looks.look(store, oven).product["tax_class_id"] is None
    assert store.undo() == "Delete tax class"
    assert product_looks.look(store, oven).product["tax_class_id"] == rows[0].id


def test_supplier_parts_and_a_copy(store: Store, oven: bytes) -> None:
    company = records.add(store, "company", {"name": "Forno"})
    products.set_supplier(store, oven, "Forno")
    look = product_looks.look(store, oven)
    assert (look.supplier, look.supplier_id) == ("Forno", company)
    kit = products.add(store, {"name": "Kit", "kind": "bundle"})
    products.set_parts(store, kit, {oven: "2"})
    assert product_looks.look(store, kit).parts_price == 200
    copy = product_looks.look(store, products.duplicate(store, kit))
    assert [(part.name, part.quantity) for part in copy.parts] == [("Oven", "2")]
    assert [row.name for row in product_looks.find(store, "ov", 5)] == ["Oven"]
