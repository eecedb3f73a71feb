"""Cards to be cut out: for the wallet, the Rolodex and the box. To be imported late, with reportlab."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, mark, ngettext
from crmdesk.printing import codes, scripts
from crmdesk.printing.entries import Entry
from crmdesk.printing.fitting import ELLIPSIS, MOST_LETTERS
from crmdesk.printing.fonts import CAP_HEIGHT, REGULAR, STRONG, Line, line, some
from crmdesk.printing.lists import SIZES, Paper, Printed
from crmdesk.printing.setting import Setter

POINTS = 72 / 25.4
Size = Literal["card", "rolodex", "a6"]


@dataclass(frozen=True, slots=True)
class Format:
    text: str
    width: float
    """Millimetres, as the height."""
    height: float
    letters: float
    """Points of the usual text."""
    code: float
    """Millimetres that a QR code is wide."""


FORMATS: dict[Size, Format] = {
    "card": Format(mark("Business card"), 85, 54, 7.5, 21),
    "rolodex": Format(mark("Rolodex card"), 100, 54, 8, 23),
    "a6": Format(mark("Index card, A6"), 148, 105, 11, 36),
}
_BLACK, _GREY = "0.1 g", "0.42 g"
_CUT = "0.6 G 0.3 w"
_TICK, _OFF = 3.0, 1.0
"""Millimetres: how long a crop mark is, and how far from the corner of the cards."""
_LEADING = 1.34
_SMALLEST, _STEP = 0.62, 0.06
"""To this part of its size text shrinks before any of it is left out."""
_EVERY = 50


@dataclass(frozen=True, slots=True)
class _Piece:
    line: Line
    size: float
    colour: str
    beside: Line | None = None
    """What stands at the left of it."""
    indent: float = 0.0
    above: float = 0.0
    """Air, in points."""

    @property
    def height(self) -> float:
        return self.above + self.size * _LEADING


@dataclass(frozen=True, slots=True)
class _Grid:
    """How the cards lie on a sheet; in points."""

    width: float
    height: float
    across: int
    down: int
    card_width: float
    card_height: float

    @property
    def left(self) -> float:
        return (self.width - self.across * self.card_width) / 2

    @property
    def foot(self) -> float:
        return (self.height - self.down * self.card_height) / 2

    def corner(self, number: int) -> tuple[float, float]:
        """The top left one of a card."""
        row, column = divmod(number, self.across)
        return self.left + column * self.card_width, self.height - self.foot - row * self.card_height


def grid(size: Size, paper: Paper) -> _Grid:
    """Upright or across, whichever holds more."""
    made = FORMATS[size]
    card = made.width * POINTS, made.height * POINTS
    sheets = [SIZES[paper], SIZES[paper][::-1]]
    grids = [_Grid(*sheet, int(sheet[0] // card[0]), int(sheet[1] // card[1]), *card) for sheet in sheets]
    return max(grids, key=lambda each: each.across * each.down)


def render(
    entries: Sequence[Entry], file: BinaryIO, size: Size = "card", paper: Paper = "a4"
) -> Generator[float, None, Printed]:
    """Write a PDF of a card for each; yields how far it is. Equal entries give equal bytes."""
    if not entries:
        raise UserError(_("There is nobody here to print a card of."))
    press = _Press(FORMATS[size], grid(size, paper))
    for done, entry in enumerate(entries):
        press.add(entry)
        if done % _EVERY == _EVERY - 1:
            yield done / len(entries)
    return press.finish(file)


class _Press(Setter):
    """One document in the making."""

    def __init__(self, form: Format, sheet: _Grid) -> None:
        canvas = Canvas("", pagesize=(sheet.width, sheet.height), pageCompression=1, invariant=1)
        super().__init__(canvas, _("Cards"))
        self.form, self.sheet = form, sheet
        self.air = form.height * POINTS * 0.105
        self.width = sheet.card_width - 2 * self.air
        self.height = sheet.card_height - 2 * self.air
        self.canvas.setViewerPreference("PrintScaling", "None")  # "fit to page" makes every card smaller
        self.pages = 0
        self.begin_page()

    def begin_page(self) -> None:
        self.texts, self.shapes = [], []
        self.number = 0

    def end_page(self) -> None:
        marks = "\n".join([_CUT, *_crop_marks(self.sheet)])
        self.canvas.addLiteral(f"{marks}\n{self.content()}")
        self.canvas.showPage()
        self.pages += 1

    def add(self, entry: Entry) -> None:
        if self.number == self.sheet.across * self.sheet.down:
            self.end_page()
            self.begin_page()
        left, top = self.sheet.corner(self.number)
        code = self.form.code * POINTS if entry.code else 0.0
        if entry.code:
            x = left + self.sheet.card_width - self.air - code
            self.set_code(entry.code(), x, top - self.sheet.card_height + self.air, code)
        self.set_text(entry, left + self.air, top - self.air, code)
        self.number += 1

    def set_code(self, text: str, x: float, foot: float, side: float) -> None:
        """In the lower corner; what is dark stands flush with the text over it."""
        rows = codes.matrix(text, is_quick=True)
        step = side / len(rows)
        boxes = (
            f"{x + across * step:.3f} {foot + side - (down + 1) * step:.3f} {count * step:.3f} {step:.3f} re"
            for across, down, count in codes.stripes(rows)
        )
        self.shapes.append(f"0 g {' '.join(boxes)} f")

    # Text

    def set_text(self, entry: Entry, x: float, top: float, code: float) -> None:
        """The head over the whole width, the ways to reach someone at the foot beside the code."""
        room = self.width - (code + self.air * 0.8 if code else 0.0)
        head, ways, is_cut = self.fitted(entry, room, code)
        if is_cut:
            self.cut.append(entry.name)
        y = top
        for piece in head:
            y = self.set_piece(piece, x, y, self.width)
        y = top - self.height + _height(ways)
        for piece in ways:
            y = self.set_piece(piece, x, y, room)

    def fitted(self, entry: Entry, room: float, code: float) -> tuple[list[_Piece], list[_Piece], bool]:
        """As large as there is room for; at the smallest size the last lines go."""
        scale = 1.0
        while True:
            head, is_short = self.head(entry, scale)
            ways = self.ways(entry, room, scale)
            spare = self.height - _height(head) - max(_height(ways) + self.form.letters * scale, code)
            if spare >= 0 and not is_short:
                return head, ways, False
            if scale < _SMALLEST:
                return head, _kept(ways, self.height - _height(head)), True
            scale -= _STEP

    def head(self, entry: Entry, scale: float) -> tuple[list[_Piece], bool]:
        size = self.form.letters * scale
        name = self.wrapped(entry.name, self.width, STRONG, size * 1.65)
        pieces = [_Piece(part, size * 1.65, _BLACK) for part in name[:3]]
        lost = len(name) > 3
        for text, colour in ((entry.role, _GREY), (entry.company, _BLACK)):
            if text and text != entry.name:
                lines = self.wrapped(text, self.width, REGULAR, size * 1.06)
                pieces += [_Piece(part, size * 1.06, colour) for part in lines[:2]]
                lost = lost or len(lines) > 2
        return pieces, lost

    def ways(self, entry: Entry, room: float, scale: float) -> list[_Piece]:
        size = self.form.letters * scale
        words = max((line(word).width * size for word, _number in entry.phones), default=0.0)
        indent = min(words + size * 0.9, room * 0.4)
        pieces = [piece for word, number in entry.phones for piece in self.phone(word, number, room, indent, size)]
        for texts in (entry.emails, entry.address):
            lines = [part for text in texts for part in self.wrapped(text, room, REGULAR, size)]
            air = size * 0.45 if pieces else 0.0
            pieces += [_Piece(part, size, _BLACK, above=0.0 if place else air) for place, part in enumerate(lines)]
        return pieces

    def phone(self, word: str, number: str, room: float, indent: float, size: float) -> Iterator[_Piece]:
        beside = next(iter(self.wrapped(word, indent - size * 0.4, REGULAR, size)), None)
        for place, part in enumerate(self.wrapped(number, room - indent, REGULAR, size)):
            yield _Piece(part, size, _BLACK, None if place else beside, indent)

    def wrapped(self, text: str, width: float, font: str, size: float) -> list[Line]:
        return self.broken(text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS] + ELLIPSIS, width, font, size)

    def set_piece(self, piece: _Piece, x: float, y: float, width: float) -> float:
        """Where the next line begins."""
        base = y - piece.above - piece.size * (_LEADING + CAP_HEIGHT) / 2
        if piece.beside:
            self.put(piece.beside, piece.size, x, base, _GREY)
        from_right = scripts.is_right_to_left(piece.line.text)
        along = width - piece.line.width * piece.size if from_right else piece.indent
        self.put(piece.line, piece.size, x + along, base, piece.colour)
        return y - piece.height

    def finish(self, file: BinaryIO) -> Printed:
        self.end_page()
        pdf: bytes = self.canvas.getpdfdata()  # type: ignore[no-untyped-call]
        file.write(pdf)
        return Printed(self.sheet.width, self.sheet.height, self.pages, list(self.warnings()))

    def warnings(self) -> Iterator[str]:
        if self.cut:
            count = len(self.cut)
            words = ngettext("{count} card cannot hold all of its text: {texts}.",
                             "{count} cards cannot hold all of their text: {texts}.", count)  # fmt: skip
            yield words.format(count=count, texts=some(self.cut))
        yield from self.shortfall.losses()


def _height(pieces: Sequence[_Piece]) -> float:
    return sum(piece.height for piece in pieces)


def _kept(pieces: Sequence[_Piece], room: float) -> list[_Piece]:
    """As many of them as there is room for."""
    kept = list(pieces)
    while kept and _height(kept) > room:
        kept.pop()
    return kept


def _crop_marks(sheet: _Grid) -> Iterator[str]:
    """In the margins, where there are any; else small crosses where four cards meet."""
    xs = [sheet.left + number * sheet.card_width for number in range(sheet.across + 1)]
    ys = [sheet.foot + number * sheet.card_height for number in range(sheet.down + 1)]
    off, tick = _OFF * POINTS, _TICK * POINTS
    for x in xs:
        ends = _ends(ys, off, tick) if sheet.foot >= off + tick else _around(ys[1:-1], tick)
        yield from (f"{x:.2f} {low:.2f} m {x:.2f} {high:.2f} l S" for low, high in ends)
    for y in ys:
        ends = _ends(xs, off, tick) if sheet.left >= off + tick else _around(xs[1:-1], tick)
        yield from (f"{low:.2f} {y:.2f} m {high:.2f} {y:.2f} l S" for low, high in ends)


def _ends(places: Sequence[float], off: float, tick: float) -> list[tuple[float, float]]:
    return [(places[0] - off - tick, places[0] - off), (places[-1] + off, places[-1] + off + tick)]


def _around(places: Sequence[float], tick: float) -> list[tuple[float, float]]:
    return [(place - tick / 2, place + tick / 2) for place in places]
