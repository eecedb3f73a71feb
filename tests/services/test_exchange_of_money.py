"""Deals and documents as tables: out, into another file, and out again as they were; faults by line and reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crmdesk.domain.deals import Deal
from crmdesk.domain.documents import Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.money_taxes import Tax
from crmdesk.services import (
    deal_parts,
    deal_tables,
    deals,
    document_parts,
    document_steps,
    document_tables,
    documents,
    invoices,
    money,
    numbering,
    payments,
    pipelines,
    products,
    records,
)
from crmdesk.services.documents import Line
from crmdesk.store import bulk
from crmdesk.store.store import Store

DAY = date(2026, 11, 1)
VAT = (Tax("VAT", Decimal(19)),)
REVERSE = (Tax("VAT", Decimal(19), "reverse", note="Article 196"),)


@pytest.fixture
def shop(store: Store) -> Store:
    money.set_currency(store, "EUR")
    ana = records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})
    records.add_part(store, "emails", ana, {"value": "ana@example.org"})
    oven = records.add(store, "company", {"name": "Forno & Filhos"})
    key = documents.make(
        store, "invoice",
        [
            Line("section", "Ovens"),
            Line(name="Oven, “large”", quantity=Decimal("1.125"), unit_price=Decimal("1000.005"), taxes=VAT, unit="pc"),
            Line(name="Door\nof steel", unit_price=Decimal("2.50"), discount_amount=30, taxes=REVERSE, text="L\nR"),
            Line("text", "Thank you"), Line("shipping", "Freight", unit_price=Decimal(50), taxes=VAT),
        ],
        contact_id=ana, company_id=oven, due_on="2026-12-01", discount=Decimal("2.5"), rounded="total", name="Ovens",
    )  # fmt: skip
    document_steps.send(store, key, DAY)
    payments.record(store, key, 10_000, "2026-11-05", "Bank", "Ref 7")
    documents.make(store, "order", [Line(name="Tray", unit_price=Decimal("1.234"), taxes=())], currency="BHD")
    documents.make(store, "quote", [Line(name="Lamp", unit_price=Decimal(5), is_optional=True, taxes=VAT)])
    return store


def other(store: Store, tmp_path: Path) -> Store:
    """The same file with nothing in it of what was sold."""
    while store.undo():
        pass
    money.set_currency(store, "EUR")
    return store


def test_documents_come_back_as_they_were(shop: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    assert document_tables.export(shop, first) == 3
    again = document_tables.take_in(shop, first)
    assert (again.added, again.changed, again.unchanged, again.rejected) == (0, 0, 3, [])
    fresh = other(shop, tmp_path)
    taken = document_tables.take_in(fresh, first)
    assert (taken.added, taken.rejected) == (3, [])
    assert document_tables.export(fresh, second) == 3
    assert without_ids(first) == without_ids(second)
    (row,) = invoices.listing(fresh, DAY, "open").rows
    assert (row.status, row.total - row.open, row.who) == ("part", 10_000, "Forno & Filhos")


def test_a_number_that_came_is_not_given_again(shop: Store, tmp_path: Path) -> None:
    numbering.count_plainly(shop)
    path = tmp_path / "list.csv"
    path.write_text("kind,number,date,name,price\ninvoice,I-2026-0041,2026-10-01,Oven,1\n", "utf-8")
    assert document_tables.take_in(shop, path).added == 1
    key = documents.make(shop, "invoice", [Line(name="Oven", unit_price=Decimal(1), taxes=())])
    assert document_steps.send(shop, key, DAY) == "I-2026-0042"


def without_ids(path: Path) -> list[str]:
    return sorted(line.partition(",")[2] for line in path.read_text("utf-8-sig").splitlines())


def test_payments_that_are_missing_are_added(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    document_tables.export(shop, path)
    number = invoices.listing(shop, DAY, "open").rows[0].title
    path.write_text(
        "kind,number,line,name,amount,paid on,way,payment reference\n"
        f"invoice,{number},payment,,100.00,2026-11-05,Bank,Ref 7\n"
        f"invoice,{number},payment,,50.00,2026-11-06,Bank,Ref 8\n"
        "invoice,I-77,product,Oven,1,,,\n", "utf-8",
    )  # fmt: skip
    taken = document_tables.take_in(shop, path)
    assert (taken.changed, len(taken.rejected)) == (1, 1), "a line without a price"
    (row,) = invoices.listing(shop, DAY, "open").rows
    assert row.total - row.open == 15_000


def test_what_is_wrong_is_told_by_line_and_nothing_of_it_is_taken(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Invoice number;Customer;Description;Qty;Unit price;VAT;Total;Currency\n"
        "A-1;Bakery;Oven;2;1.234,50;19%;2.938,11;EUR\n"
        "A-2;Bakery;Oven;1;100;19;120;EUR\n"
        "A-3;Bakery;Oven;1;much;19;;EUR\n"
        "A-4;Bakery;Oven;1;1;19;;XXA\n"
        "A-5;Bakery;Oven;1;1;a lot;;EUR\n", "utf-8",
    )  # fmt: skip
    taken = document_tables.take_in(shop, path)
    assert taken.added == 1
    lines = [line for line, _reason in taken.rejected]
    reasons = " ".join(reason for _line, reason in taken.rejected)
    assert lines == [3, 4, 5, 6]
    for words in ("come to 119.00 EUR", "no amount", "no currency", "no tax"):
        assert words in reasons
    (row,) = invoices.listing(shop, DAY, "all", "A-1").rows
    assert (row.total, row.who, row.status) == (293_811, "Bakery", "sent")
    assert shop.undo() == "Import documents"
    path.write_text("Colour;Size\nred;5\n", "utf-8")
    with pytest.raises(UserError, match="no column"):
        document_tables.take_in(shop, path)


def test_deals_come_back_as_they_were(shop: Store, tmp_path: Path) -> None:
    won, lost = deals.add(shop, "Won one", amount=5), deals.add(shop, "Lost one")
    stage = pipelines.all_of(shop)[0].stages[1].id
    key = deals.add(shop, "Oven, two", stage, amount=123_456, expected_on="2026-12-24", responsible="Rui", text="A\nB")
    for name in ("Oven", "Tray"):
        deal_parts.add_product(shop, key, name, "2", "617.28")
    deals.win(shop, won, date(2026, 3, 4))
    deals.lose(shop, lost, "Price", "Rival", on=date(2026, 3, 5))
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    assert deal_tables.export(shop, first) == 3
    again = deal_tables.take_in(shop, first)
    assert (again.added, again.changed, again.rejected) == (0, 0, [])
    with shop.read() as session:
        before = len(list(bulk.whole(session, Deal)))
    text = first.read_text("utf-8-sig").replace("Oven, two", "Oven, three").replace("Rui", "Zoe")
    first.write_text(text, "utf-8")
    assert deal_tables.take_in(shop, first).changed == 1
    fresh = other(shop, tmp_path)
    taken = deal_tables.take_in(fresh, first)
    assert (taken.added, taken.rejected, before) == (3, [], 3)
    deal_tables.export(fresh, second)
    assert without_ids(first) == without_ids(second)


def test_deals_of_another_program(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "Title,Value,Currency,Organization,Contact person,E-mail address,Status,Won time,Deal stage\n"
        'Oven,"8,990.00",EUR,Bakery,Bia Souza,bia@example.org,open,,\n'
        "Shop,100,EUR,Bakery,Ana,ana@example.org,won,2026-05-06,\n"
        ",1,EUR,,,,,,\n"
        "Bad,1,EUR,,,,sleeping,,\n"
        "Bad,1,EUR,,,,,,Nowhere\n", "utf-8",
    )  # fmt: skip
    taken = deal_tables.take_in(shop, path)
    assert taken.added == 2
    assert [line for line, _reason in taken.rejected] == [4, 5, 6]
    with shop.read() as session:
        rows = {row["name"]: row for row in bulk.whole(session, Deal)}
    assert (rows["Oven"]["amount"], rows["Shop"]["status"], rows["Shop"]["closed_on"]) == (899_000, "won", "2026-05-06")
    assert rows["Oven"]["company_id"] == rows["Shop"]["company_id"]


def test_a_pipeline_that_is_not_there_comes_with_its_deals(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    rows = ["name,pipeline,stage", "One,Service,Asked", "Two,Service,Signed", "Three,service,ASKED"]
    path.write_text("\n".join(rows), "utf-8")
    assert deal_tables.take_in(shop, path).added == 3
    made = next(each for each in pipelines.all_of(shop) if each.name == "Service")
    assert [(stage.name, stage.probability) for stage in made.stages] == [("Asked", 33), ("Signed", 66)]
    assert shop.undo() == "Import deals"
    assert [each.name for each in pipelines.all_of(shop)] == []


def test_what_belongs_together_comes_back_together(shop: Store, tmp_path: Path) -> None:
    """A deal, its order, the invoice of that, and a credit note: what is open and what is left stays as it was."""
    numbering.count_plainly(shop)
    deal = deals.add(shop, "Oven for two", currency="USD")
    money.set_rate(shop, "USD", "2026-01-01", Decimal("0.8"))
    product = products.add(shop, {"name": "Set", "kind": "bundle", "price": "10", "currency": "USD"})
    part = products.add(shop, {"name": "Cup", "price": "3", "currency": "USD"})
    products.set_parts(shop, product, {part: "2"})
    lines = [Line(name="Oven", quantity=Decimal(3), unit_price=Decimal(100), taxes=VAT), Line(product_id=product)]
    order = documents.make(shop, "order", lines, currency="USD", deal_id=deal)
    document_steps.send(shop, order, DAY)
    oven = next(iter(left(shop, order)))
    invoice = document_steps.follow(shop, order, "invoice", {oven: Decimal(2)})
    document_steps.send(shop, invoice, DAY)
    credit = document_steps.follow(shop, invoice, "credit", {next(iter(left(shop, invoice))): Decimal(1)})
    document_steps.send(shop, credit, DAY)
    before = sorted(left(shop, order).values())
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    document_tables.export(shop, first)
    deal_tables.export(shop, tmp_path / "deals.csv")
    fresh = other(shop, tmp_path)
    assert "Import the deals first" in document_tables.take_in(fresh, first).rejected[0][1]
    fresh = other(shop, tmp_path)
    deal_tables.take_in(fresh, tmp_path / "deals.csv")
    whole = products.add(fresh, {"name": "Set", "kind": "bundle", "price": "10", "currency": "USD"})
    products.set_parts(fresh, whole, {products.add(fresh, {"name": "Cup"}): "2"})
    assert document_tables.take_in(fresh, first).rejected == []
    document_tables.export(fresh, second)
    assert without_ids(first) == without_ids(second)
    with fresh.read() as session:
        heads = {row["title"]: row for row in bulk.whole(session, Document)}
        assert payments.balance(session, heads["I-2026-0001"]["id"]) == 11_900
    assert sorted(left(fresh, heads["O-2026-0001"]["id"]).values()) == before == [1, 2, 2]
    assert [heads[number]["exchange_rate"] for number in ("O-2026-0001", "I-2026-0001")] == ["0.8", "0.8"]


def left(store: Store, key: bytes) -> dict[bytes, Decimal]:
    with store.read() as session:
        return document_parts.remaining(session, key, "invoice")


OTHERS = {
    "Pipedrive": "Deal - Title,Deal - Value,Deal - Organization,Deal - Status,Deal - Stage,Deal - Pipeline,"
    'Deal - Won time\nOven,"8,990.50",Bakery,Won,Proposal Made,Pipeline,2026-02-01 10:22:33\n',
    "HubSpot": "Deal Name,Deal Stage,Pipeline,Amount,Close Date,Associated Company\n"
    "Oven,Proposal,Abroad,8990.50,2026-01-31 09:15,Bakery\n",
    "Xero": "*ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,*Description,*Quantity,*UnitAmount,*TaxType,Currency\n"
    "Bakery,INV-1,15/01/2026,30/01/2026,Oven,2,99.95,10%,EUR\n",
    "Zoho": "Invoice Date,Invoice Number,Customer Name,Due Date,Item Name,Quantity,Item Price,Item Tax %\n"
    "2026-01-15,INV-1,Bakery,2026-01-30,Oven,2,99.95,10\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_headings_of_other_programs(shop: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(OTHERS[name], "utf-8")
    is_of_deals = "Deal" in OTHERS[name]
    taken = (deal_tables if is_of_deals else document_tables).take_in(shop, path)
    assert (taken.added, taken.rejected) == (1, [])
    with shop.read() as session:
        rows = {row["name"]: row for row in bulk.whole(session, Deal)}
    if is_of_deals:
        assert (rows["Oven"]["amount"], bool(rows["Oven"]["company_id"])) == (899_050, True)
        return
    (row,) = invoices.listing(shop, DAY, "all", "INV-1").rows
    assert (row.total, row.who, row.issued_on, row.due_on) == (21_989, "Bakery", "2026-01-15", "2026-01-30")
