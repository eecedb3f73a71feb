"""Flat bars side by side, each with its figure above and its word below; one may be pressed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import PaintedButton

_HEIGHT, _LINE, _LEAST, _WIDEST = 136, 20, 4, 72
_LOWEST = 84


@dataclass(frozen=True, slots=True)
class Bar:
    words: str
    figure: str
    amount: int
    tone: str = "accent"
    """A role of the theme."""


class _Column(PaintedButton):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.bar, self._largest = Bar("", "", 0), 1

    def show_bar(self, bar: Bar, largest: int) -> None:
        self.bar, self._largest = bar, max(largest, 1)
        self.setAccessibleName(f"{bar.words}: {bar.figure}")
        self.setEnabled(bool(bar.amount))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        figure = QFontMetrics(theme.font("strong")).horizontalAdvance(self.bar.figure)
        words = QFontMetrics(theme.font("second")).horizontalAdvance(self.bar.words)
        return QSize(max(figure, words) + theme.px(12), theme.px(_LOWEST))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(48), theme.px(_LOWEST))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        else:
            self.paint_hover(painter, QRectF(self.rect()))
        self._paint_bar(painter)
        line, room = theme.px(_LINE), self.rect().adjusted(0, theme.px(4), 0, -theme.px(4))
        is_none = not self.bar.amount
        _write(painter, QRect(room.left(), self._top() - line, room.width(), line), self.bar.figure,
               "strong", "muted" if is_none else "text")  # fmt: skip
        _write(painter, QRect(room.left(), room.bottom() - line + 1, room.width(), line), self.bar.words,
               "second", "muted")  # fmt: skip

    def _top(self) -> int:
        """Of the bar; nothing is a thin line."""
        floor, line = self.height() - theme.px(4 + _LINE + 4), theme.px(_LINE)
        room = floor - line - theme.px(4)
        return floor - max(room * max(self.bar.amount, 0) // self._largest, theme.px(_LEAST) if self.bar.amount else 1)

    def _paint_bar(self, painter: QPainter) -> None:
        top, floor = self._top(), self.height() - theme.px(4 + _LINE + 4)
        wide = min(self.width() * 3 // 5, theme.px(_WIDEST))
        box = QRectF((self.width() - wide) / 2, top, wide, floor - top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self.bar.tone if self.bar.amount else "line"))
        corner = min(theme.px(4), box.height() / 2)
        painter.drawRoundedRect(box, corner, corner)


def _write(painter: QPainter, box: QRect, text: str, font: theme.FontRole, tone: str) -> None:
    painter.setFont(theme.font(font))
    painter.setPen(theme.colour(tone))
    fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, fitted)


class Bars(QWidget):
    pressed = Signal(int)
    """The number of a bar; -1 where it was let go again."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._columns: list[_Column] = []
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(theme.px(8))
        self.setMaximumHeight(theme.px(_HEIGHT))

    def show_bars(self, bars: Sequence[Bar], current: int = -1) -> None:
        while len(self._columns) < len(bars):
            self._columns.append(self._make(len(self._columns)))
        largest = max((bar.amount for bar in bars), default=1)
        for number, (column, bar) in enumerate(zip(self._columns, bars, strict=True)):
            column.show_bar(bar, largest)
            column.setChecked(number == current)

    def columns(self) -> Sequence[PaintedButton]:
        return self._columns

    def _make(self, number: int) -> _Column:
        made = _Column(self)
        made.clicked.connect(lambda is_on: self.pressed.emit(number if is_on else -1))
        self._across.addWidget(made, 1)
        return made
