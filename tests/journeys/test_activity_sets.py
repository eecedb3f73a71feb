"""A new customer is welcomed as every one is: by a set of activities that moves with its start, and is stopped."""

from datetime import date, timedelta

from PySide6.QtWidgets import QApplication

from crmdesk.services import activities
from tests.journeys.telling import ENTER, command
from tests.ui.desks import Seat

START = date.today() + timedelta(days=20)  # noqa: DTZ011 - the wall


def test_applied_to_a_person_shifted_done_and_stopped(seat: Seat) -> None:
    page = seat.go_to("Çelik, Ayşe")
    record = page.editor.record
    before = page.activities.runs
    assert not before.isVisible()

    def planned() -> dict[str, str]:
        found = seat.asked(lambda store: activities.of_record(store, record))
        return {doing.words: (doing.starts or "")[:10] for doing in found if doing.done_at is None}

    there = planned()
    command(seat, "apply an act")
    seat.until(lambda: QApplication.activeWindow() is not seat.window)
    seat.settle()
    sheet = QApplication.activeWindow()
    assert sheet
    assert sheet.windowTitle() == "Activity set for Ayşe Çelik"
    starts = sheet.starts  # type: ignore[attr-defined]
    seat.retype(starts.edit, START.isoformat())
    seat.press(ENTER)
    seat.click(sheet.plan_button)  # type: ignore[attr-defined]
    seat.until(lambda: seat.toast() == "4 activities planned")
    seat.until(page.activities.runs.isVisible)
    own = {words: day for words, day in planned().items() if words not in there}
    assert own["Thank you for the order"] == START.isoformat()
    assert own["See how it works"] == (START + timedelta(days=30)).isoformat()

    (row,) = page.activities.runs.rows.values()
    assert (row.name.text(), row.far.text()) == ("New customer welcome", "0 of 4 done · from")
    first = next(
        d for d in seat.asked(lambda store: activities.of_record(store, record)) if d.words.startswith("Thank")
    )
    seat.asked(lambda store: activities.complete(store, first.id))
    seat.until(lambda: row.far.text().startswith("1 of 4"))
    later = START + timedelta(days=5)
    seat.retype(row.starts.edit, later.isoformat())
    seat.press(ENTER)
    seat.until(lambda: seat.toast().startswith("3 activities moved"))
    assert planned()["See how it works"] == (later + timedelta(days=30)).isoformat()

    seat.click(row.stop)
    seat.until(lambda: seat.toast() == "3 planned activities taken away")
    seat.until(lambda: not page.activities.runs.isVisible())
    assert planned() == there
    seat.desk.undo()
    seat.until(lambda: len(planned()) == len(there) + 3)
    seat.until(page.activities.runs.isVisible)
