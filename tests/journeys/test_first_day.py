"""The first day: from nothing to a sheet of labels."""

from pathlib import Path

from PySide6.QtCore import Qt

from crmdesk.services import lookup
from crmdesk.ui.import_sheet import ImportSheet
from crmdesk.ui.imports import ResultSheet
from crmdesk.ui.labels import Labels
from crmdesk.ui.new_file import NewFile
from tests.ui.desks import Seat

CARDS = """BEGIN:VCARD
VERSION:3.0
N:Souza;Ana;;;
FN:Ana Souza
TEL;TYPE=CELL:+55 11 98888-1234
ADR;TYPE=WORK:;;Rua Augusta 10;São Paulo;SP;01304-001;Brazil
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Müller;Greta;;;
FN:Greta Müller
EMAIL:greta@example.com
END:VCARD
BEGIN:VCARD
VERSION:3.0
TEL
"""


def test_from_a_phone_s_export_to_labels(empty_seat: Seat, tmp_path: Path) -> None:
    seat, window = empty_seat, empty_seat.window
    cards = tmp_path / "phone.vcf"
    cards.write_text(CARDS.replace("\n", "\r\n"), "utf-8")

    # A file dropped on the welcome asks for a place to keep it first.
    window.import_files([cards])
    new = seat.sheet(NewFile)
    new.choose("none")
    new._create.click()
    seat.until(lambda: window.desk.path)

    # What would come in is shown before anything is written.
    preview = seat.sheet(ImportSheet)
    seat.until(lambda: preview.report)
    assert "2 new" in preview._summary.text()
    assert "1 rejected" in preview._summary.text()
    assert seat.asked(lambda store: lookup.count(store, "contact")) == 0
    preview._import.click()
    seat.until(lambda: "2 new" in seat.toast())
    result = seat.sheet(ResultSheet)
    result.reject()
    seat.settle()
    assert seat.rows() == ["Müller, Greta", "Souza, Ana"]

    # Found by any part, and corrected where it stands.
    seat.control(Qt.Key.Key_F)
    seat.keys("augusta")
    seat.until(lambda: seat.rows() == ["Souza, Ana"])
    page = seat.go_to("Souza, Ana")
    phone = page.details.lists["phones"].rows()[0].line
    seat.retype(phone.edit, "+55 11 97777-0000")
    seat.press(Qt.Key.Key_Return)
    seat.settle()
    assert phone.value() == "+55 11 97777-0000"

    # Taken back with one key.
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: phone.value() == "+55 11 98888-1234")
    assert seat.toast().startswith("Undone:")

    # And a sheet of labels for all who have an address.
    window.search.clear()
    seat.settle()
    window.go("labels")
    labels = window.screens["labels"]
    assert isinstance(labels, Labels)
    seat.until(lambda: labels.batch)
    assert labels.batch
    assert [lines[0] for lines in labels.batch.texts] == ["Ana Souza"]
    assert [entry.name for entry in labels.batch.skipped] == ["Greta Müller"]
    labels.save_pdf(tmp_path / "labels.pdf")
    seat.until((tmp_path / "labels.pdf").exists)
    assert (tmp_path / "labels.pdf").read_bytes().startswith(b"%PDF")


def test_one_undo_takes_an_import_back(seat: Seat, tmp_path: Path) -> None:
    from crmdesk.ui import imports

    cards = tmp_path / "phone.vcf"
    cards.write_text(CARDS.split("BEGIN:VCARD\nVERSION:3.0\nTEL", maxsplit=1)[0].replace("\n", "\r\n"), "utf-8")
    before = seat.rows()
    imports.run(seat.window, [cards])
    seat.until(lambda: len(seat.rows()) == len(before) + 2)
    seat.desk.undo()
    seat.until(lambda: seat.screen.table.records.rowCount() == len(before))
    assert seat.rows() == before


def test_a_contact_added_without_the_mouse(seat: Seat) -> None:
    seat.control(Qt.Key.Key_N)
    seat.settle()
    seat.keys("Ana Souza")
    seat.press(Qt.Key.Key_Return)
    seat.keys("Clínica Boa Vida")
    seat.press(Qt.Key.Key_Return)
    seat.keys("Médica")
    seat.press(Qt.Key.Key_Return)
    seat.keys("+55 11 98888-1234")
    seat.control(Qt.Key.Key_Return)
    seat.until(lambda: seat.screen.page and "Ana Souza" in seat.name())
    shown = seat.page._shown
    assert shown["fields"]["given_name"] == "Ana"
    assert shown["fields"]["family_name"] == "Souza"
    assert shown["affiliations"][0]["company"] == "Clínica Boa Vida"
    assert shown["phones"][0]["e164"] == "+5511988881234"
    assert seat.toast() == "Added Ana Souza"

    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: "Ana Souza" not in seat.name())
    assert "Souza, Ana" not in seat.rows()


def test_a_new_contact_is_not_pushed_aside_by_the_row_moved_to(seat: Seat) -> None:
    """The page of a row comes a moment after it; who has asked for a new contact meanwhile keeps the empty form."""
    seat.go_to("Álvares")
    seat.screen.table.go_to(seat.screen.table.current_row() + 1)
    seat.control(Qt.Key.Key_N)
    seat.settle()
    seat.qtbot.wait(60)
    seat.keys("Ana Souza")
    seat.control(Qt.Key.Key_Return)
    seat.until(lambda: "Ana Souza" in seat.name())
    assert seat.toast() == "Added Ana Souza"
