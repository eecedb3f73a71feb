"""The calendar on paper: another day, another layout, and the page follows."""

from datetime import date

from crmdesk.services import activities
from crmdesk.ui.day_paper import DayPaper, print_view
from crmdesk.widgets.calendar_times import WEEK_VIEW
from tests.printing import pdf
from tests.ui.desks import Seat


def test_what_is_chosen_is_what_is_printed(seat: Seat) -> None:
    seat.desk.write(
        lambda store: activities.plan(store, [], "meeting", "Trade fair", "2026-11-24T10:00"), lambda _key: None
    )
    print_view(seat.window, WEEK_VIEW, date(2026, 11, 24))
    (sheet,) = seat.window.findChildren(DayPaper)
    seat.until(sheet.print_button.isEnabled)
    assert "Trade fair" in pdf.texts(sheet.pdf)[0]
    assert "Week 48" in pdf.texts(sheet.pdf)[0]
    sheet.layout_box.setCurrentIndex(sheet.layout_box.findData("day"))
    sheet.layout_box.activated.emit(0)
    seat.until(lambda: sheet.print_button.isEnabled() and "10:00" in pdf.texts(sheet.pdf)[0])
    sheet.turn(1)
    seat.until(lambda: sheet.print_button.isEnabled() and "25" in pdf.texts(sheet.pdf)[0][:60])
    assert sheet.file_name() == "Day 2026-11-25"
    sheet.layout_box.setCurrentIndex(sheet.layout_box.findData("month"))
    for day in ("2026-12-01", "2027-01-01"):
        sheet.turn(1)
        assert sheet.day.isoformat() == day
    sheet.turn(-1)
    assert sheet.day == date(2026, 12, 1)
    sheet.reject()
