"""A laptop sleeps over three reminders: they wait when it wakes, are told once, put off, and dealt with by keys."""

import pytest
from PySide6.QtCore import Qt

from tests.journeys.telling import ENTER, TAB, pick
from tests.ui.desks import Seat
from tests.ui.test_reminders import Clock, beat, cards, clock, outside, plan, shown

__all__ = ["clock", "outside"]


def test_a_laptop_that_slept(seat: Seat, clock: Clock, outside: list[tuple[str, str]]) -> None:
    for subject, minutes in (("Early", 60), ("Late", 120), ("Fair", 180)):
        plan(seat, subject, minutes, "to-do")
    seat.to_front()
    assert beat(seat) == []
    clock.on(hours=9)
    assert [words.partition(",")[0] for words in beat(seat)] == ["Early", "Late", "Fair"]
    assert cards(seat).fold.accessibleName().startswith("3 reminders, Early")
    assert not any(row.isVisible() for row in cards(seat).rows), "folded into one line"
    assert outside == [], "somebody looks at the window"

    seat.press(Qt.Key.Key_F8)
    seat.press(ENTER)
    assert all(row.isVisible() for row in cards(seat).rows)
    seat.press(TAB)
    seat.press(TAB)
    seat.press(TAB)
    assert cards(seat).rows[0].snooze.hasFocus()
    seat.press(ENTER)
    pick(seat, "1 hour")
    assert [words.partition(",")[0] for words in shown(seat)] == ["Late", "Fair"]
    for _reminder in range(2):
        seat.click(cards(seat).rows[0].done_button)
        seat.settle()
    assert shown(seat) == []

    clock.on(seconds=20)
    assert beat(seat) == []
    assert [notice.text for notice in seat.desk.file.said.notices if notice.icon] == ["Fair", "Late", "Early"]
    clock.on(hours=1)
    assert [words.partition(",")[0] for words in beat(seat)] == ["Early"], "again, as it was asked to"


@pytest.mark.usefixtures("clock")
def test_closing_the_file_is_the_end_of_it(seat: Seat) -> None:
    plan(seat, "Ring", 5)
    beat(seat)
    watch = seat.desk.file.reminders
    assert watch
    seat.window.close()
    assert not any(timer.isActive() for timer in watch._timers)
