"""`crmdesk deals` and `crmdesk forecast`, as a script uses them."""

from pathlib import Path

from crmdesk.domain.ids import text_id
from crmdesk.services import deals, forecast, money, pipelines, records
from tests.cli.test_commands import Run, plain, run
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
    assert [line["period"] for line in run("forecast", "--period", "quarter", "--from", "2027-01")] == ["2027-Q1"]
    assert "2026-11: 0.00 committed, 123.46 weighted, 1234.56 at best (EUR)" in plain("forecast")
