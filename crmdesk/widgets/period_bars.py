"""Bars of periods: what is sure is solid, what is likely paler, what is possible an outline, the aim a tick."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.chart_scale import Shown, ceiling, width_of, write
from crmdesk.widgets.parts import is_by_keys, plain

_TOP, _BOTTOM, _LINES = 24, 26, 3
_WIDEST = 56


@dataclass(frozen=True, slots=True)
class Bar:
    key: str
    label: str
    sure: int
    likely: int
    """With what is sure."""
    possible: int
    """With what is likely."""
    aim: int | None = None
    is_past: bool = False
    is_now: bool = False
    spoken: str = ""


class PeriodBars(QWidget):
    """One is chosen: by the mouse, or by the arrows."""

    chosen = Signal(str)

    def __init__(self, name: str, shown: Shown) -> None:
        super().__init__()
        self._shown = shown
        self._bars: Sequence[Bar] = ()
        self._key = self._nothing = ""
        self._hovered = -1
        self._ring = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(theme.px(190))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(220))

    def show_bars(self, bars: Sequence[Bar], key: str, shown: Shown, nothing: str = "") -> None:
        """`nothing` is said where no bar has any height."""
        self._bars, self._key, self._shown, self._nothing = bars, key, shown, nothing
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(next((bar.spoken for bar in self._bars if bar.key == self._key), ""))

    # Choosing

    def _place(self, x: float) -> int:
        left, step = self._left(), self._step()
        at = (self.width() - x if self.isRightToLeft() else x) - left
        return int(at // step) if step and 0 <= at < step * len(self._bars) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (place := self._place(event.position().x())) != self._hovered:
            self._hovered = place
            self.setToolTip(plain(self._bars[place].spoken if place >= 0 else ""))
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (place := self._place(event.position().x())) >= 0:
            self._choose(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forth = -1 if self.isRightToLeft() else 1
        step = {Qt.Key.Key_Left: -forth, Qt.Key.Key_Right: forth}.get(Qt.Key(event.key()), 0)
        now = next((place for place, bar in enumerate(self._bars) if bar.key == self._key), 0)
        if step and 0 <= now + step < len(self._bars):
            self._choose(now + step)
        elif not step:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self._ring = is_by_keys(event, self._ring)  # type: ignore[arg-type]
        super().focusInEvent(event)  # type: ignore[arg-type]

    def _choose(self, place: int) -> None:
        self._key = self._bars[place].key
        self._describe()
        self.update()
        self.chosen.emit(self._key)

    # Drawing

    def _left(self) -> float:
        top = ceiling(self._most(), _LINES)[1]
        return width_of(self._shown(top)) + theme.px(12)

    def _most(self) -> int:
        return max((max(bar.possible, bar.aim or 0) for bar in self._bars), default=1)

    def _step(self) -> float:
        return (self.width() - self._left() - theme.px(4)) / max(len(self._bars), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, top = ceiling(self._most(), _LINES)
        if self._most():
            self._paint_lines(painter, step, top)
        for place, bar in enumerate(self._bars):
            self._paint_bar(painter, place, bar, top)
        if not self._most():
            write(painter, QRectF(0, 0, self.width(), self.height() * 0.8), self._nothing, font="second")

    def _height(self) -> float:
        return float(self.height() - theme.px(_TOP) - theme.px(_BOTTOM))

    def _y(self, value: int, top: int) -> float:
        return theme.px(_TOP) + self._height() * (1 - max(value, 0) / top)

    def _mirrored(self, box: QRectF) -> QRectF:
        return QRectF(self.width() - box.right(), box.top(), box.width(), box.height()) if self.isRightToLeft() else box

    def _paint_lines(self, painter: QPainter, step: int, top: int) -> None:
        left = self._left()
        for number in range(_LINES + 1):
            y = self._y(step * number, top)
            painter.setPen(theme.colour("line"))
            painter.drawLine(self._mirrored(QRectF(left, y, self.width() - left, 0)).topLeft(), self._end(left, y))
            box = self._mirrored(QRectF(0, y - theme.px(9), left - theme.px(8), theme.px(18)))
            side = Qt.AlignmentFlag.AlignLeft if self.isRightToLeft() else Qt.AlignmentFlag.AlignRight
            write(painter, box, self._shown(step * number), align=side)

    def _end(self, left: float, y: float) -> QPointF:
        return QPointF(self.width() - left, y) if self.isRightToLeft() else QPointF(self.width(), y)

    def _paint_bar(self, painter: QPainter, place: int, bar: Bar, top: int) -> None:
        step = self._step()
        room = self._mirrored(QRectF(self._left() + step * place, 0, step, self.height()))
        if bar.key == self._key or place == self._hovered:
            painter.setPen(theme.colour("accent") if self._ring and self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground" if bar.key == self._key else "hover"))
            painter.drawRoundedRect(room.adjusted(2, 1, -2, -1), 8, 8)
        wide = min(step * 0.5, theme.px(_WIDEST))
        middle = room.center().x()
        self._paint_parts(painter, middle - wide / 2, wide, bar, top)
        is_chosen = bar.key == self._key
        foot = QRectF(room.left(), self.height() - theme.px(_BOTTOM) + 2, room.width(), theme.px(_BOTTOM) - 4)
        write(
            painter,
            foot,
            bar.label,
            "text" if bar.is_now or is_chosen else "muted",
            "second_strong" if bar.is_now else "second",
        )
        if bar.possible:
            y = min(self._y(bar.possible, top), self._y(bar.aim or 0, top)) - theme.px(18)
            write(painter, QRectF(room.left(), y, room.width(), theme.px(16)), self._shown(bar.likely), "text")

    def _paint_parts(self, painter: QPainter, left: float, wide: float, bar: Bar, top: int) -> None:
        base = self._y(0, top)
        solid = theme.colour("faint" if bar.is_past else "accent")
        pale = QColor(solid)
        pale.setAlphaF(0.45)
        painter.setPen(QPen(solid, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if bar.possible > bar.likely:
            y = self._y(bar.possible, top)
            painter.drawRoundedRect(QRectF(left + 0.5, y, wide - 1, base - y), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        for value, colour in ((bar.likely, pale), (bar.sure, solid)):
            if value > 0:
                y = self._y(value, top)
                painter.setBrush(theme.colour("surface"))
                painter.drawRoundedRect(QRectF(left, y, wide, base - y), 3, 3)
                painter.setBrush(colour)
                painter.drawRoundedRect(QRectF(left, y, wide, base - y), 3, 3)
        if bar.aim:
            y = self._y(bar.aim, top)
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawLine(QPointF(left - theme.px(6), y), QPointF(left + wide + theme.px(6), y))
