"""The export assistant: what, in which format, for which program; and everything about one person."""

import json
import sqlite3
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu

from crmdesk.services import lookup
from crmdesk.ui import actions
from crmdesk.ui.export_formats import FORMATS
from crmdesk.ui.exports import Export
from crmdesk.ui.lookups import CurrentSet
from tests.ui.desks import PEOPLE, Seat


@pytest.fixture
def to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user says it is to go, with the ending that is proposed."""
    folder = tmp_path / "out"
    folder.mkdir()
    proposed = lambda _parent, _title, name, *_rest: (str(folder / name), "")  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getSaveFileName", proposed)
    return folder


def some(seat: Seat, count: int) -> CurrentSet:
    ids = seat.asked(lambda store: [row.id for row in lookup.window(store, "contact", 0, count)])
    return CurrentSet("contact", ids, count, "São Paulo: customers")


def opened(seat: Seat, chosen: CurrentSet | None) -> Export:
    if chosen:
        actions.run_on_set(seat.window, "export", chosen)
    else:
        actions.run(seat.window, "export")
    sheet: Export = seat.sheet(Export)
    seat.settle()
    return sheet


def exported(seat: Seat, sheet: Export, folder: Path) -> Path:
    sheet._choose_place.click()
    seat.until(lambda: seat.toast().startswith("Exported"))
    [made] = folder.iterdir()
    return made


def test_everything_is_told_with_its_count(seat: Seat, to: Path) -> None:
    sheet = opened(seat, None)
    assert sheet.what is None
    assert f"{PEOPLE} contacts" in sheet._words.text()
    made = exported(seat, sheet, to)
    assert made.name == "Contacts.vcf"
    assert made.read_text("utf-8").count("BEGIN:VCARD") > PEOPLE


def test_the_current_set_or_everything(seat: Seat, to: Path) -> None:
    sheet = opened(seat, some(seat, 3))
    assert sheet.what
    assert sheet.what._button(0).text() == "3 contacts"
    sheet.formats.choose("json")
    made = exported(seat, sheet, to)
    assert made.name == "São Paulo_ customers.json"
    assert len(json.loads(made.read_bytes())["records"]["contacts"]) == 3
    assert seat.toast() == "Exported 3 to “São Paulo_ customers.json”"


@pytest.mark.parametrize("key", [each.key for each in FORMATS])
def test_each_format_says_what_it_is_for(seat: Seat, key: str) -> None:
    sheet = opened(seat, None)
    sheet.formats.choose(key)
    chosen = sheet.formats.format()
    assert chosen.key == key
    assert len(chosen.detail) > 20
    assert sheet.formats._of_csv.isHidden() == (key != "csv")
    assert sheet.formats._of_vcard.isHidden() == (key != "vcard")
    sheet.reject()


def test_for_outlook_each_has_a_file(seat: Seat, to: Path) -> None:
    sheet = opened(seat, some(seat, 3))
    program = sheet.formats._of_vcard.program
    program.set_value("outlook")
    program.chosen.emit("outlook")
    made = exported(seat, sheet, to)
    with ZipFile(made) as archive:
        assert len(archive.namelist()) == 3
        assert b"VERSION:3.0" in archive.read(archive.namelist()[0])


def test_csv_as_google_has_it_and_complete(seat: Seat, to: Path) -> None:
    sheet = opened(seat, some(seat, 3))
    sheet.formats.choose("csv")
    of_csv = sheet.formats._of_csv
    assert of_csv.shape().for_spreadsheets, "safe unless it is said otherwise"
    of_csv.cells._button(1).click()
    of_csv.headings.set_value("google")
    assert not of_csv.shape().for_spreadsheets
    made = exported(seat, sheet, to)
    assert made.read_text("utf-8-sig").splitlines()[0].startswith("First Name,")


def test_the_copy_to_look_into_holds_everything(seat: Seat, to: Path) -> None:
    sheet = opened(seat, some(seat, 3))
    sheet.formats.choose("sqlite")
    assert sheet.what
    assert not sheet.what.isEnabled()
    assert f"{PEOPLE} contacts" in sheet._words.text()
    made = exported(seat, sheet, to)
    with sqlite3.connect(made) as copy:
        assert copy.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0] > 3
    copy.close()


def test_everything_about_one_person(seat: Seat, to: Path) -> None:
    page = seat.go_to("Álvares")
    page.header.more.click()
    [menu] = [one for one in page.header.findChildren(QMenu) if one.isVisible()]
    action = next(one for one in menu.actions() if one.text() == "Export everything about this person…")
    action.trigger()
    menu.close()
    seat.until(lambda: seat.toast().startswith("Exported 1 to"))
    [made] = to.iterdir()
    with ZipFile(made) as archive:
        told = json.loads(archive.read("crmdesk.json"))
    assert [one["family_name"] for one in told["records"]["contacts"]] == ["Álvares"]
