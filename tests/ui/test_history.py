"""The section of all that was done: narrowed down, opened, and its people taken to the lookup."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from crmdesk.services import own_history
from crmdesk.ui import activity_sheet, history_filters, history_people
from crmdesk.ui.history import History
from crmdesk.ui.history_paper import HistoryPaper
from tests.ui.desks import Seat


@pytest.fixture
def screen(seat: Seat) -> History:
    seat.window.go("history")
    seat.settle()
    found = seat.window.screens["history"]
    assert isinstance(found, History)
    return found


def titles(screen: History) -> list[str]:
    return [line.title for line in screen.timeline.happenings() if not line.is_heading]


def row_of(screen: History, name: str) -> int:
    return next(row for row, line in enumerate(screen.timeline.happenings()) if line.title.startswith(name))


def test_all_is_told_by_day_and_narrowed_down(seat: Seat, screen: History) -> None:
    lines = screen.timeline.happenings()
    assert lines[0].is_heading
    assert len(titles(screen)) > 5
    screen.filters.kind.set_value("visit")
    screen.filters.changed.emit()
    seat.settle()
    assert titles(screen)
    assert {line.icon for line in screen.timeline.happenings() if not line.is_heading} == {"map-pin"}
    seat.retype(screen.filters.text, "no such word")
    seat.until(screen._nothing.isVisible)
    assert screen._nothing.words.text() == "Nothing of that was done"
    assert not screen.people_button.isEnabled()


def test_a_line_opens_what_was_done_and_the_page(seat: Seat, screen: History) -> None:
    row = row_of(screen, "João Álvares")
    screen.timeline.setCurrentIndex(screen.timeline.model().index(row, 0))
    screen.timeline.setFocus()
    seat.press(Qt.Key.Key_Space)
    sheet = seat.sheet(activity_sheet.ActivitySheet)
    sheet.reject()
    seat.settle()
    screen.timeline.setFocus()
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: seat.window.section == "contacts")
    seat.until(lambda: seat.screen.page is not None and seat.name() == "João Álvares")


def test_what_is_printed_for_many_is_one_line_and_becomes_the_lookup(seat: Seat, screen: History) -> None:
    seat.desk.write(lambda store: own_history.note(store, "labels", "contact", None))
    seat.until(lambda: titles(screen)[0] == "40 records")
    seat.desk.undo()
    seat.until(lambda: titles(screen)[0] != "40 records")
    seat.desk.redo()
    seat.until(lambda: titles(screen)[0] == "40 records")
    found = seat.asked(lambda store: {"contact": [row.id for row in store.listing("contact").window(0, 3)]})
    menu = history_people.menu_of(screen, found, "Label printed")
    assert [action.text() for action in menu.actions()] == ["Look up 3 contacts"]
    menu.actions()[0].trigger()
    seat.until(lambda: seat.window.section == "contacts" and seat.screen.table.records.rowCount() == 3)
    assert seat.screen.lookup.names() == ["Label printed"]
    added = history_people.menu_of(screen, {"contact": found["contact"][:1]}, "")
    assert [action.text().partition(":")[0] for action in added.actions()[1:]] == [
        "Keep only these of the lookup",
        "Add to the lookup",
    ]
    added.actions()[1].trigger()
    seat.until(lambda: seat.screen.table.records.rowCount() == 1)


def test_it_goes_to_paper_as_it_is_shown(seat: Seat, screen: History) -> None:
    screen.filters.kind.set_value("visit")
    screen.print_shown()
    paper = seat.sheet(HistoryPaper)
    seat.until(lambda: paper.printed)
    assert {row[1] for row in paper.content.rows} == {"Visit"}
    assert paper.title.text() == "Visit"


def test_periods_are_whole_days() -> None:
    today = date(2026, 1, 31)
    assert history_filters.days_of("", today)[0] is None
    assert history_filters.days_of("week", today) == (date(2026, 1, 25), date(2026, 2, 1))
    assert history_filters.days_of("month before", today) == (date(2025, 12, 1), date(2026, 1, 1))
    assert history_filters.days_of("year before", today) == (date(2025, 1, 1), date(2026, 1, 1))


def test_the_user_chooses_what_is_written_down(seat: Seat) -> None:
    from crmdesk.ui.own_history import OwnHistory
    from crmdesk.ui.preferences import Preferences

    Preferences(seat.window, "history").open()
    seat.settle()
    pane = seat.sheet(Preferences).panes["history"]
    assert isinstance(pane, OwnHistory)
    assert pane.switches["labels"].isChecked()
    pane.switches["labels"].click()
    seat.settle()
    assert not seat.asked(own_history.wanted)["labels"]
    seat.desk.undo()
    seat.until(pane.switches["labels"].isChecked)
