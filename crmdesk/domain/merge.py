"""Texts with places for fields: `{{city}}`, and parts that stand only where a field has a value or has none."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crmdesk.i18n import mark

OWN, CUSTOM = "own.", "custom."
"""What the fields of the user's own business and those that users added begin with."""
PLACE = re.compile(r"\{\{\s*([#^/]?)\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}")
VOID, MARK = "\x00", "\x01"
"""Where nothing was said, and where a part begins that stands; no value holds them."""
_BRACKETED = re.compile(r"[(\[“\"«]\s*\x00\s*[)\]”\"»]")
_SIGNS = r"[\s,;·|/–—-]*"
_VOIDS = re.compile(rf"\x00(?:{_SIGNS}\x00)*")
_AT_START = re.compile(rf"^\s*\x00{_SIGNS}")
_AT_END = re.compile(rf"{_SIGNS}\x00(?=\W*$)\s*")
_BETWEEN = re.compile(rf"({_SIGNS})\x00({_SIGNS})")
_STOP = re.compile(r"(?:\{\{\s*/[^{}]*\}\})*\.(?![\w.])")
_ONLY_SIGNS = {ord(sign): None for sign in VOID + MARK + ' \t,;·|/–—-()[]“”"«».:'}


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    label: str
    group: str


def _fields(group: str, *fields: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(key, label, group) for key, label in fields)


_PLACES = (
    ("address", mark("Whole address")),
    ("street", mark("Street")),
    ("street2", mark("Street 2")),
    ("street3", mark("Street 3")),
    ("po_box", mark("PO box")),
    ("city", mark("City")),
    ("region", mark("Region")),
    ("postal_code", mark("Postal code")),
    ("country", mark("Country")),
    ("country_code", mark("Country code")),
)
FIELDS = (
    *_fields(
        mark("Name"),
        ("name", mark("Name")),
        ("filed_as", mark("Last name first")),
        ("salutation", mark("Salutation")),
        ("prefix", mark("Prefix")),
        ("first_name", mark("First name")),
        ("middle_name", mark("Middle name")),
        ("last_name", mark("Last name")),
        ("suffix", mark("Suffix")),
        ("nickname", mark("Nickname")),
    ),
    *_fields(
        mark("Work"),
        ("company", mark("Company")),
        ("job_title", mark("Job title")),
        ("department", mark("Department")),
        ("occupation", mark("Occupation")),
        ("industry", mark("Industry")),
        ("tax_number", mark("Tax number")),
    ),
    *_fields(mark("Postal address"), ("label", mark("Name and address")), *_PLACES),
    *_fields(
        mark("Phone and e-mail"),
        ("phone", mark("Phone")),
        ("mobile", mark("Mobile")),
        ("work_phone", mark("Phone at work")),
        ("home_phone", mark("Phone at home")),
        ("fax", mark("Fax")),
        ("email", mark("E-mail")),
        ("web", mark("Web page")),
    ),
    *_fields(
        mark("Details"),
        ("birthday", mark("Birthday")),
        ("anniversary", mark("Anniversary")),
        ("language", mark("Language")),
        ("stage", mark("Stage")),
        ("id_status", mark("ID/Status")),
        ("responsible", mark("Responsible")),
        ("today", mark("Today")),
    ),
    *_fields(
        mark("Your business"),
        *((OWN + key, label) for key, label in (("name", mark("Name")), ("label", mark("Name and address")), *_PLACES)),
        (OWN + "phone", mark("Phone")),
        (OWN + "email", mark("E-mail")),
        (OWN + "web", mark("Web page")),
        (OWN + "tax_number", mark("Tax number")),
    ),
)
"""All that every file has; `services.merge_fields.all_fields` adds those that users added."""
KEYS = frozenset(field.key for field in FIELDS)


