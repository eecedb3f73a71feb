"""How days with hours are drawn: names, the row of whole days, hours, what is at work, and where now is."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.calendar_paint import Pen, write
from crmdesk.widgets.calendar_times import MINUTE, clock, midnight, minute_of
from crmdesk.widgets.day_names import names

if TYPE_CHECKING:
    from crmdesk.widgets.time_grid import TimeGrid

_DISC = 28


class GridPaint:
    def __init__(self, grid: "TimeGrid") -> None:
        self._grid = grid

    def paint(self) -> None:
        grid = self._grid
        painter = QPainter(grid)
        pen = Pen(painter, grid.habits, grid.isRightToLeft())
        pieces = grid.pieces()
        painter.fillRect(grid.rect(), theme.colour("surface"))
        painter.setClipRect(grid.hours_box())
        self._paint_hours(painter)
        grid.paint_beneath(painter)
        for piece in pieces:
            if not piece.is_bar:
                pen.block(piece, is_chosen=piece.entry.key == grid.chosen)
        self._paint_slot(pen)
        self._paint_now(painter)
        painter.setClipping(False)
        self._paint_head(painter)
        for piece in pieces:
            if piece.is_bar:
                pen.bar(piece, is_chosen=piece.entry.key == grid.chosen)
        self._paint_hidden(painter)
        if grid.ghost and grid.ghost.is_bar:
            pen.ghost(QRectF(grid.box_of(grid.ghost)), grid.ghost, grid.ghost_words())

    # Hours

    def _paint_hours(self, painter: QPainter) -> None:
        grid = self._grid
        for number, day in enumerate(grid.days):
            self._paint_free_time(painter, number, day)
        painter.setFont(theme.font("key"))
        height = painter.fontMetrics().height() + 4
        left, right = grid.gutter(), grid.body_width()
        for hour in range(24):
            y = round(grid.y_of(hour * 60))
            line = grid.mirrored(QRectF(left, y, right - left, 1))
            painter.fillRect(line, theme.colour("line"))
            if hour and not self._is_now_at(y, height):
                self._paint_hour(painter, clock(midnight(grid.day) + hour * 60 * MINUTE, grid.habits), y, height)
        for number in range(len(grid.days)):
            painter.fillRect(self._edge(number), theme.colour("line"))

    def _edge(self, number: int) -> QRectF:
        column = self._grid.column(number)
        return self._grid.mirrored(QRectF(round(column.left()), 0, 1, column.height()))

    def _paint_free_time(self, painter: QPainter, number: int, day: date) -> None:
        """Outside working hours the ground is grey."""
        grid, column = self._grid, self._grid.column(number)
        ranges = [(0, grid.habits.works_from), (grid.habits.works_to, 1440)]
        for begin, end in ranges if grid.habits.is_work(day) else [(0, 1440)]:
            top, bottom = grid.y_of(begin), grid.y_of(end)
            box = grid.mirrored(QRectF(column.left(), top, column.width(), bottom - top))
            painter.fillRect(box, theme.colour("window"))

    def _paint_hour(self, painter: QPainter, words: str, y: float, height: float, role: str = "muted") -> None:
        grid = self._grid
        box = grid.mirrored(QRectF(0, y - height / 2, grid.gutter() - theme.px(8), height))
        painter.setPen(theme.colour(role))
        write(painter, box, words, is_mirrored=not grid.isRightToLeft())

    # Now

    def _now(self) -> float | None:
        """Its height, where today is shown."""
        now = datetime.now()  # noqa: DTZ005 - the wall
        return self._grid.y_of(minute_of(now)) if now.date() in self._grid.days else None

    def _is_now_at(self, y: float, height: float) -> bool:
        now = self._now()
        return now is not None and abs(now - y) < height

    def _paint_now(self, painter: QPainter) -> None:
        y, grid = self._now(), self._grid
        if y is None:
            return
        moment = datetime.now()  # noqa: DTZ005 - the wall
        column = grid.column(grid.days.index(moment.date()))
        across = grid.mirrored(QRectF(grid.gutter(), y, grid.body_width() - grid.gutter(), 1))
        line = grid.mirrored(QRectF(column.left(), y - 0.5, column.width(), 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.3)
        painter.fillRect(across, theme.colour("bad"))
        painter.setOpacity(1)
        painter.fillRect(line, theme.colour("bad"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bad"))
        edge = line.right() if grid.isRightToLeft() else line.left()
        painter.drawEllipse(QPointF(edge, line.center().y()), theme.px(4), theme.px(4))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setFont(theme.font("key"))
        self._paint_hour(painter, clock(moment, grid.habits), y, painter.fontMetrics().height() + 4, "bad")

    # The head

    def _paint_head(self, painter: QPainter) -> None:
        grid = self._grid
        head = QRect(0, 0, grid.width(), grid.head())
        painter.fillRect(head, theme.colour("surface"))
        today = date.today()  # noqa: DTZ011 - the wall
        painter.setFont(theme.font("medium"))
        room = grid.day_width() - theme.px(_DISC + 24)
        for number, words in enumerate(names(painter, grid.days, room)):
            if not grid.paint_name(painter, number):
                self._paint_day(painter, number, today, words)
                painter.setFont(theme.font("medium"))
        self._paint_whole_words(painter)
        painter.fillRect(QRect(0, grid.head() - 1, grid.width(), 1), theme.colour("line"))
        painter.fillRect(QRect(0, grid.names_height() - 1, grid.width(), 1), theme.colour("line"))
        top, bottom = grid.names_height(), grid.head()
        for number in range(len(grid.days)):
            edge = self._edge(number)
            painter.fillRect(QRectF(edge.left(), top, 1, bottom - top), theme.colour("line"))

    def _paint_day(self, painter: QPainter, number: int, today: date, words: str) -> None:
        """`23 Mon`, the number of today on a disc."""
        grid, column = self._grid, self._grid.column(number)
        day = grid.days[number]
        side, high = theme.px(_DISC), grid.names_height()
        painter.setFont(theme.font("heading"))
        wide = max(painter.fontMetrics().horizontalAdvance(str(day.day)) + theme.px(4), side)
        disc = grid.mirrored(QRectF(column.left() + theme.px(8), (high - side) / 2, wide, side))
        if day == today:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(disc, side / 2, side / 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        is_off = not grid.habits.is_work(day)
        painter.setPen(theme.colour("on_accent" if day == today else "muted" if is_off else "text"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(day.day))
        room = column.width() - wide - theme.px(20)
        name = grid.mirrored(QRectF(column.left() + theme.px(14) + wide, 0, room, high))
        painter.setFont(theme.font("medium" if day == today else "body"))
        painter.setPen(theme.colour("accent" if day == today else "muted"))
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_whole_words(self, painter: QPainter) -> None:
        grid = self._grid
        painter.setFont(theme.font("key"))
        painter.setPen(theme.colour("muted"))
        room = QRectF(theme.px(4), grid.names_height(), grid.gutter() - theme.px(12), theme.px(28))
        words = painter.fontMetrics().elidedText(_("all day"), Qt.TextElideMode.ElideRight, int(room.width()))
        write(painter, grid.mirrored(room), words, is_mirrored=not grid.isRightToLeft())

    def _paint_hidden(self, painter: QPainter) -> None:
        grid = self._grid
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        for number, count in enumerate(grid.hidden):
            if count:
                box = grid.more_box(number).adjusted(theme.px(6), 0, -theme.px(6), 0)
                words = _("+{count} more").format(count=count)
                words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
                write(painter, box, words, is_mirrored=grid.isRightToLeft())

    # The keyboard

    def _paint_slot(self, pen: Pen) -> None:
        grid = self._grid
        if grid.ghost and not grid.ghost.is_bar:
            pen.ghost(QRectF(grid.box_of(grid.ghost)).adjusted(1, 0, -theme.px(6), 0), grid.ghost, grid.ghost_words())
        elif grid.shows_ring() and grid.chosen is None and grid.slot.date() in grid.days:
            span = grid.marked()
            if span.first == span.last:
                pen.ring(QRectF(grid.box_of(span)))
