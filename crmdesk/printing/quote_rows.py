"""The table of a document: how wide its columns are, and how each line is set in them. To be imported late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import CAP_HEIGHT, Line, line
from crmdesk.printing.letter_head import INK
from crmdesk.printing.quote_dress import SOFT, Dress, on_ground
from crmdesk.printing.quote_page import LEADING
from crmdesk.printing.quote_sheets import Entry, Heads

_GAP, _UNIT_GAP = 10.0, 3.0
_PICTURE_GAP = 10.0
_LEAST_NAME = 120.0
_MOST_NUMBER = 92.0
_INDENT = 10.0
"""Of the parts of a bundle."""
MORE = "more"
"""The kind of a row that goes on with the one before."""
_COLUMNS = ("number", "name", "quantity", "unit", "price", "discount", "tax", "amount")
_AT_LEFT = ("number", "name", "unit")
_SOFT = ("number", "unit")


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
    def __init__(
        self, heads: Heads, entries: Sequence[Entry], dress: Dress, edges: tuple[float, float], most: float
    ) -> None:
        """No row is higher than `most`: what is, goes on in the next."""
        self.heads, self.dress = heads, dress
        self.left, self.right = edges
        self.has_pictures = any(entry.picture for entry in entries)
        self.names = [name for name in _COLUMNS if self._is_there(name, entries)]
        self.places = self._places(entries)
        self.rows = [part for entry in entries for part in self._parted(self._row(entry), most)]
        self.head = tuple(self._heads())

    def _is_there(self, name: str, entries: Sequence[Entry]) -> bool:
        if name == "unit":
            return any(entry.unit for entry in entries)
        return name == "name" or bool(getattr(self.heads, name))

    @property
    def step(self) -> float:
        return self.dress.size * LEADING

    @property
    def head_height(self) -> float:
        return self.dress.small * CAP_HEIGHT + (2 * 6.0 if self.dress.style == "band" else 2 * 4.2)

    def _places(self, entries: Sequence[Entry]) -> dict[str, tuple[float, float]]:
        """Left and right of each column; the name takes what is left."""
        widths = {name: self._needs(name, entries) for name in self.names if name != "name"}
        gaps = {name: _UNIT_GAP if name == "unit" else _GAP for name in self.names[1:]}
        room = self.right - self.left - sum(gaps.values())
        widths["name"] = max(room - sum(widths.values()), _LEAST_NAME)
        share = min(room / sum(widths.values()), 1.0)  # numbers that leave no room for a name are set closer
        places, x = {}, self.left
        for name in self.names:
            x += gaps.get(name, 0.0)
            places[name] = (x, x + widths[name] * share)
            x = places[name][1]
        return places

    def _needs(self, name: str, entries: Sequence[Entry]) -> float:
        widest = max((self._line(text).width for each in entries if (text := getattr(each, name))), default=0.0)
        head = self._line(getattr(self.heads, name, ""), is_strong=True).width * self.dress.small
        return max(min(widest * self.dress.size, _MOST_NUMBER), head) + 1.0

    def _line(self, text: str, *, is_strong: bool = False) -> Line:
        return line(text, self.dress.strong if is_strong else self.dress.regular)

    def _heads(self) -> Iterator[Cell]:
        dress = self.dress
        is_band = dress.style == "band"
        down = (self.head_height + dress.small * CAP_HEIGHT) / 2
        colour = on_ground(dress.colour) if is_band else INK if dress.style == "compact" else SOFT
        for name in self.names:
            made = self._line(getattr(self.heads, name, ""), is_strong=dress.style != "plain")
            yield Cell(made, self._x(name, made, dress.small), down, dress.small, colour)

    def _x(self, name: str, made: Line, size: float) -> float:
        """Brackets hang over the edge, so that figures stand under figures."""
        left, right = self.places[name]
        if name in _AT_LEFT:
            return left
        hanging = self._line(")").width * size if made.text.endswith(")") and name == "amount" else 0.0
        return right - made.width * size + hanging

    # A row

    def _parted(self, row: Row, most: float) -> Iterator[Row]:
        while row.height > most:
            here = [cell for cell in row.cells if cell.down <= most - self.step]
            rest = [cell for cell in row.cells if cell.down > most - self.step]
            if not here or not rest:
                break
            cut = max(cell.down for cell in here) + self.dress.air
            yield replace(row, cells=tuple(here), height=cut)
            up = min(cell.down for cell in rest) - self.dress.air - self.dress.size
            moved = tuple(replace(cell, down=cell.down - up) for cell in rest)
            row = Row(replace(row.entry, kind=MORE, picture=None), moved, row.height - up)
        yield row

    def _row(self, entry: Entry) -> Row:
        if entry.kind == "section":
            return self._section(entry)
        air = self.dress.air if entry.kind != "part" else self.dress.air / 3
        top = air + self.dress.size * CAP_HEIGHT
        left, right = self._edges(entry)
        names = [name for name in self.names if name != "name" and getattr(entry, name)]
        cells = [self._cell(name, getattr(entry, name), top, entry) for name in names]
        down = top - self.step
        for made, size, colour in self._texts(entry, right - left):
            down += size * LEADING if colour != INK else self.step
            cells.append(Cell(made, left, down, size, colour))
        height = max(down, top) + air + self.dress.size * 0.22
        if entry.picture:
            return Row(entry, tuple(cells), max(height, self.dress.picture + 2 * air), self.places["name"][0])
        return Row(entry, tuple(cells), height)

    def _edges(self, entry: Entry) -> tuple[float, float]:
        left, right = self.places["name"]
        beside = self.dress.picture + _PICTURE_GAP if self.has_pictures else 0.0
        if entry.kind == "part":
            return left + beside + _INDENT, right
        return (left + beside, right) if entry.kind == "product" else (left, self.right)

    def _cell(self, name: str, text: str, down: float, entry: Entry) -> Cell:
        """A figure is never broken: it is set smaller where its column is narrow."""
        made, (left, right) = self._line(text), self.places[name]
        size = min(self.dress.size, (right - left + 4.0) / max(made.width, 0.1))
        colour = SOFT if name in _SOFT or entry.remark or entry.kind == "part" else INK
        return Cell(made, self._x(name, made, size), down, size, colour)

    def _texts(self, entry: Entry, width: float) -> Iterator[tuple[Line, float, str]]:
        size, small = self.dress.size, self.dress.small
        font = self.dress.strong if entry.kind == "product" else self.dress.regular
        for part in _wrapped(entry.name, width / size, font):
            yield part, size, INK
        below = "\n".join(filter(None, (entry.text, " · ".join(filter(None, (entry.sku, entry.remark))))))
        for part in _wrapped(below, width / small, self.dress.regular):
            yield part, small, SOFT

    def _section(self, entry: Entry) -> Row:
        dress = self.dress
        size = dress.size + (1.2 if dress.style == "plain" else 0.5)
        over = {"plain": 9.0, "band": 1.5, "compact": 2.0}[dress.style]
        top = dress.air + over + size * CAP_HEIGHT
        colour = INK if dress.style == "compact" else dress.accent
        amount = line(entry.amount, dress.strong)
        wide = self.right - self.left - amount.width * size - _GAP
        parts = _wrapped(entry.name, wide / size, dress.heading)
        cells = [Cell(part, self.left, top + place * size * LEADING, size, colour) for place, part in enumerate(parts)]
        if entry.amount:
            cells.append(Cell(amount, self.right - amount.width * dress.size, top, dress.size, colour))
        return Row(entry, tuple(cells), top + max(len(parts) - 1, 0) * size * LEADING + dress.air + 1.0)


def _wrapped(text: str, limit: float, font: str) -> list[Line]:
    return [part for each in text.splitlines() if each.strip() for part in wrap(line(each, font), limit) if part.runs]
