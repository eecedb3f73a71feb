"""What is to be done and has no time yet, beside the calendar: opened by a press, carried onto a day or an hour."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStyle, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.calendar_entries import tone_of
from crmdesk.ui.desk import Desk
from crmdesk.ui.moments import is_past, wall
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.calendar_paint import write
from crmdesk.widgets.carrying import carry
from crmdesk.widgets.parts import PaintedButton, label, link, plain
from crmdesk.widgets.tones import tone

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.tasks import Task

MOST = 4
_HEIGHT, _RING, _EDGE = 28, 12, 6


class Waiting(NamedTuple):
    tasks: "Sequence[Task]"
    total: int
    """With those that are not among them."""


def waiting(store: "Store", today: date) -> Waiting:
    """By day, and last what has none; appointments have their hour. A job for the file's thread."""
    from crmdesk.services import tasks

    return Waiting(*tasks.without_hour(store, today, MOST))


def is_task(what: object) -> bool:
    """Whether what the mouse carries can be let go on a day."""
    from crmdesk.services.tasks import TaskKey

    return isinstance(what, TaskKey)


class CalendarTasks(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rows: list[TaskRow] = []
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, theme.px(8))
        down.setSpacing(0)
        words = label(_("To plan"), "group", "muted")
        words.setContentsMargins(theme.margins(6, 0, 0, 0))
        words.setToolTip(plain(_("Drag one onto a day or an hour.")))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.more = link("", lambda: desk.wanted.emit("tasks", None))
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(words, 1)
        across.addWidget(self.more)
        down.addLayout(across)
        down.addLayout(self._list)
        self.hide()

    def look(self, today: date) -> None:
        self._desk.ask(lambda store: waiting(store, today), self._show, replace=(id(self), "tasks"))

    def _show(self, found: Waiting) -> None:
        if [row.task for row in self.rows] != list(found.tasks):
            self._make_rows(found.tasks)
        rest = found.total - len(found.tasks)
        self.more.setText(ngettext("{count} more", "{count} more", rest).format(count=rest))
        self.more.setVisible(rest > 0)
        self.setVisible(bool(found.tasks))

    def _make_rows(self, tasks: "Sequence[Task]") -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [TaskRow(self._desk, task) for task in tasks]
        for row in self.rows:
            self._list.addWidget(row)
        tab_order.order(self)


class TaskRow(PaintedButton):
    """A ring in the colour of its kind, what is to be done, and by when."""

    def __init__(self, desk: Desk, task: "Task") -> None:
        super().__init__()
        self._desk, self.task = desk, task
        self._begin: QPoint | None = None
        self._day = wall(task.key.starts[:10]) if task.key.starts else ""
        self._is_late = bool(task.key.starts) and is_past(task.key.starts)
        name = " · ".join(filter(None, (task.subject, *task.people[:2])))
        self.setText(name)
        self.setAccessibleName(f"{name}, {self._day}" if self._day else name)
        self.setToolTip(plain(name))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(_HEIGHT))

    def _open(self) -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        open_sheet(self._desk, self.task.key.id, self.task.key.instance)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._begin = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place, begin = event.position().toPoint(), self._begin
        if begin and (place - begin).manhattanLength() >= QApplication.startDragDistance():
            self._begin = None
            self.setDown(False)
            carry(self, self.task.key, self.task.subject)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hover(painter, QRectF(self.rect()), 6, "line" if self.underMouse() else "window")
        self._paint_ring(painter)
        inside = self.rect().adjusted(theme.px(2 * _EDGE + _RING) + 2, 0, -theme.px(_EDGE), 0)
        painter.setFont(theme.font("second"))
        taken = painter.fontMetrics().horizontalAdvance(self._day) + theme.px(6) if self._day else 0
        painter.setPen(theme.colour("warning" if self._is_late else "muted"))
        self._write(painter, inside.adjusted(inside.width() - taken, 0, 0, 0), self._day, at_end=True)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        room = inside.adjusted(0, 0, -taken, 0)
        text = painter.fontMetrics().elidedText(self.task.subject, Qt.TextElideMode.ElideRight, room.width())
        self._write(painter, room, text)

    def _write(self, painter: QPainter, box: QRect, text: str, *, at_end: bool = False) -> None:
        where = QStyle.visualRect(self.layoutDirection(), self.rect(), box)
        write(painter, QRectF(where), text, is_mirrored=self.isRightToLeft() != at_end)

    def _paint_ring(self, painter: QPainter) -> None:
        side = theme.px(_RING)
        x = self.width() - theme.px(_EDGE) - side if self.isRightToLeft() else theme.px(_EDGE)
        painter.setPen(QPen(tone(tone_of(self.task.type)).mark, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(x + 1, (self.height() - side) / 2 + 0.5, side - 1, side - 1))
