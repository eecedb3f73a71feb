"""Where the address of a letter stands so that a window shows it, where the paper is folded, and where the text begins.

All in millimetres from the top left of the paper. The forms of DIN 5008 are what the standard says. Of the others the
envelope is a fact, and the box is what its window shows wherever the folded paper lies in it.
"""

from dataclasses import dataclass
from typing import Literal

from crmdesk.i18n import mark

Paper = Literal["a4", "letter"]
PAPERS: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
MARGIN = 25.0
"""At the left of the text."""
_INCH = 25.4
_BETWEEN = 8.46
"""From the address to the text: two lines, as DIN 5008 has it."""


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def right(self) -> float:
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Envelope:
    """Its window is measured from the left and from below; the flap is at the top."""

    width: float
    height: float
    window: Box
    """`top` is from the top of the envelope."""

    @classmethod
    def of(cls, width: float, height: float, left: float, below: float, window: tuple[float, float]) -> "Envelope":
        return cls(width, height, Box(left, height - below - window[1], *window))

    def always_seen(self, paper: Paper, fold: float) -> Box:
        """What the window shows of the paper, folded to a third, whether it lies high or low, left or right."""
        width, _height = PAPERS[paper]
        across, down = self.width - width, self.height - fold
        left, right = self.window.left, self.window.right - across
        top, bottom = self.window.top, self.window.bottom - down
        return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Form:
    key: str
    label: str
    paper: Paper
    box: Box
    """The address; above it in the same window may stand who sends it."""
    sender_line: float = 0.0
    """Height over the box that the window shows too."""
    folds: tuple[float, ...] = ()
    punch: float = 0.0
    envelope: Envelope | None = None

    @property
    def body(self) -> float:
        """Where the text begins."""
        return self.box.bottom + _BETWEEN

    @property
    def left(self) -> float:
        """Of the address: in line with the text where its window allows."""
        return self.box.left + 1.0 if self.is_right else max(self.box.left, MARGIN)

    @property
    def is_right(self) -> bool:
        width, _height = PAPERS[self.paper]
        return self.box.left > width / 3


def _seen(key: str, label: str, paper: Paper, envelope: Envelope) -> Form:
    """A paper in three parts of one height."""
    _width, height = PAPERS[paper]
    fold = round(height / 3, 1)
    return Form(key, label, paper, envelope.always_seen(paper, fold), 0.0, (fold, 2 * fold), 0.0, envelope)


# DIN 5008:2020, forms A and B: an address field of 85 by 45, 20 from the left, 27 or 45 from the top. Its first 17.7
# are for sender and remarks, 27.3 for the address. Window: DIN 680, 45 by 90, 20 from the left, 15 from below.
_DIN_ENVELOPE = Envelope.of(220, 110, 20, 15, (90, 45))
# US commercial #10, 4 1/8 by 9 1/2 in: window of 1 1/8 by 4 1/2 in, 7/8 in from the left, 1/2 in from below, as all
# makers there sell it.
_US_ENVELOPE = Envelope.of(9.5 * _INCH, 4.125 * _INCH, 0.875 * _INCH, 0.5 * _INCH, (4.5 * _INCH, 1.125 * _INCH))
# United Kingdom, DL 110 by 220: window of 35 by 90, 20 from the left, 18 from below (BS 4264).
_UK_ENVELOPE = Envelope.of(220, 110, 20, 18, (90, 35))
# France, DL 110 by 220: window of 35 by 100 at the right, 20 from there and from below (the trade's "DL fenêtre 35").
_FR_ENVELOPE = Envelope.of(220, 110, 100, 20, (100, 35))
# Switzerland, C5/6 114 by 229: window of 45 by 100, 12 from the right, 21 from below (SN 010130, address at the right).
_CH_ENVELOPE = Envelope.of(229, 114, 117, 21, (100, 45))

FORMS = (
    Form("din-b", mark("Window left, DIN 5008 form B"), "a4", Box(20, 62.7, 85, 27.3), 5.0, (105, 210), 148.5,
         _DIN_ENVELOPE),
    Form("din-a", mark("Window left, DIN 5008 form A"), "a4", Box(20, 44.7, 85, 27.3), 5.0, (87, 192), 148.5,
         _DIN_ENVELOPE),
    _seen("us-10", mark("Window left, US No. 10"), "letter", _US_ENVELOPE),
    _seen("uk-dl", mark("Window left, UK DL"), "a4", _UK_ENVELOPE),
    _seen("fr-dl", mark("Window right, France DL"), "a4", _FR_ENVELOPE),
    _seen("ch-c56", mark("Window right, Switzerland C5/6"), "a4", _CH_ENVELOPE),
    Form("plain-a4", mark("No window, A4"), "a4", Box(25, 45, 85, 27.3)),
    Form("plain-letter", mark("No window, Letter"), "letter", Box(25, 45, 85, 27.3)),
)  # fmt: skip
_OF_COUNTRY = {
    **dict.fromkeys(("US", "PH", "PR"), "us-10"),
    **dict.fromkeys(("CA", "MX", "CL", "CO", "VE"), "plain-letter"),
    **dict.fromkeys(("GB", "IE", "AU", "NZ", "ZA", "IN", "PT"), "uk-dl"),
    **dict.fromkeys(("FR", "BE", "LU", "MC"), "fr-dl"),
    **dict.fromkeys(("CH", "LI"), "ch-c56"),
    **dict.fromkeys(("DE", "AT", "PL", "CZ", "NL", "DK", "HU"), "din-b"),
}


def by_key(key: str) -> Form:
    """The first where there is no such."""
    return next((form for form in FORMS if form.key == key), FORMS[0])


def of_country(code: str) -> Form:
    """What letters are sent in there; without a window where that is not known."""
    return by_key(_OF_COUNTRY.get(code, "plain-a4"))
