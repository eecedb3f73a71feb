"""A strip of facts side by side: a muted word over what it stands for; those that lead somewhere can be pressed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import PaintedButton, Tone, plain

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LEAST = 108


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    tone: Tone = "text"
    key: str = ""
    """Of one that can be pressed: what `pressed` tells."""
    hint: str = ""
    """What there is to know besides."""


class _Cell(PaintedButton):
    def __init__(self, fact: Fact, parent: QWidget) -> None:
        super().__init__(parent)
        self.fact = fact
        self.is_first = False
        self.setAccessibleName(f"{fact.name}: {fact.value}")
        self.setAccessibleDescription(fact.hint)
        self.setToolTip(plain(fact.hint))
        if not fact.key:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        words = max(_width("second", self.fact.name), _width("strong", self.fact.value))
        return QSize(max(words + theme.px(30), theme.px(_LEAST)), theme.px(58))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.fact.key and (self.underMouse() or self.shows_ring()):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.colour("accent" if self.shows_ring() else "hover"))
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(self.rect().adjusted(3, 3, -4, -4), 7, 7)
        if not self.is_first:
            painter.setPen(theme.colour("line"))
            edge = self.width() - 1 if self.isRightToLeft() else 0
            painter.drawLine(edge, 0, edge, self.height())
        half = self.height() // 2
        room = self.rect().adjusted(theme.px(16), theme.px(10), -theme.px(10), -theme.px(10))
        upper, lower = QRect(room), QRect(room)
        upper.setBottom(half)
        lower.setTop(half)
        _write(painter, upper, self.fact.name, "second", "muted")
        _write(painter, lower, self.fact.value, "strong", self.fact.tone)


def _width(font: theme.FontRole, text: str) -> int:
    return QFontMetrics(theme.font(font)).horizontalAdvance(text)


def _write(painter: QPainter, box: QRect, text: str, font: theme.FontRole, tone: str) -> None:
    painter.setFont(theme.font(font))
    painter.setPen(theme.colour(tone))
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _LEFT, elided)


class FactStrip(QFrame):
    """As the head of a record: what one wants to know first, each in one look; in several lines where it is narrow."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "card")
        self._cells: list[_Cell] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        if [cell.fact for cell in self._cells] == list(facts):
            return
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = [self._cell(fact) for fact in facts]
        self._columns = 0
        self._arrange()

    def cells(self) -> list[_Cell]:
        return self._cells

    def _cell(self, fact: Fact) -> _Cell:
        cell = _Cell(fact, self)
        if fact.key:
            cell.clicked.connect(lambda: self.pressed.emit(fact.key))
        return cell

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """As many side by side as can be read."""
        widest = max((cell.sizeHint().width() for cell in self._cells), default=1)
        fitting = max(self.width() // widest, 1)
        lines = -(-len(self._cells) // fitting)
        columns = -(-len(self._cells) // max(lines, 1))
        if sum(cell.sizeHint().width() for cell in self._cells) <= self.width():
            columns = len(self._cells)
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for number, cell in enumerate(self._cells):
            cell.is_first = number % columns == 0
            self._grid.addWidget(cell, number // columns, number % columns)
            cell.show()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_LEAST), super().minimumSizeHint().height())
