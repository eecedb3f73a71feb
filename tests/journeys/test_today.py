"""A morning of calls: the whole list is worked through without letting go of the keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crmdesk.services import records
from crmdesk.ui import activity_watch
from crmdesk.ui.activity_done import CompleteSheet
from crmdesk.ui.today import Today
from crmdesk.widgets.line_row import LineRow
from tests.journeys.telling import ENTER
from tests.ui.desks import Seat

SPACE, DELETE, SHIFT = Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier


def called(screen: Today) -> list[str]:
    return [row.line.title for row in screen.calls.rows()]


def chosen() -> str:
    focused = QApplication.focusWidget()
    return focused.line.title if isinstance(focused, LineRow) else ""


def test_the_calls_of_a_day_by_keys_alone(seat: Seat, dialled: list[str]) -> None:
    seat.control(Qt.Key.Key_1)
    screen = seat.window.screens["today"]
    assert isinstance(screen, Today)
    seat.until(lambda: len(called(screen)) >= 6)
    seat.settle()
    screen.enter()
    names = called(screen)
    assert chosen() == names[0] == "Marcus Washington Jr.", "what is urgent comes first"

    # Dialled, timed, completed with a line: the next one is there.
    seat.press(SPACE)
    assert len(dialled) == 1
    assert activity_watch.seconds(seat.desk) is not None
    assert QApplication.focusWidget() is screen.calls.strip.complete
    seat.press(ENTER)
    panel: CompleteSheet = seat.sheet(CompleteSheet)
    seat.until(panel.completing.result.hasFocus)
    seat.keys("comes at eight")
    seat.press(ENTER)
    seat.press(ENTER)
    seat.until(lambda: called(screen) == names[1:])
    seat.to_front()
    seat.until(lambda: chosen() == names[1])
    assert activity_watch.seconds(seat.desk) is None
    assert not screen.calls.strip.isVisible()

    # Somebody who does not want to be called: said first, and nothing is dialled.
    person = screen.calls.rows()[0]
    second = next(call for call in screen.day.calls if call.name == person.line.title) if screen.day else None
    assert second
    assert second.person
    wish = {"channel": "phone", "reason": "writes only"}
    owner = second.person
    seat.desk.write(lambda store: records.add_part(store, "opt_outs", owner, wish))
    seat.until(lambda: screen.calls.rows()[0].line.tag == "no calls")
    seat.until(lambda: chosen() == names[1])
    seat.press(SPACE)
    assert "writes only" in screen.calls.strip.accessibleName()
    assert len(dialled) == 1
    seat.press(Qt.Key.Key_Escape)
    seat.until(lambda: chosen() == names[1])

    # The others were not there, or need nothing more: Enter, and on to the next.
    for left in range(len(names) - 1, 0, -1):
        seat.until(lambda left=left: len(called(screen)) == left and chosen() == called(screen)[0])
        seat.press(ENTER)
        panel = seat.sheet(CompleteSheet)
        seat.until(panel.completing.result.hasFocus)
        seat.press(ENTER, SHIFT)
        seat.press(DELETE)
        seat.until(lambda left=left: len(called(screen)) == left - 1)
        seat.to_front()
    assert "call" not in screen.told.text()
