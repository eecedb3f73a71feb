"""Address books as PDF: two columns by the alphabet, to be found by the thumb. To be imported late, with reportlab."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import BinaryIO, Literal
from zlib import compress, decompress

from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.printing import scripts
from crmdesk.printing.entries import Entry
from crmdesk.printing.fitting import ELLIPSIS, wrap
from crmdesk.printing.fonts import CAP_HEIGHT, REGULAR, STRONG, Line, line, some
from crmdesk.printing.lists import Printed
from crmdesk.printing.setting import Setter

Paper = Literal["a5", "a4", "half-letter", "letter"]
SIZES: dict[Paper, tuple[float, float]] = {
    "a5": (419.53, 595.28),
    "a4": (595.28, 841.89),
    "half-letter": (396.0, 612.0),
    "letter": (612.0, 792.0),
}
_BLACK, _GREY, _PALE, _WHITE, _ACCENT = "0.1 g", "0.42 g", "0.72 g", "1 g", "0.184 0.373 0.871 rg"
_HAIR = "0.85 G 0.4 w"
_SMALL_PAPER = 450.0
_LEADING = 1.3
_MOST_LETTERS = 240
"""Of one text; what somebody pasted by mistake does not fill pages."""
_EVERY = 100
_SMALLEST = 0.78
"""To this part of their size e-mail addresses shrink before they are broken."""


@dataclass(frozen=True, slots=True)
class Book:
    title: str
    detail: str
    """How many and when."""
    sections: Sequence[tuple[str, Sequence[Entry]]]
    """The letters that have entries, in the order of the alphabet."""
    tabs: Sequence[str] = ()
    """All letters that stand at the edge."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of an entry; what is beside it stands at the left of the same line."""

    line: Line
    size: float
    colour: str
    beside: Line | None = None
    from_right: bool = False
    """As all of an entry whose name is read from there."""


class _Measures:
    """Of a page, in points."""

    def __init__(self, paper: Paper) -> None:
        self.width, self.height = SIZES[paper]
        is_small = self.width < _SMALL_PAPER
        self.size = 7.75 if is_small else 8.75
        self.small = self.size - 1
        self.inner = 38.0 if is_small else 50.0
        self.outer = 42.0 if is_small else 56.0
        self.top = 54.0 if is_small else 66.0
        self.foot = 42.0 if is_small else 52.0
        self.gap = 14.0 if is_small else 24.0
        self.column = (self.width - self.inner - self.outer - self.gap) / 2
        self.label = self.size * 4.4
        self.letter = self.size * 2.3
        self.tab = 22.0 if is_small else 26.0
        """How far the index reaches in from the edge."""


def render(book: Book, file: BinaryIO, paper: Paper = "a5") -> Generator[float, None, Printed]:
    """Write a PDF; yields how far it is. Equal books give equal bytes."""
    count = sum(len(entries) for _tab, entries in book.sections)
    if not count:
        raise UserError(_("There is nobody here to put into an address book."))
    press, done = _Press(book, _Measures(paper)), 0
    for tab, entries in book.sections:
        for place, entry in enumerate(entries):
            press.add(entry, tab, is_first=place == 0)
            done += 1
            if done % _EVERY == 0:
                yield done / count
    return press.finish(file)


