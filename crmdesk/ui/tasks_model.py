"""The tasks as rows: headings and keys of all, what is shown of each fetched by pages as it comes into sight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.tasks import Task, TaskKey

_PAGE = 64
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    group: str
    words: str
    count: int


class TaskModel(QAbstractListModel):
    arrived = Signal()
    """Some can be drawn now. Not by `dataChanged`: a list would measure all its rows anew."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: list[Heading | TaskKey] = []
        self._shown: dict[tuple[bytes, str], Task] = {}
        """By activity and instance: moved to another day it is shown as it was until it is fetched again."""
        self._asked: set[int] = set()
        """Pages on their way."""
        self._round = 0

    def show_groups(self, groups: "Mapping[str, Sequence[TaskKey]]") -> None:
        """What is shown of those that were there before stays until it is renewed."""
        rows: list[Heading | TaskKey] = []
        for group, words in _headings():
            keys = groups.get(group, ())
            if keys or group in _ALWAYS:
                rows += [Heading(group, words, len(keys)), *keys]
        is_same = rows == self.rows
        if not is_same:
            self.beginResetModel()
        self.rows = rows if any(groups.values()) else []
        self._asked.clear()
        self._round += 1
        if not is_same:
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            row = self.rows[index.row()]
            if isinstance(row, Heading):
                return f"{row.words}, {row.count}"
            task = self.task(index.row())
            return task.subject or task.type if task else ""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.ItemIsDropEnabled
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled

    def task(self, row: int) -> "Task | None":
        """What is known of it; asked for where it is not yet, or of an older state."""
        key = self.rows[row]
        if isinstance(key, Heading):
            return None
        page = row // _PAGE
        if page not in self._asked:
            self._asked.add(page)
            self._ask([each for each in self.rows[page * _PAGE : (page + 1) * _PAGE] if not isinstance(each, Heading)])
        return self._shown.get((key.id, key.instance))

    def _ask(self, keys: "Sequence[TaskKey]") -> None:
        def rows(store: "Store") -> "list[Task | None]":
            from crmdesk.services import tasks

            return tasks.rows(store, keys)

        self._desk.ask(rows, partial(self._take, self._round))

    def _take(self, of: int, found: "list[Task | None]") -> None:
        if of != self._round:
            return
        self._shown.update({(task.key.id, task.key.instance): task for task in found if task})
        self.arrived.emit()

    # Where things stand

    def row_of(self, key: bytes) -> int:
        """-1 where it is not."""
        return next((at for at, row in enumerate(self.rows) if not isinstance(row, Heading) and row.id == key), -1)

    def key(self, row: int) -> "TaskKey | None":
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return None if isinstance(found, Heading) else found

    def group(self, row: int) -> str:
        """In which it stands; a heading in its own."""
        above = (each for each in reversed(self.rows[: row + 1]) if isinstance(each, Heading))
        return next((heading.group for heading in above), "")

    def neighbours(self, row: int, day: str, without: "TaskKey") -> "tuple[list[bytes], bytes | None]":
        """Who stands before a place on its day, and who next behind it."""
        before: list[bytes] = []
        for each in reversed(self.rows[:row]):
            if isinstance(each, Heading) or each.starts[:10] != day:
                break
            before += [each.id] if each != without else []
        behind = next((each for each in self.rows[row:] if each != without), None)
        is_same_day = behind is not None and not isinstance(behind, Heading) and behind.starts[:10] == day
        return before[::-1], behind.id if is_same_day and not isinstance(behind, Heading) and behind else None


_ALWAYS = ("today", "week", "later", "someday")
"""Others can be dragged there though nothing is there yet."""


def _headings() -> list[tuple[str, str]]:
    from crmdesk.services.tasks import GROUPS

    return [(key, _(words)) for key, words in GROUPS]
