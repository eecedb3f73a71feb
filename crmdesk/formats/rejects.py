"""What an import refused, as a list that imports again when it is mended: the reason first, then the row as it was."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crmdesk.formats.csv_layout import Layout

BECAUSE = ("Rejected because", "Rejected from", "Rejected line")
TEXT = "Rejected text"
"""Headings that reading knows, in whatever language the program runs: pieces that are no rows stand in one cell."""

Refused = tuple[str, str, int, str]
"""Reason, file, line and the piece itself."""


def rows(refused: Sequence[Refused], layouts: Mapping[str, Layout]) -> Iterator[list[str]]:
    """With the headings of all lists that pieces come from."""
    headings = list(dict.fromkeys(heading for layout in _of(refused, layouts) for heading in _headings(layout)))
    has_text = any(file not in layouts for _reason, file, _line, _text in refused)
    yield [*BECAUSE, *headings, *([TEXT] if has_text else [])]
    for reason, file, line, text in refused:
        said = [reason, file, str(line)]
        if file in layouts:
            yield [*said, *_row(text, layouts[file], headings)]
        else:
            yield [*said, *[""] * len(headings), text]


def _of(refused: Iterable[Refused], layouts: Mapping[str, Layout]) -> Iterator[Layout]:
    for name in dict.fromkeys(file for _reason, file, _line, _text in refused):
        if name in layouts:
            yield layouts[name]


def _headings(layout: Layout) -> list[str]:
    return [column.heading for column in layout.columns]


def _row(text: str, layout: Layout, headings: list[str]) -> list[str]:
    reader = csv.reader(text.split("\n"), delimiter=layout.delimiter, quotechar=layout.quote)
    try:
        cells = next(reader, [])
    except csv.Error:
        cells = [text]
    said = dict(zip(_headings(layout), cells, strict=False))
    return [*(said.get(heading, "") for heading in headings), *cells[len(layout.columns) :]]
