"""A sheet of labels as a ruler tells it, and what cannot be so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crmdesk.i18n import _
from crmdesk.printing import sheet_facts
from crmdesk.printing.sheet_facts import ROLL, SLIP
from crmdesk.printing.sheets import Sheet

Name = Literal[
    "paper_width", "paper_height", "width", "height", "left", "top", "columns", "rows", "right_step", "down_step",
    "corner",
]  # fmt: skip
LENGTHS: tuple[Name, ...] = (
    "paper_width", "paper_height", "width", "height", "left", "top", "right_step", "down_step", "corner",
)  # fmt: skip
COUNTS: tuple[Name, ...] = ("columns", "rows")
OF_GRIDS: tuple[Name, ...] = (
    "paper_width", "paper_height", "left", "top", "columns", "rows", "right_step", "down_step",
)  # fmt: skip
"""What a roll does not have."""
MOST = 100
"""Labels in one row or column."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Millimetres. The steps go from the edge of one label to the same edge of the next."""

    paper: str
    paper_width: float
    paper_height: float
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    columns: int = 1
    rows: int = 1
    right_step: float = 0.0
    down_step: float = 0.0
    corner: float = 0.0
    is_oval: bool = False

    @classmethod
    def of(cls, sheet: Sheet) -> "Measures":
        """Of the first of its grids."""
        columns, rows, left, top, right_step, down_step = sheet.layouts[0].measures
        return cls(
            sheet.paper, sheet.paper_width, sheet.paper_height, sheet.width, sheet.height,
            left, top, columns, rows, right_step, down_step, sheet.corner, sheet.shape == "ellipse",
        )  # fmt: skip

    @property
    def is_roll(self) -> bool:
        return self.paper == ROLL

    def sheet(self, name: str = "") -> Sheet:
        is_roll = self.is_roll
        return sheet_facts.read(
            {
                "part": name,
                "paper": self.paper,
                "paper_w": self.width if is_roll else self.paper_width,
                "paper_h": self.height if is_roll else self.paper_height,
                "w": self.width, "h": self.height, "corner": self.corner,
                "nx": 1 if is_roll else self.columns, "ny": 1 if is_roll else self.rows,
                "x0": 0 if is_roll else self.left, "y0": 0 if is_roll else self.top,
                "dx": self.right_step, "dy": self.down_step,
                "cat": ["elliptical-label" if self.is_oval else "label"],
            }
        )  # fmt: skip

    def problems(self) -> dict[Name, str]:
        """By the measure that is to be mended."""
        found: dict[Name, str] = dict(self._each_alone())
        if not found and not self.is_roll:
            found = dict(self._together())
        return found

    def _each_alone(self) -> Iterator[tuple[Name, str]]:
        positive: tuple[Name, ...] = (
            ("width", "height") if self.is_roll else ("paper_width", "paper_height", "width", "height")
        )
        for name in positive:
            if not 1 <= getattr(self, name) <= sheet_facts.LARGEST_PAPER:
                yield name, _("This is between 1 and 3,000 mm.")
        for name in () if self.is_roll else COUNTS:
            if not 1 <= getattr(self, name) <= MOST:
                yield name, _("This is between 1 and 100.")
        if self.corner > min(self.width, self.height) / 2 + SLIP:
            yield "corner", _("More than half the label.")

    def _together(self) -> Iterator[tuple[Name, str]]:
        across = (self.left, self.width, self.columns, self.right_step, self.paper_width)
        down = (self.top, self.height, self.rows, self.down_step, self.paper_height)
        names: tuple[tuple[Name, Name], ...] = (("right_step", "width"), ("down_step", "height"))
        for (step, size), (first, length, count, by, paper) in zip(names, (across, down), strict=True):
            over = first + (count - 1) * by + length - paper
            if count > 1 and by < length - SLIP:
                yield step, _("The labels overlap by {mm} mm.").format(mm=f"{length - by:.1f}")
            elif over > SLIP:
                yield (
                    (step if count > 1 else size),
                    _("The last label runs {mm} mm over the paper.").format(mm=f"{over:.1f}"),
                )


def even_step(paper: float, first: float, length: float, count: int) -> float:
    """That leaves as much at the end of the paper as there is at its beginning."""
    return round((paper - 2 * first - length) / (count - 1), 2) if count > 1 else 0.0
