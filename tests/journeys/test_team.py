"""Two who share one file: what one hands over, the other finds on the same morning, with all there is to know."""

from datetime import date

from PySide6.QtCore import Qt

from crmdesk import settings
from crmdesk.services import activities, preferences
from crmdesk.ui.assign import HandOver
from crmdesk.ui.today import Today
from tests.journeys.telling import BOTH, ENTER, find, words_on
from tests.ui.desks import Seat


def sit_down(seat: Seat, name: str) -> None:
    """Another one comes to the same desk."""
    settings.change(author=name)
    seat.asked(preferences.take_author)


def test_a_customer_goes_to_a_colleague_with_all_that_is_open(seat: Seat) -> None:
    sit_down(seat, "Ana")
    find(seat, "chinedu")
    record = seat.page.editor.record
    today = date.today().isoformat()  # noqa: DTZ011 - the wall
    seat.asked(lambda store: activities.log(store, [record], "call", "wants two ovens", is_reached=True))
    seat.desk.write(lambda store: activities.plan(store, [record], "call", "Delivery date", today))
    seat.settle()

    # Three keys, a name, and what is to be known.
    seat.press(Qt.Key.Key_H, BOTH)
    seat.until(lambda: seat.window.findChildren(HandOver))
    (sheet,) = seat.window.findChildren(HandOver)
    seat.until(sheet.with_open.isVisible)
    seat.keys("bi")
    seat.press(ENTER)
    seat.until(sheet.note.hasFocus)
    assert sheet.to.text() == "Bia"
    sheet.note.setPlainText("Ring him in the mornings")
    seat.click(sheet.go)
    seat.until(lambda: seat.toast() == "Chinedu Adeyemi handed over to Bia")
    seat.until(lambda: "Ring him in the mornings" in words_on(seat.page.activities))

    # Bia has it on her list in the morning, the call with it; Ana no longer.
    for name, found in (("Ana", False), ("Bia", True)):
        sit_down(seat, name)
        seat.window.go("today")
        screen = seat.window.screens["today"]
        assert isinstance(screen, Today)
        screen.look()
        seat.settle()
        assert ("Handed over by Ana: Chinedu Adeyemi" in words_on(screen.agenda)) == found
        assert ("Delivery date" in words_on(screen.calls)) == found

    # Before she calls she sees that Ana did.
    seat.window.go("contacts")
    seat.page.reload()
    seat.until(lambda: "Already contacted by Ana" in words_on(seat.page.reach))
    assert "Already contacted by Ana" in seat.page.header.call.toolTip()

    # It is one step to take back.
    seat.screen.table.setFocus()
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: seat.toast() == "Undone: Hand over to Bia")
