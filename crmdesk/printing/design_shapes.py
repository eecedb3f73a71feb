"""Lines, boxes and bars as PDF operators, from the left and top of a label's room. To be imported late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crmdesk.domain.designs import Element
from crmdesk.printing.barcodes import Code
from crmdesk.printing.press import POINTS

GREYS = {"black": "0", "grey": "0.42", "pale": "0.88", "white": "1"}
DOT = 72 / 600
"""Points of what printers set at least: bars of whole dots are all equally wide."""
_ROUND = 0.5523
"""How far a Bézier curve's handles go for a quarter of a circle."""
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Room:
    """Of an element, in points from the left and top of its label's room."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, element: Element, width: float, height: float) -> "Room":
        """In a label's room of this size."""
        return cls(element.left * width, element.top * height, element.width * width, element.height * height)

    def foot(self, height: float) -> "Room":
        return Room(self.left, self.top + self.height - height, self.width, height)

    def above(self, other: "Room") -> "Room":
        return replace(self, height=max(self.height - other.height, 0.0))

    def placed(self, width: float, height: float, element: Element) -> tuple[float, float]:
        """Left and top of something smaller, as the element has it."""
        along = {"left": 0.0, "centre": 0.5, "right": 1.0}[element.align]
        down = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[element.place]
        return self.left + along * (self.width - width), self.top + down * (self.height - height)


def drawn(element: Element, room: Room, scale: float) -> str:
    """A line in the longer direction of its room, or a box."""
    thick = element.thick * scale
    if element.kind == "box":
        return _box(element, room, thick, scale)
    x, y = room.left + room.width / 2, room.top + room.height / 2
    path = f"{room.left:.3f} {-y:.3f} m {room.left + room.width:.3f} {-y:.3f} l"
    if room.height > room.width:
        path = f"{x:.3f} {-room.top:.3f} m {x:.3f} {-room.top - room.height:.3f} l"
    return f"{GREYS[element.tone or 'black']} G {thick:.2f} w {path} S"


def _box(element: Element, room: Room, thick: float, scale: float) -> str:
    """Its border lies inside of it."""
    ground, border = GREYS.get(element.ground), GREYS.get(element.tone) if thick else None
    if ground is None and border is None:
        return ""
    inset = thick / 2 if border else 0.0
    outline = _outline(room, inset, element.corner * POINTS * scale)
    colours = [f"{ground} g"] * (ground is not None) + [f"{border} G {thick:.2f} w"] * (border is not None)
    ending = "B" if ground and border else "f" if ground else "S"
    return f"{' '.join(colours)} {outline} {ending}"


def _outline(room: Room, inset: float, corner: float) -> str:
    left, right = room.left + inset, room.left + room.width - inset
    top, bottom = -room.top - inset, -room.top - room.height + inset
    corner = max(min(corner - inset, (right - left) / 2, (top - bottom) / 2), 0.0)
    if not corner:
        return f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re"
    rest = corner * (1 - _ROUND)
    points = [
        f"{left + corner:.3f} {top:.3f} m {right - corner:.3f} {top:.3f} l",
        f"{right - rest:.3f} {top:.3f} {right:.3f} {top - rest:.3f} {right:.3f} {top - corner:.3f} c",
        f"{right:.3f} {bottom + corner:.3f} l",
        f"{right:.3f} {bottom + rest:.3f} {right - rest:.3f} {bottom:.3f} {right - corner:.3f} {bottom:.3f} c",
        f"{left + corner:.3f} {bottom:.3f} l",
        f"{left + rest:.3f} {bottom:.3f} {left:.3f} {bottom + rest:.3f} {left:.3f} {bottom + corner:.3f} c",
        f"{left:.3f} {top - corner:.3f} l",
        f"{left:.3f} {top - rest:.3f} {left + rest:.3f} {top:.3f} {left + corner:.3f} {top:.3f} c h",
    ]
    return " ".join(points)


def coded(code: Code, element: Element, room: Room) -> str | None:
    """The bars of a code as large as its room and its rules let them be; nothing where readers would fail."""
    is_stretched = code.height == 1
    module = _module(code, room.width / code.width if is_stretched else min(room.width, room.height) / code.width)
    height = min(room.height, code.tall[1] * POINTS) if is_stretched else code.height * module
    if module < code.smallest * POINTS - _SLACK or (is_stretched and height < code.tall[0] * POINTS - _SLACK):
        return None
    left, top = room.placed(code.width * module, height, element)
    down = height if is_stretched else module
    return f"0 g {_bars(code.boxes, left, top, module, down)} f"


def under(code: Code, element: Element, room: Room) -> Room:
    """As wide as the code above it."""
    width = _module(code, room.width / code.width) * code.width
    return Room(room.placed(width, 0, element)[0], room.top, width, room.height)


def _module(code: Code, most: float) -> float:
    """Of whole dots, unless that makes it too small."""
    most = min(most, code.largest * POINTS)
    whole = int((most + _SLACK) / DOT) * DOT
    return whole if whole >= code.smallest * POINTS else most


def _bars(
    boxes: Sequence[tuple[float, float, float, float]], left: float, top: float, across: float, down: float
) -> str:
    return " ".join(
        f"{left + x * across:.3f} {-top - (y + height) * down:.3f} {width * across:.3f} {height * down:.3f} re"
        for x, y, width, height in boxes
    )
