"""What charts have in common: round steps up their side, and how a text is set at a place."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from crmdesk.widgets import theme

Shown = Callable[[int], str]
"""A figure in words."""
_STEPS = (1, 2, 5)


def ceiling(most: int, lines: int = 3) -> tuple[int, int]:
    """A step that is easy to read, and how far up so many of them reach at least `most`."""
    most = max(most, 1)
    size = 1
    while True:
        for step in _STEPS:
            if step * size * lines >= most:
                return step * size, step * size * lines
        size *= 10


def width_of(text: str, font: theme.FontRole = "key") -> int:
    return QFontMetrics(theme.font(font)).horizontalAdvance(text)


def write(
    painter: QPainter, box: QRectF, text: str, tone: str = "muted", font: theme.FontRole = "key",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
) -> None:  # fmt: skip
    painter.setFont(theme.font(font))
    painter.setPen(theme.colour(tone))
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(box, flags, text)
