"""Rows by the million without holding them: a model over a source that answers in windows."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from crmdesk.i18n import _
from crmdesk.widgets import avatar
from crmdesk.widgets.group_rows import GroupRows

PAGE = 64
_AHEAD = 16
"""So many rows before the end of a page the next one is asked for."""
_PAGES_KEPT = 48
_PAGES_ASKED_AT_ONCE = 2
_FACES_KEPT = 1024
_FACE_SIDE = 96

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ENABLED = Qt.ItemFlag.ItemIsEnabled
_RECORD = _ENABLED | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True)
class Row:
    """What one row shows."""

    key: bytes
    title: str
    detail: str = ""
    fact: str = ""
    cells: tuple[str, ...] = ()
    """What a table shows of it; nothing while it is on its way."""
    icon: str = ""
    """In the place of a face."""

    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.detail, self.fact) if part)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table and how the list is sorted by it."""

    key: str
    title: str
    is_number: bool = False
    has_face: bool = False
    """The name: the picture stands before it."""
    sorted: int = 0
    """1 for what is sorted by first, 2 for the next ..."""
    is_descending: bool = False

    def spoken(self) -> str:
        if not self.sorted:
            return self.title
        words = _("{column}, sorted downwards, {place}") if self.is_descending else _("{column}, sorted, {place}")
        return words.format(column=self.title, place=self.sorted)


class Source(Protocol):
    """An ordered set of rows somewhere else."""

    def count(self) -> int: ...

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        """Ask for a window; `ready` is called with it on the GUI thread, soon or at once."""


