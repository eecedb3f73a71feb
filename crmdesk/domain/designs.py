"""What stands on each label: elements whose places are parts of it, so that they move with its size."""

import json
import math
from collections.abc import Container, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, get_args

from crmdesk.domain import merge
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, mark

Kind = Literal["text", "picture", "photo", "line", "box", "code"]
Align = Literal["left", "centre", "right"]
Place = Literal["top", "middle", "bottom"]
Font = Literal["regular", "strong", "first"]
Tone = Literal["", "black", "grey", "pale", "white"]
CodeKind = Literal["qr", "code128", "ean13", "ean8", "imb"]

KINDS: tuple[tuple[Kind, str], ...] = (
    ("text", mark("Text")),
    ("picture", mark("Picture")),
    ("photo", mark("Photo")),
    ("line", mark("Line")),
    ("box", mark("Box")),
    ("code", mark("Barcode")),
)
CODES: tuple[tuple[CodeKind, str], ...] = (
    ("qr", mark("QR code")),
    ("code128", mark("Code 128")),
    ("ean13", mark("EAN-13")),
    ("ean8", mark("EAN-8")),
    ("imb", mark("Intelligent Mail, for the US")),
)
_LIMITS = {"smallest": (3.0, 200.0), "size": (3.0, 600.0), "width": (0.0, 10.0), "height": (0.0, 10.0)}
"""Of what another hand may have written; no text shrinks to nothing."""
_ANY = (-10.0, 100.0)
_ADDRESS = frozenset(("label", "address", "street", "street2", "street3", "po_box", "city", "postal_code"))


@dataclass(frozen=True, slots=True)
class Element:
    """`left` to `height` are parts of the room that a printer reaches on the label; a kind uses what it needs."""

    kind: Kind = "text"
    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0
    only_if: str = ""
    """The key of a field without which it is left out; after `^` one with which it is."""
    text: str = ""
    """With places for fields; of a barcode what it says."""
    font: Font = "regular"
    """`first`: the first line strong, the others regular."""
    size: float = 10.0
    """Points, on a label of the size the design was made for."""
    smallest: float = 6.0
    """To this size it shrinks before any of it is cut."""
    align: Align = "left"
    """Text written from the right stands at the other side."""
    place: Place = "middle"
    tone: Tone = "black"
    """Of text and of lines."""
    ground: Tone = ""
    """What a box is filled with."""
    thick: float = 0.75
    """Points of lines; a box of nothing has no border."""
    corner: float = 0.0
    """Millimetres by which a box is round."""
    code: CodeKind = "qr"
    is_told: bool = True
    """Whether the text of a barcode stands below it."""
    picture: str = ""
    """PNG or JPEG in base64."""

    def stands(self, values: Mapping[str, str]) -> bool:
        key = self.only_if.removeprefix("^")
        return not key or bool(values.get(key, "").strip()) != self.only_if.startswith("^")

    @property
    def keys(self) -> list[str]:
        """The fields it asks for."""
        return [*merge.places(self.text), *filter(None, [self.only_if.removeprefix("^")])]


@dataclass(frozen=True, slots=True)
class Design:
    name: str
    kind: str = "label"
    """One of `domain.paper.DESIGN_KINDS`."""
    width: float = 63.5
    """Millimetres of the label it was made for, as the height: type grows and shrinks with the label."""
    height: float = 38.1
    elements: tuple[Element, ...] = field(default=())

    @property
    def needs_address(self) -> bool:
        """Whether those who have none, or want no post, are left out."""
        texts = (element.text for element in self.elements)
        return self.kind == "label" and any(_ADDRESS.intersection(merge.places(text)) for text in texts)

    @property
    def needs_photos(self) -> bool:
        return any(element.kind == "photo" for element in self.elements)

    @property
    def keys(self) -> frozenset[str]:
        """The fields it asks for."""
        codes = ("country_code",) * any(element.code == "imb" for element in self.elements)
        return frozenset((*(key for element in self.elements for key in element.keys), *codes))

    def unknown(self, known: Container[str]) -> list[str]:
        """The fields it asks for that are none of those."""
        return sorted(key for key in self.keys if key not in known)

    def scale(self, width: float, height: float) -> float:
        """How much larger type is on a label of this size."""
        return min(width / self.width, height / self.height)

    def made_for(self, width: float, height: float) -> "Design":
        """The same for a label of this size: what is said of its type holds there."""
        scale = self.scale(width, height)
        elements = (
            replace(
                element,
                size=round(element.size * scale, 1),
                thick=round(element.thick * scale, 2),
                corner=round(element.corner * scale, 1),
            )
            for element in self.elements
        )
        return replace(self, width=width, height=height, elements=tuple(elements))

    def with_element(self, place: int, element: Element) -> "Design":
        return replace(self, elements=(*self.elements[:place], element, *self.elements[place + 1 :]))


_DEFAULTS = asdict(Element())
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "align": get_args(Align),
    "place": get_args(Place),
    "font": get_args(Font),
    "tone": get_args(Tone),
    "ground": get_args(Tone),
    "code": get_args(CodeKind),
}


def write(design: Design) -> str:
    """As JSON, without its name and kind, which are fields of the record; what is usual is not said."""
    elements = [
        {name: value for name, value in asdict(element).items() if name == "kind" or value != _DEFAULTS[name]}
        for element in design.elements
    ]
    return json.dumps({"width": design.width, "height": design.height, "elements": elements}, ensure_ascii=False)


def read(name: str, kind: str, body: str) -> Design:
    """What a newer version or another hand wrote into it and is not understood is passed over."""
    try:
        told = json.loads(body)
        size = float(told["width"]), float(told["height"])
        elements = tuple(_element(entry) for entry in told["elements"] if entry.get("kind") in _CHOICES["kind"])
        if not all(map(math.isfinite, size)):
            raise ValueError(size)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        message = _("The design “{name}” cannot be read. Choose another one, or make it anew.")
        raise UserError(message.format(name=name)) from error
    return Design(name, kind, max(size[0], 1), max(size[1], 1), elements)


def _element(entry: Mapping[str, Any]) -> Element:
    return Element(**dict(_understood(entry)))


def _understood(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for known in fields(Element):
        usual = _DEFAULTS[known.name]
        value = entry.get(known.name, usual)
        if known.name in _CHOICES:
            yield known.name, value if value in _CHOICES[known.name] else usual
        elif isinstance(usual, float):
            least, most = _LIMITS.get(known.name, _ANY)
            yield known.name, min(max(float(value), least), most) if math.isfinite(float(value)) else usual
        else:
            yield known.name, value if isinstance(value, type(usual)) else usual
