"""The table of a document's lines: written in by keys, put in order by mouse or Alt with the arrows."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from crmdesk.i18n import _
from crmdesk.ui.quote_cells import FIGURES, Column, can_edit, heads
from crmdesk.ui.quote_lines_model import LinesModel
from crmdesk.ui.quote_lines_write import LinesWriter
from crmdesk.widgets import theme

if TYPE_CHECKING:
    pass

_WIDTHS = {
    Column.GRIP: 18, Column.QUANTITY: 72, Column.PRICE: 84, Column.DISCOUNT: 74, Column.TAX: 52, Column.AMOUNT: 92,
}  # fmt: skip
_HEAD = 28
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDIT = QAbstractItemView.EditTrigger


class LinesTable(QTableView):
    """As high as its lines are: what it lies in scrolls."""

    typed = Signal(bytes, int, str)
    """A line, a column and what stands in it now."""
    taken_back = Signal()
    moved = Signal(bytes, int)
    """One place up or down."""
    dropped = Signal(bytes, object)
    """Before which other line; None is the end."""
    removed = Signal(bytes)
    offer_taken = Signal(bytes)
    menu_wanted = Signal(bytes, QPoint)
    left = Signal()
    """Down and out: to the line for new ones."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = LinesModel()
        self.setModel(self.lines)
        self.pen = LinesWriter(self, self.lines)
        self.setItemDelegate(self.pen)
        self.setAccessibleName(_("Lines"))
        self.goes_back = False
        """Enter leads to the line for new ones, from where one came."""
        self._grip: QPoint | None = None
        self._dragged: bytes | None = None
        self._drop_at = -1
        self._reached = 0
        self._wanted: bytes | None = None
        self._arrange()
        self.pen.typed.connect(self._tell_typed)
        self.pen.finished.connect(self._finished)
        self.pen.reached.connect(self._reach)
        self.pen.closeEditor.connect(lambda *_how: self._reach(0))
        self.lines.modelAboutToBeReset.connect(self._remember)
        self.lines.renewed.connect(self._renew)
        self.lines.dataChanged.connect(lambda *_where: self.fit())

    def _arrange(self) -> None:
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(theme.px(16))
        self._set_widths()
        head.setFixedHeight(theme.px(_HEAD))
        head.setFont(theme.font("second"))
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(_EDIT.AnyKeyPressed | _EDIT.EditKeyPressed | _EDIT.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _set_widths(self) -> None:
        """As wide as the figures are, and the words over them."""
        metrics, words = QFontMetrics(theme.font("body")), heads()
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, max(theme.px(width), metrics.horizontalAdvance(words[column]) + theme.px(18)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if theme.is_theme_change(event) and hasattr(self, "pen"):
            self._set_widths()
            self.horizontalHeader().setFixedHeight(theme.px(_HEAD))
            self.fit()

    # Rows

    def _remember(self) -> None:
        self._wanted = self._wanted or self.current_line()

    def _renew(self) -> None:
        self.clearSpans()
        for number, row in enumerate(self.lines.rows):
            if row["kind"] in ("text", "section"):
                self.setSpan(number, Column.NAME, 1, Column.AMOUNT - Column.NAME + (row["kind"] == "text"))
        self.fit()
        if self._wanted and (number := self.lines.row_of(self._wanted)) >= 0:
            self.setCurrentIndex(self.lines.index(number, max(self.currentIndex().column(), Column.NAME)))
        self._wanted = None

    def fit(self) -> None:
        """Rows as high as what stands in them, and all of them to be seen."""
        high = theme.px(_HEAD) + 1
        for number in range(len(self.lines.rows)):
            wanted = self.pen.height(number)
            if self.rowHeight(number) != wanted:
                self.setRowHeight(number, wanted)
            high += wanted
        high = max(high, self._reached)
        if self.height() != high:
            self.setFixedHeight(high)
        self.setVisible(bool(self.lines.rows))

    def _reach(self, bottom: int) -> None:
        """A long text that is written in the last line needs room below it."""
        self._reached = bottom + theme.px(_HEAD) + theme.px(8) if bottom else 0
        self.fit()

    def current_line(self) -> bytes | None:
        row = self.currentIndex().row()
        return self.lines.rows[row]["id"] if 0 <= row < len(self.lines.rows) else None

    def go_to(self, key: bytes, column: int = Column.NAME, *, begins: bool = False) -> None:
        """The cursor is in this cell; with `begins` it is written in."""
        number = self.lines.row_of(key)
        if number >= 0:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.setCurrentIndex(self.lines.index(number, column))
            if begins:
                self.write_in(self.currentIndex())

    def go_to_last(self) -> None:
        if self.lines.rows:
            column = max(self.currentIndex().column(), Column.NAME)
            self.go_to(self.lines.rows[-1]["id"], column)

    # Writing

    def _tell_typed(self, index: QModelIndex, text: str) -> None:
        if index.isValid():
            self.typed.emit(self.lines.rows[index.row()]["id"], index.column(), text)

    def _finished(self, index: QModelIndex, how: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if how == "escape":
            self.taken_back.emit()
        elif index.isValid() and self.lines.rows[index.row()]["id"] in self.lines.problems:
            return
        elif how in ("next", "back"):
            self._step(index, 1 if how == "next" else -1)
        elif self.goes_back:
            self._leave()

    def _step(self, index: QModelIndex, by: int) -> None:
        """To the next figure of the line; behind the last one to the line for new ones."""
        if not index.isValid():
            return
        row = self.lines.rows[index.row()]
        shown = [column for column in (Column.NAME, *FIGURES) if not self.isColumnHidden(column)]
        columns = [column for column in shown if can_edit(row, column)]
        place = columns.index(Column(index.column())) + by if index.column() in columns else 0
        if 0 <= place < len(columns):
            QTimer.singleShot(0, self, partial(self.go_to, row["id"], columns[place], begins=True))
        elif by > 0:
            self._leave()

    def _leave(self) -> None:
        self.goes_back = False
        self.left.emit()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, line = event.key(), self.current_line()
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if line and is_alt and key in steps:
            self.moved.emit(line, steps[Qt.Key(key)])
        elif line and is_alt and key in _ENTER:
            self.offer_taken.emit(line)
        elif line and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.lines.is_locked:
            self.removed.emit(line)
        elif key in _ENTER:
            self.write_in(self.currentIndex())
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Down and self._is_last()):
            self._leave()
        else:
            super().keyPressEvent(event)
            if self.state() == QAbstractItemView.State.EditingState:
                event.accept()  # it is written in a cell, and not searched for by the window

    def write_in(self, index: QModelIndex) -> None:
        """What cannot be written in is passed over, and said nothing about."""
        if self.lines.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def _is_last(self) -> bool:
        return self.currentIndex().row() == len(self.lines.rows) - 1

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self.lines.rows:
            self.setCurrentIndex(self.lines.index(0, Column.NAME))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(self.viewport().mapFrom(self, event.pos()))
        if index.isValid():
            self.setCurrentIndex(index)
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if by_key else event.globalPos()
            self.menu_wanted.emit(self.lines.rows[index.row()]["id"], place)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid() and self._offered_at(index.row(), place):
            self.offer_taken.emit(self.lines.rows[index.row()]["id"])
            return
        is_left = event.button() == Qt.MouseButton.LeftButton and index.isValid() and not self.lines.is_locked
        self._grip = place if is_left else None
        self._dragged = self.lines.rows[index.row()]["id"] if is_left else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        row = self.rowAt(place.y())
        if self.property("hovered") != row:
            self.setProperty("hovered", row)
            self.viewport().update()
        if self._grip is not None and (place - self._grip).manhattanLength() >= QApplication.startDragDistance():
            self._drag(place)
            return
        self._show_hand(row, place)
        if not event.buttons():
            super().mouseMoveEvent(event)

    def _show_hand(self, row: int, place: QPoint) -> None:
        on_grip = self.columnAt(place.x()) == Column.GRIP and row >= 0 and not self.lines.is_locked
        on_offer = row >= 0 and self._offered_at(row, place)
        hand = Qt.CursorShape.PointingHandCursor if on_offer else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if on_grip else hand)

    def _drag(self, place: QPoint) -> None:
        row = self.rowAt(min(max(place.y(), 0), self.viewport().height() - 1))
        box = self._row_box(row) if row >= 0 else QRect()
        below = row >= 0 and place.y() > box.center().y()
        self._drop_at = len(self.lines.rows) if row < 0 else row + below
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, at = self._dragged, self._drop_at
        self._grip, self._dragged, self._drop_at = None, None, -1
        self.viewport().unsetCursor()
        self.viewport().update()
        if dragged and at >= 0:
            before = self.lines.rows[at]["id"] if at < len(self.lines.rows) else None
            self.dropped.emit(dragged, before)
            return
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if dragged and index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._pressed(index, event.globalPosition().toPoint())

    def _pressed(self, index: QModelIndex, place: QPoint) -> None:
        """The grip is dragged, or pressed for what else can be done."""
        if index.column() == Column.GRIP:
            self.menu_wanted.emit(self.lines.rows[index.row()]["id"], place)
        else:
            self.write_in(index)

    def leaveEvent(self, event: Any) -> None:
        self.setProperty("hovered", -1)
        self.viewport().update()
        super().leaveEvent(event)

    def _row_box(self, row: int) -> QRect:
        top = self.rowViewportPosition(row)
        return QRect(0, top, self.viewport().width(), self.rowHeight(row))

    def _offered_at(self, row: int, place: QPoint) -> bool:
        key = self.lines.rows[row]["id"]
        is_offered = key in self.lines.offers and key not in self.lines.problems and not self.lines.is_locked
        return is_offered and self.pen.use_box(row, self._row_box(row)).contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for row in range(len(self.lines.rows)):
            if self.pen.foot(row) and self._row_box(row).intersects(event.rect()):
                self.pen.paint_foot(painter, row, self._row_box(row))
        if self._drop_at >= 0:
            rows = len(self.lines.rows)
            top = self.rowViewportPosition(self._drop_at) if self._drop_at < rows else self.viewport().height() - 2
            painter.fillRect(0, max(top - 1, 0), self.viewport().width(), 2, theme.colour("accent"))
