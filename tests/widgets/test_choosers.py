"""One of a few values, by mouse and by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.widgets.choosers import Chooser, Segments, Stepper

COLOURS = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
SIZES = ((80, "80 %"), (100, "100 %"), (200, "200 %"))


@pytest.fixture
def segments(qtbot: QtBot) -> Segments:
    made = Segments("Colours", COLOURS)
    qtbot.addWidget(made)
    made.set_value("light")
    made.show()
    return made


def heard_from(chooser: Segments | Stepper | Chooser) -> list[object]:
    heard: list[object] = []
    chooser.chosen.connect(heard.append)
    return heard


def test_arrows_go_from_segment_to_segment(segments: Segments, qtbot: QtBot) -> None:
    heard = heard_from(segments)
    segments._button(1).setFocus()
    qtbot.keyClick(segments._button(1), Qt.Key.Key_Right)
    qtbot.keyClick(segments._button(2), Qt.Key.Key_Right)
    assert heard == ["dark", "system"]
    assert QApplication.focusWidget() is segments._button(0)


def test_right_to_left_the_arrows_turn_round(segments: Segments, qtbot: QtBot) -> None:
    segments.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: segments._button(0).x() > segments._button(1).x())
    heard = heard_from(segments)
    qtbot.keyClick(segments._button(1), Qt.Key.Key_Right)
    assert heard == ["system"]


def test_setting_a_value_tells_nobody(segments: Segments) -> None:
    heard = heard_from(segments)
    segments.set_value("dark")
    segments.set_value("from another version")
    assert (segments.value(), heard) == ("system", [])


def test_steps_end_at_both_ends(qtbot: QtBot) -> None:
    stepper = Stepper("Size", SIZES, "Smaller", "Larger")
    qtbot.addWidget(stepper)
    stepper.set_value(110)
    stepper.show()
    stepper.activateWindow()
    qtbot.waitUntil(stepper.isActiveWindow)
    heard = heard_from(stepper)
    stepper._more.setFocus()
    for _time in range(3):
        stepper._step(1)
    assert heard == [200]
    assert not stepper._more.isEnabled()
    assert QApplication.focusWidget() is stepper._less
    qtbot.keyClick(stepper._less, Qt.Key.Key_Left)
    assert heard == [200, 100]


def test_a_chooser_tells_what_was_chosen_not_what_was_set(qtbot: QtBot) -> None:
    chooser = Chooser("Size", SIZES)
    qtbot.addWidget(chooser)
    heard = heard_from(chooser)
    chooser.set_value(200)
    chooser.activated.emit(2)
    assert heard == [200]
