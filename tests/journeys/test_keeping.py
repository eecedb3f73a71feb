"""What is kept of somebody: files, notes, and those that were thrown away and are wanted again."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from crmdesk.services import attachments
from crmdesk.ui.trash import Trash
from tests.journeys.telling import BOTH, DOWN, ENTER, ESC, count, drop, find, in_file, tab_to, words_on
from tests.ui.desks import PEOPLE, Seat


def test_a_file_is_dropped_looked_into_and_taken_back(seat: Seat, tmp_path: Path) -> None:
    page = seat.go_to("Álvares")
    offer, order = tmp_path / "offer.txt", tmp_path / "order.txt"
    offer.write_text("Two deck ovens, 18.400,00 – João às 10h", "utf-8")
    order.write_text("One tray", "utf-8")

    page.show_tab("files")
    drop(page.documents, [offer, order])
    seat.until(lambda: seat.toast() == "2 files added")
    seat.until(lambda: {row.name.value() for row in page.documents._rows.values()} == {"offer.txt", "order.txt"})
    kept = {file["name"]: file["id"] for file in in_file(seat, "João Álvares")["attachments"]}
    assert seat.asked(lambda store: attachments.read(store, kept["offer.txt"])) == offer.read_bytes()

    # Looked into without another program.
    look = next(made for made in page.findChildren(QAbstractButton) if made.accessibleName() == "Look into offer.txt")
    look.setFocus()
    seat.press(Qt.Key.Key_Space)
    view = page.documents.view
    seat.until(lambda: "João às 10h" in view._text.toPlainText())

    # The original may go; ours stays, until one key takes both back.
    offer.unlink()
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: not in_file(seat, "João Álvares")["attachments"])
    seat.until(lambda: not page.documents._rows)
    assert view.isHidden(), "nothing is shown of what is not there"
    seat.press(Qt.Key.Key_Z, BOTH)
    seat.until(lambda: len(page.documents._rows) == 2)


def test_one_thrown_away_is_found_in_the_trash(seat: Seat) -> None:
    seat.go_to("Okafor")
    notes = len(in_file(seat, "Okafor")["notes"])
    seat.screen.table.setFocus()
    seat.press(Qt.Key.Key_Delete)
    seat.until(lambda: seat.toast() == "Deleted 1 contact")
    seat.go_to("Lakshmi")
    seat.screen.table.setFocus()
    seat.press(Qt.Key.Key_Delete)
    seat.until(lambda: count(seat) == PEOPLE - 2)
    find(seat, "okafor")
    assert "Okafor, Sam" not in seat.rows()
    seat.press(ESC)

    # Searched for wrongly first: Esc empties the search and leaves the trash open.
    seat.press(Qt.Key.Key_Delete, BOTH)
    trash: Trash = seat.sheet(Trash)
    seat.until(lambda: trash.table.records.rowCount() == 2)
    seat.keys("okaforr")
    seat.until(lambda: trash.table.records.rowCount() == 0)
    seat.press(ESC)
    seat.until(lambda: trash.table.records.rowCount() == 2)
    assert trash.isVisible()
    seat.keys("okafor")
    seat.until(lambda: trash.table.records.rowCount() == 1)
    seat.press(DOWN)
    seat.press(ENTER)
    seat.until(lambda: seat.toast() == "Restored Sam Okafor")
    seat.press(ESC)
    if trash.isVisible():
        seat.press(ESC)
    seat.until(lambda: not trash.isVisible())

    # With all that belongs to him.
    seat.until(lambda: "Okafor, Sam" in seat.rows())
    assert len(in_file(seat, "Okafor")["notes"]) == notes > 0
    assert count(seat) == PEOPLE - 1


def test_a_note_is_written_pinned_and_found(seat: Seat) -> None:
    page = seat.go_to("Lakshmi")
    page.show_tab("notes")
    seat.settle()
    page.notes.new.setFocus()
    seat.control(Qt.Key.Key_B)
    seat.keys("Zeppelinbrot")
    seat.control(Qt.Key.Key_B)
    seat.keys(" every Friday")
    seat.control(ENTER)
    seat.until(lambda: "Zeppelinbrot" in str(in_file(seat, "Lakshmi")["notes"]))
    note = next(note for note in in_file(seat, "Lakshmi")["notes"] if "Zeppelinbrot" in note["text"])
    assert note["text"] == "<p><b>Zeppelinbrot</b> every Friday</p>"

    # A later one stands above it, until it is pinned.
    page.notes.new.setFocus()
    seat.keys("Pays late")
    seat.control(ENTER)
    seat.until(lambda: len(page.notes._rows) == 3)
    seat.settle()
    assert page._shown["notes"][0]["text"] == "Pays late"
    pin = page.notes._rows[note["id"]]._pin
    tab_to(seat, pin)
    seat.press(ENTER)
    seat.until(lambda: page._shown["notes"][0]["id"] == note["id"])
    assert page._shown["notes"][0]["is_pinned"]

    # Found by a word of it from anywhere, and again among the notes of the page.
    seat.go_to("Álvares")
    find(seat, "zeppelin")
    seat.until(lambda: seat.rows() == ["Lakshmi"])
    seat.until(lambda: seat.name() == "Lakshmi")
    seat.press(Qt.Key.Key_F, BOTH)
    seat.until(page.notes.search.hasFocus)
    seat.keys("friday")
    seat.until(lambda: list(page.notes._rows) == [note["id"]])
    assert "Pays late" not in words_on(page.notes)
