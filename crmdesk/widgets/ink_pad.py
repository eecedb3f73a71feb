"""A field to write in by hand: with a pen that tells how firmly, a finger or the mouse."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.domain.signatures import FIRMLY, HEIGHT, Point, Stroke
from crmdesk.widgets import theme

_THINNEST, _THICKEST = 1.6, 4.4
"""Pixels of a line at no and at full pressure."""
_WIDTH = 760
_BASE = 0.74
"""Of the height: where the line lies that one writes on."""


class InkPad(QWidget):
    """Backspace takes the last stroke back, Delete all of them."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.strokes: list[list[Point]] = []
        self._is_writing = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(theme.px(_WIDTH))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width * HEIGHT // 1000

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), self.heightForWidth(theme.px(_WIDTH)))

    def written(self) -> tuple[Stroke, ...]:
        return tuple(tuple(stroke) for stroke in self.strokes)

    def show_strokes(self, strokes: Sequence[Stroke]) -> None:
        self.strokes = [list(stroke) for stroke in strokes]
        self._tell()

    def take_back(self) -> None:
        """The last stroke."""
        if self.strokes:
            self.strokes.pop()
            self._tell()

    def clear(self) -> None:
        if self.strokes:
            self.strokes.clear()
            self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # Writing

    def _begin(self, where: QPointF, firmly: int) -> None:
        self._is_writing = True
        self.strokes.append([self._point(where, firmly)])
        self._tell()

    def _go_on(self, where: QPointF, firmly: int) -> None:
        if self._is_writing and (point := self._point(where, firmly)) != self.strokes[-1][-1]:
            self.strokes[-1].append(point)
            self.update()

    def _point(self, where: QPointF, firmly: int) -> Point:
        scale = 1000 / max(self.width(), 1)
        across, down = round(where.x() * scale), round(where.y() * scale)
        return min(max(across, 0), 1000), min(max(down, 0), HEIGHT), firmly

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), FIRMLY)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position(), FIRMLY)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_writing = False

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Taken here, it does not come again as the mouse."""
        firmly = round(event.pressure() * 1000)
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position(), firmly)
        elif event.type() == QEvent.Type.TabletMove:
            self._go_on(event.position(), firmly)
        else:
            self._is_writing = False
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace:
            self.take_back()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent" if self.hasFocus() else "control"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        self._paint_base(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self.strokes:
            self._paint_stroke(painter, stroke)

    def _paint_base(self, painter: QPainter) -> None:
        """A line to write on, with a cross before it."""
        height, edge = self.height() * _BASE, theme.px(36)
        painter.setPen(QPen(theme.colour("line"), 1.5))
        painter.drawLine(QPointF(edge, height), QPointF(self.width() - edge, height))
        painter.setPen(theme.colour("faint"))
        painter.setFont(theme.font("heading"))
        painter.drawText(QPointF(edge, height - theme.px(8)), "×")

    def _paint_stroke(self, painter: QPainter, stroke: list[Point]) -> None:
        """Bent from the middle between two points to that of the next two; a dot where there is one alone."""
        scale, pen = self.width() / 1000, QPen(theme.colour("text"))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        places = [QPointF(across * scale, down * scale) for across, down, _firmly in stroke]
        begin = places[0]
        for place, after, (_across, _down, firmly) in zip(places, [*places[1:], places[-1]], stroke, strict=True):
            pen.setWidthF(theme.scale() * (_THINNEST + (_THICKEST - _THINNEST) * firmly / 1000))
            painter.setPen(pen)
            end = (place + after) / 2
            path = QPainterPath(begin)
            path.quadTo(place, end)
            painter.drawPoint(place) if len(places) == 1 else painter.drawPath(path)
            begin = end
