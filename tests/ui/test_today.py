"""The start screen: what it shows, what keys and presses do on it, and that it goes with the time."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from crmdesk.services import activities, files, records, tasks, today
from crmdesk.ui import today as screen_of_today
from crmdesk.ui import windows
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.today import Today
from crmdesk.ui.today_agenda import NowLine
from crmdesk.ui.today_limits import LimitsSheet
from crmdesk.widgets import links
from crmdesk.widgets.line_card import LineCard
from crmdesk.widgets.line_row import LineRow
from tests.ui.desks import Seat, leave, sample
from tests.ui.test_start import HEAVY, ROOT

TODAY = date.today()  # noqa: DTZ011


def day(ahead: int, clock: str = "") -> str:
    return (TODAY + timedelta(days=ahead)).isoformat() + (f"T{clock}" if clock else "")


@pytest.fixture
def screen(seat: Seat) -> Today:
    """Two appointments, two late ones; nobody fell through but the one whom it is said of."""

    def plan(store: Any) -> None:
        for some in tasks.listing(store, TODAY).values():
            for key in some:
                activities.remove(store, key.id)
        activities.plan(store, [], "meeting", "Morning", day(0, "00:05"), ends=day(0, "00:10"), place="Rua Augusta 1")
        activities.plan(store, [], "meeting", "Night", day(0, "23:58"), ends=day(0, "23:59"))
        activities.plan(store, [], "to-do", "Newer", day(-1))
        activities.plan(store, [], "to-do", "Older", day(-3))

    seat.desk.write(plan)
    seat.window.go("today")
    found = seat.window.screens["today"]
    assert isinstance(found, Today)
    seat.until(lambda: titles(found.late) == ["Newer", "Older"])
    seat.settle()
    return found


def titles(card: LineCard) -> list[str]:
    return [row.line.title for row in card.rows()]


def row_of(card: LineCard, title: str) -> LineRow:
    return next(row for row in card.rows() if row.line.title == title)


def press_button(row: LineRow, words: str) -> None:
    next(button for button in row.findChildren(QPushButton) if button.accessibleName() == words).click()


def test_the_agenda_goes_with_the_clock(seat: Seat, screen: Today, monkeypatch: pytest.MonkeyPatch) -> None:
    agenda = screen.agenda
    assert titles(agenda) == ["Morning", "Night"]
    assert screen.told.text().endswith("2 appointments, 2 overdue"), "it may be a holiday"
    base = datetime.combine(TODAY, datetime.min.time())
    for clock, following, above in (((0, 1), "Morning", 0), ((0, 7), "Morning", 1), ((12, 0), "Night", 1)):
        agenda.show_now(base.replace(hour=clock[0], minute=clock[1]))
        assert [row.line.title for row in agenda.rows() if row.line.is_next] == [following]
        places = [key for key, _widget in agenda.placed]
        assert sum(isinstance(key, tuple) and len(key[0]) == 16 for key in places[: places.index("now")]) == above
    assert any(isinstance(widget, NowLine) for _key, widget in agenda.placed)
    opened: list[str] = []
    monkeypatch.setattr(links, "open_external", opened.append)
    press_button(row_of(agenda, "Morning"), "Show Rua Augusta 1 on a map")
    assert "Rua%20Augusta%201" in opened[0]
    row_of(agenda, "Night").click()
    sheet: ActivitySheet = seat.sheet(ActivitySheet)
    sheet.reject()


def test_what_is_late_is_ticked_and_put_off(seat: Seat, screen: Today) -> None:
    late = screen.late
    late.rows()[0].setFocus()
    seat.press(Qt.Key.Key_T)
    seat.until(lambda: titles(late) == ["Older"] and "Newer" in titles(screen.agenda))
    assert QApplication.focusWidget() is late.rows()[0], "the next one has the keyboard"
    seat.press(Qt.Key.Key_Space)
    seat.until(late.isHidden)
    seat.desk.undo()
    seat.until(lambda: titles(late) == ["Older"])
    row = late.rows()[0]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(24, row.height() // 2))
    seat.until(late.isHidden)
    seat.desk.undo()
    seat.until(lambda: titles(late) == ["Older"])
    press_button(late.rows()[0], "Older: put off to Tomorrow")
    seat.until(late.isHidden)


def test_people_are_thought_of_by_one_press(seat: Seat, screen: Today) -> None:
    def add(store: Any) -> None:
        soon = TODAY + timedelta(days=2)
        records.add(store, "contact", {"family_name": "Born", "birthday": f"1960-{soon:%m-%d}"})
        key = records.add(store, "contact", {"family_name": "Quiet", "stay_in_touch": 7})
        past = (datetime.now() - timedelta(days=20)).timestamp()  # noqa: DTZ005
        activities.log(store, [key], "call", "x", at=int(past * 1000))

    seat.desk.write(add)
    seat.until(lambda: "Born" in titles(screen.days) and "Quiet" in titles(screen.silent))
    assert "turns" in row_of(screen.days, "Born").line.detail
    assert row_of(screen.silent, "Quiet").line.detail.startswith("Every 7 days")
    press_button(row_of(screen.days, "Born"), "Plan a card for Born")
    seat.until(lambda: row_of(screen.days, "Born").line.tag == "card planned")
    row_of(screen.silent, "Quiet").setFocus()
    seat.press(Qt.Key.Key_P)
    seat.until(lambda: "Quiet" not in titles(screen.silent) and titles(screen.calls) == ["Quiet"])

    screen.silent.choose_limits()
    sheet: LimitsSheet = seat.sheet(LimitsSheet)
    for chooser in sheet.choosers.values():
        chooser.set_value(0)
    sheet._keep()
    seat.until(lambda: all(row.line.detail.startswith("Every") for row in screen.silent.rows()))
    seat.settle()
    row_of(screen.days, "Born").click()
    seat.until(lambda: seat.window.section == "contacts" and seat.screen.page and "Born" in seat.name())


def test_at_midnight_it_is_another_day(seat: Seat, screen: Today, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> "Tomorrow":
            return cls.fromordinal(TODAY.toordinal() + 1)

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Later":
            return cls.fromordinal(TODAY.toordinal() + 1).replace(hour=0, minute=1)  # type: ignore[return-value]

    monkeypatch.setattr(screen_of_today, "date", Tomorrow)
    monkeypatch.setattr(screen_of_today, "datetime", Later)
    screen._tick()
    seat.until(lambda: screen.day and screen.day.day.toordinal() == TODAY.toordinal() + 1)
    seat.until(lambda: "Night" in titles(screen.late))
    assert titles(screen.agenda) == []


def test_up_and_down_go_through_all_of_it(seat: Seat, screen: Today) -> None:
    rows = screen.rows()
    assert len(rows) >= 4
    rows[0].setFocus()
    for row in rows[1:]:
        seat.press(Qt.Key.Key_Down)
        assert QApplication.focusWidget() is row
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is rows[-2]


def test_a_first_start_begins_here_unless_nobody_is_in_the_file(qtbot: Any, qapp: Any, tmp_path: Any) -> None:
    files.new(empty := tmp_path / "Empty.crmdesk", "none")[0].close()
    told = sample(tmp_path)
    for path, section in ((empty, "contacts"), (told, "today"), (told, "today")):
        windows._store([state for state in windows.last_states() if state["section"] == "today"])
        window = windows.make_first(path)
        window.show()
        seat = Seat(qtbot, window)
        try:
            seat.open(path)
            assert window.section == section
            if isinstance(shown := window.screens.get("today"), Today):
                seat.until(lambda shown=shown: shown.calls.rows() and shown.days.rows())
                assert len(shown.calls.rows()) == len(seat.asked(lambda store: today.look(store, TODAY)).calls)
        finally:
            leave(window)


def test_it_is_there_before_anything_heavy_is_imported() -> None:
    """The start waits for it."""
    told = "import sys, crmdesk.ui.window, crmdesk.ui.today; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in done.stdout.split()} & HEAVY
