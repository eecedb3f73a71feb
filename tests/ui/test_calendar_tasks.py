"""What has no time yet stands beside the calendar, and is carried onto a day or an hour."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from crmdesk.services import activities, series, tasks
from crmdesk.services.tasks import TaskKey
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.calendar import CalendarScreen
from crmdesk.ui.calendar_tasks import MOST
from crmdesk.widgets.calendar_times import MONTH, WEEK_VIEW, midnight
from crmdesk.widgets.calendar_view import CalendarView
from crmdesk.widgets.carrying import Carried
from tests.ui.desks import Seat

TODAY = date.today()  # noqa: DTZ011
COPY, LEFT, NOTHING = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def calendar_of(seat: Seat, view: str) -> CalendarScreen:
    seat.window.go("calendar")
    screen = seat.window.screens["calendar"]
    assert isinstance(screen, CalendarScreen)
    screen.board.show_view(view)
    screen.board.go_to(TODAY)
    seat.settle()
    return screen


def let_go(view: CalendarView, data: Carried, place: QPointF) -> bool:
    """Over the view and down; whether it took it."""
    enter = QDragEnterEvent(place.toPoint(), COPY, data, LEFT, NOTHING)
    enter.setAccepted(False)
    view.dragEnterEvent(enter)
    if not enter.isAccepted():
        return False
    view.dragMoveEvent(QDragMoveEvent(place.toPoint(), COPY, data, LEFT, NOTHING))
    assert view.ghost
    assert view.ghost_words() == data.words
    view.dropEvent(QDropEvent(place, COPY, data, LEFT, NOTHING))
    assert view.ghost is None
    return True


def at(view: Any, moment: datetime) -> QPointF:
    column = view.column(view.days.index(moment.date()))
    return QPointF(column.center().x(), view.y_of(moment.hour * 60 + moment.minute) + 2)


def is_in_sight(view: Any, moment: datetime) -> bool:
    """Near an edge the view moves on; where it stands depends on the time of day."""
    return view.height() / 3 < at(view, moment).y() < view.height() * 2 / 3


def starts(seat: Seat, key: bytes) -> tuple[str | None, str | None]:
    def look(store: Any) -> tuple[str | None, str | None]:
        with store.read() as session:
            row = activities._alive(session, key)
            return row["starts"], row["ends"]

    found: tuple[str | None, str | None] = seat.asked(look)
    return found


@pytest.fixture
def some(seat: Seat) -> list[bytes]:
    """More than there is room for, the first of them long overdue."""
    late = (TODAY - timedelta(days=40)).isoformat()

    def plan(store: Any) -> list[bytes]:
        return [activities.plan(store, [], "to-do", f"Task {number}", late if not number else None)
                for number in range(MOST + 2)]  # fmt: skip

    keys: list[bytes] = seat.asked(plan)
    return keys


def test_a_task_gets_the_hour_or_the_day_it_is_let_go_on(seat: Seat, some: list[bytes]) -> None:
    screen = calendar_of(seat, WEEK_VIEW)
    side, grid = screen.side.tasks, screen.board.shown()
    seat.until(lambda: len(side.rows) == MOST)
    assert "Task 0" in {row.task.subject for row in side.rows}
    assert not side.more.isHidden()
    row = next(row for row in side.rows if row.task.subject == "Task 0")
    hours = (midnight(TODAY) + timedelta(hours=number) for number in range(23))
    hour = next(hour for hour in hours if is_in_sight(grid, hour))
    data = Carried(row.task.key, row.task.subject)
    assert let_go(grid, data, at(grid, hour))
    seat.until(lambda: seat.toast().startswith("Moved to"))
    seat.settle()
    until = hour + timedelta(hours=1)
    assert starts(seat, some[0]) == (f"{hour:%Y-%m-%dT%H:%M}", f"{until:%Y-%m-%dT%H:%M}")
    assert (some[0], "") in screen.slots
    assert "Task 0" not in {row.task.subject for row in side.rows}
    seat.asked(lambda store: store.undo())
    seat.until(lambda: "Task 0" in {row.task.subject for row in side.rows})
    # on a day of a month it keeps no hour
    screen.board.show_view(MONTH)
    seat.settle()
    month: Any = screen.board.shown()
    assert let_go(month, data, month.cell(TODAY).center())
    seat.settle()
    assert starts(seat, some[0]) == (TODAY.isoformat(), None)
    # others are not taken, and what leaves forgets its ghost
    assert not let_go(month, Carried(some, "People"), month.cell(TODAY).center())
    month.dragEnterEvent(QDragEnterEvent(QPoint(9, 99), COPY, data, LEFT, NOTHING))
    month.dragMoveEvent(QDragMoveEvent(QPoint(9, 99), COPY, data, LEFT, NOTHING))
    month.dragLeaveEvent(QDragLeaveEvent())
    assert month.ghost is None


def test_the_mouse_carries_it_and_a_press_opens_it(
    seat: Seat, some: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[Any] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_actions: carried.append(drag.mimeData().what))
    side = calendar_of(seat, WEEK_VIEW).side.tasks
    seat.until(lambda: len(side.rows) == MOST)
    row = side.rows[0]
    seat.qtbot.mousePress(row, LEFT, pos=QPoint(40, 10))
    seat.qtbot.mouseMove(row, QPoint(40, 60))
    seat.qtbot.mouseRelease(row, LEFT, pos=QPoint(40, 60))
    assert carried == [row.task.key]
    seat.click(row)
    sheet = seat.sheet(ActivitySheet)
    sheet.reject()
    seat.click(side.more)
    seat.until(lambda: seat.window.section == "tasks")


def test_from_the_list_of_tasks_over_the_side_bar(seat: Seat) -> None:
    seat.window.go("tasks")
    seat.settle()
    side = seat.window.side
    data = Carried(TaskKey(b"x" * 16, "", ""), "Words")
    place = side._buttons["calendar"].mapTo(side, side._buttons["calendar"].rect().center())
    enter = QDragEnterEvent(place, COPY, data, LEFT, NOTHING)
    side.dragEnterEvent(enter)
    assert enter.isAccepted()
    side.dragMoveEvent(QDragMoveEvent(place, COPY, data, LEFT, NOTHING))
    seat.until(lambda: seat.window.section == "calendar")
    side.dragLeaveEvent(QDragLeaveEvent())
    assert {made._carried for made in side._buttons.values()} == {""}


def test_of_a_series_one_leaves_it_and_what_has_a_length_keeps_it(seat: Seat) -> None:
    def plan(store: Any) -> bytes:
        rule = "RRULE:FREQ=DAILY;COUNT=5"
        return activities.plan(store, [], "to-do", "Stocktaking", f"{TODAY}T08:00", ends=f"{TODAY}T10:30",
                               recurrence=rule)  # fmt: skip

    key = seat.asked(plan)
    begin = f"{TODAY}T08:00"
    own = seat.asked(
        lambda store: tasks.set_time(store, TaskKey(key, begin, begin), f"{TODAY}T13:00", f"{TODAY}T14:00")
    )
    assert own != key
    assert starts(seat, own) == (f"{TODAY}T13:00", f"{TODAY}T15:30")
    assert starts(seat, key)[0] == begin
    seat.asked(lambda store: series.remove(store, key, begin, "all"))
