"""`crmdesk products`: the catalogue goes to a spreadsheet and comes back."""

from pathlib import Path

from tests.cli.test_commands import Run, plain, run

__all__ = ["plain", "run"]

LIST = """Artikelnummer;Bezeichnung;Preis;Einheit;tax;currency
OV-3;Deck oven;"8.990,00";pc;19;EUR
TR;=Tray;9,99;;7 %;EUR
;No number;5;;;EUR
BAD;Wrong price;about five;;;EUR
X;Wrong money;5;;;EURO
OV-4;;5;;;EUR
"""


def test_a_list_of_prices_is_taken_in(run: Run, plain: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "cp1252")
    taken = run("products", "--import", path)
    assert (taken["added"], taken["changed"], taken["unchanged"]) == (3, 0, 0)
    assert [each["line"] for each in taken["rejected"]] == [5, 6, 7]
    assert [(row["sku"], row["name"], row["price"]) for row in run("products")] == [
        ("TR", "=Tray", "9.99"), ("OV-3", "Deck oven", "8990"), (None, "No number", "5"),
    ]  # fmt: skip
    made = run("quote", "new", "--currency", "EUR", "--line", "OV-3 x 2", "--line", "tr x 3")
    assert (made["net"], made["tax"], made["total"]) == ("18009.97", "3418.30", "21428.27")
    assert run("products", "deck")[0]["sku"] == "OV-3"
    assert "OV-3  Deck oven  8990 EUR" in plain("products")


def test_it_comes_back_as_it_went(run: Run, tmp_path: Path) -> None:
    path, again = tmp_path / "list.csv", tmp_path / "again.csv"
    path.write_text(LIST, "utf-8")
    run("products", "--import", path)
    assert run("products", "--export", again) == {"exported": 3, "to": str(again)}
    assert b"'=Tray" in again.read_bytes()
    back = run("products", "--import", again)
    assert (back["added"], back["changed"], back["unchanged"], back["rejected"]) == (0, 0, 3, [])
    again.write_text(again.read_text("utf-8-sig").replace("8990", "9100"), "utf-8")
    assert run("products", "--import", again)["changed"] == 1
    run("products", "--import", tmp_path / "nowhere.csv", code=1)


def test_prices_go_out_and_come_back(run: Run, plain: Run, tmp_path: Path) -> None:
    path, again = tmp_path / "prices.csv", tmp_path / "again.csv"
    path.write_text(LIST, "utf-8")
    run("products", "--import", path)
    rows = ["Dealers,OV-3,,1,8000,,EUR,,", "Dealers,OV-3,,0.125,7500.125,,EUR,2026-12-01,2026-12-24",
            "Dealers,,Ovens,1,,-12.5,EUR,,", "Dealers,,,10,,-5,EUR,,", "Dealers,XX,,1,5,,EUR,,",
            "Dealers,OV-3,,1,,,EUR,,", "Dealers,OV-3,,1,5,,USD,,", "Dealers,,Ovens,1,5,,EUR,,"]  # fmt: skip
    path.write_text("\n".join(["Price list,Stock number,Category,Quantity,Price,Percent,Currency,From,Until", *rows]))
    taken = run("prices", "--import", path)
    assert (taken["added"], [each["line"] for each in taken["rejected"]]) == (4, [6, 7, 8, 9])
    assert run("prices", "--export", again)["exported"] == 4
    back = run("prices", "--import", again)
    assert (back["added"], back["changed"], back["unchanged"], back["rejected"]) == (0, 0, 4, [])
    assert [row["percent"] for row in run("prices") if row["category"] == "Ovens"] == ["-12.5"]
    assert "Dealers OV-3 Deck oven 1 8000 EUR" in plain("prices")