class RowsSource:
    """Rows that are at hand already: short lists, tests."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows

    def count(self) -> int:
        return len(self.rows)

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        ready(self.rows[first : first + count])


class RecordModel(QAbstractTableModel):
    """Keeps a few pages of rows, asks for what is drawn, forgets what was not drawn for long.

    Records are counted without the headings of groups; rows are what the view shows.
    """

    arrived = Signal()
    renewed = Signal(int, int)
    """Records from one number to before another are here, or are to be asked for anew when drawn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._wanted: dict[int, None] = {}
        self._ahead: int | None = None
        self._round = 0
        self._faces: OrderedDict[bytes, QImage | None] = OrderedDict()
        self.groups: GroupRows | None = None
        self.columns: Sequence[TableColumn] = ()
        """None: one column of two lines."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    @property
    def is_loading(self) -> bool:
        return self._source is None

    def record_count(self) -> int:
        return self._count

    # What is shown

    def show_source(
        self, source: Source | None, first_rows: Sequence[Row] = (), headings: Sequence[tuple[str, int]] = ()
    ) -> None:
        """Show another set; rows already at hand from its beginning spare a flicker. None: not known yet."""
        self.beginResetModel()
        self._forget()
        self._source = source
        self._count = source.count() if source else 0
        self._group(headings)
        whole = len(first_rows) // PAGE * PAGE if len(first_rows) < self._count else len(first_rows)
        for start in range(0, whole, PAGE):
            self._pages[start // PAGE] = first_rows[start : start + PAGE]
        self.endResetModel()

    def _forget(self) -> None:
        self._round += 1
        self._ahead = None
        for kept in (self._pages, self._stale, self._asked, self._wanted):
            kept.clear()

    def _group(self, headings: Sequence[tuple[str, int]]) -> None:
        """What was closed stays closed, as far as it is still there."""
        before = self.groups
        self.groups = GroupRows(headings, self._count) if headings and self._count else None
        if before and self.groups and before.closed:
            titles = {before.titles[number] for number in before.closed}
            self.groups.set_closed({number for number, title in enumerate(self.groups.titles) if title in titles})

    def set_closed(self, groups: set[int]) -> None:
        if self.groups:
            self.beginResetModel()
            self.groups.set_closed(groups)
            self.endResetModel()

    def show_columns(self, columns: Sequence[TableColumn]) -> None:
        """Rows that are here have the cells of the old ones: they are asked for anew."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._forget()
        self.endResetModel()

    def show_sorting(self, columns: Sequence[TableColumn]) -> None:
        """The same columns, sorted otherwise."""
        self.columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def refresh(self) -> None:
        """The rows changed: what is shown stays until the new has come; a changed count starts anew."""
        if self._source is None:
            return
        if self._source.count() != self._count:
            self.show_source(self._source)
            return
        self._round += 1
        self._asked.clear()
        self._stale = set(self._pages)
        self.renewed.emit(0, self._count)
        self.arrived.emit()

    # Rows

    def record_at(self, row: int) -> int | None:
        """Nothing for a heading, or for no row."""
        if not 0 <= row < self.rowCount():
            return None
        return self.groups.record_at(row) if self.groups else row

    def heading_at(self, row: int) -> int | None:
        return self.groups.heading_at(row) if self.groups and 0 <= row < self.groups.rows else None

    def row_of(self, record: int) -> int:
        return self.groups.row_of(record) if self.groups and 0 <= record < self._count else record

    def row(self, number: int) -> Row | None:
        """The record if it is here; else it is asked for and `arrived` tells when it came."""
        page, place = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None or page in self._stale:
            self._want(page)
        elif not _AHEAD <= place < PAGE - _AHEAD:
            self._look_ahead(page - 1 if place < _AHEAD else page + 1)
        if rows is None:
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    # Faces

    def knows_face(self, key: bytes) -> bool:
        return key in self._faces

    def set_faces(self, faces: Mapping[bytes, bytes | None]) -> None:
        """Small pictures by the keys of their rows; None where there is none, and the monogram is drawn."""
        for key, data in faces.items():
            self._faces[key] = avatar.read_photo(data, _FACE_SIDE) if data else None
            self._faces.move_to_end(key)
        while len(self._faces) > _FACES_KEPT:
            self._faces.popitem(last=False)

    def forget_faces(self) -> None:
        self._faces.clear()

    def face(self, row: Row) -> QImage | None:
        return self._faces.get(row.key)

    # Asking

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._wanted[page] = None
            if not self._soon.isActive():
                self._soon.start()

    def _look_ahead(self, page: int) -> None:
        """Who scrolls on finds it there; whatever is drawn goes first."""
        if 0 <= page * PAGE < self._count and page not in self._pages and not self._asked:
            self._ahead = page
            if not self._soon.isActive():
                self._soon.start()

    def _ask(self) -> None:
        """Only what was drawn last is asked for: pages scrolled past meanwhile are forgotten."""
        wanted, self._wanted = list(self._wanted), {}
        if self._ahead is not None and not wanted:
            wanted.append(self._ahead)
        self._ahead = None
        for page in wanted[-_PAGES_ASKED_AT_ONCE:]:
            if len(self._asked) < _PAGES_ASKED_AT_ONCE and self._source and page not in self._asked:
                self._asked.add(page)
                self._source.fetch(page * PAGE, PAGE, self._receiver(page))

    def _receiver(self, page: int) -> Callable[[Sequence[Row]], None]:
        asked_in = self._round

        def receive(rows: Sequence[Row]) -> None:
            if asked_in == self._round:
                self._receive(page, rows)

        return receive

    def _receive(self, page: int, rows: Sequence[Row]) -> None:
        self._asked.discard(page)
        self._stale.discard(page)
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > _PAGES_KEPT:
            self._stale.discard(self._pages.popitem(last=False)[0])
        self.renewed.emit(page * PAGE, (page + 1) * PAGE)
        self.arrived.emit()

    # As Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        if parent.isValid():
            return 0
        return self.groups.rows if self.groups else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else max(len(self.columns), 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ENABLED if self.heading_at(index.row()) is not None else _RECORD

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns) or role not in _SPOKEN:
            return None
        column = self.columns[section]
        return column.title if role == Qt.ItemDataRole.DisplayRole else column.spoken()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _SPOKEN:
            return None
        group = self.heading_at(index.row())
        if self.groups and group is not None:
            return "" if index.column() else f"{self.groups.titles[group]}, {self.groups.size(group)}"
        record = self.record_at(index.row())
        row = None if record is None else self.row(record)
        if row is None:
            return ""
        if self.columns:
            return row.cells[index.column()] if index.column() < len(row.cells) else ""
        return row.title if role == Qt.ItemDataRole.DisplayRole else row.spoken()
