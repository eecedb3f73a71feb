"""What one colleague has earned: a card with its sum, and a line for each deal or payment."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import amounts, commission_words
from crmdesk.ui.moments import short_date
from crmdesk.widgets import theme
from crmdesk.widgets.avatar import Avatar
from crmdesk.widgets.parts import Card, PaintedButton, label, rule

if TYPE_CHECKING:
    from crmdesk.services.incentives import Earning

_DAY, _BASE, _AMOUNT = 84, 110, 104
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class ColleagueCard(Card):
    opened = Signal(bytes)
    """The deal of a line."""

    def __init__(self, name: str, lines: "Sequence[Earning]") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.body.setContentsMargins(theme.margins(0, 12, 0, 4))
        self.body.setSpacing(0)
        face = Avatar(28)
        face.show_face(name.encode(), name, None)
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(16, 0, 16, 10))
        head.setSpacing(theme.px(10))
        head.addWidget(face)
        head.addWidget(label(name, "strong"), 1)
        self.sum = label(commission_words.sums(lines), "heading")
        head.addWidget(self.sum)
        self.body.addLayout(head)
        self.lines = [_LineButton(line) for line in lines]
        for made, line in zip(self.lines, lines, strict=True):
            self.body.addWidget(rule())
            self.body.addWidget(made)
            made.clicked.connect(lambda _on=False, key=line.deal_id: self.opened.emit(key))


class _LineButton(PaintedButton):
    """Pressed, it leads to the deal."""

    def __init__(self, line: "Earning") -> None:
        super().__init__()
        self.line = line
        self._day = short_date(date.fromisoformat(line.day))
        self._base = amounts.shown(line.base, line.currency)
        self._amount = amounts.shown(line.amount, line.currency)
        told = _("{what}, {plan}, {day}: {amount} of {base}")
        words = told.format(what=line.what, plan=line.plan, day=self._day, amount=self._amount, base=self._base)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(460), theme.px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_DAY + _BASE + _AMOUNT + 80), theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hover(painter, QRectF(self.rect()).adjusted(4, 2, -4, -2))
        edge, mirrored = theme.px(16), self.isRightToLeft()
        room = self.width() - 2 * edge - theme.px(_DAY + _BASE + _AMOUNT)
        at = edge + room
        half = self.height() // 2
        boxes = (
            (QRect(edge, theme.px(5), room - 8, half - theme.px(4)), self.line.what, "medium", "text", False),
            (QRect(edge, half, room - 8, half - theme.px(4)), self.line.plan, "second", "muted", False),
            (QRect(at, 0, theme.px(_DAY), self.height()), self._day, "second", "muted", True),
            (QRect(at + theme.px(_DAY), 0, theme.px(_BASE), self.height()), self._base, "second", "muted", True),
            (
                QRect(at + theme.px(_DAY + _BASE), 0, theme.px(_AMOUNT), self.height()),
                self._amount,
                "medium",
                "text",
                True,
            ),
        )
        for box, text, font, tone, at_end in boxes:
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(tone))
            self._write(painter, box, text, at_end=at_end, mirrored=mirrored)

    def _write(self, painter: QPainter, box: QRect, text: str, *, at_end: bool, mirrored: bool) -> None:
        if mirrored:
            box.moveLeft(self.width() - box.right())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if at_end != mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | _MIDDLE, shown)


class Empty(QWidget):
    """Nobody earned anything in this month."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setMinimumHeight(theme.px(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
