"""How a task looks in the list: its ring, what and with whom, when, how much of it is done."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crmdesk.domain.activities import ACTIVITY_TYPES
from crmdesk.i18n import _, worded
from crmdesk.ui.activity_rows import ICONS, OWN_ICON
from crmdesk.ui.moments import wall
from crmdesk.ui.tasks_model import Heading, TaskModel
from crmdesk.widgets import clock, icons, theme
from crmdesk.widgets.row_painter import paint_bars

if TYPE_CHECKING:
    from crmdesk.services.tasks import Task

ROW, HEADING = 48, 40
_TICK = 18


def tick_box(row: QRect, *, is_mirrored: bool) -> QRectF:
    side, left = theme.px(_TICK), theme.px(14)
    x = row.right() - left - side if is_mirrored else row.left() + left
    return QRectF(x, row.center().y() - side / 2 + 1, side, side)


class TaskPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        model = cast(TaskModel, index.model())
        return QSize(0, theme.px(HEADING if isinstance(model.rows[index.row()], Heading) else ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, view = cast(TaskModel, index.model()), option.widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, box = model.rows[index.row()], option.rect
        if isinstance(row, Heading):
            _paint_heading(painter, box, row, is_mirrored=view.isRightToLeft())
            return
        task = model.task(index.row())
        is_over = box.contains(view.mapFromGlobal(view.cursor().pos()))
        is_current = index == view.currentIndex()  # type: ignore[attr-defined]
        _paint_ground(painter, box, is_current=is_current, has_focus=view.hasFocus(), is_over=is_over)
        if task is None:
            paint_bars(painter, box)
        else:
            _Face(painter, box, task, model.group(index.row()), view.isRightToLeft()).paint()


def _paint_heading(painter: QPainter, box: QRect, heading: Heading, *, is_mirrored: bool) -> None:
    painter.setFont(theme.font("strong"))
    tone = "bad" if heading.group == "overdue" else "text" if heading.count else "muted"
    painter.setPen(theme.colour(tone))
    line = box.adjusted(theme.px(14), theme.px(12), -theme.px(14), 0)
    side = Qt.AlignmentFlag.AlignLeft  # Qt mirrors it itself
    painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, heading.words)
    width = painter.fontMetrics().horizontalAdvance(heading.words) + theme.px(8)
    painter.setFont(theme.font("second"))
    painter.setPen(theme.colour("muted"))
    rest = line.adjusted(0, 0, -width, 0) if is_mirrored else line.adjusted(width, 0, 0, 0)
    painter.drawText(rest, side | Qt.AlignmentFlag.AlignVCenter, QLocale().toString(heading.count))


def _paint_ground(painter: QPainter, box: QRect, *, is_current: bool, has_focus: bool, is_over: bool) -> None:
    painter.setPen(theme.colour("accent") if is_current and has_focus else Qt.PenStyle.NoPen)
    if is_current or is_over:
        painter.setBrush(theme.colour("accent_ground" if is_current else "hover"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1.5, -0.5, -1.5), 8, 8)


class _Face:
    def __init__(self, painter: QPainter, box: QRect, task: "Task", group: str, is_mirrored: bool) -> None:
        self._painter, self._box, self._task, self._group = painter, box, task, group
        self._is_mirrored = is_mirrored

    def paint(self) -> None:
        self._paint_tick()
        self._paint_words(self._paint_right())

    def _paint_tick(self) -> None:
        painter, box = self._painter, tick_box(self._box, is_mirrored=self._is_mirrored)
        is_done = self._task.is_done
        tone = "bad" if self._task.priority == "high" and not is_done else "faint"
        painter.setPen(Qt.PenStyle.NoPen if is_done else theme.colour(tone))
        painter.setBrush(theme.colour("good" if is_done else "surface"))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if is_done:
            icons.paint(painter, "check", "surface", box.center().toPoint(), 12)

    def _paint_right(self) -> int:
        """When, whether it repeats, and how far its checklist is; the room that takes."""
        when, tone = self._when()
        painter = self._painter
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour(tone))
        right = self._box.adjusted(theme.px(14), 0, -theme.px(14), 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
        taken = painter.fontMetrics().horizontalAdvance(when) + theme.px(14 if when else 0)
        done, count = self._task.progress
        if count:
            taken += self._paint_fact("list-checks", f"{done}/{count}", taken)
        if self._task.is_series:
            taken += self._paint_fact("refresh-cw", "", taken)
        return taken

    def _paint_fact(self, icon: str, words: str, taken: int) -> int:
        painter = self._painter
        painter.setPen(theme.colour("muted"))
        width = painter.fontMetrics().horizontalAdvance(words) + theme.px(18 if words else 14)
        left = self._box.left() + taken + theme.px(14)
        if not self._is_mirrored:
            left = self._box.right() - taken - theme.px(14) - width
        box = QRect(left, self._box.top(), width, self._box.height())
        icons.paint(painter, icon, "muted", QPoint(left + theme.px(6), box.center().y()), 13)
        painter.drawText(box.adjusted(theme.px(17), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        return width + theme.px(12)

    def _when(self) -> tuple[str, str]:
        starts = self._task.key.starts
        if not starts or self._task.is_done:
            return "", "muted"
        if self._group == "today":
            return _clock(starts), "muted"
        return wall(starts), "bad" if self._group == "overdue" else "muted"

    def _paint_words(self, taken: int) -> None:
        task, painter = self._task, self._painter
        kind = worded(ACTIVITY_TYPES, task.type)
        whose = _("for {name}").format(name=task.colleague) if task.colleague else ""
        about = [whose, kind if task.subject else "", ", ".join(task.people[:3]), task.place]
        below = " · ".join(filter(None, about))
        left, right = theme.px(46), taken + theme.px(20)
        room = self._box.adjusted(right, 0, -left, 0) if self._is_mirrored else self._box.adjusted(left, 0, -right, 0)
        icon = QPoint(room.right() - theme.px(8) if self._is_mirrored else room.left() + theme.px(8), room.center().y())
        icons.paint(painter, ICONS.get(task.type, OWN_ICON), "muted", icon, 15)
        shift = theme.px(28)
        room = room.adjusted(0, 0, -shift, 0) if self._is_mirrored else room.adjusted(shift, 0, 0, 0)
        half = room.height() // 2
        tone = "muted" if task.is_done else "text"
        first = QRect(room.left(), room.top() + theme.px(5), room.width(), half - theme.px(4))
        if not below:
            first = room
        self._paint_line(first, task.subject or kind, "medium", tone)
        self._paint_line(
            QRect(room.left(), room.top() + half, room.width(), half - theme.px(5)), below, "second", "muted"
        )

    def _paint_line(self, box: QRect, text: str, font: str, tone: str) -> None:
        self._painter.setFont(theme.font(font))  # type: ignore[arg-type]
        self._painter.setPen(theme.colour(tone))
        shown = QFontMetrics(self._painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _clock(starts: str) -> str:
    return clock.words(starts) if "T" in starts else ""
