"""The calendar asks for as much as it shows: the first of full days, months ahead of time, an agenda piece by piece."""

from datetime import date, timedelta
from typing import Any

import pytest

from crmdesk.services import activities
from crmdesk.ui import calendar as screens
from crmdesk.ui.calendar import LINES, CalendarScreen
from crmdesk.widgets.agenda_list import AgendaList
from crmdesk.widgets.calendar_times import AGENDA, MONTH
from crmdesk.widgets.month_view import MonthView
from tests.ui.desks import Seat

DAY = date(2099, 3, 2) + timedelta(not date.today().weekday())  # noqa: DTZ011
"""Years after whatever the sample file plans, but for what it plans for each week from today on."""


def calendar_of(seat: Seat, view: str) -> CalendarScreen:
    seat.window.go("calendar", DAY)
    screen = seat.window.screens["calendar"]
    assert isinstance(screen, CalendarScreen)
    screen.board.show_view(view)
    seat.settle()
    return screen


def plan(seat: Seat, day: date, count: int) -> None:
    def write(store: Any) -> None:
        for number in range(count):
            activities.plan(store, [], "to-do", f"Number {number:02}", f"{day}T08:{number:02}")

    done: list[None] = []
    seat.desk.write(write, done.append)
    seat.until(lambda: done)
    seat.settle()


def titles(screen: CalendarScreen, day: date) -> list[str]:
    return [entry.title for entry in screen.board.shown().of_day(day) if entry.title.startswith("Number")]


def test_a_full_day_of_a_month_and_the_months_beside(seat: Seat) -> None:
    screen = calendar_of(seat, MONTH)
    next_month = DAY + timedelta(45)
    plan(seat, DAY, LINES + 8)
    plan(seat, next_month, 3)
    view = screen.board.shown()
    assert isinstance(view, MonthView)
    assert titles(screen, DAY) == [f"Number {number:02}" for number in range(LINES)]
    assert view.others == {DAY: 8}
    seat.until(lambda: len(screen._near) >= 2)
    screen.board.step(1)
    assert len(titles(screen, next_month)) == 3, "at once"
    beside = [entry.hint for entry in view.entries if entry.hint.startswith("Birthday")]
    assert beside, "with who has a birthday in that month"
    seat.settle()

    # What was fetched ahead is forgotten with the next change.
    plan(seat, DAY, 1)
    screen.board.step(-1)
    seat.settle()
    assert view.others == {DAY: 9}


def test_an_agenda_comes_in_pieces(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "ENOUGH", 4)
    for day in (0, 1, 2, 40, -3, -4):
        plan(seat, DAY + timedelta(day), 5)
    screen = calendar_of(seat, AGENDA)
    agenda = screen.board.shown()
    assert isinstance(agenda, AgendaList)
    seat.until(lambda: agenda.last > DAY)
    agenda.bar.setValue(agenda.bar.maximum())
    seat.until(lambda: agenda.last > DAY + timedelta(40))
    for day in (0, 1, 2, 40):
        assert len(titles(screen, DAY + timedelta(day))) == 5
    while agenda.first > DAY - timedelta(4):
        before = agenda.first

        def is_further_back(before: date = before) -> bool:
            """As one who goes on scrolling: while something is asked for, no more is."""
            agenda.bar.setValue(0)
            agenda._look_further()
            return agenda.first < before

        seat.until(is_further_back)
    assert [len(titles(screen, DAY - timedelta(day))) for day in (3, 4)] == [5, 5]
    screen.board.ask_again()
    seat.settle()
    assert len(titles(screen, DAY)) == 5
