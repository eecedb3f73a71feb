"""The section of quotes: lists by state and words, the bar over a document, and the ways that it goes out."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from crmdesk.domain.documents import Document
from crmdesk.services import documents
from crmdesk.store import bulk
from crmdesk.ui.document_actions import DocumentActions
from crmdesk.ui.document_follow import PartsSheet, ReasonSheet
from crmdesk.ui.document_send import SendSheet
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.quotes import Quotes
from crmdesk.widgets.chips import Tag
from tests.ui.desks import Seat

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def section(seat: Seat) -> Quotes:
    seat.window.go("quotes")
    found = seat.window.screens["quotes"]
    assert isinstance(found, Quotes)
    seat.until(lambda: found.list.documents.every)
    seat.settle()  # nothing more comes that could take the keyboard from what is pressed
    return found


def opened(seat: Seat, state: str, kind: str = "quote") -> DocumentActions:
    """The bar over the latest of a state, known as it is now."""
    screen = section(seat)
    rows = screen._rows[kind]
    key = next(row.id for row in rows if row.state == state)
    screen.open(key)
    seat.until(lambda: screen.editor and screen.editor.bar.state and screen.editor.bar.state.head["id"] == key)
    seat.settle()
    assert screen.editor
    return screen.editor.bar


def shown(seat: Seat, bar: DocumentActions, status: str) -> None:
    seat.until(lambda: bar.state and bar.state.state == status)
    seat.settle()


def buttons(bar: DocumentActions) -> list[str]:
    return [made.text() for made in bar.buttons.values() if made.isVisible()]


def number(bar: DocumentActions) -> str:
    assert bar.state
    return str(bar.state.head["title"])


def press(seat: Seat, bar: DocumentActions, key: str) -> None:
    seat.click(bar.buttons[key])


def test_lists_by_kind_state_and_words(seat: Seat) -> None:
    screen = section(seat)
    assert [pill.part.text for pill in screen.pills.pills()] == [
        "All", "Draft", "Sent", "Expires soon", "Expired", "Accepted", "Declined",
    ]  # fmt: skip
    whole = len(screen.list.documents.rows)
    for pill in screen.pills.pills():
        seat.click(pill)
        assert str(len(screen.list.documents.rows) or "") == pill.part.count
    seat.click(screen.pills.pills()[2])
    assert {row.state for row in screen.list.documents.rows} <= {"sent", "expiring"}
    seat.press(Qt.Key.Key_Left)
    assert {row.state for row in screen.list.documents.rows} == {"draft"}
    seat.click(screen.pills.pills()[0])
    screen.list.begin()
    seat.keys("lima")
    seat.until(lambda: seat.window.search.text() == "lima")
    assert all("lima" in row.words for row in screen.list.documents.rows)
    seat.retype(seat.window.search, "nothing like it")
    seat.until(lambda: not screen.list.isVisible())
    seat.window.search.clear()
    seat.until(lambda: len(screen.list.documents.rows) == whole)
    screen.tabs.choose(1)
    assert {row.kind for row in screen.list.documents.rows} == {"order"}
    assert screen.state() == {"kind": "order", "states": {"quote": "", "order": "", "delivery": ""}}
    screen.list.begin()
    seat.press(ENTER)
    seat.until(lambda: screen.stack.currentIndex() == 1)
    editor = screen.editor
    assert editor
    seat.until(lambda: len(editor.bar.chain.links) > 1)
    seat.click(editor.back)
    seat.until(lambda: screen.stack.currentIndex() == 0)
    assert screen.list.hasFocus()


def test_answers_and_what_follows_are_one_press_each(seat: Seat) -> None:
    bar = opened(seat, "sent")
    assert buttons(bar) == ["Accepted", "Declined…", "Sign on screen"]
    press(seat, bar, "decline")
    seat.sheet(ReasonSheet)
    seat.settle()
    seat.keys("Too dear")
    seat.press(ENTER)
    shown(seat, bar, "declined")
    assert "Too dear" in bar.facts.text()
    assert buttons(bar) == ["New version", "Accept anyway"]
    assert bar.state
    assert bar.state.deal
    lose = next(made for made in seat.window.findChildren(QPushButton) if made.text() == "Lose the deal")
    seat.click(lose)
    seat.until(lambda: "Deal lost" in seat.toast() and bar.state and bar.state.deal and bar.state.deal.status == "lost")
    for _step in range(2):
        seat.desk.undo()
    shown(seat, bar, "sent")
    press(seat, bar, "accept")
    shown(seat, bar, "accepted")
    assert "accepted" in seat.toast()
    while "win" in bar.buttons:
        press(seat, bar, "win")
        seat.until(lambda: "win" not in bar.buttons)
    accepted = number(bar)
    press(seat, bar, "order")
    seat.until(lambda: bar.state and bar.state.head["kind"] == "order")
    seat.settle()
    assert (buttons(bar), [tag.text for tag in bar.findChildren(Tag)]) == (["Send…", "Sign on screen"], ["Draft"])
    assert bar.chain.links[-2:] == [f"Quote {accepted}", "Order draft"]


def test_print_means_what_is_shown(seat: Seat) -> None:
    bar = opened(seat, "sent")
    seat.control(Qt.Key.Key_P)
    sheet: SendSheet = seat.sheet(SendSheet)
    assert (sheet.ways.value(), sheet.go.text()) == ("print", "Print…")
    sheet.reject()
    assert bar.state
    assert not bar.state.is_draft


def test_what_is_seldom_done_stands_in_the_menu(seat: Seat) -> None:
    bar = opened(seat, "sent", "order")
    bar.open_menu()
    (menu,) = (menu for menu in bar.findChildren(QMenu) if menu.isVisible())
    texts = [action.text() for action in menu.actions()]
    assert {"Invoice a part…", "Deliver a part…", "Send again…", "Duplicate", "Cancel it…"} <= set(texts)
    menu.close()


def test_a_part_of_an_order_is_invoiced_at_home_of_invoices(seat: Seat) -> None:
    bar = opened(seat, "sent", "order")
    bar.run("part invoice")
    sheet = seat.sheet(PartsSheet)
    seat.until(lambda: sheet.lines)
    line = next(iter(sheet.lines.values()))
    line.setText("9999")
    seat.click(sheet._make)
    assert "are left" in sheet._problem.text()
    line.setText("1")
    seat.click(sheet._make)
    seat.until(lambda: seat.window.section == "invoices")
    seat.settle()
    assert "draft" in seat.toast()


def test_a_draft_is_deleted_and_comes_back(seat: Seat) -> None:
    bar = opened(seat, "draft")
    screen = section(seat)
    count = len(screen._rows["quote"])
    bar.run("delete")
    seat.until(lambda: screen.stack.currentIndex() == 0 and len(screen._rows["quote"]) == count - 1)
    seat.desk.undo()
    seat.until(lambda: len(screen._rows["quote"]) == count)
    seat.click(screen.new_button)
    seat.until(lambda: screen.stack.currentIndex() == 1 and len(screen._rows["quote"]) == count + 1)
    seat.settle()
    assert screen.editor
    seat.click(screen.editor.back)
    seat.until(lambda: len(screen._rows["quote"]) == count)
    seat.settle()
    screen.list.go_to(screen._rows["quote"][0].id)
    screen.list.setFocus()
    seat.press(Qt.Key.Key_Delete)
    seat.until(lambda: len(screen._rows["quote"]) == count - 1)
    assert "Draft deleted" in seat.toast()


def test_preferences_of_numbers(seat: Seat) -> None:
    sheet = Preferences(seat.window, "numbers")
    sheet.open()
    seat.settle()
    pane: Any = sheet.panes["numbers"]
    edit = pane.fields["quote"].edit
    seat.retype(edit, "ANG-{serial:3}")
    seat.press(ENTER)
    seat.until(lambda: "ANG-" in pane.rows["quote"]._hint.text())
    seat.settle()
    seat.retype(edit, "ANG-{week}")
    seat.press(ENTER)
    seat.until(lambda: "nothing that a number can show" in pane.fields["quote"].problem())
    seat.click(pane.plain)
    seat.until(lambda: pane.rows["quote"]._hint.text().endswith("ANG-001"))
    sheet.reject()


def test_preferences_of_documents(seat: Seat) -> None:
    sheet = Preferences(seat.window, "documents")
    sheet.open()
    seat.settle()
    defaults: Any = sheet.panes["documents"]
    seat.retype(defaults.fields["valid_days"].edit, "two")
    seat.press(ENTER)
    assert "how many days" in defaults.fields["valid_days"].problem()
    seat.retype(defaults.fields["valid_days"].edit, "45")
    seat.press(ENTER)
    seat.settle()
    assert defaults.fields["valid_days"].edit.text() == "45 days"

    def valid(store: Any) -> str:
        key = documents.make(store, "quote", [])
        with store.read() as session:
            return str(documents.get(session, key)["valid_until"])

    made: list[str] = []
    seat.desk.write(valid, made.append)
    seat.until(lambda: made)
    assert made == [(date.today() + timedelta(days=45)).isoformat()]  # noqa: DTZ011
    sheet.reject()


def test_documents_in_the_palette(seat: Seat) -> None:
    def title(store: Any) -> str:
        with store.read() as session:
            rows = bulk.whole(session, Document)
            return str(next(row["title"] for row in rows if row["kind"] == "order" and row["title"]))

    wanted = seat.asked(title)
    seat.control(Qt.Key.Key_K)
    seat.keys(wanted)
    seat.settle()
    seat.press(ENTER)
    seat.until(lambda: seat.window.section == "quotes")
    screen = section(seat)
    seat.until(lambda: screen.editor and screen.editor.bar.state)
    assert screen.editor
    assert screen.editor.bar.name.text() == f"Order {wanted}"
