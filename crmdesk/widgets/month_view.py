"""A month: a cell for each day, bars over several, as many lines as there is room for and a word about the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.calendar_layout import lanes
from crmdesk.widgets.calendar_paint import CENTRED, LINE, Pen, Piece, write
from crmdesk.widgets.calendar_times import DAY, WEEK, Entry, Habits, Span, day_words, midnight, weeks_of_month
from crmdesk.widgets.calendar_view import CalendarView, Place
from crmdesk.widgets.day_names import DayNames

_HEAD, _NUMBER = 30, 26
"""Heights of the names of the weekdays, and of the number in a cell."""
_GAP = 2
_FEW = 2
"""With so few lines in a cell none is given to a word about the others."""


def most_lines(height: int) -> int:
    """That a cell can have: no month has fewer than four weeks."""
    return height // (4 * theme.px(LINE + _GAP))


@dataclass(frozen=True, slots=True)
class _More:
    day: date
    count: int
    box: QRectF


class MonthView(CalendarView):
    def __init__(self, name: str, habits: Habits, day: date) -> None:
        self._weeks = weeks_of_month(day, habits)
        self._more: list[_More] = []
        self.others: Mapping[date, int] = {}
        """Of each day, how many there are besides the entries."""
        super().__init__(name, habits, day)
        self.names = DayNames(self)
        self.setMinimumSize(theme.px(WEEK * 64), theme.px(_HEAD) + 6 * theme.px(_NUMBER + LINE))

    def show_month(self, day: date) -> None:
        self.day = day
        self._weeks = weeks_of_month(day, self.habits)
        self.refresh()

    def set_habits(self, habits: Habits) -> None:
        self._weeks = weeks_of_month(self.day, habits)
        super().set_habits(habits)

    # Places

    def cell(self, day: date) -> QRectF:
        """As read from the left; outside of the month shown it is somewhere else."""
        number = (day - self._weeks[0]).days
        wide, high = self.width() / WEEK, self._row_height()
        return QRectF(number % WEEK * wide, theme.px(_HEAD) + number // WEEK * high, wide, high)

    def _row_height(self) -> float:
        return (self.height() - theme.px(_HEAD)) / len(self._weeks)

    def place_at(self, where: QPointF) -> Place | None:
        row = int((where.y() - theme.px(_HEAD)) // self._row_height())
        column = int(self.across(where) // (self.width() / WEEK))
        if not (0 <= row < len(self._weeks) and 0 <= column < WEEK):
            return None
        return Place(midnight(self._weeks[row] + column * DAY), is_whole=True)

    def box_of(self, span: Span) -> QRect:
        first = self._weeks[0]
        day = min(max(span.first, first), first + (len(self._weeks) * WEEK - 1) * DAY)
        box = self.cell(day)
        if day.isocalendar()[:2] == span.last.isocalendar()[:2]:
            box = box.united(self.cell(span.last))
        return self.mirrored(box.adjusted(0, theme.px(_NUMBER), 0, 0)).toRect()

    def lay_out(self) -> list[Piece]:
        self._more = []
        found: list[Piece] = []
        weeks: list[list[Entry]] = [[] for _week in self._weeks]
        for entry in self.entries:
            first, last = ((day - self._weeks[0]).days // WEEK for day in (entry.span.first, entry.span.last))
            for number in range(max(first, 0), min(last, len(weeks) - 1) + 1):
                weeks[number].append(entry)
        for begin, entries in zip(self._weeks, weeks, strict=True):
            found += self._lay_out_week(begin, sorted(entries, key=_order))
        return found

    def _lay_out_week(self, begin: date, entries: Sequence[Entry]) -> list[Piece]:
        ranges = [_days_of(entry, begin) for entry in entries]
        places = lanes(ranges)
        fits = max(int((self._row_height() - theme.px(_NUMBER)) // theme.px(LINE + _GAP)), 1)
        left = [self.others.get(begin + day * DAY, 0) for day in range(WEEK)]
        is_full = [count > 0 for count in left]
        for days, place in zip(ranges, places, strict=True):
            if place >= fits:
                is_full[days[0] : days[1] + 1] = [True] * (days[1] + 1 - days[0])
        found: list[Piece] = []
        for entry, (first, last), place in zip(entries, ranges, places, strict=True):
            if place < fits - (any(is_full[first : last + 1]) and fits > _FEW):
                found.append(self._piece(entry, begin, first, last, place))
            else:
                left[first : last + 1] = [count + 1 for count in left[first : last + 1]]
        self._count_others(begin, fits, left)
        return found

    def _piece(self, entry: Entry, begin: date, first: int, last: int, place: int) -> Piece:
        span = entry.span
        is_bar = span.is_bar or span.first != span.last
        box = self._line_box(begin + first * DAY, place)
        if last > first:
            box = box.united(self._line_box(begin + last * DAY, place))
        begins, ends = span.first >= begin, span.last < begin + WEEK * DAY
        box.adjust(3 if begins else 0, 0, -3 if ends else 0, 0)
        return Piece(entry, self.mirrored(box), is_bar, begins, ends)

    def _line_box(self, day: date, place: int) -> QRectF:
        cell = self.cell(day)
        top = cell.top() + theme.px(_NUMBER) + place * theme.px(LINE + _GAP)
        return QRectF(cell.left() + 1, top, cell.width() - 2, theme.px(LINE))

    def _count_others(self, begin: date, fits: int, left: Sequence[int]) -> None:
        for number, count in enumerate(left):
            if count:
                day = begin + number * DAY
                box = self._line_box(day, fits - 1).adjusted(3, 0, -3, 0)
                if fits <= _FEW:  # no line to spare: beside the number
                    cell = self.cell(day)
                    aside = theme.px(_NUMBER + 4)
                    box = QRectF(cell.left() + aside, cell.top(), cell.width() - aside, theme.px(_NUMBER + 4))
                self._more.append(_More(day, count, self.mirrored(box)))

    # The mouse

    def press_elsewhere(self, where: QPointF) -> bool:
        """The number of a day, or the word about more: all of that day."""
        self.pieces()
        found = next((more.day for more in self._more if more.box.contains(where)), None) or self._number_at(where)
        if found:
            self.day_asked.emit(found)
        return found is not None

    def _number_at(self, where: QPointF) -> date | None:
        place = self.place_at(where)
        if place is None:
            return None
        return place.moment.date() if self._disc(place.moment.date()).contains(where) else None

    def _point(self, where: QPointF) -> None:
        super()._point(where)
        if any(more.box.contains(where) for more in self._more) or self._number_at(where):
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hint_at(self, where: QPointF) -> str:
        more = next((more for more in self._more if more.box.contains(where)), None)
        if more is None:
            return super().hint_at(where)
        seen = {id(piece.entry) for piece in self.pieces()}
        others = [entry.told for entry in self.of_day(more.day) if id(entry) not in seen]
        left = ["…"] if more.count > len(others[:20]) else []
        return "\n".join([day_words(more.day), *others[:20], *left])

    # Drawing

    def _disc(self, day: date) -> QRectF:
        """Behind the number of a day."""
        cell, side = self.cell(day), theme.px(22)
        return self.mirrored(QRectF(cell.left() + theme.px(5), cell.top() + theme.px(4), side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        pen = Pen(painter, self.habits, self.isRightToLeft())
        self._paint_cells(painter)
        self.names.paint(painter, [self._weeks[0] + number * DAY for number in range(WEEK)], 0, theme.px(_HEAD))
        for piece in self.pieces():
            is_chosen = piece.entry.key == self.chosen
            pen.bar(piece, is_chosen=is_chosen) if piece.is_bar else pen.line(piece, is_chosen=is_chosen)
        self._paint_more(painter)
        self._paint_marked(pen)

    def _paint_cells(self, painter: QPainter) -> None:
        today = date.today()  # noqa: DTZ011 - the wall
        for week in self._weeks:
            for number in range(WEEK):
                day = week + number * DAY
                cell = self.mirrored(self.cell(day))
                if not self.habits.is_work(day):
                    painter.fillRect(cell, theme.colour("window"))
                self._paint_number(painter, day, today)
        painter.setPen(theme.colour("line"))
        for number in range(len(self._weeks)):
            y = round(theme.px(_HEAD) + number * self._row_height())
            painter.drawLine(0, y, self.width(), y)
        for number in range(1, WEEK):
            x = round(number * self.width() / WEEK)
            painter.drawLine(x, theme.px(_HEAD), x, self.height())

    def _paint_number(self, painter: QPainter, day: date, today: date) -> None:
        disc, is_inside = self._disc(day), (day.year, day.month) == (self.day.year, self.day.month)
        if day == today:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(disc)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setFont(theme.font("second_strong" if day == today else "second"))
        painter.setPen(theme.colour("on_accent" if day == today else "text" if is_inside else "faint"))
        painter.drawText(disc, CENTRED, str(day.day))

    def _paint_more(self, painter: QPainter) -> None:
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        for more in self._more:
            box = more.box.adjusted(theme.px(4), 0, -theme.px(4), 0)
            words = _("+{count} more").format(count=more.count)
            if painter.fontMetrics().horizontalAdvance(words) > box.width():
                words = f"+{more.count}"
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
            write(painter, box, shown, is_mirrored=self.isRightToLeft())

    def _paint_marked(self, pen: Pen) -> None:
        if self.ghost:
            self._paint_ghost(pen, self.ghost)
        elif self.shows_ring() and self.chosen is None:
            for day in self.marked().each_day():
                pen.ring(self.mirrored(self.cell(day)))

    def _paint_ghost(self, pen: Pen, span: Span) -> None:
        for week in self._weeks:
            first, last = max(span.first, week), min(span.last, week + (WEEK - 1) * DAY)
            if first <= last:
                box = self._line_box(first, 0).united(self._line_box(last, 0))
                pen.ghost(self.mirrored(box), span, self.ghost_words())


def _days_of(entry: Entry, begin: date) -> tuple[int, int]:
    """The first and last of a week, counted from its beginning."""
    return max((entry.span.first - begin).days, 0), min((entry.span.last - begin).days, WEEK - 1)


def _order(entry: Entry) -> tuple[bool, date, int, object]:
    """Long ones first, so that bars stand above."""
    span = entry.span
    is_bar = span.is_bar or span.first != span.last
    return not is_bar, span.first, (span.first - span.last).days, span.start
