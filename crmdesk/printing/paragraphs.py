"""Formatted paragraphs broken into lines: words of several faces, lists, both directions of writing. Imported late."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from crmdesk.domain.values.rich_text import Line as Paragraph
from crmdesk.domain.values.rich_text import Run
from crmdesk.printing import scripts
from crmdesk.printing.fonts import ITALIC, REGULAR, STRONG, Line, line

LEADING = 1.38
_TITLE, _HEAD = 1.5, 1.12
_STEP = 1.75
"""How far a list or an indented paragraph stands in, in parts of the size."""
_GAP, _GAP_OF_ITEMS = 0.55, 0.12
"""Between paragraphs, in parts of a line."""
_BULLETS = "•–·"
_SLANT = 0.21
_WORD = re.compile(r"[ \t]+|[^ \t]+")
_FIRM = re.compile("[\N{NO-BREAK SPACE}\u202f\u2007]+")
_IDEOGRAPH = "\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_NEVER_FIRST = "、。，．・：；？！）］｝〉》」』】〕ーァィゥェォッャュョ々…‥%‰,.:;!?)]}»”’"
_NEVER_LAST = "（［｛〈《「『【〔([{«“‘"
_EAST_ASIAN = re.compile(rf"[{re.escape(_NEVER_LAST)}]*[{_IDEOGRAPH}][{re.escape(_NEVER_FIRST)}]*|[^{_IDEOGRAPH}]+")
RLM = "\u200f"
Style = tuple[str, str]
"""Of the letters b, i, u and s; and the address of a link."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that look alike, set in one stroke."""

    line: Line
    x: float
    size: float
    slant: float = 0.0
    under: bool = False
    struck: bool = False
    href: str = ""

    @property
    def width(self) -> float:
        return self.line.width * self.size


@dataclass(frozen=True, slots=True)
class Laid:
    """One line of a paragraph; x of its pieces is from the left of the column."""

    pieces: tuple[Piece, ...]
    height: float
    """From the baseline above to its own."""
    size: float
    before: float = 0.0
    """Air above it, which falls away at the head of a page."""
    number: int = 0
    count: int = 1
    """Which line of its paragraph it is, and of how many."""
    keeps_next: bool = False
    """A heading goes with what follows."""
    is_ruled: bool = False
    """A thin line stands under it."""


@dataclass(slots=True)
class _Token:
    """A word, or an ideograph: never broken unless it alone is too long."""

    atoms: list[tuple[str, Style]] = field(default_factory=list)
    gap: bool = False
    """A blank stands before it."""
    breaks: bool = False
    """A line was begun before it."""
    width: float = 0.0


def lay(paragraphs: Sequence[Paragraph], width: float, size: float) -> list[Laid]:
    """Everything in points."""
    laid: list[Laid] = []
    numbers: list[int] = []
    before: Paragraph | None = None
    for paragraph in paragraphs:
        mark = _mark(paragraph, numbers)
        air = _air(before, paragraph) * size * LEADING
        laid += _cached(paragraph, mark, width, size, air)
        before = paragraph
    return laid


def _air(before: Paragraph | None, paragraph: Paragraph) -> float:
    if before is None or not before.runs or not paragraph.runs:
        return 0.0
    if before.kind and paragraph.kind:
        return _GAP_OF_ITEMS
    return _GAP * (1.6 if _is_heading(paragraph) else 1.0)


def _is_heading(paragraph: Paragraph) -> bool:
    return "title" in paragraph.look or "head" in paragraph.look


def _mark(paragraph: Paragraph, numbers: list[int]) -> str:
    """The bullet or number of an item; `numbers` counts the items of each list that is open."""
    del numbers[paragraph.depth :]
    if not paragraph.kind:
        return ""
    while len(numbers) < paragraph.depth:
        numbers.append(0)
    numbers[-1] += 1
    return f"{numbers[-1]}." if paragraph.kind == "ol" else _BULLETS[(paragraph.depth - 1) % len(_BULLETS)]