@dataclass(frozen=True, slots=True)
class _Section:
    """A part that stands only where a field has a value, or only where it has none."""

    key: str
    is_where_empty: bool
    pieces: "Sequence[_Piece]"


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    is_last: bool
    """Of a sentence."""

    def value(self, values: Mapping[str, str]) -> str:
        value = values.get(self.name, "").strip()
        return value.removesuffix(".") if self.is_last else value


_Piece = str | _Key | _Section


def fill(text: str, values: Mapping[str, str]) -> str:
    """With the values at their places; a line of places that came out empty is left out, with the signs around."""
    if "{{" not in text:
        return text
    pieces = _parsed(text)
    if len(pieces) == 1 and isinstance(pieces[0], _Key):
        return pieces[0].value(values)
    written = "".join(_written(pieces, values))
    if VOID not in written and MARK not in written:
        return written
    return "\n".join(line for line in map(tidied, written.split("\n")) if line is not None)


def _written(pieces: Sequence[_Piece], values: Mapping[str, str]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, _Key):
            yield piece.value(values) or VOID
        elif bool(values.get(piece.key, "").strip()) != piece.is_where_empty:
            yield from (MARK, *_written(piece.pieces, values), MARK)
        else:
            yield VOID


def tidied(line: str) -> str | None:
    """Nothing for a line that only had places, none of them with a value."""
    if VOID not in line and MARK not in line:
        return line
    if not line.translate(_ONLY_SIGNS):
        return None
    line = line.replace(MARK, "")
    line = _VOIDS.sub(VOID, _BRACKETED.sub(VOID, line))
    return _BETWEEN.sub(_joint, _AT_END.sub("", _AT_START.sub("", line))).rstrip()


def _joint(void: re.Match[str]) -> str:
    """One of the two signs around nothing: that which says more."""
    left, right = void.groups()
    return left if left.strip() or (len(right) < len(left) and not right.strip()) else right


@lru_cache(maxsize=256)
def _parsed(text: str) -> tuple[_Piece, ...]:
    """A part that is never closed goes to the end; a close without its beginning means nothing."""
    open_parts: list[tuple[str, bool, list[_Piece]]] = [("", False, [])]
    end = 0
    for found in PLACE.finditer(text):
        _add(open_parts, text[end : found.start()])
        end = found.end()
        sign, key = found.groups()
        if sign in ("#", "^"):
            open_parts.append((key, sign == "^", []))
        elif sign == "/":
            _close(open_parts, key)
        else:
            _add(open_parts, _Key(key, is_last(text, end)))
    _add(open_parts, text[end:])
    while len(open_parts) > 1:
        _close_last(open_parts)
    return tuple(open_parts[0][2])


def is_last(text: str, end: int) -> bool:
    """Whether a place that ends there is the last of a sentence, whose full stop does for that of “Ltd.” too."""
    return _STOP.match(text, end) is not None


def _add(open_parts: list[tuple[str, bool, list[_Piece]]], piece: _Piece) -> None:
    if piece:
        open_parts[-1][2].append(piece)


def _close(open_parts: list[tuple[str, bool, list[_Piece]]], key: str) -> None:
    if any(part[0] == key for part in open_parts[1:]):
        while open_parts[-1][0] != key:
            _close_last(open_parts)
        _close_last(open_parts)


def _close_last(open_parts: list[tuple[str, bool, list[_Piece]]]) -> None:
    key, is_where_empty, pieces = open_parts.pop()
    _add(open_parts, _Section(key, is_where_empty, tuple(pieces)))


def places(text: str) -> list[str]:
    """The keys a text names, each once, in the order of their first place."""
    return list(dict.fromkeys(found[2] for found in PLACE.finditer(text)))


def unknown(text: str, also: Container[str] = ()) -> list[str]:
    """The keys that no file has; fields that users added are known by their beginning, or by `also`."""
    return [key for key in places(text) if key not in KEYS and not _is_custom(key) and key not in also]


def _is_custom(key: str) -> bool:
    return key.removeprefix(OWN).startswith(CUSTOM)
