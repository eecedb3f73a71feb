"""The calendar of a team: columns and strips, what is given away by hand, what is not told, a time for all."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from crmdesk.domain.whose import ME
from crmdesk.services import activities, calendar, lead_assignment, team
from crmdesk.store.store import Store
from crmdesk.ui import calendar_entries
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.calendar import CalendarScreen
from crmdesk.ui.calendar_entries import Wanted
from crmdesk.ui.team_times import FreeTimes
from crmdesk.widgets.calendar_times import DAY_VIEW, MONTH, WEEK_VIEW, YEAR, Span
from crmdesk.widgets.people_grid import PeopleGrid
from tests.ui.desks import Seat

DAY = date(2027, 3, 2)
OURS = ("Mine", "Hers", "Busy", "His")


def at(hour: int, day: int = 0) -> str:
    return f"{DAY + timedelta(days=day)}T{hour:02}:00"


@pytest.fixture
def screen(seat: Seat) -> CalendarScreen:
    """Ana's, with Bia and Caio as colleagues."""

    def plan(store: Store) -> None:
        store.author = "Ana"
        for person in lead_assignment.colleagues(store):
            lead_assignment.remove_colleague(store, person.name)
        team.add(store, ["Bia", "Caio"])
        for name, whose, first, last in (
            ("Mine", None, 9, 10), ("Hers", "Bia", 9, 11), ("Doctor", "Bia", 15, 16), ("His", "Caio", 10, 14),
        ):  # fmt: skip
            activities.plan(store, [], "meeting", name, at(first), ends=at(last), responsible=whose,
                            is_private=name == "Doctor")  # fmt: skip

    seat.desk.write(plan)
    seat.window.go("calendar", DAY)
    found = seat.window.screens["calendar"]
    assert isinstance(found, CalendarScreen)
    seat.until(lambda: len(found.side.team.boxes) == 3)
    show(seat, found, DAY_VIEW)
    return found


def show(seat: Seat, screen: CalendarScreen, view: str) -> PeopleGrid:
    screen.board.show_view(view)
    screen.board.go_to(DAY)
    seat.settle()
    grid = screen.board.shown()
    if isinstance(grid, PeopleGrid):
        grid.bar.setValue(int(grid.y_of(8 * 60) - grid.head() + grid.top()))
    return grid  # type: ignore[return-value]


