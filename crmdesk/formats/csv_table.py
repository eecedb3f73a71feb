"""Plain tables as delimited text: rows by the names of their columns, whatever wrote them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crmdesk.domain.folding import fold
from crmdesk.formats.csv_own import guard, unguarded
from crmdesk.formats.csv_rows import delimiter_of, quote_of, read_rows, separator_line, to_lines
from crmdesk.formats.text import decode


def write(names: Sequence[str], rows: Iterable[Mapping[str, str | None]]) -> Iterator[bytes]:
    """Safe in spreadsheets: no cell can be run as a formula."""
    yield b"\xef\xbb\xbf"
    yield _line(names)
    for row in rows:
        yield _line([guard(row.get(name) or "", for_spreadsheets=True) for name in names])


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()


def read(data: bytes, headings: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row by column; `headings` are the words for them, folded; others are left out."""
    text, _encoding = decode(data)
    lines = to_lines(text)
    told = separator_line(lines)
    delimiter = told or delimiter_of(lines, lambda cells: sum(fold(cell.strip()) in headings for cell in cells))
    rows = read_rows(lines, delimiter, 1 if told else 0, quote=quote_of(lines))
    first = next(rows, None)
    names = [headings.get(fold(cell.strip())) for cell in (first.cells or [])] if first else []
    for row in rows:
        cells = zip(names, row.cells or [], strict=False)
        yield row.first + 1, {name: unguarded(cell.strip()) for name, cell in cells if name and cell.strip()}
