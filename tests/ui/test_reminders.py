"""Reminders come once, in all windows of a file or by the system, and stay until they are dealt with."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crmdesk import settings
from crmdesk.services import activities, lookup, rules
from crmdesk.ui import reminder_memory, reminder_words, system_notice
from crmdesk.ui.activity_done import CompleteSheet
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.notices import NoticeCentre
from crmdesk.ui.reminder_cards import ReminderCards, cards_of
from crmdesk.ui.reminders import Reminders
from tests.ui.desks import Seat, closed_at_the_end, second

WALL = datetime.combine(date.today() + timedelta(days=2), time(10))  # noqa: DTZ011
NOW = WALL.astimezone()  # reckoned on the wall: clocks may be put forward or back until then


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, **later: int) -> None:
        self.now += timedelta(**later)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the system was asked to show."""
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(system_notice, "tell", lambda title, text, _pressed: bool(told.append((title, text))))
    return told


@pytest.fixture
def clock(seat: Seat, outside: list[tuple[str, str]]) -> Clock:
    made = Clock()
    watch = seat.desk.file.reminders = seat.desk.file.reminders or Reminders(seat.desk.file)
    watch.now = made
    watch._beat_at = watch._planned_at = made.now
    return made


def plan(seat: Seat, subject: str, minutes: int, kind: str = "call", **more: Any) -> bytes:
    when = (NOW + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")

    def job(store: Any) -> bytes:
        people = [lookup.find(store, "Ayşe", kind="contact")[0].id]
        return activities.plan(store, people, kind, subject, when, remind=15, **more)

    done: list[bytes] = []
    seat.desk.write(job, done.append)
    seat.until(lambda: done)
    return done[0]


def beat(seat: Seat) -> list[str]:
    """What the window shows after the next look."""
    watch = seat.desk.file.reminders
    assert watch
    watch.beat()
    seat.settle()
    return shown(seat)


def shown(seat: Seat) -> list[str]:
    found = cards_of(seat.window)
    return [row.words.accessibleName() for row in found.rows] if found and found.isVisible() else []


def cards(seat: Seat) -> ReminderCards:
    found = cards_of(seat.window)
    assert found
    return found


def test_it_is_told_once_in_time_and_stays_until_it_is_done(seat: Seat, clock: Clock) -> None:
    key = plan(seat, "Ring Ayşe", 20)
    seat.desk.say_undoable("Something")
    assert beat(seat) == []
    clock.on(minutes=6)
    (words,) = beat(seat)
    assert words.startswith("Ring Ayşe, in 14 minutes · ")
    assert "Ayşe" in words.partition(",")[2]
    clock.on(minutes=34)
    (words,) = beat(seat)
    assert words.startswith("Ring Ayşe, 20 minutes ago · ")
    assert [notice.text for notice in seat.desk.file.said.notices] == ["Ring Ayşe", "Something"], "noted once"
    assert seat.desk.file.said.notices[1].action, "being told is no step: Undo is still about what was done"
    seat.desk.write(lambda store: activities.complete(store, key))
    seat.until(lambda: not shown(seat))


def test_by_keys_to_it_and_done(seat: Seat, clock: Clock) -> None:
    plan(seat, "Water the plants", 5, "to-do")
    beat(seat)
    seat.press(Qt.Key.Key_F8)
    assert cards(seat).rows[0].words.hasFocus()
    for _step in range(3):
        seat.press(Qt.Key.Key_Tab)
    assert cards(seat).rows[0].done_button.hasFocus()
    seat.press(Qt.Key.Key_Space)
    seat.settle()
    assert (shown(seat), seat.toast()) == ([], "Done")
    seat.press(Qt.Key.Key_F8)
    assert seat.toast() == "No reminder waits."
    plan(seat, "Ring", 5)
    beat(seat)
    seat.click(cards(seat).rows[0].done_button)
    sheet = seat.sheet(CompleteSheet)
    assert shown(seat), "a call goes when its panel is done with"
    sheet.completing.finish()
    seat.until(lambda: not shown(seat))


def test_put_off_opened_and_put_away(seat: Seat, clock: Clock) -> None:
    keys = [plan(seat, subject, 5) for subject in ("One", "Two")]
    beat(seat)
    (_ten, ten), _hour, (words, tomorrow) = cards(seat).rows[0].snooze_times()
    assert tomorrow == datetime.combine(WALL.date() + timedelta(days=1), time(9)).astimezone()
    assert "9:00" in words
    cards(seat).rows[0].put_off(ten)
    seat.settle()
    assert [words[:3] for words in shown(seat)] == ["Two"]
    clock.on(minutes=10)
    assert [words[:3] for words in beat(seat)] == ["Two", "One"]
    seat.click(cards(seat).rows[0].away)
    seat.window.open_notices()
    assert seat.window.findChild(NoticeCentre)
    notice = seat.desk.file.said.notices[0]
    assert (notice.text, notice.icon) == ("One", "bell")
    assert notice.action
    notice.action.run()
    sheet = seat.sheet(ActivitySheet)
    assert sheet.editor.key == keys[0]
    assert shown(seat) == []


def test_all_windows_of_the_file_show_it(seat: Seat, clock: Clock) -> None:
    with closed_at_the_end():
        other = second(seat)
        plan(seat, "Ring", 5)
        beat(seat)
        assert len(shown(other)) == 1
        other.click(cards(other).rows[0].away)
        assert shown(seat) == shown(other) == []


def test_what_nobody_answered_comes_back_after_a_restart(
    seat: Seat, clock: Clock, outside: list[tuple[str, str]]
) -> None:
    for subject in ("Ovens", "Prices", "Later"):
        plan(seat, subject, 10)
    assert len(beat(seat)) == 3
    first, second_one, third = seat.desk.file.reminders.waiting  # type: ignore[union-attr]
    seat.desk.file.reminders.deal_with(first)  # type: ignore[union-attr]
    seat.asked(lambda store: activities.complete(store, third.slot.activity_id))
    told, path = len(outside), seat.desk.path
    assert path
    # another watch on the same file, as after a restart
    again = Reminders(seat.desk.file)
    again.now = clock
    seat.until(lambda: again.waiting)
    seat.settle()
    assert [each.slot.activity_id for each in again.waiting] == [second_one.slot.activity_id]
    assert len(outside) == told, "and is not told anew"
    again.deal_with(second_one)
    assert again.waiting == []
    assert reminder_memory.kept(path) == []


def test_the_system_tells_it_where_nobody_looks(
    seat: Seat, clock: Clock, outside: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    plan(seat, "Ring <b>", 5)
    beat(seat)
    plan(seat, "Doctor", 6, is_private=True)
    beat(seat)
    settings.change(hides_details=True)
    plan(seat, "Ring again", 7)
    beat(seat)
    settings.change(reminders="window")
    plan(seat, "Quiet", 8)
    assert len(beat(seat)) == 4
    settings.change(reminders="off")
    assert beat(seat) == []
    titles = [title for title, _text in outside]
    assert titles == ["Ring <b>", "Reminder", "Reminder"]
    assert "Ayşe" in outside[0][1]
    assert outside[1][1] == "in 6 minutes"


def test_follow_ups_are_planned_once_and_told(seat: Seat, clock: Clock) -> None:
    key = plan(seat, "Fair", 500)
    seat.asked(lambda store: None)
    done: list[bytes] = []
    seat.desk.write(lambda store: rules.save(store, rules.Rule("done", subject="Thank you")), done.append)
    seat.desk.write(lambda store: activities.complete(store, key))
    seat.settle()
    seat.desk.file.reminders.follow_up()  # type: ignore[union-attr]
    seat.until(lambda: seat.toast() == "1 follow-up planned")
    watch = seat.desk.file.reminders
    assert watch
    watch._timers[2].stop()
    seat.desk.undo()
    seat.settle()
    watch.follow_up()
    seat.settle()
    assert "planned" not in seat.toast(), "taken back it stays so"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(10, "in 10 minutes"), (1, "in 1 minute"), (0, "now"), (-20, "20 minutes ago"), (130, "in 2 hours")],
)
def test_the_time_in_words(minutes: int, words: str) -> None:
    starts = (NOW + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")
    assert reminder_words.distance(starts, NOW) == words
