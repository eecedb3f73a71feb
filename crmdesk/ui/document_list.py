"""A list of documents: narrowed by their state and by words, opened with Enter or a press."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.ui.amounts import shown
from crmdesk.ui.document_painter import DocumentPainter
from crmdesk.ui.document_words import state_words

if TYPE_CHECKING:
    from crmdesk.services.document_overview import Listed

Index = QModelIndex | QPersistentModelIndex


class DocumentModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.every: Sequence[Listed] = ()
        self.rows: list[Listed] = []

    def show_rows(self, every: "Sequence[Listed]", rows: "list[Listed]") -> None:
        self.every = every
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            row = self.rows[index.row()]
            state = state_words(row.kind, row.state)
            return ", ".join(filter(None, (row.title, state, row.who, row.name, shown(row.total, row.currency))))
        return None

    def row_of(self, key: bytes) -> int:
        return next((number for number, row in enumerate(self.rows) if row.id == key), -1)


class DocumentList(QListView):
    opened = Signal(object)
    """The id of a document."""
    removed = Signal(object)
    """By the Delete key."""
    menu_wanted = Signal(object, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.documents = DocumentModel(self)
        self.setAccessibleName(_("Documents"))
        self.setModel(self.documents)
        self.setItemDelegate(DocumentPainter(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(lambda _index: self._open())

    def show_documents(self, every: "Sequence[Listed]", state: str, text: str) -> None:
        """Those of a state, or of any, that all of the words are found in; the current one stays."""
        current, asked = self.current(), fold(text).split()
        rows = [row for row in every if is_in(row, state) and all(word in row.words for word in asked)]
        self.documents.show_rows(every, rows)
        place = self.documents.row_of(current) if current else -1
        self.setCurrentIndex(self.documents.index(place) if place >= 0 else QModelIndex())

    def current(self) -> bytes | None:
        row = self.currentIndex().row()
        return self.documents.rows[row].id if 0 <= row < len(self.documents.rows) else None

    def go_to(self, key: bytes) -> None:
        if (row := self.documents.row_of(key)) >= 0:
            self.setCurrentIndex(self.documents.index(row))

    def begin(self) -> None:
        """At the first, where none was chosen."""
        if self.current() is None and self.documents.rows:
            self.setCurrentIndex(self.documents.index(0))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self) -> None:
        if key := self.current():
            self.opened.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Delete and (key := self.current()):
            self.removed.emit(key)
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # letters search
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Not here: the section's search line takes the letters."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            place = self.visualRect(index).center() if is_by_key else event.pos()
            self.menu_wanted.emit(self.documents.rows[index.row()].id, self.viewport().mapToGlobal(place))


def is_in(row: "Listed", state: str) -> bool:
    """What waits for an answer is about to expire too, and what was ordered was accepted."""
    if state == "sent":
        return row.state in ("sent", "expiring")
    if state == "accepted":
        return row.state in ("accepted", "ordered", "delivered", "part", "invoiced")
    return row.state != "replaced" if not state else row.state == state


def sums_of(rows: "Sequence[Listed]") -> str:
    """By currency, the largest first; of what came to nothing nothing."""
    sums: Counter[str] = Counter()
    for row in rows:
        if row.state not in ("declined", "cancelled", "replaced"):
            sums[row.currency] += row.total
    return " · ".join(shown(amount, currency) for currency, amount in sums.most_common())


def count_by_state(rows: "Sequence[Listed]", states: Sequence[str]) -> Counter[str]:
    return Counter({state: sum(is_in(row, state) for row in rows) for state in states})
