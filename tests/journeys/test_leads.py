"""Somebody asks: noted in one line, qualified in one step, or laid aside until a day that comes back by itself."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from crmdesk.services import deals, lead_assignment, lead_lists, leads
from crmdesk.services.lead_assignment import Assignment
from crmdesk.ui.lead_import import LeadImport
from crmdesk.ui.lead_losing import Losing
from crmdesk.ui.lead_new import NewLead
from crmdesk.ui.lead_qualify import Qualify
from crmdesk.ui.lead_rule_editor import PointsEditor
from crmdesk.ui.leads import Leads
from crmdesk.ui.quick_entry import QuickEntry
from crmdesk.ui.today import Today
from tests.journeys.telling import ENTER, TAB, button, command, elsewhere, tab_to, words_on
from tests.ui.desks import Seat

TODAY = date.today()  # noqa: DTZ011 - as the screens have it


def at_leads(seat: Seat) -> Leads:
    seat.window.go("leads")
    screen = seat.window.screens["leads"]
    assert isinstance(screen, Leads)
    seat.until(lambda: screen.rows)
    seat.settle()
    return screen


def rows(seat: Seat) -> dict[str, lead_lists.LeadRow]:
    return {row.subject: row for row in seat.asked(lambda store: lead_lists.listing(store, TODAY))}


def test_from_a_line_that_was_pasted_to_a_deal(seat: Seat) -> None:
    rule = Assignment("All", people=("Bia",))
    elsewhere(seat, lambda store: lead_assignment.set_rules(store, [rule]))
    command(seat, "new lead")
    sheet: QuickEntry = seat.sheet(QuickEntry)
    seat.until(sheet.isActiveWindow)
    seat.keys("Eva Lopes, Central Lda., eva@central.example, +351 21 555 01 99")
    seat.settle()
    tab_to(seat, sheet.lead.line)
    seat.keys("Oven for the new room")
    seat.control(ENTER)
    seat.until(lambda: seat.window.section == "leads")
    screen = seat.window.screens["leads"]
    assert isinstance(screen, Leads)
    seat.until(lambda: screen.card.lead and screen.card.lead.subject == "Oven for the new room")
    lead = screen.card.lead
    assert lead
    assert (lead.name, lead.company, lead.responsible, lead.status) == ("Eva Lopes", "Central Lda.", "Bia", "new")

    seat.did.clear()
    seat.click(screen.card.qualify_button)
    panel: Qualify = seat.sheet(Qualify)
    seat.until(panel.isActiveWindow)
    seat.until(panel.make_button.isEnabled)
    assert panel.amount.hasFocus(), "what only the user knows comes first"
    seat.keys("8,900")
    seat.press(ENTER)
    seat.until(lambda: seat.window.section == "deals")
    seat.settle()
    assert seat.did == ["click", "“8,900”", "Return"]
    made = rows(seat)["Oven for the new room"]
    assert made.deal_id
    deal = seat.asked(lambda store: _deal(store, made.deal_id or b""))
    assert (deal["name"], deal["amount"], deal["currency"]) == ("Oven for the new room", 890_000, "EUR")
    assert deal["company_id"]
    assert deal["responsible"] == "Bia"

    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: rows(seat)["Oven for the new room"].status == "new")


def _deal(store: object, key: bytes) -> dict[str, object]:
    with store.read() as session:  # type: ignore[attr-defined]
        return deals.get(session, key)


def test_laid_aside_and_there_again_on_its_day(seat: Seat) -> None:
    screen = at_leads(seat)
    seat.until(screen.table.current)
    name = screen.card.lead.name if screen.card.lead else ""
    subject = screen.card.lead.subject if screen.card.lead else ""
    seat.click(screen.card.lose_button)
    panel: Losing = seat.sheet(Losing)
    seat.until(panel.isActiveWindow)
    seat.press(ENTER)
    seat.until(panel.problem.isVisible)
    seat.keys("No money this year")
    panel.set_days(91)
    seat.click(panel.lose_button)
    seat.until(lambda: rows(seat)[subject].status == "lost")
    again = (TODAY + timedelta(days=91)).isoformat()
    assert (rows(seat)[subject].lost_reason, rows(seat)[subject].ask_again_on) == ("No money this year", again)
    seat.until(lambda: name not in " ".join(row.spoken() for row in screen.table.model.rows))

    # Its day comes: it stands on Today, and is taken up by one press.
    key = rows(seat)[subject].id
    elsewhere(seat, lambda store: leads.change(store, key, {"ask_again_on": TODAY.isoformat()}))
    seat.window.go("today")
    today = seat.window.screens["today"]
    assert isinstance(today, Today)
    seat.until(lambda: any(row.line.title == name and row.line.tag == "Ask again" for row in today.leads.rows()))
    row = next(row for row in today.leads.rows() if row.line.title == name and row.line.tag == "Ask again")
    seat.click(row._buttons[0])
    seat.until(lambda: rows(seat)[subject].status == "working")


def test_points_are_set_in_words_and_counted_at_once(seat: Seat) -> None:
    screen = at_leads(seat)
    seat.click(screen.rules_button)
    seat.until(lambda: screen.rules.points.lines)
    before = len(screen.rules.points.lines)
    seat.click(screen.rules.points.add_button)
    editor: PointsEditor = seat.sheet(PointsEditor)
    seat.until(editor.isActiveWindow)
    seat.keys("Customers")
    seat.until(lambda: editor.told.text().startswith("40 contacts"))
    seat.press(ENTER)
    seat.until(lambda: len(screen.rules.points.lines) == before + 1)
    seat.until(lambda: "Customers" in words_on(screen.rules.points))
    seat.settle()
    screen.rules_button.click()
    seat.until(lambda: screen.card.lead and dict(screen.card.lead.why).get("Customers") == 10)


def test_what_a_web_form_has_collected(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "Contact page.csv"
    file.write_text("Name,Email,Message\nRita Vaz,rita@vaz.example,A mixer\n,,none\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_more: ([str(file)], ""))
    screen = at_leads(seat)
    seat.click(button(seat, "Import"))
    sheet: LeadImport = seat.sheet(LeadImport)
    seat.until(sheet.isActiveWindow)
    assert "1 cannot be understood" in words_on(sheet)
    seat.press(ENTER)
    seat.until(lambda: any(row.name == "Rita Vaz" and row.form == "Contact page" for row in screen.rows))
    seat.settle()
    screen.search("vaz mixer")
    assert [row.name for row in screen.shown()] == ["Rita Vaz"]
    screen.search("")

    # On the page of a contact stands what they have asked for.
    seat.window.go("contacts", screen.rows[0].owner_id)
    seat.until(lambda: seat.screen.page is not None and seat.screen.page.lead.isVisible())
    line = seat.page.lead
    seat.until(line.accessibleName)
    seat.click(line)
    seat.until(lambda: seat.window.section == "leads")
    seat.until(lambda: screen.card.lead and screen.card.lead.subject in line.accessibleName())


def test_who_is_known_asks_again(seat: Seat) -> None:
    page = seat.go_to("Álvares")
    page.header.acted.emit("lead")
    sheet: NewLead = seat.sheet(NewLead)
    seat.until(sheet.isActiveWindow)
    seat.keys("A fourth oven")
    seat.press(ENTER)
    seat.until(lambda: page.lead.isVisible() and "A fourth oven" in page.lead.accessibleName())
    assert rows(seat)["A fourth oven"].name.startswith("João")
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: not page.lead.isVisible())


def test_the_list_by_keys(seat: Seat) -> None:
    screen = at_leads(seat)
    screen.enter()
    first = screen.table.current()
    seat.press(Qt.Key.Key_Down)
    assert screen.table.current() != first
    seat.control(ENTER)
    panel: Qualify = seat.sheet(Qualify)
    seat.until(panel.isActiveWindow)
    seat.press(Qt.Key.Key_Escape)
    seat.until(lambda: not panel.isVisible())
    screen.enter()
    seat.press(ENTER)
    assert screen.card.subject.edit.hasFocus()
    seat.keys("x")
    seat.press(TAB)
    seat.until(lambda: screen.card.lead and "x" in screen.card.lead.subject)
    screen.enter()
    seat.press(Qt.Key.Key_Delete)
    seat.until(lambda: "stays" in seat.toast())
    seat.control(Qt.Key.Key_Z)
    for heading, way in (("Name", lambda row: row.name.casefold()), ("Points", lambda row: -row.points)):
        head = next(head for head in screen.table.heads if head.column.title == heading)
        seat.click(head)
        shown = screen.shown()
        assert shown == sorted(shown, key=way)  # type: ignore[arg-type]
    assert QApplication.focusWidget() is not None
