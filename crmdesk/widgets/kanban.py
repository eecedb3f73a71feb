"""A board of lanes with cards, worked on by mouse and keys.

Arrows go from card to card, with Shift they choose several, with Ctrl they move what is chosen; Enter opens, Space
chooses, N adds, Delete removes, and each zone has a letter.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip

from crmdesk.widgets import theme
from crmdesk.widgets.kanban_drag import Drag
from crmdesk.widgets.kanban_layout import AIR, ZONE, Face, Spot, Zone
from crmdesk.widgets.kanban_view import KanbanView
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import is_by_keys, plain

_PULL = 24
"""Milliseconds between two steps of a board that is dragged at its edge."""
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_PageUp: (0, -5), Qt.Key.Key_PageDown: (0, 5), Qt.Key.Key_Home: (0, -10**6), Qt.Key.Key_End: (0, 10**6),
}  # fmt: skip


class Kanban(KanbanView):
    opened = Signal(object)
    moved = Signal(object, object, object)
    """Keys, the lane, and the card that they stand behind there or None; already shown so."""
    zoned = Signal(object, str)
    menu_asked = Signal(object, QPoint)
    adding = Signal(object)
    """In this lane."""
    removing = Signal(object)
    chosen = Signal()

    def __init__(self, name: str, face: Callable[[bytes], Face], zones: Sequence[Zone] = ()) -> None:
        super().__init__(name, face, zones)
        self._pull = QTimer(self, interval=_PULL)
        self._pull.timeout.connect(self._go_on)

    # Mouse

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On an empty place it adds there."""
        number = self.places.lane_at(event.position().x())
        if number is not None and not self.places.spot_at(event.position().x(), event.position().y()):
            self.adding.emit(self.places.lanes[number].key)
        else:
            self.mousePressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.places.spot_at(event.position().x(), event.position().y())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = (self.places.key(spot), event.position()) if spot else None
        if spot is None:
            self.choice.clear()
            self._tell()
        elif event.modifiers() & (_CONTROL | _SHIFT):
            self._choose_by_mouse(spot, is_range=bool(event.modifiers() & _SHIFT))
            self._pressed = None

    def _choose_by_mouse(self, spot: Spot, *, is_range: bool) -> None:
        if is_range:
            self.choice.reach(spot)
        else:
            self.choice.toggle(self.places.key(spot))
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag:
            self._drag_to(event.position())
        elif self._pressed:
            key, begin = self._pressed
            is_far = (event.position() - begin).manhattanLength() >= QApplication.startDragDistance()
            if is_far and (spot := self.places.find(key)):  # it may have gone meanwhile
                self._begin_drag(spot, begin)
                self._drag_to(event.position())
        else:
            self._hover(self.places.spot_at(event.position().x(), event.position().y()))

    def _hover(self, spot: Spot | None) -> None:
        if spot != self._hovered:
            self._hovered = spot
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._hover(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._drag:
            self._drop()
        elif pressed and event.button() == Qt.MouseButton.LeftButton and self.places.find(pressed[0]):
            self.choice.set_to(pressed[0])
            self._tell()
            self.opened.emit(pressed[0])

    def _begin_drag(self, spot: Spot, begin: QPointF) -> None:
        """Of what is chosen where the card is one of it, else of the card alone."""
        key, box = self.places.key(spot), self.places.card(spot)
        if key not in self.choice.keys:
            self.choice.set_to(key)
        self._drag = Drag(key, self.choice.in_order() or [key], begin - box.topLeft(), list(self.places.lanes), spot)
        self.places.lanes = self.places.without(set(self._drag.keys))
        self.places.floor = theme.px(ZONE + AIR) if self.zones else 0
        self._hovered = None
        self._pressed = None
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _drag_to(self, where: QPointF) -> None:
        assert self._drag
        zones = zip(self.zones, self._zone_boxes(), strict=True)
        over = next((zone.key for zone, box in zones if box.contains(where)), "")
        is_at_edge = self._drag.follow(self.places, where, over, can_arrange=self.can_arrange)
        self._pull.start() if is_at_edge else self._pull.stop()
        self._bar.setValue(round(self.places.across))
        self.update()

    def _go_on(self) -> None:
        """The mouse stands still at an edge."""
        if self._drag:
            self._drag_to(self._drag.where)

    def _drop(self) -> None:
        drag = self._end_drag()
        if drag.zone:
            self.places.lanes = self.places.without(set(drag.keys))
            self._fit()
            self.zoned.emit(drag.keys, drag.zone)
        elif drag.target:
            self._put(drag.keys, drag.target)

    def _end_drag(self) -> Drag:
        drag, self._drag = self._drag, None
        assert drag
        self._pull.stop()
        self.places.gap, self.places.floor = None, 0
        self.places.lanes = drag.later or drag.before
        self.unsetCursor()
        self.choice.prune()
        self._fit()
        return drag

    def _put(self, keys: list[bytes], target: Spot) -> None:
        """Shown at once; who keeps the cards shows them anew when it is done, or was not possible."""
        lanes = self.places.without(set(keys))
        cards = lanes[target.lane].cards
        after = cards[target.row - 1] if target.row else None
        shown = (*cards[: target.row], *keys, *cards[target.row :])
        lanes[target.lane] = replace(lanes[target.lane], cards=shown)
        if lanes == self.places.lanes:
            return
        self.places.lanes = lanes
        self._fit()
        self.places.reveal(self.places.find(keys[0]) or target)
        self.moved.emit(keys, lanes[target.lane].key, after)

    def wheelEvent(self, event: QWheelEvent) -> None:
        where = event.position()
        pixels, angle = event.pixelDelta(), event.angleDelta()
        sideways = pixels.x() or angle.x() * theme.px(72) // 120
        by = pixels.y() or angle.y() * theme.px(72) // 120
        if event.modifiers() & _SHIFT and not sideways:
            sideways, by = by, 0
        if sideways:
            self._bar.setValue(self._bar.value() - sideways)
        if by and (number := self.places.lane_at(where.x())) is not None:
            self.places.scroll(number, -by)
        self._hovered = None
        self.update()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = self.places.spot_at(event.pos().x(), event.pos().y())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._open_menu()
        elif spot:
            if self.places.key(spot) not in self.choice.keys:
                self.choice.set_to(self.places.key(spot))
                self._tell()
            self.menu_asked.emit(self.choice.in_order(), event.globalPos())

    def _open_menu(self) -> None:
        if spot := self.places.find(self.choice.current):
            middle = self.places.card(spot).center().toPoint()
            self.menu_asked.emit(self.choice.selection(), self.mapToGlobal(middle))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain(self._tip(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def _tip(self, where: QPointF) -> str:
        number = self.places.lane_at(where.x())
        if number is not None and where.y() < self.places.head:
            return self.places.lanes[number].tip
        spot = self.places.spot_at(where.x(), where.y())
        return self.face(self.places.key(spot)).in_words() if spot else ""

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and (self._drag or len(self.choice.keys) > 1):
            self._leave()
        elif key in _STEPS:
            self._step(*_STEPS[key], event.modifiers())
        elif not self._is_command(key, event.modifiers()):
            super().keyPressEvent(event)

    def _leave(self) -> None:
        if self._drag:
            self._end_drag()
        else:
            self.choice.set_to(self.choice.current)
            self._tell()

    def _is_command(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        keys = self.choice.selection()
        zone = next((zone for zone in self.zones if zone.letter == key and not modifiers), None)
        if key == Qt.Key.Key_A and modifiers & _CONTROL:
            self.choice.take_all()
            self._tell()
        elif key == Qt.Key.Key_N and not modifiers:
            self._add()
        elif not keys:
            return False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.choice.current)
        elif key == Qt.Key.Key_Space and self.choice.current:
            self.choice.toggle(self.choice.current)
            self._tell()
        elif key == Qt.Key.Key_Delete:
            self.removing.emit(keys)
        elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and modifiers & _SHIFT):
            self._open_menu()
        elif zone:
            self.zoned.emit(keys, zone.key)
        else:
            return False
        return True

    def _add(self) -> None:
        spot = self.places.find(self.choice.current)
        if self.places.lanes:
            self.adding.emit(self.places.lanes[spot.lane if spot else 0].key)

    def _step(self, across: int, down: int, modifiers: Qt.KeyboardModifier) -> None:
        """The first arrow only shows where one is."""
        if across and self.places.is_mirrored:
            across = -across
        spot = self.places.find(self.choice.current)
        was_seen = self._ring or self.choice.current in self.choice.keys
        self._ring = True
        if spot is None:
            self._begin()
            if found := self.places.find(self.choice.current):
                self.places.reveal(found)
            self._tell()
        elif not was_seen and not modifiers:
            self.places.reveal(spot)
            self._tell()
        elif modifiers & _CONTROL:
            self._carry(spot, across, down)
        elif (found := self.choice.beside(spot, across, down)) is not None:
            if modifiers & _SHIFT:
                self.choice.reach(found)
            else:
                self.choice.set_to(self.places.key(found))
            self.places.reveal(found)
            self._bar.setValue(round(self.places.across))
            self._tell()

    def _begin(self) -> None:
        """With the first card there is."""
        first = next((Spot(number, 0) for number, lane in enumerate(self.places.lanes) if lane.cards), None)
        if first:
            self.choice.stand_at(self.places.key(first))
            self._say()

    def _carry(self, spot: Spot, across: int, down: int) -> None:
        keys = self.choice.selection()
        lane = spot.lane + across
        if across and 0 <= lane < len(self.places.lanes):
            self._put(keys, Spot(lane, 0))
        elif down and self.can_arrange:
            left = self.places.without(set(keys))[spot.lane].cards
            ahead = sum(1 for key in self.places.lanes[spot.lane].cards[: spot.row] if key in left)
            self._put(keys, Spot(spot.lane, min(max(ahead + down, 0), len(left))))

    def begin(self) -> None:
        """The keyboard comes to it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.choice.current is None:
            self._begin()

    def _arrived(self) -> None:
        if self.hasFocus() and self.choice.current is None:
            self._begin()

    def _tell(self) -> None:
        self._say()
        self.update()
        self.chosen.emit()

    def _say(self) -> None:
        current = self.choice.current
        if current and (spot := self.places.find(current)):
            words = f"{self.face(current).in_words()}, {self.places.lanes[spot.lane].title}"
            self.setAccessibleDescription(words)
            announce(self, words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = is_by_keys(event, self._ring)
        if self._ring and self.choice.current is None:
            self._begin()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._ring = False
        self.update()