class _Press(Setter):
    """One book in the making."""

    def __init__(self, book: Book, measures: _Measures) -> None:
        size = (measures.width, measures.height)
        super().__init__(Canvas("", pagesize=size, pageCompression=1, invariant=1), book.title)
        self.book, self.m = book, measures
        self.pages: list[tuple[bytes, list[str], list[str]]] = []
        """What is written on each, the names on it and its letters."""
        self.begin_page()

    # Pages and columns

    def begin_page(self) -> None:
        self.texts, self.shapes = [], []
        self.names: list[str] = []
        self.letters: list[str] = []
        self.column = 0
        self.top = self.m.height - self.m.top
        if not self.pages:
            self.set_title()
        self.y = self.top

    @property
    def is_right_hand(self) -> bool:
        """The first page is, and every second one after it: the spine lies at the left of it."""
        return len(self.pages) % 2 == 0

    @property
    def left(self) -> float:
        return self.m.inner if self.is_right_hand else self.m.outer

    @property
    def x(self) -> float:
        return self.left + self.column * (self.m.column + self.m.gap)

    def set_title(self) -> None:
        m, y = self.m, self.m.height - self.m.inner
        width, size = m.width - m.inner - m.outer, m.size * 2.9
        for part in self.wrapped(self.book.title, width, STRONG, size)[:3]:
            y -= size * CAP_HEIGHT
            self.put(part, size, self.left, y, _BLACK)
            y -= size * 0.5
        for part in self.wrapped(self.book.detail, width, REGULAR, m.size)[:2]:
            y -= m.size * 0.9
            self.put(part, m.size, self.left, y, _GREY)
            y -= m.size * 0.4
        y -= m.size
        self.shapes.append(f"{_HAIR} {self.left:.2f} {y:.2f} m {self.left + width:.2f} {y:.2f} l S")
        self.top = y - m.size * 1.6

    def end_page(self) -> None:
        self.pages.append((compress(self.content().encode("latin-1"), 1), self.names, self.letters))

    def turn(self) -> None:
        """To the next column."""
        if self.column == 0:
            self.column, self.y = 1, self.top
        else:
            self.end_page()
            self.begin_page()

    # Entries

    def add(self, entry: Entry, tab: str, *, is_first: bool) -> None:
        from_right = scripts.is_right_to_left(entry.filed_as or entry.name)
        pieces = [replace(piece, from_right=from_right) for piece in self.pieces(entry)]
        height = sum(piece.size * _LEADING for piece in pieces)
        head = self.m.letter * 1.9 if is_first else 0.0
        if self.y < self.top and self.y - self.m.foot < min(height + head, self.top - self.m.foot):
            self.turn()
        if is_first:
            self.set_letter(tab)
        self.names.append(entry.filed_as or entry.name)
        if tab not in self.letters:
            self.letters.append(tab)
        for piece in pieces:
            if self.y - piece.size < self.m.foot:
                self.turn()
                self.names = self.names or [entry.filed_as or entry.name]
                self.letters = self.letters or [tab]
            self.set_piece(piece)
        self.y -= self.m.size * 0.85

    def set_letter(self, tab: str) -> None:
        """Over the first of its entries."""
        size = self.m.letter
        if self.y < self.top:
            self.y -= size * 0.35
        self.y -= size * CAP_HEIGHT
        self.put_along(line(tab, STRONG), size, 0.0, _ACCENT, from_right=scripts.is_right_to_left(tab))
        self.y -= size * 0.44
        self.shapes.append(f"{_HAIR} {self.x:.2f} {self.y:.2f} m {self.x + self.m.column:.2f} {self.y:.2f} l S")
        self.y -= size * 0.42

    def set_piece(self, piece: _Piece) -> None:
        self.y -= piece.size * (_LEADING + CAP_HEIGHT) / 2
        indent = self.m.label if piece.beside else 0.0
        if piece.beside:
            self.put_along(piece.beside, self.m.small, 0.0, _GREY, from_right=piece.from_right)
        from_right = piece.from_right or scripts.is_right_to_left(piece.line.text)
        self.put_along(piece.line, piece.size, indent, piece.colour, from_right=from_right)
        self.y -= piece.size * (_LEADING - CAP_HEIGHT) / 2

    def put_along(self, part: Line, size: float, indent: float, colour: str, *, from_right: bool) -> None:
        """In the column, so far from the side that it begins at."""
        along = self.m.column - part.width * size - indent if from_right else indent
        self.put(part, size, self.x + along, self.y, colour)

    def pieces(self, entry: Entry) -> Iterator[_Piece]:
        m, name = self.m, entry.filed_as or entry.name
        yield from self.lines(name, m.column, STRONG, m.size, _BLACK)
        if entry.place and entry.place != name:
            yield from self.lines(entry.place, m.column, REGULAR, m.small, _GREY)
        for word, number in entry.phones:
            yield from self.labelled(word, number)
        for email in entry.emails:
            yield from self.lines(email, m.column, REGULAR, self.whole_size(email), _BLACK)
        for part in entry.address:
            yield from self.lines(part, m.column, REGULAR, m.size, _BLACK)

    def lines(self, text: str, width: float, font: str, size: float, colour: str) -> Iterator[_Piece]:
        return (_Piece(part, size, colour) for part in self.wrapped(text, width, font, size))

    def whole_size(self, text: str) -> float:
        """A little smaller, where that keeps an address on one line."""
        width = line(text[:_MOST_LETTERS]).width * self.m.size
        fitted = self.m.size * min(self.m.column / width, 1.0) if width else self.m.size
        return floor(fitted * 20) / 20 if fitted >= self.m.size * _SMALLEST else self.m.size

    def labelled(self, word: str, number: str) -> Iterator[_Piece]:
        """Numbers stand one under the other; a long word pushes them away, no further than they bear."""
        m = self.m
        beside = next(iter(self.wrapped(word, m.label - 3, REGULAR, m.small)), line(""))
        parts = self.wrapped(number, m.column - m.label, REGULAR, m.size)
        for place, part in enumerate(parts):
            yield _Piece(part, m.size, _BLACK, line("") if place else beside)

    def wrapped(self, text: str, width: float, font: str, size: float) -> list[Line]:
        shown = text
        if len(text) > _MOST_LETTERS:
            shown = text[:_MOST_LETTERS].rstrip() + ELLIPSIS
            self.cut.append(text)
        return self.broken(shown, width, font, size)

    # What stands round the columns

    def finish(self, file: BinaryIO) -> Printed:
        self.end_page()
        pages, self.pages = self.pages, []
        for content, names, letters in pages:
            self.texts, self.shapes = [], []
            if self.pages:
                self.set_running_head(names)
            self.set_folio(len(self.pages) + 1)
            self.set_index(letters)
            self.canvas.addLiteral(f"{decompress(content).decode('latin-1')}\n{self.content()}")
            self.canvas.showPage()
            self.pages.append((content, names, letters))
        pdf: bytes = self.canvas.getpdfdata()  # type: ignore[no-untyped-call]
        file.write(pdf)
        return Printed(self.m.width, self.m.height, len(pages), list(self.warnings()))

    def set_running_head(self, names: Sequence[str]) -> None:
        """The first and the last on the page, at its outer side, as dictionaries have it."""
        m = self.m
        ends = list(dict.fromkeys((names[0], names[-1]))) if names else []
        room = (m.width - m.inner - m.outer) / len(ends or [""]) / m.small - 2
        y = m.height - m.top + m.size * 2.1
        words = line(" – ".join(self.wrapped(name, room * m.small, REGULAR, m.small)[0].text for name in ends))
        self.put_outside(words, m.small, y, _GREY)
        self.shapes.append(
            f"{_HAIR} {self.left:.2f} {y - m.size * 0.8:.2f} m "
            f"{self.left + m.width - m.inner - m.outer:.2f} {y - m.size * 0.8:.2f} l S"
        )

    def set_folio(self, number: int) -> None:
        m = self.m
        self.put_outside(line(f"{number}", STRONG), m.small, m.foot / 2, _BLACK)
        title = wrap(line(self.book.title), (m.width - m.inner - m.outer - 60) / m.small)[0]
        inside = self.left if self.is_right_hand else m.width - m.inner - title.width * m.small
        self.put(title, m.small, inside, m.foot / 2, _GREY)

    def put_outside(self, words: Line, size: float, y: float, colour: str) -> None:
        x = self.m.width - self.m.outer - words.width * size if self.is_right_hand else self.m.outer
        self.put(words, size, x, y, colour)

    def set_index(self, letters: Sequence[str]) -> None:
        """All tabs down the outer edge; those of this page lie on a ground that the thumb finds from outside."""
        m, tabs = self.m, self.book.tabs
        high = (m.height - m.top - m.foot) / (len(tabs) or 1)
        size = min(m.small, high * 0.8)
        edge = m.width - m.tab if self.is_right_hand else 0.0
        filled = {tab for tab, _entries in self.book.sections}
        for place, tab in enumerate(tabs):
            foot = m.height - m.top - (place + 1) * high
            is_here = tab in letters
            if is_here:
                self.shapes.append(f"{_ACCENT} {edge:.2f} {foot:.2f} {m.tab:.2f} {high:.2f} re f")
            sign = line(tab, STRONG if is_here else REGULAR)
            fitted = min(size, (m.tab - 9) / sign.width if sign.width else size)
            x = edge + (m.tab - sign.width * fitted) / 2 + (-4 if self.is_right_hand else 4)
            base = foot + (high - fitted * CAP_HEIGHT) / 2
            self.put(sign, fitted, x, base, _WHITE if is_here else _GREY if tab in filled else _PALE)

    def warnings(self) -> Iterator[str]:
        if self.cut:
            count = len(self.cut)
            words = ngettext("{count} text is too long and was cut: {texts}.",
                             "{count} texts are too long and were cut: {texts}.", count)  # fmt: skip
            yield words.format(count=count, texts=some(self.cut))
        yield from self.shortfall.losses()
