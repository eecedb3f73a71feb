"""Addresses on sheets of labels. Text is only ever set as text, letter by letter. Imported late, with reportlab."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.printing import press
from crmdesk.printing.fitting import USUAL, Manner, fit
from crmdesk.printing.fonts import REGULAR
from crmdesk.printing.press import POINTS, Making, Press, Printed, Setter
from crmdesk.printing.sheets import Sheet

UNPRINTABLE = 4.3
"""Millimetres at the edge of the paper that most printers leave white."""
NARROW = 40.0
LARGEST, SMALLEST_WANTED = 14.0, 6.5
_CODE_FIRST = Manner(first=REGULAR)
"""Of addresses that begin with the postal code, as in Japan: it is no name."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where the text of a label may stand: millimetres from the label's left and top."""

    left: float
    top: float
    width: float
    height: float

    @property
    def upwards(self) -> bool:
        """A tall narrow label, as on rolls, is written from its foot to its head."""
        return self.width < NARROW and self.height > 1.5 * self.width


class Plain:
    """Lines of text, the first of them the name, as large as the labels of a sheet let them be."""

    def __init__(self, sheet: Sheet) -> None:
        box = text_box(sheet)
        self._upwards = box.upwards
        self._right, self._down = box.left * POINTS, (box.top + box.height * box.upwards) * POINTS
        along, across = (box.height, box.width) if box.upwards else (box.width, box.height)
        self._width, self._height = along * POINTS, across * POINTS
        self._wanted = wanted_size(box)

    def set(self, press: Press, content: Sequence[str], x: float, y: float) -> None:
        manner = USUAL if any(map(str.isalpha, content[0])) else _CODE_FIRST
        block = fit(content, self._width, self._height, self._wanted, manner)
        press.note(block, content[0])
        press.set_block(block, x + self._right, y - self._down, self._width, self._height, upwards=self._upwards)


def making(
    labels: Sequence[Sequence[str]],
    sheet: Sheet,
    file: BinaryIO,
    *,
    start: int = 1,
    outline: bool = False,
    setter: Setter | None = None,
) -> Making:
    """Write a PDF of one label per entry, its first line the name. `start` is the first free label of the first sheet.

    Equal labels give equal bytes.
    """
    if not labels:
        raise UserError(_("There are no labels to print: nobody in the selection has a postal address."))
    title = f"{_('Labels')}: {sheet.name}"
    return press.making(labels, setter or Plain(sheet), sheet, file, title=title, start=start, outline=outline)


def render(
    labels: Sequence[Sequence[str]], sheet: Sheet, file: BinaryIO, *, start: int = 1, outline: bool = False
) -> Printed:
    """As `making`, all at once."""
    return press.made(making(labels, sheet, file, start=start, outline=outline))


@lru_cache(maxsize=64)
def text_box(sheet: Sheet) -> Box:
    """The same on every label of the sheet: inside its margins, its corners and what the printer can reach."""
    xs, ys = zip(*sheet.positions(), strict=True)
    left = _inset(sheet, sheet.width, 5.0, min(xs))
    right = _inset(sheet, sheet.width, 5.0, sheet.paper_width - max(xs) - sheet.width)
    top = _inset(sheet, sheet.height, 4.0, min(ys))
    bottom = _inset(sheet, sheet.height, 4.0, sheet.paper_height - max(ys) - sheet.height)
    return Box(left, top, sheet.width - left - right, sheet.height - top - bottom)


def _inset(sheet: Sheet, length: float, usual: float, from_edge: float) -> float:
    """On one side. Small labels spend little on margins; what lies off the paper is always kept clear."""
    wanted = [sheet.margin, min(usual, 0.05 * length), 0.3 * sheet.corner, UNPRINTABLE - max(from_edge, 0)]
    if sheet.shape == "ellipse":
        wanted.append(0.147 * length)  # the largest rectangle within
    return max(0.0, min(max(wanted), 0.15 * length)) - min(from_edge, 0)


def wanted_size(box: Box) -> float:
    """Points: five lines fill four fifths of the height, about thirty letters the width."""
    along, across = (box.height, box.width) if box.upwards else (box.width, box.height)
    return max(SMALLEST_WANTED, min(LARGEST, across * POINTS / 6.6, along * POINTS / 16))
