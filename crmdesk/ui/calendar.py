"""The calendar: what is planned and was done, by day, week, month or year; planned, moved and taken back in place."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.activities import ACTIVITY_TYPES
from crmdesk.i18n import _
from crmdesk.ui import calendar_entries
from crmdesk.ui.calendar_changes import Changes
from crmdesk.ui.calendar_entries import Found, Wanted
from crmdesk.ui.calendar_head import CalendarHead
from crmdesk.ui.calendar_settings import habits
from crmdesk.ui.calendar_side import DONE, WIDTH, CalendarSide
from crmdesk.ui.calendar_tasks import is_task
from crmdesk.ui.desk import Desk
from crmdesk.ui.screen import Screen
from crmdesk.widgets import theme
from crmdesk.widgets.calendar_board import CalendarBoard
from crmdesk.widgets.calendar_times import AGENDA, MONTH, VIEWS, YEAR, Entry
from crmdesk.widgets.month_view import most_lines
from crmdesk.widgets.parts import plain, primary, quiet, rule

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from crmdesk.domain.slots import Slot
    from crmdesk.services.files import Changed, Store
    from crmdesk.ui.assign import Chosen

_TABLES = {"activities", "participations", "contacts", "companies", "pick_entries", "colleagues", "preferences"}
LINES = 12
"""Of a day of a month so many are asked for, or twice, thrice as many where cells are that high."""
ENOUGH = 300
"""Of an agenda at once."""
_MOST_NEAR, _PAUSE = 12, 150
"""Months that are kept at hand, and milliseconds that somebody looks at one before others are fetched."""
_NARROW = 700
"""Less wide than this the calendar has all the room."""


class CalendarScreen(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        today = date.today()  # noqa: DTZ011 - by the clock on the wall
        self.types: dict[str, str] = {key: _(words) for key, words in ACTIVITY_TYPES}
        self.slots: dict[calendar_entries.Key, Slot] = {}
        self._planned: list[Entry] = []
        self._besides: list[Entry] = []
        self._most = 0
        self._near: dict[Wanted, Found] = {}
        """Months that may be turned to, as of the last change."""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look_near)
        self._is_stale = False
        self.head = CalendarHead()
        self.side = CalendarSide(desk, habits(), today)
        self.board = CalendarBoard(_("Calendar"), habits(), MONTH, today)
        self.changes = Changes(self)
        self._new = primary(_("New appointment"), self.plan_new)
        self._way = quiet(_("Visits"), lambda: desk.asked.emit("visits"), "map-pin")
        self._way.setToolTip(plain(_("Visits of a day")))
        self._new.setToolTip(plain(_("New appointment (N)")))
        self.setFocusProxy(self.board)
        self._arrange()
        self._connect()
        self.side.set_types(list(self.types.items()))
        self._turned()

    def _arrange(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(0)
        self.side.setFixedWidth(theme.px(WIDTH))
        self._line = rule(upright=True)
        across.addWidget(self.side)
        across.addWidget(self._line)
        across.addWidget(self.board, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.head)
        down.addWidget(rule())
        down.addLayout(across, 1)

    def _connect(self) -> None:
        board = self.board
        self.head.stepped.connect(board.step)
        self.head.today_asked.connect(board.to_today)
        self.head.view_chosen.connect(self._choose_view)
        self.side.month.chosen.connect(board.go_to)
        self.side.changed.connect(self._ask_all)
        self.side.team.met.connect(self._show_people)
        self.side.team.changed.connect(self._ask_for_others)
        self.side.team.free_time_wanted.connect(self.changes.find_time)
        self.side.month.turned.connect(lambda _month: self._count_month())
        board.turned.connect(self._turned)
        board.wanted.connect(self._ask)
        board.opened.connect(self.changes.open)
        board.drafted.connect(self.changes.draft)
        board.shifted.connect(self.changes.shift)
        board.removed.connect(self.changes.remove)
        board.takes = is_task
        board.dropped.connect(self.changes.put_task)
        self.desk.changed.connect(self._changed)
        self.desk.prepared.connect(self._prepared)

    # What the window asks

    def tools(self) -> tuple[QWidget, ...]:
        return (self._way, self._new)

    def enter(self) -> None:
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrive(self, what: object = None) -> None:
        """A day is shown; "new" plans something."""
        if isinstance(what, date):
            self.board.go_to(what)
        elif what == "new":
            QTimer.singleShot(0, self, self.plan_new)  # when all is in its place
        if self._is_stale or not self.slots:
            self._look()

    def state(self) -> dict[str, Any]:
        absent = {"absent": sorted(self.side.team.absent)} if self.side.team.absent else {}
        return {"view": self.board.view, "hidden": sorted(self.side.hidden), **absent}

    def restore(self, state: dict[str, Any]) -> None:
        if isinstance(hidden := state.get("hidden"), list):
            self.side.hide_kinds([key for key in hidden if isinstance(key, str)])
        if isinstance(absent := state.get("absent"), list):
            self.side.team.absent = {name for name in absent if isinstance(name, str)}
        if (view := state.get("view")) in VIEWS:
            self.board.show_view(str(view))

    def print_shown(self) -> bool:
        """What the view shows goes to paper: a day, a week or a month."""
        from crmdesk.ui import day_paper

        day_paper.print_view(self, self.board.view, self.board.chosen_day())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.plan_new()
        else:
            super().keyPressEvent(event)

    def with_chosen(self, use: "Callable[[Chosen], None]") -> bool:
        from crmdesk.ui.assign import Chosen

        slot = self.changes.slot(self.board.shown().chosen)
        if slot:
            title = slot.subject or self.types.get(slot.type, slot.type)
            use(Chosen("activity", [slot.activity_id], title, slot.instance if slot.is_series else ""))
        return slot is not None

    def take_habits(self) -> None:
        """The preferences changed."""
        self.board.set_habits(habits())
        self.side.month.set_habits(habits())
        self._turned()

    # Showing

    def _choose_view(self, view: str) -> None:
        self.board.show_view(view)

    def _turned(self) -> None:
        self.head.show_view(self.board.view, self.board.title())
        days = [] if self.board.view in (MONTH, YEAR) else self.board.days()
        before = self.side.month.month
        self.side.show_days(self.board.chosen_day(), days)
        if (before.year, before.month) != (self.side.month.month.year, self.side.month.month.month):
            self._count_month()

    def _changed(self, change: "Changed") -> None:
        if change.tables & _TABLES:
            self._is_stale = True
            if self.isVisible():
                self._look()

    def _prepared(self) -> None:
        if self.isVisible():
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        has_room = self.width() >= theme.px(_NARROW)
        self.side.setVisible(has_room)
        self._line.setVisible(has_room)
        if self.board.view == MONTH and self._most_of_a_day() > self._most > 0:
            self.board.ask_again()

    # Asking

    def _look(self) -> None:
        if self.desk.path:
            self._is_stale = False
            self._near.clear()
            self.desk.ask(_types, self._take_types, replace=(id(self), "types"))
            self._ask_all()
            self.side.team.look()
            self.side.tasks.look(date.today())  # noqa: DTZ011 - by the clock on the wall

    def _show_people(self) -> None:
        self.board.show_people(self.side.team.people())

    def _ask_for_others(self) -> None:
        self._near.clear()
        self._show_people()
        self._ask_all()

    def _ask_all(self) -> None:
        self.board.ask_again()
        self._count_month()

    def _count_month(self) -> None:
        """How much there is on the days of the small month."""
        if self.desk.path:
            wanted = self._wanted(*self.side.month.asked_days())
            self.desk.ask(lambda store: calendar_entries.counted(store, wanted), self.side.month.show_counts,
                          replace=(id(self), "month"))  # fmt: skip

    def _wanted(self, first: date, last: date) -> Wanted:
        hidden = frozenset(self.side.hidden)
        absent = frozenset(self.side.team.absent)
        return Wanted(first, last, hidden, with_done=DONE not in hidden, absent=absent)

    def _wanted_of_month(self, first: date, last: date) -> Wanted:
        return replace(self._wanted(first, last), most=self._most_of_a_day())

    def _most_of_a_day(self) -> int:
        return (most_lines(self.height()) // LINES + 1) * LINES

    def _take_types(self, types: dict[str, str]) -> None:
        if types != self.types:
            self.types = types
            self._near.clear()
            self.side.set_types(list(types.items()))
            self.board.ask_again()

    def _ask(self, first: date, last: date) -> None:
        if not self.desk.path:
            return
        wanted = self._wanted(first, last)
        if self.board.view == YEAR:
            self.desk.ask(lambda store: calendar_entries.counted(store, wanted), self._take_counts,
                          replace=(id(self), "slots"))  # fmt: skip
            country = self.desk.country
            self.desk.ask(lambda store: calendar_entries.marked_days(store, wanted, country), self.board.show_besides,
                          replace=(id(self), "besides"))  # fmt: skip
            return
        if self.board.view == MONTH:
            wanted = self._wanted_of_month(first, last)
            self._most = wanted.most
            if known := self._near.get(wanted):
                self._take(known)
                return
        elif not self.board.is_known(first, last):
            wanted = replace(wanted, enough=ENOUGH, is_earlier=last < self.board.asked_days()[0])
        types = self.types
        self.desk.ask(lambda store: calendar_entries.planned(store, wanted, types), self._take,
                      replace=(id(self), "slots"))  # fmt: skip

    def _take(self, found: Found) -> None:
        wanted = found.wanted
        if self.board.view == MONTH and (wanted.first, wanted.last) != self.board.asked_days():
            return  # an answer that was overtaken
        self.slots = found.slots if self.board.view != AGENDA else self.slots | found.slots
        self._planned = self._renewed(self._planned, found.entries, wanted)
        self._besides = self._besides if found.besides is None else found.besides
        self.board.show_others(found.others)
        self.board.show_entries(wanted.first, wanted.last, [*_within(self._besides, wanted), *found.entries])
        self.changes.shown(found)
        if found.besides is None:
            self._ask_besides(wanted)
        else:
            self._pause.start()

    def _ask_besides(self, wanted: Wanted) -> None:
        country = self.desk.country
        self.desk.ask(lambda store: calendar_entries.besides(store, wanted, country),
                      partial(self._take_besides, wanted),
                      replace=None if self.board.view == AGENDA else (id(self), "besides"))  # fmt: skip

    def _take_besides(self, wanted: Wanted, found: list[Entry]) -> None:
        """Birthdays and holidays, of an agenda for each window."""
        self._besides = self._renewed(self._besides, found, wanted)
        if self.board.is_known(wanted.first, wanted.last):
            self.board.show_entries(wanted.first, wanted.last, [*found, *_within(self._planned, wanted)])
        self._pause.start()

    def _look_near(self) -> None:
        """The months before and after are fetched while one looks at this one."""
        if self.board.view != MONTH or not self.desk.path or not self.isVisible():
            return
        for by in (1, -1):
            wanted = self._wanted_of_month(*self.board.days_beside(by))
            if wanted not in self._near:
                job = partial(calendar_entries.foreseen, wanted=wanted, types=self.types, country=self.desk.country)
                self.desk.ask(job, self._take_near, replace=(id(self), "near", by))

    def _take_near(self, found: Found) -> None:
        if len(self._near) >= _MOST_NEAR:
            del self._near[next(iter(self._near))]
        self._near[found.wanted] = found

    def _renewed(self, known: list[Entry], found: list[Entry], wanted: Wanted) -> list[Entry]:
        """What an agenda knows of other days stays."""
        if self.board.view != AGENDA:
            return found
        within = {id(entry) for entry in _within(known, wanted)}
        return [*(entry for entry in known if id(entry) not in within), *found]

    def _take_counts(self, counts: "Counter[date]") -> None:
        self.board.show_counts(counts)

    # Planning

    def plan_new(self) -> None:
        """Where the keyboard is, or today."""
        shown = self.board.shown()
        span = shown.marked()
        if shown.has_hours is False and self.board.view == YEAR:
            self.board.show_day(span.first)
            shown = self.board.shown()
            span = shown.marked()
        box = shown.box_of(span)
        self.changes.draft(span, QRect(shown.mapTo(self.board, box.topLeft()), box.size()))


def _within(entries: list[Entry], wanted: Wanted) -> list[Entry]:
    return [entry for entry in entries if entry.span.first <= wanted.last and entry.span.last >= wanted.first]


def _types(store: "Store") -> dict[str, str]:
    from crmdesk.services import picks

    return dict(picks.choices(store, "activity"))


def make(desk: Desk) -> CalendarScreen:
    return CalendarScreen(desk)
