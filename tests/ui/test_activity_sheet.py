"""The sheet of an activity: edited in place, begun by its first words, of a series with a scope."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.services import activities, activity_looks, attachments, checklists
from crmdesk.services.activity_looks import ActivityLook
from crmdesk.ui.activity_sheet import ActivitySheet, new_sheet, open_sheet
from crmdesk.ui.activity_times import end_of, length_in_words, minutes_in, moved
from crmdesk.widgets import links
from tests.ui.desks import Seat

ENTER = Qt.Key.Key_Return


def opened(seat: Seat, key: bytes, instance: str = "") -> ActivitySheet:
    open_sheet(seat.desk, key, instance)
    sheet: ActivitySheet = seat.sheet(ActivitySheet)
    seat.until(lambda: sheet.look)
    seat.settle()
    return sheet


def planned(seat: Seat, **values: Any) -> bytes:
    record, made = seat.go_to("Lakshmi").editor.record, list[bytes]()
    told = {"type": "visit", "subject": "Show it", "starts": "2099-01-01T10:00", **values}
    seat.desk.write(lambda store: activities.plan(store, [record], **told), made.append)
    seat.until(lambda: made)
    return made[0]


def look(seat: Seat, key: bytes) -> ActivityLook:
    found: ActivityLook = seat.asked(lambda store: activity_looks.look(store, key))
    return found


def test_its_fields_are_kept_by_enter_and_taken_back_by_esc(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    dialled: list[str] = []
    monkeypatch.setattr(links, "open_external", dialled.append)
    key = planned(seat, ends="2099-01-01T11:00")
    sheet = opened(seat, key)
    fields = sheet.form.fields
    for edit, typed in (
        (sheet.subject.edit, "Show both"), (fields["starts"].edit, "2 Jan 2099 14:00"),
        (fields["place"].edit, "Rua A 1"), (fields["repeats"].edit, "every 2 weeks"),
        (fields["remind"].edit, "45 min"), (fields["ends"].edit, "90 min"),
    ):  # fmt: skip
        seat.retype(edit, typed)
        seat.press(ENTER)
        sheet.activateWindow()  # without a screen nobody gives it back what an open list had
        seat.settle()
    told = look(seat, key).fields
    assert (told["subject"], told["starts"], told["ends"]) == ("Show both", "2099-01-02T14:00", "2099-01-02T15:30")
    assert (told["place"], told["remind"], told["recurrence"]) == ("Rua A 1", 45, "RRULE:FREQ=WEEKLY;INTERVAL=2")
    assert fields["place"].action
    fields["place"].action.click()
    assert dialled == ["https://www.openstreetmap.org/search?query=Rua%20A%201"]
    seat.retype(fields["starts"].edit, "whenever")
    seat.press(ENTER)
    assert "no day or time" in fields["starts"].problem()
    seat.press(Qt.Key.Key_Escape)
    assert sheet.isVisible()
    fields["is_day"]._switch.click()  # type: ignore[attr-defined]
    seat.until(lambda: look(seat, key).fields["starts"] == "2099-01-02")
    seat.settle()
    assert not look(seat, key).fields["ends"]
    sheet.reject()


def test_people_checklist_and_files(seat: Seat, tmp_path: Path) -> None:
    key = planned(seat)
    sheet = opened(seat, key)
    company = seat.asked(lambda store: store.find("Padaria", 1, "company"))[0]
    sheet.form.people._add(company)
    seat.until(lambda: len(look(seat, key).people) == 2)
    sheet.form.people._change(company.id, "optional")
    seat.until(lambda: look(seat, key).people[1].role == "optional")
    sheet.form.people.chips[0].removed.emit()
    seat.until(lambda: [person.name for person in look(seat, key).people] == [company.name])

    sheet.checklist.line.setFocus()
    for text in ("one", "two"):
        seat.keys(text)
        seat.press(ENTER)
        seat.settle()
    rows = list(sheet.checklist.rows.values())
    rows[1].words.setFocus()
    seat.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    seat.until(lambda: [item.text for item in look(seat, key).items] == ["two", "one"])
    seat.settle()
    seat.click(sheet.checklist.rows[look(seat, key).items[0].id].tick)
    seat.until(lambda: look(seat, key).items[0].is_done)
    seat.settle()
    assert sheet.checklist.head.text() == "Checklist · 1 of 2"

    seat.desk.write(lambda store: attachments.add(store, key, b"x", "Plan.pdf"))
    seat.until(sheet.files.fields)
    sheet.remove()
    seat.until(lambda: seat.toast() == "Activity deleted")
    assert look(seat, key) is None
    assert seat.asked(lambda store: checklists.at(store, key, 0)) is None


def test_a_new_one_is_there_from_its_first_words_on(seat: Seat) -> None:
    record = seat.go_to("Lakshmi").editor.record
    for is_named in (False, True):
        new_sheet(seat.desk, starts="2099-03-01T10:00", ends="2099-03-01T11:00", people=[record])
        sheet: ActivitySheet = seat.sheet(ActivitySheet)
        seat.until(lambda sheet=sheet: sheet.subject.edit.hasFocus())
        if is_named:
            seat.keys("Tasting")
            seat.press(ENTER)
            seat.until(lambda sheet=sheet: sheet.look)
            assert sheet.look
            assert [person.name for person in sheet.look.people] == [seat.name()]
            sheet.activateWindow()
            seat.retype(sheet.subject.edit, "Other")
            seat.press(ENTER)
            seat.settle()
            seat.control(Qt.Key.Key_Z)
            seat.until(lambda sheet=sheet: sheet.subject.value() == "Tasting")
        sheet.reject()
        seat.settle()
    made = seat.asked(lambda store: activities.of_record(store, record))
    assert [(doing.subject, doing.starts, doing.ends) for doing in made] == [
        ("Tasting", "2099-03-01T10:00", "2099-03-01T11:00")
    ]


def test_of_a_series_this_one_or_the_following(seat: Seat) -> None:
    key = planned(seat, starts="2099-01-01T10:00", recurrence="RRULE:FREQ=WEEKLY")
    sheet = opened(seat, key, "2099-01-08T10:00")
    assert sheet.scope.isVisible()
    seat.retype(sheet.subject.edit, "Only this")
    seat.press(ENTER)
    seat.until(lambda: sheet.look and sheet.look.is_one_of_series)
    assert look(seat, key).fields["subject"] == "Show it"
    sheet.reject()

    sheet = opened(seat, key, "2099-01-22T10:00")
    sheet.scope._group.button(1).click()
    seat.retype(sheet.form.fields["starts"].edit, "22 Jan 2099 16:00")
    seat.press(ENTER)
    seat.until(lambda: sheet.editor.key != key)
    seat.settle()
    assert sheet.look
    assert sheet.look.fields["starts"] == "2099-01-22T16:00"
    assert "UNTIL" in look(seat, key).fields["recurrence"]
    assert sheet.editor.instance == "2099-01-22T16:00"
    following = sheet.editor.key
    sheet.scope._group.button(0).click()
    sheet.checklist.line.setText("for this one")
    sheet.checklist._add()
    seat.until(lambda: sheet.editor.key != following)
    assert following
    assert not look(seat, following).items
    sheet.reject()


def test_done_it_can_be_planned_again(seat: Seat) -> None:
    key = planned(seat)
    seat.desk.write(lambda store: activities.complete(store, key))
    sheet = opened(seat, key)
    assert sheet.form.rows["outcome"].isVisible()
    assert not sheet.form.rows["repeats"].isVisible()
    sheet.done_button.click()
    seat.until(lambda: look(seat, key).fields["done_at"] is None)
    sheet.reject()


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "ends"),
        [
            ("11:30", "T11:30"), ("11", "T11:00"), ("45 min", "T10:45"), ("45", "T10:45"), ("1.5 h", "T11:30"),
            ("1 h 30", "T11:30"), ("", None),
        ],
    )  # fmt: skip
    def test_an_end_is_a_time_or_a_length(self, typed: str, ends: str | None) -> None:
        assert end_of(typed, "2026-11-26T10:00") == (f"2026-11-26{ends}" if ends else "")

    def test_what_is_impossible_is_refused(self) -> None:
        for typed in ("9:00", "nonsense"):
            with pytest.raises(ValueError, match=r"before it starts|no day or time"):
                end_of(typed, "2026-11-26T10:00")
        with pytest.raises(ValueError, match="no length"):
            minutes_in("soon")

    def test_lengths(self) -> None:
        assert [length_in_words(minutes) for minutes in (45, 60, 90, 1440, 2880)] == [
            "45 min", "1 h", "1 h 30 min", "1 day", "2 days",
        ]  # fmt: skip
        assert end_of("2 days", "2026-11-26") == "2026-11-27"
        assert moved("2026-11-26", "2026-11-28", "2026-12-01") == "2026-12-03"
        assert moved("2026-11-26T10:00", "2026-11-26T11:30", "2026-12-01T09:00") == "2026-12-01T10:30"
        day = date(2026, 11, 26) + timedelta(days=1)
        assert moved("2026-11-26T10:00", "2026-11-26T11:30", day.isoformat()) == ""
