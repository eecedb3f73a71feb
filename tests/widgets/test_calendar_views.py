"""Month, days with hours, year and agenda: where things lie, what keys and the mouse do, in both directions."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk import i18n
from crmdesk.widgets import theme, time_grid
from crmdesk.widgets.agenda_list import AgendaList, Row
from crmdesk.widgets.calendar_board import CalendarBoard
from crmdesk.widgets.calendar_times import AGENDA, DAY_VIEW, MONTH, WEEK_VIEW, WORK_WEEK, YEAR, Entry, Habits, Span
from crmdesk.widgets.calendar_view import CalendarView
from crmdesk.widgets.month_view import MonthView
from crmdesk.widgets.time_grid import TimeGrid
from crmdesk.widgets.year_view import YearView

MONDAY = date(2026, 11, 23)
LEFT, ALT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def entry(key: str, starts: str, ends: str = "", **more: Any) -> Entry:
    return Entry(key, Span.of(f"2026-11-{starts}", f"2026-11-{ends}" if ends else ""), f"Entry {key}", **more)


ENTRIES = [
    entry("call", "23T09:00", "23T10:00"),
    entry("visit", "23T09:30", "23T11:00"),
    entry("fair", "24", "26"),
    entry("birthday", "25", is_fixed=True),
    entry("late", "26T23:00", "27T01:00"),
]


class Made:
    """A board with what it told."""

    def __init__(self, board: CalendarBoard) -> None:
        self.board = board
        self.told: list[tuple[Any, ...]] = []
        for name in ("opened", "drafted", "shifted", "removed"):
            getattr(board, name).connect(lambda *args, name=name: self.told.append((name, *args)))

    @property
    def view(self) -> CalendarView:
        return self.board.shown()

    def last(self) -> tuple[Any, ...]:
        return self.told[-1][:3]

    def box(self, key: str) -> QRectF:
        return next(piece.box for piece in self.view.pieces() if piece.entry.key == key)


class Noon(datetime):
    """The hours that are in sight at first are those around now."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Noon":
        return cls(2026, 11, 20, 12)


@pytest.fixture(autouse=True)
def another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_grid, "datetime", Noon)


@pytest.fixture
def make(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Made]]:
    def made(view: str, entries: list[Entry] = ENTRIES, habits: Habits | None = None) -> Made:
        board = CalendarBoard("Calendar", habits or Habits(), view, MONDAY)
        qtbot.addWidget(board)
        board.wanted.connect(lambda first, last: board.show_entries(first, last, within(entries, first, last)))
        board.resize(900, 640)
        board.show()
        board.activateWindow()
        qtbot.waitUntil(board.isActiveWindow)
        board.ask_again()
        board.shown().setFocus(Qt.FocusReason.TabFocusReason)
        return Made(board)

    yield made
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def within(entries: list[Entry], first: date, last: date) -> list[Entry]:
    return [one for one in entries if one.span.first <= last and one.span.last >= first]


def drag(qtbot: QtBot, view: CalendarView, begin: QPointF, end: QPointF) -> None:
    qtbot.mousePress(view, LEFT, pos=begin.toPoint())
    qtbot.mouseMove(view, ((begin + end) / 2).toPoint())
    qtbot.mouseMove(view, end.toPoint())
    qtbot.mouseRelease(view, LEFT, pos=end.toPoint())


def at(grid: CalendarView, day: int, hour: float) -> QPointF:
    """The middle of a day of the week, at an hour."""
    assert isinstance(grid, TimeGrid)
    box = grid.mirrored(grid.column(day))
    return QPointF(box.center().x(), grid.y_of(hour * 60) + 2)


BOTH = pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])


# Where things lie


@BOTH
@pytest.mark.parametrize("view", [MONTH, WEEK_VIEW, DAY_VIEW, AGENDA])
def test_nothing_lies_on_anything_else(
    view: str, direction: Qt.LayoutDirection, qapp: QApplication, make: Callable[..., Made]
) -> None:
    qapp.setLayoutDirection(direction)
    made = make(view)
    assert made.view.pieces()
    for one, other in combinations(made.view.pieces(), 2):
        if one.is_bar == other.is_bar:
            assert not one.box.intersects(other.box)
    assert all(piece.box.left() >= -1 and piece.box.right() <= made.view.width() + 1 for piece in made.view.pieces())


