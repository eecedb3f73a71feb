"""Lists as they are shown, on paper and as CSV: the same columns, order and groups."""

import csv
import io
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from crmdesk.formats.csv_own import guard
from crmdesk.i18n import _
from crmdesk.printing.list_table import ListTable
from crmdesk.services import columns, totals
from crmdesk.services.shown_values import today
from crmdesk.services.writing import whole_file
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.lists import Paper, Printed

_PIECE = 200
_ORDERED = 0.4
"""The share of ordering in the whole of the work."""


@dataclass(frozen=True, slots=True)
class Wanted:
    kind: str
    ids: Sequence[bytes] | None
    """None: all of the kind."""
    keys: Sequence[str]
    sort: Sequence[tuple[str, bool]] = ()
    group: str = ""
    title: str = ""
    count_words: str = ""
    """How many, such as `48 contacts`."""


def gather(store: Store, wanted: Wanted) -> Generator[float, None, ListTable]:
    """The texts of all cells and all totals; yields how far it is."""
    making = columns.ordered(store, wanted.kind, wanted.ids, wanted.sort, wanted.group)
    found = yield from _scaled(making, 0, _ORDERED)
    shown = {column.key: column for column in columns.available(store, wanted.kind)}
    there = [shown[key] for key in wanted.keys if key in shown]
    docs, rows, values = found.ordering.docs, [], []
    for start in range(0, len(docs), _PIECE):
        part = list(docs[start : start + _PIECE])
        rows += _texts(store, wanted.kind, there, part)
        if any(column.is_number for column in there):
            values += columns.values(store, wanted.kind, [column.key for column in there], part)
        yield _ORDERED + (1 - _ORDERED) * len(rows) / len(docs)
    added = totals.of(there, values, docs, [start for _title, start in found.headings])
    heads = [(column.label, column.is_number) for column in there]
    by = shown.get(columns.NAME if wanted.group == columns.LETTER else wanted.group)
    grouped_by = by.label if by else ""
    return ListTable(wanted.title, _detail(wanted, shown), heads, rows, found.headings, grouped_by, added)


def _texts(store: Store, kind: str, there: Sequence[columns.Column], docs: Sequence[int]) -> list[list[str]]:
    listed = columns.rows(store, kind, [column.key for column in there], docs)
    return [list(entry.cells) if entry else [""] * len(there) for entry in listed]


def _scaled(
    steps: Generator[float, None, columns.Ordered], low: float, high: float
) -> Generator[float, None, columns.Ordered]:
    try:
        while True:
            yield low + (high - low) * next(steps)
    except StopIteration as end:
        found: columns.Ordered = end.value
        return found


def _detail(wanted: Wanted, shown: dict[str, columns.Column]) -> str:
    """`48 contacts · 22 Nov 2026 · by city, name`."""
    order = [shown[key].label for key, _down in wanted.sort if key in shown]
    by = _("by {columns}").format(columns=", ".join(order)) if order else ""
    return " · ".join(filter(None, (wanted.count_words, today(), by)))


def print_pdf(
    table: ListTable, paper: "Paper", across: bool | None = None
) -> "Generator[float, None, tuple[bytes, Printed]]":
    """Upright or across as its columns need it, where neither is asked for."""
    from crmdesk.printing import lists

    file = BytesIO()
    printed = yield from lists.render(table, file, paper, across)
    return file.getvalue(), printed


def write_csv(table: ListTable, to: Path) -> None:
    """What is shown, and nothing that a spreadsheet would run; groups in a column of their own."""
    first = [table.grouped_by] if table.groups else []
    with whole_file(to) as file:
        file.write(b"\xef\xbb\xbf")  # spreadsheets take it as the sign of UTF-8
        file.write(_csv_lines([[*first, *(title for title, _is_number in table.columns)]]))
        for part in table.parts():
            before = [part.title] if table.groups else []
            file.write(_csv_lines([[*before, *row] for row in (*part.rows, *part.totals)]))
        file.write(_csv_lines([[*("" for _title in first), *total.whole] for total in table.totals]))


def _csv_lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([[guard(cell, True) for cell in row] for row in rows])
    return text.getvalue().encode()
