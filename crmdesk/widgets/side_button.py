"""One line of the side bar: a mark, a name and how many there are; in a slim bar the mark alone."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle

from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import PaintedButton, plain

_INDENT = 14
_MOST_INDENTS = 3
"""Whatever lies deeper stands there too: the names need the room."""


Carried = Literal["", "on", "over", "off"]
"""Nothing is carried; it may be let go here; it is over this one; it may not."""
_PALE = 0.4


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    text: str
    icon: str = ""
    colour: str = ""
    """The colour of a group's mark, drawn instead of an icon."""
    count: str = ""
    depth: int = 0
    """How many others it stands under."""


class SideButton(PaintedButton):
    """One section: mark, name, count."""

    stepped = Signal(int)
    """An arrow key: to the one above or below."""
    asked_about = Signal(QPoint)
    """Its menu is wanted, by the mouse or the keyboard: where on the screen."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.is_narrow = False
        self._carried: Carried = ""
        self.setCheckable(True)
        self.show_item(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        self.stepped.emit(step) if step else super().keyPressEvent(event)

    def show_item(self, item: Item) -> None:
        self.item = item
        self.setText(item.text)
        self.set_count(item.count)

    def set_count(self, count: str) -> None:
        self.count = count
        self._show()

    def set_narrow(self, is_narrow: bool) -> None:
        self.is_narrow = is_narrow
        self._show()

    def show_carried(self, carried: Carried) -> None:
        """How it takes what the mouse carries."""
        if carried != self._carried:
            self._carried = carried
            self.update()

    def _show(self) -> None:
        name = f"{self.text()} {self.count}".strip()
        self.setAccessibleName(name)
        self.setToolTip(plain(name if self.is_narrow else ""))
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked_about.emit(event.globalPos())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(34), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._carried == "off":
            painter.setOpacity(_PALE)
        self._paint_ground(painter)
        middle = self.rect().center().y() + 1
        if self.is_narrow:
            self._paint_mark(painter, QPoint(self.width() // 2, middle))
        else:
            indent = theme.px(_INDENT) * min(self.item.depth, _MOST_INDENTS)
            mark, words = QPoint(theme.px(16) + indent, middle), self.rect()
            words.adjust(theme.px(34) + indent, 0, -theme.px(9), 0)
            self._paint_mark(painter, QStyle.visualPos(self.layoutDirection(), self.rect(), mark))
            self._paint_words(painter, QStyle.visualRect(self.layoutDirection(), self.rect(), words))

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._carried == "over":
            painter.setBrush(theme.colour("accent_ground"))
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(box, 7, 7)
        elif self.isChecked():
            painter.setBrush(theme.colour("surface"))
            painter.setPen(theme.colour("line"))
            painter.drawRoundedRect(box, 7, 7)
        elif self.underMouse():
            painter.setBrush(theme.colour("line"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, 7, 7)
        if self.shows_ring():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(box, 7, 7)

    def _paint_mark(self, painter: QPainter, middle: QPoint) -> None:
        if self.item.icon:
            icons.paint(painter, self.item.icon, "accent" if self.isChecked() else "muted", middle)
        elif self.item.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.item.colour))
            painter.drawRoundedRect(QRectF(middle.x() - 4, middle.y() - 4.5, 8, 8), 2, 2)

    def _paint_words(self, painter: QPainter, box: QRect) -> None:
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.count)
        taken = painter.fontMetrics().horizontalAdvance(self.count) + 8 if self.count else 0
        painter.setFont(theme.font("strong" if self.isChecked() else "body"))
        painter.setPen(theme.colour("text"))
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width() - taken)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
