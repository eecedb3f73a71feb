"""The short vCard of a QR code: what a phone's camera takes, and no more than it can read."""

from collections.abc import Iterator
from dataclasses import dataclass

from crmdesk.domain.card import Card
from crmdesk.domain.contacts import compose_name
from crmdesk.domain.values.countries import name as country_name
from crmdesk.formats.content_lines import clean, escape

MOST = 1000
"""Bytes; codes that hold more have points too fine for a screen."""
_HEAD, _END = "BEGIN:VCARD\r\nVERSION:3.0\r\n", "END:VCARD\r\n"
_TYPES = {
    "mobile": "CELL", "work": "WORK,VOICE", "home": "HOME,VOICE", "main": "MAIN", "work fax": "WORK,FAX",
    "home fax": "HOME,FAX", "fax": "FAX", "pager": "PAGER",
}  # fmt: skip
_SPOKEN = ("given_name", "middle_name", "family_name", "prefix", "suffix")
_LONGEST = 120
"""Bytes of a name in the code: longer ones are no names."""


@dataclass(frozen=True, slots=True)
class Short:
    text: str
    left_out: tuple[str, ...] = ()
    """Values that there was no room for."""


def write(card: Card, name: str, most: int = MOST) -> Short:
    """In vCard 3.0 and unfolded, what matters most first; `name` is how the card is called."""
    text, left_out = _HEAD + _name_lines(card, name), []
    size = len(text.encode()) + len(_END)
    for value, line in _lines(card):
        size += len(line.encode())
        if size <= most:
            text += line
        else:
            size -= len(line.encode())
            left_out.append(value)
    return Short(text + _END, tuple(left_out))


def _name_lines(card: Card, name: str) -> str:
    fields = card.fields
    parts = [fields.get(key) or "" for key in ("family_name", "given_name", "middle_name", "prefix", "suffix")]
    spoken = _cut(fields.get("full_name") or compose_name(*map(fields.get, _SPOKEN)) or name)
    if card.kind == "company":
        return f"FN:{spoken}\r\nN:{spoken};;;;\r\nORG:{spoken}\r\n"
    structured = ";".join(map(_cut, parts)) if any(parts) else f"{spoken};;;;"
    return f"N:{structured}\r\nFN:{spoken}\r\n"


def _cut(text: str) -> str:
    return escape(text.encode()[:_LONGEST].decode(errors="ignore"))


def _lines(card: Card) -> Iterator[tuple[str, str]]:
    """Each with the value as it is told if it has to be left out."""
    phones = [_phone(entry) for entry in card.phones]
    emails = [(entry["value"], f"EMAIL:{escape(entry['value'])}\r\n") for entry in card.emails]
    yield from phones[:1] + emails[:1]
    for place in card.affiliations[:1]:
        for key, name in (("company", "ORG"), ("title", "TITLE")):
            if value := place.get(key):
                yield value, f"{name}:{escape(value)}\r\n"
    yield from phones[1:] + emails[1:]
    yield from map(_address, card.addresses)
    yield from ((link["value"], f"URL:{escape(link['value'])}\r\n") for link in card.links if not link.get("service"))


def _phone(entry: dict[str, str]) -> tuple[str, str]:
    """In its international form: the phone that reads it may be abroad."""
    number = entry.get("e164") or entry["value"]
    if entry.get("extension") and entry.get("e164"):
        number += f",{entry['extension']}"
    kinds = _TYPES.get(entry.get("label", ""), "VOICE")
    return entry["value"], f"TEL;TYPE={kinds}:{clean(number)}\r\n"  # a comma is a pause


def _address(entry: dict[str, str]) -> tuple[str, str]:
    street = ", ".join(filter(None, map(entry.get, ("street", "street2", "street3"))))
    code = entry.get("country") or ""
    country = country_name(code, "en") if len(code) == 2 else code
    rest = [entry.get(key) or "" for key in ("city", "region", "postal_code")]
    kind = {"work": ";TYPE=WORK", "home": ";TYPE=HOME"}.get(entry.get("label", ""), "")
    values = [entry.get("po_box") or "", "", street, *rest, country]
    return street or rest[0], f"ADR{kind}:{';'.join(map(escape, values))}\r\n"
