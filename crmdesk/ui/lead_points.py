"""For what a lead has its points: the sum, and a bar for each rule that gave some."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme

_LINE, _HEAD = 26, 34


class LeadPoints(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._sum = 0
        self._why: tuple[tuple[str, int], ...] = ()

    def show_points(self, points: int, why: Sequence[tuple[str, int]]) -> None:
        self._sum, self._why = points, tuple(why)
        told = ", ".join(f"{name} {count:+}" for name, count in why)
        self.setAccessibleName(_("{count} points").format(count=points))
        self.setAccessibleDescription(told)
        self.setFixedHeight(theme.px(_HEAD + _LINE * max(len(self._why), 1)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(280), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._write(painter, 0, _HEAD, _("Points"), "strong", "text", grouped(self._sum) if self._sum else "")
        if not self._why:
            self._write(painter, theme.px(_HEAD), _LINE, _("None yet: no rule holds for them."), "second", "muted", "")
        most = max((abs(count) for _name, count in self._why), default=1)
        for place, (name, count) in enumerate(self._why):
            top = theme.px(_HEAD + _LINE * place)
            self._write(painter, top, _LINE, name, "second", "muted", f"{count:+}")
            self._bar(painter, top, count / most)

    def _write(
        self, painter: QPainter, top: int, height: int, text: str, font: theme.FontRole, tone: str, at: str
    ) -> None:
        box = QRect(0, top, self.width(), theme.px(height))
        begin, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if self.isRightToLeft():
            begin, end = end, begin
        painter.setFont(theme.font(font))
        painter.setPen(theme.colour(tone))
        painter.drawText(box, begin | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, text)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, end | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, at)

    def _bar(self, painter: QPainter, top: int, share: float) -> None:
        """Thin, under the words."""
        wide = self.width() * abs(share)
        left = self.width() - wide if self.isRightToLeft() else 0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if share > 0 else "bad"))
        painter.setOpacity(0.55)
        painter.drawRoundedRect(QRectF(left, top + theme.px(_LINE) - 3, wide, 2), 1, 1)
        painter.setOpacity(1)
