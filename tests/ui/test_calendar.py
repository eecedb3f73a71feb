"""The calendar on a real file: planned by a line, moved, one of a series, what is shown, what is remembered."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from crmdesk import settings
from crmdesk.domain.slots import Slot
from crmdesk.services import activities, calendar
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.calendar import CalendarScreen
from crmdesk.ui.calendar_draft import DraftLine
from crmdesk.ui.calendar_side import DONE
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.scope_question import ScopeQuestion
from crmdesk.widgets.calendar_times import AGENDA, MONTH, WEEK_VIEW, YEAR, Span
from tests.ui.desks import Seat

MONDAY = date(2027, 3, 1)
NONE, CONTROL, SHIFT = (Qt.KeyboardModifier[name] for name in ("NoModifier", "ControlModifier", "ShiftModifier"))
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


OWN = {"Lunch with ayşe", "Stocktaking", "Fair", "Call someone", "Team", "Far", "Weekly"}


def calendar_of(seat: Seat, view: str = WEEK_VIEW) -> CalendarScreen:
    seat.window.go("calendar", MONDAY)
    screen = seat.window.screens["calendar"]
    assert isinstance(screen, CalendarScreen)
    screen.board.show_view(view)
    seat.settle()
    return screen


def slots(seat: Seat, first: date = MONDAY, days: int = 60) -> list[Slot]:
    """Of those that the tests plan."""
    found: list[Slot] = seat.asked(lambda store: calendar.between(store, first, first + timedelta(days=days)))
    return [slot for slot in found if slot.subject in OWN]


def write(seat: Seat, change: Callable[[Any], Any]) -> Any:
    done: list[Any] = []
    seat.desk.write(change, done.append)
    seat.until(lambda: done)
    seat.settle()
    return done[0]


def draft(seat: Seat, screen: CalendarScreen, starts: str, ends: str = "") -> DraftLine:
    screen.changes.draft(Span.of(starts, ends), QRect(10, 10, 100, 30))
    line = seat.sheet(DraftLine)
    assert isinstance(line, DraftLine)
    return line


def question(seat: Seat, scope: int) -> None:
    seat.click(seat.sheet(ScopeQuestion).buttons[scope])
    seat.settle()


def test_a_line_plans(seat: Seat) -> None:
    screen = calendar_of(seat)
    line = draft(seat, screen, "2027-03-02T10:00", "2027-03-02T11:00")
    seat.keys("Lunch with ayşe 13:00")
    seat.until(lambda: "Ayşe Çelik" in line._when.text())
    assert screen.board.shown().ghost == Span.of("2027-03-02T13:00", "2027-03-02T14:00")
    seat.press(ENTER)
    seat.until(lambda: seat.toast().startswith("Planned: Lunch with ayşe"))
    seat.settle()
    (found,) = slots(seat)
    assert (found.subject, found.starts, found.ends) == ("Lunch with ayşe", "2027-03-02T13:00", "2027-03-02T14:00")
    assert (found.people, found.type) == (("Ayşe Çelik",), "meeting")
    assert screen.board.shown().chosen == (found.activity_id, "")
    assert screen.board.shown().ghost is None

    # A kind that is chosen stays; Esc plans nothing; a press beside it keeps what was typed.
    draft(seat, screen, "2027-03-03")
    seat.keys("Stocktaking")
    seat.press(Qt.Key.Key_Up)
    seat.press(ESC)
    line = draft(seat, screen, "2027-03-03", "2027-03-04")
    seat.keys("Fair")
    line._choose("visit")
    line.keep()
    seat.until(lambda: len(slots(seat)) == 2)
    assert [(slot.type, slot.starts, slot.ends) for slot in slots(seat)][1] == ("visit", "2027-03-03", "2027-03-04")
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: len(slots(seat)) == 1)

    # More is said in the activity's own sheet, and what was typed is there already.
    line = draft(seat, screen, "2027-03-04T10:00")
    seat.keys("Call someone")
    seat.click(line.more_button)
    sheet = seat.sheet(ActivitySheet)
    seat.settle()
    assert sheet.subject.value() == "Call someone"
    sheet.reject()
    seat.settle()
    assert slots(seat)[-1].type == "call"


def test_moved_longer_and_gone(seat: Seat) -> None:
    screen = calendar_of(seat)
    ends = "2027-03-02T11:00"
    write(seat, lambda store: activities.plan(store, [], "meeting", "Team", "2027-03-02T10:00", ends=ends))
    (slot,) = slots(seat)
    key = (slot.activity_id, slot.instance)
    screen.board.shifted.emit(key, Span.of("2027-03-03T10:00", "2027-03-03T11:30"))
    seat.until(lambda: slots(seat)[0].starts == "2027-03-03T10:00")
    assert slots(seat)[0].ends == "2027-03-03T11:30"
    assert "Moved" in seat.toast()
    seat.settle()
    screen.board.shifted.emit(key, Span.of("2027-03-05"))
    seat.until(lambda: slots(seat)[0].is_day)
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: slots(seat)[0].ends == "2027-03-03T11:30")
    screen.board.removed.emit(key)
    seat.until(lambda: not slots(seat))
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: slots(seat))
    seat.settle()
    screen.board.opened.emit(key)
    sheet = seat.sheet(ActivitySheet)
    sheet.reject()

    # By other clocks it is moved by those.
    zoned = write(seat, lambda store: activities.plan(store, [], "call", "Far", "2027-03-10T10:00",
                                                      ends="2027-03-10T10:30", zone="Asia/Tokyo"))  # fmt: skip
    seat.settle()
    screen.board.go_to(date(2027, 3, 10))
    seat.settle()
    far = next(slot for slot in screen.slots.values() if slot.activity_id == zoned)
    seen = screen.board.shown().entry((zoned, ""))
    assert seen
    assert "10:00 in Tokyo" in seen.detail
    moved = Span.of(far.starts, far.ends).moved(1)
    screen.board.shifted.emit((zoned, ""), moved)
    seat.settle()
    seat.settle()
    there = seat.asked(lambda store: store.connection.execute(
        "SELECT starts FROM activities WHERE id = ?", (zoned,)).fetchone())  # fmt: skip
    assert there[0] == "2027-03-11T10:00"


@pytest.mark.parametrize(("scope", "left"), [(0, 4), (1, 2), (2, 0)])
def test_one_of_a_series_asks_which(scope: int, left: int, seat: Seat) -> None:
    screen = calendar_of(seat)
    weekly = {"ends": "2027-03-02T11:00", "recurrence": "RRULE:FREQ=WEEKLY;COUNT=5"}
    write(seat, lambda store: activities.plan(store, [], "meeting", "Weekly", "2027-03-02T10:00", **weekly))
    screen.board.go_to(date(2027, 3, 16))
    seat.settle()
    third = next(slot for slot in screen.slots.values() if slot.subject == "Weekly")
    key = (third.activity_id, third.instance)
    screen.board.shifted.emit(key, Span.of("2027-03-17T14:00", "2027-03-17T15:00"))
    assert slots(seat)[2].starts == "2027-03-16T10:00"
    question(seat, scope)
    seat.until(lambda: slots(seat)[2].starts == "2027-03-17T14:00")
    assert sum(slot.starts.endswith("10:00") for slot in slots(seat)) == left
    assert len(slots(seat)) == 5
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: slots(seat)[2].starts == "2027-03-16T10:00")
    seat.settle()
    screen.board.removed.emit(key)
    question(seat, scope)
    seat.until(lambda: len(slots(seat)) == left)


def test_layers_habits_and_what_is_remembered(seat: Seat) -> None:
    write(
        seat, lambda store: activities.plan(store, [], "meeting", "Team", "2027-03-02T10:00", ends="2027-03-02T11:00")
    )
    write(seat, lambda store: activities.plan(store, [], "call", "Ring", "2027-03-02T10:15", ends="2027-03-02T10:30"))
    screen = calendar_of(seat, MONTH)
    month = screen.board.shown()

    def titles() -> set[str]:
        seat.settle()
        return {entry.title for entry in month.entries}

    assert {"Team", "Ring"} <= titles()
    warned = next(entry for entry in month.entries if entry.title == "Ring")
    assert "At the same time: Team" in warned.hint
    seat.click(screen.side.box("call"))
    assert "Ring" not in titles()
    seat.click(screen.side.box(DONE))
    state = screen.state()
    assert state == {"view": MONTH, "hidden": ["call", DONE]}

    assert MONDAY + timedelta(days=1) in screen.side.month._counts

    # What another screen changes is seen at once; what was hidden stays hidden.
    write(seat, lambda store: activities.plan(store, [], "visit", "Shop", "2027-03-05"))
    assert "Shop" in titles()

    Preferences(seat.window, "calendar").open()
    pane = seat.sheet(Preferences).panes["calendar"]
    pane.controls["week_start"].chosen.emit("saturday")
    pane.controls["clock"].chosen.emit("12")
    seat.sheet(Preferences).reject()
    assert screen.board.habits.first_day == 6
    assert not screen.board.habits.is_24
    assert settings.load().week_start == "saturday"
    assert month.isVisible()

    # Another window begins as this one was.
    other = CalendarScreen(seat.desk)
    seat.qtbot.addWidget(other)
    other.restore({**state, "view": AGENDA, "nonsense": 3})
    assert (other.board.view, other.side.hidden) == (AGENDA, {"call", DONE})
    assert not other.side.box("call").isChecked()
    other.restore({"view": 7, "hidden": "call"})


def test_days_of_the_year_besides(seat: Seat) -> None:
    from crmdesk.services import records

    write(seat, lambda store: records.add(store, "contact", {"given_name": "Leap", "birthday": "2000-02-29"}, {}))
    screen = calendar_of(seat, MONTH)
    screen.board.go_to(date(2027, 2, 1))
    seat.settle()
    found = {entry.title: entry for entry in screen.board.shown().entries}
    assert found["Leap (27)"].span.first == date(2027, 2, 28)
    screen.board.opened.emit(found["Leap (27)"].key)
    seat.until(lambda: seat.window.section == "contacts")
    seat.settle()
    assert seat.name() == "Leap"

    seat.window.go("calendar")
    screen.board.show_view(YEAR)
    seat.settle()
    assert screen.head.title.text() == "2027"
    year = screen.board.shown()
    seat.until(lambda: date(2027, 2, 28) in year.besides)  # type: ignore[attr-defined]
    marks = year.besides[date(2027, 2, 28)]  # type: ignore[attr-defined]
    assert ("pink" in marks.tones, "Leap: Birthday: turns 27" in marks.words) == (True, True)
    face = year.faces()[1]  # type: ignore[attr-defined]
    assert "Leap: Birthday" in year.hint_at(face.cell(date(2027, 2, 28)).center())  # type: ignore[attr-defined]
    screen.board.go_to(datetime.now().date())  # noqa: DTZ005
    seat.settle()
    assert sum(screen.board.shown().counts.values()) > 0  # type: ignore[attr-defined]
    for modifiers, key in ((NONE, Qt.Key.Key_N), (CONTROL | SHIFT, Qt.Key.Key_A)):
        seat.press(key, modifiers)
        seat.until(seat.sheet(DraftLine).line.hasFocus)
        seat.press(ESC)
    QApplication.processEvents()
