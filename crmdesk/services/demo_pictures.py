"""Portraits for the sample file, drawn: flat shapes in soft colours, no face like another."""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from crmdesk.services.demo_words import Chance, pick

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

MEDIA_TYPE = "image/jpeg"
SIDE = 160
_FINER = 4
"""Drawn so much larger and then made smaller: Pillow's shapes have hard edges."""

_GROUNDS = ("#F3D9C9", "#DCE8F5", "#E4DDF4", "#D9EFE2", "#F6E0EC", "#F4EACC", "#DDF0F2", "#E9E4DC")
_SKINS = ("#F8DCC8", "#F5D0B5", "#EBBE9B", "#DDA57C", "#C68A5E", "#A46B45", "#7D4E33")
"""From light to dark."""
_HAIRS = ("#1F2430", "#2B2320", "#4A3428", "#8D8A88", "#6E4A2F", "#A8753F", "#D9B36A", "#B5562F", "#E6E3DD")
_DARK_HAIRS = 4
"""How many of them go with every skin."""
_USUAL = {
    "JP": (0, 3), "KR": (0, 3), "CN": (0, 4), "VN": (1, 4), "IN": (3, 6), "NG": (5, 7), "AE": (2, 5), "EG": (2, 6),
    "BR": (1, 7), "US": (0, 7), "GB": (0, 7), "CA": (0, 7), "TR": (1, 4), "IL": (1, 4), "GR": (1, 3),
}  # fmt: skip
"""The part of _SKINS one meets most in a country; elsewhere the first three."""
_DARK_HAIRED = frozenset(["JP", "KR", "CN", "VN", "IN", "NG", "AE", "EG"])
_SCARVES = frozenset(["AE", "EG"])
_CLOTHES = ("#2F5FDE", "#1F8A5F", "#C2573B", "#5B4A9E", "#2E7C8A", "#B0436E", "#3C4658", "#C08A2D", "#F4F1EA")


_Style = tuple[Callable[["_Pen", "_Look"], None], Callable[["_Pen", "_Look"], None]]
"""What is drawn behind the head, and what before it."""


class _Look(NamedTuple):
    skin: str
    hair: str
    clothes: str
    ground: str


def portrait(random: Chance, gender: str | None, country: str | None) -> bytes:
    """A JPEG of 160 x 160."""
    from PIL import Image, ImageDraw

    look = _look(random, country)
    image = Image.new("RGB", (SIDE * _FINER, SIDE * _FINER), look.ground)
    pen = _Pen(ImageDraw.Draw(image))
    behind, before = pick(random, _styles(gender, country))
    _ground(pen, look)
    behind(pen, look)
    _body(pen, look, collar=random() < 0.5)
    _head(pen, look)
    before(pen, look)
    _face(pen, look, glasses=random() < 0.25)
    written = BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(written, "JPEG", quality=88)
    return written.getvalue()


def _look(random: Chance, country: str | None) -> _Look:
    skin = pick(random, range(*_USUAL.get(country or "", (0, 3))))
    hairs = _HAIRS[:_DARK_HAIRS] if skin > 2 or country in _DARK_HAIRED else _HAIRS
    return _Look(_SKINS[skin], pick(random, hairs), pick(random, _CLOTHES), pick(random, _GROUNDS))


def _styles(gender: str | None, country: str | None) -> "tuple[_Style, ...]":
    if gender != "female":
        return _MALE
    return (*_FEMALE, _SCARF) if country in _SCARVES else _FEMALE


