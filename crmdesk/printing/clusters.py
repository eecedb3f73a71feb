"""Letters that join into clusters, as in India, Thailand and their neighbours. To be imported late, with reportlab."""

import re
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase import ttfonts

_LETTERS = "\u0900-\u0dff\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff"
CLUSTERED = re.compile(f"[{_LETTERS}]")
JOINERS = "\u200c\u200d"
"""Without a shape of their own; they say how their neighbours join."""
STRETCHES = re.compile(f"([{_LETTERS}{JOINERS}]+)")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One shape, called by a letter of its font; lengths in thousandths of the size."""

    letter: str
    width: float
    """As the font has it."""
    advance: float
    right: float
    """So far it is moved from where it would stand."""
    up: float


@lru_cache(maxsize=4096)
def shaped(text: str, font: str) -> tuple[Glyph, ...]:
    """By HarfBuzz; shapes that have no letter of their own are lent one by reportlab."""
    found = ttfonts.shapeStr(text, font, 10, force=True)
    return tuple(
        Glyph(letter, data.width, data.x_advance, data.x_offset, data.y_offset)
        for letter, data in zip(str(found), found.__shapeData__, strict=True)
    )
