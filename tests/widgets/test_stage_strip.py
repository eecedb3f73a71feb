"""Steps in a row: chosen by the mouse or by keys, read out with what stands on them, from right to left too."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crmdesk.widgets.stage_strip import StageStrip, Step

STEPS = (Step(b"a", "Asked", "3 days", "passed"), Step(b"b", "Offered", "1 day", "here", "warning", "too long"),
         Step(b"c", "Near"))  # fmt: skip


@pytest.fixture
def strip(qtbot: QtBot) -> StageStrip:
    made = StageStrip("Stages")
    qtbot.addWidget(made)
    made.resize(480, 46)
    made.show_steps(STEPS)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_press_chooses(qtbot: QtBot, strip: StageStrip) -> None:
    chosen: list[bytes] = []
    strip.chosen.connect(chosen.append)
    qtbot.mouseClick(strip.arrows()[2], Qt.MouseButton.LeftButton)
    assert chosen == [b"c"]
    assert [arrow.accessibleName() for arrow in strip.arrows()] == ["Asked, 3 days", "Offered, 1 day", "Near"]
    assert strip.arrows()[1].accessibleDescription() == "too long"


@pytest.mark.parametrize(("key", "to"), [(Qt.Key.Key_Right, b"c"), (Qt.Key.Key_Left, b"a")])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_keys_go_along_it(qtbot: QtBot, strip: StageStrip, key: Qt.Key, to: bytes, *, is_mirrored: bool) -> None:
    if is_mirrored:
        strip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        to = {b"a": b"c", b"c": b"a"}[to]
    chosen: list[bytes] = []
    strip.chosen.connect(chosen.append)
    strip.activateWindow()
    strip.arrows()[1].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(strip.arrows()[1].hasFocus)
    qtbot.keyClick(strip.arrows()[1], key)
    focused = next(arrow for arrow in strip.arrows() if arrow.hasFocus())
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert chosen == [to]


def test_the_same_is_not_drawn_anew_and_who_is_in_it_stays(qtbot: QtBot, strip: StageStrip) -> None:
    before = list(strip.arrows())
    strip.show_steps(list(STEPS))
    assert strip.arrows() == before
    strip.activateWindow()
    before[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(before[0].hasFocus)
    strip.show_steps([*STEPS[:2], Step(b"c", "Nearer")])
    assert strip.arrows()[0].hasFocus()
    assert strip.grab().width() >= 480
