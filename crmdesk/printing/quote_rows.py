"""The table of a quote: how wide its columns are, and how each line is set in them. To be imported late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import CAP_HEIGHT, REGULAR, STRONG, Line, line
from crmdesk.printing.letter_head import GREY, INK
from crmdesk.printing.quote_sheets import Entry, Heads, Style

LEADING = 1.36
_GAP = 9.0
PICTURE = 38.0
"""The side of a picture."""
_PICTURE_GAP = 8.0
_LEAST_NAME = 120.0
_MOST_NUMBER = 92.0
_COLUMNS = ("number", "name", "quantity", "price", "discount", "tax", "amount")
_AT_LEFT = ("number", "name")


@dataclass(frozen=True, slots=True)
class Dress:
    """What the styles differ in."""

    size: float
    small: float
    air: float
    """Over and under the text of a row."""
    accent: str
    """Colours as PDF has them, without their operator."""
    head: str
    """Of the words over the columns."""
    band: str = ""
    """Behind the head of the table and the total."""
    shade: str = ""
    """Behind every other row, and behind sections."""
    rule: str = "0.87 G 0.4 w"
    """Under rows."""
    title: float = 19.0


_BLUE = "0.106 0.224 0.494"
_DRESSES: dict[Style, Dress] = {
    "plain": Dress(9.2, 7.8, 4.6, "0.1 0.1 0.1", GREY),
    "band": Dress(9.2, 7.8, 5.2, _BLUE, "1 g", band=f"{_BLUE} rg", shade="0.945 0.953 0.975 rg", title=21.0),
    "compact": Dress(8.2, 7.2, 2.6, "0.1 0.1 0.1", INK, shade="0.965 g", rule="", title=15.0),
}


def dress_of(style: Style) -> Dress:
    return _DRESSES[style]


@dataclass(frozen=True, slots=True)
class Cell:
    made: Line
    x: float
    down: float
    """From the upper edge of the row to the line it stands on."""
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class Row:
    entry: Entry
    cells: tuple[Cell, ...]
    height: float
    picture: float = 0.0
    """Left of the picture of what is sold."""


class Table:
    def __init__(self, heads: Heads, entries: Sequence[Entry], dress: Dress, left: float, right: float) -> None:
        self.heads, self.dress, self.left, self.right = heads, dress, left, right
        self.has_pictures = any(entry.picture for entry in entries)
        self.names = [name for name in _COLUMNS if getattr(heads, name) or name == "name"]
        self.places = self._places(entries)
        self.rows = [self._row(entry) for entry in entries]
        self.head = tuple(self._heads())

    @property
    def step(self) -> float:
        return self.dress.size * LEADING

    @property
    def head_height(self) -> float:
        return self.dress.small * CAP_HEIGHT + 2 * self.dress.air + 2.0

    def _places(self, entries: Sequence[Entry]) -> dict[str, tuple[float, float]]:
        """Left and right of each column; the name takes what is left."""
        widths = {name: self._needs(name, entries) for name in self.names if name != "name"}
        room = self.right - self.left - _GAP * (len(self.names) - 1)
        widths["name"] = max(room - sum(widths.values()), _LEAST_NAME)
        share = room / sum(widths.values())  # numbers that leave no room for a name are set closer
        places, x = {}, self.left
        for name in self.names:
            places[name] = (x, x + widths[name] * min(share, 1.0))
            x = places[name][1] + _GAP
        return places

    def _needs(self, name: str, entries: Sequence[Entry]) -> float:
        texts = [getattr(entry, name) for entry in entries]
        widest = max((line(text).width for text in texts if text), default=0.0) * self.dress.size
        return max(min(widest, _MOST_NUMBER), line(getattr(self.heads, name)).width * self.dress.small) + 1.0

    def _heads(self) -> Iterator[Cell]:
        down = self.dress.air + self.dress.small * CAP_HEIGHT + 1.0
        for name in self.names:
            made = line(getattr(self.heads, name), STRONG if self.dress.band or not self.dress.rule else REGULAR)
            yield Cell(made, self._x(name, made, self.dress.small), down, self.dress.small, self.dress.head)

    def _x(self, name: str, made: Line, size: float) -> float:
        left, right = self.places[name]
        return left if name in _AT_LEFT else right - made.width * size

    # A row

    def _row(self, entry: Entry) -> Row:
        if entry.kind == "section":
            return self._section(entry)
        top = self.dress.air + self.dress.size * CAP_HEIGHT
        edge, right = self.places["name"]
        wide = right if entry.kind == "product" else self.right
        left = edge + (PICTURE + _PICTURE_GAP if self.has_pictures and entry.kind == "product" else 0.0)
        cells = [
            self._cell(name, getattr(entry, name), top)
            for name in self.names
            if name != "name" and getattr(entry, name)
        ]
        down = top - self.step
        for made, size, colour in self._texts(entry, wide - left):
            down += size * LEADING if colour != INK else self.step
            cells.append(Cell(made, left, down, size, colour))
        height = max(down, top) + self.dress.air + self.dress.size * 0.2
        if entry.picture:
            return Row(entry, tuple(cells), max(height, PICTURE + 2 * self.dress.air), edge)
        return Row(entry, tuple(cells), height)

    def _cell(self, name: str, text: str, down: float) -> Cell:
        """A figure is never broken: it is set smaller where its column is narrow."""
        made, (left, right) = line(text), self.places[name]
        size = min(self.dress.size, (right - left) / max(made.width, 0.1))
        colour = GREY if name == "number" else INK
        return Cell(made, self._x(name, made, size), down, size, colour)

    def _texts(self, entry: Entry, width: float) -> Iterator[tuple[Line, float, str]]:
        size, small = self.dress.size, self.dress.small
        is_text = entry.kind == "text"
        for part in _wrapped(entry.name, width / size, REGULAR if is_text else STRONG):
            yield part, size, INK
        below = "\n".join(filter(None, (entry.text, " · ".join(filter(None, (entry.sku, entry.remark))))))
        for part in _wrapped(below, width / small, REGULAR):
            yield part, small, GREY

    def _section(self, entry: Entry) -> Row:
        size, top = self.dress.size + 0.8, self.dress.air + 4.0 + self.dress.size * CAP_HEIGHT
        colour = f"{self.dress.accent} rg"
        amount = line(entry.amount, STRONG)
        wide = self.right - self.left - amount.width * size - _GAP
        parts = _wrapped(entry.name, wide / size, STRONG)
        cells = [Cell(part, self.left, top + place * size * LEADING, size, colour) for place, part in enumerate(parts)]
        if entry.amount:
            cells.append(Cell(amount, self.right - amount.width * self.dress.size, top, self.dress.size, colour))
        return Row(entry, tuple(cells), top + max(len(parts) - 1, 0) * size * LEADING + self.dress.air + 1.0)


def _wrapped(text: str, limit: float, font: str) -> list[Line]:
    return [part for each in text.splitlines() if each.strip() for part in wrap(line(each, font), limit) if part.runs]
