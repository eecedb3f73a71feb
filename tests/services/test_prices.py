"""Prices by book, quantity and day; what a configurator refuses, and why."""

from decimal import Decimal

import pytest

from crmdesk.domain.companies import Affiliation
from crmdesk.domain.configuring import Choice, Configurator, Option, Rule
from crmdesk.domain.errors import UserError
from crmdesk.services import configuring, documents, money, prices, products, records
from crmdesk.services.documents import Line
from crmdesk.store import bulk
from crmdesk.store.store import Store


def D(text: str) -> Decimal:
    return Decimal(text)


@pytest.fixture
def oven(store: Store) -> bytes:
    money.set_currency(store, "EUR")
    return products.add(store, {"name": "Oven", "sku": "OV", "price": "100", "category": "Ovens"})


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana"})


def price(
    store: Store,
    product: bytes,
    quantity: str = "1",
    day: str = "2026-12-01",
    *owners: bytes,
    currency: str = "EUR",
) -> str:
    with store.read() as session:
        row = products.get(session, product)
        found = prices.price_for(session, row, D(quantity), day, currency, owners)
        return str(found.price) if found else "none"


def test_breaks_are_reached_at_their_quantity(store: Store, oven: bytes, ana: bytes) -> None:
    book = prices.add_book(store, "Dealers")
    prices.use_book(store, book, ana)
    prices.set_price(store, book, oven, D("95"))
    prices.set_price(store, book, oven, D("90"), quantity=D("10"))
    asked = [price(store, oven, quantity, "2026-12-01", ana) for quantity in ("1", "9.999", "10", "500", "-10")]
    assert asked == ["95", "95", "90", "90", "90"]
    assert price(store, oven, "10") == "100", "for nobody else"
    with store.read() as session:
        found = prices.offer(session, oven, D("95"), D("10"), "2026-12-01", "EUR", [ana])
        assert found
        assert found.price == 90
        assert prices.offer(session, oven, D("95"), D("9"), "2026-12-01", "EUR", [ana]) is None


def test_the_last_day_is_included(store: Store, oven: bytes, ana: bytes) -> None:
    book = prices.add_book(store, "Winter", is_default=True)
    prices.set_price(store, book, oven, D("80"), starts_on="2026-12-01", ends_on="2026-12-24")
    days = ("2026-11-30", "2026-12-01", "2026-12-24", "2026-12-25")
    assert [price(store, oven, "1", day) for day in days] == ["100", "80", "80", "100"]
    with pytest.raises(UserError, match="ends before"):
        prices.set_price(store, book, oven, D("80"), starts_on="2026-12-02", ends_on="2026-12-01")


def test_a_book_changes_what_its_parent_says(store: Store, oven: bytes, ana: bytes) -> None:
    parent = prices.add_book(store, "Base")
    prices.set_price(store, parent, oven, D("99.90"))
    book = prices.add_book(store, "Partners", parent_id=parent, percent="-12.5", step="0.05", rounding="half up")
    prices.use_book(store, book, ana)
    assert price(store, oven, "1", "2026-12-01", ana) == "87.40"  # 87.4125
    ending = prices.add_book(store, "Shop", percent="3", step="1", rounding="up", ending="-0.01", is_default=True)
    assert ending
    assert price(store, oven) == "102.99"


def test_own_book_before_that_of_company_and_group(store: Store, oven: bytes) -> None:
    rui = records.add(store, "contact", {"given_name": "Rui"})
    company = records.add(store, "company", {"name": "Forno"})
    with store.write("Employ") as session:
        bulk.insert(session, Affiliation, [{"contact_id": rui, "company_id": company}])
    for owner, amount in ((company, "70"), (rui, "60")):
        book = prices.add_book(store, amount)
        prices.set_price(store, book, oven, D(amount))
        prices.use_book(store, book, owner)
        assert price(store, oven, "1", "2026-12-01", rui) == amount
    assert price(store, oven, "1", "2026-12-01", company) == "70"


def test_another_currency_takes_the_rate_of_the_day(store: Store, oven: bytes) -> None:
    assert price(store, oven, currency="JPY") == "none"
    money.set_rate(store, "JPY", "2026-11-01", D("0.0062"))
    money.set_rate(store, "JPY", "2026-12-02", D("0.005"))
    assert price(store, oven, currency="JPY") == "16129"
    assert price(store, oven, "1", "2026-12-02", currency="JPY") == "20000"


def test_a_bundle_is_no_part_of_itself(store: Store, oven: bytes) -> None:
    kit = products.add(store, {"name": "Kit", "kind": "bundle"})
    products.set_parts(store, kit, {oven: "2.0"})
    with store.read() as session:
        assert [row["quantity"] for row in products.parts(session, kit)] == ["2"]
    with pytest.raises(UserError, match="part of itself"):
        products.set_parts(store, oven, {kit: "1"})


SIZE = Choice("Size", (Option("small", "Small"), Option("large", "Large", D("200"))))
EXTRAS = Choice("Extras", (Option("steam", "Steam", D("50")), Option("stone", "Stone", D("80"))), 0, None)
RULES = (
    Rule(frozenset({"stone"}), "requires", ("large",)),
    Rule(frozenset({"small"}), "excludes", ("steam",)),
    Rule(frozenset({"steam", "stone"}), "price", price=D("-30")),
)


