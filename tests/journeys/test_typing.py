"""Nothing that somebody typed is lost: not to a colleague, not to a full disk, not to a mistake of their own."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from crmdesk.domain.errors import UserError
from crmdesk.services import records
from crmdesk.ui.page import Page
from crmdesk.widgets.fields import Field
from tests.journeys.telling import BOTH, ENTER, ESC, count, elsewhere, facts, in_file, words_on
from tests.ui.desks import Seat


def source(page: Page) -> Field:
    field = page.details._row("source").field
    assert isinstance(field, Field)
    return field


def text(field: Field) -> str:
    line = field.edit.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    return line.text()


def test_two_windows_edit_one_contact_and_what_is_half_typed_survives(seat: Seat, other: Seat) -> None:
    first, second = seat.go_to("Álvares"), other.go_to("Álvares")
    record = first.editor.record

    # Here somebody is in the middle of a word when the same field is changed from there.
    seat.to_front()
    seat.retype(source(first).edit, "Word of")
    elsewhere(other, lambda store: records.set_value(store, "contacts", record, "source", "Fair in Milan"))
    other.until(lambda: text(source(second)) == "Fair in Milan")
    seat.settle()
    assert text(source(first)) == "Word of", "what is being typed is not written over"

    # The one goes on typing and keeps it; the other sees it at once.
    seat.keys(" mouth")
    seat.press(ENTER)
    other.until(lambda: text(source(second)) == "Word of mouth")

    # Neither is lost: both stand in the history, and the value of the other one comes back from there.
    first.show_tab("history")
    seat.until(lambda: [line.detail for line in first.history.timeline.happenings()][:2] == [
        "Fair in Milan → Word of mouth", "Trade fair 2025 → Fair in Milan",
    ])  # fmt: skip
    timeline = first.history.timeline
    timeline.setFocus()
    timeline.setCurrentIndex(timeline.model().index(0, 0))
    assert timeline.happening(0).action == "Restore"
    seat.press(ENTER)
    seat.until(lambda: text(source(first)) == text(source(second)) == "Fair in Milan")
    assert seat.toast() == "Restored: source"
    assert in_file(seat, "Álvares")["fields"]["source"] == "Fair in Milan"
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: text(source(second)) == "Word of mouth")


def test_a_disk_that_is_full_does_not_cost_a_word(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    page = seat.go_to("Álvares")
    before = in_file(seat, "Álvares")

    def fail(*_: Any) -> None:
        raise UserError("The disk is full. Your file is as it was. Make room and try again.")

    with monkeypatch.context() as full:
        full.setattr(records, "set_value", fail)
        seat.retype(source(page).edit, "Met in the train")
        seat.press(ENTER)
        seat.until(lambda: "disk is full" in words_on(source(page)))
        assert text(source(page)) == "Met in the train"
        assert in_file(seat, "Álvares") == before

        # Going on to somebody else, or away, does not lose it either.
        seat.screen.table.go_to(0)
        seat.until(lambda: "Not saved yet" in seat.toast())
        assert "Álvares" in seat.name()
        assert not seat.window.close()

    # With room on the disk the same words are kept by Enter.
    source(page).setFocus()
    seat.press(ENTER)
    seat.until(lambda: in_file(seat, "Álvares")["fields"]["source"] == "Met in the train")
    seat.until(lambda: "disk is full" not in words_on(source(page)))


def test_esc_takes_back_a_field_and_puts_a_new_contact_aside(seat: Seat) -> None:
    page, everyone = seat.go_to("Álvares"), count(seat)
    seat.retype(source(page).edit, "Slip of the hand")
    seat.press(ESC)
    assert text(source(page)) == "Trade fair 2025"

    seat.control(Qt.Key.Key_N)
    seat.settle()
    seat.keys("Nobody Yet")
    seat.press(ESC)
    seat.until(lambda: seat.toast() == "Not saved: Nobody Yet")
    assert count(seat) == everyone
    seat.control(Qt.Key.Key_N)
    seat.settle()
    assert seat.page.new_record
    assert seat.page.new_record.lines["name"].text() == "", "put aside, not in the way"
    seat.press(ESC)


def test_a_second_window_sees_a_change_at_once(seat: Seat, other: Seat) -> None:
    other.go_to("Lakshmi")
    everyone = other.rows()
    seat.to_front()
    seat.control(Qt.Key.Key_N)
    seat.settle()
    seat.keys("Ana Aarons")
    seat.control(ENTER)
    other.until(lambda: len(other.rows()) == len(everyone) + 1)
    assert "Aarons, Ana" in other.rows()
    assert other.name() == "Lakshmi", "and stays where it is"
    other.until(lambda: other.screen.bar._words.text() == f"{len(everyone) + 1} contacts")

    # A call that is logged here is in the roll-up there.
    seat.go_to("Lakshmi")
    seat.press(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    seat.keys("wants three ovens")
    seat.press(ENTER)
    other.until(lambda: "Last reached" in facts(other))

    # And what is deleted here is gone there, until it is undone there.
    seat.go_to("Aarons")
    seat.screen.table.setFocus()
    seat.press(Qt.Key.Key_Delete)
    other.until(lambda: other.rows() == everyone)
    other.to_front()
    other.control(Qt.Key.Key_Z)
    seat.until(lambda: "Aarons, Ana" in seat.rows())
    other.press(Qt.Key.Key_Z, BOTH)
    seat.until(lambda: "Aarons, Ana" not in seat.rows())
