"""Workbooks (.xlsx): their sheets as delimited text, which is what lists of contacts are read from; and back."""

import csv
import io
import warnings
import zlib
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.errors import UserError
from crmdesk.domain.pauses import result_of
from crmdesk.formats import csv_columns, csv_read
from crmdesk.formats.csv_layout import Layout
from crmdesk.i18n import _

_HEAD = 100_000
"""Bytes in which the headings stand."""
LARGEST_PART = 1024**3
"""Unpacked bytes of one part: what is larger is a bomb."""
_PAUSE = 500
"""Rows between two pauses."""
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as UTF-8 text with commas."""

    name: str
    data: bytes
    starts: tuple[int, ...]
    """The line of the text at which each row begins: cells may hold several lines."""

    def row_of(self, line: int) -> int:
        return bisect_right(self.starts, line)


def looks_like(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"xl/" in data


def sheets(data: bytes) -> list[Sheet]:
    """Those that hold anything. Raises UserError."""
    return result_of(opening(data))


def opening(data: bytes) -> Generator[None, None, list[Sheet]]:
    """As `sheets`, with pauses."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_bombs(data)
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions, which are not read
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            found: list[Sheet] = []
            for name in filter(lambda name: hasattr(book[name], "iter_rows"), book.sheetnames):
                found += [(yield from _sheet(book[name]))]
            book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError,
            EOFError, IndexError, OverflowError, NotImplementedError, RuntimeError, zlib.error) as error:  # fmt: skip
        if isinstance(error, UserError):
            raise
        raise UserError(_("The workbook is damaged or locked by a password.")) from error
    return [sheet for sheet in found if sheet.data.strip(b"\r\n,")]


def _refuse_bombs(data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as archive:
        if any(part.file_size > LARGEST_PART for part in archive.infolist()):
            raise UserError(_("The workbook is larger than 1 GB when unpacked. Export it in parts."))


def _sheet(sheet: Any) -> Generator[None, None, Sheet]:
    buffer, starts, line = io.StringIO(), list[int](), 1
    rows = csv.writer(buffer, lineterminator="\n")
    for cells in sheet.iter_rows(values_only=True, max_row=_MOST_ROWS, max_col=_MOST_COLUMNS):
        texts = [_text(value) for value in cells]
        while texts and not texts[-1]:
            texts.pop()
        starts.append(line)
        if len(starts) % _PAUSE == 0:
            yield
        line += 1 + sum(text.count("\n") for text in texts)
        rows.writerow(texts) if texts else buffer.write("\n")
    return Sheet(str(sheet.title), buffer.getvalue().encode("utf-8", "replace"), tuple(starts))


def _text(value: Any) -> str:
    """As it would be typed: a date without the midnight of a date, a number without the point of a whole one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def read(data: bytes, layout: Layout | None = None) -> Iterator[Card | Reject]:
    """The cards of all sheets that are lists of contacts; `line` is the row. Raises UserError."""
    return read_sheets(sheets(data), layout)


def read_sheets(found: Sequence[Sheet], layout: Layout | None = None) -> Iterator[Card | Reject]:
    """`layout` is for the first list of contacts among them: most workbooks have one."""
    for sheet in lists_of_contacts(found):
        for piece in csv_read.read(sheet.data, layout):
            row = sheet.row_of(piece.line)
            if isinstance(piece, Reject):
                yield replace(piece, line=row)
            else:
                piece.line = row
                yield piece
        layout = None


def lists_of_contacts(found: Sequence[Sheet]) -> list[Sheet]:
    """Beside sheets with headings we know, others are notes and pivots; without any, the first is tried."""
    known = [sheet for sheet in found if _has_headings(sheet)]
    return known or list(found[:1])


def _has_headings(sheet: Sheet) -> bool:
    end = sheet.data.find(b"\n", _HEAD) + 1 or len(sheet.data)
    headings = [column.heading for column in csv_read.sniff(sheet.data[:end]).columns]
    return csv_columns.known_headings(headings) > 1 or csv_columns.dialect_of(headings) == csv_columns.OWN


def write(rows: Iterable[Sequence[str]], to: BinaryIO, title: str = "") -> None:
    """All cells are text, so that nothing is run as a formula and no zero in front is lost; the first row stays put."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31] or None)
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    for number, row in enumerate(rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:32_767] or None)
            cell.data_type = "s" if text else "n"
            cell.number_format = "@"
            if number == 0:
                cell.font = bold
            cells.append(cell)
        sheet.append(cells)
    book.save(to)
