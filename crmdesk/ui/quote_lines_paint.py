"""Draws the lines of a document: name and text, figures at the right, and quietly under a line what is offered."""

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crmdesk.i18n import _
from crmdesk.ui.quote_cells import Column, is_part
from crmdesk.ui.quote_lines_model import LinesModel
from crmdesk.widgets import icons, theme

Index = QModelIndex | QPersistentModelIndex
_ROW, _TALL, _AIR = 38, 52, 8
FOOT, INDENT = 26, 18
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LinesPainter(QStyledItemDelegate):
    def __init__(self, view: QTableView, model: LinesModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    # Heights

    def height(self, row: int) -> int:
        line = self._model.rows[row]
        tall = bool(line["text"] and line["kind"] != "section") or bool(line["sku"] and not line["bundle_id"])
        high = theme.px(_TALL if tall else _ROW)
        return high + (theme.px(FOOT) if self.foot(row) else 0)

    def foot(self, row: int) -> str:
        return self._model.problems.get(self._model.rows[row]["id"], "") or self._model.offer_words(row)

    def foot_box(self, row: int, rect: QRect) -> QRect:
        """The quiet line under it, across the columns."""
        high = theme.px(FOOT)
        indent = theme.px(INDENT + _AIR)
        return QRect(rect.left() + indent, rect.bottom() - high + 1, rect.width() - indent - theme.px(_AIR), high)

    def use_box(self, row: int, rect: QRect) -> QRect:
        """What is pressed to take the offer."""
        foot = self.foot_box(row, rect)
        font = theme.font("second_strong")
        width = self._width(_("Use"), font) + theme.px(16)
        left = foot.left() + self._width(self.foot(row), theme.font("second")) + theme.px(12)
        box = QRect(min(left, foot.right() - width), foot.top(), width, foot.height())
        return QStyle.visualRect(self._view.layoutDirection(), rect, box)

    def _width(self, text: str, font: object) -> int:
        from PySide6.QtGui import QFont, QFontMetrics

        assert isinstance(font, QFont)
        return QFontMetrics(font).horizontalAdvance(text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(40), self.height(index.row()))

    # Drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = index.row(), index.column()
        rect: QRect = option.rect
        box = QRect(rect)
        if self.foot(row):
            box.setHeight(box.height() - theme.px(FOOT))
        self._paint_ground(painter, option, index, box)
        if column == Column.GRIP:
            self._paint_grip(painter, row, box)
        elif column == Column.NAME:
            self._paint_name(painter, row, box)
        else:
            self._paint_figure(painter, row, column, box)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, box: QRect) -> None:
        rect: QRect = option.rect
        current = self._view.currentIndex()
        has_focus = self._view.hasFocus() or self._view.state() == QTableView.State.EditingState
        is_current = has_focus and current.row() == index.row()
        if is_current:
            painter.fillRect(rect, theme.colour("accent_ground"))
        elif self._view.property("hovered") == index.row():
            painter.fillRect(rect, theme.colour("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if is_current and current.column() == index.column() and self._view.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 2, -2, -3), 5, 5)

    def _paint_grip(self, painter: QPainter, row: int, box: QRect) -> None:
        if self._view.property("hovered") == row and not self._model.is_locked:
            icons.paint(painter, "grip-vertical", "faint", box.center(), 14)

    def _paint_name(self, painter: QPainter, row: int, box: QRect) -> None:
        line = self._model.rows[row]
        room = box.adjusted(theme.px(_AIR + (INDENT if line["bundle_id"] else 0)), 0, -theme.px(_AIR), 0)
        font, tone = self._look(row)
        if line["is_optional"]:
            room = self._paint_tag(painter, room, _("optional"))
        below = self._below(row)
        if not below:
            self._write(painter, room, line["name"], font, tone)
            return
        half = box.height() // 2
        lead = theme.px(4)
        self._write(painter, room.adjusted(0, lead, 0, -half + lead), line["name"] or below, font, tone)
        if line["name"]:
            self._write(painter, room.adjusted(0, half - lead, 0, -lead), below, "second", "muted")

    def _look(self, row: int) -> "tuple[theme.FontRole, str]":
        line = self._model.rows[row]
        if line["kind"] == "section":
            return "strong", "text"
        if line["kind"] == "text" or line["bundle_id"]:
            return "body", "muted"
        return "medium", "text"

    def _below(self, row: int) -> str:
        line = self._model.rows[row]
        first = " ".join((line["text"] or "").split())
        sku = line["sku"] if not line["bundle_id"] else ""
        return " · ".join(filter(None, (sku, first))) if line["kind"] != "section" else ""

    def _paint_tag(self, painter: QPainter, room: QRect, words: str) -> QRect:
        """At the end of the room; what is left of it."""
        from crmdesk.widgets.chips import paint_tag, tag_size

        size = tag_size(words)
        place = QPoint(room.right() - size.width(), room.center().y() - size.height() // 2)
        box = QStyle.visualRect(self._view.layoutDirection(), room, QRect(place, size))
        paint_tag(painter, QRectF(box), words, "muted")
        return room.adjusted(0, 0, -size.width() - theme.px(6), 0)

    def _paint_figure(self, painter: QPainter, row: int, column: int, box: QRect) -> None:
        line = self._model.rows[row]
        text = self._model.text(row, column)
        tone, font = "muted", "body"
        if column == Column.AMOUNT:
            is_pale = line["is_optional"] or self._model.is_paid_by_parts(row)
            tone, font = ("muted", "body") if is_pale else ("text", "medium")
            font = "strong" if line["kind"] == "section" else font
        elif column in (Column.QUANTITY, Column.PRICE) and not line["bundle_id"]:
            tone = "text"
        if column == Column.PRICE and self._model.waits_for_price(row):
            tone = "warning"
        if text and not (is_part(line) and column not in (Column.QUANTITY,)):
            room = box.adjusted(theme.px(4), 0, -theme.px(_AIR), 0)
            self._write(painter, room, text, font, tone, at_right=True)  # type: ignore[arg-type]

    def _write(
        self, painter: QPainter, room: QRect, text: str, font: "theme.FontRole", tone: str, *, at_right: bool = False
    ) -> None:
        painter.setFont(theme.font(font))
        painter.setPen(theme.colour(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = _RIGHT if at_right else _LEFT
        painter.drawText(room, QStyle.visualAlignment(self._view.layoutDirection(), side), shown)

    def paint_foot(self, painter: QPainter, row: int, rect: QRect) -> None:
        """Across the whole row: it is no cell."""
        words = self.foot(row)
        foot = self.foot_box(row, rect)
        is_problem = bool(self._model.problems.get(self._model.rows[row]["id"]))
        box = QStyle.visualRect(self._view.layoutDirection(), rect, foot)
        self._write(painter, box, words, "second", "bad" if is_problem else "muted")
        if not is_problem and not self._model.is_locked:
            use = self.use_box(row, rect)
            painter.setFont(theme.font("second_strong"))
            painter.setPen(theme.colour("accent"))
            painter.drawText(use, Qt.AlignmentFlag.AlignCenter, _("Use"))
