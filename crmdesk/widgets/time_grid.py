"""Days side by side with their hours: what takes the whole day stands above, what overlaps side by side."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QDragMoveEvent, QFontMetrics, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.calendar_layout import columns, lanes
from crmdesk.widgets.calendar_paint import LINE, Piece
from crmdesk.widgets.calendar_times import DAY, LEAST, MINUTE, Entry, Habits, Span, clock, midnight, minute_of
from crmdesk.widgets.calendar_view import Place
from crmdesk.widgets.scrolled_view import ScrolledView
from crmdesk.widgets.time_grid_paint import GridPaint

HOUR = 48
_NAMES = 56
_GAP = 2
_MOST_LANES = 4
_LEAST_BLOCK = 20
_MOST_WORDS = 72
_MINUTES = 24 * 60
_STEP = 30
"""Minutes that an arrow key goes."""


class TimeGrid(ScrolledView):
    has_hours = True

    def __init__(self, name: str, habits: Habits, days: Sequence[date]) -> None:
        self.days = list(days)
        self.is_all_shown = False
        """All whole-day entries, however many."""
        self.hidden: list[int] = [0] * len(days)
        """For each day, how many of them are not shown."""
        self._lanes = 1
        super().__init__(name, habits, days[0])
        self.slot = self.reach = midnight(days[0]) + habits.works_from * MINUTE
        self._was_shown = False
        self._paint = GridPaint(self)
        self._tick = QTimer(self, interval=60_000)
        self._tick.timeout.connect(self.update)
        self.setMinimumSize(theme.px(240), theme.px(280))

    def show_days(self, days: Sequence[date], day: date) -> None:
        self.days, self.day = self.spread(days), day
        self.is_all_shown = False
        self.slot = self.reach = datetime.combine(day, self.slot.time())
        self.refresh()
        self.fit_bar()

    # Columns

    def spread(self, days: Sequence[date]) -> list[date]:
        """The day of each column."""
        return list(days)

    def column_of(self, span: Span) -> int:
        """Where something new would stand."""
        return self.days.index(span.first) if span.first in self.days else 0

    def holds(self, number: int, entry: Entry) -> bool:
        return entry.span.first <= self.days[number] <= entry.span.last

    def room_for_blocks(self, number: int) -> QRectF:
        return self.column(number).adjusted(1, 0, -theme.px(6), 0)

    def named(self, entry: Entry) -> Entry:
        """As it is shown."""
        return entry

    def paint_beneath(self, painter: QPainter) -> None:
        """Under the entries."""

    def paint_name(self, painter: QPainter, number: int) -> bool:
        """What stands over a column; else it is the day."""
        return False

    # Places

    def head(self) -> int:
        return theme.px(_NAMES) + self.whole_height()

    def names_height(self) -> int:
        return theme.px(_NAMES)

    def whole_height(self) -> int:
        """Of the days as a whole: always room to draw one."""
        return self._lanes * theme.px(LINE + _GAP) + theme.px(8)

    def gutter(self) -> int:
        """Of the hours' names, and of the words before whole days where those are not very long."""
        widest = QFontMetrics(theme.font("key")).horizontalAdvance
        noon = widest(clock(midnight(self.day) + 720 * MINUTE, self.habits))
        words = min(widest(_("all day")), theme.px(_MOST_WORDS))
        return max(max(noon, words) + theme.px(18), theme.px(52))

    def length_of_all(self) -> int:
        return 24 * theme.px(HOUR)

    def day_width(self) -> float:
        return (self.body_width() - self.gutter()) / len(self.days)

    def column(self, number: int) -> QRectF:
        """All of a day, as read from the left."""
        return QRectF(self.gutter() + number * self.day_width(), 0, self.day_width(), self.height())

    def y_of(self, minute: float) -> float:
        return self.head() - self.top() + minute * theme.px(HOUR) / 60

    def hours_box(self) -> QRect:
        """Where hours are seen."""
        return QRect(0, self.head(), self.width(), self.height() - self.head())

    def place_at(self, where: QPointF) -> Place | None:
        number = int((self.across(where) - self.gutter()) // self.day_width())
        number = min(max(number, 0), len(self.days) - 1)
        day = midnight(self.days[number])
        if where.y() < self.head():
            return Place(day, is_whole=True) if where.y() >= 0 else None
        minute = (where.y() - self.head() + self.top()) * 60 / theme.px(HOUR)
        minute = min(max(minute, 0), _MINUTES - LEAST)
        return Place(day + int(minute // LEAST) * LEAST * MINUTE, is_whole=False)

    def box_of(self, span: Span) -> QRect:
        column = self.column(self.column_of(span))
        if span.is_bar:
            column.setTop(theme.px(_NAMES))
            column.setHeight(theme.px(LINE + 6))
            return self.mirrored(column).toRect()
        return self.mirrored(self._block_box(column, span, span.first)).toRect()

    def _block_box(self, column: QRectF, span: Span, day: date) -> QRectF:
        begin, end = self.minutes(span, day)
        return QRectF(column.left(), self.y_of(begin), column.width(), (end - begin) * theme.px(HOUR) / 60)

    def minutes(self, span: Span, day: date) -> tuple[int, int]:
        """Of a day, those that it takes."""
        begin = minute_of(span.start) if span.first == day else 0
        end = minute_of(span.end) if span.end < midnight(day) + DAY else _MINUTES
        return begin, max(end, begin)

    # Entries

    def lay_out(self) -> list[Piece]:
        whole = [entry for entry in self.entries if entry.span.is_bar]
        bars = self._lay_out_bars(sorted(whole, key=lambda entry: (entry.span.first, -_length(entry))))
        found: list[Piece] = []
        for number, day in enumerate(self.days):
            of_day = [entry for entry in self.entries if not entry.span.is_bar and self.holds(number, entry)]
            found += self._lay_out_day(number, day, of_day)
        return [*found, *bars]

    def _ranges(self, entries: Sequence[Entry]) -> list[tuple[Entry, int, int]]:
        """Of those that are seen, the columns from which to which they go."""
        found = []
        for entry in entries:
            inside = [number for number in range(len(self.days)) if self.holds(number, entry)]
            if inside:
                found.append((entry, inside[0], inside[-1]))
        return found

    def _count_lanes(self) -> int:
        whole = [entry for entry in self.entries if entry.span.is_bar]
        ranges = self._ranges(whole)
        count = max(lanes([(first, last) for _entry, first, last in ranges]), default=0) + 1
        return count if self.is_all_shown else min(count, _MOST_LANES)

    def _lay_out_bars(self, entries: Sequence[Entry]) -> list[Piece]:
        ranges = self._ranges(entries)
        places = lanes([(first, last) for _entry, first, last in ranges])
        fits = self._lanes
        is_full = max(places, default=0) >= fits
        self.hidden = [0] * len(self.days)
        found = []
        for (entry, first, last), place in zip(ranges, places, strict=True):
            if place < fits - is_full:
                found.append(self._bar(entry, first, last, place))
            else:
                for number in range(first, last + 1):
                    self.hidden[number] += 1
        return found

    def _bar(self, entry: Entry, first: int, last: int, place: int) -> Piece:
        begins, ends = entry.span.first >= self.days[first], entry.span.last <= self.days[last]
        left, right = self.column(first).left(), self.column(last).right()
        top = theme.px(_NAMES) + theme.px(4) + place * theme.px(LINE + _GAP)
        box = QRectF(left + 2, top, right - left - 4, theme.px(LINE))
        return Piece(self.named(entry), self.mirrored(box), is_bar=True, begins=begins, ends=ends)

    def more_box(self, number: int) -> QRectF:
        """The word about those that are not shown."""
        top = theme.px(_NAMES) + theme.px(4) + (self._lanes - 1) * theme.px(LINE + _GAP)
        column = self.column(number)
        return self.mirrored(QRectF(column.left() + 2, top, column.width() - 4, theme.px(LINE)))

    def _lay_out_day(self, number: int, day: date, entries: Sequence[Entry]) -> list[Piece]:
        least = _LEAST_BLOCK * 60 / HOUR
        minutes = [self.minutes(entry.span, day) for entry in entries]
        heights = [(begin, max(end, begin + least)) for begin, end in minutes]
        column = self.room_for_blocks(number)
        found = []
        for entry, place, (begin, end) in zip(entries, columns(heights), heights, strict=True):
            wide = column.width() / place.of
            top, bottom = self.y_of(begin), self.y_of(end)
            box = QRectF(column.left() + place.number * wide, top + 1, wide * place.wide - 2, bottom - top - 2)
            begins, ends = entry.span.first == day, entry.span.last == day
            found.append(Piece(self.named(entry), self.mirrored(box), is_bar=False, begins=begins, ends=ends))
        return found

    def piece_at(self, where: QPointF) -> Piece | None:
        pieces = self.pieces()
        in_head = where.y() < self.head()
        return next((one for one in reversed(pieces) if one.is_bar == in_head and one.box.contains(where)), None)

    # Keys and mouse

    def step_of(self, across: int, down: int) -> timedelta:
        return across * DAY + down * _STEP * MINUTE

    def length(self) -> timedelta:
        return _STEP * MINUTE

    def reveal(self) -> None:
        minute = minute_of(self.slot)
        above = minute * theme.px(HOUR) / 60
        self.keep_in_sight(above - theme.px(8), above + theme.px(HOUR))

    def press_elsewhere(self, where: QPointF) -> bool:
        if where.y() >= self.head():
            return False
        number = int((self.across(where) - self.gutter()) // self.day_width())
        if 0 <= number < len(self.days) and self.hidden[number] and self.more_box(number).contains(where):
            self.is_all_shown = True
            self.refresh()
            self.fit_bar()
            return True
        if where.y() < theme.px(_NAMES) and 0 <= number < len(self.days):
            self.day_asked.emit(self.days[number])
            return True
        return where.y() < theme.px(_NAMES)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag and self._drag.is_moving:
            self.scroll_at_edge(event.position())
        super().mouseMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.scroll_at_edge(event.position())
        super().dragMoveEvent(event)

    def _point(self, where: QPointF) -> None:
        super()._point(where)
        if where.y() < theme.px(_NAMES) and len(self.days) > 1:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def refresh(self) -> None:
        """Also what stands above may have got higher."""
        self._lanes = self._count_lanes()
        super().refresh()
        self.fit_bar()

    def _scrolled(self) -> None:
        self._pieces = None
        self.update()

    def scroll_to_work(self) -> None:
        now = datetime.now()  # noqa: DTZ005 - the wall
        begin = self.habits.works_from
        if now.date() in self.days and not begin <= minute_of(now) < self.habits.works_to:
            begin = min(begin, max(minute_of(now) - 60, 0)) if minute_of(now) < begin else begin
        self.bar.setValue(max(int((begin - 60) * theme.px(HOUR) / 60) - theme.px(12), 0))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        if not self._was_shown:
            self._was_shown = True
            self.fit_bar()
            self.scroll_to_work()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint.paint()


def _length(entry: Entry) -> int:
    return (entry.span.last - entry.span.first).days
