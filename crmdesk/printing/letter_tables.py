"""A table in a letter: what is open, or how an account came to be; figures at the right. To be imported late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import REGULAR, STRONG, line
from crmdesk.printing.paragraphs import LEADING, Laid, Piece

_GAP = 1.3
"""Between columns, in parts of the size."""
_LEAST = 6.0
"""What the column that gives way keeps, in parts of the size."""
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    heads: Cells
    rows: Sequence[Cells]
    sums: Sequence[tuple[str, str]] = ()
    """A word and a figure each; the last is the one that matters."""
    figures: int = 1
    """How many columns stand at the right; all before begin at the left."""
    wide: int = 0
    """The column that gives way where there is little room: its words are wrapped."""


def lay_table(table: Table, width: float, size: float) -> list[Laid]:
    return list(_Setter(table, width, size).laid())


class _Setter:
    def __init__(self, table: Table, width: float, size: float) -> None:
        self.table, self.width, self.size = table, width, size
        self.first_figure = len(table.heads) - table.figures
        self.widths = self.shared()
        starts = [sum(self.widths[:place]) + place * _GAP * size for place in range(len(self.widths))]
        self.starts = starts

    def shared(self) -> list[float]:
        """Each as wide as its longest; one takes what is left."""
        table = self.table
        columns = list(zip(table.heads, *table.rows, strict=True))
        wanted = [
            max(line(text, STRONG if number == 0 else REGULAR).width * self.size for number, text in enumerate(column))
            for column in columns
        ]
        free = self.width - sum(wanted) - _GAP * self.size * (len(wanted) - 1)
        wanted[table.wide] = max(wanted[table.wide] + free, _LEAST * self.size)
        return wanted

    def laid(self) -> Iterator[Laid]:
        yield from self.row(self.table.heads, STRONG, is_head=True)
        for number, cells in enumerate(self.table.rows):
            is_last = number == len(self.table.rows) - 1
            yield from self.row(cells, REGULAR, keeps_next=is_last and bool(self.table.sums))
        for number, (words, figure) in enumerate(self.table.sums):
            is_last = number == len(self.table.sums) - 1
            yield self.sum(words, figure, STRONG if is_last else REGULAR, keeps_next=not is_last)

    def row(self, cells: Cells, font: str, *, is_head: bool = False, keeps_next: bool = False) -> Iterator[Laid]:
        """Over as many lines as its widest words need; the rule stands under the last."""
        wide = self.table.wide
        words = [part.text for part in wrap(line(cells[wide], font), self.widths[wide] / self.size)] or [""]
        for number, part in enumerate(words):
            shown = [text if number == 0 else "" for text in cells]
            shown[wide] = part
            is_last = number == len(words) - 1
            pieces = tuple(self.piece(place, text, font) for place, text in enumerate(shown) if text)
            yield Laid(
                pieces, self.size * LEADING * 1.12, self.size, keeps_next=is_head or keeps_next or not is_last,
                is_ruled=is_last,
            )  # fmt: skip

    def piece(self, place: int, text: str, font: str) -> Piece:
        made = line(text, font)
        left = self.starts[place]
        if place >= self.first_figure:
            left += self.widths[place] - made.width * self.size
        return Piece(made, left, self.size)

    def sum(self, words: str, figure: str, font: str, *, keeps_next: bool) -> Laid:
        said, shown = line(words, font), line(figure, font)
        right = self.width - shown.width * self.size
        before = self.starts[-1] - _GAP * self.size - said.width * self.size
        pieces = (Piece(said, min(before, right - (_GAP + said.width) * self.size), self.size),
                  Piece(shown, right, self.size))  # fmt: skip
        return Laid(pieces, self.size * LEADING * 1.12, self.size, keeps_next=keeps_next)
