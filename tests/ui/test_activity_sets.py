"""Activity sets are made, filled and ordered in the preferences; applied to a whole set with a day to begin."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from crmdesk.services import activity_sets, lookup
from crmdesk.services.activity_sets import SetRow, SetStep
from crmdesk.ui.activity_set_apply import ApplySet
from crmdesk.ui.activity_set_words import DayField, TimeField, planned
from crmdesk.ui.activity_sets import ActivitySets
from crmdesk.ui.lookups import CurrentSet
from tests.ui.desks import Seat
from tests.ui.test_preferences import opened, type_new

ALT = Qt.KeyboardModifier.AltModifier
TODAY = date.today()  # noqa: DTZ011 - the wall


def pane_of(seat: Seat) -> ActivitySets:
    _sheet, pane = opened(seat, "sets")
    assert isinstance(pane, ActivitySets)
    return pane


def kept(seat: Seat) -> SetRow:
    row: SetRow = seat.asked(activity_sets.list_sets)[0]
    return row


def subjects(seat: Seat) -> list[tuple[int, str | None]]:
    return [(step.day, step.subject) for step in kept(seat).steps]


def set_field(seat: Seat, field: Any, text: str) -> None:
    seat.retype(field.edit, text)
    seat.press(Qt.Key.Key_Return)
    seat.settle()


def test_one_is_made_filled_and_put_in_order(seat: Seat) -> None:
    pane = pane_of(seat)
    type_new(seat, pane.words, "Welcome")
    seat.until(lambda: pane.page.row)
    table = pane.page.table
    for words in ("Letter", "Ring", "Visit"):
        seat.keys(words)
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda words=words: table.rows and table.rows[-1].step.subject == words)
        seat.settle()
        assert table.line.hasFocus(), "the next one can be typed at once"
    set_field(seat, table.rows[2].day, "30")
    set_field(seat, table.rows[1].day, "7")
    assert subjects(seat) == [(0, "Letter"), (7, "Ring"), (30, "Visit")]
    set_field(seat, table.rows[1].time, "9")
    remind = table.rows[1].remind.edit
    assert isinstance(remind, QComboBox)
    remind.setCurrentIndex(remind.findData("10"))
    remind.activated.emit(remind.currentIndex())
    seat.settle()
    ring = kept(seat).steps[1]
    assert (ring.time, ring.remind) == ("09:00", 10)
    seat.click(table.rows[1].subject.edit)
    seat.press(Qt.Key.Key_Up, ALT)
    seat.until(lambda: subjects(seat)[0] == (0, "Ring"))
    seat.settle()
    set_field(seat, table.rows[0].day, "99999")
    assert "ten years" in table.rows[0].day.problem()
    seat.press(Qt.Key.Key_Escape)
    seat.click(table.rows[0].away)
    seat.until(lambda: subjects(seat) == [(0, "Letter"), (30, "Visit")])
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: len(table.rows) == 3)


def test_without_any_ready_ones_are_offered_and_one_is_archived(seat: Seat) -> None:
    pane = pane_of(seat)
    assert pane.examples[0].isVisible()
    seat.click(pane.examples[1])
    seat.until(lambda: pane.page.row and len(pane.page.table.rows) == 4)
    pane.go_back()
    seat.settle()
    assert not pane.examples[0].isVisible()
    assert pane.words.rows[0].open.text() == "4 steps"
    seat.click(pane.words.rows[0].away)
    seat.until(lambda: seat.asked(activity_sets.list_sets) == [])


def test_a_whole_set_has_it_applied(seat: Seat) -> None:
    steps = (SetStep("letter", "Invitation", day=-7), SetStep("visit", "Fair", time="14:00"))
    seat.asked(lambda store: activity_sets.save(store, "Fair", steps))
    seat.asked(lambda store: activity_sets.save(store, "Empty", ()))
    ids = [row.id for row in seat.asked(lambda store: lookup.find(store, "a", 3, "contact"))]
    seat.window.ask_on_set("activity set", CurrentSet("contact", ids, 3))
    sheet = seat.sheet(ApplySet)
    seat.settle()
    assert sheet.windowTitle() == "Activity set for 3 contacts"
    assert [sheet.which.itemText(place) for place in range(sheet.which.count())] == ["Fair"]
    seat.retype(sheet.starts.edit, "nonsense")
    sheet.plan()
    assert "no day" in sheet.starts.problem()
    start = TODAY + timedelta(days=40)
    seat.retype(sheet.starts.edit, start.isoformat())
    seat.press(Qt.Key.Key_Return)
    shown = [part.text() for part in sheet._preview.widget().findChildren(QLabel) if part.text()]
    assert shown == [planned(steps[0], start), "Invitation", planned(steps[1], start), "Fair"]
    seat.click(sheet.plan_button)
    seat.until(lambda: seat.toast() == "6 activities planned")
    assert [run.starts for run in seat.asked(lambda store: activity_sets.runs_of(store, ids[0]))] == [start]
    seat.desk.undo()
    seat.until(lambda: not seat.asked(lambda store: activity_sets.runs_of(store, ids[0])))


def test_days_and_times_as_they_are_typed(seat: Seat) -> None:
    time, day = TimeField("Time"), DayField("Day")
    for field in (time, day):
        seat.qtbot.addWidget(field)
        field.kept.connect(field.set_value)
    for typed, value in (("9", "09:00"), ("14:30", "14:30"), ("2 pm", "14:00"), ("", "")):
        time.edit.setText(typed)  # type: ignore[attr-defined]
        time._mark_edited()
        time.keep()
        assert (time.value(), time.problem()) == (value, "")
    for typed, words in (("noon", "no day or time"), ("tomorrow", "no time of the day")):
        time.edit.setText(typed)  # type: ignore[attr-defined]
        time._mark_edited()
        time.keep()
        assert words in time.problem()
    day.edit.setText("+3")  # type: ignore[attr-defined]
    day._mark_edited()
    day.keep()
    assert day.value() == (TODAY + timedelta(days=3)).isoformat()
    assert planned(SetStep(day=3_000), date.max) == ""
