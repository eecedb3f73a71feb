"""What a hand has to do to complete a call with what comes next: four keys besides the words."""

from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import Qt

from crmdesk.services import activities
from crmdesk.services.activities import Doing
from crmdesk.ui import activity_watch
from tests.journeys.telling import ENTER
from tests.ui.desks import Seat

DELETE, SHIFT = Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier


def stream(seat: Seat) -> list[Doing]:
    key = UUID(seat.page.editor.record).bytes
    return list(seat.asked(lambda store: activities.of_record(store, key)))


def planned(seat: Seat, kind: str = "call") -> bytes:
    """The cursor is on a call that was due."""
    page = seat.go_to("Lakshmi")
    record, made = page.editor.record, list[bytes]()
    seat.desk.write(
        lambda store: activities.plan(store, [record], kind, "Ask for the order", "2026-11-20"), made.append
    )
    seat.until(lambda: made and made[0] in page.activities._rows)
    seat.settle()
    page.activities._rows[made[0]].setFocus()
    seat.did.clear()
    return made[0]


def in_a_week() -> date:
    day = date.today() + timedelta(days=7)  # noqa: DTZ011
    return day + timedelta(days=max(8 - day.isoweekday(), 0) if day.isoweekday() > 5 else 0)


def test_a_call_its_result_and_the_next_one(seat: Seat) -> None:
    planned(seat)
    seat.press(ENTER)
    seat.keys("wants 3 ovens")
    seat.press(ENTER)
    seat.press(ENTER)
    seat.until(lambda: "Next: call" in seat.toast())
    assert seat.strokes() <= 3, seat.did
    following, done = stream(seat)
    assert (done.text, done.is_reached, following.done_at) == ("wants 3 ovens", True, None)
    assert (following.subject, following.starts) == ("Ask for the order", in_a_week().isoformat())
    seat.desk.undo()
    seat.until(lambda: [doing.done_at for doing in stream(seat)] == [None])
    seat.settle()

    seat.page.activities._rows[stream(seat)[0].id].setFocus()
    seat.did.clear()
    seat.press(ENTER)
    seat.keys("nobody there")
    seat.press(ENTER, SHIFT)
    seat.keys("26 Nov 2099 10:00")
    seat.press(ENTER)
    seat.until(lambda: len(stream(seat)) == 2)
    assert seat.strokes() == 4, seat.did
    following, done = stream(seat)
    assert (done.is_reached, following.starts) == (False, "2099-11-26T10:00")


def test_nothing_next_is_one_key_and_the_stopwatch_tells_the_minutes(seat: Seat) -> None:
    planned(seat)
    activity_watch.start(seat.desk)
    seat.press(ENTER)
    seat.keys("no more")
    seat.press(ENTER)
    seat.press(DELETE)
    seat.until(lambda: stream(seat)[0].done_at)
    assert seat.strokes() == 3, seat.did
    (done,) = stream(seat)
    assert (done.text, done.duration) == ("no more", 1)
    assert activity_watch.seconds(seat.desk) is None


def test_a_call_that_was_dialled_is_measured(seat: Seat, dialled: list[str]) -> None:
    seat.go_to("Lakshmi")
    seat.control(Qt.Key.Key_D)
    seat.until(lambda: dialled)
    assert activity_watch.seconds(seat.desk) is not None
    assert activity_watch.seconds(seat.desk, [b"somebody else"]) is None
    seat.until(seat.page.reach.reached.hasFocus)
    assert seat.page.reach.watch.isVisible()
    seat.press(Qt.Key.Key_Space)
    seat.until(lambda: stream(seat))
    assert stream(seat)[0].duration == 1
    assert activity_watch.seconds(seat.desk) is None
