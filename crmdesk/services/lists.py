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
from crmdesk.services import columns
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
    """The texts of all cells; yields how far it is."""
    making = columns.ordered(store, wanted.kind, wanted.ids, wanted.sort, wanted.group)
    found = yield from _scaled(making, 0, _ORDERED)
    docs, rows = found.ordering.docs, []
    for start in range(0, len(docs), _PIECE):
        listed = columns.rows(store, wanted.kind, wanted.keys, list(docs[start : start + _PIECE]))
        rows += [entry.cells if entry else ("",) * len(wanted.keys) for entry in listed]
        yield _ORDERED + (1 - _ORDERED) * len(rows) / len(docs)
    shown = {column.key: column for column in columns.available(store, wanted.kind)}
    there = [number for number, key in enumerate(wanted.keys) if key in shown]
    heads = [(shown[wanted.keys[number]].label, shown[wanted.keys[number]].is_number) for number in there]
    texts = [[row[number] for number in there] for row in rows]
    by = shown.get(columns.NAME if wanted.group == columns.LETTER else wanted.group)
    return ListTable(wanted.title, _detail(wanted, shown), heads, texts, found.headings, by.label if by else "")


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


def print_pdf(table: ListTable, paper: "Paper") -> "Generator[float, None, tuple[bytes, Printed]]":
    from crmdesk.printing import lists

    file = BytesIO()
    printed = yield from lists.render(table, file, paper)
    return file.getvalue(), printed


def write_csv(table: ListTable, to: Path) -> None:
    """What is shown, and nothing that a spreadsheet would run; groups in a column of their own."""
    first = [table.grouped_by] if table.groups else []
    with whole_file(to) as file:
        file.write(b"\xef\xbb\xbf")  # spreadsheets take it as the sign of UTF-8
        file.write(_csv_lines([[*first, *(title for title, _is_number in table.columns)]]))
        for heading, rows in table.parts():
            before = [heading] if table.groups else []
            file.write(_csv_lines([[*before, *row] for row in rows]))


def _csv_lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([[guard(cell, True) for cell in row] for row in rows])
    return text.getvalue().encode()
