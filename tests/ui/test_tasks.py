"""The list of tasks: added to by a line, ticked, put in order and off by keys and mouse."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from crmdesk.services import activities, tasks
from crmdesk.ui.activity_done import CompleteSheet
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.tasks import Tasks
from crmdesk.ui.tasks_model import Heading
from tests.ui.desks import Seat

ENTER, ALT = Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier
TODAY = date.today()  # noqa: DTZ011


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


@pytest.fixture
def screen(seat: Seat) -> Tasks:
    """Three for today, one for some day, nothing else."""

    def plan(store: object) -> None:
        for some in tasks.listing(store, TODAY).values():  # type: ignore[arg-type]
            for key in some:
                activities.remove(store, key.id)  # type: ignore[arg-type]
        for name in "abc":
            activities.plan(store, [], "to-do", name, day(0))  # type: ignore[arg-type]
        activities.plan(store, [], "to-do", "any")  # type: ignore[arg-type]

    seat.desk.write(plan)
    seat.window.go("tasks")
    found = seat.window.screens["tasks"]
    assert isinstance(found, Tasks)
    seat.until(lambda: shown(found) == ["Today", "a", "b", "c", "Next 7 days", "Later", "Someday", "any"])
    return found


def shown(screen: Tasks) -> list[str]:
    model = screen.list.tasks
    found = []
    for place, row in enumerate(model.rows):
        task = None if isinstance(row, Heading) else model.task(place)
        found.append(row.words if isinstance(row, Heading) else task.subject or task.type if task else "")
    return found


def choose(seat: Seat, screen: Tasks, name: str) -> None:
    screen.list.setFocus()
    screen.list.setCurrentIndex(screen.list.tasks.index(shown(screen).index(name)))


def test_a_line_of_words_makes_one(seat: Seat, screen: Tasks) -> None:
    line = screen.line
    line.line.setFocus()
    seat.keys("call Lakshmi tomorrow 10 !high")
    seat.until(lambda: "Lakshmi" in line.told.text())
    assert line.told.text().startswith("Call · ")
    seat.press(ENTER)
    seat.until(lambda: "call" in shown(screen))
    seat.settle()
    task = screen.list.tasks.task(shown(screen).index("call"))
    assert task
    assert (task.key.starts, task.priority) == (f"{day(1)}T10:00", "high")
    assert "Lakshmi" in task.people[0]
    assert line.line.text() == ""
    seat.press(Qt.Key.Key_Down)
    assert screen.list.hasFocus()


def test_keys_tick_move_and_put_off(seat: Seat, screen: Tasks) -> None:
    choose(seat, screen, "c")
    seat.press(Qt.Key.Key_Up, ALT)
    seat.until(lambda: shown(screen)[1:4] == ["a", "c", "b"])
    seat.press(Qt.Key.Key_Space)
    seat.until(lambda: shown(screen)[-2:] == ["Done today", "c"])
    assert seat.toast() == "Done"
    seat.desk.undo()
    seat.until(lambda: shown(screen)[1:4] == ["a", "c", "b"])
    for key, group in ((Qt.Key.Key_Plus, "week"), (Qt.Key.Key_T, "today"), (Qt.Key.Key_S, "someday")):
        choose(seat, screen, "a")
        seat.press(key)
        seat.until(lambda group=group: screen.list.tasks.group(shown(screen).index("a")) == group)
    choose(seat, screen, "b")
    seat.press(Qt.Key.Key_Down, ALT)  # past the heading below
    seat.until(lambda: screen.list.tasks.group(shown(screen).index("b")) == "week")
    choose(seat, screen, "b")
    seat.press(Qt.Key.Key_Delete)
    seat.until(lambda: "b" not in shown(screen))


def test_enter_opens_and_d_completes(seat: Seat, screen: Tasks) -> None:
    choose(seat, screen, "a")
    seat.press(ENTER)
    sheet: ActivitySheet = seat.sheet(ActivitySheet)
    seat.until(lambda: sheet.look)
    sheet.reject()
    seat.to_front()
    choose(seat, screen, "a")
    seat.press(Qt.Key.Key_D)
    panel: CompleteSheet = seat.sheet(CompleteSheet)
    seat.until(panel.completing.result.hasFocus)
    seat.keys("all sent")
    seat.press(ENTER)
    seat.until(lambda: shown(screen)[-2:] == ["Done today", "a"])


def test_the_mouse_ticks_and_drops_into_a_group(seat: Seat, screen: Tasks) -> None:
    row = shown(screen).index("b")
    box = screen.list._tick_area(row)
    QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    seat.until(lambda: shown(screen)[-1] == "b")
    key = screen.list.tasks.key(shown(screen).index("a"))
    assert key
    heading = screen.list.visualRect(screen.list.tasks.index(shown(screen).index("Later")))
    place = screen.list._row_at(heading.center() + QPoint(0, 2))
    screen.list._put(key, place)
    seat.until(lambda: screen.list.tasks.group(shown(screen).index("a")) == "later")


def test_narrowed_to_a_kind_nothing_may_be_left(seat: Seat, screen: Tasks) -> None:
    screen._set_kind("letter")
    seat.until(screen._nothing.isVisible)
    screen._set_kind("")
    seat.until(screen.list.isVisible)
