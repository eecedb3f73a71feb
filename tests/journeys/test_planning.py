"""A week is planned: once with nothing but the mouse, once with nothing but keys."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from crmdesk.domain.slots import Slot
from crmdesk.services import calendar
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.calendar import CalendarScreen
from crmdesk.ui.calendar_draft import DraftLine
from crmdesk.ui.sections import SECTIONS
from crmdesk.widgets.calendar_times import WEEK_VIEW, stepped
from crmdesk.widgets.time_grid import TimeGrid
from tests.journeys.telling import ENTER, ESC, TAB, button, on_the_side, pick
from tests.ui.desks import Seat

LEFT = Qt.MouseButton.LeftButton
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
DAYS = timedelta(days=1)


def monday() -> date:
    """Of a week in which nothing is planned yet, and that begins in the same month as the one before it."""
    today = date.today()  # noqa: DTZ011 - by the clock on the wall
    found = today + (-today.weekday() % 7 + 28) * DAYS
    return found if found.day > 7 else found + 7 * DAYS


def planned(seat: Seat) -> list[Slot]:
    begin = monday()
    found: list[Slot] = seat.asked(lambda store: calendar.between(store, begin, begin + 6 * DAYS))
    return [slot for slot in found if slot.subject.startswith("*")]


def in_short(seat: Seat) -> list[tuple[str, int, str, str]]:
    return [(one.subject[1:], (one.first_day - monday()).days, one.starts[11:], one.ends[11:]) for one in planned(seat)]


def screen_of(seat: Seat) -> CalendarScreen:
    screen = seat.window.screens["calendar"]
    assert isinstance(screen, CalendarScreen)
    return screen


def grid_of(seat: Seat) -> TimeGrid:
    grid = screen_of(seat).board.shown()
    assert isinstance(grid, TimeGrid)
    return grid


def test_by_mouse_only(seat: Seat) -> None:
    """Only the words are typed."""
    side = on_the_side(seat, "Calendar")
    assert side
    seat.click(side)
    seat.settle()
    screen = screen_of(seat)
    seat.click(next(made for made in screen.head.segments.findChildren(QPushButton) if made.text() == "Week"))
    seat.settle()
    while screen.board.days()[0] < monday() - 7 * DAYS:
        seat.click(screen.head.after)
        seat.settle()
    month = screen.side.month
    seat.qtbot.mouseClick(month, LEFT, pos=month._face().cell(monday()).center().toPoint())
    seat.settle()
    grid = grid_of(seat)
    assert monday() in grid.days
    grid.scroll_to_work()  # who looks at night was shown the night

    # Drawn, typed, kept by a press beside it.
    draw(seat, 1, 10, 11)
    seat.keys("*Prices")
    line = seat.sheet(DraftLine)
    seat.qtbot.mouseClick(line, LEFT, pos=line.rect().bottomLeft())
    seat.until(lambda: in_short(seat) == [("Prices", 1, "10:00", "11:15")])
    seat.settle()

    # Taken to another day, made longer at its lower edge; Undo is a button.
    move(seat, "*Prices", at(grid, 3, 14))
    seat.until(lambda: in_short(seat) == [("Prices", 3, "14:00", "15:15")])
    seat.settle()
    stretch(seat, "*Prices", at(grid, 3, 15.8))
    seat.until(lambda: in_short(seat) == [("Prices", 3, "14:00", "16:00")])
    seat.settle()
    seat.click(button(seat, "Undo"))
    seat.until(lambda: in_short(seat) == [("Prices", 3, "14:00", "15:15")])
    seat.settle()

    # All day: dropped above the hours. A double press opens it, one on an empty place plans.
    move(seat, "*Prices", QPointF(at(grid, 4, 0).x(), grid.names_height() + 6.0))
    seat.until(lambda: in_short(seat) == [("Prices", 4, "", "")])
    seat.settle()
    seat.qtbot.mouseDClick(grid, LEFT, pos=box_of(seat, "*Prices").center().toPoint())
    sheet = seat.sheet(ActivitySheet)
    seat.settle()
    seat.click(sheet.close_button)
    seat.settle()
    seat.qtbot.mouseDClick(grid, LEFT, pos=at(grid, 2, 9).toPoint())
    seat.keys("*Call")
    line = seat.sheet(DraftLine)
    seat.click(line.type_button)
    seat.until(QApplication.activePopupWidget)
    pick(seat, "Call")
    seat.qtbot.mouseClick(line, LEFT, pos=line.rect().bottomLeft())
    seat.until(lambda: len(planned(seat)) == 2)
    assert {slot.type for slot in planned(seat)} == {"call", "meeting"}


def test_by_keys_only(seat: Seat) -> None:
    number = next(number for number, section in enumerate(SECTIONS, 1) if section.key == "calendar")
    seat.control(Qt.Key(Qt.Key.Key_0 + number))
    seat.settle()
    screen = screen_of(seat)
    seat.press(Qt.Key.Key_W)
    for _week in range((monday() - screen.board.days()[0]).days // 7 + 1):
        if monday() not in screen.board.days():
            seat.press(Qt.Key.Key_PageDown)
    seat.settle()
    while screen.board.chosen_day() != monday():
        seat.press(Qt.Key.Key_Left if screen.board.chosen_day() > monday() else Qt.Key.Key_Right)
    grid = grid_of(seat)
    assert grid.hasFocus()

    # Two hours later, an hour long; the line says with whom.
    hour = grid.slot.hour
    for _step in range(2 * (11 - hour)):
        seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Down, SHIFT)
    seat.press(ENTER)
    seat.until(seat.sheet(DraftLine).line.hasFocus)
    seat.keys("*Prices with ayşe")
    seat.press(ENTER)
    seat.until(lambda: in_short(seat) == [("Prices with ayşe", 0, "11:00", "12:00")])
    seat.settle()
    assert planned(seat)[0].people == ("Ayşe Çelik",)

    # It is chosen: the same keys with Alt move it and make it longer.
    assert grid.hasFocus()
    seat.press(Qt.Key.Key_Right, ALT)
    seat.until(lambda: in_short(seat)[0][1] == 1)
    seat.settle()
    seat.press(Qt.Key.Key_Down, ALT)
    seat.until(lambda: in_short(seat)[0][2:] == ("11:15", "12:15"))
    seat.settle()
    seat.press(Qt.Key.Key_Down, ALT | SHIFT)
    seat.until(lambda: in_short(seat)[0][2:] == ("11:15", "12:30"))
    seat.settle()

    # A time in the words wins; Tab goes through the day, Enter opens, Esc comes back.
    seat.press(Qt.Key.Key_N)
    seat.settle()
    seat.keys("*Lunch 13:00")
    seat.press(ENTER)
    seat.until(lambda: len(planned(seat)) == 2)
    seat.settle()
    assert in_short(seat)[1] == ("Lunch", 1, "13:00", "13:30")
    seat.press(ESC)
    while not (grid.chosen and title_of(grid) == "*Prices with ayşe"):
        seat.press(TAB)
    seat.press(ENTER)
    sheet = seat.sheet(ActivitySheet)
    seat.settle()
    seat.press(ESC)
    seat.until(lambda: not sheet.isVisible())
    seat.settle()
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert title_of(grid) == "*Prices with ayşe"
    seat.press(Qt.Key.Key_Delete)
    seat.until(lambda: len(planned(seat)) == 1)
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: len(planned(seat)) == 2)
    seat.press(Qt.Key.Key_T)
    assert screen.board.view == WEEK_VIEW
    assert stepped(WEEK_VIEW, screen.board.day, 1) > date.today()  # noqa: DTZ011


# Eyes and hands


def title_of(grid: TimeGrid) -> str:
    """Of the one that is chosen."""
    found = grid.entry(grid.chosen) if grid.chosen else None
    return found.title if found else ""


def at(grid: TimeGrid, day: int, hour: float) -> QPointF:
    number = grid.days.index(monday() + day * DAYS)
    return QPointF(grid.column(number).center().x(), grid.y_of(hour * 60) + 2)


def box_of(seat: Seat, title: str) -> QRectF:
    grid = grid_of(seat)
    return next(piece.box for piece in grid.pieces() if piece.entry.title == title)


def draw(seat: Seat, day: int, begin: float, end: float) -> None:
    drag(seat, at(grid_of(seat), day, begin), at(grid_of(seat), day, end))


def drag(seat: Seat, begin: QPointF, end: QPointF) -> None:
    grid = grid_of(seat)
    seat.qtbot.mousePress(grid, LEFT, pos=begin.toPoint())
    seat.qtbot.mouseMove(grid, ((begin + end) / 2).toPoint())
    seat.qtbot.mouseMove(grid, end.toPoint())
    seat.qtbot.mouseRelease(grid, LEFT, pos=end.toPoint())
    seat.settle()


def move(seat: Seat, title: str, to: QPointF) -> None:
    box = box_of(seat, title)
    drag(seat, QPointF(box.center().x(), box.top() + 4), to)


def stretch(seat: Seat, title: str, to: QPointF) -> None:
    box = box_of(seat, title)
    drag(seat, QPointF(box.center().x(), box.bottom() - 2), to)
