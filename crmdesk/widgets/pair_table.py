"""A table of two lines a row: calm, dense, sorted by its heads, chosen by keys; narrow, it lets go of columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.pair_cells import Cell, paint_cell
from crmdesk.widgets.parts import PaintedButton, frame

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_EDGE, _HEAD = 16, 32


@dataclass(frozen=True, slots=True)
class PairColumn:
    key: str
    title: str
    width: int
    share: int = 0
    """Of the room that is left."""
    is_number: bool = False
    goes: int = 0
    """The highest goes first where there is too little room; 0 stays."""


@dataclass(frozen=True, slots=True)
class PairRow:
    key: bytes
    cells: tuple[Cell, ...]

    def spoken(self) -> str:
        return ", ".join(text for cell in self.cells for text in (cell.text, cell.below) if text)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[PairRow] = ()

    def show_rows(self, rows: Sequence[PairRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.isValid():
            return self.rows[index.row()].spoken()
        return None


class PairTable(QWidget):
    """`chosen` tells the key of the current row; `opened` that Enter or a double click wants more of it."""

    chosen = Signal(object)
    opened = Signal(bytes)
    sorted_by = Signal(str)

    def __init__(self, name: str, columns: Sequence[PairColumn]) -> None:
        super().__init__()
        self._columns = columns
        self._empty = ("", "")
        self.boxes: list[tuple[int, int, int]] = []
        """Of each column that is shown: its number, where it begins, how wide it is."""
        self.model = _Rows(self)
        self.view = _View(self)
        self.view.setAccessibleName(name)
        self.heads = [self._head(column) for column in columns]
        self._bar = frame("surface")
        self._bar.setFixedHeight(theme.px(_HEAD))
        for head in self.heads:
            head.setParent(self._bar)
        ground = frame("surface")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._bar)
        inside.addWidget(self.view, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(ground)
        self.view.selectionModel().currentChanged.connect(lambda *_both: self.chosen.emit(self.current()))
        self.view.doubleClicked.connect(lambda _index: self.open_current())

    def _head(self, column: PairColumn) -> "_Head":
        made = _Head(column)
        made.clicked.connect(lambda: self.sorted_by.emit(column.key))
        return made

    # Rows

    def show_rows(self, rows: Sequence[PairRow]) -> None:
        """Whoever was the current one stays it, or the one in its place."""
        before, place = self.current(), self.view.currentIndex().row()
        blocked = self.view.selectionModel().blockSignals(True)
        self.model.show_rows(rows)
        self.view.selectionModel().blockSignals(blocked)
        keys = [row.key for row in rows]
        if before in keys:
            self.go_to(before)
        elif rows:
            self.go_to(keys[min(max(place, 0), len(keys) - 1)])
        else:
            self.chosen.emit(None)

    def set_empty(self, head: str, detail: str = "") -> None:
        self._empty = (head, detail)
        self.view.viewport().update()

    def empty(self) -> tuple[str, str]:
        return self._empty

    def current(self) -> bytes | None:
        place = self.view.currentIndex().row()
        return self.model.rows[place].key if 0 <= place < len(self.model.rows) else None

    def go_to(self, key: bytes) -> bool:
        place = next((place for place, row in enumerate(self.model.rows) if row.key == key), -1)
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place))
        return place >= 0

    def open_current(self) -> None:
        if key := self.current():
            self.opened.emit(key)

    def show_sorting(self, key: str, *, is_down: bool) -> None:
        for head in self.heads:
            head.show_sorting(("down" if is_down else "up") if head.column.key == key else "")

    # Columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width())

    def _arrange(self, width: int) -> None:
        edge = theme.px(_EDGE)
        room = width - 2 * edge
        shown = list(enumerate(self._columns))
        while sum(theme.px(column.width) for _number, column in shown) > room and any(c.goes for _n, c in shown):
            shown.remove(max(shown, key=lambda each: each[1].goes))
        wanted = sum(theme.px(column.width) for _number, column in shown)
        left, squeezed = max(room - wanted, 0), min(room / wanted, 1)
        shares = sum(column.share for _number, column in shown) or 1
        self.boxes, at = [], edge
        for number, column in shown:
            wide = int(theme.px(column.width) * squeezed) + left * column.share // shares
            self.boxes.append((number, at, wide))
            at += wide
        self._place_heads(width)
        self.view.viewport().update()

    def _place_heads(self, width: int) -> None:
        places = {number: (at, wide) for number, at, wide in self.boxes}
        for number, head in enumerate(self.heads):
            head.setVisible(number in places)
            if number in places:
                at, wide = places[number]
                left = width - at - wide if self.isRightToLeft() else at
                head.setGeometry(left, 0, wide, self._bar.height())

    def box_of(self, row: QRect, at: int, wide: int) -> QRect:
        left = row.right() + 1 - at - wide if self.isRightToLeft() else row.left() + at
        return QRect(left, row.top(), wide - theme.px(10), row.height())


class _View(QListView):
    def __init__(self, table: PairTable) -> None:
        super().__init__(table)
        self._table = table
        self.setModel(table.model)
        self.setItemDelegate(_Painter(table, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyboardSearch(self, search: str) -> None:
        """Letters are the window's: it searches with them."""

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._table.open_current()
        elif event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        head, detail = self._table.empty()
        if self._table.model.rows or not head:
            return
        painter = QPainter(self.viewport())
        box = self.viewport().rect().adjusted(24, 0, -24, 0)
        middle = int(box.height() * 0.4)
        for text, font, tone, top in ((head, "strong", "text", middle - 24), (detail, "second", "muted", middle + 2)):
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(tone))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRect(box.left(), top, box.width(), 80), flags, text)


class _Painter(QStyledItemDelegate):
    def __init__(self, table: PairTable, view: QListView) -> None:
        super().__init__(view)
        self._table, self._view = table, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(theme.TALL_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        if self._view.selectionModel().isSelected(self._table.model.index(index.row())):
            painter.fillRect(box, theme.colour("accent_ground"))
        elif box.contains(self._view.viewport().mapFromGlobal(self._view.cursor().pos())):
            painter.fillRect(box, theme.colour("hover"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("line"))
        row = self._table.model.rows[index.row()]
        for number, at, wide in self._table.boxes:
            cell = row.cells[number]
            place = self._table.box_of(box, at, wide)
            paint_cell(painter, place, cell, is_mirrored=self._table.isRightToLeft())


class _Head(PaintedButton):
    def __init__(self, column: PairColumn) -> None:
        super().__init__()
        self.column = column
        self._way = ""
        self.setAccessibleName(column.title)
        if not column.title:
            self.hide()

    def show_sorting(self, way: str) -> None:
        self._way = way
        self.setAccessibleDescription(way)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.shows_ring():
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(self.rect().adjusted(-2, 4, -4, -5), 6, 6)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        arrow = {"up": " ↑", "down": " ↓"}.get(self._way, "")
        cell = Cell(self.column.title + arrow, is_number=self.column.is_number, font="second", tone="muted")
        box = self.rect().adjusted(0, 0, -theme.px(10), 0)
        shown = replace(cell, tone="text") if self._way else cell
        paint_cell(painter, box, shown, is_mirrored=self.isRightToLeft())
