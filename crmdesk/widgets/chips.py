"""Chips: the conditions of a lookup, which can be taken away, and tags, which only tell."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.widgets import icons, theme
from crmdesk.widgets.arranged import widgets_of
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import PaintedButton, button

Tone = Literal["accent", "good", "warning", "bad", "muted"]
_WIDEST = 320


class Tag(QWidget):
    """A word on a pale ground."""

    def __init__(self, text: str, tone: Tone = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.tone = tone
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return tag_size(self.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_tag(QPainter(self), QRectF(self.rect()), self.text, self.tone)


def tag_size(text: str) -> QSize:
    width = QFontMetrics(_tag_font()).horizontalAdvance(text) + theme.px(14)
    return QSize(min(width, theme.px(_WIDEST)), theme.px(20))


def _tag_font() -> QFont:
    return theme.font("tag")


def paint_tag(painter: QPainter, box: QRectF, text: str, tone: Tone) -> None:
    """Also for delegates, which have no widgets."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line" if tone == "muted" else f"{tone}_ground"))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(theme.colour(tone))
    painter.setFont(_tag_font())
    room = int(box.width()) - theme.px(10)
    painter.drawText(
        box, Qt.AlignmentFlag.AlignCenter, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    )


class Chip(PaintedButton):
    """One condition; pressing it opens it, its cross or the Delete key takes it away."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None, tone: Tone = "accent") -> None:
        super().__init__(parent)
        self._tone = tone
        self.setText(text)
        self.setAccessibleName(_("Condition: {text}").format(text=text))
        self.setAccessibleDescription(_("Delete takes it away"))

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font("second_strong")).horizontalAdvance(self.text()) + theme.px(36)
        return QSize(min(width, theme.px(_WIDEST)), theme.px(24))

    def _is_cross(self, x: float) -> bool:
        return x > self.width() - theme.px(24)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_cross(event.position().x()) and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour(self._tone if self.shows_ring() else f"{self._tone}_ground"))
        painter.setBrush(theme.colour(f"{self._tone}_ground"))
        half = self.height() / 2 - 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), half, half)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setPen(theme.colour(self._tone))
        painter.setFont(theme.font("second_strong"))
        room = self.rect().adjusted(theme.px(11), 0, -theme.px(24), 0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        middle = self.rect().center()
        middle.setX(self.width() - theme.px(14))
        icons.paint(painter, "x", self._tone, middle, 11)


class ChipRow(QWidget):
    """The conditions of a lookup side by side, with a way to add one; wraps when narrow."""

    removed = Signal(int)
    opened = Signal(int)
    adding = Signal()

    def __init__(self, add_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._add_text = add_text
        self._texts: list[str] | None = None
        self._flow = FlowLayout(self)
        self.show_chips(())

    def show_chips(self, texts: Sequence[str]) -> None:
        """Where one went that had the keyboard, the one in its place has it."""
        if self._texts == list(texts):
            return
        held = next((place for place, part in enumerate(self._parts()) if part.hasFocus()), None)
        self._texts = list(texts)
        self._flow.clear()
        for index, text in enumerate(texts):
            self._flow.addWidget(self._chip(index, text))
        if self._add_text:
            self._flow.addWidget(button("+ " + self._add_text, self.adding.emit, kind="dashed"))
        if held is not None and (parts := self._parts()):
            parts[min(held, len(parts) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        self.updateGeometry()

    def part(self, place: int | None) -> QWidget:
        """A chip, or else what adds one."""
        parts = self._parts()
        return parts[place if place is not None and place < len(parts) else -1]

    def _parts(self) -> list[QWidget]:
        return widgets_of(self._flow)

    def _chip(self, index: int, text: str) -> Chip:
        chip = Chip(text)
        chip.removed.connect(lambda: self.removed.emit(index))
        chip.clicked.connect(lambda: self.opened.emit(index))
        return chip


class TagRow(QWidget):
    """Tags side by side; wraps when narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)

    def show_tags(self, tags: Sequence[tuple[str, Tone]], add: tuple[str, Callable[[], None]] | None = None) -> None:
        self._flow.clear()
        for text, tone in tags:
            self._flow.addWidget(Tag(text, tone))
        if add:
            self._flow.addWidget(button("+ " + add[0], add[1], kind="dashed"))
        self.updateGeometry()
