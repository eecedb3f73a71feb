"""How rows of lists are drawn: two lines with a face, or the cells of a table; headings, and bars for what comes."""

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crmdesk.widgets import avatar, icons, theme
from crmdesk.widgets.record_model import Index, Row, TableColumn

if TYPE_CHECKING:
    from crmdesk.widgets.record_table import RecordTable

_FACE = 36
_SMALL_FACE = 24
_EDGE, _CELL_EDGE = 16, 10
_HEADING_AT = 34
_BADGE_ROOM = 80
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class RowPainter(QStyledItemDelegate):
    """Draws a row: face, title, second line, one fact at the right; grey bars while it is on its way."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table
        self.forget_row()

    def forget_row(self) -> None:
        """The one whose cells are being drawn, one after the other."""
        self._number = -1
        self._record: int | None = None
        self._row: Row | None = None
        self._is_selected = False

    def _begin_row(self, index: Index) -> None:
        """The table is asked, not the option: its state would bring in all of QStyle, 9 ms at the start."""
        records = self._table.records
        self._number = index.row()
        self._record = records.record_at(self._number)
        self._row = None if self._record is None else records.row(self._record)
        self._is_selected = self._table.selectionModel().isSelected(index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._table.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.row() != self._number:
            self._begin_row(index)
        if self._record is None:
            return  # a heading goes across all columns
        box: QRect = option.rect
        self._paint_ground(painter, box)
        row = self._row
        columns = self._table.records.columns
        if columns:
            self._paint_cell(painter, box, row, columns[index.column()], index.column())
        elif row is None:
            paint_bars(painter, box)
        else:
            self._paint_row(painter, box, row)

    def _paint_ground(self, painter: QPainter, box: QRect) -> None:
        if self._is_selected:
            painter.fillRect(box, theme.colour("accent_ground"))
        elif self._number == self._table.hovered:
            painter.fillRect(box, theme.colour("hover"))

    def _paint_row(self, painter: QPainter, box: QRect, row: Row) -> None:
        words = self._paint_face(painter, _narrower(box, _EDGE), row, theme.px(_FACE), theme.px(12))
        if row.fact:
            words = self._paint_fact(painter, words, row.fact)
        _paint_lines(painter, words, row, self._table.isRightToLeft())

    def _paint_face(self, painter: QPainter, box: QRect, row: Row, side: int, gap: int) -> QRect:
        """At the beginning of the line; returns the room that is left beside it."""
        is_mirrored = self._table.isRightToLeft()
        left = box.right() + 1 - side if is_mirrored else box.left()
        circle = QRectF(left, box.center().y() - side / 2 + 0.5, side, side)
        if row.icon:
            avatar.paint_icon(painter, circle, row.icon)
        else:
            avatar.paint(painter, circle, row.key, avatar.monogram(row.title), self._table.records.face(row))
        return _behind(box, side + gap, is_mirrored)

    def _paint_fact(self, painter: QPainter, words: QRect, fact: str) -> QRect:
        """At the end of the line; returns the room that is left beside it."""
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        text = painter.fontMetrics().elidedText(fact, Qt.TextElideMode.ElideRight, words.width() // 3)
        _write(painter, words, text, at_right=not self._table.isRightToLeft())
        used = painter.fontMetrics().horizontalAdvance(text) + theme.px(12)
        return _behind(words, used, not self._table.isRightToLeft())

    def _paint_cell(self, painter: QPainter, box: QRect, row: Row | None, column: TableColumn, number: int) -> None:
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("line"))
        words = _narrower(box, _CELL_EDGE)
        if row is None:
            _paint_bar(painter, words)
            return
        text = row.cells[number] if number < len(row.cells) else row.title if column.has_face else ""
        if column.has_face:
            words = self._paint_face(painter, words, row, theme.px(_SMALL_FACE), theme.px(10))
        if text:
            painter.setPen(theme.colour("text"))
            font: theme.FontRole = "medium" if column.has_face else "body"
            painter.setFont(theme.font(font))
            shown = _fitted(text, font, words.width(), theme.scale())
            _write(painter, words, shown, at_right=column.is_number != self._table.isRightToLeft())


def paint_heading(painter: QPainter, box: QRect, title: str, count: str, is_closed: bool, is_mirrored: bool) -> None:
    """Of a group: whether it is open, what it is, and how many stand under it."""
    painter.fillRect(box, theme.colour("window"))
    painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("line"))
    arrow = ("chevron-left" if is_mirrored else "chevron-right") if is_closed else "chevron-down"
    middle = theme.px(_HEADING_AT - 16)
    across = box.right() - middle if is_mirrored else box.left() + middle
    icons.paint(painter, arrow, "muted", QPoint(across, box.center().y()))
    words = _behind(_narrower(box, _EDGE), theme.px(_HEADING_AT - _EDGE), is_mirrored)
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font("strong"))
    room = words.width() - theme.px(_BADGE_ROOM)
    shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
    _write(painter, words, shown, at_right=is_mirrored)
    words = _behind(words, painter.fontMetrics().horizontalAdvance(shown) + theme.px(10), is_mirrored)
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font("second"))
    _write(painter, words, count, at_right=is_mirrored)


@lru_cache(maxsize=4096)
def _fitted(text: str, font: theme.FontRole, width: int, _scale: float) -> str:
    """As much of a text as there is room for; a row that is scrolled by is drawn many times."""
    return QFontMetrics(theme.font(font)).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _narrower(box: QRect, edge: int) -> QRect:
    return box.adjusted(theme.px(edge), 0, -theme.px(edge), 0)


def _behind(box: QRect, used: int, is_mirrored: bool) -> QRect:
    """The room that is left of a line."""
    return box.adjusted(0, 0, -used, 0) if is_mirrored else box.adjusted(used, 0, 0, 0)


def _write(painter: QPainter, box: QRect, text: str, *, at_right: bool) -> None:
    """Read in the direction of the text itself: a number keeps its plus in front wherever it stands."""
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(box, (Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft) | _MIDDLE, text)


def _paint_lines(painter: QPainter, words: QRect, row: Row, is_mirrored: bool) -> None:
    half = theme.px(18)
    top = words.center().y() + 1 - half if row.detail else words.center().y() - half // 2
    painter.setPen(theme.colour("text"))
    _paint_line(painter, QRect(words.left(), top, words.width(), half), row.title, "strong", is_mirrored)
    if row.detail:
        painter.setPen(theme.colour("muted"))
        below = QRect(words.left(), top + half - 1, words.width(), half)
        _paint_line(painter, below, row.detail, "second", is_mirrored)


def _paint_line(painter: QPainter, box: QRect, text: str, font: theme.FontRole, is_mirrored: bool) -> None:
    painter.setFont(theme.font(font))
    shown = _fitted(text, font, box.width(), theme.scale())
    _write(painter, box, shown, at_right=is_mirrored)


def paint_bars(painter: QPainter, box: QRect) -> None:
    """A row whose words are on their way."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line"))
    face, middle = theme.px(_FACE), box.center().y()
    painter.drawEllipse(QRectF(box.left() + theme.px(_EDGE), middle - face / 2, face, face))
    left = box.left() + theme.px(28) + face
    painter.drawRoundedRect(QRectF(left, middle - 13, box.width() * 0.34, 9), 4, 4)
    painter.drawRoundedRect(QRectF(left, middle + 5, box.width() * 0.5, 8), 4, 4)
    painter.restore()


def _paint_bar(painter: QPainter, words: QRect) -> None:
    """A cell whose words are on their way."""
    bar = QRect(words.left(), words.center().y() - 3, min(words.width(), max(words.width() // 2, 24)), 7)
    painter.fillRect(bar, theme.colour("line"))
