"""One day after the other with what stands on it, without an end: more days are asked for when the last are near."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent

from crmdesk.widgets import theme
from crmdesk.widgets.agenda_paint import AgendaPaint
from crmdesk.widgets.calendar_paint import Piece
from crmdesk.widgets.calendar_times import DAY, Entry, Habits, Span, midnight
from crmdesk.widgets.calendar_view import Place
from crmdesk.widgets.scrolled_view import ScrolledView

WINDOW = 42
"""Days that are asked for at once."""
DAY_COLUMN = 132
ENTRY, MONTH_HEAD, AIR = 44, 52, 10
_FURTHEST, _END = 366, 20 * 366
"""Days that are looked through until something is found, and by who goes on scrolling."""


@dataclass(frozen=True, slots=True)
class Row:
    """A day and its entries, or the name of a month."""

    day: date
    entries: tuple[Entry, ...]
    top: int
    height: int
    is_month: bool = False


class AgendaList(ScrolledView):
    wanted = Signal(object, object)
    """Entries from one day to another."""

    def __init__(self, name: str, habits: Habits, day: date) -> None:
        self.first, self.last = day, day - DAY
        """Those that are known: none at first."""
        self.rows: list[Row] = []
        self._is_asking = False
        super().__init__(name, habits, day)
        self._paint = AgendaPaint(self)
        self.bar.actionTriggered.connect(lambda _action: QTimer.singleShot(0, self, self._look_further))
        self.setMinimumSize(theme.px(320), theme.px(240))

    def begin_at(self, day: date) -> None:
        """The first day of the list; what came before is asked for when it is wanted."""
        self.day = day
        self.first, self.last = day, day - DAY
        self.entries, self.rows = (), []
        self.slot = self.reach = midnight(day)
        self.bar.setValue(0)
        self._ask(*self.asked_days())

    def asked_days(self) -> tuple[date, date]:
        return self.first, self.last if self.first <= self.last else self.first + (WINDOW - 1) * DAY

    def is_known(self, first: date, last: date) -> bool:
        return self.first <= first and last <= self.last

    def _ask(self, first: date, last: date) -> None:
        self._is_asking = True
        self.wanted.emit(first, last)

    def show_window(self, first: date, last: date, entries: Sequence[Entry]) -> None:
        """Takes the place of what was known of these days, which may be fewer than were asked for."""
        kept = [one for one in self.entries if one.span.last < first or one.span.first > last]
        known = {entry.key for entry in kept}
        anchor, is_earlier = self._top_day(), first < self.first
        self.first, self.last = min(self.first, first), max(self.last, last)
        self.show_entries([*kept, *(entry for entry in entries if entry.key not in known)])
        if is_earlier and anchor:
            above = next((row.top for row in self.rows if row.day >= anchor and not row.is_month), 0)
            self.bar.setValue(above)
        self._is_asking = False
        QTimer.singleShot(0, self, self._scrolled)

    def _top_day(self) -> date | None:
        return next((row.day for row in self.rows if row.top + row.height > self.top()), None)

    # Rows

    def refresh(self) -> None:
        self.rows = self._make_rows()
        super().refresh()
        self.fit_bar()

    def _make_rows(self) -> list[Row]:
        days: defaultdict[date, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for day in entry.span.each_day():
                if self.first <= day <= self.last:
                    days[day].append(entry)
        today = date.today()  # noqa: DTZ011 - the wall
        if self.first <= today <= self.last:
            days[today] += []
        rows: list[Row] = []
        top = 0
        month = (0, 0)
        for day in sorted(days):
            if (day.year, day.month) != month:
                month = (day.year, day.month)
                rows.append(Row(day, (), top, theme.px(MONTH_HEAD), is_month=True))
                top += rows[-1].height
            entries = tuple(sorted(days[day], key=lambda entry: (not entry.span.is_bar, entry.span.start)))
            height = max(len(entries), 1) * theme.px(ENTRY) + 2 * theme.px(AIR)
            rows.append(Row(day, entries, top, height))
            top += height
        return rows

    def length_of_all(self) -> int:
        return self.rows[-1].top + self.rows[-1].height + theme.px(48) if self.rows else 0

    def shown_rows(self) -> list[Row]:
        begin = max(bisect_right(self.rows, self.top(), key=lambda row: row.top) - 1, 0)
        return [row for row in self.rows[begin : begin + 60] if row.top < self.top() + self.height()]

    def _scrolled(self) -> None:
        self._pieces = None
        self.update()
        if (self.last - self.day).days < _FURTHEST:
            self._look_ahead()

    def _look_ahead(self) -> None:
        is_near = self.bar.value() > self.bar.maximum() - self.height()
        if is_near and self.isVisible() and not self._is_asking and (self.last - self.day).days < _END:
            self._ask(self.last + DAY, self.last + WINDOW * self._stride() * DAY)

    def _look_further(self) -> None:
        """Somebody scrolled: once more ahead or back, also where there was nothing."""
        self._look_ahead()
        if self.bar.value() == 0 and not self._is_asking:
            self._ask(self.first - WINDOW * DAY, self.first - DAY)

    def _stride(self) -> int:
        """Where there is little, more is looked through at once."""
        return 1 if len(self.entries) > 20 else 4

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._look_further()

    # Places

    def entry_box(self, row: Row, number: int) -> QRectF:
        top = row.top - self.top() + theme.px(AIR) + number * theme.px(ENTRY)
        left = theme.px(DAY_COLUMN)
        return QRectF(left, top, self.body_width() - left - theme.px(16), theme.px(ENTRY))

    def lay_out(self) -> list[Piece]:
        found = []
        for row in self.shown_rows():
            for number, entry in enumerate(row.entries):
                found.append(Piece(entry, self.mirrored(self.entry_box(row, number))))
        return found

    def _row_at(self, where: QPointF) -> Row | None:
        y = where.y() + self.top()
        return next((row for row in self.shown_rows() if row.top <= y < row.top + row.height), None)

    def place_at(self, where: QPointF) -> Place | None:
        row = self._row_at(where)
        return Place(midnight(row.day), is_whole=True) if row and not row.is_month else None

    def box_of(self, span: Span) -> QRect:
        row = next((row for row in self.rows if row.day == span.first and not row.is_month), None)
        if row is None:
            return QRect(theme.px(DAY_COLUMN), theme.px(16), self.body_width() // 2, theme.px(ENTRY))
        return self.mirrored(self.entry_box(row, len(row.entries) - 1 if row.entries else 0)).toRect()

    def press_elsewhere(self, where: QPointF) -> bool:
        row = self._row_at(where)
        if row and not row.is_month and self.across(where) < theme.px(DAY_COLUMN):
            self.day_asked.emit(row.day)
            return True
        return False

    # Keys: up and down go from one entry to the next

    def step_of(self, across: int, down: int) -> timedelta:
        return (across + down) * DAY

    def _is_key_taken(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        if not step or modifiers != Qt.KeyboardModifier.NoModifier:
            return super()._is_key_taken(key, modifiers)
        stops = [(row.day, entry.key) for row in self.rows for entry in row.entries]
        here = (self.slot.date(), self.chosen)
        if here in stops:
            place = stops.index(here) + step
        else:
            side = bisect_left if step > 0 else bisect_right
            place = side(stops, here[0], key=lambda stop: stop[0]) - (step < 0)
        if 0 <= place < len(stops):
            self._go(*stops[place])
        else:
            self._look_further()
        return True

    def _go(self, day: date, key: Hashable) -> None:
        before = self.slot.date()
        self.slot = self.reach = midnight(day)
        self.choose(key)
        if day != before:
            self.moved.emit(day)
        self.reveal()

    def reveal(self) -> None:
        row = next((row for row in self.rows if row.day >= self.slot.date() and not row.is_month), None)
        if row:
            keys = [entry.key for entry in row.entries]
            number = keys.index(self.chosen) if self.chosen in keys else 0
            top = row.top + number * theme.px(ENTRY)
            self.keep_in_sight(top, top + theme.px(ENTRY + 2 * AIR))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint.paint()
