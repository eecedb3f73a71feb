"""Rows by the million without holding them: a model over a source that answers in windows."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from crmdesk.widgets import avatar

PAGE = 64
_PAGES_KEPT = 48
_PAGES_ASKED_AT_ONCE = 2

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """What one row shows."""

    key: bytes
    title: str
    detail: str = ""
    fact: str = ""
    photo: bytes | None = None
    """A small picture; without one the monogram of the title is drawn."""

    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.detail, self.fact) if part)


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
    """One column; keeps a few pages of rows, asks for what is drawn, forgets what was not drawn for long."""

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._wanted: dict[int, None] = {}
        self._round = 0
        self._photos: OrderedDict[bytes, QImage | None] = OrderedDict()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    @property
    def is_loading(self) -> bool:
        return self._source is None

    def show_source(self, source: Source | None, first_rows: Sequence[Row] = ()) -> None:
        """Show another set; rows already at hand from its beginning spare a flicker. None: not known yet."""
        self.beginResetModel()
        self._forget()
        self._source = source
        self._count = source.count() if source else 0
        whole = len(first_rows) // PAGE * PAGE if len(first_rows) < self._count else len(first_rows)
        for start in range(0, whole, PAGE):
            self._pages[start // PAGE] = first_rows[start : start + PAGE]
        self.endResetModel()

    def _forget(self) -> None:
        self._round += 1
        for kept in (self._pages, self._stale, self._asked, self._wanted, self._photos):
            kept.clear()

    def refresh(self) -> None:
        """The rows changed: what is shown stays until the new has come; a changed count starts anew."""
        if self._source is None:
            return
        if self._source.count() != self._count:
            self.show_source(self._source)
            return
        self._round += 1
        self._asked.clear()
        self._photos.clear()
        self._stale = set(self._pages)
        self.arrived.emit()

    def row(self, number: int) -> Row | None:
        """The row if it is here; else it is asked for and `arrived` tells when it came."""
        page = number // PAGE
        rows = self._pages.get(page)
        if rows is None or page in self._stale:
            self._want(page)
        if rows is None:
            return None
        self._pages.move_to_end(page)
        return rows[number % PAGE] if number % PAGE < len(rows) else None

    def photo(self, row: Row) -> QImage | None:
        if row.photo is None:
            return None
        if row.key not in self._photos:
            self._photos[row.key] = avatar.read_photo(row.photo, 96)
            if len(self._photos) > 512:
                self._photos.popitem(last=False)
        return self._photos[row.key]

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._wanted[page] = None
            if not self._soon.isActive():
                self._soon.start()

    def _ask(self) -> None:
        """Only what was drawn last is asked for: pages scrolled past meanwhile are forgotten."""
        wanted, self._wanted = list(self._wanted), {}
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
        self.arrived.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if row is None:
            return ""
        return row.title if role == Qt.ItemDataRole.DisplayRole else row.spoken()
