"""The names of days over the columns of a calendar."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from crmdesk.widgets import theme


class DayNames:
    """As long as there is room for all of them."""

    def __init__(self, view: QWidget) -> None:
        self._view = view

    def paint(self, painter: QPainter, days: Sequence[date], left: float, high: float) -> None:
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        wide = (self._view.width() - left) / len(days)
        for number, words in enumerate(names(painter, days, wide - theme.px(12))):
            x = left + number * wide
            if self._view.isRightToLeft():
                x = self._view.width() - x - wide
            box = QRectF(x + theme.px(10), 0, wide - theme.px(12), high)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def names(painter: QPainter, days: Sequence[date], room: float) -> list[str]:
    locale, metrics = QLocale(), painter.fontMetrics()
    for length in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat, QLocale.FormatType.NarrowFormat):
        words = [locale.standaloneDayName(day.isoweekday(), length) for day in days]
        if all(metrics.horizontalAdvance(word) <= room for word in words):
            break
    return words
