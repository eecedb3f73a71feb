"""The list of records: two lines a row with a face, calm and even at a million rows."""

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crmdesk.widgets import avatar, theme
from crmdesk.widgets.record_model import PAGE, Index, RecordModel, Row, RowsSource, Source

__all__ = ["PAGE", "RecordModel", "RecordTable", "Row", "RowsSource", "Source"]

_FACE = 36
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowPainter(QStyledItemDelegate):
    """Draws a row: face, title, second line, one fact at the right; grey bars while it is on its way."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(theme.TALL_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        self._paint_ground(painter, box, index)
        row = self._table.records.row(index.row())
        if row is None:
            _paint_bars(painter, box)
        else:
            self._paint_row(painter, box, row)

    def _paint_ground(self, painter: QPainter, box: QRect, index: Index) -> None:
        """The table is asked, not the option: its state would bring in all of QStyle, 9 ms at the start."""
        table = self._table
        if table.selectionModel().isSelected(index):
            painter.fillRect(box, theme.colour("accent_ground"))
        elif index.row() == table.hovered:
            painter.fillRect(box, theme.colour("hover"))
        if table.shows_focus and table.hasFocus() and index.row() == table.current_row():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _paint_row(self, painter: QPainter, box: QRect, row: Row) -> None:
        face = theme.px(_FACE)
        left = box.left() + 16
        circle = QRectF(left, box.center().y() - face / 2 + 0.5, face, face)
        avatar.paint(painter, circle, row.key, avatar.monogram(row.title), self._table.records.photo(row))
        words = box.adjusted(16 + face + 12, 0, -16, 0)
        if row.fact:
            words = _paint_fact(painter, words, row.fact)
        _paint_lines(painter, words, row)


def _paint_fact(painter: QPainter, words: QRect, fact: str) -> QRect:
    """Returns the room that is left beside it."""
    painter.setFont(theme.font("second"))
    painter.setPen(theme.colour("muted"))
    text = painter.fontMetrics().elidedText(fact, Qt.TextElideMode.ElideRight, words.width() // 3)
    painter.drawText(words, _RIGHT, text)
    return words.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(text) - 12, 0)


def _paint_lines(painter: QPainter, words: QRect, row: Row) -> None:
    half = theme.px(18)
    top = words.center().y() + 1 - half if row.detail else words.center().y() - half // 2
    painter.setPen(theme.colour("text"))
    _paint_line(painter, QRect(words.left(), top, words.width(), half), row.title, "strong")
    if row.detail:
        painter.setPen(theme.colour("muted"))
        _paint_line(painter, QRect(words.left(), top + half - 1, words.width(), half), row.detail, "second")


def _paint_line(painter: QPainter, box: QRect, text: str, font: theme.FontRole) -> None:
    painter.setFont(theme.font(font))
    painter.drawText(box, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width()))


def _paint_bars(painter: QPainter, box: QRect) -> None:
    """A row whose words are on their way."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line"))
    face, middle = theme.px(_FACE), box.center().y()
    painter.drawEllipse(QRectF(box.left() + 16, middle - face / 2, face, face))
    left = box.left() + 28 + face
    painter.drawRoundedRect(QRectF(left, middle - 13, box.width() * 0.34, 9), 4, 4)
    painter.drawRoundedRect(QRectF(left, middle + 5, box.width() * 0.5, 8), 4, 4)
    painter.restore()


class RecordTable(QTableView):
    """Keys move, Shift and Ctrl select, Enter opens; letters are left to the window, which searches with them."""

    opened = Signal(int)
    """Enter or double click, with the row's number."""
    moved = Signal(int)
    """The current row became another one; -1 for none."""
    chosen = Signal()
    """The selection changed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = RecordModel(self)
        self.hovered = -1
        self.shows_focus = False
        self._empty = ("", "")
        self.setAccessibleName(name)
        self.setModel(self.records)
        self.setItemDelegate(RowPainter(self))
        self._arrange()
        self.records.arrived.connect(self.viewport().update)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().selectionChanged.connect(lambda *_ranges: self.chosen.emit())
        self.selectionModel().currentChanged.connect(lambda now: self.moved.emit(now.row()))

    def _arrange(self) -> None:
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(theme.TALL_ROW))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(theme.px(theme.TALL_ROW) // 2)

    def show_source(self, source: Source | None, first_rows: Sequence[Row] = ()) -> None:
        """Show another set of records; None draws the loading state."""
        self.records.show_source(source, first_rows)
        self.hovered = -1
        self.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Fetch again what is shown, in place: selection and scroll stay."""
        self.records.refresh()

    def set_empty(self, title: str, detail: str = "") -> None:
        """What stands where rows would be: what to do first."""
        self._empty = (title, detail)
        self.viewport().update()

    def current_row(self) -> int:
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Make a row the current and only selected one, and bring it into sight."""
        index = self.records.index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def selected(self) -> list[range]:
        """The selected rows as ranges in order: a million of them cost as little as one."""
        parts = cast(Iterable[QItemSelectionRange], self.selectionModel().selection())
        ranges = (range(part.top(), part.bottom() + 1) for part in parts)
        return sorted(ranges, key=lambda part: part.start)

    def select(self, rows: Sequence[range]) -> None:
        selection = QItemSelection()
        for part in rows:
            selection.select(self.records.index(part.start, 0), self.records.index(part.stop - 1, 0))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyboardSearch(self, search: str) -> None:
        """Not here: the window's search box takes the letters."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.shows_focus = True
        moved = self._moved_by(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row() >= 0:
            self.opened.emit(self.current_row())
        elif moved is not None:
            self._move(moved, event.modifiers())
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _moved_by(self, event: QKeyEvent) -> int | None:
        """Home and End mean the first and last record: a table would go along the row, which has one column only."""
        if event.key() == Qt.Key.Key_Home:
            return 0
        return self.records.rowCount() - 1 if event.key() == Qt.Key.Key_End else None

    def _move(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        index = self.records.index(row, 0)
        shift = modifiers & Qt.KeyboardModifier.ShiftModifier
        if shift and self.current_row() >= 0:
            low, high = sorted((self.current_row(), row))
            self.select([range(low, high + 1)])
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        elif index.isValid():
            self.go_to(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shows_focus = False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        if index.row() != self.hovered:
            left = self.records.index(self.hovered, 0)
            self.hovered = index.row()
            self.viewport().update(self.visualRect(left))
            self.viewport().update(self.visualRect(index))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.records.is_loading:
            self._paint_loading()
        elif not self.records.rowCount() and any(self._empty):
            self._paint_empty()

    def _paint_loading(self) -> None:
        painter = QPainter(self.viewport())
        height = theme.px(theme.TALL_ROW)
        for number in range(min(8, self.viewport().height() // height)):
            painter.setOpacity(1 - number / 8)
            _paint_bars(painter, QRect(0, number * height, self.viewport().width(), height))

    def _paint_empty(self) -> None:
        painter = QPainter(self.viewport())
        box = self.viewport().rect().adjusted(24, 0, -24, 0)
        box.setBottom(int(box.height() * 0.8))
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("strong"))
        middle = box.center().y()
        head = QRect(box.left(), middle - 24, box.width(), 22)
        painter.drawText(head, Qt.AlignmentFlag.AlignHCenter, self._empty[0])
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font("second"))
        detail = QRect(box.left(), middle + 2, box.width(), 80)
        painter.drawText(detail, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._empty[1])