@BOTH
def test_days_follow_the_direction_of_reading(
    direction: Qt.LayoutDirection, qapp: QApplication, make: Callable[..., Made]
) -> None:
    qapp.setLayoutDirection(direction)
    made = make(MONTH)
    month = made.view
    assert isinstance(month, MonthView)
    call, late = made.box("call"), made.box("late")
    assert (call.left() < late.left()) == (direction == Qt.LayoutDirection.LeftToRight)
    for day in (MONDAY, MONDAY + timedelta(days=6)):
        place = month.place_at(month.mirrored(month.cell(day)).center())
        assert place
        assert place.moment.date() == day


def test_what_does_not_fit_is_counted_and_opens_the_day(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(MONTH, [entry(str(hour), f"23T{hour:02}:00") for hour in range(8, 20)])
    month = made.view
    assert isinstance(month, MonthView)
    assert month.pieces()
    (more,) = [more for more in month._more if more.day == MONDAY]
    assert more.count + len(month.pieces()) == 12
    assert "Entry 19" in month.hint_at(more.box.center())
    qtbot.mouseClick(month, LEFT, pos=more.box.center().toPoint())
    assert (made.board.view, made.board.day) == (DAY_VIEW, MONDAY)


def test_those_that_did_not_come_are_counted_too(make: Callable[..., Made]) -> None:
    made = make(MONTH)
    month = made.view
    assert isinstance(month, MonthView)
    made.board.show_others({MONDAY: 500})
    made.board.ask_again()
    seen = [piece.entry.key for piece in month.pieces() if piece.entry.span.first == MONDAY]
    (more,) = month._more
    assert (more.day, more.count + len(seen)) == (MONDAY, 502)


def test_whole_days_that_do_not_fit_are_unfolded(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(WEEK_VIEW, [entry(str(number), "24") for number in range(9)])
    grid = made.view
    assert isinstance(grid, TimeGrid)
    assert len(grid.pieces()) + grid.hidden[1] == 9
    qtbot.mouseClick(grid, LEFT, pos=grid.more_box(1).center().toPoint())
    assert len(grid.pieces()) == 9
    assert grid.hidden == [0] * 7


def test_over_midnight_is_seen_on_both_days(make: Callable[..., Made]) -> None:
    made = make(WEEK_VIEW)
    pieces = [piece for piece in made.view.pieces() if piece.entry.key == "late"]
    assert [(piece.begins, piece.ends) for piece in pieces] == [(True, False), (False, True)]


def test_hours_of_work_are_in_sight(make: Callable[..., Made]) -> None:
    grid = make(WEEK_VIEW, habits=Habits(works_from=11 * 60)).view
    assert isinstance(grid, TimeGrid)
    assert grid.head() <= grid.y_of(11 * 60) <= grid.head() + 80


# The mouse


@BOTH
def test_days_with_hours_by_mouse(
    direction: Qt.LayoutDirection, qtbot: QtBot, qapp: QApplication, make: Callable[..., Made]
) -> None:
    qapp.setLayoutDirection(direction)
    made = make(WEEK_VIEW)
    grid = made.view
    drag(qtbot, grid, at(grid, 2, 13), at(grid, 2, 14.25))
    assert made.last()[:2] == ("drafted", Span.of("2026-11-25T13:00", "2026-11-25T14:30"))
    call = made.box("call")
    drag(qtbot, grid, QPointF(call.center().x(), call.top() + 4), at(grid, 3, 13.1))
    assert made.last() == ("shifted", "call", Span.of("2026-11-26T13:00", "2026-11-26T14:00"))
    drag(qtbot, grid, QPointF(call.center().x(), call.bottom() - 2), at(grid, 0, 11.8))
    assert made.last() == ("shifted", "call", Span.of("2026-11-23T09:00", "2026-11-23T12:00"))
    qtbot.mouseDClick(grid, LEFT, pos=call.center().toPoint())
    assert made.last() == ("opened", "call")
    qtbot.mouseDClick(grid, LEFT, pos=at(grid, 4, 15.1).toPoint())
    assert made.last()[:2] == ("drafted", Span.of("2026-11-27T15:00", "2026-11-27T15:30"))


def test_between_hours_and_whole_days(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(WEEK_VIEW)
    grid = made.view
    assert isinstance(grid, TimeGrid)
    call, above = made.box("call"), grid.names_height() + 6
    drag(qtbot, grid, call.center(), QPointF(at(grid, 5, 0).x(), above))
    assert made.last() == ("shifted", "call", Span.of("2026-11-28"))
    drag(qtbot, grid, made.box("fair").center(), at(grid, 4, 13))
    assert made.last() == ("shifted", "fair", Span.of("2026-11-27T13:00", "2026-11-27T14:00"))
    drag(qtbot, grid, QPointF(at(grid, 5, 0).x(), above), QPointF(at(grid, 6, 0).x(), above))
    assert made.last()[:2] == ("drafted", Span.of("2026-11-28", "2026-11-29"))


def test_a_month_by_mouse(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(MONTH)
    month = made.view
    assert isinstance(month, MonthView)
    drag(qtbot, month, month.cell(date(2026, 11, 10)).center(), month.cell(date(2026, 11, 12)).center())
    assert made.last()[:2] == ("drafted", Span.of("2026-11-10", "2026-11-12"))
    drag(qtbot, month, made.box("call").center(), month.cell(date(2026, 11, 13)).center())
    assert made.last() == ("shifted", "call", Span.of("2026-11-13T09:00", "2026-11-13T10:00"))
    drag(qtbot, month, made.box("birthday").center(), month.cell(date(2026, 11, 13)).center())
    assert made.last()[1] == "call"  # what is fixed stays
    qtbot.mouseDClick(month, LEFT, pos=month.cell(date(2026, 12, 2)).center().toPoint())
    assert made.last()[:2] == ("drafted", Span.of("2026-12-02"))
    assert made.board.title() == "November 2026"


# The keyboard


def test_a_month_by_keys(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(MONTH)
    qtbot.keyClick(made.view, Key.Key_Tab)
    assert made.view.chosen == "call"
    qtbot.keyClick(made.view, Key.Key_Right, ALT)
    assert made.last() == ("shifted", "call", Span.of("2026-11-24T09:00", "2026-11-24T10:00"))
    qtbot.keyClick(made.view, Key.Key_Down, ALT)
    assert made.last() == ("shifted", "call", Span.of("2026-11-30T09:00", "2026-11-30T10:00"))
    qtbot.keyClick(made.view, Key.Key_Return)
    assert made.last() == ("opened", "call")
    qtbot.keyClick(made.view, Key.Key_Delete)
    assert made.last() == ("removed", "call")
    qtbot.keyClick(made.view, Key.Key_Escape)
    qtbot.keyClick(made.view, Key.Key_Right)
    for _day in range(2):
        qtbot.keyClick(made.view, Key.Key_Right, SHIFT)
    qtbot.keyClick(made.view, Key.Key_Return)
    assert made.last()[:2] == ("drafted", Span.of("2026-11-24", "2026-11-26"))
    for _week in range(2):
        qtbot.keyClick(made.view, Key.Key_Down)
    assert made.board.title() == "December 2026"
    assert made.board.chosen_day() == date(2026, 12, 10)


def test_hours_by_keys(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(WEEK_VIEW)
    for _step in range(4):
        qtbot.keyClick(made.view, Key.Key_Down)
    qtbot.keyClick(made.view, Key.Key_Down, SHIFT)
    qtbot.keyClick(made.view, Key.Key_Return)
    assert made.last()[:2] == ("drafted", Span.of("2026-11-23T11:00", "2026-11-23T12:00"))
    qtbot.keyClick(made.view, Key.Key_Tab)
    qtbot.keyClick(made.view, Key.Key_Tab)
    assert made.view.chosen == "visit"
    qtbot.keyClick(made.view, Key.Key_Down, ALT)
    assert made.last() == ("shifted", "visit", Span.of("2026-11-23T09:45", "2026-11-23T11:15"))
    qtbot.keyClick(made.view, Key.Key_Up, ALT | SHIFT)
    assert made.last() == ("shifted", "visit", Span.of("2026-11-23T09:30", "2026-11-23T10:45"))
    for _day in range(7):
        qtbot.keyClick(made.view, Key.Key_Right)
    assert made.board.days()[0] == date(2026, 11, 30)


def test_arrows_follow_the_direction_of_reading(qtbot: QtBot, qapp: QApplication, make: Callable[..., Made]) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    made = make(MONTH)
    qtbot.keyClick(made.view, Key.Key_Left)
    assert made.board.chosen_day() == MONDAY + timedelta(days=1)


def test_views_and_pages_by_keys(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(MONTH)
    keys = {Key.Key_D: DAY_VIEW, Key.Key_5: WORK_WEEK, Key.Key_W: WEEK_VIEW, Key.Key_A: AGENDA, Key.Key_Y: YEAR,
            Key.Key_M: MONTH}  # fmt: skip
    for key, view in keys.items():
        qtbot.keyClick(made.view, key)
        assert made.board.view == view
        assert made.view.hasFocus()
        assert made.view.accessibleDescription()
    qtbot.keyClick(made.view, Key.Key_PageDown)
    assert made.board.title() == "December 2026"
    qtbot.keyClick(made.view, Key.Key_PageUp)
    qtbot.keyClick(made.view, Key.Key_T)
    assert made.board.chosen_day() == date.today()  # noqa: DTZ011


def test_a_year_counts_and_opens_days(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(YEAR)
    year = made.view
    assert isinstance(year, YearView)
    assert year.counts[MONDAY] == 2
    assert year.counts[date(2026, 11, 25)] == 2
    face = year.faces()[10]
    qtbot.mouseClick(year, LEFT, pos=face.cell(MONDAY).center().toPoint())
    assert year.hint_at(face.cell(MONDAY).center()).endswith("2 entries")
    qtbot.keyClick(year, Key.Key_Return)
    assert (made.board.view, made.board.day) == (DAY_VIEW, MONDAY)


@pytest.mark.parametrize("language", ["en", "ru", "qps"])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_times_of_an_agenda_are_never_cut(
    qapp: QApplication, make: Callable[..., Made], monkeypatch: pytest.MonkeyPatch, language: str, scale: float
) -> None:
    monkeypatch.setenv("CRMDESK_LANGUAGE", language)
    i18n._catalogue.cache_clear()
    before = QLocale()
    QLocale.setDefault(QLocale("ru_RU" if language == "ru" else "en_US"))
    theme.apply(qapp, "light", scale, is_moving=True)
    for is_24 in (True, False):
        agenda = make(AGENDA, habits=Habits(is_24=is_24)).view
        assert isinstance(agenda, AgendaList)
        late = Span.of("2026-11-23T10:58", "2026-11-23T22:58")
        spans = (late, Span.days(MONDAY, MONDAY), Span(late.start - timedelta(days=1), late.end))
        room = agenda._paint.time_width() - theme.px(16)
        row = Row(MONDAY, (), 0, 0)
        for span in spans:
            words = agenda._paint._times(Entry("x", span, "x"), row)
            assert QFontMetrics(theme.font("second")).horizontalAdvance(words) <= room, words
    QLocale.setDefault(before)
    theme.apply(qapp, "light", 1.0, is_moving=True)
    monkeypatch.undo()
    i18n._catalogue.cache_clear()


def test_an_agenda_has_no_end(qtbot: QtBot, make: Callable[..., Made]) -> None:
    far = [Entry(number, Span.days(day := MONDAY + number * timedelta(days=9), day), f"Day {number}")
           for number in range(60)]  # fmt: skip
    made = make(AGENDA, far)
    agenda = made.view
    assert isinstance(agenda, AgendaList)
    qtbot.waitUntil(lambda: agenda.last >= MONDAY + timedelta(days=83))
    for _turn in range(16):
        agenda.bar.setValue(agenda.bar.maximum())
        wheel(agenda, -120)
        QApplication.processEvents()
    assert agenda.last > date(2028, 1, 1)
    assert {row.entries[0].key for row in agenda.rows if row.entries} == set(range(60))
    agenda.bar.setValue(0)
    wheel(agenda, 120)
    assert agenda.first < MONDAY


def test_an_empty_agenda_comes_to_rest(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(AGENDA, [])
    asked: list[date] = []
    made.board.wanted.connect(lambda first, _last: asked.append(first))
    qtbot.wait(30)
    for by in (120, -120):
        before = len(asked)
        wheel(made.view, by)
        qtbot.wait(30)
        assert len(asked) - before <= 2
    assert len(asked) < 8


def wheel(view: CalendarView, by: int) -> None:
    place, none = QPointF(9, 9), QPoint()
    event = QWheelEvent(place, place, none, QPoint(0, by), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, event)


def test_an_agenda_by_keys(qtbot: QtBot, make: Callable[..., Made]) -> None:
    made = make(AGENDA)
    order = []
    for _step in range(4):
        qtbot.keyClick(made.view, Key.Key_Down)
        order.append(made.view.chosen)
    assert order == ["call", "visit", "fair", "fair"]
    qtbot.keyClick(made.view, Key.Key_Up)
    qtbot.keyClick(made.view, Key.Key_Return)
    assert made.last() == ("opened", "fair")