class TestConfigurator:
    def test_it_says_why_not(self) -> None:
        found = Configurator((SIZE, EXTRAS), RULES)
        assert found.problems(["large", "steam", "stone"]) == []
        assert found.price(["large", "steam", "stone"]) == D("300")
        assert found.problems(["small", "stone"]) == ["Large is needed with Stone."]
        assert found.problems(["small", "steam"]) == ["Steam cannot be had with Small."]
        assert found.problems([]) == ["Size: at least 1 has to be chosen."]
        assert found.problems(["small", "large"]) == ["Size: at most 1 can be chosen."]
        assert found.contradictions() == []

    def test_else(self) -> None:
        found = Configurator((SIZE, EXTRAS), (Rule(frozenset({"large"}), "excludes", (), ("stone",)),))
        assert found.problems(["small", "stone"]) == ["Stone cannot be had without Large."]

    def test_what_may_still_be_chosen(self) -> None:
        found = Configurator((SIZE, EXTRAS), RULES)
        assert found.why_not(["small"], "stone") == "Large is needed with Stone."
        assert found.why_not([], "stone") == "", "large may still be chosen"
        assert found.why_not(["large"], "stone") == ""
        assert found.why_not(["small"], "steam") == "Steam cannot be had with Small."
        assert found.why_not(["steam"], "small") == "Steam cannot be had with Small."
        assert found.why_not(["small"], "large") == "", "it takes the place of the other"
        assert found.toggled(["small", "steam"], "large") == ["steam", "large"]
        assert found.toggled(["large"], "large") == []
        assert Configurator((Choice("Two", EXTRAS.options, 0, 1),)).why_not(["steam"], "stone") == ""

    def test_rules_that_contradict_themselves(self) -> None:
        never = Rule(frozenset({"stone"}), "excludes", ("large",))
        (words,) = Configurator((SIZE, EXTRAS), (*RULES, never)).contradictions()
        assert words == "No combination allows Stone: Stone requires Large and Stone excludes Large."
        all_gone = Rule(frozenset(), "excludes", ("small", "large"))
        (words,) = Configurator((SIZE, EXTRAS), (all_gone,)).contradictions()
        assert words.startswith("No combination meets all rules: this product excludes Large and Small")

    def test_it_is_kept(self, store: Store, oven: bytes) -> None:
        assert configuring.save(store, oven, (SIZE, EXTRAS), RULES) == []
        with store.read() as session:
            kept = configuring.of(session, oven)
            ids = {name: key for key, name in kept.names.items()}
            assert kept.problems([ids["Small"], ids["Stone"]]) == ["Large is needed with Stone."]
            with pytest.raises(UserError, match="cannot be had together"):
                configuring.check(session, oven, [ids["Small"], ids["Steam"]])
        assert store.undo() == "Change options"
        with store.read() as session:
            assert configuring.of(session, oven).choices == ()
        with pytest.raises(UserError, match="not there: gold"):
            configuring.save(store, oven, (SIZE,), (Rule(frozenset({"gold"})),))


def test_a_quote_takes_the_book_of_its_customer(store: Store, oven: bytes, ana: bytes) -> None:
    book = prices.add_book(store, "Dealers")
    prices.use_book(store, book, ana)
    prices.set_price(store, book, oven, D("90"), quantity=D("10"))
    key = documents.make(store, "quote", [Line(product_id=oven, quantity=D("10"))], contact_id=ana)
    with store.read() as session:
        assert [row["amount"] for row in documents.line_rows(session, key)] == [90000]
        assert documents.line_rows(session, key)[0]["book_id"] == book


def test_a_price_of_one_is_that_of_half_of_one(store: Store, oven: bytes, ana: bytes) -> None:
    book = prices.add_book(store, "Dealers")
    prices.use_book(store, book, ana)
    prices.set_price(store, book, oven, D("95"))
    prices.set_price(store, book, oven, D("90"), quantity=D("10"))
    assert price(store, oven, "0.5", "2026-12-01", ana) == "95"
    prices.set_price(store, book, oven, D("99"), quantity=D("0.25"))
    asked = [price(store, oven, quantity, "2026-12-01", ana) for quantity in ("0.1", "0.5", "1", "12")]
    assert asked == ["95", "99", "95", "90"]


def test_a_rate_is_found_by_way_of_the_own_currency(store: Store, oven: bytes) -> None:
    money.set_rate(store, "USD", "2026-01-01", D("0.8"))
    with store.read() as session:
        assert money.rate_on(session, "USD", "GBP", "2026-12-01") is None
    money.set_rate(store, "GBP", "2026-06-01", D("1.25"))
    with store.read() as session:
        assert money.rate_on(session, "USD", "GBP", "2026-12-01") == D("0.64")
        assert money.rate_on(session, "GBP", "USD", "2026-12-01") == D("1.5625")
        assert money.rate_on(session, "GBP", "USD", "2026-05-31") is None
