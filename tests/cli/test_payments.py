"""`crmdesk payments`, `receivables`, `orders` and lists of deals, as a script uses them."""

from decimal import Decimal
from pathlib import Path

import pytest

from crmdesk.services import document_steps, documents, numbering, records
from crmdesk.services.documents import Line
from crmdesk.services.money import set_currency
from tests.cli.test_commands import Run, plain, run
from tests.store.template import reopened

__all__ = ["plain", "run"]


@pytest.fixture
def invoice(desk: Path) -> str:
    store = reopened(desk)
    set_currency(store, "EUR")
    numbering.count_plainly(store)
    ana = records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})
    lines = [Line(name="Oven", unit_price=Decimal("1190"), taxes=())]
    key = documents.make(store, "invoice", lines, contact_id=ana, due_on="2026-01-15")
    number = document_steps.send(store, key)
    store.close()
    return number


def test_an_invoice_is_paid_in_parts_and_too_much(run: Run, plain: Run, invoice: str) -> None:
    made = run("payments", invoice, "190.50", "--on", "2026-11-20", "--way", "Bank", "--reference", "R 7")
    assert made == {"number": invoice, "currency": "EUR", "paid": "190.50", "open": "999.50", "on_account": "0.00"}
    found = run("receivables")
    (customer,) = found["customers"]
    assert (customer["name"], customer["open"], customer["invoices"]) == ("Ana Lima", "999.50", [invoice])
    assert sum(Decimal(found["by_age"][0][name]) for name in ("to_30", "to_60", "to_90", "over_90")) == Decimal(
        "999.50"
    )
    assert "Ana Lima: 999.50 EUR" in plain("receivables")
    assert run("payments", invoice, "1000")["on_account"] == "0.50"
    assert run("receivables") == {"by_age": [], "customers": []}
    rows = run("payments")
    assert [(row["invoice"], row["amount"]) for row in rows] == [(invoice, "190.50"), (invoice, "999.50"), ("", "0.50")]


def test_what_cannot_be_paid(run: Run, invoice: str) -> None:
    assert "no document “X-1”" in run("payments", "X-1", code=1)
    assert "finer than EUR" in run("payments", invoice, "1.005", code=1)
    run("payments", invoice)
    assert "is open" in run("payments", invoice, code=1)


def test_lists_go_out_and_come_in(run: Run, plain: Run, invoice: str, tmp_path: Path) -> None:
    run("payments", invoice, "190.50", "--on", "2026-11-20")
    path, deals = tmp_path / "orders.csv", tmp_path / "deals.csv"
    assert run("orders", "--export", path, "--kind", "invoice") == {"exported": 1, "to": str(path)}
    assert run("orders", "--import", path) == {"added": 0, "changed": 0, "unchanged": 1, "rejected": []}
    assert [row["number"] for row in run("orders", "--kind", "invoice")] == [invoice]
    deals.write_text("name,amount,status\nOven,8990,open\nBad,1,asleep\n", "utf-8")
    found = run("deals", "--import", deals)
    assert (found["added"], found["rejected"][0]["line"]) == (1, 3)
    assert run("deals", "--export", deals)["exported"] == 1
    assert "Line 3" not in plain("deals", "--import", deals)
