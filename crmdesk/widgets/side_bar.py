"""The slim bar of sections and groups at the left, with counts and a word of state at its foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QVBoxLayout, QWidget

from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import PaintedButton, label


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    text: str
    icon: str = ""
    colour: str = ""
    """The colour of a group's mark, drawn instead of an icon."""
    count: str = ""


class SideButton(PaintedButton):
    """One section: mark, name, count."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.setText(item.text)
        self.setCheckable(True)
        self.set_count(item.count)

    def set_count(self, count: str) -> None:
        self.count = count
        self.setAccessibleName(f"{self.text()} {count}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(theme.SIDE_BAR - 20), theme.px(34))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_mark(painter, QPoint(theme.px(16), self.rect().center().y() + 1))
        self._paint_words(painter, self.rect().adjusted(theme.px(34), 0, -theme.px(9), 0))

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
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


class SideBar(QFrame):
    """Sections above, groups below; one of all is chosen. Arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sidebar")
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(theme.SIDE_BAR))
        self._buttons: dict[str, SideButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(lambda pressed: self.chosen.emit(pressed.item.key))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(9, 12, 10, 16)
        self._layout.setSpacing(0)
        self._foot = _Foot()
        self._add_head(name)

    def _add_head(self, name: str) -> None:
        head = label(name, "strong")
        head.setContentsMargins(9, 6, 0, 12)
        self._layout.addWidget(head)
        self._layout.addStretch(1)
        self._layout.addWidget(self._foot)

    def add_sections(self, items: Sequence[Item], heading: str = "") -> None:
        if heading:
            words = label(heading, "group", "muted")
            words.setContentsMargins(9, 14, 0, 6)
            self._add(words)
        for item in items:
            button = self._buttons[item.key] = SideButton(item)
            self._group.addButton(button)
            self._add(button)

    def _add(self, widget: QWidget) -> None:
        self._layout.insertWidget(self._layout.count() - 2, widget)

    def clear_sections(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._buttons.pop(key).deleteLater()

    def choose(self, key: str) -> None:
        """Mark a section as the one shown; tells nobody."""
        self._buttons[key].setChecked(True)

    def set_count(self, key: str, count: str) -> None:
        self._buttons[key].set_count(count)

    def set_state(self, text: str, tone: str = "good") -> None:
        """The word of state at the foot: a dot and what it means."""
        self._foot.show_state(text, tone)


class _Foot(QLabel):
    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("second"))
        self.setProperty("tone", "muted")
        self.setContentsMargins(25, 4, 0, 4)
        self.setWordWrap(True)
        self._tone = ""

    def show_state(self, text: str, tone: str) -> None:
        self._tone = tone
        self.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._tone and self.text():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._tone))
            painter.drawEllipse(QRectF(9, self.height() / 2 - 4, 8, 8))
