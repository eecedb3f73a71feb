"""The list of tasks: ticked, opened, dragged to another place or day, all by keys too."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.tasks_model import Heading, TaskModel
from crmdesk.ui.tasks_painter import TaskPainter, tick_box
from crmdesk.widgets import theme
from crmdesk.widgets.carrying import Carried, carry

if TYPE_CHECKING:
    from crmdesk.services.tasks import TaskKey

_LEAST_DRAG = 8


class TaskList(QListView):
    opened = Signal(object)
    """A TaskKey, by Enter or a press."""
    ticked = Signal(object)
    completed = Signal(object)
    """Its panel is asked for."""
    removed = Signal(object)
    put = Signal(object, str, object, object)
    """On a day, behind those and before that one."""
    put_off = Signal(object, str)
    assigned = Signal()
    """The current one is to be somebody else's."""
    left_up = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.tasks = TaskModel(desk, self)
        self._pressed: QPoint | None = None
        self._drop_row = -1
        self._wanted: bytes | None = None
        self.setAccessibleName(_("Tasks"))
        self.setModel(self.tasks)
        self.setItemDelegate(TaskPainter(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        self.tasks.arrived.connect(self.viewport().update)
        self.tasks.modelAboutToBeReset.connect(self._remember)
        self.tasks.modelReset.connect(self._come_back)

    # The current one stays when the list is another

    def go_to(self, key: bytes) -> None:
        """As soon as it is there."""
        row = self.tasks.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.tasks.index(row))
        else:
            self._wanted = key

    def _remember(self) -> None:
        key = self.current()
        self._wanted = self._wanted or (key.id if key else None)
        self._row, self._scrolled = self.currentIndex().row(), self.verticalScrollBar().value()

    def _come_back(self) -> None:
        row, is_asked = self.tasks.row_of(self._wanted) if self._wanted else -1, self._row < 0
        self._wanted = None
        if row < 0 and (self._row >= 0 or self.hasFocus()):
            row = self._nearest(max(self._row, 0))
        if row >= 0:
            self.setCurrentIndex(self.tasks.index(row))
        if not is_asked:
            QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(self._scrolled))

    def _nearest(self, row: int) -> int:
        """What moved up into its place."""
        rows = self.tasks.rows
        ahead = [at for at in range(row, len(rows)) if self.tasks.key(at)]
        behind = [at for at in range(min(row, len(rows)) - 1, -1, -1) if self.tasks.key(at)]
        return next(iter(ahead or behind), -1)

    def current(self) -> "TaskKey | None":
        return self.tasks.key(self.currentIndex().row())

    def begin(self) -> None:
        """At the first, where none was chosen."""
        if self.current() is None and (row := self._nearest(0)) >= 0:
            self.setCurrentIndex(self.tasks.index(row))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = self.current(), event.text().casefold()
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = -1 if event.key() == Qt.Key.Key_Up else 1
            self._carry(by) if is_alt else self._move(by)
        elif key is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(key)
        elif event.key() == Qt.Key.Key_Space:
            self.ticked.emit(key)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(key)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self._act(key, text):
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Not here: letters act."""

    def _act(self, key: "TaskKey", letter: str) -> bool:
        if letter in _DAYS:
            self.put_off.emit(key, _day(key, _DAYS[letter]))
        elif letter in _LETTERS:
            today = date.today()  # noqa: DTZ011 - the wall
            self.put_off.emit(key, today.isoformat() if letter == "t" else "")
        elif letter == "d":
            self.completed.emit(key)
        elif letter == "a":
            self.assigned.emit()
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        row = self.currentIndex().row() + by
        while 0 <= row < len(self.tasks.rows) and self.tasks.key(row) is None:
            row += by
        if 0 <= row < len(self.tasks.rows):
            self.setCurrentIndex(self.tasks.index(row))
            if row == self._nearest(0):
                self.scrollToTop()
        elif by < 0:
            self.left_up.emit()

    def _carry(self, by: int) -> None:
        """Past the next one of the list; past a heading into its group."""
        key, row = self.current(), self.currentIndex().row()
        if key and 0 <= row + by < len(self.tasks.rows) and self.tasks.group(row + by) not in ("overdue", "done", ""):
            self._put(key, row + by + (1 if by > 0 else 0), is_up=by < 0)

    def _put(self, key: "TaskKey", row: int, *, is_up: bool = False) -> None:
        """Before the row, on the day of the one above it, or as the group has it."""
        from crmdesk.services import tasks

        above = self.tasks.key(row - 1) if row else None
        below = self.tasks.key(row) if row < len(self.tasks.rows) else None
        if is_up and row and isinstance(self.tasks.rows[row], Heading):
            above, below = self.tasks.key(row - 1), None
        near = above or below
        if near == key:
            near = below or above
        today = date.today()  # noqa: DTZ011 - the wall
        group = self.tasks.group(row - 1) if row else ""
        if group in ("done", "overdue") and near is None:
            return
        day = near.starts[:10] if near else tasks.day_for(group, today)
        before, after = self.tasks.neighbours(row, day, key)
        self._wanted = key.id
        self.put.emit(key, day, before, after)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        key = self.tasks.key(index.row())
        if key and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(index)
            if self._tick_area(index.row()).contains(place):
                self.ticked.emit(key)
            else:
                self._pressed = place

    def _tick_area(self, row: int) -> QRect:
        box = tick_box(self.visualRect(self.tasks.index(row)), is_mirrored=self.isRightToLeft())
        air = theme.px(8)
        return box.toRect().adjusted(-air, -air, air, air)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        key = self.current()
        if self._pressed and key and (place - self._pressed).manhattanLength() > _LEAST_DRAG:
            self._pressed = None
            task = self.tasks.task(self.currentIndex().row())
            carry(self, key, task.subject if task else "")
        else:
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        key = self.current()
        if self._pressed and key and self.indexAt(event.position().toPoint()) == self.currentIndex():
            self.opened.emit(key)
        self._pressed = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if isinstance(event.mimeData(), Carried) and event.source() is self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drop_row = self._row_at(event.position().toPoint())
        is_allowed = self.tasks.group(self._drop_row - 1) not in ("done", "overdue", "")
        event.setAccepted(is_allowed)
        self._drop_row = self._drop_row if is_allowed else -1
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_row = -1
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        data, row = event.mimeData(), self._drop_row
        self._drop_row = -1
        self.viewport().update()
        if isinstance(data, Carried) and row > 0:
            event.acceptProposedAction()
            self._put(data.what, row)  # type: ignore[arg-type]

    def _row_at(self, place: QPoint) -> int:
        """Before which it would come."""
        index = self.indexAt(place)
        if not index.isValid():
            return len(self.tasks.rows)
        is_below = place.y() > self.visualRect(index).center().y() or not self.tasks.key(index.row())
        return index.row() + is_below

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_row > 0:
            last = self.visualRect(self.tasks.index(self._drop_row - 1))
            painter = QPainter(self.viewport())
            painter.fillRect(QRect(last.left() + theme.px(8), last.bottom(), last.width(), 2), theme.colour("accent"))


_DAYS = {"+": 1, "=": 1, "-": -1}
"""`=` is + without Shift."""
_LETTERS = ("t", "s")


def _day(key: "TaskKey", by: int) -> str:
    """A day later or earlier; what has no day, or should have been done long ago, counts from today."""
    today = date.today()  # noqa: DTZ011 - the wall
    before = date.fromisoformat(key.starts[:10]) if key.starts else today
    return (max(before, today) + timedelta(days=by) if by > 0 else before + timedelta(days=by)).isoformat()
