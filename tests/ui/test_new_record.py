"""A new record typed straight through: few keys, twins offered, nothing typed is lost."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from crmdesk.services import files, records
from crmdesk.ui.drafts import Drafts
from crmdesk.ui.new_record import NewRecord
from tests.ui.desks import Seat

ENTER = Qt.Key.Key_Return


def form(seat: Seat) -> NewRecord:
    made = seat.page.new_record
    assert made
    return made


def begin(seat: Seat) -> NewRecord:
    seat.control(Qt.Key.Key_N)
    seat.until(lambda: seat.screen.side.page and seat.page.new_record and form(seat).lines["name"].hasFocus())
    return form(seat)


@pytest.fixture
def empty_file(empty_seat: Seat, tmp_path: Any) -> Seat:
    path = tmp_path / "Mine.crmdesk"
    empty_seat.desk.open(lambda: (files.new(path, "none")[0], None))
    empty_seat.until(lambda: empty_seat.window.side.is_counted)
    empty_seat.settle()
    return empty_seat


def test_a_whole_contact_takes_twelve_keys_besides_its_data(empty_file: Seat) -> None:
    """Name, company, two phones, mail and address, from an empty window, mouse untouched.

    Ctrl+N, Enter after each of name, company, no job title, phone, other phone, mail, street and code, and the Enter
    behind the city, which saves: ten keys, eleven if Ctrl is counted apart.
    """
    seat = empty_file
    pressed: list[str] = []

    def press(keys: int = 1) -> None:
        pressed.extend(["Enter"] * keys)
        for _key in range(keys):
            seat.press(ENTER)

    pressed += ["Ctrl", "N"]
    begin(seat)
    for text, enters in (
        ("Ana Souza", 1), ("Clínica Boa Vida", 2), ("+55 11 98888-1234", 1), ("+55 11 3333-4444", 1),
        ("ana@example.org", 1), ("Rua Augusta, 1500", 1), ("01304-001", 1), ("São Paulo", 1),
    ):  # fmt: skip
        seat.keys(text)
        press(enters)
    seat.until(lambda: "Ana Souza" in seat.name())
    assert len(pressed) <= 12
    shown = seat.page._shown
    assert shown["affiliations"][0]["company"] == "Clínica Boa Vida"
    assert [phone["value"] for phone in shown["phones"]] == ["+55 11 98888-1234", "+55 11 3333-4444"]
    assert shown["emails"][0]["value"] == "ana@example.org"
    address = shown["addresses"][0]
    assert (address["street"], address["postal_code"], address["city"]) == (
        "Rua Augusta, 1500",
        "01304-001",
        "São Paulo",
    )
    assert seat.toast() == "Added Ana Souza"


def test_one_who_is_there_already_is_offered_and_a_key_goes_to_them(seat: Seat) -> None:
    new = begin(seat)
    seat.keys("Joao Alvares")
    seat.until(lambda: new.likely.found)
    assert new.likely.isVisible()
    assert new.likely.found[0].name == "João Álvares"
    assert new.likely.found[0].reasons
    seat.press(Qt.Key.Key_F2)
    seat.until(lambda: seat.screen.side.page and "João" in seat.name())
    assert seat.toast() == "Not saved: Joao Alvares"
    assert not new._typed()
    assert not new.likely.found


def test_nobody_is_offered_for_a_name_that_is_new(seat: Seat) -> None:
    new = begin(seat)
    seat.keys("Xenia Qvistgaard")
    seat.until(lambda: not new.likely._soon.isActive())
    seat.settle()
    assert new.likely.found == []
    assert new.likely.isHidden()


def test_a_second_number_is_asked_for_after_the_first(seat: Seat) -> None:
    new = begin(seat)
    assert new._rows["phone2"].isHidden()
    new.lines["phone"].setText("123")
    assert not new._rows["phone2"].isHidden()


def test_what_could_not_be_saved_stays(seat: Seat) -> None:
    new = begin(seat)
    new.lines["name"].setText("x" * 1200)
    seat.control(ENTER)
    seat.until(lambda: "too long" in new._problem.text())
    assert new.lines["name"].text() == "x" * 1200
    new.give_up()


def test_a_company_is_completed_from_those_there_are(seat: Seat) -> None:
    new = begin(seat)
    new.lines["company"].setFocus()
    seat.keys("padaria")
    popup = next(child for child in QApplication.topLevelWidgets() if child.metaObject().className() == "QListView")
    seat.until(popup.isVisible)
    QApplication.sendEvent(popup, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))
    QApplication.sendEvent(popup, QKeyEvent(QKeyEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier))
    seat.until(lambda: new.lines["company"].text() == "Padaria São José Ltda.")
    new.give_up()


def test_a_crash_leaves_what_was_typed(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    new = begin(seat)
    seat.keys("Half Typed")
    drafts = next(child for child in seat.desk.children() if isinstance(child, Drafts))
    drafts._soon.stop()
    drafts._put()
    seat.settle()
    monkeypatch.setattr("crmdesk.services.drafts._this_start", "another start")
    again = NewRecord(seat.desk, "contact")
    seat.qtbot.addWidget(again)
    again.begin()
    seat.until(lambda: again.lines["name"].text() == "Half Typed")
    new.give_up()
    again._empty()


def test_what_was_saved_leaves_no_draft(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(seat)
    seat.keys("Whole Person")
    seat.control(ENTER)
    seat.until(lambda: "Whole" in seat.name())
    drafts = next(child for child in seat.desk.children() if isinstance(child, Drafts))
    drafts._soon.stop()
    drafts._put()
    monkeypatch.setattr("crmdesk.services.drafts._this_start", "another start")
    again = NewRecord(seat.desk, "contact")
    seat.qtbot.addWidget(again)
    again.begin()
    seat.settle()
    assert not again._typed()


def test_a_company_needs_its_name_only(seat: Seat) -> None:
    seat.window.go("companies", "new")
    seat.until(lambda: seat.screen.side.page and seat.page.new_record and form(seat).lines["name"].hasFocus())
    seat.keys("Sweet Works")
    seat.control(ENTER)
    seat.until(lambda: "Sweet Works" in seat.name())
    key = seat.page.editor.record
    assert seat.asked(lambda store: records.show(store, key))["kind"] == "company"
