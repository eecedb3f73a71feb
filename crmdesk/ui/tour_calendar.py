"""Scenes of the tour: the calendar in all its views, on a week that is planned."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from crmdesk import settings
from crmdesk.i18n import _
from crmdesk.ui.calendar import CalendarScreen
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window
from crmdesk.widgets import clock
from crmdesk.widgets.calendar_times import AGENDA, DAY_VIEW, MINUTE, MONTH, WEEK_VIEW, WORK_WEEK, YEAR, Span, midnight

if TYPE_CHECKING:
    from crmdesk.services.files import Store

Doing = tuple[str, str, int, float, float, str]
_WEEK: tuple[Doing, ...] = (
    ("visit", "Padaria São José: three ovens", 0, 9, 10.5, "João Álvares"),
    ("call", "Frame contract", 0, 11.5, 11.75, "Greta"),
    ("visit", "Sign the frame deal", 0, 14, 15, "Ayşe"),
    ("meeting", "Team", 0, 16, 16.75, ""),
    ("meeting", "Lunch", 1, 12.5, 14, "Lúcia"),
    ("to-do", "Quote for Okafor Builders", 1, 10, 11, "Sam"),
    ("meeting", "Prices for next year", 1, 10.5, 12, ""),
    ("call", "Delivery dates", 1, 15, 15.5, "Tang"),
    ("visit", "Showroom", 2, 9.5, 11.5, "Krystyna"),
    ("email", "Send the drawings", 2, 13, 13.5, "Sam"),
    ("meeting", "Interview", 2, 15, 16, ""),
    ("to-do", "Stocktaking", 3, 9, 12.5, ""),
    ("call", "Ask about the invoice", 3, 11, 11.5, "Nur"),
    ("visit", "New shop on Rua Augusta", 3, 14, 16.5, "João Álvares"),
    ("meeting", "Accountant", 4, 10, 11, ""),
    ("letter", "Christmas letter to the printer", 4, 14, 15, ""),
)
_DAYS = (
    ("meeting", "Bakery fair Munich", 1, 3),
    ("to-do", "Catalogue to the printer", 4, 4),
    ("meeting", "Bia is away", 7, 11),
)
_ZONE = "America/New_York"


def monday() -> date:
    """Of the week that comes, or this one."""
    today = date.today()  # noqa: DTZ011 - by the clock on the wall
    return today + (-today.weekday() % 7) * timedelta(days=1)


def plan_week(store: "Store") -> None:
    from crmdesk.services import activities, lookup

    begin = monday()
    for weeks in (-14, -7, 0, 7):
        for kind, subject, day, first, last, name in _WEEK[:: 1 if weeks == 0 else 2]:
            found = lookup.find(store, name, 1, "contact") if name else []
            start = midnight(begin + timedelta(days=day + weeks))
            span = Span(start + first * 60 * MINUTE, start + last * 60 * MINUTE)
            starts, ends = span.wall()
            activities.plan(store, [row.id for row in found], kind, subject, starts, ends=ends)
    for kind, subject, one, other in _DAYS:
        starts, ends = Span.days(begin + timedelta(days=one), begin + timedelta(days=other)).wall()
        activities.plan(store, [], kind, subject, starts, ends=ends)
    _plan_odd_ones(store, begin)


def _plan_odd_ones(store: "Store", begin: date) -> None:
    """One that repeats, one of another zone."""
    from crmdesk.services import activities

    first = begin - timedelta(days=21)
    activities.plan(store, [], "meeting", "Weekly review", f"{first}T08:30", ends=f"{first}T09:00",
                    recurrence="RRULE:FREQ=WEEKLY;BYDAY=MO,TH")  # fmt: skip
    activities.plan(store, [], "call", "Supplier in New York", f"{begin + timedelta(days=2)}T11:00",
                    ends=f"{begin + timedelta(days=2)}T11:30", zone=_ZONE)  # fmt: skip


def screen_of(window: Window) -> CalendarScreen:
    screen = window.screens["calendar"]
    assert isinstance(screen, CalendarScreen)
    return screen


def begin(window: Window, view: str) -> CalendarScreen:
    planned: list[None] = []
    window.desk.write(plan_week, planned.append)
    wait_for(lambda: planned)
    go(window, "calendar")
    screen = screen_of(window)
    screen.board.show_view(view)
    screen.board.go_to(monday())
    settle(window)
    return screen


def _view(window: Window, view: str) -> None:
    begin(window, view)


def _habits(window: Window, view: str, week_start: str, hours: str) -> None:
    settings.change(week_start=week_start, clock=hours)
    clock.choose(hours)
    begin(window, view)


def _draft(window: Window) -> None:
    screen = begin(window, WEEK_VIEW)
    shown = screen.board.shown()
    start = midnight(monday() + timedelta(days=2)) + 17 * 60 * MINUTE
    span = Span(start, start + 60 * MINUTE)
    box = shown.box_of(span)
    screen.changes.draft(span, QRect(shown.mapTo(screen.board, box.topLeft()), box.size()))
    line = screen.changes.line
    assert line
    line.line.setText(_("Lunch with Ana 13:00").replace("Ana", "Lúcia"))
    settle(window)


def _scope(window: Window) -> None:
    screen = begin(window, WORK_WEEK)
    slot = next(slot for slot in screen.slots.values() if slot.subject == "Weekly review")
    span = Span.of(slot.starts, slot.ends).moved(1, 30)
    screen.changes.shift((slot.activity_id, slot.instance), span)
    settle(window)


def _visits(window: Window) -> None:
    from crmdesk.ui.travel import Travel

    begin(window, DAY_VIEW)
    sheet = Travel(window, monday())
    sheet.open()
    wait_for(lambda: sheet.stops)
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    *((f"calendar-{view}", True, partial(_view, view=view)) for view in (DAY_VIEW, WORK_WEEK, WEEK_VIEW, MONTH, AGENDA,
                                                                        YEAR)),
    ("calendar-saturday", True, partial(_habits, view=MONTH, week_start="saturday", hours="24")),
    ("calendar-sunday", True, partial(_habits, view=WEEK_VIEW, week_start="sunday", hours="12")),
    ("calendar-draft", True, _draft),
    ("calendar-series", True, _scope),
    ("calendar-visits", True, _visits),
)  # fmt: skip
