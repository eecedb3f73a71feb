"""Barcodes as dark boxes, by the rules of each kind. To be imported late, with reportlab and segno."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.usps4s import USPS_4State

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.printing import codes

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Code:
    """Boxes by left, top, width and height: across in modules; down too, or in parts of what may be stretched."""

    width: float
    """Modules, with those that stay light at its sides."""
    height: float
    """Modules; 1 where it is as tall as its room."""
    boxes: tuple[Box, ...]
    smallest: float
    """Millimetres of a module, below which readers fail."""
    largest: float
    text: str = ""
    """What stands below it for people."""
    tall: tuple[float, float] = (5.0, 1000.0)
    """Millimetres that it may be tall."""


@lru_cache(maxsize=64)
def encode(kind: str, text: str) -> Code:
    """UserError saying why a text cannot be written so."""
    return _ENCODERS[kind](text.strip())


def check_digit(digits: str) -> str:
    """The last digit of an EAN (GS1 General Specifications, 7.9)."""
    weighed = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-weighed % 10)


def _qr(text: str) -> Code:
    try:
        rows = codes.matrix(text, is_quick=True)
    except ValueError as error:  # segno's DataOverflowError is one
        raise UserError(_("“{text}…” is too long for a QR code.").format(text=text[:40])) from error
    quiet, side = codes.QUIET, len(rows) + 2 * codes.QUIET
    boxes = tuple((quiet + across, quiet + down, count, 1.0) for across, down, count in codes.stripes(rows))
    return Code(side, side, boxes, 0.25, 4.0)


def _code128(text: str) -> Code:
    code = Code128(text)
    if not text or code.validate() != text:  # type: ignore[no-untyped-call]
        message = _("Code 128 holds letters without accents, digits and signs: “{text}” has others.")
        raise UserError(message.format(text=text))
    code.encode()  # type: ignore[no-untyped-call]
    boxes = tuple(_bars(code.decompose(), 10))  # type: ignore[no-untyped-call]
    return Code(boxes[-1][0] + boxes[-1][2] + 10, 1, boxes, 0.19, 1.0, text)


def _bars(pattern: str, quiet: int) -> Iterator[Box]:
    """Of letters that say how wide: capitals are dark."""
    place = quiet
    for letter in pattern:
        count = ord(letter.lower()) - ord("a") + 1
        if letter.isupper():
            yield place, 0.0, count, 1.0
        place += count


_LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_PARITIES = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")
_TURNED = str.maketrans("01", "10")


def _ean13(text: str) -> Code:
    digits = _ean_digits(text, 13)
    left = "".join(_sign(digit, side) for digit, side in zip(digits[1:7], _PARITIES[int(digits[0])], strict=True))
    return _ean(digits, left, digits[7:], (11, 7))


def _ean8(text: str) -> Code:
    digits = _ean_digits(text, 8)
    return _ean(digits, "".join(_sign(digit, "L") for digit in digits[:4]), digits[4:], (7, 7))


def _sign(digit: str, side: str) -> str:
    left = _LEFT[int(digit)]
    right = left.translate(_TURNED)
    return {"L": left, "R": right, "G": right[::-1]}[side]


def _ean(digits: str, left: str, right: str, quiet: tuple[int, int]) -> Code:
    modules = f"101{left}01010{''.join(_sign(digit, 'R') for digit in right)}101"
    boxes = tuple((quiet[0] + run.start(), 0.0, len(run[0]), 1.0) for run in re.finditer("1+", modules))
    return Code(len(modules) + sum(quiet), 1, boxes, 0.264, 0.66, digits)


def _ean_digits(text: str, count: int) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if digits.isascii() and digits.isdigit() and len(digits) in (count - 1, count):
        whole = digits[: count - 1] + check_digit(digits[: count - 1])
        if digits in (whole, whole[:-1]):
            return whole
        message = _("EAN-{count}: the last digit of “{text}” should be {digit}. One of them was mistyped.")
        raise UserError(message.format(count=count, text=text, digit=whole[-1]))
    message = _("EAN-{count} has {count} digits: “{text}” is none.")
    raise UserError(message.format(count=count, text=text))


_INCH = 25.4
_STATES = {"T": (1 / 3, 1 / 3), "A": (0.0, 2 / 3), "D": (1 / 3, 2 / 3), "F": (0.0, 1.0)}
"""Top and height of a bar: tracker, ascending, descending, full."""


def _intelligent_mail(text: str) -> Code:
    """65 bars of which every second module is dark (USPS-B-3200): 20 to 24 an inch, 1/8 inch of air at both sides."""
    boxes = tuple((6.0 + 2 * place, *_bar(state)) for place, state in enumerate(bars_of_mail(text)))
    return Code(141, 1, boxes, _INCH / 48, _INCH / 40, "", (0.125 * _INCH, 0.165 * _INCH))


def _bar(state: str) -> tuple[float, float, float]:
    top, height = _STATES[state]
    return top, 1.0, height


def bars_of_mail(text: str) -> str:
    """One letter a bar, for 20 digits of tracking and 0, 5, 9 or 11 of routing."""
    digits = re.sub(r"[\s-]", "", text)
    valid = digits.isascii() and digits.isdigit() and len(digits) in (20, 25, 29, 31) and digits[1] < "5"
    if not valid:
        message = _("Intelligent Mail is 20 digits, the second at most 4, and a ZIP code: “{text}” is none.")
        raise UserError(message.format(text=text))
    return str(USPS_4State(digits[:20], digits[20:]).barcodes if digits[20:] else USPS_4State(digits).barcodes)


_ENCODERS: dict[str, Callable[[str], Code]] = {
    "qr": _qr,
    "code128": _code128,
    "ean13": _ean13,
    "ean8": _ean8,
    "imb": _intelligent_mail,
}
