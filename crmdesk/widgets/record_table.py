"""The list of records: two lines a row with a face, or a table of columns; calm and even at a million rows."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.record_model import PAGE, Index, RecordModel, Row, RowsSource, Source, TableColumn
from crmdesk.widgets.row_painter import RowPainter, paint_bars, paint_heading

if TYPE_CHECKING:
    from crmdesk.widgets.column_header import ColumnHeader

_SELECT_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows

__all__ = ["PAGE", "Index", "RecordModel", "RecordTable", "Row", "RowsSource", "Source", "TableColumn"]


class RecordTable(QTableView):
    """Keys move, Shift and Ctrl select, Enter opens; letters are left to the window, which searches with them."""

    opened = Signal(int)
    """Enter or double click, with the record's number."""
    moved = Signal(int)
    """The current record became another one; -1 for none, as on the heading of a group."""
    chosen = Signal()
    """The selection changed."""
    grouped = Signal()
    """Groups were opened or closed."""
    lifted = Signal()
    """The selected records are being carried away with the mouse."""
    menu_wanted = Signal(QPoint)
    """For the selected records, at a place of the screen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = RecordModel(self)
        self.hovered = -1
        self.shows_focus = False
        self._grip: QPoint | None = None
        """Where the mouse has hold of a row."""
        self._was_selected = False
        self._empty = ("", "")
        self.setAccessibleName(name)
        self.setModel(self.records)
        self._painter = RowPainter(self)
        self.setItemDelegate(self._painter)
        self._arrange()
        self.records.renewed.connect(self._show_renewed)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(lambda *_ranges: self.chosen.emit())
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self.moved.emit(self.current_row()))

    def _arrange(self) -> None:
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
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
        self.setCornerWidget(QWidget())  # else a square of another colour
        self._set_heights()

    def row_height(self) -> int:
        return theme.px(theme.ROW if self.records.columns else theme.TALL_ROW)

    def _set_heights(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.verticalScrollBar().setSingleStep(self.row_height() // 2)

    def show_source(
        self, source: Source | None, first_rows: Sequence[Row] = (), headings: Sequence[tuple[str, int]] = ()
    ) -> None:
        """Show another set of records, perhaps in groups: their titles and first records; None: it is loading."""
        self.records.show_source(source, first_rows, headings)
        self.hovered = -1
        self.verticalScrollBar().setValue(0)

    def show_columns(self, columns: Sequence[TableColumn], widths: Sequence[int] = ()) -> "ColumnHeader | None":
        """As a table, whose header is given; without columns as lines."""
        self.records.show_columns(columns)
        self.hovered = -1
        self._set_heights()
        if not columns:
            self._take_header(QHeaderView(Qt.Orientation.Horizontal, self))
            self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            return None
        from crmdesk.widgets.column_header import ColumnHeader

        header = ColumnHeader(self)
        self._take_header(header)
        header.set_widths(widths)
        return header

    def _take_header(self, header: QHeaderView) -> None:
        self.setHorizontalHeader(header)
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if self.records.columns else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(policy)
        header.setVisible(bool(self.records.columns))

    def refresh(self) -> None:
        """Fetch again what is shown, in place: selection and scroll stay."""
        self.records.refresh()

    def set_empty(self, title: str, detail: str = "") -> None:
        """What stands where rows would be: what to do first."""
        self._empty = (title, detail)
        self.viewport().update()

    # Records, counted without headings

    def current_row(self) -> int:
        record = self.records.record_at(self.currentIndex().row())
        return -1 if record is None else record

    def go_to(self, record: int) -> None:
        """Make a record the current and only selected one, and bring it into sight; a closed group is opened."""
        groups = self.records.groups
        if groups and 0 <= record < self.records.record_count() and groups.group_of(record) in groups.closed:
            self.close_groups(groups.closed - {groups.group_of(record)})
        self._go_to_row(self.records.row_of(record))

    def _go_to_row(self, row: int) -> None:
        index = self._index(row)
        self.selectionModel().setCurrentIndex(index, _SELECT_ROW)
        self._scroll_to(index)

    def _index(self, row: int) -> QModelIndex:
        """In the column where the keyboard is."""
        return self.records.index(row, max(self.currentIndex().column(), 0))

    def _scroll_to(self, index: QModelIndex) -> None:
        """Up or down only."""
        across = self.horizontalScrollBar().value()
        self.scrollTo(index)
        self.horizontalScrollBar().setValue(across)

    def selected(self) -> list[range]:
        """The selected records as ranges in order: a million of them cost as little as one."""
        parts = cast(Iterable[QItemSelectionRange], self.selectionModel().selection())
        ranges = {(part.top(), part.bottom()) for part in parts}
        groups = self.records.groups
        found = (groups.records_in(*rows) if groups else range(rows[0], rows[1] + 1) for rows in sorted(ranges))
        return [part for part in found if part]

    def select(self, records: Sequence[range]) -> None:
        selection, row_of = QItemSelection(), self.records.row_of
        for part in records:
            first, last = row_of(part.start), row_of(part.stop - 1)
            selection.select(self.records.index(first, 0), self.records.index(last, 0))
        self.selectionModel().select(selection, _SELECT_ROW)

    # Groups

    def close_groups(self, closed: set[int]) -> None:
        """The others are open; current record and selection stay, as far as they can be seen."""
        current, selected = self.current_row(), self.selected()
        self.records.set_closed(closed)
        groups = self.records.groups
        if groups is None:
            return
        self.select([part for part in selected if groups.group_of(part.start) not in closed])
        if current >= 0:
            index = self._index(groups.row_of(current))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.grouped.emit()

    def _toggle(self, group: int) -> None:
        groups = self.records.groups
        if groups:
            self.close_groups(groups.closed ^ {group})
            index = self._index(groups.heading_row(group))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _open(self, index: QModelIndex) -> None:
        record = self.records.record_at(index.row())
        if record is not None:
            self.opened.emit(record)

    def keyboardSearch(self, search: str) -> None:
        """Not here: the window's search box takes the letters."""

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.shows_focus = True
        moved = self._moved_by(event)
        group = self.records.heading_at(self.currentIndex().row())
        if group is not None and self._is_for_heading(event, group):
            self._toggle(group)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row() >= 0:
            self.opened.emit(self.current_row())
        elif self._goes_up_to_header(event):
            self.horizontalHeader().setFocus(Qt.FocusReason.TabFocusReason)
        elif moved is not None:
            self._move(moved, event.modifiers())
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _is_for_heading(self, event: QKeyEvent, group: int) -> bool:
        """Enter and Space turn it over; Left closes it and Right opens it."""
        assert self.records.groups
        is_closed = group in self.records.groups.closed
        turning = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        return event.key() in turning or event.key() == (Qt.Key.Key_Right if is_closed else Qt.Key.Key_Left)

    def _goes_up_to_header(self, event: QKeyEvent) -> bool:
        is_first = self.currentIndex().row() <= 0 and not event.modifiers()
        return bool(self.records.columns) and is_first and event.key() == Qt.Key.Key_Up

    def _moved_by(self, event: QKeyEvent) -> int | None:
        """Home and End mean the first and last row: a table would go along the row."""
        if event.key() == Qt.Key.Key_Home:
            return 0
        return self.records.rowCount() - 1 if event.key() == Qt.Key.Key_End else None

    def _move(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        index, now = self._index(row), self.currentIndex().row()
        if modifiers & Qt.KeyboardModifier.ShiftModifier and now >= 0:
            low, high = sorted((now, row))
            rows = QItemSelection(self.records.index(low, 0), self.records.index(high, 0))
            self.selectionModel().select(rows, _SELECT_ROW)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._scroll_to(index)
        elif index.isValid():
            self._go_to_row(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the row under the mouse, which is selected first, or of what is selected."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if self.selected():
            self.menu_wanted.emit(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shows_focus = False
        place = event.position().toPoint()
        index = self.indexAt(place)
        group = self.records.heading_at(index.row())
        self._was_selected = self.selectionModel().isSelected(index)
        self._grip = place if event.button() == Qt.MouseButton.LeftButton and index.isValid() else None
        if group is not None:
            self._grip = None
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._toggle(group)
        elif event.button() != Qt.MouseButton.RightButton or not self.selectionModel().isSelected(index):
            super().mousePressEvent(event)  # several that are selected stay so for their menu

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()))
        if self._grip and event.buttons() & Qt.MouseButton.LeftButton and self._lifts(event):
            self._grip = None
            self.lifted.emit()
        elif not (self._grip and self._was_selected):
            super().mouseMoveEvent(event)

    def _lifts(self, event: QMouseEvent) -> bool:
        """What was selected before is carried any way; one just pressed only across, for up and down select more."""
        assert self._grip
        way = event.position().toPoint() - self._grip
        is_far = way.manhattanLength() >= QApplication.startDragDistance()
        if is_far and not self._was_selected and abs(way.y()) >= abs(way.x()):
            self._grip = None
        return is_far and self._grip is not None and not event.modifiers()

    def leaveEvent(self, event: object) -> None:
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        if index.row() != self.hovered:
            before, self.hovered = self.hovered, index.row()
            for row in (before, self.hovered):
                self.viewport().update(self._row_box(row))

    def _row_box(self, row: int) -> QRect:
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.row_height())

    # Drawing

    def _show_renewed(self, first: int, end: int) -> None:
        """Only these rows are drawn anew: while one scrolls, those of a page come between two frames."""
        for row in self.rows_in_sight():
            record = self.records.record_at(row)
            if record is not None and first <= record < end:
                self.viewport().update(self._row_box(row))
            elif record is not None:
                self.records.row(record)  # it could not be asked for while others were on their way

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painter.forget_row()
        super().paintEvent(event)
        if self.records.is_loading:
            self._paint_loading()
        elif not self.records.rowCount() and any(self._empty):
            self._paint_empty()
        elif self.records.groups or (self.shows_focus and self.hasFocus()):
            self._paint_across(QPainter(self.viewport()))

    def rows_in_sight(self) -> range:
        last = self.rowAt(self.viewport().height() - 1)
        return range(max(self.rowAt(0), 0), (self.records.rowCount() - 1 if last < 0 else last) + 1)

    def _paint_across(self, painter: QPainter) -> None:
        """What goes across all columns: headings, and where the keyboard is."""
        groups = self.records.groups
        for row in self.rows_in_sight() if groups else ():
            group = self.records.heading_at(row)
            if groups and group is not None:
                count = self.locale().toString(groups.size(group))
                is_closed = group in groups.closed
                paint_heading(painter, self._row_box(row), groups.titles[group], count, is_closed, self.isRightToLeft())
        if self.shows_focus and self.hasFocus() and self.currentIndex().isValid():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self._row_box(self.currentIndex().row()).adjusted(1, 1, -2, -2))

    def _paint_loading(self) -> None:
        painter = QPainter(self.viewport())
        height = theme.px(theme.TALL_ROW)  # a table too: its columns are not known yet
        for number in range(min(8, self.viewport().height() // height)):
            painter.setOpacity(1 - number / 8)
            paint_bars(painter, QRect(0, number * height, self.viewport().width(), height))

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
