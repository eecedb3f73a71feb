"""Postal addresses in a vCard, in parts and as written on a letter."""

import re
from functools import lru_cache
from typing import Any

from crmdesk.domain.channels import Address
from crmdesk.formats.content_lines import Head, escape, parameter_text, split, unescape
from crmdesk.formats.vcard_labels import place_label
from crmdesk.formats.vcard_reading import Handler, Reading, extras, text_of

_COLUMNS = ("po_box", "", "", "city", "region", "postal_code", "country")
_STREETS = ("street", "street2", "street3")
_OUTLOOK_PLACES = {"1": "home", "2": "work", "3": "other"}
_WORD = re.compile(r"\w+")
_Written = tuple[dict[str, Any], str]
_MOST_WITH_LABEL = 20
_DETAILS = slice(7, 18)
"""RFC 9554: room, apartment, floor, number, street, building, block, subdistrict, district, landmark, direction."""


def _address(reading: Reading, head: Head, value: str) -> bool:
    pieces = value.split(";") if "\\" not in value else split(value, ";")
    pieces += [""] * (7 - len(pieces))
    parts = [text_of(piece) for piece in pieces]
    if reading.version.startswith("4") and "," in value:
        parts = [", ".join(filter(None, map(text_of, split(piece, ",")))) for piece in pieces]
    found: dict[str, Any] = {name: part for name, part in zip(_COLUMNS, parts, strict=False) if part and name}
    if len(parts) > 10:
        parts[2] = _detailed_street(pieces[2], parts[_DETAILS])
    found |= _own_streets(pieces[2]) if reading.is_ours and not parts[1] else _streets(parts)
    label = head.parameter("LABEL")
    if not found and not label:
        return True
    if country := found.get("country") or head.parameter("CC"):
        found["country"] = country_code(country)
    _add(reading, head, found, " ".join(parts))
    if label:
        reading.formatted.append((head, text_of(label), found))
    return True


def _own_streets(piece: str) -> dict[str, str]:
    """We write one street a line, an empty one too."""
    lines = unescape(piece).split("\n")
    if len(lines) > 3:
        return _in_three(lines)
    return {name: line.strip() for name, line in zip(_STREETS, lines, strict=False) if line.strip()}


def _streets(parts: list[str]) -> dict[str, str]:
    return _in_three(_lines(f"{parts[2]}\n{parts[1]}"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _detailed_street(piece: str, details: list[str]) -> str:
    """RFC 9554 tells the parts of a street apart, and lists them in the old place again."""
    room, apartment, floor, number, street, *rest = [*details, *[""] * 5]
    first = f"{number} {street}".strip()
    listed = [part for part in map(text_of, split(piece, ",")) if part]
    if not listed:
        return "\n".join((first, *rest, floor, apartment, room))
    if number and street and len(listed) > 1:
        return "\n".join((first, *(part for part in listed if part not in (number, street))))
    return ", ".join(listed)


def _in_three(lines: list[str]) -> dict[str, str]:
    if len(lines) > 3:
        lines = [*lines[:2], ", ".join(lines[2:])]
    return dict(zip(_STREETS, lines, strict=False))


def _add(reading: Reading, head: Head, found: dict[str, Any], written: str) -> None:
    found["label"] = reading.label(head, place_label(head.words))
    if head.preferred:
        found["is_primary"] = True
    found |= extras(head, Address)
    reading.card.addresses.append(found)
    reading.written_addresses.append((found, written))
    if head.group:
        reading.grouped_addresses[head.group] = found


@lru_cache(1024)
def country_code(text: str) -> str:
    from crmdesk.domain.values.countries import to_code

    return (len(text) < 100 and to_code(text)) or text


def _formatted(reading: Reading, head: Head, value: str) -> bool:
    reading.formatted.append((head, text_of(value), None))
    return True


def _country_hint(reading: Reading, head: Head, value: str) -> bool:
    """Apple's `X-ABADR:us`: how an address is laid out, so only a hint where no country is named."""
    text = text_of(value)
    if len(text) != 2 or not text.isalpha() or not text.isascii():
        return False
    reading.country_hints[head.group] = text.upper()
    return True


def _mailing(reading: Reading, _head: Head, value: str) -> bool:
    reading.mailing = _OUTLOOK_PLACES.get(value.strip(), "")
    return True


def finish_addresses(reading: Reading) -> None:
    for group, code in reading.country_hints.items():
        if address := reading.grouped_addresses.get(group):
            address.setdefault("country", code)
            if country_code(address.get("region", "")) == code == address["country"]:
                del address["region"]  # typed as `Cupertino, CA 95014` and `USA`: the country in place of the region
    _finish_formatted(reading)
    for address in reading.card.addresses:
        if address["label"] == reading.mailing:
            address["is_mailing"] = True
            break


def _finish_formatted(reading: Reading) -> None:
    """An address written for a letter is nothing new beside its parts, or more than them, or all there is."""
    unmatched = reading.written_addresses[:_MOST_WITH_LABEL]
    for head, text, own in reading.formatted:
        label = own["label"] if own else place_label(head.words)
        match = _match(unmatched, own, label, text)
        if match is None:
            _add(reading, head, _in_three(_lines(text)), "")
            continue
        unmatched.remove(match)
        address, parts = match
        if not address.keys() - {"label", "is_primary", "country"}:
            address.update(_in_three(_lines(text)))
        elif not set(_WORD.findall(text)) <= set(_WORD.findall(parts)):
            place = "" if label == "other" else ";" + parameter_text("TYPE", label)
            reading.card.leftover.append(f"LABEL{place}:{escape(text)}")


def _match(unmatched: list[_Written], own: dict[str, Any] | None, label: str, text: str) -> _Written | None:
    for pair in unmatched:
        if pair[0] is own or (own is None and pair[0]["label"] == label):
            return pair
    words = set(_WORD.findall(text))
    alike = (pair for pair in unmatched if len(words & (parts := set(_WORD.findall(pair[1])))) * 2 > len(parts))
    return next(alike, None)


HANDLERS: dict[str, Handler] = {
    "ADR": _address,
    "LABEL": _formatted,
    "X-ABADR": _country_hint,
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS": _mailing,
}
