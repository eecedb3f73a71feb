"""Workbooks: lists of contacts by row, whatever else is in them; nothing written is run as a formula."""

import io
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.errors import UserError
from crmdesk.formats import xlsx


def book(*sheets: list[list[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


HEAD = ["First Name", "Last Name", "Phone", "Birthday", "Notes"]


def test_cells_are_read_as_they_would_be_typed() -> None:
    data = book(
        [
            HEAD,
            ["Ada", "Lovelace", 447700900123.0, date(1815, 12, 10), "a\nb"],
            [],
            ["Bob", "=1+1", "+49 30 12", datetime(1990, 1, 4), None],  # noqa: DTZ001 - cells have no zone
        ]
    )
    assert xlsx.looks_like(data)
    ada, bob = xlsx.read(data)
    assert isinstance(ada, Card)
    assert isinstance(bob, Card)
    assert ada.fields == {"given_name": "Ada", "family_name": "Lovelace", "birthday": "1815-12-10"}
    assert ada.phones[0]["value"] == "447700900123"
    assert ada.notes[0]["text"] == "a\nb"
    assert (ada.line, bob.line) == (2, 4), "the row of the sheet, whatever lines its cells have"
    assert bob.fields["birthday"] == "1990-01-04"


def test_other_sheets_are_left_alone() -> None:
    people = [HEAD, ["Ada", "Lovelace", "1", None, None]]
    data = book([["How to use this"], ["Fill in the next sheet"]], people, [["Total", 1]])
    assert len(list(xlsx.read(data))) == 1


def test_a_row_that_is_nobody_says_its_row() -> None:
    [ada, rejected] = xlsx.read(
        book([HEAD, ["Ada", "L", "1\n2", None, None], [None, None, None, None, " "], ["", ""]])
    ) or [0, 0]
    assert isinstance(ada, Card)
    assert isinstance(rejected, Reject)


def test_what_cannot_be_read_says_so() -> None:
    for data in (b"PK\x03\x04xl/ nonsense", book([HEAD])[:-200]):
        with pytest.raises(UserError, match="damaged"):
            list(xlsx.read(data))


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 4_000_000)
    monkeypatch.setattr(xlsx, "LARGEST_PART", 1_000_000)
    with pytest.raises(UserError, match="larger"):
        xlsx.sheets(buffer.getvalue())


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_written_as_text_and_read_again(rows: list[list[str]]) -> None:
    buffer = io.BytesIO()
    xlsx.write(rows, buffer, "People")
    sheet = load_workbook(buffer).active
    assert sheet is not None
    for row, cells in zip(rows, sheet.iter_rows(), strict=True):
        shown = [str(cell.value or "") for cell in cells][: len(row)]
        assert shown == [text.replace("\ufffe", "").replace("\uffff", "") for text in row]
        assert all(cell.data_type != "f" for cell in cells)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    with pytest.raises(UserError):
        list(xlsx.read(b"PK\x03\x04" + data + b"xl/"))
