"""The forecast by product, against targets of months and quarters, in one currency."""

from datetime import date
from decimal import Decimal

import pytest

from crmdesk.domain.deals import DealProduct
from crmdesk.services import deals, forecast, money, products
from crmdesk.services.forecast import Expected
from crmdesk.store import bulk
from crmdesk.store.store import Store

TODAY = date(2026, 11, 20)


@pytest.fixture
def shop(store: Store) -> Store:
    money.set_currency(store, "EUR")
    return store


def deal(store: Store, amount: int, lines: list[tuple[bytes | None, str, str]], **more: object) -> bytes:
    key = deals.add(store, "Shop", amount=amount, **{"expected_on": "2026-11-30", **more})
    with store.write("Products") as session:
        rows = [
            {"deal_id": key, "product_id": product, "name": "Other", "quantity": quantity, "unit_price": price}
            for product, quantity, price in lines
        ]
        bulk.insert(session, DealProduct, rows)
    return key


def by_group(rows: list[Expected]) -> dict[str, tuple[int, int, int]]:
    return {row.group: (row.deals, row.weighted, row.best) for row in rows}


def test_a_deal_is_spread_over_its_products(shop: Store) -> None:
    oven, tray = (products.add(shop, {"name": name, "price": "10"}) for name in ("Oven", "Tray"))
    deal(shop, 10_001, [(oven, "1", "90"), (tray, "1", "10")], probability=50)
    deal(shop, 3_000, [(oven, "0", "5"), (None, "0", "1")], probability=100)
    deal(shop, 500, [], probability=100)
    won = deal(shop, 700, [(tray, "2", "3")])
    deals.win(shop, won, on=date(2026, 11, 2))
    found = forecast.forecast(shop, by="product_id")
    assert by_group(found) == {
        "": (1, 500, 500), "Oven": (2, 4_501 + 1_500, 9_001 + 1_500), "Tray": (2, 500 + 700, 1_000 + 700),
        "Other": (1, 1_500, 1_500),
    }  # fmt: skip
    (whole,) = forecast.forecast(shop)
    assert sum(row.best for row in found) == whole.best
    assert abs(sum(row.weighted for row in found) - whole.weighted) <= len(found)
    assert {row.group: row.key for row in found}["Oven"] == oven
    assert forecast.forecast(shop, by="product_id", first="2026-12", last="2027-01") == []


def test_targets_of_months_make_those_of_quarters(shop: Store) -> None:
    oven = products.add(shop, {"name": "Oven", "price": "10"})
    deal(shop, 100, [(oven, "1", "1")])
    for month, amount in (("2026-10", 300), ("2026-11", 500)):
        forecast.set_target(shop, month, amount)
    assert [row.target for row in forecast.forecast(shop, "quarter")] == [800]
    forecast.set_target(shop, "2026-Q4", 900)
    assert [row.target for row in forecast.forecast(shop, "quarter")] == [900]
    forecast.set_target(shop, "2026-Q4", 0)
    assert [row.target for row in forecast.forecast(shop, "quarter")] == [800]
    forecast.set_target(shop, "2026-11", 70, product=oven)
    assert [row.target for row in forecast.forecast(shop, by="product_id")] == [70]
    assert [row.target for row in forecast.forecast(shop, first="2026-11")] == [500]


def test_a_target_shows_before_any_deal_has_come(shop: Store) -> None:
    forecast.set_target(shop, "2027-02", 900, colleague="Ana")
    forecast.set_target(shop, "2026-12", 400)
    (row,) = forecast.forecast(shop)
    assert (row.period, row.deals, row.best, row.target) == ("2026-12", 0, 0, 400)
    (row,) = forecast.forecast(shop, by="responsible", last="2027-02")
    assert (row.period, row.group, row.target) == ("2027-02", "Ana", 900)
    assert forecast.forecast(shop, last="2026-11") == []
    assert [row.target for row in forecast.forecast(shop, "quarter", first="2026-11")] == [400]


def test_all_in_one_currency(shop: Store) -> None:
    money.set_rate(shop, "USD", "2026-11-01", Decimal("0.5"))
    deal(shop, 1_000, [], probability=100)
    deal(shop, 300, [], probability=100, currency="USD")
    deal(shop, 300, [], probability=100, currency="JPY")
    forecast.set_target(shop, "2026-11", 2_000)
    (row,), missing = forecast.in_one(shop, forecast.forecast(shop), "EUR", TODAY)
    assert (row.currency, row.deals, row.best, row.target, missing) == ("EUR", 2, 1_150, 2_000, ["JPY"])
