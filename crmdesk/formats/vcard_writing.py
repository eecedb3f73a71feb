"""Cards to vCard 3.0 and 4.0."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

from crmdesk.domain.card import Card
from crmdesk.domain.contacts import compose_name
from crmdesk.domain.values.dates import parse_date
from crmdesk.formats.content_lines import clean, escape, fold, parameter_text
from crmdesk.formats.vcard_fields import ZONE
from crmdesk.formats.vcard_labels import PHONE_TYPES, PLACE_TYPES, RELATIONS, RFC_RELATIONS, SCHEMES
from crmdesk.formats.vcard_media import write_picture
from crmdesk.formats.vcard_reading import PRIVATE

Version = Literal["3.0", "4.0"]

_LEFTOVER = re.compile(r"(?:([A-Za-z0-9_.-]+)\.)?([A-Za-z][A-Za-z0-9_-]*)\s*[;:]")
_WRITTEN_HERE = frozenset(("BEGIN", "END", "VERSION", "PRODID", "REV"))
_TOKEN = re.compile(r"(?!pref$)[a-z0-9-]+")
_EXTENSION = re.compile(r"[0-9*#]{1,12}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NAME_PARTS = ("family_name", "given_name", "middle_name", "prefix", "suffix")
_SPOKEN = ("given_name", "middle_name", "family_name", "prefix", "suffix")
_STREETS = ("street", "street2", "street3")
_GENDERS = {"male": "M", "female": "F", "other": "O", "none": "N"}
_TEXT_PROPERTIES = {
    "nickname": "NICKNAME",
    "phonetic_given_name": "X-PHONETIC-FIRST-NAME",
    "phonetic_family_name": "X-PHONETIC-LAST-NAME",
    "phonetic_name": "X-PHONETIC-ORG",
    "occupation": "ROLE",
}
_UNSAID = frozenset(("label", "is_primary", "position", "e164"))
"""What is told by the property itself, by its place, or by its number."""


def write(cards: Iterable[Card], version: Version) -> Iterator[bytes]:
    """One chunk a card."""
    for card in cards:
        yield _Writing(card, version).write()


class _Writing:
    def __init__(self, card: Card, version: Version) -> None:
        self._card = card
        self._version = version
        self._lines: list[str] = []
        self._leftover = list(_leftover_lines(card))
        found = (_LEFTOVER.match(line) for line in self._leftover)
        self._heads = {(match[1] or "").lower(): match[2].upper() for match in found if match}
        self._has_names = any(name == "N" for name in map(_property_name, self._leftover))
        self._items = 0

    def write(self) -> bytes:
        self._lines = ["BEGIN:VCARD", f"VERSION:{self._version}", "PRODID:-//CRMDesk//CRMDesk//EN"]
        self._write_identity()
        self._write_fields()
        self._write_positions()
        self._write_channels()
        self._write_links()
        self._write_the_rest()
        picture = b""
        if self._card.photo and self._card.photo[1]:
            picture = write_picture("PHOTO", *self._card.photo, self._version)
        own = b"".join(map(fold, self._lines))
        return own + picture + b"".join(map(fold, self._leftover)) + b"END:VCARD\r\n"

    def _add(self, name: str, value: str, parameters: str = "") -> None:
        self._lines.append(f"{name}{parameters}:{value}")

    def _add_labelled(self, name: str, value: str, parameters: str, label: str) -> None:
        group = self._new_group()
        self._add(f"{group}.{name}", value, parameters)
        self._add(f"{group}.X-ABLabel", escape(label))

    def _new_group(self) -> str:
        self._items += 1
        while f"item{self._items}" in self._heads:
            self._items += 1
        return f"item{self._items}"

    def _types(self, words: str, item: Mapping[str, Any]) -> str:
        """The parameters that tell types and preference, each version in its way."""
        preferred = bool(item.get("is_primary"))
        if self._version == "4.0":
            return (f";TYPE={words}" if words else "") + (";PREF=1" if preferred else "")
        words = ",".join(filter(None, (words, "pref" if preferred else "")))
        return f";TYPE={words.upper()}" if words else ""

    def _write_identity(self) -> None:
        card, is_new = self._card, self._version == "4.0"
        if card.uid:
            self._add("UID", escape(card.uid))
        if card.kind == "contact":
            return self._write_person()
        if card.kind == "group":
            self._add("KIND" if is_new else "X-ADDRESSBOOKSERVER-KIND", "group")
            for member in card.members:
                address = member if _URI.match(member) else f"urn:uuid:{member}"
                self._add("MEMBER" if is_new else "X-ADDRESSBOOKSERVER-MEMBER", escape(address))
        else:
            self._add("KIND" if is_new else "X-ABShowAs", "org" if is_new else "COMPANY")
        name = card.fields.get("name")
        self._write_full_name(name)
        if name and card.kind == "company":
            self._add("ORG", escape(name))
        if not is_new and not self._has_names:
            self._add("N", ";;;;")
        return None

    def _write_person(self) -> None:
        fields = self._card.fields
        self._write_full_name(fields.get("full_name") or compose_name(*map(fields.get, _SPOKEN)))
        parts = [fields.get(name) or "" for name in _NAME_PARTS]
        if any(parts) or self._version == "3.0":
            self._add("N", ";".join(map(escape, parts)))

    def _write_full_name(self, name: str | None) -> None:
        """Every vCard has one; what only stands in for a name says so (RFC 9554, 4.4)."""
        if name:
            self._add("FN", escape(name))
        else:
            self._add("FN", escape(_stand_in(self._card)), ";DERIVED=TRUE")

    def _write_fields(self) -> None:
        done = {"name"} if self._card.kind != "contact" else {"full_name", *_NAME_PARTS}
        for name, value in self._card.fields.items():
            if name not in done and value not in (None, "") and not self._write_field(name, value):
                self._add(_private(name), escape(_plain(value)))

    def _write_field(self, name: str, value: Any) -> bool:
        if prop := _TEXT_PROPERTIES.get(name):
            self._add(prop, escape(value))
        elif name in ("birthday", "anniversary") and _is_date(value):
            self._write_date(name, value)
        elif name == "gender" and value in _GENDERS and self._version == "4.0":
            self._add("GENDER", _GENDERS[value])
        elif name == "language" and self._version == "4.0":
            self._add("LANG", escape(value), ";PREF=1")
        elif name == "time_zone" and ZONE.fullmatch(value):
            self._add("TZ", escape(value), ";VALUE=text" if self._version == "3.0" else "")
        else:
            return False
        return True

    def _write_date(self, name: str, date: str) -> None:
        parameters = ""
        if self._version == "4.0":
            date = date.replace("-", "") if len(date) == 10 else date
        elif date.startswith("--"):
            date, parameters = f"1604-{date[2:]}", ";X-APPLE-OMIT-YEAR=1604"
        if name == "birthday":
            self._add("BDAY", date, parameters)
        elif self._version == "4.0":
            self._add("ANNIVERSARY", date)
        else:
            self._add_labelled("X-ABDATE", date, parameters, "_$!<Anniversary>!$_")

    def _write_positions(self) -> None:
        positions = self._card.affiliations
        for place in positions:
            group = f"{self._new_group()}." if len(positions) > 1 else ""
            units = [escape(place.get(key) or "") for key in ("company", "department")]
            more = _extras(place, "company", "department", "title")
            if any(units) or more or place.get("is_primary"):
                value = units[0] if units[0] and not units[1] else ";".join(units)
                self._add(f"{group}ORG", value, self._types("", place) + more)
            if title := place.get("title"):
                self._add(f"{group}TITLE", escape(title))

    def _write_channels(self) -> None:
        for phone in self._card.phones:
            number, known = phone["value"], ["value"]
            if _EXTENSION.fullmatch(phone.get("extension") or ""):
                number, known = f"{number} ext. {phone['extension']}", ["value", "extension"]
            self._write_channel("TEL", escape(number), phone, PHONE_TYPES, _extras(phone, *known))
        for email in self._card.emails:
            self._write_channel("EMAIL", escape(email["value"]), email, PLACE_TYPES, _extras(email, "value"))
        for address in self._card.addresses:
            more = _extras(address, *_STREETS, "po_box", "city", "region", "postal_code", "country")
            self._write_channel("ADR", _address_value(address), address, PLACE_TYPES, more)

    def _write_channel(self, name: str, value: str, item: dict[str, Any], types: dict[str, str], more: str) -> None:
        label = item.get("label") or "other"
        words = types.get(label, "")
        if name == "EMAIL" and self._version == "3.0":
            words = f"internet,{words}".strip(",")
        if label in types:
            self._add(name, value, self._types(words, item) + more)
        else:
            self._add_labelled(name, value, self._types(words, item) + more, label)

    def _write_links(self) -> None:
        for link in self._card.links:
            label, service = link.get("label") or "other", link.get("service")
            more = _extras(link, "value", "service")
            if not service:
                self._write_channel("URL", _uri(link["value"]), link, PLACE_TYPES, more)
            elif label == "profile":
                named = _TOKEN.fullmatch(service) is not None
                about = "" if named else ";" + parameter_text("X-SERVICE-TYPE", service)
                types = f";TYPE={service}" if named else about
                self._add("X-SOCIALPROFILE", _uri(link["value"]), types + self._types("", link) + more)
            else:
                self._write_chat(link, label, service, more)

    def _write_chat(self, link: dict[str, Any], label: str, service: str, more: str) -> None:
        name = quote(clean(link["value"]), safe="@+", errors="replace")
        value = f"{SCHEMES.get(service, 'x-apple')}:{name}"
        about = ";" + parameter_text("X-SERVICE-TYPE", service)
        words = label if label in ("home", "work") else ""
        if words or label == "chat":
            self._add("IMPP", value, about + self._types(words, link) + more)
        else:
            self._add_labelled("IMPP", value, about + self._types("", link) + more, label)

    def _write_the_rest(self) -> None:
        card = self._card
        for relation in card.relations:
            self._write_relation(relation.get("type") or "other", relation.get("name") or "")
        for note in card.notes:
            self._add("NOTE", escape(note["text"]), _extras(note, "text"))
        if card.tags:
            self._add("CATEGORIES", ",".join(map(escape, card.tags)))
        for group in card.groups:
            self._add(_private("group"), escape(group))
        for opt_out in card.opt_outs:
            self._add(_private("opt_out"), "TRUE", _extras(opt_out))
        for name, value in card.custom.items():
            self._add(_private("field"), escape(value), ";" + parameter_text("LABEL", name))

    def _write_relation(self, kind: str, name: str) -> None:
        if self._version == "4.0" and kind in RFC_RELATIONS:
            self._add("RELATED", escape(name), f";TYPE={kind};VALUE=text")
        else:
            label = f"_$!<{kind.capitalize()}>!$_" if kind in RELATIONS else kind
            self._add_labelled("X-ABRELATEDNAMES", escape(name), "", label)


def _leftover_lines(card: Card) -> Iterator[str]:
    """As they came, but never more than one line each, nor what would end the card or say again who it is."""
    for kept in card.leftover:
        line = clean(kept).strip("\n").replace("\n", "\\n").lstrip()
        name = _property_name(line)
        if name and name not in _WRITTEN_HERE and not (name == "UID" and card.uid):
            yield line


def _property_name(line: str) -> str:
    found = _LEFTOVER.match(line)
    return found[2].upper() if found and ":" in line else ""


def _private(name: str) -> str:
    return PRIVATE + name.upper().replace("_", "-")


def _plain(value: Any) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)


def _extras(item: Mapping[str, Any], *said: str) -> str:
    """What no property of vCard can say of it, in parameters of our own."""
    rest = ((name, value) for name, value in item.items() if name not in said and name not in _UNSAID)
    told = ((name, value) for name, value in rest if value is not None and value is not False and value != "")
    return "".join(f";{parameter_text(_private(name), _plain(value))}" for name, value in told)


def _stand_in(card: Card) -> str:
    companies = [place.get("company") for place in card.affiliations]
    values = [item["value"] for item in (*card.emails, *card.phones, *card.links)]
    return next(filter(None, (card.fields.get("nickname"), *companies, *values)), "?")


def _is_date(value: str) -> bool:
    return parse_date(value) == value and not value.startswith("1604")


def _uri(value: str) -> str:
    return clean(value).replace("\\", "\\\\").replace("\n", "\\n")


def _address_value(address: Mapping[str, Any]) -> str:
    streets = "\n".join(address.get(name) or "" for name in _STREETS).rstrip("\n")
    country = _country_name(address.get("country") or "")
    rest = (address.get(name) or "" for name in ("city", "region", "postal_code"))
    return ";".join(map(escape, (address.get("po_box") or "", "", streets, *rest, country)))


@lru_cache(512)
def _country_name(country: str) -> str:
    """A code by its name, if that name leads back to it."""
    from crmdesk.domain.values.countries import name, to_code

    shown = name(country, "en") if len(country) == 2 and country.isupper() else country
    return shown if shown and to_code(shown) == country else country
