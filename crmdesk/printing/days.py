"""Days on paper: a day to take along, a week, a month, calls for the pocket. To be imported late, with reportlab."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.printing import scripts
from crmdesk.printing.day_entries import Day, Diary, Item, Layout
from crmdesk.printing.fitting import ELLIPSIS, wrap
from crmdesk.printing.fonts import CAP_HEIGHT, REGULAR, STRONG, Line, Shortfall, line
from crmdesk.printing.ink import Ink
from crmdesk.printing.lists import SIZES, Paper, Printed

_POCKET = (297.64, 419.53)
"""A6, upright."""
_LEADING = 1.3
_MOST_LETTERS, _MOST_LINES = 1_500, 14
_FEWEST_TO_WRITE_ON = 3
_COLUMNS = 7
_BLACK, _GREY, _PALE = "0.1 g", "0.38 g", "0.62 g"
_HAIR, _BAND = "0.82 G 0.5 w", "0.955 g"


@dataclass(frozen=True, slots=True)
class _Measures:
    """Of a page, in points."""

    width: float
    height: float
    margin: float = 40.0
    size: float = 9.5
    title: float = 17.0
    aside: float = 70.0
    """For the time, or the box to tick."""

    @property
    def small(self) -> float:
        return self.size - 1.0

    @property
    def inner(self) -> float:
        return self.width - 2 * self.margin


def _measures(layout: Layout, paper: Paper) -> _Measures:
    width, height = SIZES[paper]
    if layout == "pocket":
        return _Measures(*_POCKET, margin=22.0, size=8.5, title=12.0, aside=40.0)
    if layout in ("day", "visits"):
        return _Measures(width, height)
    return _Measures(height, width, margin=28.0, size=8.0, title=15.0, aside=0.0)


def render(diary: Diary, layout: Layout, file: BinaryIO, paper: Paper = "a4") -> Generator[float, None, Printed]:
    """Write a PDF; yields how far it is. Equal days give equal bytes. What a grid has no room for follows behind it."""
    if not diary.days:
        raise UserError(_("There is nothing in this list to print."))
    press = _Press(diary, _measures(layout, paper))
    yield 0.5
    {"week": press.set_week, "month": press.set_month}.get(layout, press.list_days)()
    return press.finish(file)


@dataclass(frozen=True, slots=True)
class _Piece:
    line: Line
    size: float
    colour: str


class _Press:
    """One document in the making."""

    def __init__(self, diary: Diary, measures: _Measures) -> None:
        self.diary, self.m = diary, measures
        self.shortfall = Shortfall()
        self.canvas = Canvas("", pagesize=(measures.width, measures.height), pageCompression=1, invariant=1)
        self.canvas.setTitle(diary.title)
        self.canvas.setCreator("CRMDesk")
        self.ink = Ink(self.canvas)
        self.pages: list[str] = []
        self.begin_page()

    # Pages

    def begin_page(self) -> None:
        self.texts: list[str] = []
        self.shapes: list[str] = []
        self.y = self.m.height - self.m.margin
        if not self.pages:
            self.set_head(self.diary.title, self.m.title, _BLACK)
            self.set_head(self.diary.detail, self.m.small, _GREY)
            self.y -= self.m.size * 0.6

    def set_head(self, text: str, size: float, colour: str) -> None:
        for part in self.wrapped(text, self.m.inner, STRONG if colour == _BLACK else REGULAR, size):
            self.y -= size * CAP_HEIGHT
            self.put(part, size, self.m.margin, self.y, colour)
            self.y -= size * 0.6

    def end_page(self) -> None:
        self.pages.append("\n".join([*self.shapes, "BT", *self.texts, "ET"]))

    def turn(self) -> None:
        self.end_page()
        self.begin_page()

    @property
    def foot(self) -> float:
        return self.m.margin + self.m.small * 2

    # One under the other

    def list_days(self) -> None:
        has_several = len(self.diary.days) > 1
        for day in self.diary.days:
            if has_several or day.note:
                self.set_section(day.heading if has_several else day.note, day.note if has_several else "")
            self.list_items(day.items)
        if self.diary.to_do:
            self.set_section(_("Tasks"))
            self.list_items(self.diary.to_do)
        if not any(day.items for day in self.diary.days) and not self.diary.to_do:
            self.set_section(_("Nothing is planned."))
        if not has_several:
            self.rule_notes()

    def set_section(self, heading: str, note: str = "") -> None:
        size = self.m.size + 1
        if self.y - size * 5 < self.foot:
            self.turn()
        self.y -= size * 2.2
        parts = self.wrapped(heading, self.m.inner, STRONG, size)[:1]
        for part in parts:
            self.put(part, size, self.m.margin, self.y, _BLACK)
            words = self.wrapped(note, self.m.inner - part.width * size - 10, REGULAR, self.m.small)[:1]
            for word in words:
                self.put(word, self.m.small, self.m.margin + part.width * size + 8, self.y, _GREY)
        self.y -= size * 0.5
        self.rule(self.m.margin, self.y, self.m.inner)

    def list_items(self, items: Sequence[Item]) -> None:
        for item in items:
            self.list_item(item)

    def list_item(self, item: Item) -> None:
        m, pad = self.m, self.m.size * 0.55
        pieces = list(self.pieces(item, m.inner - m.aside))
        height = sum(piece.size * _LEADING for piece in pieces) + 2 * pad
        if self.y - height < self.foot and self.y < m.height - m.margin - 4 * m.size:
            self.turn()
        self.y -= pad
        top = self.y
        for piece in pieces:
            if self.y - piece.size * _LEADING < self.foot:
                self.turn()
            self.y -= piece.size * (_LEADING + CAP_HEIGHT) / 2
            self.put_along(piece, m.margin + m.aside, m.inner - m.aside)
            self.y -= piece.size * (_LEADING - CAP_HEIGHT) / 2
        self.set_aside(item, top if self.y < top else self.m.height - self.m.margin)
        self.y -= pad
        self.rule(m.margin, self.y, m.inner)

    def set_aside(self, item: Item, top: float) -> None:
        m = self.m
        base = top - m.size * (_LEADING + CAP_HEIGHT) / 2
        left = m.margin
        if item.to_tick:
            side = m.size * 0.85
            self.shapes.append(f"0.45 G 0.8 w {left + 0.5:.2f} {base - 0.5:.2f} {side:.2f} {side:.2f} re S")
            left += side + 5
        for part in self.wrapped(item.time, m.aside - (left - m.margin) - 4, REGULAR, m.small)[:2]:
            self.put(part, m.small, left, base, _GREY if item.is_done else _BLACK)
            base -= m.small * 1.15

    def pieces(self, item: Item, width: float) -> Iterator[_Piece]:
        m, ink = self.m, _GREY if item.is_done else _BLACK
        for part in self.wrapped(item.title, width, STRONG, m.size):
            yield _Piece(part, m.size, ink)
        for text in item.lines:
            for part in self.wrapped(text, width, REGULAR, m.small):
                yield _Piece(part, m.small, _GREY)

    def rule_notes(self) -> None:
        """What is left of a page is to be written on."""
        step = self.m.size * 2.4
        room = int((self.y - self.foot - self.m.size * 3) / step)
        if room < _FEWEST_TO_WRITE_ON:
            return
        self.set_section(_("Notes"))
        for _line in range(room - 1):
            self.y -= step
            self.rule(self.m.margin, self.y, self.m.inner)

    # Beside one another

    def set_week(self) -> None:
        """Days as columns; a full one goes on overleaf."""
        waiting = [list(day.items) for day in self.diary.days]
        while True:
            width = self.m.inner / len(self.diary.days)
            top = self.y
            for number, day in enumerate(self.diary.days):
                self.set_column(day, waiting[number], self.m.margin + number * width, top, width)
            if not any(waiting):
                break
            self.turn()
        if self.diary.to_do:
            self.turn()
            self.set_section(_("Tasks"))
            self.list_items(self.diary.to_do)

    def set_column(self, day: Day, waiting: list[Item], left: float, top: float, width: float) -> None:
        floor = self.foot
        self.frame(day, left, floor, width, top - floor)
        self.y = top - self.m.size * 1.5
        inner = width - 10
        self.set_cell_head(day, left + 5, inner)
        is_new = True
        while waiting:
            pieces = self.cell_pieces(waiting[0], inner)
            height = sum(piece.size * _LEADING for piece in pieces) + 4
            if not is_new and self.y - height < floor:
                return
            is_new = False
            self.set_pieces(pieces, left + 5, inner, floor)
            waiting.pop(0)

    def set_cell_head(self, day: Day, left: float, width: float) -> None:
        colour = _PALE if day.is_outside else _BLACK
        for part in self.wrapped(day.heading, width, STRONG, self.m.size + 1)[:1]:
            self.put(part, self.m.size + 1, left, self.y, colour)
        for part in self.wrapped(day.note, width, REGULAR, self.m.small)[:2]:
            self.y -= self.m.small * _LEADING
            self.put(part, self.m.small, left, self.y, _GREY)
        self.y -= self.m.size * 0.6

    def cell_pieces(self, item: Item, width: float) -> list[_Piece]:
        m, ink = self.m, _GREY if item.is_done else _BLACK
        head = [_Piece(part, m.small, ink) for part in self.wrapped(item.time, width, STRONG, m.small)[:1]]
        body = [_Piece(part, m.small, ink) for part in self.wrapped(item.title, width, REGULAR, m.small)[:4]]
        rest = [
            _Piece(part, m.small - 1, _GREY)
            for text in item.lines
            for part in self.wrapped(text, width, REGULAR, m.small - 1)[:2]
        ]
        return head + body + rest[:4]

    def set_pieces(self, pieces: Sequence[_Piece], left: float, width: float, floor: float) -> None:
        for piece in pieces:
            if self.y - piece.size * _LEADING < floor:
                break
            self.y -= piece.size * (_LEADING + CAP_HEIGHT) / 2
            self.put_along(piece, left, width)
            self.y -= piece.size * (_LEADING - CAP_HEIGHT) / 2
        self.y -= 4

    # A month

    def set_month(self) -> None:
        """A row a week; what has no room in its day is listed overleaf."""
        m, width = self.m, self.m.inner / _COLUMNS
        self.y -= m.small
        for number, name in enumerate(self.diary.weekdays):
            for part in self.wrapped(name, width - 8, REGULAR, m.small)[:1]:
                self.put(part, m.small, m.margin + number * width + 5, self.y, _GREY)
        top = self.y - m.small * 0.6
        rows = -(-len(self.diary.days) // _COLUMNS)
        high = (top - self.foot) / rows
        left_over: list[Day] = []
        for number, day in enumerate(self.diary.days):
            row, column = divmod(number, _COLUMNS)
            rest = self.set_cell(day, m.margin + column * width, top - row * high, width, high)
            if rest and not day.is_outside:
                left_over.append(Day(day.heading, rest))
        self.list_left_over(left_over)

    def set_cell(self, day: Day, left: float, top: float, width: float, high: float) -> Sequence[Item]:
        """What it had no room for."""
        m, floor = self.m, top - high + 3
        self.frame(day, left, top - high, width, high)
        self.y = top - m.size * 1.4
        self.set_cell_head(day, left + 5, width - 10)
        for place, item in enumerate(day.items):
            is_last = place == len(day.items) - 1
            needs = m.small * _LEADING * (1 if is_last else 2)
            if self.y - needs < floor:
                self.put(line(f"+{len(day.items) - place}"), m.small, left + 5, floor + 2, _GREY)
                return day.items[place:]
            self.set_short(item, left + 5, width - 10)
        return ()

    def set_short(self, item: Item, left: float, width: float) -> None:
        size = self.m.small
        words = " ".join(filter(None, (item.time.partition("–")[0], item.title)))
        parts = self.wrapped(words, width, REGULAR, size)
        shown = parts[0] if len(parts) == 1 else self.wrapped(parts[0].text, width - size, REGULAR, size)[0]
        text = shown if len(parts) == 1 else line(shown.text + ELLIPSIS)
        self.y -= size * _LEADING
        self.put(text, size, left, self.y + size * 0.35, _GREY if item.is_done else _BLACK)

    def list_left_over(self, days: Sequence[Day]) -> None:
        if days:
            self.turn()
            self.m = _Measures(self.m.width, self.m.height, self.m.margin, self.m.size, self.m.title, aside=70.0)
            for day in days:
                self.set_section(day.heading)
                self.list_items(day.items)

    # Ink

    def frame(self, day: Day, left: float, foot: float, width: float, height: float) -> None:
        box = f"{left:.2f} {foot:.2f} {width:.2f} {height:.2f} re"
        if day.is_off or day.is_outside:
            self.shapes.append(f"{_BAND} {box} f")
        self.shapes.append(f"{_HAIR} {box} S")

    def wrapped(self, text: str, width: float, font: str, size: float) -> list[Line]:
        whole = line(text[:_MOST_LETTERS], font)
        if not whole.plain:
            self.shortfall.note(whole)
        lines = [part for part in wrap(whole, width / size) if part.runs] if text else []
        return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], line(ELLIPSIS, font)]

    def put_along(self, piece: _Piece, left: float, width: float) -> None:
        is_right = scripts.is_right_to_left(piece.line.text)
        along = width - piece.line.width * piece.size if is_right else 0.0
        self.put(piece.line, piece.size, left + along, self.y, piece.colour)

    def put(self, part: Line, size: float, x: float, y: float, colour: str) -> None:
        self.texts.append(f"{colour} {self.ink.set(part, size, x, y)}")

    def rule(self, x: float, y: float, width: float) -> None:
        self.shapes.append(f"{_HAIR} {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S")

    def finish(self, file: BinaryIO) -> Printed:
        self.end_page()
        count = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            self.texts = []
            if count > 1:
                words = line(_("Page {page} of {pages}").format(page=number, pages=count))
                self.put(words, 7.5, self.m.width - self.m.margin - words.width * 7.5, self.m.margin * 0.7, _GREY)
            self.canvas.addLiteral("\n".join([page, "BT", *self.texts, "ET"]))
            self.canvas.showPage()
        pdf: bytes = self.canvas.getpdfdata()  # type: ignore[no-untyped-call]
        file.write(pdf)
        return Printed(self.m.width, self.m.height, count, list(self.shortfall.losses()))