@lru_cache(maxsize=512)
def _cached(paragraph: Paragraph, mark: str, width: float, size: float, air: float) -> tuple[Laid, ...]:
    """Most paragraphs of a letter are the same for all."""
    return tuple(_Setter(paragraph, mark, width, size, air).laid())


def face_of(styles: str) -> tuple[str, float]:
    """The font, and how far it is to lean where it has no italics."""
    if "b" in styles:
        return STRONG, _SLANT if "i" in styles else 0.0
    return (ITALIC if "i" in styles else REGULAR), 0.0


def _width(text: str, styles: str) -> float:
    return line(text, face_of(styles)[0]).width


@lru_cache(maxsize=4096)
def _blank(styles: str, beside: str = "n") -> float:
    """Substitutes have blanks of their own; letters that join tell nothing when they stand together."""
    name, _slant = face_of(styles)
    return line(f"{beside} {beside}", name).width - 2 * line(beside, name).width


class _Setter:
    """One paragraph."""

    def __init__(self, paragraph: Paragraph, mark: str, width: float, size: float, air: float) -> None:
        self.paragraph, self.mark, self.air = paragraph, mark, air
        look = paragraph.look.split()
        self.size = size * (_TITLE if "title" in look else _HEAD if "head" in look else 1.0)
        self.is_bold = _is_heading(paragraph)
        deep = paragraph.depth or next((int(word[2:]) for word in look if word[:2] == "in"), 0)
        self.indent = deep * _STEP * size
        self.width, self.room = width, width - self.indent
        self.is_rtl = scripts.is_right_to_left(paragraph.text)
        self.align = next((word for word in ("center", "right", "justify") if word in look), "")

    def laid(self) -> Iterator[Laid]:
        lines = list(self.lines())
        for number, tokens in enumerate(lines):
            is_last = number == len(lines) - 1 or lines[number + 1][0].breaks
            pieces = tuple(self.pieces(tokens, is_last=is_last))
            if number == 0 and self.mark:
                pieces = (self.bullet(), *pieces)
            yield Laid(
                pieces,
                self.size * LEADING,
                self.size,
                self.air if number == 0 else 0.0,
                number,
                len(lines),
                self.is_bold,
            )
        if not lines:
            yield Laid((), self.size * LEADING, self.size)

    # Words

    def styled(self, run: Run) -> Style:
        return (run.styles + ("b" if self.is_bold and "b" not in run.styles else "")), run.href

    def tokens(self) -> Iterator[_Token]:
        token = _Token()
        for run in self.paragraph.runs:
            style = self.styled(run)
            for number, part in enumerate(run.text.split("\n")):
                if number:
                    if token.atoms:
                        yield token
                    token = _Token(breaks=True)
                for word in _WORD.findall(part):
                    if word.isspace():
                        if token.atoms:
                            yield token
                            token = _Token(gap=True)
                        continue
                    first, *others = _EAST_ASIAN.findall(word) or [word]
                    token.atoms.append((first, style))
                    for other in others:
                        yield token
                        token = _Token([(other, style)])
        if token.atoms:
            yield token

    def measured(self) -> Iterator[_Token]:
        for token in self.tokens():
            token.width = sum(self.atom_width(text, style) for text, style in token.atoms)
            if token.width > self.room:
                yield from self.torn(token)
            else:
                yield token

    def atom_width(self, text: str, style: Style) -> float:
        """Firm blanks are kept, as nothing else keeps them."""
        words = [word for word in _FIRM.split(text) if word]
        blanks = sum(len(found) for found in _FIRM.findall(text))
        return (sum(_width(word, style[0]) for word in words) + blanks * _blank(style[0])) * self.size

    def torn(self, token: _Token) -> Iterator[_Token]:
        """Letter by letter, at last: no word is wider than the paper."""
        part = _Token([], token.gap, token.breaks)
        for text, style in token.atoms:
            for letter in text:
                width = self.atom_width(letter, style)
                if part.atoms and part.width + width > self.room:
                    yield part
                    part = _Token()
                if part.atoms and part.atoms[-1][1] == style:
                    part.atoms[-1] = (part.atoms[-1][0] + letter, style)
                else:
                    part.atoms.append((letter, style))
                part.width += width
        yield part

    # Lines

    def lines(self) -> Iterator[list[_Token]]:
        found: list[_Token] = []
        used = 0.0
        for token in self.measured():
            gap = self.gap(token) if found else 0.0
            if found and (token.breaks or used + gap + token.width > self.room + 0.01):
                yield found
                found, used, gap = [], 0.0, 0.0
            found.append(token)
            used += gap + token.width
        if found:
            yield found

    def gap(self, token: _Token) -> float:
        text, (styles, _href) = token.atoms[0]
        return _blank(styles, text[0]) * self.size if token.gap else 0.0

    # Pieces

    def pieces(self, tokens: list[_Token], *, is_last: bool) -> Iterator[Piece]:
        whole = sum(token.width for token in tokens) + sum(self.gap(token) for token in tokens[1:])
        gaps = sum(token.gap for token in tokens[1:])
        stretch = 0.0
        if self.align == "justify" and not is_last and gaps:
            stretch = (self.room - whole) / gaps
            whole = self.room
        strokes = list(self.strokes(tokens, stretch))
        if self.is_rtl:
            strokes = _turned(strokes)
        x = self.start(whole)
        for text, style, gap, width in strokes:
            lead = 0.0 if self.is_rtl else gap
            yield from self.stroke(text, style, x + lead)
            x += gap + width

    def start(self, whole: float) -> float:
        left = 0.0 if self.is_rtl else self.indent
        if self.align == "center":
            return left + (self.room - whole) / 2
        return left + self.room - whole if self.align == "right" or self.is_rtl else left

    def strokes(self, tokens: list[_Token], stretch: float) -> Iterator[tuple[str, Style, float, float]]:
        """Text, style, the blank before it and its width; neighbours that look alike in one, unless they are spread."""
        text, style, before, width = "", ("", ""), 0.0, 0.0
        for number, token in enumerate(tokens):
            gap = self.gap(token) + (stretch if token.gap else 0.0) if number else 0.0
            for place, (atom, of_atom) in enumerate(token.atoms):
                step = gap if place == 0 else 0.0
                wide = self.atom_width(atom, of_atom)
                if text and of_atom == style and not (stretch and step):
                    text, width = f"{text} {atom}" if step else text + atom, width + step + wide
                    continue
                if text:
                    yield text, style, before, width
                text, style, before, width = atom, of_atom, step, wide
        if text:
            yield text, style, before, width

    def stroke(self, text: str, style: Style, x: float) -> Iterator[Piece]:
        styles, href = style
        name, slant = face_of(styles)
        look = {"slant": slant, "under": "u" in styles or bool(href), "struck": "s" in styles, "href": href}
        for is_firm, letters in groupby(text, lambda letter: bool(_FIRM.match(letter))):
            part = "".join(letters)
            if is_firm:
                x += len(part) * _blank(styles) * self.size
                continue
            set_line = line(RLM + part if self.is_rtl else part, name)
            lead = (len(part) - len(part.lstrip(" "))) * _blank(styles) * self.size
            yield Piece(set_line, x + lead, self.size, **look)  # type: ignore[arg-type]
            x += _width(part, styles) * self.size + lead

    def bullet(self) -> Piece:
        """Before the text, as far from it whatever number it is."""
        set_line = line(self.mark)
        wide = set_line.width * self.size
        gap = 0.5 * self.size
        x = self.room + gap if self.is_rtl else self.indent - gap - wide
        return Piece(set_line, max(x, 0.0), self.size)


def _turned(strokes: list[tuple[str, Style, float, float]]) -> list[tuple[str, Style, float, float]]:
    """From the right: strokes back to front; those in Latin letters keep their order among themselves."""
    groups = [(is_rtl, list(some)) for is_rtl, some in groupby(strokes, _is_from_right)]
    return [stroke for is_rtl, some in groups[::-1] for stroke in (some[::-1] if is_rtl else some)]


def _is_from_right(stroke: tuple[str, Style, float, float]) -> bool:
    return scripts.is_right_to_left(stroke[0])
