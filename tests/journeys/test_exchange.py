"""What is looked up goes out as cards and comes into another file whole; a second time nothing is doubled."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from crmdesk.ui.exports import Export
from crmdesk.ui.import_sheet import ImportSheet
from crmdesk.ui.new_file import NewFile
from tests.journeys.telling import ENTER, chips, command, condition, count, drop, in_file, words_on
from tests.ui.desks import PEOPLE, Seat

PARTS = {
    "phones": "value",
    "emails": "value",
    "tags": "name",
    "notes": "text",
    "addresses": "city",
    "affiliations": "company",
}


def told(record: dict[str, Any]) -> dict[str, Any]:
    """What is known of somebody, however it is kept."""
    parts = {table: sorted(part[key] for part in record[table]) for table, key in PARTS.items()}
    return {**parts, **{name: record["fields"].get(name) for name in ("given_name", "family_name", "birthday")}}


def take_in(seat: Seat, cards: Path, summary: str) -> None:
    drop(seat.window, [cards])
    preview: ImportSheet = seat.sheet(ImportSheet)
    seat.until(lambda: summary in words_on(preview))


def test_the_set_goes_out_and_into_an_empty_file(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    condition(seat, "supplier")
    seat.until(lambda: chips(seat) == ["tag Supplier"])
    found = seat.rows()
    assert 1 < len(found) < PEOPLE
    before = {name: told(in_file(seat, name)) for name in found}

    # Ctrl+E is about what is looked up.
    cards = tmp_path / "suppliers.vcf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(cards), ""))
    seat.control(Qt.Key.Key_E)
    sheet: Export = seat.sheet(Export)
    seat.settle()
    assert f"{len(found)} contacts" in words_on(sheet)
    seat.press(ENTER)
    seat.until(lambda: seat.toast() == f"Exported {len(found)} to “suppliers.vcf”")

    # Another file, empty, in the same window; the cards are dropped on it and looked at first.
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "Second.crmdesk"), ""))
    command(seat, "new file")
    new: NewFile = seat.sheet(NewFile)
    new.choose("none")
    new._create.click()
    seat.until(lambda: seat.window.windowTitle().startswith(("Second", "Contacts", "My")))
    seat.until(lambda: seat.window.side.is_counted)
    seat.settle()
    assert count(seat) == 0
    take_in(seat, cards, f"{len(found)} new")
    assert count(seat) == 0, "nothing is written before it was looked at"
    seat.press(ENTER)
    seat.until(lambda: count(seat) == len(found))
    seat.until(lambda: seat.rows() == found)
    assert {name: told(in_file(seat, name)) for name in found} == before

    # The same cards again: nothing is new.
    take_in(seat, cards, f"{len(found)} the same")
    seat.sheet(ImportSheet).reject()
    assert count(seat) == len(found)

    # One key, and the file is as empty as it was.
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: count(seat) == 0)
