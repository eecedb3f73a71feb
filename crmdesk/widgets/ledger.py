"""A list whose rows end in figures: a lead, who and what, a state, and columns of amounts in line under their heads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets.ledger_paint import Columns, LedgerHead, LedgerPainter, tick_box

Tone = Literal["text", "muted", "accent", "good", "warning", "bad"]
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount, perhaps with a word under it."""

    text: str
    below: str = ""
    tone: Tone = "text"
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    key: bytes
    main: tuple[str, str]
    """One over the other."""
    lead: tuple[str, str] = ("", "")
    tag: tuple[str, Tone] | None = None
    below_tag: str = ""
    figures: tuple[Figure, ...] = ()
    is_quiet: bool = False
    """Over and done with."""

    def spoken(self) -> str:
        words = (*self.lead, *self.main, self.tag[0] if self.tag else "", self.below_tag)
        return ", ".join(filter(None, (*words, *(figure.text for figure in self.figures))))


def _none(row: int) -> Entry:
    raise IndexError(row)


class LedgerModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.keys: list[bytes] = []
        self._make: Callable[[int], Entry] = _none
        self._made: dict[int, Entry] = {}
        self.ticked: set[bytes] = set()

    def show_rows(self, keys: Sequence[bytes], make: "Callable[[int], Entry]") -> bool:
        """`make` is asked for what is drawn. Whether they are others than before, or in another order."""
        is_other = list(keys) != self.keys
        if is_other:
            self.beginResetModel()
        self.keys, self._make = list(keys), make
        self._made.clear()
        if is_other:
            self.endResetModel()
        return is_other

    def entry(self, row: int) -> Entry:
        if row not in self._made:
            self._made[row] = self._make(row)
        return self._made[row]

    @property
    def entries(self) -> list[Entry]:
        return [self.entry(row) for row in range(len(self.keys))]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(self.keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            entry = self.entry(index.row())
            chosen = _("chosen") if entry.key in self.ticked else ""
            return ", ".join(filter(None, (chosen, entry.spoken())))
        return None

    def row_of(self, key: bytes) -> int:
        return next((number for number, known in enumerate(self.keys) if known == key), -1)


class LedgerList(QListView):
    moved = Signal(object)
    """The key of the one that is current, or nothing."""
    opened = Signal(object)
    """By Enter or a double press."""
    chosen = Signal()
    """Others are selected, or ticked."""
    removed = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self, name: str, columns: Columns) -> None:
        super().__init__()
        self.columns = columns
        self.ledger = LedgerModel(self)
        self.setAccessibleName(name)
        self.setModel(self.ledger)
        self.setItemDelegate(LedgerPainter(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda _index: self._open())
        self.selectionModel().currentChanged.connect(lambda *_rows: self.moved.emit(self.current()))
        self.selectionModel().selectionChanged.connect(lambda *_rows: self.chosen.emit())

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.show_rows([entry.key for entry in entries], entries.__getitem__)

    def show_rows(self, keys: Sequence[bytes], make: "Callable[[int], Entry]") -> None:
        """The current one stays where it still is, else what came into its place."""
        key, row = self.current(), self.currentIndex().row()
        if self.ledger.show_rows(keys, make) and keys and key is not None:
            place = self.ledger.row_of(key)
            self.setCurrentIndex(self.ledger.index(place if place >= 0 else min(max(row, 0), len(keys) - 1)))
        self.viewport().update()

    def current(self) -> bytes | None:
        row = self.currentIndex().row()
        return self.ledger.keys[row] if 0 <= row < len(self.ledger.keys) else None

    def selected(self) -> list[bytes]:
        """In their order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.ledger.keys[row] for row in rows if row < len(self.ledger.keys)]

    def go_to(self, key: bytes) -> None:
        if (row := self.ledger.row_of(key)) >= 0:
            self.setCurrentIndex(self.ledger.index(row))

    def begin(self) -> None:
        """At the first, where none was chosen."""
        if self.current() is None and self.ledger.keys:
            self.setCurrentIndex(self.ledger.index(0))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Ticks

    def ticked(self) -> list[bytes]:
        """In their order."""
        return [key for key in self.ledger.keys if key in self.ledger.ticked]

    def tick_all(self) -> None:
        self.ledger.ticked = set(self.ledger.keys)
        self._told()

    def _turn(self, key: bytes) -> None:
        self.ledger.ticked ^= {key}
        self._told()

    def _told(self) -> None:
        self.viewport().update()
        self.chosen.emit()

    # Keys and mouse

    def _open(self) -> None:
        if key := self.current():
            self.opened.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Delete and key:
            self.removed.emit(key)
        elif event.key() == Qt.Key.Key_Space and self.columns.has_ticks and key:
            self._turn(key)
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # letters search
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Not here: the section's search line takes the letters."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.columns.has_ticks and index.isValid() and self._is_tick(self.visualRect(index), event):
            self._turn(self.ledger.keys[index.row()])
        else:
            super().mousePressEvent(event)

    def _is_tick(self, box: QRect, event: QMouseEvent) -> bool:
        return tick_box(box, self.layoutDirection()).adjusted(-8, -8, 8, 8).contains(event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if is_by_key else event.pos()
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))


class Ledger(QWidget):
    """The list under the heads of its columns."""

    def __init__(self, name: str, columns: Columns) -> None:
        super().__init__()
        self.list = LedgerList(name, columns)
        self.head = LedgerHead(self.list)
        if not any(columns.heads):
            self.head.hide()
        self.setFocusProxy(self.list)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.head)
        down.addWidget(self.list, 1)
