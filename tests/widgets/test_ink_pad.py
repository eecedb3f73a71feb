"""Writing by hand: points in thousandths of the field, pens with their pressure, strokes taken back."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.domain.signatures import FIRMLY, HEIGHT, read, write
from crmdesk.widgets import theme
from crmdesk.widgets.ink_pad import InkPad

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pad(qtbot: QtBot, qapp: QApplication) -> InkPad:
    theme.apply(qapp, "light", 1.0)
    made = InkPad("Signature")
    qtbot.addWidget(made)
    made.resize(500, 160)
    made.show()
    return made


def pen(pad: InkPad, kind: QTabletEvent.Type, x: float, y: float, pressure: float) -> bool:
    capabilities = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen, capabilities, 1, 1, "",
        QPointingDeviceUniqueId(),
    )  # fmt: skip
    where = QPointF(x, y)
    event = QTabletEvent(
        kind, device, where, QPointF(pad.mapToGlobal(where)), pressure, 0, 0, 0, 0, 0,
        Qt.KeyboardModifier.NoModifier, LEFT, LEFT,
    )  # fmt: skip
    QApplication.sendEvent(pad, event)
    return event.isAccepted()


def test_a_pen_tells_how_firmly_it_writes(pad: InkPad) -> None:
    for kind, x, pressure in (
        (QTabletEvent.Type.TabletPress, 50, 0.2),
        (QTabletEvent.Type.TabletMove, 100, 0.6),
        (QTabletEvent.Type.TabletMove, 900, 1.0),
        (QTabletEvent.Type.TabletRelease, 900, 0.0),
        (QTabletEvent.Type.TabletMove, 300, 0.5),
    ):
        assert pen(pad, kind, x, 80, pressure), "else it would come again as the mouse"
    assert pad.strokes == [[(100, 160, 200), (200, 160, 600), (1000, 160, 1000)]]


def test_strokes_of_the_mouse_are_taken_back_by_keys(pad: InkPad) -> None:
    told: list[int] = []
    pad.changed.connect(lambda: told.append(len(pad.strokes)))
    for x in (10, 20, 30):
        QTest.mouseClick(pad, LEFT, pos=QPoint(x, 500))
    assert pad.strokes == [[(20 * number, HEIGHT, FIRMLY)] for number in (1, 2, 3)]
    assert not pad.grab().toImage().isNull()
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert len(pad.strokes) == 2
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert (pad.strokes, told) == ([], [1, 2, 3, 2, 0])
    assert pad.heightForWidth(1000) == HEIGHT


def test_what_is_kept_comes_back_whatever_is_in_the_file() -> None:
    strokes = [((1, 2, 3), (4, 5, 6)), ((1000, HEIGHT, 0),)]
    assert read(write(strokes)) == strokes
    assert read('[[[5, 9]], [[-4, 9999, 5000]], [[1]], 7, [["a", 2]], []]') == [((5, 9, FIRMLY),), ((0, HEIGHT, 1000),)]
    assert read(None) == read("{") == read('"x"') == read("[[" + "[1,1]," * 20_001 + "[1,1]]]") == []
