"""Scenes of the tour: a team at work: its calendars side by side, what is given away, a time for all."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from crmdesk.ui.calendar import CalendarScreen
from crmdesk.ui.tour_stage import Scene, go, screen_of, settle, show_record, wait_for
from crmdesk.ui.window import Window
from crmdesk.widgets import theme
from crmdesk.widgets.calendar_times import DAY_VIEW, MONTH, WORK_WEEK
from crmdesk.widgets.people_grid import PeopleGrid
from crmdesk.widgets.time_grid import HOUR

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_WEEK: tuple[tuple[str, str, str, int, str, str], ...] = (
    ("", "visit", "Padaria São José: three ovens", 0, "09:00", "10:30"),
    ("", "call", "Frame contract", 0, "11:30", "12:00"),
    ("", "meeting", "Prices for next year", 0, "15:00", "16:30"),
    ("Bia", "visit", "Showroom", 0, "09:30", "11:30"),
    ("Bia", "meeting", "Dentist", 0, "13:00", "14:00"),
    ("Bia", "call", "Delivery dates", 0, "15:30", "16:00"),
    ("Marek", "visit", "Service: mixer in Gdańsk", 0, "08:00", "12:30"),
    ("Marek", "meeting", "Spare parts", 0, "14:00", "15:00"),
    ("", "meeting", "Lunch", 1, "12:30", "14:00"),
    ("", "visit", "Sign the frame deal", 2, "14:00", "15:30"),
    ("Bia", "meeting", "Interview", 1, "10:00", "12:00"),
    ("Bia", "visit", "New shop on Rua Augusta", 3, "09:00", "16:30"),
    ("Marek", "visit", "Service in Poznań", 1, "08:30", "16:00"),
    ("Marek", "visit", "Service in Łódź", 2, "08:30", "11:00"),
    ("Marek", "meeting", "Training", 4, "13:00", "17:00"),
)
_DAYS = (("Marek", "meeting", "Bakery fair Munich", 8, 10),)


def monday() -> date:
    today = date.today()  # noqa: DTZ011 - by the clock on the wall
    return today + (-today.weekday() % 7) * timedelta(days=1)


def plan_week(store: "Store") -> None:
    from crmdesk.services import activities

    store.author = "Ana"
    for whose, kind, subject, day, first, last in _WEEK:
        when = monday() + timedelta(days=day)
        activities.plan(
            store, [], kind, subject, f"{when}T{first}", ends=f"{when}T{last}", responsible=whose or None,
            is_private=subject == "Dentist",
        )  # fmt: skip
    for whose, kind, subject, one, other in _DAYS:
        first, last = (str(monday() + timedelta(days=day)) for day in (one, other))
        activities.plan(store, [], kind, subject, first, ends=last, responsible=whose)


def _write(window: Window, job: "partial[None]") -> None:
    done: list[None] = []
    window.desk.write(job, done.append)
    wait_for(lambda: done)
    settle(window)


def calendar(window: Window, view: str) -> CalendarScreen:
    _write(window, partial(plan_week))
    go(window, "calendar")
    screen = window.screens["calendar"]
    assert isinstance(screen, CalendarScreen)
    wait_for(lambda: screen.side.team.boxes)
    screen.board.show_view(view)
    screen.board.go_to(monday())
    settle(window)
    if isinstance(grid := screen.board.shown(), PeopleGrid):
        grid.bar.setValue(theme.px(round(7.5 * HOUR)))  # whatever the time of the day
    return screen


def _view(window: Window, view: str) -> None:
    calendar(window, view)


def free_time(window: Window) -> None:
    from crmdesk.ui.team_times import FreeTimes

    screen = calendar(window, WORK_WEEK)
    screen.changes.find_time()
    (sheet,) = window.findChildren(FreeTimes)
    wait_for(sheet.times)
    settle(window)


def tasks(window: Window) -> None:
    """Everybody's, and whose they are."""
    from crmdesk.ui.tasks import Tasks

    _write(window, partial(_give_tasks))
    go(window, "tasks")
    screen = window.screens["tasks"]
    assert isinstance(screen, Tasks)
    settle(window)
    screen.whose.set_value("")
    screen.whose.chosen.emit("")
    settle(window)


def _give_tasks(store: "Store") -> None:
    from crmdesk.services import activities, lookup

    store.author = "Ana"
    today = date.today()  # noqa: DTZ011 - the wall
    people = [row.id for row in lookup.first_rows(store, "contact", 8)]
    for place, (whose, kind, subject) in enumerate(
        (
            ("", "call", "Delivery date of the mixer"),
            ("Bia", "call", "Ask for the signed order"),
            ("", "to-do", "Price list for spring"),
            ("Marek", "visit", "Look at the broken oven"),
            ("Bia", "letter", "Thank them for the tour"),
        )
    ):
        day = today + timedelta(days=place // 2 - 9)
        activities.plan(store, [people[place]], kind, subject, str(day), responsible=whose or None)


def assign(window: Window) -> None:
    from crmdesk.ui.board_ask import AskPanel

    show_record(window, "Álvares")
    window.ask("assign")
    wait_for(lambda: window.findChildren(AskPanel))
    settle(window)


def hand_over(window: Window) -> None:
    from crmdesk.ui.assign import HandOver

    show_record(window, "Álvares")
    window.ask("hand over")
    wait_for(lambda: window.findChildren(HandOver))
    (sheet,) = window.findChildren(HandOver)
    settle(window)
    sheet.to.setText("Bia")
    sheet.note.setPlainText("He wants the two ovens before Easter. Rebate is agreed: 4 %.\nRing him in the mornings.")
    settle(window)


def contacts(window: Window) -> None:
    """Of one colleague."""
    go(window, "contacts")
    screen = screen_of(window)
    wait_for(lambda: screen.list.source)
    _write(window, partial(_give_contacts))
    screen.whose.chosen.emit("Bia")
    settle(window)


def _give_contacts(store: "Store") -> None:
    from crmdesk.services import assigning, lookup

    assigning.assign(store, "contact", [row.id for row in lookup.first_rows(store, "contact", 12)], "Bia")


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("team-day", True, partial(_view, view=DAY_VIEW)),
    ("team-week", True, partial(_view, view=WORK_WEEK)),
    ("team-month", True, partial(_view, view=MONTH)),
    ("team-free-time", True, free_time),
    ("team-tasks", True, tasks),
    ("team-contacts", True, contacts),
    ("assign", True, assign),
    ("hand-over", True, hand_over),
)
