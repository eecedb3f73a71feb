"""A label large on the table, its elements taken by mouse and keys: moved, resized, drawn to edges and middles."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.widgets import design_snap, theme
from crmdesk.widgets.design_paint import paint_board
from crmdesk.widgets.design_snap import HANDLES, MIDDLE, NONE, Handle
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import is_by_keys

_AIR = 40
_NEAR = 6
"""Pixels from which a line draws."""
_GRASP = 7
MOST = 8.0
_STEP = 1.25
_NOTCH = 120
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CURSORS = {
    (0.0, 0.0): Qt.CursorShape.SizeFDiagCursor,
    (1.0, 1.0): Qt.CursorShape.SizeFDiagCursor,
    (1.0, 0.0): Qt.CursorShape.SizeBDiagCursor,
    (0.0, 1.0): Qt.CursorShape.SizeBDiagCursor,
    (0.5, 0.0): Qt.CursorShape.SizeVerCursor,
    (0.5, 1.0): Qt.CursorShape.SizeVerCursor,
    (0.0, 0.5): Qt.CursorShape.SizeHorCursor,
    (1.0, 0.5): Qt.CursorShape.SizeHorCursor,
    MIDDLE: Qt.CursorShape.SizeAllCursor,
}


@dataclass(slots=True)
class _Held:
    """What the mouse has taken, and how it was then."""

    handle: Handle
    at: QPointF
    box: QRectF
    has_moved: bool = False


class DesignBoard(QWidget):
    """All measures are millimetres from the left and top of the label. Arrows move by one, with Shift by a tenth; with
    Ctrl they resize. Tab goes from one element to the next, Enter to
    what it says."""

    selected = Signal(int)
    """-1: none."""
    changing = Signal(int, QRectF)
    """Under the mouse."""
    changed = Signal(int, QRectF, bool)
    """True where it goes on from the change before, as a key that is held."""
    removed = Signal(int)
    opened = Signal()
    """What is taken is to be changed: Enter, or a press upon a press."""
    wanted = Signal(float)
    """Pixels a millimetre that would be sharp."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.label, self.room, self.corner, self.is_round = QRectF(0, 0, 60, 30), QRectF(), 0.0, False
        self.boxes: list[QRectF] = []
        self._names: Sequence[str] = ()
        self.picture: QImage | None = None
        self.number, self.hovered = -1, -1
        self.guides = NONE
        self.zoom = 1.0
        self.has_ring = False
        self._moved = QPointF()
        self._held: _Held | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(240), theme.px(160))

    # What is shown

    def show_label(self, size: QSizeF, room: QRectF, corner: float, *, is_round: bool) -> None:
        self.label, self.room, self.corner, self.is_round = QRectF(QPointF(), size), room, corner, is_round
        self.picture = None
        self.set_zoom(1.0)

    def show_picture(self, picture: QImage) -> None:
        self.picture = picture
        self.update()

    def show_boxes(self, boxes: Sequence[QRectF], names: Sequence[str]) -> None:
        self.boxes, self._names = list(boxes), names
        self.hovered = -1
        if self.number >= len(boxes):
            self.select(-1)
        self.update()

    def select(self, number: int) -> None:
        if number != self.number:
            self.number, self._held = number, None
            self.selected.emit(number)
            if number >= 0:
                announce(self, self._names[number])
        self.update()

    @property
    def scale(self) -> float:
        """Pixels a millimetre."""
        air = theme.px(_AIR)
        across = max(self.width() - 2 * air, 40) / self.label.width()
        down = max(self.height() - 2 * air, 40) / self.label.height()
        return min(across, down, theme.px(14)) * self.zoom

    def at(self, box: QRectF) -> QRectF:
        """Where something of the label is on the screen."""
        origin, scale = self._origin(), self.scale
        return QRectF(
            origin.x() + box.x() * scale, origin.y() + box.y() * scale, box.width() * scale, box.height() * scale
        )

    def _origin(self) -> QPointF:
        size = self.label.size() * self.scale
        middle = QPointF(self.width() / 2, self.height() / 2) + self._moved
        return QPointF(round(middle.x() - size.width() / 2), round(middle.y() - size.height() / 2))

    def set_zoom(self, zoom: float) -> None:
        self.zoom = min(max(zoom, 1.0), MOST)
        self._move_view(QPointF())
        self._want()

    def step_zoom(self, step: int) -> None:
        """What is taken comes to the middle."""
        self.set_zoom(self.zoom * _STEP**step)
        if self.number >= 0:
            middle = QPointF(self.width() / 2, self.height() / 2)
            self._move_view(middle - self.at(self.boxes[self.number]).center())

    def _move_view(self, by: QPointF) -> None:
        """Never so far that the label is lost."""
        self._moved += by
        size = self.label.size() * self.scale
        across, down = max(size.width() - self.width() / 2, 0), max(size.height() - self.height() / 2, 0)
        if self.zoom == 1.0:
            across = down = 0.0
        x, y = min(max(self._moved.x(), -across), across), min(max(self._moved.y(), -down), down)
        self._moved = QPointF(x, y)
        self.update()

    def _want(self) -> None:
        self.wanted.emit(self.scale * self.devicePixelRatioF())

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        handle = self._handle_at(event.position())
        if handle is None:
            self.select(self._box_at(event.position()))
            handle = MIDDLE
        if self.number >= 0:
            self._held = _Held(handle, event.position(), QRectF(self.boxes[self.number]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            self._hover(event.position())
            return
        by = (event.position() - self._held.at) / self.scale
        far = (event.position() - self._held.at).manhattanLength() >= 3
        if self._held.has_moved or far:
            self._held.has_moved = True
            self._drag(self._held, by, is_free=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def _drag(self, held: _Held, by: QPointF, *, is_free: bool) -> None:
        box, self.guides = design_snap.moved(held.box, by, held.handle, self.label), NONE
        if not is_free:
            others = [self.room, self.label, *(other for place, other in enumerate(self.boxes) if place != self.number)]
            more, guides = design_snap.snapped(box, held.handle, others, _NEAR / self.scale)
            box, self.guides = design_snap.moved(box, more, held.handle, self.label), guides
        self.boxes[self.number] = box
        self.changing.emit(self.number, box)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held, self.guides = self._held, None, NONE
        if held and held.has_moved:
            self.changed.emit(self.number, self.boxes[self.number], False)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.number >= 0:
            self.opened.emit()

    def _hover(self, at: QPointF) -> None:
        handle = self._handle_at(at)
        number = self._box_at(at)
        if handle is None and number >= 0:
            handle = MIDDLE
        self.setCursor(_CURSORS[handle] if handle else Qt.CursorShape.ArrowCursor)
        if number != self.hovered:
            self.hovered = number
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered = -1
        self.update()

    def _box_at(self, at: QPointF) -> int:
        """The smallest of those there: what lies in a box is taken, not the box."""
        grasp = theme.px(3)
        found = [
            (box.width() * box.height(), -number)
            for number, box in enumerate(self.boxes)
            if self.at(box).adjusted(-grasp, -grasp, grasp, grasp).contains(at)
        ]
        return -min(found)[1] if found else -1

    def _handle_at(self, at: QPointF) -> Handle | None:
        if self.number < 0:
            return None
        box, grasp = self.at(self.boxes[self.number]), theme.px(_GRASP)
        places = (
            (each, QPointF(box.x() + each[0] * box.width(), box.y() + each[1] * box.height())) for each in HANDLES
        )
        near = [((at - place).manhattanLength(), each) for each, place in places]
        distance, handle = min(near)
        return handle if distance <= grasp else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl nearer or farther, else about what is near."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * _STEP ** (event.angleDelta().y() / _NOTCH))
        else:
            self._move_view(QPointF(event.angleDelta()) / 2)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if self.number < 0 or not (step or event.key() in _KEYS):
            super().keyPressEvent(event)
        elif step:
            self._nudge(step, event)
        elif event.key() == Qt.Key.Key_Escape:
            self.select(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            self.removed.emit(self.number)

    def _nudge(self, step: QPointF, event: QKeyEvent) -> None:
        by = step * (0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0)
        is_resized = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        box = design_snap.moved(self.boxes[self.number], by, (1.0, 1.0) if is_resized else MIDDLE, self.label)
        self.boxes[self.number] = box
        self.changed.emit(self.number, box, True)
        self.update()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Through the elements, then on."""
        number = self.number + (1 if forward else -1)
        if self.boxes and (0 <= number < len(self.boxes)):
            self.select(number)
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.has_ring = is_by_keys(event, self.has_ring)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._move_view(QPointF())
        self._want()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_board(self)
