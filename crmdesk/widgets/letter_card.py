"""A button that looks like a small sheet with text on it, and its name below."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import PaintedButton

_LETTERS_A_LINE = 46
_MOST_LINES = 3


class LetterCard(PaintedButton):
    def __init__(self, name: str, paragraphs: Sequence[int], parent: QWidget | None = None) -> None:
        """`paragraphs`: how many letters each has."""
        super().__init__(parent)
        self.setText(name)
        self.setAccessibleName(name)
        self._paragraphs = paragraphs
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(250), theme.px(132))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_near = self.underMouse() or self.shows_ring()
        painter.setPen(theme.colour("accent" if is_near else "line"))
        painter.setBrush(theme.colour("accent_ground" if self.isDown() else "surface"))
        painter.drawRoundedRect(box, 10, 10)
        self._paint_text(painter, box.adjusted(theme.px(18), theme.px(16), -theme.px(18), -theme.px(38)))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        words = box.adjusted(theme.px(18), 0, -theme.px(12), -theme.px(10))
        flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(words.width()))
        painter.drawText(words, flags, text)

    def _paint_text(self, painter: QPainter, room: QRectF) -> None:
        """Lines as grey as print from afar."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        y, step = room.top(), theme.px(7)
        for letters in self._paragraphs:
            for line in range(min(-(-letters // _LETTERS_A_LINE), _MOST_LINES)):
                if y + 3 > room.bottom():
                    return
                share = min((letters - line * _LETTERS_A_LINE) / _LETTERS_A_LINE, 1.0)
                painter.drawRoundedRect(QRectF(room.left(), y, room.width() * share, theme.px(3)), 1.5, 1.5)
                y += step
            y += step * 0.5
