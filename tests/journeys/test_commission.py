"""The end of the month: what everybody has earned, by which plan, on paper; and what the next months bring."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from crmdesk.services import files, forecast, incentives
from crmdesk.ui.commission import Commission
from crmdesk.ui.commission_paper import CommissionPaper
from crmdesk.ui.commission_plan import PlanEditor
from crmdesk.ui.forecast import Forecast
from tests.journeys.telling import ENTER, TAB, button, words_on
from tests.printing.pdf import texts
from tests.ui.desks import Seat


def at_commission(seat: Seat) -> Commission:
    seat.window.go("commission")
    screen = seat.window.screens["commission"]
    assert isinstance(screen, Commission)
    seat.until(lambda: screen.found)
    seat.settle()
    return screen


def test_a_statement_from_its_plan_to_paper(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = at_commission(seat)
    assert screen.found
    for plan in screen.found.plans:
        seat.desk.write(lambda store, key=plan.id: incentives.remove_plan(store, key))
    seat.until(lambda: screen.found and not screen.found.plans)
    seat.settle()
    assert not screen.cards
    assert not screen.paper_button.isEnabled()

    # A plan by typing: its name, five percent, two colleagues.
    seat.did.clear()
    seat.click(screen.plans.add_button)
    editor: PlanEditor = seat.sheet(PlanEditor)
    seat.until(editor.isActiveWindow)
    seat.keys("Ovens")
    editor.tiers[0].second.setFocus()
    seat.keys("5")
    editor.people[0].first.setFocus()
    seat.keys("Bia")
    editor.add_person()
    seat.keys("Marek")
    editor.people[1].second.setFocus()
    seat.keys("7.5")
    seat.press(ENTER)
    seat.until(lambda: screen.found and screen.found.plans)
    assert screen.found
    (made,) = screen.found.plans
    assert made.members == {"Bia": None, "Marek": Decimal("7.5")}
    seat.until(lambda: "Bia, Marek 7.5%" in words_on(screen.plans))

    # What it comes to is what the service says; of one colleague alone.
    _to_month_with_lines(seat, screen)
    lines = seat.asked(lambda store: incentives.statement(store, screen.month))
    assert [line.what for card in screen.cards for line in (made.line for made in card.lines)] == [
        line.what for line in sorted(lines, key=lambda each: each.colleague.casefold())
    ]
    screen.who.set_value(lines[0].colleague)
    screen.who.chosen.emit(lines[0].colleague)
    assert len(screen.cards) == 1

    # On paper, as PDF and CSV.
    seat.click(screen.paper_button)
    paper: CommissionPaper = seat.sheet(CommissionPaper)
    seat.until(paper.save_button.isEnabled)
    pdf, csv = tmp_path / "statement.pdf", tmp_path / "statement.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_more: (str(pdf), ""))
    seat.click(paper.save_button)
    seat.until(lambda: pdf.exists() and pdf.stat().st_size)
    seat.settle()
    paper.save_csv(csv)
    seat.until(lambda: csv.exists() and csv.stat().st_size)
    for text in (" ".join(texts(pdf.read_bytes())), csv.read_text("utf-8-sig")):
        assert lines[0].what in text
        assert screen.cards[0].sum.text() in text


def _to_month_with_lines(seat: Seat, screen: Commission) -> None:
    """The sample ends today: what was won lately may have been in the month before."""
    for _month in range(3):
        seat.settle()
        if screen.cards:
            return
        seat.click(screen.back)
    raise AssertionError("nothing was earned in three months")


def test_a_target_is_set_in_place_and_the_next_month_looked_at_by_keys(seat: Seat) -> None:
    seat.window.go("forecast")
    screen = seat.window.screens["forecast"]
    assert isinstance(screen, Forecast)
    seat.until(lambda: screen.answer and screen.rows)
    assert screen.answer
    now = screen.answer.asked.now()
    screen.enter()
    seat.press(Qt.Key.Key_Right)
    seat.until(lambda: screen.answer and screen.answer.asked.chosen > now)
    chosen = screen.answer.asked.chosen
    row = screen.rows[0]
    row.target.setFocus()
    row.target.edit.selectAll()  # type: ignore[attr-defined]
    seat.keys("75,000")
    seat.press(TAB)
    seat.until(lambda: _target(seat, chosen) == 7_500_000)
    seat.until(lambda: screen.rows[0].target.value() == "€75,000")
    screen.rows[0].target.setFocus()
    screen.rows[0].target.edit.selectAll()  # type: ignore[attr-defined]
    seat.keys("much")
    seat.press(TAB)
    assert "no amount" in screen.rows[0].target.problem()
    seat.press(Qt.Key.Key_Escape)

    # By person and by product, by quarter; nothing is left out of the whole.
    for by in ("responsible", "product_id", "pipeline_id"):
        screen.by.set_value(by)
        screen.by.chosen.emit(by)
        seat.until(lambda by=by: screen.answer and screen.answer.asked.by == by)
        assert screen.answer
        whole = screen.answer.whole[chosen]
        assert abs(sum(each.best for each in screen.answer.groups) - whole.best) <= 5 * len(screen.answer.groups)
    screen.period.set_value("quarter")
    screen.period.chosen.emit("quarter")
    seat.until(lambda: screen.answer and "Q" in screen.answer.asked.chosen)
    seat.until(lambda: "won" in words_on(screen))
    seat.click(button(seat, "Commission"))
    seat.until(lambda: seat.window.section == "commission")


def _target(seat: Seat, month: str) -> int | None:
    rows = seat.asked(lambda store: forecast.forecast(store, "month", "", month, month))
    return next((row.target for row in rows if row.currency == "EUR"), None)


def test_an_empty_file_says_what_to_do_first(empty_seat: Seat, tmp_path: Path) -> None:
    path = tmp_path / "new.crmdesk"
    store, _code = files.new(path, "none")
    store.close()
    empty_seat.open(path)
    for key in ("leads", "forecast", "commission"):
        empty_seat.window.go(key)
        empty_seat.settle()
    screen = empty_seat.window.screens["commission"]
    empty_seat.until(lambda: "Make a plan first" in words_on(screen))
    assert date.today().isoformat()[:4] in words_on(screen)  # noqa: DTZ011 - as the screens have it
