"""The figures of a period: whole, and by person, pipeline or product; targets are written in place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import amounts
from crmdesk.ui.forecast_words import short_amount
from crmdesk.widgets import theme
from crmdesk.widgets.chart_scale import width_of
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.parts import rule

if TYPE_CHECKING:
    from crmdesk.services.forecast import Expected

_NAME, _FIGURE, _TARGET = 84, 78, 104
_KEPT = (2, 0, 1, 3)
"""Where there is too little room for all, the last of these go first."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


def headings() -> list[str]:
    return [_("Won"), _("Committed"), _("Weighted"), _("Best")]


def _width() -> int:
    """Of a column: its words decide, in any language."""
    return max(theme.px(_FIGURE), *(width_of(text, "second") + theme.px(14) for text in headings()))


def _target_width() -> int:
    return max(theme.px(_TARGET), width_of(_("no target"), "body") + theme.px(28))


def _columns(room: int) -> list[int]:
    """Which of them are shown in so much room, besides the name."""
    count = max((room - theme.px(_NAME)) // _width(), 1)
    return sorted(_KEPT[:count])


class ForecastRow(QWidget):
    target_set = Signal(object)
    """An amount in the smallest unit; 0 takes it away."""

    def __init__(self, name: str, row: "Expected | None", currency: str, *, is_strong: bool = False) -> None:
        super().__init__()
        self.row, self._currency = row, currency
        self.target = LineField(_("Target of {name}").format(name=name))
        self.target.setFixedWidth(_target_width())
        self.target.set_placeholder(_("no target"))
        self.target.edit.setAlignment(Qt.AlignmentFlag.AlignRight)  # type: ignore[attr-defined]
        amount = row.target if row else None
        self.target.set_value("" if amount is None else short_amount(amount, currency))
        self.target.kept.connect(self._keep)
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(16, 0, 8, 0))
        across.setSpacing(0)
        across.addWidget(_Figures(name, row, currency, is_strong=is_strong), 1)
        across.addWidget(self.target)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across)
        down.addWidget(rule())

    def _keep(self, typed: object) -> None:
        from crmdesk.domain.money_formats import read_amount

        try:
            amount = read_amount(str(typed), self._currency, amounts.locale()) if str(typed).strip() else 0
            if amount < 0:
                raise UserError(_("A target is more than nothing."))
        except UserError as error:
            self.target.set_problem(str(error))
            return
        self.target_set.emit(amount)


class Heads(QWidget):
    """What stands over the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        right = self.width() - theme.px(8) - _target_width()
        self._write(painter, right, _target_width(), _("Target"))
        shown = _columns(right - theme.px(16))
        for place, number in enumerate(reversed(shown), 1):
            self._write(painter, right - place * _width(), _width(), headings()[number])

    def _write(self, painter: QPainter, left: int, wide: int, text: str) -> None:
        box = QRect(left, 0, wide - theme.px(8), self.height())
        _write(painter, box, text, self.width(), is_mirrored=self.isRightToLeft())


class _Figures(QWidget):
    """Name and figures, and under them how much of the target is sure."""

    def __init__(self, name: str, row: "Expected | None", currency: str, *, is_strong: bool) -> None:
        super().__init__()
        self._name, self._row, self._currency, self._is_strong = name, row, currency, is_strong
        figures = ", ".join(f"{head} {text}" for head, text in zip(headings(), self._texts(), strict=True))
        self.setAccessibleName(f"{name}: {figures}")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_NAME) + 4 * _width(), theme.px(42))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_NAME) + _width(), theme.px(42))

    def _texts(self) -> list[str]:
        row = self._row
        values = (row.won, row.committed, row.weighted, row.best) if row else (0, 0, 0, 0)
        return [short_amount(value, self._currency) if value else "–" for value in values]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right, mirrored = self.width(), self.isRightToLeft()
        painter.setFont(theme.font("strong" if self._is_strong else "body"))
        texts = self._texts()
        for number in reversed(_columns(self.width())):
            box = QRect(right - _width(), 0, _width() - theme.px(8), self.height())
            painter.setPen(theme.colour("muted" if number == len(texts) - 1 else "text"))
            _write(painter, box, texts[number], self.width(), is_mirrored=mirrored)
            right -= _width()
        painter.setPen(theme.colour("text"))
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, right - theme.px(8))
        box = QRect(self.width() - right, 0, right, self.height()) if mirrored else QRect(0, 0, right, self.height())
        painter.drawText(box, (Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft) | _MIDDLE, name)
        self._paint_reached(painter)

    def _paint_reached(self, painter: QPainter) -> None:
        """Of the target: won solid, likely pale."""
        row = self._row
        if not row or not row.target:
            return
        whole, y = self.width() - theme.px(8), self.height() - theme.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        for value, tone, opacity in (
            (row.target, "line", 1.0),
            (row.weighted, "accent", 0.45),
            (row.won, "accent", 1.0),
        ):
            wide = min(max(value, 0) / row.target, 1) * whole
            left = self.width() - wide if self.isRightToLeft() else 0
            painter.setOpacity(opacity)
            painter.setBrush(theme.colour(tone))
            painter.drawRoundedRect(QRectF(left, y, wide, 3), 1.5, 1.5)
        painter.setOpacity(1)


def _write(painter: QPainter, box: QRect, text: str, width: int, *, is_mirrored: bool) -> None:
    if is_mirrored:
        box = QRect(width - box.right(), box.top(), box.width(), box.height())
    painter.drawText(box, (Qt.AlignmentFlag.AlignLeft if is_mirrored else Qt.AlignmentFlag.AlignRight) | _MIDDLE, text)
