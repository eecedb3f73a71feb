"""What a hand has to do, counted: a whole contact, a call to one of many, labels for a lookup; no mouse."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crmdesk.services import files, lookup
from crmdesk.store import bulk
from crmdesk.ui.labels import Labels
from tests.journeys.telling import BOTH, ENTER, chips, in_file
from tests.ui.desks import Seat
from tests.ui.printers import Printers

MANY = 3_000


def test_a_whole_contact_in_twelve_keys_besides_its_data(empty_seat: Seat, tmp_path: Path) -> None:
    seat = empty_seat
    seat.desk.open(lambda: (files.new(tmp_path / "Mine.crmdesk", "none")[0], None))
    seat.until(lambda: seat.window.side.is_counted)
    seat.settle()
    seat.did.clear()

    seat.control(Qt.Key.Key_N)
    seat.settle()
    for text, enters in (
        ("Ana Souza", 1), ("Clínica Boa Vida", 2), ("+55 11 98888-1234", 1), ("+55 11 3333-4444", 1),
        ("ana@example.org", 1), ("Rua Augusta, 1500", 1), ("01304-001", 1), ("São Paulo", 1),
    ):  # fmt: skip
        seat.keys(text)
        for _enter in range(enters):
            seat.press(ENTER)
    seat.until(lambda: seat.toast() == "Added Ana Souza")

    assert seat.strokes() <= 12, seat.did
    made = in_file(seat, "Ana Souza")
    assert made["affiliations"][0]["company"] == "Clínica Boa Vida"
    assert [phone["e164"] for phone in made["phones"]] == ["+5511988881234", "+551133334444"]
    assert made["emails"][0]["value"] == "ana@example.org"
    address = made["addresses"][0]
    parts = [address[part] for part in ("street", "postal_code", "city")]
    assert parts == ["Rua Augusta, 1500", "01304-001", "São Paulo"]


@pytest.fixture
def crowd(seat: Seat) -> Seat:
    """The file with some thousands more; whoever sits down finds the list of contacts and no cursor anywhere."""

    def add(store: Any) -> None:
        from crmdesk.domain.contacts import Contact
        from crmdesk.domain.ids import new_id

        rows = [{"id": new_id(), "given_name": f"Anna{number}", "family_name": "Zimmer"} for number in range(MANY)]
        with store.write("Crowd") as session:
            bulk.insert(session, Contact, rows)

    seat.desk.write(add)
    seat.until(lambda: seat.screen.table.records.rowCount() > MANY)
    seat.settle()
    seat.screen.table.setFocus()
    seat.did.clear()
    return seat


def begin(seat: Seat) -> None:
    """Nothing is looked up, the cursor is in the list."""
    seat.window.go("contacts")
    seat.control(Qt.Key.Key_F)
    seat.press(Qt.Key.Key_Escape)
    seat.settle()
    seat.screen.table.setFocus()
    seat.did.clear()


def test_one_of_many_is_found_and_dialled_in_three_actions(crowd: Seat, dialled: list[str]) -> None:
    # One number: the name, Ctrl+D, and not even the list is waited for. Enter answers what came of it.
    crowd.keys("lakshmi")
    crowd.control(Qt.Key.Key_D)
    crowd.until(lambda: dialled)
    assert dialled == ["tel:+919847055166"]
    assert crowd.did == ["“lakshmi”", "Ctrl+D"]
    crowd.press(ENTER)
    crowd.until(lambda: crowd.toast() == "Logged: reached")

    # Several numbers: Enter takes the first.
    begin(crowd)
    dialled.clear()
    crowd.keys("okafor")
    crowd.control(Qt.Key.Key_D)
    crowd.until(QApplication.activePopupWidget)
    crowd.press(ENTER)
    crowd.until(lambda: dialled)
    assert dialled == ["tel:+447700900142"]
    assert crowd.did == ["“okafor”", "Ctrl+D", "Return"]

    # From the palette it is one more.
    begin(crowd)
    dialled.clear()
    crowd.control(Qt.Key.Key_K)
    crowd.keys("lakshmi")
    crowd.press(ENTER)
    crowd.control(Qt.Key.Key_D)  # too soon for the palette: nobody is called, least of all who was shown before
    crowd.settle()
    assert dialled == []
    crowd.control(Qt.Key.Key_D)
    crowd.until(lambda: dialled)
    assert dialled == ["tel:+919847055166"]

    # Who has no number is said to have none: the one before is not called instead.
    begin(crowd)
    dialled.clear()
    crowd.keys("zimmer")
    crowd.control(Qt.Key.Key_D)
    crowd.until(lambda: crowd.toast() == "There is no phone number here.")
    assert dialled == []


def posted(seat: Seat, labels: Labels) -> set[str]:
    """Who gets a label."""
    ids = labels.batch.ids if labels.batch else []
    return {row.name for row in seat.asked(lambda store: lookup.rows(store, ids))}


def test_a_lookup_is_labelled_in_six_actions(crowd: Seat, printers: Printers) -> None:
    # By a word, as soon as it is typed.
    crowd.keys("tübingen")
    crowd.press(Qt.Key.Key_P, BOTH)
    crowd.until(lambda: crowd.window.section == "labels")
    labels = crowd.window.screens["labels"]
    assert isinstance(labels, Labels)
    crowd.until(lambda: labels.batch)
    crowd.control(Qt.Key.Key_P)
    crowd.until(lambda: crowd.toast() == "Sent to the printer")
    assert crowd.did == ["“tübingen”", "Ctrl+Shift+P", "Ctrl+P"]
    assert printers.last().startswith(b"%PDF")
    assert labels.batch, "what was printed stays, though it was written into the history"
    assert [lines[:2] for lines in labels.batch.texts] == [["Müller & Söhne GmbH", "Greta Müller"]]

    # By a field: the sixth shows the sheet as it will be printed.
    begin(crowd)
    crowd.control(Qt.Key.Key_L)
    crowd.settle()
    crowd.keys("city")
    crowd.press(ENTER)
    crowd.keys("são")
    crowd.settle()
    crowd.press(ENTER)
    crowd.until(lambda: chips(crowd) == ["City is São Paulo"])
    crowd.press(Qt.Key.Key_P, BOTH)
    crowd.until(lambda: crowd.window.section == "labels" and labels.batch and "São Paulo" in labels._words.text())
    assert crowd.did == ["Ctrl+L", "“city”", "Return", "“são”", "Return", "Ctrl+Shift+P"]
    assert posted(crowd, labels) | {entry.name for entry in labels.batch.skipped} == {
        "João Álvares", "Mário Peixoto", "Álvaro Siqueira",
    }  # fmt: skip
    assert "Mário Peixoto" in {entry.name for entry in labels.batch.skipped}, "who wants no post is told"
