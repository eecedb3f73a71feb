"""A year: twelve months in small, and how much there is on each day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from crmdesk.i18n import ngettext
from crmdesk.widgets import theme
from crmdesk.widgets.calendar_paint import Pen, Piece
from crmdesk.widgets.calendar_times import Entry, Habits, Span, day_words, midnight
from crmdesk.widgets.calendar_view import Place
from crmdesk.widgets.month_face import Beside, Marked, MonthFace
from crmdesk.widgets.scrolled_view import ScrolledView

_HEAD, _EDGE, _GAP = 28, 20, 28
_LEAST, _LOWEST, _BETWEEN = 172, 176, 10
"""Of a month."""


class YearView(ScrolledView):
    """Entries are only counted; a press on a day asks for it."""

    def __init__(self, name: str, habits: Habits, day: date) -> None:
        self.counts: Mapping[date, int] = {}
        self.besides: Mapping[date, Beside] = {}
        super().__init__(name, habits, day)
        self.setMinimumSize(theme.px(240), theme.px(240))

    def show_year(self, day: date) -> None:
        self.day = day
        self.refresh()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        counts: Counter[date] = Counter()
        for entry in entries:
            counts.update(entry.span.each_day())
        self.show_counts(counts)

    def show_counts(self, counts: Mapping[date, int]) -> None:
        self.counts = counts
        self.setAccessibleDescription(self.in_words())
        self.update()

    def show_besides(self, besides: Mapping[date, Beside]) -> None:
        """Birthdays, holidays: what a day is besides what is planned on it."""
        self.besides = besides
        self.setAccessibleDescription(self.in_words())
        self.update()

    def in_words(self) -> str:
        day = self.slot.date()
        return f"{day_words(day, is_long=True)}; {self._count_words(day)}"

    def _count_words(self, day: date) -> str:
        count, beside = self.counts.get(day, 0), self.besides.get(day)
        words = ngettext("{count} entry", "{count} entries", count).format(count=count)
        return ", ".join((*beside.words, words) if beside and count else beside.words if beside else (words,))

    # Places

    def _across(self) -> int:
        room = self.body_width() - 2 * theme.px(_EDGE) + theme.px(_GAP)
        return next((count for count in (4, 3, 2) if room >= count * theme.px(_LEAST + _GAP)), 1)

    def length_of_all(self) -> int:
        return 12 // self._across() * theme.px(_LOWEST + _BETWEEN) + theme.px(_EDGE)

    def faces(self) -> list[MonthFace]:
        across = self._across()
        edge, gap, between = theme.px(_EDGE), theme.px(_GAP), theme.px(_BETWEEN)
        wide = (self.body_width() - 2 * edge - (across - 1) * gap) / across
        high = (max(self.height(), self.length_of_all()) - edge) / (12 // across) - between
        found = []
        for number in range(12):
            row, column = divmod(number, across)
            top = row * (high + between) + theme.px(8) - self.top()
            box = self.mirrored(QRectF(edge + column * (wide + gap), top, wide, high))
            month = date(self.day.year, number + 1, 1)
            found.append(MonthFace(month, box, theme.px(_HEAD), self.habits, self.isRightToLeft()))
        return found

    def reveal(self) -> None:
        box = self.faces()[self.slot.month - 1].box
        self.keep_in_sight(box.top() + self.top() - theme.px(8), box.bottom() + self.top())

    def day_at(self, where: QPointF) -> date | None:
        return next((day for face in self.faces() if (day := face.day_at(where))), None)

    def place_at(self, where: QPointF) -> Place | None:
        day = self.day_at(where)
        return Place(midnight(day), is_whole=True) if day else None

    def box_of(self, span: Span) -> QRect:
        face = self.faces()[span.first.month - 1]
        return face.cell(span.first).toRect()

    def lay_out(self) -> list[Piece]:
        return []

    # What one does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing is drawn here: a press goes to the day."""
        self._show_ring(False)
        if place := self.place_at(event.position()):
            self.go_to(place.moment.date())
            self.pointed.emit(place.moment.date())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pass

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if day := self.day_at(event.position()):
            self.day_asked.emit(day)

    def _enter(self) -> None:
        self.day_asked.emit(self.slot.date())

    def hint_at(self, where: QPointF) -> str:
        day = self.day_at(where)
        return f"{day_words(day)}: {self._count_words(day)}" if day else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        day = self.slot.date()
        for face in self.faces():
            face.paint(painter, Marked(self.counts, day, has_ring=self.shows_ring(), besides=self.besides))
        if self.shows_ring() and self.reach != self.slot:
            pen = Pen(painter, self.habits)
            for one in self.marked().each_day():
                if one.year == self.day.year:
                    pen.ring(self.box_of(Span.days(one, one)).toRectF())
