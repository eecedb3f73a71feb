"""Designed labels: each element of a design set on each label of a sheet. To be imported late, with reportlab."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
_SLACK = 1e-6
_TOLD = 7.0
"""Points of the text below a barcode."""
_NOTHING = Block(1.0, [])


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


@dataclass(slots=True)
class _Part:
    """An element, and what of it was the same on the label before: who it is from, a heading, a line."""

    element: Element
    room: Room
    drawn: str = ""
    text: str = ""
    block: Block = _NOTHING


class Designed:
    """Sets a design on the labels of a sheet: its elements lie in the room that a printer reaches on each."""

    def __init__(self, design: Design, sheet: Sheet) -> None:
        box = text_box(sheet)
        self._upwards = box.upwards
        self._right, self._down = box.left * POINTS, (box.top + box.height * box.upwards) * POINTS
        width, height = (box.height, box.width) if box.upwards else (box.width, box.height)
        label = (sheet.height, sheet.width) if box.upwards else (sheet.width, sheet.height)
        self._scale = design.scale(*label)
        self._parts = [_Part(each, Room.of(each, width * POINTS, height * POINTS)) for each in design.elements]
        self._shapes: list[str] = []
        self._is_cut = False

    def set(self, press: Press, content: Piece, x: float, y: float) -> None:
        spot = _Spot(x + self._right, y - self._down, self._upwards)
        self._is_cut = False
        for part in self._parts:
            if part.element.stands(content.values):
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
        room = part.room
        if text != part.text:
            lines = [line for line in text.splitlines() if line.strip()]
            part.text, part.block = text, self._fitted(lines, part.element, room)
        block = part.block
        if not block.fits(room.width + _SLACK, room.height + _SLACK):  # not even one letter
            self._is_cut = True
            return
        self._is_cut |= block.cut
        for line in block.lines:
            if not line.plain:
                press.shortfall.note(line)
        self._put_block(press, spot, block, part.element, room)

    def _fitted(self, lines: Sequence[str], element: Element, room: Room) -> Block:
        manner = Manner(*_FONTS[element.font], element.smallest)
        return fit(lines, room.width, room.height, max(element.size * self._scale, element.smallest), manner)

    def _put_block(self, press: Press, spot: _Spot, block: Block, element: Element, room: Room) -> None:
        if not block.lines:
            return
        from_right = scripts.is_right_to_left(block.lines[0].text)
        spare = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[element.place] * (room.height - block.height)
        along = {"left": float(from_right), "centre": 0.5, "right": 1.0}[element.align]
        down = room.top + spare + CAP_HEIGHT * block.size
        press.page.append(f"{GREYS[element.tone or 'black']} g")
        for line in block.lines:
            right = room.left + along * (room.width - line.width * block.size)
            press.page.append(press.ink.set(line, block.size, *spot.at(right, down), self._upwards))
            down += block.leading * block.size

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
            beneath = design_shapes.under(code, element, told)
            self._put_block(press, spot, self._fitted([code.text], below, beneath), below, beneath)

    def _set_picture(self, press: Press, content: Piece, spot: _Spot, element: Element, room: Room) -> None:
        data = content.photo if element.kind == "photo" else design_pictures.decoded(element.picture)
        if data and not design_pictures.set_picture(press.canvas, data, element, room, spot.matrix):
            press.remark(_("This picture cannot be read."), content.name)


_BELOW = Element(align="centre", place="bottom", smallest=4.0)
_coded = lru_cache(maxsize=4096)(design_shapes.coded)


def _is_american(values: Mapping[str, str]) -> bool:
    """What is sent elsewhere, by other posts, bears none."""
    return values.get("country_code", "US") == "US"
