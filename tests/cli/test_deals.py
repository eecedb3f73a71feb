"""`crmdesk deals` and `crmdesk forecast`, as a script uses them."""

from pathlib import Path

from crmdesk.domain.ids import text_id
from crmdesk.services import deals, forecast, money, pipelines, records
from tests.cli.test_commands import NOBODY, Run, plain, run
from tests.store.template import reopened

__all__ = ["plain", "run"]


def test_deals_and_what_they_will_bring(run: Run, plain: Run, desk: Path) -> None:
    assert run("deals") == []
    assert plain("forecast").strip() == "Nothing is expected."
    store = reopened(desk)
    money.set_currency(store, "EUR")
    ana = records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})
    key = deals.add(store, "Oven", amount=123456, contact_id=ana, expected_on="2026-11-30", responsible="Rui")
    deals.add(store, "Tray", amount=1000, currency="JPY", expected_on="2027-02-01")
    forecast.set_target(store, "2026-11", 500_000)
    name = pipelines.all_of(store)[0].name
    store.close()
    first, second = run("deals")
    assert first == {
        "id": text_id(key), "pipeline": "Sales", "stage": "Enquiry", "who": "Ana Lima", "probability": 10,
        "amount": "1234.56", "name": "Oven", "currency": "EUR", "expected_on": "2026-11-30", "responsible": "Rui",
        "next_step": None, "days": 0, "rot": 0,
    }  # fmt: skip
    assert (second["amount"], second["currency"]) == ("1000", "JPY")
    assert run("deals", "--pipeline", "Other") == []
    assert len(run("deals", "--pipeline", name)) == 2
    november, february = run("forecast")
    assert november == {
        "period": "2026-11", "currency": "EUR", "deals": 1, "won": "0.00", "committed": "0.00", "weighted": "123.46",
        "best": "1234.56", "target": "5000.00",
    }  # fmt: skip
    assert february["best"] == "1000"
    assert [line["person"] for line in run("forecast", "--by", "person")] == ["Rui", ""]
    assert [line["product"] for line in run("forecast", "--by", "product")] == ["", ""]
    assert [line["period"] for line in run("forecast", "--period", "quarter", "--from", "2027-01")] == ["2027-Q1"]
    assert "2026-11: 0.00 committed, 123.46 weighted, 1234.56 at best (EUR)" in plain("forecast")


def test_a_deal_from_its_beginning_to_its_end(run: Run, plain: Run, desk: Path) -> None:
    store = reopened(desk)
    ana = text_id(records.add(store, "contact", {"given_name": "Ana"}))
    store.close()
    made = run("deal", "new", "--name", "Oven", "--contact", ana, "--amount", "1,234.5", "--currency", "EUR")
    assert made == {
        "id": made["id"], "stage": "Enquiry", "amount": "1234.50", "name": "Oven", "status": "open", "currency": "EUR",
        "expected_on": None, "responsible": None, "lost_reason": None,
    }  # fmt: skip
    moved = run("deal", made["id"], "--stage", "quote sent", "--expected", "2026-12-24", "--amount", "2000")
    assert (moved["stage"], moved["amount"], moved["expected_on"]) == ("Quote sent", "2000.00", "2026-12-24")
    quote = run("quote", "new", "--deal", made["id"])
    assert (quote["total"], quote["currency"]) == ("2000.00", "EUR")
    assert run("deal", made["id"], "--lost", "Price")["lost_reason"] == "Price"
    assert run("deals") == []
    assert run("deal", made["id"], "--reopen")["status"] == "open"
    assert "Oven: Quote sent, won, 2000.00 EUR" in plain("deal", made["id"], "--won")
    for wrong in (
        ("new",),
        ("new", "--name", "x", "--amount", "1.234", "--currency", "EUR"),
        ("new", "--name", "x", "--currency", "EURO"),
        ("new", "--name", "x", "--contact", NOBODY),
        ("new", "--name", "x", "--expected", "soon"),
        (NOBODY,),
        ("oven",),
        (made["id"], "--stage", "Nowhere"),
        (made["id"], "--won"),
    ):
        run("deal", *wrong, code=1)
