"""Quotes and what follows them: drafts, locks, versions, partial deliveries and invoices, payments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.money_taxes import Tax
from crmdesk.services import (
    document_lists,
    document_parts,
    document_steps,
    documents,
    money,
    numbering,
    payments,
    products,
    records,
    taxes,
)
from crmdesk.services.documents import Line
from crmdesk.services.taxes import Rate
from crmdesk.store.store import Store
from tests.store.template import visible

VAT = (Tax("VAT", Decimal(19)),)
DAY = date(2026, 12, 1)


def D(text: str) -> Decimal:
    return Decimal(text)


@pytest.fixture
def ana(store: Store) -> bytes:
    numbering.count_plainly(store)
    money.set_currency(store, "eur")
    key = records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})
    records.add_part(store, "addresses", key, {"street": "Rua 1", "city": "Porto", "country": "PT"})
    return key


@pytest.fixture
def quote(store: Store, ana: bytes) -> bytes:
    lines = [
        Line("section", "Ovens"),
        Line(name="Oven", quantity=D("3"), unit_price=D("1000"), discount=D("10"), taxes=VAT),
        Line("text", "Built in within a week"),
        Line(name="Tray", quantity=D("10"), unit_price=D("9.99"), taxes=VAT),
        Line(name="Lamp", unit_price=D("5"), is_optional=True, taxes=VAT),
        Line("shipping", "Freight", unit_price=D("50"), taxes=VAT),
    ]
    return documents.make(store, "quote", lines, contact_id=ana, discount_amount=9990)


def head(store: Store, key: bytes) -> documents.Row:
    with store.read() as session:
        return documents.get(session, key)


def left(store: Store, key: bytes, kind: str) -> dict[str, str]:
    with store.read() as session:
        names = {row["id"]: row["name"] for row in documents.line_rows(session, key)}
        return {names[line]: str(amount) for line, amount in document_parts.remaining(session, key, kind).items()}


def lines_by_name(store: Store, key: bytes) -> dict[str, documents.Row]:
    with store.read() as session:
        return {row["name"]: row for row in documents.line_rows(session, key)}


def test_a_draft_has_its_figures_and_no_number(store: Store, quote: bytes) -> None:
    found = head(store, quote)
    assert (found["net"], found["tax"], found["total"]) == (275000, 52250, 327250)
    assert (found["title"], found["status"], found["currency"]) == (None, "draft", "EUR")
    assert [row["amount"] for row in lines_by_name(store, quote).values()] == [0, 270000, 0, 9990, 500, 5000]
    documents.change(store, quote, discount_amount=None, discount=D("10"))
    assert head(store, quote)["net"] == 256991
    assert store.undo() == "Change document"
    assert head(store, quote)["net"] == 275000
    with pytest.raises(UserError, match="no field"):
        documents.change(store, quote, total=1)


def test_what_was_sent_is_locked(store: Store, quote: bytes) -> None:
    assert document_steps.send(store, quote, DAY) == "Q-2026-0001"
    sent = head(store, quote)
    assert sent["address"].splitlines() == ["Ana Lima", "Rua 1", "PORTO", "PORTUGAL"]
    assert sent["issued_on"] == "2026-12-01"
    for change in (
        lambda: documents.change(store, quote, intro="Dear"),
        lambda: documents.change(store, quote, [Line(name="X", unit_price=D("1"))]),
        lambda: document_steps.send(store, quote),
    ):
        with pytest.raises(UserError, match="Q-2026-0001 is locked"):
            change()
    assert head(store, quote) == sent


def test_a_number_is_not_given_again_when_sending_is_undone(store: Store, quote: bytes) -> None:
    document_steps.send(store, quote, DAY)
    assert store.undo() == "Send Q-2026-0001"
    assert head(store, quote)["status"] == "draft"
    assert document_steps.send(store, quote, DAY) == "Q-2026-0002"
    (gap,) = numbering.gaps(store)
    assert gap.missing == ("Q-2026-0001",)


def test_versions(store: Store, quote: bytes) -> None:
    document_steps.send(store, quote, DAY)
    second = document_steps.new_version(store, quote)
    documents.change(store, second, intro="Better")
    assert document_steps.send(store, second) == "Q-2026-0001"
    assert (head(store, quote)["status"], head(store, second)["version"]) == ("replaced", 2)
    assert head(store, second)["total"] == head(store, quote)["total"]
    with store.read() as session:
        assert documents.by_number(session, "q-2026-0001 ")["id"] == second
    third = document_steps.new_version(store, second)
    assert head(store, third)["version"] == 3
    other = document_steps.duplicate(store, second)
    assert document_steps.send(store, other, DAY) == "Q-2026-0002"


def test_an_answer_and_an_expired_quote(store: Store, quote: bytes) -> None:
    with pytest.raises(UserError, match="waits for no answer"):
        document_steps.answer(store, quote, "accepted")
    documents.change(store, quote, valid_until="2026-12-24")
    document_steps.send(store, quote, DAY)
    assert document_steps.shown_status(head(store, quote), "2026-12-24") == "sent"
    assert document_steps.shown_status(head(store, quote), "2026-12-25") == "expired"
    with pytest.raises(UserError, match="not accepted yet"):
        document_steps.follow(store, quote, "order")
    document_steps.answer(store, quote, "declined", "Too dear")
    assert head(store, quote)["reason"] == "Too dear"


def test_lists_of_documents(store: Store, quote: bytes, ana: bytes) -> None:
    draft = document_steps.duplicate(store, quote)
    documents.change(store, quote, valid_until="2026-12-24")
    document_steps.send(store, quote, DAY)
    listed = {row.id: (row.title, row.status) for row in document_lists.of(store, ana, date(2026, 12, 30))}
    assert listed == {quote: ("Q-2026-0001", "expired"), draft: (None, "draft")}
    assert [row.id for row in document_lists.expiring(store, date(2026, 12, 20))] == [quote]
    assert document_lists.expiring(store, date(2026, 12, 10)) == []
    assert document_lists.of_kind(store, "quote", DAY, ["sent"])[0].total == head(store, quote)["total"]


@pytest.fixture
def order(store: Store, quote: bytes) -> bytes:
    document_steps.send(store, quote, DAY)
    document_steps.answer(store, quote, "accepted")
    key = document_steps.follow(store, quote, "order")
    document_steps.send(store, key, DAY)
    return key


def test_an_order_is_delivered_in_parts_and_invoiced(store: Store, quote: bytes, order: bytes) -> None:
    assert head(store, order)["total"] == head(store, quote)["total"]
    assert list(lines_by_name(store, order)) == ["Ovens", "Oven", "Built in within a week", "Tray", "Freight"]
    lines = lines_by_name(store, order)
    first = document_steps.follow(store, order, "delivery", {lines["Oven"]["id"]: D("1"), lines["Tray"]["id"]: D("10")})
    document_steps.send(store, first, DAY)
    assert left(store, order, "delivery") == {"Oven": "2", "Tray": "0", "Freight": "1"}
    with pytest.raises(UserError, match="Of “Oven” only 2"):
        document_steps.follow(store, order, "delivery", {lines["Oven"]["id"]: D("3")})
    invoice = document_steps.follow(store, first, "invoice")
    document_steps.send(store, invoice, DAY)
    assert left(store, order, "invoice") == {"Oven": "2", "Tray": "0", "Freight": "1"}
    rest = document_steps.follow(store, order, "invoice")
    assert {name: row["quantity"] for name, row in lines_by_name(store, rest).items() if row["kind"] == "product"} == {
        "Oven": "2",
    }
    document_steps.send(store, rest, DAY)
    with pytest.raises(UserError, match="Nothing is left"):
        document_steps.follow(store, order, "invoice")


def test_parts_of_an_invoice_are_the_whole_to_the_cent(store: Store, order: bytes) -> None:
    lines = lines_by_name(store, order)
    keys = [
        document_steps.follow(store, order, "invoice", {lines["Oven"]["id"]: D("1"), lines["Tray"]["id"]: D("3")}),
        document_steps.follow(store, order, "invoice", {lines["Oven"]["id"]: D("1"), lines["Freight"]["id"]: D("1")}),
        document_steps.follow(store, order, "invoice"),
    ]
    parts = [head(store, key) for key in keys]
    assert sum(part["discount_amount"] for part in parts) == 9990
    assert sum(part["net"] for part in parts) == head(store, order)["net"]


def test_an_invoice_is_paid_and_credited(store: Store, order: bytes, ana: bytes) -> None:
    invoice = document_steps.follow(store, order, "invoice")
    documents.change(store, invoice, due_on="2026-12-15")
    document_steps.send(store, invoice, DAY)
    payments.record(store, invoice, 100_000, "2026-12-10", "Bank")
    (open_one,) = payments.receivables(store, date(2027, 1, 20))
    assert (open_one.title, open_one.open, open_one.late) == ("I-2026-0001", 227_250, 36)
    assert payments.by_age([open_one]) == {"EUR": [0, 0, 227_250, 0, 0]}
    lines = lines_by_name(store, invoice)
    credit = document_steps.follow(store, invoice, "credit", {lines["Freight"]["id"]: D("1")})
    document_steps.send(store, credit, DAY)
    with store.read() as session:
        assert payments.balance(session, invoice) == 227_250 - head(store, credit)["total"]
    assert left(store, order, "invoice")["Freight"] == "1"
    payments.record(store, invoice, 227_250 - head(store, credit)["total"], "2027-01-21")
    assert payments.receivables(store, date(2027, 1, 22)) == []
    assert payments.bought(store, ana) == {"EUR": head(store, invoice)["net"] - head(store, credit)["net"]}
    with pytest.raises(UserError, match="Only an invoice"):
        payments.record(store, order, 1, "2026-12-01")


def test_a_product_brings_name_price_and_tax_of_the_country(store: Store, ana: bytes) -> None:
    records_country(store, "DE")
    standard = taxes.save_class(
        store,
        "Standard",
        [
            Rate("VAT", D("20")),
            Rate("USt", D("16"), country="DE", starts_on="2020-07-01", ends_on="2020-12-31"),
            Rate("USt", D("19"), country="DE", starts_on="2021-01-01"),
        ],
    )
    oven = products.add(
        store, {"name": "Oven", "sku": "OV-1", "price": "1000.5", "unit": "pc", "tax_class_id": standard}
    )
    key = documents.make(store, "quote", [Line(product_id=oven, quantity=D("2"))], contact_id=ana)
    (line,) = lines_by_name(store, key).values()
    assert (line["name"], line["sku"], line["unit_price"], line["amount"]) == ("Oven", "OV-1", "1000.5", 200100)
    assert head(store, key)["tax"] == 38019
    products.change(store, oven, {"price": "1", "name": "Other"})
    taxes.save_class(store, "Standard", [Rate("VAT", D("25"))])
    documents.change(store, key, intro="Still the same")
    assert head(store, key)["total"] == 238119
    with pytest.raises(UserError, match="no price in JPY"):
        documents.make(store, "quote", [Line(product_id=oven)], currency="JPY")
    money.set_rate(store, "EUR", "2026-01-01", D("1"))


def records_country(store: Store, code: str) -> None:
    from crmdesk.services import preferences

    preferences.set_country(store, code)


def test_each_act_is_one_step_and_comes_back(store: Store, quote: bytes, ana: bytes) -> None:
    before = visible(store)
    documents.change(
        store, quote, [Line(name="Only", unit_price=D("1"), taxes=VAT)], intro="Short", discount_amount=None
    )
    store.undo()
    assert visible(store) == before
    line = replace(Line(name="Only"), unit_price=None)
    with pytest.raises(UserError, match="no price"):
        documents.change(store, quote, [line])
    assert visible(store) == before