def columns(grid: PeopleGrid) -> dict[str, int]:
    """In which column of the day each of ours stands."""
    first = grid.days.index(DAY)
    pieces = [piece for piece in grid.pieces() if piece.entry.title in OURS]
    return {piece.entry.told: int((piece.box.left() - grid.gutter()) // grid.day_width()) - first for piece in pieces}


def owners(seat: Seat) -> dict[str, str]:
    slots = seat.asked(lambda store: calendar.between(store, DAY, DAY + timedelta(days=6)))
    return {slot.subject: slot.owner for slot in slots}


def test_a_day_has_a_column_for_each_and_a_week_strips(seat: Seat, screen: CalendarScreen) -> None:
    grid = screen.board.shown()
    assert isinstance(grid, PeopleGrid)
    assert [person.name for person in grid.people] == ["Ana", "Bia", "Caio"]
    assert columns(grid) == {"Mine": 0, "Hers": 1, "Busy": 1, "His": 2}
    busy = next(slot for slot in screen.slots.values() if slot.is_hidden)
    assert (busy.subject, busy.owner) == ("", "Bia")
    screen.changes.open((busy.activity_id, busy.instance))
    assert not seat.window.findChildren(ActivitySheet)
    week = show(seat, screen, WEEK_VIEW)
    assert columns(week) == {"Mine": 0}
    strips = [(person.name, piece.entry.told) for person, piece in week.strip_pieces()]
    assert strips == [("Bia", "Bia: Hers"), ("Bia", "Bia: Busy"), ("Caio", "Caio: His")]
    _person, his = week.strip_pieces()[2]
    assert week.hint_at(his.box.center()).startswith("Caio: His\n")
    screen.side.team.boxes["Bia"].click()
    seat.until(lambda: [person.name for person, _piece in week.strip_pieces()] == ["Caio"])
    assert screen.state()["absent"] == ["Bia"]
    screen.side.team.boxes[ME].click()
    seat.until(lambda: columns(week) == {"Caio: His": 0})
    for view in (MONTH, YEAR):
        show(seat, screen, view)
    for absent, count in (({"Bia", ME}, 1), ({"Caio"}, 3), (set(), 4)):
        wanted = Wanted(DAY, DAY, absent=frozenset(absent), most=12)
        assert seat.asked(partial(calendar_entries.counted, wanted=wanted)) == {DAY: count}
        assert len(seat.asked(partial(calendar_entries.planned, wanted=wanted, types={})).slots) == count


def test_what_is_put_into_a_column_is_theirs(seat: Seat, screen: CalendarScreen) -> None:
    grid = screen.board.shown()
    assert isinstance(grid, PeopleGrid)
    mine = next(piece for piece in grid.pieces() if piece.entry.title == "Mine")
    begin = mine.box.center().toPoint()
    drag(grid, begin, QPoint(begin.x() + 2 * int(grid.day_width()), begin.y()))
    seat.until(lambda: owners(seat)["Mine"] == "Caio")
    seat.until(lambda: columns(grid).get("Mine") == 2)
    seat.desk.undo()
    seat.until(lambda: columns(grid).get("Mine") == 0)
    over = QPointF(grid.column(1).center().x(), grid.y_of(13 * 60) + 2)
    place = grid.place_at(over)
    assert place
    assert place.moment == datetime.fromisoformat(at(13))
    span = Span.of(at(13), at(14))
    assert grid.column(1).contains(QPointF(grid.box_of(span).center()))
    screen.changes.draft(span, grid.box_of(span))
    assert screen.changes.line
    screen.changes.line.line.setText("Training")
    seat.settle()
    screen.changes.line.keep()
    seat.until(lambda: owners(seat).get("Training") == "Bia")


def test_by_keys_from_column_to_column(seat: Seat, screen: CalendarScreen) -> None:
    grid = screen.board.shown()
    assert isinstance(grid, PeopleGrid)
    grid.setFocus()
    right, left, alt = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier
    assert (grid.landed(), grid.in_words().partition(",")[0]) == ("", "Ana")
    seat.press(right)
    assert (grid.landed(), grid.slot.date(), grid.in_words().partition(",")[0]) == ("Bia", DAY, "Bia")
    grid.choose(next(entry.key for entry in grid.entries if entry.title == "Hers"))
    seat.press(right, alt)
    seat.until(lambda: owners(seat)["Hers"] == "Caio")
    seat.until(lambda: columns(grid).get("Hers") == 2)
    grid.choose(next(entry.key for entry in grid.entries if entry.title == "Mine"))
    seat.press(Qt.Key.Key_Down, alt)
    seat.until(lambda: columns(grid).get("Mine") == 0 and "09:15" in starts_of(seat, "Mine"))
    assert owners(seat)["Mine"] == "Ana"
    grid.chosen = None
    for _way in range(3):
        seat.press(left)
    seat.until(lambda: grid.slot.date() < DAY)


def starts_of(seat: Seat, subject: str) -> str:
    slots = seat.asked(lambda store: calendar.between(store, DAY, DAY))
    return str(next(slot.starts for slot in slots if slot.subject == subject))


def drag(grid: PeopleGrid, begin: QPoint, end: QPoint) -> None:
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QTest.mousePress(grid, left, none, begin)
    for place in (begin + QPoint(20, 0), end):
        QTest.mouseMove(grid, place)
    QTest.mouseRelease(grid, left, none, end)


def test_a_time_for_all(seat: Seat, screen: CalendarScreen) -> None:
    screen.side.team.find_time.click()
    (sheet,) = seat.window.findChildren(FreeTimes)
    seat.until(sheet.times)
    assert all(box.isChecked() for box in sheet.boxes.values())
    first = sheet.found
    sheet.later.click()
    seat.until(lambda: sheet.found != first)
    assert sheet.found[0].start >= first[-1].end
    chosen = sheet.found[0]
    seat.click(sheet.times()[0])
    seat.until(lambda: seat.window.findChildren(ActivitySheet))
    assert screen.board.chosen_day() == chosen.start.date()
    seat.press(Qt.Key.Key_Escape)
