"""The page of a deal as its user works on it: everything is changed where it stands, and everything can be undone."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from crmdesk.services import activities, deal_lists, deal_looks, deals
from crmdesk.services.deal_looks import DealLook
from crmdesk.ui.activity_sheet import ActivitySheet, open_sheet
from crmdesk.ui.board_ask import AskPanel
from crmdesk.ui.deal_page import DealPage
from crmdesk.ui.page import Page
from crmdesk.ui.today import Today
from crmdesk.widgets.fields import Field
from tests.journeys.telling import words_on
from tests.ui.desks import Seat

NAME = "Hotel kitchen, second phase"
Key = Qt.Key


def key_of(seat: Seat, name: str) -> bytes:
    found: bytes = seat.asked(lambda store: next(row.id for row in deal_lists.find(store, name, 5) if row.name == name))
    return found


def go_to(seat: Seat, name: str = NAME) -> DealPage:
    key = key_of(seat, name)
    seat.window.go("deals", key)
    page = seat.window.screens["deals"].page  # type: ignore[attr-defined]
    assert isinstance(page, DealPage)
    seat.until(lambda: page.shows(key))
    seat.settle()
    return page


def kept(seat: Seat, page: DealPage) -> DealLook:
    key = page.editor.key
    found: DealLook = seat.asked(lambda store: deal_looks.look(store, key))
    return found


def type_in(seat: Seat, field: Field, text: str) -> None:
    edit = field.edit.lineEdit() if isinstance(field.edit, QComboBox) else field.edit
    assert isinstance(edit, QLineEdit)
    seat.retype(edit, text)
    seat.press(Key.Key_Return)
    seat.settle()


def stage_of(look: DealLook) -> str:
    return next(stage.name for stage in look.stages if stage.id == look.deal["stage_id"])


def test_head_and_details_are_edited_in_place(seat: Seat) -> None:
    page = go_to(seat)
    type_in(seat, page.header.name, "Hotel kitchen, all of it")
    type_in(seat, page.header.amount, "41,250.50")
    for name, typed in (("probability", "65"), ("responsible", "Bia"), ("expected_on", "2031-03-04")):
        type_in(seat, page.details.field(name), typed)
    deal = kept(seat, page).deal
    assert (deal["name"], deal["amount"], deal["currency"]) == ("Hotel kitchen, all of it", 41_250_50, "EUR")
    assert (deal["probability"], deal["responsible"], deal["expected_on"]) == (65, "Bia", "2031-03-04")
    assert "€26,812.83 · 65 %" in [cell.fact.value for cell in page.facts.cells()]
    type_in(seat, page.header.amount, "1000 USD")
    assert kept(seat, page).deal["currency"] == "USD"
    type_in(seat, page.header.amount, "much")
    assert page.header.amount.problem()
    assert not page.can_leave()
    seat.press(Key.Key_Escape)
    assert page.can_leave()
    assert kept(seat, page).deal["amount"] == 1000_00
    for _step in range(2):
        seat.desk.undo()
        seat.settle()
    assert page.details.field("expected_on").value() != "2031-03-04"
    check_a_stage_is_entered_by_a_press(seat, page)


def check_a_stage_is_entered_by_a_press(seat: Seat, page: DealPage) -> None:
    before = stage_of(kept(seat, page))
    arrows = page.header.strip.arrows()
    told = arrows[2].accessibleName()
    assert "7 days" in told or "6 days" in told, "the seventh is over at ten o'clock"
    seat.click(arrows[1])
    seat.until(lambda: stage_of(kept(seat, page)) == "Talked")
    assert before == "Quote sent"
    seat.settle()
    seat.desk.undo()
    seat.until(lambda: stage_of(kept(seat, page)) == "Quote sent")


def test_won_lost_and_taken_up_again(seat: Seat) -> None:
    page = go_to(seat)
    assert page.header.reopen.isHidden()
    seat.click(page.header.won)
    seat.until(lambda: kept(seat, page).deal["status"] == "won")
    seat.settle()
    assert not page.header.reopen.isHidden()
    assert page.header.won.isHidden()
    seat.click(page.header.reopen)
    seat.until(lambda: kept(seat, page).deal["status"] == "open")
    seat.settle()
    seat.click(page.header.lost)
    seat.sheet(AskPanel)
    seat.keys("Too dear")
    seat.press(Key.Key_Return)
    seat.keys("Froid & Cie")
    seat.press(Key.Key_Return)
    seat.press(Key.Key_Return)
    seat.until(lambda: kept(seat, page).deal["status"] == "lost")
    seat.settle()
    deal = kept(seat, page).deal
    assert (deal["lost_reason"], deal["competitor"]) == ("Too dear", "Froid & Cie")
    page.tabs.choose("stages")
    seat.settle()
    assert page.stages.timeline.model().rowCount() >= 5


def test_its_parts(seat: Seat) -> None:
    page = go_to(seat)
    check_contacts_with_roles(seat, page)
    check_checklist(seat, page)
    check_products_and_their_sum(seat, page)
    check_shares(seat, page)
    check_notes_and_activities(seat, page)


def check_contacts_with_roles(seat: Seat, page: DealPage) -> None:
    people = page.details.people
    count = len(people.rows())
    people.add()
    seat.keys("Álvares")
    seat.until(QApplication.activePopupWidget)
    seat.press(Key.Key_Down)
    seat.press(Key.Key_Return)
    seat.until(lambda: len(kept(seat, page).people) == count + 1)
    seat.settle()
    people.add()
    seat.keys("Cy Okafor")
    seat.press(Key.Key_Return)
    seat.until(lambda: "Cy Okafor" in [one.name for one in kept(seat, page).people])
    seat.settle()
    assert "Cy Okafor" in seat.toast()
    people.rows()[-1]._relabel("influencer")
    seat.until(lambda: kept(seat, page).people[-1].role == "influencer")


def check_checklist(seat: Seat, page: DealPage) -> None:
    (first, tick) = next(iter(page.details.points.ticks.items()))
    seat.click(tick)
    seat.until(lambda: (first[1], True) in [p for stage in kept(seat, page).stages for p in stage.points])
    seat.settle()
    assert page.details.points.ticks[first].isChecked()


def check_products_and_their_sum(seat: Seat, page: DealPage) -> None:
    page.tabs.choose("products")
    seat.settle()
    products = page.products
    products.line.setFocus()
    seat.keys("Hood made to measure")
    seat.press(Key.Key_Return)
    seat.until(lambda: len(products.rows) == 3)
    seat.settle()
    line = list(products.rows.values())[-1]
    type_in(seat, line.fields["unit_price"], "1,200")
    type_in(seat, line.fields["discount"], "10 %")
    look = kept(seat, page)
    assert look.products[-1].amount == 1_080_00
    seat.click(products.take)
    seat.until(lambda: kept(seat, page).deal["amount"] == look.products_sum)
    seat.settle()
    assert products.take.isHidden()


def check_shares(seat: Seat, page: DealPage) -> None:
    shares = page.details.shares
    shares.add()
    seat.keys("Bia 30 %")
    seat.press(Key.Key_Return)
    seat.until(lambda: ("Bia", "30") in kept(seat, page).shares)
    seat.settle()
    assert "Bia" in shares.rows


def check_notes_and_activities(seat: Seat, page: DealPage) -> None:
    entry = page.activities.entry
    entry.text.setFocus()
    seat.keys("Wants the drawing")
    seat.press(Key.Key_Return)
    key = page.editor.key
    seat.until(lambda: "Wants the drawing" in [d.words for d in seat.asked(_done_for(key))])
    page.tabs.choose("notes")
    seat.settle()
    page.notes.new.edit.setFocus()
    seat.keys("Has a cellar")
    seat.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.until(lambda: [note["text"] for note in kept(seat, page).shown["notes"]] == ["Has a cellar"])


def _done_for(key: bytes) -> Any:
    return lambda store: activities.of_record(store, key)


def test_a_quote_in_one_press(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    page = go_to(seat)
    wanted: list[tuple[str, Any]] = []
    seat.desk.wanted.disconnect()
    seat.desk.wanted.connect(lambda *what: wanted.append(what))
    seat.click(page.header.quote)
    seat.until(lambda: wanted)
    (section, key) = wanted[0]
    assert section == "quotes"
    assert key in [row.id for row in kept(seat, page).documents]
    check_what_is_gone_leaves(seat, page)


def check_what_is_gone_leaves(seat: Seat, page: DealPage) -> None:
    key = page.editor.key
    seat.desk.write(lambda store: deals.split(store, key, 100, "The cellar"))
    seat.until(lambda: "split off: The cellar" in words_on(page.header))
    left: list[None] = []
    page.left.connect(lambda: left.append(None))
    page.acts.delete([page.editor.key])
    seat.until(lambda: left)
    assert not page.editor.record


def test_elsewhere(seat: Seat) -> None:
    check_on_the_page_of_a_person(seat)
    check_without_next_step_on_today(seat)
    check_chosen_on_an_activity(seat)


def check_on_the_page_of_a_person(seat: Seat) -> None:
    page: Page = seat.go_to("Álvares")
    assert "2 · R$114,400.00" in [cell.fact.value for cell in page.rollup.cells()]
    fact = next(cell for cell in page.rollup.cells() if cell.fact.name == "Open deals")
    seat.click(fact)
    assert page.tab() == "deals"
    seat.settle()
    count = len(page.deals.rows())
    page.deals.new.name.line.setFocus()
    seat.keys("Third oven")
    page.deals.new.amount.line.setFocus()
    seat.keys("900")
    seat.press(Key.Key_Return)
    seat.until(lambda: len(page.deals.rows()) == count + 1)
    seat.settle()
    seat.click(next(row for row in page.deals.rows() if row.line.title == "Third oven"))
    seat.until(lambda: seat.window.section == "deals")


def check_without_next_step_on_today(seat: Seat) -> None:
    seat.window.go("today")
    screen = seat.window.screens["today"]
    assert isinstance(screen, Today)
    seat.until(screen.deals.rows)
    seat.click(screen.deals.all_button)
    assert len(screen.deals.rows()) > 4
    seat.click(screen.deals.all_button)
    assert len(screen.deals.rows()) == 4
    row = screen.deals.rows()[0]
    name = row.line.title
    row.setFocus()
    seat.press(Key.Key_P)
    seat.until(lambda: name not in [each.line.title for each in screen.deals.rows()])
    assert name in seat.toast()


def check_chosen_on_an_activity(seat: Seat) -> None:
    contact = seat.asked(lambda store: store.find("Álvares", 1)[0].id)
    key: bytes = seat.asked(lambda store: activities.plan(store, [contact], "call", "Ask", "2030-01-01"))
    open_sheet(seat.desk, key)
    sheet = seat.sheet(ActivitySheet)
    field = sheet.form.fields["deal"]
    combo = field.edit
    assert isinstance(combo, QComboBox)
    field.setFocus()
    seat.until(lambda: combo.findText("Three ovens") >= 0)
    assert combo.findText("Three ovens") <= 2, "those of who takes part come first"
    type_in(seat, field, "Three ovens")
    deal = key_of(seat, "Three ovens")
    seat.until(lambda: "Ask" in [doing.words for doing in seat.asked(_done_for(deal))])
    type_in(seat, field, "No such deal")
    assert field.problem()
