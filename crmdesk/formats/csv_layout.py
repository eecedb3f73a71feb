"""How a delimited file is laid out: what `sniff` finds, and what the user may set right."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from crmdesk.domain.pauses import result_of
from crmdesk.domain.values.emails import extract
from crmdesk.formats import csv_cells, csv_columns
from crmdesk.formats.csv_rows import delimiter_of, quote_of, read_rows, separator_line, to_lines
from crmdesk.formats.text import decode
from crmdesk.i18n import _

_PREAMBLE = 25
_PAUSE = 5_000
"""Rows between two pauses."""
_WIDEST = 16_384
"""Columns of a spreadsheet; what is wider is no table."""
_DATA = re.compile(r"[^\s@]@[^\s@]|https?://|\d{5}|^[+(]?\d[\d ()/.\-]{5,}$")
_PHONE = re.compile(r"(?:[+(]|0[1-9])[\d ()/.\-]{6,18}\d|00\d{8,13}|\d{3}[-. ]\d{3}[-. ]\d{4}")
_DATES = ("birthday", "anniversary")
_IDENTITY = ("given_name", "family_name", "full_name", "nickname", "organizations.company", "emails.", "phones.")


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    target: str | None
    """See `csv_columns`; without one the column becomes a custom field."""


@dataclass(frozen=True, slots=True)
class Layout:
    encoding: str
    delimiter: str
    quote: str
    has_header: bool
    first_line: int
    """Where the data begin, from 1."""
    columns: tuple[Column, ...]
    dialect: str
    days_first: bool
    """Whether 4/12/1990 is in December."""
    dates_are_ambiguous: bool
    """No date of the file tells which it is: the user should."""
    postal_digits: int
    """How long the postal codes of this file mostly are; 0 where they are not numbers."""
    samples: tuple[tuple[str, ...], ...]
    problem: str = ""
    """Why this is no list of contacts."""


def sniff(data: bytes, encoding: str = "", delimiter: str = "", has_header: bool | None = None) -> Layout:
    """What is given is not detected."""
    text, encoding = decode(data, encoding or None)
    return result_of(sniffing(to_lines(text), encoding, delimiter, has_header))


def sniffing(
    lines: list[str], encoding: str, delimiter: str = "", has_header: bool | None = None
) -> Generator[None, None, Layout]:
    """As `sniff`, of what was decoded, with pauses: some of it is told only by the whole of a column."""
    separator = separator_line(lines)
    delimiter = delimiter or separator or delimiter_of(lines, csv_columns.known_headings)
    quote = quote_of(lines)
    first = 1 if separator else 0
    head = list(islice(read_rows(lines, delimiter, first, quote=quote), 300))
    rows = [row.cells or [] for row in head]
    at = _header_row(rows) if has_header is None else 0 if has_header and rows else None
    headings = [cell.strip() for cell in rows[at]] if at is not None else []
    body = [row for row in head if at is None or row.first > head[at].first]
    columns, dialect = _columns(headings, [row.cells or [] for row in body])
    start = head[at].end if at is not None else first
    problem = _problem(headings, columns)
    layout = Layout(
        encoding=encoding,
        delimiter=delimiter,
        quote=quote,
        has_header=at is not None,
        first_line=start + 1,
        columns=columns,
        dialect=dialect,
        days_first=False,
        dates_are_ambiguous=False,
        postal_digits=0,
        samples=tuple(tuple(row.cells or []) for row in body[:5]),
        problem=problem,
    )
    return layout if problem else (yield from _survey(layout, lines))


def surveying(layout: Layout, lines: list[str]) -> Generator[None, None, Layout]:
    """Looked at once more after its columns were set right."""
    headings = [column.heading for column in layout.columns] if layout.has_header else []
    layout = replace(layout, problem=_problem(headings, layout.columns))
    return layout if layout.problem else (yield from _survey(layout, lines))


def _header_row(rows: Sequence[list[str]]) -> int | None:
    """The first row of headings we know, behind whatever some programs write above it."""
    for at, cells in enumerate(rows[:_PREAMBLE]):
        known = csv_columns.known_headings(cells)
        if known > 1 and (known * 2 >= len(cells) or not _looks_like_data(cells)):
            return at
        if at == 0 and csv_columns.dialect_of(cells) == csv_columns.OWN:
            return at
    if not rows or _looks_like_data(rows[0]):
        return None
    if csv_columns.known_headings(rows[0]) or any(map(_looks_like_data, rows[1:20])):
        return 0
    return None


def _looks_like_data(cells: Iterable[str]) -> bool:
    return any(_DATA.search(cell.strip()) for cell in islice(cells, 500) if not csv_columns.target_of(cell))


def _columns(headings: list[str], rows: list[list[str]]) -> tuple[tuple[Column, ...], str]:
    width = len(headings) or Counter(map(len, rows)).most_common(1)[0][0] if rows else len(headings)
    width = min(width, _WIDEST)
    unnamed = _("Column {number}")
    names = [heading or unnamed.format(number=n) for n, heading in enumerate(headings[:width], 1)]
    names += [unnamed.format(number=n) for n in range(len(names) + 1, width + 1)]
    dialect = csv_columns.dialect_of(headings)
    targets = csv_columns.assign(headings[:width], dialect) if headings else []
    if not any(targets):
        targets = _guessed(rows, min(width, 200))
    targets += [None] * (width - len(targets))
    return tuple(map(Column, names, targets)), dialect


def _problem(headings: list[str], columns: tuple[Column, ...]) -> str:
    if len(columns) == _WIDEST:
        return _("This file has more columns than a spreadsheet can have.")
    targets = [column.target or "" for column in columns]
    foreign = csv_columns.foreign_kind(headings)
    reachable = any(
        target.startswith(("emails.value", "phones.value", "given_name", "family_name")) for target in targets
    )
    if foreign and not reachable:
        return {
            "deals": _("This file holds deals, not contacts."),
            "activities": _("This file holds activities, not contacts."),
            "products": _("This file holds products, not contacts."),
            "tickets": _("This file holds tickets, not contacts."),
        }[foreign]
    if not any(target.startswith(_IDENTITY) for target in targets):
        return _("No column of this file is known to hold a name, a company, an e-mail address or a phone number.")
    return ""


def _survey(layout: Layout, lines: list[str]) -> Generator[None, None, Layout]:
    """What only the whole of a column tells: the order of its dates, the length of its postal codes."""
    dated = [n for n, column in enumerate(layout.columns) if _is_date(column.target)]
    postal = [n for n, column in enumerate(layout.columns) if (column.target or "").startswith("addresses.postal_code")]
    dates: set[str] = set()
    lengths: Counter[int] = Counter()
    if dated or postal:
        for number, cells in enumerate(_plain_rows(lines[layout.first_line - 1 :], layout)):
            if number % _PAUSE == 0:
                yield
            dates.update(cells[n] for n in dated if n < len(cells) and cells[n])
            lengths.update(len(cells[n]) for n in postal if n < len(cells) and cells[n].isdigit())
    order = csv_cells.day_first(dates)
    slashed = any(re.match(r"\d{1,2}[-/]\d{1,2}[-/]", value.strip()) for value in dates)
    american = {"First Name", "Last Name", "First", "Contact", "Name"} & {column.heading for column in layout.columns}
    return replace(
        layout,
        days_first=order if order is not None else not american,
        dates_are_ambiguous=order is None and slashed,
        postal_digits=lengths.most_common(1)[0][0] if lengths else 0,
    )


def _plain_rows(lines: list[str], layout: Layout) -> Iterator[list[str]]:
    """The rows as a quick look sees them, up to a cell too long."""
    try:
        yield from csv.reader(lines, delimiter=layout.delimiter, quotechar=layout.quote, skipinitialspace=True)
    except csv.Error:
        return


def _is_date(target: str | None) -> bool:
    return target in _DATES or (target or "").startswith("events.value")


def _guessed(rows: list[list[str]], width: int) -> list[str | None]:
    """Targets by what stands in the columns. Names are guessed only beside an e-mail address or a phone number."""
    columns = [[row[n].strip() for row in rows if n < len(row) and row[n].strip()] for n in range(width)]
    targets: list[str | None] = [_kind_of(values) for values in columns]
    if not any(targets):
        return []
    texts = [
        n for n in range(width) if not targets[n] and _mostly(columns[n], _is_name) and len(columns[n]) * 2 > len(rows)
    ]
    for n, target in _names_among(columns, texts).items():
        targets[n] = target
    return csv_columns.separate(targets)


def _kind_of(values: list[str]) -> str | None:
    if _mostly(values, lambda value: bool(extract(value))):
        return "emails.value@"
    return "phones.value@" if _mostly(values, lambda value: bool(_PHONE.fullmatch(value))) else None


def _names_among(columns: list[list[str]], texts: list[int]) -> dict[int, str]:
    texts = texts[:6]
    for whole in texts:
        for first in texts:
            for last in texts:
                joined = [f"{a} {b}" for a, b in zip(columns[first], columns[last], strict=False)]
                if len({whole, first, last}) == 3 and joined == columns[whole]:
                    return {whole: "full_name", first: "given_name", last: "family_name"}
    for n in texts:
        if _mostly(columns[n], lambda value: " " in value):
            return {n: "full_name"}
    return (
        dict(zip(texts, ("given_name", "family_name"), strict=False))
        if len(texts) > 1
        else dict.fromkeys(texts, "full_name")
    )


def _is_name(value: str) -> bool:
    return len(value) < 60 and not any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _mostly(values: list[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(test, values)) >= 0.6 * len(values)
