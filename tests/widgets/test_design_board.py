"""Elements on a label taken by mouse and keys; text whose places go as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.widgets import design_snap
from crmdesk.widgets.design_board import DesignBoard
from crmdesk.widgets.design_snap import HANDLES, MIDDLE
from crmdesk.widgets.places_edit import PlacesEdit

LABEL = QRectF(0, 0, 60, 30)
ROOM = QRectF(3, 3, 54, 24)


class Hand:
    """On a board; remembers what it said."""

    def __init__(self, qtbot: QtBot, board: DesignBoard) -> None:
        self.qtbot, self.board = qtbot, board
        self.changes: list[tuple[int, QRectF, bool]] = []
        self.picked: list[int] = []
        self.gone: list[int] = []
        board.changed.connect(lambda *change: self.changes.append(change))
        board.selected.connect(self.picked.append)
        board.removed.connect(self.gone.append)

    def at(self, x: float, y: float) -> QPointF:
        """Millimetres of the label."""
        return self.board.at(QRectF(x, y, 0, 0)).topLeft()

    def _send(self, kind: QEvent.Type, place: QPointF, keys: Qt.KeyboardModifier) -> None:
        button = Qt.MouseButton.LeftButton
        QApplication.sendEvent(self.board, QMouseEvent(kind, place, place, button, button, keys))

    def press(self, x: float, y: float) -> None:
        self.drag((x, y), (x, y))

    def drag(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self._send(QEvent.Type.MouseButtonPress, self.at(*start), keys)
        for share in (0.5, 1.0):
            place = self.at(*(a + (b - a) * share for a, b in zip(start, end, strict=True)))
            self._send(QEvent.Type.MouseMove, place, keys)
        self._send(QEvent.Type.MouseButtonRelease, self.at(*end), keys)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.board, key, keys)

    def box(self, number: int = 0) -> tuple[float, float, float, float]:
        box = self.board.boxes[number]
        return box.x(), box.y(), box.width(), box.height()


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    board = DesignBoard("Label")
    qtbot.addWidget(board)
    board.resize(800, 500)
    board.show_label(QSizeF(60, 30), ROOM, 2.0, is_round=False)
    board.show_boxes([QRectF(10, 10, 12, 8), QRectF(40, 5, 10, 10), QRectF(0, 0, 60, 30)], ["one", "two", "ground"])
    board.show()
    qtbot.waitExposed(board)
    return Hand(qtbot, board)


FREE = Qt.KeyboardModifier.ControlModifier


def test_taken_moved_and_let_go(hand: Hand) -> None:
    hand.press(15, 14)
    assert hand.picked == [0]  # the smallest of those there
    assert hand.changes == []
    hand.drag((15, 14), (20.4, 16.7), FREE)
    assert hand.box() == pytest.approx((15.4, 12.7, 12, 8), abs=0.2)
    hand.drag((20, 16), (500, -300), FREE)
    assert hand.box() == pytest.approx((48, 0, 12, 8))  # never off the label
    assert [number for number, _box, _more in hand.changes] == [0, 0]
    hand.press(-5, -5)
    assert hand.picked[-1] == -1


def test_what_goes_while_it_is_held_takes_nothing_along(hand: Hand) -> None:
    hand.board.removed.connect(lambda _number: hand.board.select(-1))
    hand._send(QEvent.Type.MouseButtonPress, hand.at(15, 14), FREE)
    hand.key(Qt.Key.Key_Delete)
    before = [hand.box(number) for number in range(3)]
    hand._send(QEvent.Type.MouseMove, hand.at(40, 20), FREE)
    hand._send(QEvent.Type.MouseButtonRelease, hand.at(40, 20), FREE)
    assert [hand.box(number) for number in range(3)] == before
    assert hand.changes == []


def test_resized_at_every_handle(hand: Hand) -> None:
    hand.press(45, 10)
    for across, down in HANDLES:
        before = QRectF(hand.board.boxes[1])
        x, y = before.x() + across * before.width(), before.y() + down * before.height()
        hand.drag((x, y), (x + 2, y + 1), FREE)
        after = hand.board.boxes[1]
        assert after.width() - before.width() == pytest.approx({0.0: -2, 0.5: 0, 1.0: 2}[across], abs=0.3)
        assert after.height() - before.height() == pytest.approx({0.0: -1, 0.5: 0, 1.0: 1}[down], abs=0.3)


def test_drawn_to_edges_and_middles(hand: Hand) -> None:
    hand.press(15, 14)
    hand.drag((15, 14), (8.3, 14.2))
    assert hand.box()[0] == pytest.approx(3)  # the edge of the room
    hand.drag((5, 14), (5.2, 14.9))
    assert hand.box()[1] + hand.box()[3] / 2 == pytest.approx(15)  # the middle of the label
    assert hand.board.guides == design_snap.NONE  # once it was let go


def test_by_keys_alone(hand: Hand) -> None:
    board = hand.board
    board.setFocus()
    hand.key(Qt.Key.Key_Tab)
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert hand.box() == pytest.approx((11, 10.1, 12, 8))
    hand.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    hand.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert hand.box() == pytest.approx((11, 10.1, 11, 7.9))
    assert [more for _number, _box, more in hand.changes] == [True] * 4
    hand.key(Qt.Key.Key_Tab)
    assert hand.picked == [0, 1]
    hand.key(Qt.Key.Key_Backtab)
    with hand.qtbot.waitSignal(board.opened):
        hand.key(Qt.Key.Key_Return)
    hand.key(Qt.Key.Key_Delete)
    assert hand.gone == [0]
    hand.key(Qt.Key.Key_Escape)
    assert board.number == -1


def test_nearer_and_farther(hand: Hand) -> None:
    wanted: list[float] = []
    hand.board.wanted.connect(wanted.append)
    before = hand.board.scale
    hand.board.step_zoom(2)
    assert hand.board.scale == pytest.approx(before * 1.5625)
    assert wanted[-1] >= hand.board.scale
    hand.press(15, 14)
    assert hand.picked == [0]
    hand.board.step_zoom(-9)
    assert hand.board.scale == before


BOXES = st.builds(
    lambda x, y, w, h: QRectF(x * 50, y * 25, 1 + w * (59 - x * 50), 1 + h * (29 - y * 25)),
    *[st.floats(0, 1)] * 4,
)
BY = st.builds(QPointF, st.floats(-200, 200), st.floats(-200, 200))


@given(BOXES, BY, st.sampled_from([*HANDLES, MIDDLE]), st.lists(BOXES, max_size=3))
def test_a_box_stays_on_its_label_and_something(
    box: QRectF, by: QPointF, handle: design_snap.Handle, others: list[QRectF]
) -> None:
    moved = design_snap.moved(box, by, handle, LABEL)
    more, _guides = design_snap.snapped(moved, handle, others, 0.8)
    for each in (moved, design_snap.moved(moved, more, handle, LABEL)):
        assert LABEL.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(each)
        assert min(each.width(), each.height()) >= design_snap.LEAST - 1e-6
        if handle == MIDDLE:
            assert (each.width(), each.height()) == pytest.approx((box.width(), box.height()))


# Text


def test_places_go_as_one(qtbot: QtBot) -> None:
    edit = PlacesEdit("Text", 3)
    qtbot.addWidget(edit)
    edited: list[str] = []
    edit.edited.connect(edited.append)
    edit.show_text("To ‹Name›")
    assert edited == []
    edit.moveCursor(edit.textCursor().MoveOperation.End)
    edit.insert_place("City")
    assert edited == ["To ‹Name› ‹City›"]
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.toPlainText() == "To ‹Name› "
    cursor = edit.textCursor()
    cursor.setPosition(3)
    edit.setTextCursor(cursor)
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    assert edit.toPlainText() == "To  "
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    assert edit.toPlainText() == ""
    edit.insert_place("Name")
    assert edited[-1] == "‹Name›"
