"""`crmdesk quote`, as a script uses it."""

from decimal import Decimal
from pathlib import Path

import pytest

from crmdesk.domain.ids import parse_id, text_id
from crmdesk.domain.money_taxes import Tax
from crmdesk.services import document_steps, documents, products, records, sender
from crmdesk.services.money import set_currency
from tests.cli.test_commands import NOBODY, Run, plain, run
from tests.printing import pdf
from tests.store.template import reopened

__all__ = ["plain", "run"]


@pytest.fixture
def ana(desk: Path) -> str:
    store = reopened(desk)
    set_currency(store, "EUR")
    key = records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})
    products.add(store, {"name": "Deck oven", "sku": "OVEN-3", "price": "8990", "unit": "pc"})
    store.close()
    return text_id(key)


def test_a_quote_is_made_and_printed(run: Run, plain: Run, ana: str, tmp_path: Path) -> None:
    made = run("quote", "new", "--contact", ana, "--line", "oven-3 x 2 -5% 19%", "--line", "Tray x 10 @ 9.99 7%")
    assert {name: made[name] for name in ("net", "tax", "total", "currency", "status", "kind")} == {
        "net": "17180.90", "tax": "3252.38", "total": "20433.28", "currency": "EUR", "status": "sent", "kind": "quote",
    }  # fmt: skip
    assert made["lines"][0] == {
        "kind": "product", "sku": "OVEN-3", "name": "Deck oven", "quantity": "2", "unit": "pc", "discount": "5",
        "price": "8990", "taxes": [{"name": "Tax", "percent": "19"}], "amount": "17081.00",
    }  # fmt: skip
    assert made["number"].startswith("Q-")
    path = tmp_path / "quote.pdf"
    printed = run("quote", made["number"], "--to", path, "--style", "band")
    assert printed == made | {"pages": 1, "to": str(path)}
    text = " ".join(pdf.texts(path.read_bytes())[0].split())
    assert made["number"] in text
    assert "20,433.28" in text
    assert f"{made['number']}: 20433.28 EUR" in plain("quote", made["number"])


def test_sums_of_what_is_told_are_what_is_told(run: Run, ana: str) -> None:
    lines = [f"Item {number} x {number} @ 0.{number}5 -{number}% 9.5%" for number in range(1, 9)]
    words = [word for line in lines for word in ("--line", line)]
    for more in ((), ("--inclusive",), ("--rounded", "total"), ("--rounding", "half even"), ("--currency", "JPY")):
        made = run("quote", "new", "--contact", ana, *words, *more)
        amounts = sum(Decimal(line["amount"]) for line in made["lines"])
        net, tax, total = (Decimal(made[name]) for name in ("net", "tax", "total"))
        assert net + tax == total
        assert amounts == (total if more == ("--inclusive",) else net)


def test_drafts_and_what_is_refused(run: Run, ana: str) -> None:
    draft = run("quote", "new", "--contact", ana, "--line", "Oven @ 5", "--draft")
    assert (draft["number"], draft["status"]) == (None, "draft")
    assert run("quote", draft["id"]) == draft
    for wrong in (
        ("new", "--contact", ana),
        ("new", "--contact", ana, "--line", "Nothing known"),
        ("new", "--contact", ana, "--line", "Oven @ 5 -101%"),
        ("new", "--contact", ana, "--line", "Oven @ 5", "--currency", "EURO"),
        ("new", "--contact", NOBODY, "--line", "Oven @ 5"),
        ("new", "--contact", ana, "--line", "Oven x 1.2.3 @ 5"),
        ("new", "--contact", ana, "--line", "Oven @ 5", "--discount", "much"),
        ("new", "--contact", ana, "--line", "Oven @ 5", "--discount", "1e400"),
        ("Q-1999-0001",),
        (draft["id"], "--to", "/nowhere/x.pdf"),
        (draft["id"], "--to", "x.pdf", "--style", "gothic"),
        (NOBODY,),
    ):
        run("quote", *wrong, code=1)


def test_an_electronic_invoice_is_exported(run: Run, desk: Path, ana: str, tmp_path: Path) -> None:
    draft = run("quote", "new", "--contact", ana, "--line", "Oven @ 5 19%", "--draft")
    told = str(run("quote", draft["id"], "--to", tmp_path / "x.xml", code=1))
    assert "Only invoices" in told
    assert not (tmp_path / "x.xml").exists()
    store = reopened(desk)
    sender.make(store, "Forno GmbH")
    with store.read() as session:
        own = sender.of(session)
    assert own
    records.set_value(store, "companies", own.id, "tax_number", "DE123456789")
    records.add_part(store, "addresses", parse_id(ana), {"label": "home", "city": "Rom", "country": "IT"})
    lines = [documents.Line(name="Oven", unit_price=Decimal(5), taxes=(Tax("USt", Decimal(19)),))]
    key = documents.make(store, "invoice", lines, contact_id=parse_id(ana), language="de")
    number = document_steps.send(store, key)
    store.close()
    assert run("quote", number, "--to", tmp_path / "x.xml")["to"] == str(tmp_path / "x.xml")
    assert b"<ram:GrandTotalAmount>5.95</ram:GrandTotalAmount>" in (tmp_path / "x.xml").read_bytes()
    assert run("quote", number, "--to", tmp_path / "x.pdf", "--e-invoice")["pages"] == 1
    assert b"factur-x.xml" in (tmp_path / "x.pdf").read_bytes()
