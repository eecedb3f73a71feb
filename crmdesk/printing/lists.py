"""Lists as PDF: a table with its headings on every page. To be imported late, with reportlab."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Literal
from zlib import compress, decompress

from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.printing import scripts
from crmdesk.printing.fitting import ELLIPSIS, wrap
from crmdesk.printing.fonts import CAP_HEIGHT, REGULAR, STRONG, Line, Shortfall, line
from crmdesk.printing.ink import Ink
from crmdesk.printing.list_table import ListTable

Paper = Literal["a4", "letter"]
SIZES: dict[Paper, tuple[float, float]] = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
"""Width and height in points, upright."""

_MARGIN = 40.0
_SIZE, _TITLE, _SMALL = 8.5, 15.0, 8.0
_LEADING = 1.28
_GAP = 10.0
"""Between two columns."""
_AIR = 3.4
"""Over and under the lines of a row."""
_LEAST, _MOST = 34.0, 200.0
"""Points that a column is wide before there is too little room for all."""
_LOOKED_AT = 400
"""Rows that widths are measured by."""
_USUAL = 0.9
"""The part of a column's texts that shall not wrap, if there is any room."""
_SHORT = 90.0
"""Points up to which none of them shall: dates, stages, codes."""
_SPARE = 1.03
"""Rows that were not looked at may be a little longer."""
_MOST_LINES, _MOST_LETTERS = 24, 1500
_EVERY = 100
_FOOT = 24.0
_GREY, _BLACK = "0.38 g", "0.1 g"
_BAND = "0.95 g"
_RULE = "0.85 G 0.4 w"


@dataclass(slots=True)
class Printed:
    width: float
    """Of a page, in points."""
    height: float
    pages: int = 0
    warnings: list[str] = field(default_factory=list)


def render(
    table: ListTable, file: BinaryIO, paper: Paper = "a4", across: bool | None = None
) -> Generator[float, None, Printed]:
    """Write a PDF, upright or across as its columns need it; yields how far it is. Equal lists give equal bytes."""
    if not table.rows:
        raise UserError(_("There is nothing in this list to print."))
    press = _Press(table, paper, across)
    done = 0
    for part in table.parts():
        if part.title:
            press.begin_group(part.title, len(part.rows))
        for row in part.rows:
            press.add(row)
            done += 1
            if done % _EVERY == 0:
                yield done / len(table.rows)
        press.add_totals(part.totals)
    press.group = None
    press.add_totals([total.whole for total in table.totals])
    return press.finish(file)


