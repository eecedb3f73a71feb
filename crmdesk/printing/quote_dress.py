"""What the styles of documents differ in, with the colour, font and size that were chosen. To be imported late."""

from dataclasses import dataclass, replace

from crmdesk.domain.document_look import DocumentLook, Style
from crmdesk.printing.fonts import PLAIN, PLAIN_STRONG, REGULAR, SERIF, SERIF_STRONG, STRONG
from crmdesk.printing.letter_head import INK

_FACES = {
    "sans": (REGULAR, STRONG, STRONG),
    "serif": (SERIF, SERIF_STRONG, SERIF_STRONG),
    "mixed": (REGULAR, STRONG, SERIF_STRONG),
    "arial": (PLAIN, PLAIN_STRONG, PLAIN_STRONG),
}
"""Of text, of what stands out in it, and of heads."""
_SIZES = {"small": 0.92, "normal": 1.0, "large": 1.1}
SOFT = "0.38 g"
"""Of labels and remarks: 7:1 on white."""


@dataclass(frozen=True, slots=True)
class Dress:
    style: Style
    size: float
    small: float
    air: float
    """Over and under the text of a row."""
    title: float
    colour: str
    """The accent, as PDF has it, without its operator."""
    picture: float = 40.0
    """The side of a picture."""
    regular: str = REGULAR
    strong: str = STRONG
    heading: str = STRONG

    @property
    def accent(self) -> str:
        return f"{self.colour} rg"

    @property
    def tint(self) -> str:
        """The accent as a ground for dark letters."""
        return f"{_mixed(self.colour, 0.93)} rg"

    @property
    def line(self) -> str:
        return f"{_mixed(self.colour, 0.72)} RG 0.5 w" if self.style == "band" else "0.86 G 0.45 w"


_STYLES = {
    "plain": Dress("plain", 9.2, 7.8, 5.6, 25.0, "0.1 0.11 0.13"),
    "band": Dress("band", 9.2, 7.8, 5.6, 24.0, "0.106 0.224 0.494", 42.0),
    "compact": Dress("compact", 8.2, 7.2, 2.9, 15.0, "0.1 0.11 0.13", 26.0),
}


def dress_of(look: DocumentLook) -> Dress:
    bare, times = _STYLES[look.style], _SIZES[look.size]
    regular, strong, heading = _FACES[look.font]
    return replace(
        bare,
        size=round(bare.size * times, 2),
        small=round(bare.small * times, 2),
        colour=_parts(look.colour) if look.colour else bare.colour,
        regular=regular,
        strong=strong,
        heading=heading,
    )


def _parts(colour: str) -> str:
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.3f}" for place in (1, 3, 5))


def _mixed(colour: str, white: float) -> str:
    return " ".join(f"{float(part) * (1 - white) + white:.3f}" for part in colour.split())


def on_ground(colour: str) -> str:
    """Letters on the accent: white, or ink where it is pale."""
    red, green, blue = map(float, colour.split())
    return "1 g" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.6 else INK
