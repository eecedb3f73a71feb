"""The pile itself: the card on top falls forward, the ones behind come up; by key, wheel, finger or typed letters."""

from math import cos, floor, pi, sin

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPointF,
    QRect,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import plain
from crmdesk.widgets.ringed import Ringed
from crmdesk.widgets.rolodex_card import Card, Spot
from crmdesk.widgets.rolodex_faces import SHADOW, Cards, CardSource, Faces

BEHIND = 2
"""Cards that peek out behind the one on top."""
_INSET, _LIFT = 17, 14
_MOST_BEHIND = 3
"""So many cards the picture may lag behind the keys."""
_DRAG_STEP, _WHEEL_STEP, _PIXEL_STEP = 64, 120, 48
_REST = 250
"""Milliseconds without a flip after which the card on top is read out."""


class Pile(Ringed):
    moved = Signal(int)
    """Another card is on top."""
    rested = Signal(int)
    """It stays there for a moment."""
    opened = Signal(int)
    lifted = Signal()
    """The card on top is pulled off the pile with the mouse, sideways."""
    followed = Signal(str)
    """The link of an entry that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = Cards(self)
        self.faces = Faces(self.cards, self)
        self._target = 0
        self._at = 0.0
        """Which card lies on top, and how far it has fallen."""
        self._wheel = 0.0
        self._dragged: QPointF | None = None
        self._dragged_from = 0.0
        self._is_dragging = False
        self._hovered: Spot | None = None
        self._empty = ("", "")
        self._far = SHADOW
        self._flip = QVariantAnimation(self, easingCurve=QEasingCurve(QEasingCurve.Type.OutCubic))
        self._flip.valueChanged.connect(self._flipped)
        self._resting = QTimer(self, singleShot=True, interval=_REST)
        self._resting.timeout.connect(lambda: self.rested.emit(self._target))
        self.cards.arrived.connect(self._arrived)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # What is shown

    def show_source(self, source: CardSource | None, position: int = 0, *, is_same_set: bool = False) -> None:
        self.cards.show_source(source, is_same_set=is_same_set)
        self._flip.stop()
        self._target = self._within(position)
        self._at = float(self._target)
        self.cards.look_round(self._target)
        self.faces.draw_round(self._target)
        self._resting.start()
        self.update()

    def set_far_side(self, width: int) -> None:
        """The room beside the card where the letters are: what stands there need not be drawn with every flip."""
        self._far = width
        self._resize_faces()

    def set_empty(self, title: str, detail: str) -> None:
        self._empty = (title, detail)
        self.update()

    def position(self) -> int:
        return self._target

    def card(self) -> Card | None:
        return self.cards.card(self._target)

    def card_box(self) -> QRect:
        """The card on top when it lies still."""
        sides = (self._far, SHADOW) if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else (SHADOW, self._far)
        return self.rect().adjusted(sides[0], theme.px(_LIFT * BEHIND) + 2, -sides[1], -SHADOW - 4)

    def _arrived(self) -> None:
        self.cards.look_round(self._target)
        self.faces.draw_round(self._target)
        self._resting.start()
        self.update()

    def _within(self, position: int) -> int:
        return max(0, min(position, self.cards.count() - 1))

    # Flipping

    def go_to(self, position: int) -> None:
        """Flips there; over a long way only the last card is seen to fall."""
        target = self._within(position)
        if target == self._target and self._at == target:
            return
        self._target = target
        self.cards.look_round(target)
        lag = max(-_MOST_BEHIND, min(target - self._at, _MOST_BEHIND))
        if abs(target - self._at) > 2 * _MOST_BEHIND:
            lag = 1 if target > self._at else -1
        self._start_from(target - lag)
        self.moved.emit(target)

    def _start_from(self, at: float) -> None:
        self._flip.stop()
        self._resting.start()
        if theme.motion() == 0:
            self._flipped(float(self._target))
            return
        with QSignalBlocker(self._flip):  # it would tell values of the flip before
            self._flip.setDuration(theme.motion())
            self._flip.setStartValue(float(at))
            self._flip.setEndValue(float(self._target))
        self._flip.start()

    def _flipped(self, at: float) -> None:
        self._at = at
        if at == self._target:
            self.faces.draw_round(self._target)
            self._hover(self.mapFromGlobal(self.cursor().pos()).toPointF() if self.underMouse() else QPointF(-1, -1))
        self.update()

    def show_between(self, fallen: float) -> None:
        """Amid a flip, for a picture of it."""
        self._flip.stop()
        self._at = self._target + fallen
        self.update()

    def is_flipping(self) -> bool:
        return self._at != self._target

    # Keys

    def step_of(self, key: Qt.Key) -> int:
        forward = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(key, 0)
        is_across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        return -forward if is_across and self.layoutDirection() == Qt.LayoutDirection.RightToLeft else forward

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self._show_ring(True)
        if step := self.step_of(key):
            self.go_to(self._target + step)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(self.cards.count() - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cards.count():
            self.opened.emit(self._target)
        else:
            event.ignore()

    # Wheel, finger, mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta()
        if not pixels.isNull():
            self._wheel -= (pixels.y() or pixels.x()) / _PIXEL_STEP
        else:
            self._wheel -= (event.angleDelta().y() or event.angleDelta().x()) / _WHEEL_STEP
        steps = int(self._wheel)
        if steps:
            self._wheel -= steps
            self.go_to(self._target + steps)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_ring(False)
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged, self._dragged_from = event.position(), self._at
            self._is_dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            self._hover(event.position())
            return
        way = event.position() - self._dragged
        if not self._is_dragging and way.manhattanLength() < QApplication.startDragDistance():
            return
        self._hovered = None
        if self._is_dragging and self.cards.count() and not 0 <= event.position().x() <= self.width():
            self._lift()
            return
        self._is_dragging = True
        self._flip.stop()
        steps = (way.y() if abs(way.y()) > abs(way.x()) else -way.x()) / theme.px(_DRAG_STEP)
        self._drag_to(max(0.0, min(self._dragged_from + steps, self.cards.count() - 1.0)))

    def _drag_to(self, at: float) -> None:
        self._at = at
        nearest = self._within(round(at))
        if nearest != self._target:
            self._target = nearest
            self.cards.look_round(nearest)
            self.moved.emit(nearest)
        self.update()

    def _lift(self) -> None:
        """Whatever it was pulled over falls back."""
        self._dragged, self._is_dragging = None, False
        self._drag_to(self._dragged_from)
        self._target = self._within(round(self._dragged_from))
        self._start_from(self._dragged_from)
        self.lifted.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragging, self._dragged = self._is_dragging, None
        self._is_dragging = False
        if was_dragging:
            self._start_from(self._at)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position())

    def _press(self, place: QPointF) -> None:
        if spot := self._spot_at(place):
            self.followed.emit(spot.link)
        elif place.y() < self.card_box().top() and self.card_box().left() < place.x() < self.card_box().right():
            self.go_to(self._target + 1)  # one that peeks out behind

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.card_box().contains(event.position().toPoint()) and not self._spot_at(event.position()):
            self.opened.emit(self._target)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPointF(-1, -1))

    def _spot_at(self, place: QPointF) -> Spot | None:
        if self.is_flipping():
            return None
        inside = place - QPointF(self.card_box().topLeft())
        return next((spot for spot in self.faces.spots(self._target) if spot.box.contains(inside)), None)

    def _hover(self, place: QPointF) -> None:
        spot = self._spot_at(place)
        if spot != self._hovered:
            self._hovered = spot
            self.setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)
            self.setToolTip(plain(spot.hint if spot else ""))
            self.update()

    # Drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._resize_faces()
        super().resizeEvent(event)

    def _resize_faces(self) -> None:
        self.faces.set_size(self.card_box().size(), self.devicePixelRatioF(), self.layoutDirection())
        self.faces.draw_round(self._target)

    def changeEvent(self, event: QEvent) -> None:
        if theme.is_theme_change(event) or event.type() == QEvent.Type.LayoutDirectionChange:
            self.faces.forget()
            self._resize_faces()
            self.update()
        super().changeEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        self.faces.rest()
        self._resting.stop()
        self._flip.stop()
        self._at = float(self._target)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.cards.is_loading or self.cards.count():
            self._paint_pile(painter)
        else:
            self._paint_empty(painter)

    def _paint_pile(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = floor(self._at)
        fallen = self._at - top
        box = QRectF(self.card_box())
        for place in range(BEHIND + 1, 0, -1):
            if (depth := place - fallen) <= BEHIND + 0.99 and (
                top + place < self.cards.count() or self.cards.is_loading
            ):
                self._paint_edge(painter, box, depth)
        painter.drawPixmap(box.topLeft() - QPointF(SHADOW, SHADOW), self.faces.shadow())
        if fallen == 0:
            painter.drawPixmap(box.topLeft(), self.faces.face(top))
            self._paint_marks(painter, box)
            return
        self._paint_rising(painter, box, top + 1, 1 - fallen)
        self._paint_falling(painter, box, top, fallen)

    def _behind(self, box: QRectF, depth: float) -> QRectF:
        inset, lift = theme.px(_INSET) * depth, theme.px(_LIFT) * depth - depth * depth
        return box.adjusted(inset, -lift, -inset, -lift)

    def _paint_edge(self, painter: QPainter, box: QRectF, depth: float) -> None:
        """Of a card behind only the upper edge is seen."""
        behind = self._behind(box, depth)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(max(0.0, min(1.0, 1.25 - 0.25 * depth, BEHIND + 1 - depth)))
        painter.setClipRect(QRectF(behind.left() - 1, behind.top() - 1, behind.width() + 2, theme.px(_LIFT) * 2.0 + 4))
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("surface"))
        radius = theme.CARD_RADIUS + 2
        painter.drawRoundedRect(behind.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.restore()

    def _paint_rising(self, painter: QPainter, box: QRectF, number: int, depth: float) -> None:
        """The next card comes to the front."""
        behind = self._behind(box, depth)
        scale = behind.width() / box.width()
        painter.save()
        painter.translate(behind.topLeft())
        painter.scale(scale, scale)
        painter.drawPixmap(0, 0, self.faces.face(number))
        painter.restore()

    def _paint_falling(self, painter: QPainter, box: QRectF, number: int, fallen: float) -> None:
        """The card on top turns round its lower edge, towards who looks."""
        angle = fallen * pi / 2
        height, wider = cos(angle), 1 + 0.05 * sin(angle)
        painter.save()
        painter.setOpacity(min(1.0, 2.2 * (1 - fallen)))
        painter.translate(box.center().x(), box.bottom() + theme.px(8) * sin(angle))
        painter.scale(wider, max(height, 0.01))
        painter.drawPixmap(QPointF(-box.width() / 2, -box.height()), self.faces.face(number))
        painter.restore()

    def _paint_marks(self, painter: QPainter, box: QRectF) -> None:
        if self._hovered:
            spot = self._hovered.box.translated(box.topLeft())
            painter.setPen(theme.colour("accent"))
            painter.drawLine(spot.bottomLeft(), spot.bottomRight())
        if self.shows_ring():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = theme.CARD_RADIUS + 2
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)

    def _paint_empty(self, painter: QPainter) -> None:
        title, detail = self._empty
        box = QRectF(self.card_box())
        half = QSize(int(box.width()), theme.px(30))
        for text, font, role, move in ((title, "heading", "text", -14), (detail, "body", "muted", 14)):
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(role))
            line = QRectF(
                box.left(), box.center().y() + theme.px(move) - half.height() / 2, half.width(), half.height()
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