def _needs(table: ListTable) -> list[tuple[float, float]]:
    """What each column needs for its usual texts, and for all of them."""
    seen = [*table.rows[:: max(len(table.rows) // _LOOKED_AT, 1)], *(total.whole for total in table.totals)]
    needs = []
    for number, (heading, _is_number) in enumerate(table.columns):
        widths = sorted(line(row[number][:_MOST_LETTERS]).width * _SIZE for row in seen)
        most = widths[-1] * _SPARE
        usual = most if most <= _SHORT else widths[min(int(len(widths) * _USUAL), len(widths) - 1)]
        least = max(line(heading, STRONG).width * _SMALL, _LEAST)
        needs.append((min(max(usual, least), _MOST), min(max(most, least), _MOST)))
    return needs


def _fitted(needs: Sequence[tuple[float, float]], room: float) -> list[float]:
    """All that they need and more; else the usual, and what is left for the long ones; else the wide ones give way."""
    usual, most = [need[0] for need in needs], [need[1] for need in needs]
    if (spare := room - sum(most)) >= 0:
        return [width + spare * width / sum(most) for width in most]
    if (spare := room - sum(usual)) >= 0:
        wanted = sum(most) - sum(usual)
        return [width + spare * (long - width) / wanted for width, long in needs]
    fair = room / len(usual)
    small = sum(width for width in usual if width <= fair)
    share = (room - small) / (sum(usual) - small)
    return [width if width <= fair else width * share for width in usual]


class _Press:
    """One document in the making."""

    def __init__(self, table: ListTable, paper: Paper, across: bool | None) -> None:
        self.table = table
        self.shortfall = Shortfall()
        needs = _needs(table)
        gaps = _GAP * (len(needs) - 1)
        upright = SIZES[paper]
        if across is None:
            across = sum(usual for usual, _most in needs) + gaps > upright[0] - 2 * _MARGIN
        self.width, self.height = upright[::-1] if across else upright
        self.widths = _fitted(needs, self.width - 2 * _MARGIN - gaps)
        self.lefts = [_MARGIN + sum(self.widths[:number]) + _GAP * number for number in range(len(needs))]
        self.headings = [
            self.wrapped(title, width, STRONG, _SMALL)
            for (title, _n), width in zip(table.columns, self.widths, strict=True)
        ]
        self.canvas = Canvas("", pagesize=(self.width, self.height), pageCompression=1, invariant=1)
        self.canvas.setTitle(table.title)
        self.canvas.setCreator("CRMDesk")
        self.ink = Ink(self.canvas)
        self.pages: list[bytes] = []
        self.texts: list[str] = []
        self.shapes: list[str] = []
        self.group: tuple[str, str] | None = None
        self.y = 0.0
        self.begin_page()

    # Pages

    def begin_page(self) -> None:
        self.texts, self.shapes = [], []
        self.y = self.height - _MARGIN
        if not self.pages:
            self.set_head()
        self.set_headings()

    def set_head(self) -> None:
        for part in self.wrapped(self.table.title, self.width - 2 * _MARGIN, STRONG, _TITLE):
            self.y -= _TITLE * CAP_HEIGHT
            self.put(part, _TITLE, _MARGIN, self.y, _BLACK)
            self.y -= _TITLE * 0.55
        for part in self.wrapped(self.table.detail, self.width - 2 * _MARGIN, REGULAR, _SIZE):
            self.y -= _SIZE
            self.put(part, _SIZE, _MARGIN, self.y, _GREY)
            self.y -= _SIZE * 0.3
        self.y -= 10

    def set_headings(self) -> None:
        """Of the columns: they stand on one foot."""
        most = max(map(len, self.headings))
        step = _SMALL * _LEADING
        foot = self.y - most * step
        for number, lines in enumerate(self.headings):
            for place, part in enumerate(reversed(lines)):
                self.put_cell(part, _SMALL, number, foot + place * step + 3, _GREY)
        self.y = foot - 2
        self.rule(self.y)

    def end_page(self) -> None:
        content = "\n".join([*self.shapes, "BT", *self.texts, "ET"])
        self.pages.append(compress(content.encode("latin-1"), 1))

    def turn(self) -> None:
        self.end_page()
        self.begin_page()
        if self.group:
            self.set_group(*self.group)

    # Rows

    def begin_group(self, heading: str, count: int) -> None:
        self.group = (heading, f"{count}")
        if self.y - _FOOT - _MARGIN < 4 * _SIZE * _LEADING:
            self.turn()
        else:
            self.set_group(*self.group)

    def set_group(self, heading: str, count: str) -> None:
        height = _SIZE * CAP_HEIGHT + 2 * _AIR + 3
        foot = self.y - height
        self.shapes.append(f"{_BAND} {_MARGIN:.2f} {foot:.2f} {self.width - 2 * _MARGIN:.2f} {height:.2f} re f")
        shown = self.wrapped(heading, self.width - 2 * _MARGIN - 80, STRONG, _SIZE)[:1]
        base = foot + (height - _SIZE * CAP_HEIGHT) / 2
        for part in shown:
            self.put(part, _SIZE, _MARGIN + 4, base, _BLACK)
            self.put(line(count), _SIZE, _MARGIN + 4 + part.width * _SIZE + 7, base, _GREY)
        self.y = foot

    def add_totals(self, rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            self.add(row, STRONG)

    def add(self, row: Sequence[str], font: str = REGULAR) -> None:
        cells = [self.wrapped(text, width, font, _SIZE) for text, width in zip(row, self.widths, strict=True)]
        step = _SIZE * _LEADING
        height = max(1, *map(len, cells)) * step + 2 * _AIR - (step - _SIZE)
        if self.y - height < _MARGIN + _FOOT:
            self.turn()
        top = self.y - _AIR - _SIZE * CAP_HEIGHT - (_SIZE - _SIZE * CAP_HEIGHT) / 2
        for number, lines in enumerate(cells):
            for place, part in enumerate(lines):
                self.put_cell(part, _SIZE, number, top - place * step, _BLACK)
        self.y -= height
        self.rule(self.y)

    def wrapped(self, text: str, width: float, font: str, size: float) -> list[Line]:
        """As many lines as it needs; what somebody pasted by mistake does not fill pages."""
        if not text:
            return []
        whole = line(text[:_MOST_LETTERS], font)
        if not whole.plain:
            self.shortfall.note(whole)
        lines = [part for part in wrap(whole, width / size) if part.runs]
        if len(lines) > _MOST_LINES:
            lines = [*lines[: _MOST_LINES - 1], line(ELLIPSIS, font)]
        return lines

    # Ink

    def put_cell(self, part: Line, size: float, number: int, y: float, colour: str) -> None:
        """Digits at the right, as is what is read from there."""
        is_right = self.table.columns[number][1] or scripts.is_right_to_left(part.text)
        left = self.lefts[number] + (self.widths[number] - part.width * size if is_right else 0)
        self.put(part, size, left, y, colour)

    def put(self, part: Line, size: float, x: float, y: float, colour: str) -> None:
        self.texts.append(f"{colour} {self.ink.set(part, size, x, y)}")

    def rule(self, y: float) -> None:
        self.shapes.append(f"{_RULE} {_MARGIN:.2f} {y:.2f} m {self.width - _MARGIN:.2f} {y:.2f} l S")

    def finish(self, file: BinaryIO) -> Printed:
        self.end_page()
        count = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            words = line(_("Page {page} of {pages}").format(page=number, pages=count))
            name = wrap(line(self.table.title), (self.width - 2 * _MARGIN - 100) / _SMALL)[0]
            self.texts = []
            self.put(name, _SMALL, _MARGIN, _MARGIN, _GREY)
            self.put(words, _SMALL, self.width - _MARGIN - words.width * _SMALL, _MARGIN, _GREY)
            foot = "\n".join(["BT", *self.texts, "ET"])
            self.canvas.addLiteral(f"{decompress(page).decode('latin-1')}\n{foot}")
            self.canvas.showPage()
        pdf: bytes = self.canvas.getpdfdata()  # type: ignore[no-untyped-call]
        file.write(pdf)
        return Printed(self.width, self.height, count, list(self.shortfall.losses()))
