"""A calendar as one part: day, work week, week, month, agenda and year, one of them shown; paged, told, asked for.

D W M Y A show another view (5 the work week), T today, Page Up and Down what was before and what comes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from crmdesk.widgets import calendar_times
from crmdesk.widgets.agenda_list import AgendaList
from crmdesk.widgets.calendar_times import (
    AGENDA,
    DAY_VIEW,
    MONTH,
    WEEK_VIEW,
    WORK_WEEK,
    YEAR,
    Entry,
    Habits,
    days_shown,
    stepped,
)
from crmdesk.widgets.calendar_view import CalendarView
from crmdesk.widgets.month_face import Beside
from crmdesk.widgets.month_view import MonthView
from crmdesk.widgets.people_grid import PeopleGrid, Person
from crmdesk.widgets.year_view import YearView

KEYS = {
    Qt.Key.Key_D: DAY_VIEW,
    Qt.Key.Key_1: DAY_VIEW,
    Qt.Key.Key_5: WORK_WEEK,
    Qt.Key.Key_W: WEEK_VIEW,
    Qt.Key.Key_7: WEEK_VIEW,
    Qt.Key.Key_M: MONTH,
    Qt.Key.Key_A: AGENDA,
    Qt.Key.Key_Y: YEAR,
}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_NONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class CalendarBoard(QStackedWidget):
    wanted = Signal(object, object)
    """Entries from one day to another are to be shown: answer with `show_entries`."""
    turned = Signal()
    """Another view, period or day is shown."""
    opened = Signal(object)
    drafted = Signal(object, QRect)
    """A `Span`, and where it lies on the board."""
    shifted = Signal(object, object)
    removed = Signal(object)
    dropped = Signal(object, object)
    """What was carried here, as far as `takes` has it, and its `Span`."""

    def __init__(self, name: str, habits: Habits, view: str, day: date) -> None:
        super().__init__()
        self.takes: Callable[[object], bool] = lambda _what: False
        self._name = name
        self.habits, self.view, self.day = habits, view, day
        self._views: dict[str, CalendarView] = {}
        self.people: Sequence[Person] = ()
        self._show()

    # What is shown

    def title(self) -> str:
        return calendar_times.title(self.view, self.chosen_day() if self.view == AGENDA else self.day, self.habits)

    def chosen_day(self) -> date:
        """The day where the keyboard is, or that was pressed."""
        return self.shown().slot.date()

    def days(self) -> list[date]:
        """Those that can be seen, of the agenda the first one."""
        return [self.day] if self.view == AGENDA else days_shown(self.view, self.day, self.habits)

    def asked_days(self) -> tuple[date, date]:
        """The first and last whose entries are shown."""
        if isinstance(shown := self.shown(), AgendaList):
            return shown.asked_days()
        days = self.days()
        return days[0], days[-1]

    def days_beside(self, by: int) -> tuple[date, date]:
        """The first and last that `step` would show."""
        days = days_shown(self.view, stepped(self.view, self.day, by), self.habits)
        return days[0], days[-1]

    def is_known(self, first: date, last: date) -> bool:
        """Of an agenda, which goes on as long as somebody scrolls."""
        shown = self.shown()
        return not isinstance(shown, AgendaList) or shown.is_known(first, last)

    def shown(self) -> CalendarView:
        found = self.currentWidget()
        assert isinstance(found, CalendarView)
        return found

    def show_view(self, view: str) -> None:
        if view != self.view:
            had_focus = self.shown().hasFocus()
            self.view, self.day = view, self.chosen_day()
            self._show()
            if had_focus:
                self.shown().setFocus(Qt.FocusReason.OtherFocusReason)
            self.ask()

    def go_to(self, day: date) -> None:
        self.day = day
        self._show()
        self.ask()

    def show_day(self, day: date) -> None:
        """All of it."""
        self.day = day
        self.view = DAY_VIEW if self.view != DAY_VIEW else WEEK_VIEW
        had_focus = self.shown().hasFocus()
        self._show()
        if had_focus:
            self.shown().setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask()

    def step(self, by: int) -> None:
        self.go_to(stepped(self.view, self.day, by))

    def to_today(self) -> None:
        self.go_to(date.today())  # noqa: DTZ011 - the wall

    def set_habits(self, habits: Habits) -> None:
        self.habits = habits
        for view in self._views.values():
            view.set_habits(habits)
        self._show()
        self.ask()

    def ask(self) -> None:
        """Again, for all that is shown."""
        self.turned.emit()
        if not isinstance(self.shown(), AgendaList):
            self.wanted.emit(*self.asked_days())

    def ask_again(self) -> None:
        """Something may have changed."""
        self.wanted.emit(*self.asked_days())

    def show_entries(self, first: date, last: date, entries: Sequence[Entry]) -> None:
        """What is no longer asked for is let be."""
        shown = self.shown()
        if isinstance(shown, AgendaList):
            shown.show_window(first, last, entries)
        elif (first, last) == self.asked_days():
            shown.show_entries(entries)

    def show_people(self, people: Sequence[Person]) -> None:
        """Whose entries come; where there are several, hours show them apart."""
        self.people = people
        if isinstance(shown := self.shown(), PeopleGrid):
            shown.show_people(people)

    def landed(self) -> str | None:
        """Whose column was pointed at last, where each has one."""
        shown = self.shown()
        return shown.landed() if isinstance(shown, PeopleGrid) else None

    def show_others(self, others: Mapping[date, int]) -> None:
        """How many of a day will not be among the entries that come."""
        if isinstance(shown := self.shown(), MonthView):
            shown.others = others

    def show_counts(self, counts: Mapping[date, int]) -> None:
        if isinstance(shown := self.shown(), YearView):
            shown.show_counts(counts)

    def show_besides(self, besides: Mapping[date, Beside]) -> None:
        if isinstance(shown := self.shown(), YearView):
            shown.show_besides(besides)

    # Views

    def _show(self) -> None:
        kind = "grid" if self.view in (DAY_VIEW, WORK_WEEK, WEEK_VIEW) else self.view
        if kind not in self._views:
            self._add(kind)
        view = self._views[kind]
        self.setCurrentWidget(view)
        self.setFocusProxy(view)
        match view:
            case PeopleGrid():
                view.show_people(self.people)
                view.show_days(self.days(), self.day)
            case MonthView():
                view.show_month(self.day)
            case YearView():
                view.show_year(self.day)
            case AgendaList():
                view.begin_at(self.day)
        view.go_to(self.day)

    def _add(self, kind: str) -> None:
        made = self._views[kind] = self._make(kind)
        made.opened.connect(self.opened)
        made.shifted.connect(self.shifted)
        made.removed.connect(self.removed)
        made.dropped.connect(self.dropped)
        made.setAcceptDrops(True)
        made.takes = self._may_drop
        made.drafted.connect(
            lambda span, box: self.drafted.emit(span, QRect(made.mapTo(self, box.topLeft()), box.size()))
        )
        made.moved.connect(self._follow)
        made.pointed.connect(lambda _day: self.turned.emit())
        made.day_asked.connect(self.show_day)
        if isinstance(made, AgendaList):
            made.wanted.connect(self.wanted)
        self.addWidget(made)

    def _make(self, kind: str) -> CalendarView:
        makers = {MONTH: MonthView, YEAR: YearView, AGENDA: AgendaList}
        if kind == "grid":
            return PeopleGrid(self._name, self.habits, self.days())
        return makers[kind](self._name, self.habits, self.day)

    def _may_drop(self, what: object) -> bool:
        return self.takes(what)

    def _follow(self, day: date) -> None:
        """The keyboard went to another day: that is shown."""
        shown = self.shown()
        if isinstance(shown, AgendaList) or self._holds(day):
            self.turned.emit()
            return
        slot, reach = shown.slot, shown.reach
        self.day = day
        self._show()
        shown.slot, shown.reach = slot, reach
        self.ask()

    def _holds(self, day: date) -> bool:
        """Days of another month turn the page, also those that this one shows."""
        if self.view == MONTH:
            return (day.year, day.month) == (self.day.year, self.day.month)
        return day in days_shown(self.view, self.day, self.habits)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() not in _NONE:
            event.ignore()
        elif key in KEYS:
            self.show_view(KEYS[key])
        elif key in _PAGES:
            self.step(_PAGES[key])
        elif key == Qt.Key.Key_T:
            self.to_today()
        else:
            event.ignore()
