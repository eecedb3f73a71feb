"""Designed labels: each element of a design set on each label of a sheet. To be imported late, with reportlab."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from crmdesk.domain import merge
from crmdesk.domain.designs import Design, Element
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.printing import barcodes, design_pictures, design_shapes, scripts
from crmdesk.printing.design_shapes import GREYS, Room
from crmdesk.printing.fitting import Block, Manner, fit
from crmdesk.printing.fonts import CAP_HEIGHT, REGULAR, STRONG
from crmdesk.printing.labels import text_box
from crmdesk.printing.press import POINTS, Press
from crmdesk.printing.sheets import Sheet

_FONTS = {"regular": (REGULAR, REGULAR), "strong": (STRONG, STRONG), "first": (STRONG, REGULAR)}
_ORDER = ("box", "picture", "photo", "line", "code", "text")
"""What lies on what: no ground ever hides a code or a word."""
_SLACK = 1e-6
_TOLD = 7.0
"""Points of the text below a barcode."""
_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """What is told on one label."""

    values: Mapping[str, str]
    photo: bytes | None = None

    @property
    def name(self) -> str:
        return self.values.get("name", "")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a label lies: the page's points of the left and top of its room, for one who reads it."""

    x: float
    y: float
    upwards: bool

    def at(self, right: float, down: float) -> tuple[float, float]:
        return (self.x + down, self.y + right) if self.upwards else (self.x + right, self.y - down)

    @property
    def matrix(self) -> str:
        return f"{'0 1 -1 0' if self.upwards else '1 0 0 1'} {self.x:.3f} {self.y:.3f} cm"


def _above(element: Element) -> int:
    return _ORDER.index(element.kind)


class _Type:
    """How the text of an element is set in its room."""

    def __init__(self, element: Element, room: Room, scale: float) -> None:
        self.room = room
        self._manner = Manner(*_FONTS[element.font], element.smallest)
        self._wanted = max(element.size * scale, element.smallest)
        self._along = {"left": 0.0, "centre": 0.5, "right": 1.0}[element.align]
        self._spare = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[element.place]
        self._ink = f"{GREYS[element.tone or 'black']} g"

    def fitted(self, lines: Sequence[str]) -> Block | None:
        """Nothing where there is no room for even one letter."""
        room = self.room
        block = fit(lines, room.width, room.height, self._wanted, self._manner)
        if block.size <= self._manner.smallest and not block.fits(room.width + _SLACK, room.height + _SLACK):
            return None
        return block

    def put(self, press: Press, spot: _Spot, block: Block) -> None:
        if not block.lines:
            return
        room, size, first = self.room, block.size, block.lines[0]
        along = self._along or float(not first.plain and scripts.is_right_to_left(first.text))
        down = room.top + self._spare * (room.height - block.height) + CAP_HEIGHT * size
        operators = [self._ink]
        for line in block.lines:
            right = room.left + along * (room.width - line.width * size)
            operators.append(press.ink.set(line, size, *spot.at(right, down), spot.upwards))
            down += block.leading * size
        press.page += operators


@dataclass(slots=True)
class _Part:
    """An element, and what of it was the same on labels before: who it is from, a company, a line."""

    element: Element
    room: Room
    type: _Type
    drawn: str = ""
    blocks: dict[str, Block | None] = field(default_factory=dict)
    """By the text."""


class Designed:
    """Sets a design on the labels of a sheet: its elements lie in the room that a printer reaches on each."""

    def __init__(self, design: Design, sheet: Sheet) -> None:
        box = text_box(sheet)
        self._upwards = box.upwards
        self._right, self._down = box.left * POINTS, (box.top + box.height * box.upwards) * POINTS
        width, height = (box.height, box.width) if box.upwards else (box.width, box.height)
        label = (sheet.height, sheet.width) if box.upwards else (sheet.width, sheet.height)
        self._scale = design.scale(*label)
        self._parts = [
            self._part(element, width * POINTS, height * POINTS) for element in sorted(design.elements, key=_above)
        ]
        self._shapes: list[str] = []
        self._is_cut = False

    def _part(self, element: Element, width: float, height: float) -> _Part:
        room = Room.of(element, width, height)
        return _Part(element, room, _Type(element, room, self._scale))

    def set(self, press: Press, content: Piece, x: float, y: float) -> None:
        spot = _Spot(x + self._right, y - self._down, self._upwards)
        self._is_cut = False
        for part in self._parts:
            if not part.element.only_if or part.element.stands(content.values):
                self._set_part(press, content, spot, part)
        self._put_shapes(press, spot)
        if self._is_cut:
            press.note_cut(content.name)

    def _set_part(self, press: Press, content: Piece, spot: _Spot, part: _Part) -> None:
        kind, element, room = part.element.kind, part.element, part.room
        if kind == "text":
            self._set_text(press, spot, part, merge.fill(element.text, content.values))
        elif kind == "code":
            self._set_code(press, content, spot, element, room)
        elif kind in ("line", "box"):
            part.drawn = part.drawn or design_shapes.drawn(element, room, self._scale)
            self._shapes.append(part.drawn)
        else:
            self._put_shapes(press, spot)  # what was drawn before lies below
            self._set_picture(press, content, spot, element, room)

    def _put_shapes(self, press: Press, spot: _Spot) -> None:
        if self._shapes:
            press.canvas.addLiteral(f"q {spot.matrix} {' '.join(self._shapes)} Q")
            self._shapes.clear()

    # Text

    def _set_text(self, press: Press, spot: _Spot, part: _Part, text: str) -> None:
        if text not in part.blocks:
            if len(part.blocks) > _REMEMBERED:
                part.blocks.clear()
            part.blocks[text] = part.type.fitted([line for line in text.splitlines() if line.strip()])
        block = part.blocks[text]
        if block is None:
            self._is_cut = True
            return
        self._is_cut |= block.cut
        for line in block.lines:
            if not line.plain:
                press.shortfall.note(line)
        part.type.put(press, spot, block)

    # Codes and pictures

    def _set_code(self, press: Press, content: Piece, spot: _Spot, element: Element, room: Room) -> None:
        text = merge.fill(element.text, content.values).strip()
        if not text or (element.code == "imb" and not _is_american(content.values)):
            return
        try:
            code = barcodes.encode(element.code, text)
        except UserError as error:
            press.remark(str(error), content.name)
            return
        told = room.foot(_TOLD * 1.3) if code.text and element.is_told else None
        bars = _coded(code, element, room.above(told) if told else room)
        if bars is None:
            press.remark(_("This barcode has too little room to be read."), content.name)
            return
        self._shapes.append(bars)
        if told:
            below = replace(_BELOW, size=_TOLD / self._scale)
            beneath = _Type(below, design_shapes.under(code, element, told), self._scale)
            if block := beneath.fitted([code.text]):
                beneath.put(press, spot, block)

    def _set_picture(self, press: Press, content: Piece, spot: _Spot, element: Element, room: Room) -> None:
        data = content.photo if element.kind == "photo" else design_pictures.decoded(element.picture)
        if data and not design_pictures.set_picture(press.canvas, data, element, room, spot.matrix):
            press.remark(_("This picture cannot be read."), content.name)


_BELOW = Element(align="centre", place="bottom", smallest=4.0)
_coded = lru_cache(maxsize=64)(design_shapes.coded)


def _is_american(values: Mapping[str, str]) -> bool:
    """What is sent elsewhere, by other posts, bears none."""
    return values.get("country_code", "US") == "US"
