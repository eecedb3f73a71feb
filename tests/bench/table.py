"""What was measured, line by line, each beside a limit or a peer of the same run."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Unit = Literal["s", "MB", "%", "B", ""]
HEADINGS = ("operation", "size", "ours", "peer or limit", "ratio", "allowed", "ok")


@dataclass(frozen=True, slots=True)
class Line:
    operation: str
    size: int
    ours: float
    other: float
    """Of the peer, of the limit measured, or the aim itself."""
    name: str
    """What the other is."""
    allowed: float = 1.0
    """How many times the other ours may be."""
    unit: Unit = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.other

    @property
    def ok(self) -> bool:
        return self.ratio <= self.allowed

    def cells(self) -> tuple[str, ...]:
        return (
            self.operation,
            f"{self.size:,}",
            shown(self.ours, self.unit),
            f"{shown(self.other, self.unit)} {self.name}",
            f"{self.ratio:.2f}",
            f"{self.allowed:g}",
            "yes" if self.ok else "NO",
        )


def aim(operation: str, size: int, ours: float, limit: float, unit: Unit = "s") -> Line:
    """Where the limit is a figure that is aimed at."""
    return Line(operation, size, ours, limit, "aimed at", 1.0, unit)


def shown(value: float, unit: Unit) -> str:
    if unit == "MB":
        return f"{value:.0f} MB"
    if unit == "%":
        return f"{value * 100:.2f} %"
    if unit == "B":
        return f"{value:,.0f} B"
    if not unit:
        return f"{value:,.1f}"
    return f"{value * 1000:.2f} ms" if value < 0.1 else f"{value:.2f} s"


def table(lines: list[Line]) -> str:
    rows = [HEADINGS, *(line.cells() for line in lines)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, tuple("-" * width for width in widths))
    sides: tuple[Callable[[str, int], str], ...] = (_left, _right, _right, _left, _right, _right, _left)
    return "\n".join(
        "  ".join(side(cell, width) for side, cell, width in zip(sides, row, widths, strict=True)).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _left(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _right(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text
