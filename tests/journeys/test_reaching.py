"""Calls and cards: what speaks against a call is seen first, what came of it and what is next is noted."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crmdesk.services import activities, records
from tests.journeys.telling import BOTH, ENTER, ESC, button, elsewhere, facts, find, words_on
from tests.ui.desks import Seat


def doings(seat: Seat) -> list[activities.Doing]:
    key = UUID(seat.page.editor.record).bytes
    found: list[activities.Doing] = seat.asked(lambda store: activities.of_record(store, key))
    return found


def test_a_call_from_the_first_look_to_the_next_step(seat: Seat, dialled: list[str]) -> None:
    # One who does not want to be called: it is seen, and said before anything is dialled.
    page = seat.go_to("Lakshmi")
    record = page.editor.record
    wish = {"channel": "phone", "reason": "writes only"}
    elsewhere(seat, lambda store: records.add_part(store, "opt_outs", record, wish))
    seat.until(lambda: "writes only" in words_on(page.marks))
    for _habit in range(2):
        seat.control(Qt.Key.Key_D)
        seat.settle()
        assert "writes only" in page.reach.accessibleName()
        seat.press(ENTER)  # the habit of whoever calls all day
        seat.settle()
    assert dialled == []
    assert doings(seat) == []

    # The next one may be called; Enter says that they were reached.
    find(seat, "chinedu")
    seat.control(Qt.Key.Key_D)
    seat.until(lambda: dialled)
    assert dialled == ["tel:+2348035550174"]
    seat.press(ENTER)
    seat.until(lambda: seat.toast() == "Logged: reached")
    seat.until(lambda: "Last reached" in facts(seat))

    # What was said, and what is next: a line each.
    before = len(doings(seat))
    seat.control(Qt.Key.Key_J)
    seat.settle()
    seat.keys("wants a price for two ovens")
    seat.press(ENTER)
    seat.until(lambda: len(doings(seat)) == before + 1)
    seat.press(Qt.Key.Key_J, BOTH)
    seat.settle()
    seat.keys("send the price")
    seat.press(ENTER)
    seat.until(lambda: "Next step" in facts(seat))
    assert facts(seat)["Next step"] == "tomorrow, call"
    seat.until(lambda: "send the price" in words_on(seat.page.activities))

    # It is done where it stands, and is the last thing that happened.
    seat.page.activities.open_next(next(doing.id for doing in doings(seat) if doing.done_at is None))
    seat.settle()
    seat.keys("they took both")
    seat.press(ENTER)
    seat.press(Qt.Key.Key_Delete)  # nothing is next
    seat.until(lambda: "Next step" not in facts(seat))
    assert "they took both" in [doing.text for doing in doings(seat)]
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: "Next step" in facts(seat))


def test_through_the_rolodex_by_letter(seat: Seat, dialled: list[str]) -> None:
    seat.control(Qt.Key.Key_R)
    rolodex = seat.screen.views.rolodex
    assert rolodex
    seat.until(rolodex.file.card)
    seat.settle()

    # From letter to letter, then to a name by its beginning.
    assert rolodex.file.tabs.current() == "A"
    seat.press(Qt.Key.Key_PageDown)
    seat.until(lambda: rolodex.file.tabs.current() != "A")
    seat.keys("çel")
    seat.until(lambda: (card := rolodex.file.card()) and card.title == "Ayşe Çelik")
    card = rolodex.file.card()
    assert card
    assert "0532 123 45 67" in card.spoken()
    assert "Çelik Mobilya" in card.spoken()

    # Ctrl+D dials as everywhere; D does when nothing is being typed any more.
    seat.control(Qt.Key.Key_D)
    seat.until(lambda: dialled == ["tel:+905321234567"])
    seat.until(lambda: "Log the call" in seat.toast())
    seat.press(ESC)
    QApplication.processEvents()
    seat.keys("d")
    seat.until(lambda: len(dialled) == 2)
    seat.click(button(seat, "Log it"))
    seat.until(lambda: seat.toast() == "Logged")

    # Enter opens the page, where the call stands.
    rolodex.setFocus()
    seat.press(ENTER)
    seat.until(lambda: not seat.screen.views.is_rolodex and seat.name() == "Ayşe Çelik")
    seat.settle()
    assert doings(seat)[0].type == "call"
    assert seat.page.isAncestorOf(QApplication.focusWidget())