class _Pen:
    """Shapes in the units of the finished picture, by their middle and their half width and height."""

    def __init__(self, draw: "ImageDraw") -> None:
        self._draw = draw

    def oval(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        self._draw.ellipse(_box(x, y, across, down), colour)

    def block(self, x: float, y: float, across: float, down: float, colour: str, radius: float = 0) -> None:
        self._draw.rounded_rectangle(_box(x, y, across, down), radius * _FINER, colour)

    def slice(self, x: float, y: float, across: float, down: float, start: int, end: int, colour: str) -> None:
        """Part of an oval, cut by the line between two of its points; degrees from the right, clockwise."""
        self._draw.chord(_box(x, y, across, down), start, end, colour)

    def line(self, x: float, y: float, across: float, down: float, start: int, end: int, colour: str) -> None:
        self._draw.arc(_box(x, y, across, down), start, end, colour, round(2.2 * _FINER))

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self._draw.polygon([(x * _FINER, y * _FINER) for x, y in points], colour)


def _box(x: float, y: float, across: float, down: float) -> tuple[float, float, float, float]:
    return (x - across) * _FINER, (y - down) * _FINER, (x + across) * _FINER, (y + down) * _FINER


def _mixed(colour: str, other: str, share: float) -> str:
    """`share` of the other colour in the first."""
    pairs = [(int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(one + (two - one) * share):02X}" for one, two in pairs)


def _ground(pen: _Pen, look: _Look) -> None:
    pen.oval(80, 84, 62, 62, _mixed(look.ground, "#FFFFFF", 0.45))


def _body(pen: _Pen, look: _Look, collar: bool) -> None:
    shade = _mixed(look.skin, "#5A2E1A", 0.18)
    pen.oval(80, 172, 58, 50, look.clothes)
    pen.block(80, 112, 12, 20, shade, 8)
    pen.slice(80, 124, 20, 13, 0, 180, shade)
    if collar:
        light = _mixed(look.clothes, "#FFFFFF", 0.75)
        pen.shape([(62, 125), (80, 142), (70, 148)], light)
        pen.shape([(98, 125), (80, 142), (90, 148)], light)
    else:
        pen.line(80, 123, 22, 16, 8, 172, _mixed(look.clothes, "#000000", 0.16))


def _head(pen: _Pen, look: _Look) -> None:
    pen.oval(51, 82, 5.5, 8, _mixed(look.skin, "#5A2E1A", 0.1))
    pen.oval(109, 82, 5.5, 8, _mixed(look.skin, "#5A2E1A", 0.1))
    pen.oval(80, 78, 29, 35, look.skin)


def _face(pen: _Pen, look: _Look, glasses: bool) -> None:
    ink = _mixed(look.skin, "#20120C", 0.8)
    for x in (68, 92):
        pen.oval(x, 82, 2.6, 3.2, ink)
        pen.line(x, 76, 6, 4, 210, 330, _mixed(look.hair, ink, 0.4))
        pen.oval(x - 3 if x < 80 else x + 3, 93, 6, 3.6, _mixed(look.skin, "#E0705A", 0.28))
        if glasses:
            pen.line(x, 82, 10, 9, 0, 360, "#3A3F4B")
    if glasses:
        pen.line(80, 81, 3, 2, 180, 360, "#3A3F4B")
    pen.line(80, 94, 9, 7, 25, 155, ink)


def _nothing(_pen: _Pen, _look: _Look) -> None:
    pass


def _short(pen: _Pen, look: _Look) -> None:
    pen.slice(80, 71, 31, 31, 180, 360, look.hair)
    pen.slice(66, 62, 22, 17, 150, 350, look.hair)
    pen.slice(94, 64, 20, 15, 190, 385, look.hair)
    pen.block(51.5, 74, 3, 8, look.hair, 2)
    pen.block(108.5, 74, 3, 8, look.hair, 2)


def _parted(pen: _Pen, look: _Look) -> None:
    pen.slice(80, 70, 31, 30, 180, 360, look.hair)
    pen.slice(69, 62, 21, 20, 140, 335, look.hair)
    pen.slice(97, 60, 15, 18, 205, 400, look.hair)
    pen.block(51.5, 74, 3, 8, look.hair, 2)
    pen.block(108.5, 74, 3, 8, look.hair, 2)


def _receding(pen: _Pen, look: _Look) -> None:
    pen.block(80, 80, 32.5, 20, look.hair, 12)


def _beard(pen: _Pen, look: _Look) -> None:
    _short(pen, look)
    pen.slice(80, 88, 28, 27, 8, 172, look.hair)
    pen.oval(80, 95, 13, 8, look.skin)


def _curls(pen: _Pen, look: _Look) -> None:
    for x, y, size in ((56, 62, 13), (66, 50, 14), (80, 45, 15), (94, 50, 14), (104, 62, 13)):
        pen.oval(x, y, size, size, look.hair)


def _afro(pen: _Pen, look: _Look) -> None:
    pen.oval(80, 66, 43, 41, look.hair)


def _hairline(pen: _Pen, look: _Look) -> None:
    pen.slice(80, 72, 31, 34, 205, 335, look.hair)


def _fringe(pen: _Pen, look: _Look) -> None:
    pen.slice(80, 72, 31, 32, 190, 350, look.hair)


def _long(pen: _Pen, look: _Look) -> None:
    pen.block(80, 92, 38, 46, look.hair, 34)


def _bob(pen: _Pen, look: _Look) -> None:
    pen.block(80, 78, 38, 38, look.hair, 32)


def _bun(pen: _Pen, look: _Look) -> None:
    pen.oval(80, 34, 15, 13, look.hair)
    pen.oval(80, 70, 33, 32, look.hair)


def _side_part(pen: _Pen, look: _Look) -> None:
    pen.slice(68, 66, 24, 27, 140, 330, look.hair)
    pen.slice(97, 64, 18, 26, 220, 390, look.hair)


def _scarf_behind(pen: _Pen, look: _Look) -> None:
    pen.block(80, 88, 40, 50, _scarf(look), 38)


def _scarf_before(pen: _Pen, look: _Look) -> None:
    pen.slice(80, 74, 34, 38, 195, 345, _scarf(look))
    pen.slice(80, 108, 26, 24, 10, 170, _scarf(look))


def _scarf(look: _Look) -> str:
    return _mixed(look.clothes, "#FFFFFF", 0.35)


_MALE: tuple[_Style, ...] = (
    (_nothing, _short),
    (_nothing, _parted),
    (_receding, _nothing),
    (_nothing, _beard),
    (_nothing, _curls),
)
_FEMALE: tuple[_Style, ...] = (
    (_long, _fringe),
    (_long, _side_part),
    (_bob, _fringe),
    (_bob, _side_part),
    (_bun, _fringe),
    (_afro, _hairline),
)
_SCARF = (_scarf_behind, _scarf_before)
