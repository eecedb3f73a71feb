"""Numbers of documents: patterns such as `Q-{year}-{serial:4}`, unique on laptops that do not see each other."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _

PATTERNS = {
    "quote": "Q-{year}-{serial:4}",
    "order": "O-{year}-{serial:4}",
    "delivery": "D-{year}-{serial:4}",
    "invoice": "I-{year}-{serial:4}",
    "credit": "C-{year}-{serial:4}",
}
_PLACE = re.compile(r"\{(\w+)(?::(\d{1,2}))?\}")
_KNOWN = {"year", "month", "serial"}
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that are taken for figures."""
_SIGNS = _LETTERS + "23456789"
_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Number:
    series: str
    """What is counted together: `Q-2026-{serial}`, however many figures that shows."""
    letter: str
    """Of the laptop; nothing on one that was chosen to have none."""
    serial: int
    text: str


def checked(pattern: str) -> str:
    """Raises UserError for a pattern whose numbers would not differ."""
    pattern = pattern.strip()
    places = [name for name, _width in _PLACE.findall(pattern)]
    if strange := sorted(set(places) - _KNOWN):
        words = _("“{name}” is nothing that a number can show. There are year, month and serial.")
        raise UserError(words.format(name=strange[0]))
    if places.count("serial") != 1 or set(_PLACE.sub("", pattern)) & set("{}"):
        raise UserError(_("A number needs its figures once, such as {example}.").format(example=PATTERNS["quote"]))
    if "month" in places and "year" not in places:
        raise UserError(_("A number with a month needs the year too: next year it would come again."))
    return pattern


def dated(pattern: str, day: date) -> str:
    dates = {"year": f"{day.year:04}", "month": f"{day.month:02}"}
    return _PLACE.sub(lambda place: dates.get(place[1], place[0]), pattern)


def series(dated_pattern: str) -> str:
    return _PLACE.sub("{serial}", dated_pattern)


def as_shown(counted: str, patterns: Iterable[str]) -> str:
    """A series as the pattern that it came from writes its figures."""
    for pattern in patterns:
        pieces = {"year": r"\d{4}", "month": r"\d\d", "serial": re.escape("{serial}")}
        expected, end = "", 0
        for place in _PLACE.finditer(pattern):
            expected += re.escape(pattern[end : place.start()]) + pieces[place[1]]
            end = place.end()
        if re.fullmatch(expected + re.escape(pattern[end:]), counted):
            serial = next(place[0] for place in _PLACE.finditer(pattern) if place[1] == "serial")
            return counted.replace("{serial}", serial)
    return counted


def numbered(dated_pattern: str, letter: str, serial: int) -> Number:
    """The letter stands before the figures: `Q-2026-K7M-0001` and `Q-2026-0001` are never the same."""
    before = f"{letter}-" if letter else ""
    text = _PLACE.sub(lambda place: f"{before}{serial:0{int(place[2] or 1)}}", dated_pattern)
    return Number(series(dated_pattern), letter, serial, text)


def read(dated_pattern: str, text: str) -> Number | None:
    """What a number that was given elsewhere counts as; nothing where it is of another pattern."""
    before, after = series(dated_pattern).split("{serial}")
    found = re.fullmatch(rf"{re.escape(before)}(?:([A-Z0-9]{{{_LENGTH},}})-)?(\d+){re.escape(after)}", text)
    return Number(series(dated_pattern), found[1] or "", int(found[2]), text) if found else None


def letter_of(device: str, taken: Collection[str]) -> str:
    """Made from the laptop's random id, so that two that never met have different ones; longer where it is taken."""
    digest = sha256(device.encode()).digest()
    signs = _LETTERS[digest[0] % len(_LETTERS)] + "".join(_SIGNS[byte % len(_SIGNS)] for byte in digest[1:])
    return next(signs[:length] for length in range(_LENGTH, len(signs)) if signs[:length] not in taken)
