"""Delimited text cut into rows, whatever state its quotes are in."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from crmdesk.formats.text import pieces

csv.field_size_limit(1_000_000)

DELIMITERS = ",;\t|:"
_FARTHEST = 2_000
_SEPARATOR_LINE = re.compile(r"sep=(.)\n?", re.IGNORECASE)


class Row(NamedTuple):
    first: int
    """The index of its first line."""
    end: int
    """The index behind its last line."""
    cells: list[str] | None
    """Nothing where it could not be read: a cell above 1 MB."""


def to_lines(text: str) -> list[str]:
    """Lines with `\\n` at their ends, without NULs, with quotes doubled where they were written `\\"`."""
    escapes = '\\"' in text and '""' not in text and re.search(r'\\"(?![,;|\t]|\s*$)', text, re.MULTILINE)
    lines: list[str] = []
    for piece in pieces(text, "\n"):
        plain = piece.replace("\0", "").replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
        lines += io.StringIO(plain.replace('\\"', '""') if escapes else plain, newline="\n").readlines()
    return lines


class _Source:
    """The lines as the reader sees them: from a place, up to a place."""

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines, self.at, self.stop = lines, at, len(lines)

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        if self.at >= self.stop:
            raise StopIteration
        line = self.lines[self.at]
        self.at += 1
        return line


def read_rows(
    lines: list[str], delimiter: str, start: int = 0, width: int = 0, quote: str = '"', trim: bool = True
) -> Iterator[Row]:
    """The rows from line `start` on; blank lines are left out.

    A quote that is opened and not closed would swallow the rest of the file: such a row ends with its line.
    `width` is the number of columns, by which a quote closed by chance far below is found out. Without `trim`,
    spaces at the beginning of a cell are a part of it.
    """
    source, farthest = _Source(lines, start), _FARTHEST
    reader = _reader(source, delimiter, quote, trim)
    count = len(lines)
    while source.at < count:
        first = source.at
        source.stop = first + farthest if first + farthest < count else count
        try:
            cells = next(reader, [])
        except csv.Error:
            yield Row(first, source.at, None)
            reader = _reader(source, delimiter, quote, trim)
            continue
        if (source.at - first > 1 or source.at == count) and (
            alone := _first_line(lines[first : source.at], cells, source, width, delimiter, quote)
        ):
            farthest = max(8, farthest // 2)  # looking ahead in vain must not cost more and more
            source.at = first + 1
            cells = alone
            reader = _reader(source, delimiter, quote, trim)
        elif source.at == source.stop < count:
            reader = _reader(source, delimiter, quote, trim)
        if cells:
            yield Row(first, source.at, cells)


def _reader(source: _Source, delimiter: str, quote: str, trim: bool) -> Iterator[list[str]]:
    return csv.reader(source, delimiter=delimiter, quotechar=quote, skipinitialspace=trim)


def _first_line(
    piece: list[str], cells: list[str], source: _Source, width: int, delimiter: str, quote: str
) -> list[str] | None:
    """The cells of the first line, if the row should have ended with it."""
    if _is_sound(piece, delimiter, quote):
        return None
    new_rows = any(line[0] == quote and line[1:2] not in (quote, delimiter, "\n") for line in piece[1:])
    if width and len(cells) == width and source.at < source.stop and not new_rows:
        return None
    quoted = next(csv.reader(piece[:1], delimiter=delimiter, quotechar=quote, skipinitialspace=True), [])
    literal = [cell.strip().strip(quote) for cell in piece[0].rstrip("\n").split(delimiter)]
    for alone in (quoted, literal):
        if width and len(alone) == width:
            return alone
    return quoted if source.at == source.stop else None


def _is_sound(piece: list[str], delimiter: str, quote: str) -> bool:
    """Whether every quote is closed, and closed before a delimiter."""
    try:
        reader = csv.reader(piece, delimiter=delimiter, quotechar=quote, skipinitialspace=True, strict=True)
        return len(list(reader)) == 1
    except csv.Error:
        return False


def separator_line(lines: list[str]) -> str | None:
    """Excel's first line `sep=;`."""
    found = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    return found[1] if found else None


def quote_of(lines: list[str]) -> str:
    """Apostrophes are quotes only where there are no others and most cells stand in them."""
    sample = "".join(lines[:50])
    if '"' in sample:
        return '"'
    quoted = len(re.findall(r"(?:^|[,;|\t])\s*'[^'\n]*'(?=[,;|\t\n]|$)", sample, re.MULTILINE))
    return "'" if quoted * 2 > len(re.findall(r"[,;|\t\n]", sample)) + 1 else '"'


def delimiter_of(lines: list[str], known: Callable[[list[str]], int]) -> str:
    """The delimiter that gives even rows, and headings that are `known`."""
    sample = lines[:400]
    best = max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter, known))
    return best if _evenness(sample, best, known) > (0, 0) else ","


def _evenness(lines: list[str], delimiter: str, known: Callable[[list[str]], int]) -> tuple[int, float]:
    rows = [row.cells or [] for row in islice(read_rows(lines, delimiter), 60)]
    if not rows:
        return 0, 0
    width, times = Counter(map(len, rows)).most_common(1)[0]
    headings = max(known(cells) for cells in rows[:10])
    even = times / len(rows) * math.log2(width) if width > 1 else 0.0
    if delimiter == ":" and (times < len(rows) or not headings):
        even *= 0.5  # times and links hold colons
    return (headings if headings > 1 and width > 1 else 0), even
