"""Lengths as people measure them, kept in millimetres: 25.4, 2,54 cm, 1 in, 2 5/8"."""

import re
from math import gcd
from typing import Literal

from crmdesk.i18n import _

Unit = Literal["mm", "in"]
MM_PER_INCH = 25.4
_FACTORS = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH, "inch": MM_PER_INCH, '"': MM_PER_INCH}
_TYPED = re.compile(
    r"(?P<whole>\d{1,5}(?:[.,]\d{0,4})?|[.,]\d{1,4})?(?:(?:^|[\s-]+)(?P<over>\d{1,3})/(?P<under>\d{1,3}))?"
    r"\s*(?P<unit>mm|cm|inch|in|\"|)"
)
_SIXTEENTHS = 16
_AS_FRACTION = 0.13
"""Millimetres that a fraction of an inch may stand for: makers give such sizes rounded."""


def read(typed: str, unit: Unit = "mm") -> float:
    """Millimetres; what is typed without a unit is of this one. ValueError says what is wrong."""
    text = typed.strip().lower().replace("″", '"').replace("”", '"').replace("''", '"')
    found = _TYPED.fullmatch(text)
    if not found or not (found["whole"] or found["over"]):
        raise ValueError(_("This is not a length."))
    whole = float((found["whole"] or "0").replace(",", "."))
    if found["over"]:
        if not int(found["under"]):
            raise ValueError(_("This is not a length."))
        whole += int(found["over"]) / int(found["under"])
    return round(whole * _FACTORS[found["unit"] or unit], 3)


def show(length: float, unit: Unit = "mm") -> str:
    """As `read` takes it back, without the unit: tenths of a millimetre, fractions of an inch where it is one."""
    if unit == "mm":
        return f"{round(length, 2):g}"
    parts = round(length / MM_PER_INCH * _SIXTEENTHS)
    if abs(parts / _SIXTEENTHS * MM_PER_INCH - length) > _AS_FRACTION:
        return f"{round(length / MM_PER_INCH, 3):g}"
    whole, rest = divmod(parts, _SIXTEENTHS)
    common = gcd(rest, _SIXTEENTHS)
    fraction = f"{rest // common}/{_SIXTEENTHS // common}" if rest else ""
    return " ".join(part for part in (str(whole) if whole or not rest else "", fraction) if part)
