"""Lines over time, flat and with their names at their ends; what is pointed at is told in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.chart_scale import Shown, ceiling, width_of, write

_TOP, _BOTTOM, _LINES = 16, 26, 3
_APART, _TEXT = 16, 18


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    values: tuple[int, ...]
    tone: str = "accent"
    is_aim: bool = False
    """Drawn thin and dashed."""


class LineChart(QWidget):
    def __init__(self, name: str, shown: Shown) -> None:
        super().__init__()
        self._shown = shown
        self._lines: Sequence[Line] = ()
        self._labels: Sequence[str] = ()
        self._at = -1
        """The point that is told."""
        self._nothing = ""
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px(210))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(220))

    def show_lines(self, lines: Sequence[Line], labels: Sequence[str], shown: Shown, nothing: str = "") -> None:
        self._lines, self._labels, self._shown, self._nothing = lines, labels, shown, nothing
        self._at = -1
        told = "; ".join(f"{line.name} {self._shown(line.values[-1])}" for line in lines if line.values)
        self.setAccessibleDescription(told)
        self.update()

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._nearest(event.position().x()))

    def leaveEvent(self, event: object) -> None:
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._labels:
            last = len(self._labels) - 1
            self._point_at(min(max((last if self._at < 0 else self._at) + step, 0), last))
        else:
            super().keyPressEvent(event)

    def _point_at(self, place: int) -> None:
        if place != self._at:
            self._at = place
            if place >= 0:
                self.setAccessibleDescription(self._told(place))
            self.update()

    def _told(self, place: int) -> str:
        values = (f"{line.name} {self._shown(line.values[place])}" for line in self._lines)
        return f"{self._labels[place]}: {', '.join(values)}"

    def _nearest(self, x: float) -> int:
        if not self._labels:
            return -1
        spots = [abs(self._x(place) - x) for place in range(len(self._labels))]
        return min(range(len(spots)), key=lambda place: spots[place])

    # Drawing

    def _area(self) -> QRectF:
        left = width_of(self._shown(self._top())) + theme.px(12)
        right = max((width_of(line.name, "second") for line in self._lines), default=0) + theme.px(14)
        if self.isRightToLeft():
            left, right = right, left
        return QRectF(left, theme.px(_TOP), self.width() - left - right, self.height() - theme.px(_TOP + _BOTTOM))

    def _top(self) -> int:
        return ceiling(max((max(line.values, default=0) for line in self._lines), default=1), _LINES)[1]

    def _x(self, place: int) -> float:
        area, last = self._area(), max(len(self._labels) - 1, 1)
        return area.left() + area.width() * place / last

    def _y(self, value: int) -> float:
        area = self._area()
        return area.bottom() - area.height() * max(value, 0) / self._top()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not any(any(line.values) for line in self._lines):
            write(painter, QRectF(self.rect()), self._nothing, font="second")
            return
        self._paint_ground(painter)
        for line in self._lines:
            self._paint_line(painter, line)
        self._paint_names(painter)
        if self._at >= 0:
            self._paint_told(painter)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_ground(self, painter: QPainter) -> None:
        area, top, high = self._area(), self._top(), theme.px(_TEXT)
        side = Qt.AlignmentFlag.AlignLeft if self.isRightToLeft() else Qt.AlignmentFlag.AlignRight
        for number in range(_LINES + 1):
            value = top * number // _LINES
            y = self._y(value)
            painter.setPen(theme.colour("line"))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            box = (
                QRectF(area.right() + 8, y - 8, 90, 16)
                if self.isRightToLeft()
                else QRectF(0, y - high / 2, area.left() - 8, high)
            )
            write(painter, box, self._shown(value), align=side)
        every = max(-(-len(self._labels) // 6), 1)
        for place in range(len(self._labels) - 1, -1, -every):
            box = QRectF(self._x(place) - theme.px(40), area.bottom() + 4, theme.px(80), high)
            write(painter, box, self._labels[place])

    def _paint_line(self, painter: QPainter, line: Line) -> None:
        style = Qt.PenStyle.DashLine if line.is_aim else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.colour(line.tone), 1 if line.is_aim else 2, style, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [QPointF(self._x(place), self._y(value)) for place, value in enumerate(line.values)]
        painter.drawPolyline(QPolygonF(points))
        if not line.is_aim:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(line.tone))
            painter.drawEllipse(points[-1], 3.5, 3.5)

    def _paint_names(self, painter: QPainter) -> None:
        """At the ends of the lines, moved apart where they would stand on one another."""
        area, last, high = self._area(), -1000.0, theme.px(_TEXT)
        for line in sorted(self._lines, key=lambda line: -line.values[-1]):
            last = max(self._y(line.values[-1]), last + theme.px(_APART))
            at_left = QRectF(0, last - high / 2, area.left() - 8, high)
            box = (
                at_left
                if self.isRightToLeft()
                else QRectF(area.right() + 10, last - high / 2, self.width() - area.right() - 10, high)
            )
            side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
            write(painter, box, line.name, line.tone, "second", side)

    def _paint_told(self, painter: QPainter) -> None:
        area, x = self._area(), self._x(self._at)
        painter.setPen(theme.colour("control"))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for line in self._lines:
            painter.setPen(QPen(theme.colour("surface"), 2))
            painter.setBrush(theme.colour(line.tone))
            painter.drawEllipse(QPointF(x, self._y(line.values[self._at])), 4, 4)
        told = self._told(self._at)
        wide = width_of(told, "second") + theme.px(16)
        left = min(max(x - wide / 2, 0), self.width() - wide)
        box = QRectF(left, 0, wide, theme.px(22))
        painter.setPen(theme.colour("control"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        write(painter, box, told, "text", "second")
