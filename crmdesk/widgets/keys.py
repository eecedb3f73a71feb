"""A shortcut drawn as on a key."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter

from crmdesk.widgets import theme


def in_words(shortcut: str) -> str:
    """As the system writes it: `Ctrl K`, `⌘K`."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")


def width(words: str) -> float:
    return QFontMetrics(theme.font("key")).horizontalAdvance(words) + theme.px(14)


def paint(painter: QPainter, words: str, right_middle: QPointF) -> None:
    wide, high = width(words), theme.px(18)
    box = QRectF(right_middle.x() - wide, right_middle.y() - high / 2, wide, high)
    painter.setPen(theme.colour("line"))
    painter.setBrush(theme.colour("window"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(theme.font("key"))
    painter.setPen(theme.colour("muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
