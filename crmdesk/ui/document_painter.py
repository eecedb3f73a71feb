"""How a document looks in a list: number and day, customer and subject, its state, what it comes to."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crmdesk.i18n import _
from crmdesk.ui.amounts import shown
from crmdesk.ui.document_words import state_words, tone
from crmdesk.ui.moments import wall
from crmdesk.widgets import theme
from crmdesk.widgets.chips import paint_tag, tag_size
from crmdesk.widgets.theme import FontRole

if TYPE_CHECKING:
    from crmdesk.services.document_overview import Listed
    from crmdesk.ui.document_list import DocumentModel

_EDGE, _GAP = 16, 16
_NUMBER, _STATE, _TOTAL = 148, 132, 132
_QUIET = ("replaced", "cancelled", "declined")
Index = QModelIndex | QPersistentModelIndex


class DocumentPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(theme.TALL_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, model = option.widget, cast("DocumentModel", index.model())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect
        is_current = index == view.currentIndex()  # type: ignore[attr-defined]
        is_over = box.contains(view.mapFromGlobal(view.cursor().pos()))
        _paint_ground(painter, box, is_current=is_current, has_focus=view.hasFocus(), is_over=is_over)
        _Face(painter, box, view.layoutDirection(), model.rows[index.row()]).paint()


def _paint_ground(painter: QPainter, box: QRect, *, is_current: bool, has_focus: bool, is_over: bool) -> None:
    if is_current or is_over:
        painter.setPen(theme.colour("accent") if is_current and has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_ground" if is_current else "hover"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1.5, -0.5, -1.5), 8, 8)
    else:
        line = box.adjusted(theme.px(_EDGE), 0, -theme.px(_EDGE), 0)
        painter.fillRect(line.left(), box.bottom(), line.width(), 1, theme.colour("line"))


class _Face:
    def __init__(self, painter: QPainter, box: QRect, direction: Qt.LayoutDirection, row: "Listed") -> None:
        self._painter, self._box, self._direction, self._row = painter, box, direction, row
        self._left, self._right = box.left() + theme.px(_EDGE), box.right() - theme.px(_EDGE)

    def paint(self) -> None:
        row, is_quiet = self._row, self._row.state in _QUIET
        strong = "muted" if is_quiet or not row.title else "text"
        self._pair(self._from_left(_NUMBER), row.title or _("Draft"), wall(row.issued_on) if row.issued_on else "",
                   "strong", strong)  # fmt: skip
        total = self._from_right(_TOTAL)
        self._line(total, shown(row.total, row.currency), "strong", "muted" if is_quiet else "text", at_end=True)
        self._paint_state(self._from_right(_STATE))
        rest = QRect(self._left, self._box.top(), self._right - self._left, self._box.height())
        below = " · ".join(filter(None, (row.name, row.deal if row.deal != row.name else "")))
        role = "muted" if is_quiet or not row.who else "text"
        self._pair(rest, row.who or _("No customer yet"), below, "medium", role)

    def _from_left(self, width: int) -> QRect:
        box = QRect(self._left, self._box.top(), theme.px(width), self._box.height())
        self._left += theme.px(width + _GAP)
        return box

    def _from_right(self, width: int) -> QRect:
        self._right -= theme.px(width)
        box = QRect(self._right + 1, self._box.top(), theme.px(width), self._box.height())
        self._right -= theme.px(_GAP)
        return box

    def _paint_state(self, box: QRect) -> None:
        """With the day that it is good for, while anybody waits for an answer."""
        row, words = self._row, state_words(self._row.kind, self._row.state)
        until = _("until {day}").format(day=wall(row.valid_until)) if _is_waiting(row) else ""
        size = tag_size(words)
        top = box.center().y() - (theme.px(19) if until else size.height() // 2)
        tag = QRect(box.left(), top, min(size.width(), box.width()), size.height())
        paint_tag(self._painter, QRectF(self._mirrored(tag)), words, tone(row.state))
        if until:
            below = QRect(box.left(), top + size.height(), box.width(), theme.px(20))
            self._line(below.adjusted(theme.px(1), 0, 0, 0), until, "second", "muted")

    def _pair(self, box: QRect, above: str, below: str, font: FontRole, role: str) -> None:
        """One over the other; the first alone in the middle."""
        if not below:
            self._line(box, above, font, role)
            return
        half = theme.px(18)
        top = box.center().y() + 1 - half
        self._line(QRect(box.left(), top, box.width(), half), above, font, role)
        self._line(QRect(box.left(), top + half - 1, box.width(), half), below, "second", "muted")

    def _line(self, box: QRect, text: str, font: FontRole, role: str, *, at_end: bool = False) -> None:
        painter = self._painter
        painter.setFont(theme.font(font))
        painter.setPen(theme.colour(role))
        fitted = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        at_right = at_end != (self._direction == Qt.LayoutDirection.RightToLeft)
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each text in its own
        where = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(self._mirrored(box), where, fitted)

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self._direction, self._box, box)


def _is_waiting(row: "Listed") -> bool:
    return row.kind == "quote" and bool(row.valid_until) and row.state in ("sent", "expiring", "expired")
