"""Today: the start of the day on one screen, worked through from top to bottom."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import today_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.screen import Screen
from crmdesk.ui.team_choice import WhoseChoice
from crmdesk.ui.today_agenda import AgendaCard
from crmdesk.ui.today_calls import CallsCard
from crmdesk.ui.today_deals import AimlessCard, aimless
from crmdesk.ui.today_late import LateCard
from crmdesk.ui.today_leads import LeadsCard, waiting
from crmdesk.ui.today_people import MOST, DaysCard, SilentCard
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import Beside, fill_scrolled, reveal
from crmdesk.widgets.line_card import LineCard
from crmdesk.widgets.line_row import LineRow
from crmdesk.widgets.parts import label, primary, quiet, title

if TYPE_CHECKING:
    from crmdesk.services.deal_lists import DealRow
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.lead_lists import LeadRow
    from crmdesk.services.silence import Silent
    from crmdesk.services.today import Coming, Day

_TABLES = {"activities", "participations", "contacts", "companies", "phones", "notes", "opt_outs", "addresses",
           "pick_entries", "preferences", "groups", "memberships", "affiliations", "deals", "leads"}  # fmt: skip
_WIDEST, _NARROW = 1160, 760
_BEAT = 20_000
"""Milliseconds in which the clock is looked at: the line of now moves, and the day ends."""
Types = Mapping[str, str]


def make(desk: Desk) -> "Today":
    return Today(desk)


class Today(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.day: Day | None = None
        self._is_stale = True
        self.head = title()
        self.told = label("", "body", "muted", wraps=True)
        self.agenda = AgendaCard(desk)
        self.calls = CallsCard(desk)
        self.late = LateCard(desk)
        self.leads = LeadsCard(desk)
        self.deals = AimlessCard(desk)
        self.silent = SilentCard(desk)
        self.days = DaysCard(desk)
        self.cards: tuple[LineCard, ...] = (
            self.agenda, self.calls, self.late, self.leads, self.deals, self.silent, self.days,
        )  # fmt: skip
        self.whose = WhoseChoice(desk)
        self._new = primary(_("New task"), lambda: desk.wanted.emit("tasks", "new"))
        self._appoint = quiet(_("New appointment"), self.agenda.plan_new)
        self._beat = QTimer(self, interval=_BEAT)
        self._beat.timeout.connect(self._tick)
        self._arrange()
        self.deals.drawn.connect(self._shown)
        self.whose.chosen.connect(lambda _key: self.look())
        desk.changed.connect(self._changed)
        desk.prepared.connect(self._prepared)

    def _arrange(self) -> None:
        self.late.hide()
        second = _column(self.late, self.leads, self.deals, self.silent, self.days)
        sides = Beside(_column(self.agenda, self.calls), second, (3, 2), _NARROW, 0)
        self.sides = QWidget()
        self.sides.setMaximumWidth(theme.px(_WIDEST))
        down = QVBoxLayout(self.sides)
        down.setContentsMargins(theme.margins(28, 20, 28, 24))
        down.setSpacing(theme.px(2))
        down.addWidget(self.head)
        down.addWidget(self.told)
        down.addSpacing(theme.px(12))
        down.addWidget(sides)
        down.addStretch(1)
        ground = QWidget()
        across = QHBoxLayout(ground)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(self.sides, 100)
        across.addStretch(1)
        fill_scrolled(self, ground)
        self._show_date(date.today())  # noqa: DTZ011 - by the clock on the wall

    # What the window asks

    def tools(self) -> tuple[QWidget, ...]:
        return self.whose, self._appoint, self._new

    def state(self) -> dict[str, Any]:
        return {"whose": self.whose.key}

    def restore(self, state: dict[str, Any]) -> None:
        self.whose.restore(state.get("whose"))

    def arrive(self, what: object = None) -> None:
        self.whose.look()
        if self._is_stale:
            self.look()

    def enter(self) -> None:
        """To the calls first: they are what is worked through."""
        rows = [*self.calls.rows(), *self.late.rows(), *self.rows()]
        (rows[0] if rows else self.agenda.plan).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def rows(self) -> list[LineRow]:
        return [row for card in self.cards if not card.isHidden() for row in card.rows()]

    # Asking

    def _changed(self, change: "Changed") -> None:
        if change.tables & _TABLES:
            self._is_stale = True
            if self.isVisible():
                self.look()

    def _prepared(self) -> None:
        if self.isVisible():
            self.look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._beat.start()
        self._tick()

    def _tick(self) -> None:
        """The day goes on; at midnight it is another."""
        now = datetime.now()  # noqa: DTZ005 - by the clock on the wall
        if not self.isVisible():
            self._beat.stop()
        elif self._is_stale or (self.day and self.day.day != now.date()):
            self.look()
        else:
            self.agenda.show_now(now)

    def look(self) -> None:
        if not self.desk.path:
            return
        self._is_stale = False
        today, country = date.today(), self.desk.country  # noqa: DTZ011 - by the clock on the wall
        whose = self.whose.key
        self.desk.ask(lambda store: _look(store, today, country, whose), self._show, replace=(id(self), "day"))
        self.desk.ask(lambda store: _coming(store, today), partial(self._show_days, today),
                      replace=(id(self), "days"))  # fmt: skip
        self.desk.ask(partial(waiting, today, whose), self._show_leads, replace=(id(self), "leads"))
        self.desk.ask(partial(aimless, whose), self._show_deals, replace=(id(self), "deals"))
        self.desk.ask(lambda store: _silent(store, today), partial(self._show_silent, today),
                      replace=(id(self), "silent"))  # fmt: skip

    # Showing

    def _show_date(self, day: date) -> None:
        self.head.setText(today_words.date_in_words(day))

    def _show(self, found: "tuple[Day, Types]") -> None:
        self.day, types = found
        self._show_date(self.day.day)
        self.told.setText(today_words.summed_up(self.day))
        self.agenda.show_day(self.day, types, datetime.now())  # noqa: DTZ005
        self.calls.show_day(self.day, types)
        self.late.show_day(self.day, types)
        self._shown()

    def _show_days(self, today: date, found: "Sequence[Coming]") -> None:
        self.days.show_days(today, found)
        self._shown()

    def _show_leads(self, found: "list[LeadRow]") -> None:
        self.leads.show_leads(found)
        self._shown()

    def _show_deals(self, found: "tuple[list[DealRow], int]") -> None:
        self.deals.show_deals(found)

    def _show_silent(self, today: date, found: "Sequence[Silent]") -> None:
        self.silent.show_people(today, found)
        self._shown()

    def _shown(self) -> None:
        """Rows that are new lead to their neighbours by Up and Down, and are scrolled to."""
        for row in self.rows():
            if not row.property("is known"):
                row.setProperty("is known", True)
                row.stepped.connect(lambda by, row=row: self._step(row, by))
        tab_order.order(self)

    def _step(self, row: LineRow, by: int) -> None:
        rows = self.rows()
        place = rows.index(row) + by
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
            reveal(rows[place])


def _column(*cards: LineCard) -> QWidget:
    holder = QWidget()
    down = QVBoxLayout(holder)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(theme.px(16))
    for card in cards:
        down.addWidget(card)
    down.addStretch(1)
    return holder


def _look(store: "Store", day: date, country: str, whose: str) -> "tuple[Day, Types]":
    from crmdesk.services import picks, today

    return today.look(store, day, country, whose=whose), dict(picks.choices(store, "activity"))


def _coming(store: "Store", day: date) -> "Sequence[Coming]":
    from crmdesk.services import today

    return today.coming(store, day)


def _silent(store: "Store", day: date) -> "Sequence[Silent]":
    from crmdesk.services import silence

    return silence.fallen_through(store, day, MOST + 1)
