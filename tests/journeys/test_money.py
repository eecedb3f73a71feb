"""From an enquiry to money in the bank: what a small business does with one customer."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crmdesk.services import (
    accounts,
    board,
    deals,
    document_steps,
    documents,
    forecast,
    incentives,
    leads,
    money,
    numbering,
    payments,
    pipelines,
    preferences,
    prices,
    products,
    quote_paper,
    records,
    sender,
    taxes,
)  # fmt: skip
from crmdesk.services.documents import Line
from crmdesk.services.taxes import Rate
from crmdesk.store.store import Store
from tests.printing import pdf
from tests.store.template import desk, store, template

__all__ = ["desk", "store", "template"]
DAY = date(2026, 11, 23)


@pytest.fixture
def shop(store: Store) -> Store:
    """Ovens, a tax, a book with a break, and a plan for who sells them."""
    preferences.set_country(store, "DE")
    money.set_currency(store, "EUR")
    numbering.count_plainly(store)
    sender.make(store, "Ofenbau Linde GmbH")
    quote_paper.set_account(store, iban="DE89 3704 0044 0532 0130 00", bic="COBADEFFXXX")
    standard = taxes.save_class(store, "Standard", [Rate("USt", Decimal(19), country="DE")])
    oven = products.add(store, {"name": "Oven", "sku": "OV", "price": "1000", "tax_class_id": standard})
    book = prices.add_book(store, "Bakers", is_default=True)
    prices.set_price(store, book, oven, Decimal("950"), quantity=Decimal(5))
    incentives.save_plan(store, incentives.Plan("Sales", ((0, Decimal(5)),), {"Rui": None}, earned="paid"))
    return store


def test_from_an_enquiry_to_money_in_the_bank(shop: Store, tmp_path: Path) -> None:
    ana = records.add(shop, "contact", {"given_name": "Ana", "family_name": "Lima", "language": "de"})
    deal = leads.qualify(shop, leads.add(shop, ana, "Ovens for the new shop"), amount=400_000, responsible="Rui")
    quote = quoted(shop, deal, ana, 4)
    assert total(shop, quote) == 476_000
    assert document_steps.send(shop, quote, DAY) == "Q-2026-0001"

    # She takes five: over the break, and as a new version of the same quote.
    better = document_steps.new_version(shop, quote)
    documents.change(shop, better, [Line(product_id=oven(shop), quantity=Decimal(5))], deposit=Decimal(30))
    document_steps.send(shop, better, DAY)
    assert total(shop, better) == 565_250
    assert quote_paper.save(shop, better, tmp_path / "quote.pdf") == 1
    text = " ".join(pdf.texts((tmp_path / "quote.pdf").read_bytes())[0].split())
    for words in ("Angebot", "Q-2026-0001 · Fassung 2", "Gesamt 5.652,50 €", "Anzahlung 30 % 1.695,75"):
        assert words in text

    document_steps.answer(shop, better, "accepted")
    deals.win(shop, deal, on=DAY)
    order = sent(shop, document_steps.follow(shop, better, "order"))
    sent(shop, document_steps.follow(shop, order, "delivery"))
    invoice = document_steps.follow(shop, order, "invoice")
    documents.change(shop, invoice, due_on="2026-12-07")
    sent(shop, invoice)
    assert total(shop, invoice) == 565_250

    payments.record(shop, invoice, 169_575, "2026-11-25")
    ((late, step),) = accounts.to_remind(shop, date(2026, 12, 20))
    assert (late.open, step) == (395_675, 1)
    payments.record(shop, invoice, 395_675, "2026-12-21")
    assert accounts.statement(shop, ana)[-1].balance == 0
    earned = [line.amount for month in ("2026-11", "2026-12") for line in incentives.statement(shop, month)]
    assert earned == [7_125, 16_625], "five percent of what was paid, without the tax"
    assert payments.bought(shop, ana) == {"EUR": 475_000}
    assert [line.won for line in forecast.forecast(shop)] == [400_000]
    assert not any(column.cards for column in board.board(shop, pipelines.all_of(shop)[0].id))
    assert numbering.gaps(shop) == []


def oven(store: Store) -> bytes:
    return bytes(products.find(store, "oven")[0]["id"])


def quoted(store: Store, deal: bytes, who: bytes, count: int) -> bytes:
    line = Line(product_id=oven(store), quantity=Decimal(count))
    return documents.make(store, "quote", [line], contact_id=who, deal_id=deal)


def sent(store: Store, key: bytes) -> bytes:
    document_steps.send(store, key, DAY)
    return key


def total(store: Store, key: bytes) -> int:
    with store.read() as session:
        return int(documents.get(session, key)["total"])
