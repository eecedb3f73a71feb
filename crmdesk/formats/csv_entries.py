"""The phones, addresses and other entries of a card, from what its row holds of each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from crmdesk.domain.card import Card
from crmdesk.domain.values import countries, emails
from crmdesk.formats import csv_cells
from crmdesk.formats.csv_columns import key, label_words
from crmdesk.i18n import _

SEVERAL = re.compile(r"\s*:::\s*")
"""What Google joins several values of a cell with."""
_PHONES_APART = re.compile(r"\s*(?:[;\n]|,(?=\s*\+?[(\d])|\s/\s| oder | or )\s*")
_PLAIN_PHONE = re.compile(r"\+?(?:\(\d+\))?\d[\d .()-]{2,30}", re.ASCII)
_PLAIN_EMAIL = re.compile(r"[\w+-]+(?:\.[\w+-]+)*@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_NAMED_ADDRESS = re.compile(r"[^<>,;]{0,200}<[^<>]{1,300}>|mailto:\S{1,300}", re.IGNORECASE)
_STREETS = ("street", "street2", "street3")
_ADDRESS_PARTS = frozenset((*_STREETS, "po_box", "city", "region", "postal_code", "country"))
_MY_CONTACTS = ("mycontacts", "imported")
_SERVICES = ("skype", "icq", "jabber", "qq", "msn", "aim", "yahoo", "whatsapp", "telegram", "signal", "hangouts")
_POSTAL_LINES = (
    re.compile(r"(?:[A-Z]{1,3}-)?(?P<postal_code>\d{4,6}(?: ?[A-Z]{2})?)\s+(?P<city>\D+)"),
    re.compile(
        r"(?P<city>\D+?),?\s+(?P<region>[A-Z]{2})[ ,]+(?P<postal_code>\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
    ),
    re.compile(r"(?P<city>\D+?),?\s+(?P<postal_code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"),
    re.compile(r"(?P<city>\D+?),?\s+(?P<postal_code>\d{4,6})"),
)


@dataclass(slots=True)
class Draft:
    """A card in the making."""

    card: Card
    postal_digits: int
    days_first: bool
    blocks: dict[str, dict[str, str]] = field(default_factory=dict)
    """`phones@work/2` -> its parts."""
    several: bool = False
    """Whether a cell holds several values, joined as Google does."""
    kept: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Fields that only companies have -> heading and value."""
    birth: dict[str, str] = field(default_factory=dict)
    full_name: str = ""

    def warn(self, text: str) -> None:
        self.card.warnings.append(_("Line {line}: {text}").format(line=self.card.line, text=text))

    def keep(self, heading: str, value: str) -> None:
        """As a custom field; a heading that is there twice keeps both values."""
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        there = self.card.custom.get(heading)
        self.card.custom[heading] = f"{there}\n{value}" if there and there != value else value


def finish_block(draft: Draft, name: str, block: dict[str, str]) -> None:
    in_list, _at, slot = name.partition("@")
    label, primary = read_label(slot if slot.startswith("#im") else block.get("label") or slot)
    finish = _FINISH[in_list]
    if not draft.several:
        finish(draft, label, primary, block)
        return
    for parts in _one_by_one(block):
        finish(draft, label, primary, parts)
        primary = False


def _one_by_one(block: dict[str, str]) -> Iterator[dict[str, str]]:
    """A block whose cells hold several values each, taken apart."""
    columns = {part: SEVERAL.split(value) for part, value in block.items() if part != "label"}
    for n in range(max(map(len, columns.values()), default=0)):
        yield {part: values[n] for part, values in columns.items() if n < len(values) and values[n]}


@lru_cache(maxsize=4096)
def read_label(text: str) -> tuple[str, bool]:
    """Our word for a label, or the user's own; and whether Google marks it as the first (`* Work`)."""
    if text.startswith("#"):
        return ("chat" if text.startswith("#im") else ""), False
    primary = text.startswith("*")
    word = SEVERAL.split(text.lstrip("* "))[0].partition("/")[0].strip()
    return label_words().get(key(word), word), primary


def _entry(label: str, primary: bool, parts: Mapping[str, str | None]) -> dict[str, object]:
    entry: dict[str, object] = {name: value for name, value in parts.items() if value}
    if label:
        entry["label"] = label
    if primary:
        entry["is_primary"] = True
    return entry


def adder(block: str) -> Callable[[Draft, str], None]:
    """For a phone or an e-mail address in a column of its own: what is plain goes straight into the card."""
    in_list, _at, slot = block.partition("@")
    label = read_label(slot)[0]
    labelled = {"label": label} if label else {}
    plain = _PLAIN_PHONE if in_list == "phones" else _PLAIN_EMAIL

    def add(draft: Draft, value: str) -> None:
        if plain.fullmatch(value):
            entries = draft.card.phones if in_list == "phones" else draft.card.emails
            entries.append({**labelled, "value": value})
        else:
            draft.blocks[block] = {"value": value}
            draft.several |= ":::" in value

    return add


def _phone(draft: Draft, label: str, primary: bool, parts: dict[str, str]) -> None:
    for value in _PHONES_APART.split(parts.get("value", "")):
        if not value:
            continue
        number, damaged = csv_cells.phone_digits(value)
        if damaged:
            draft.warn(_("The phone number {value} was damaged by a spreadsheet.").format(value=value))
        if number:
            draft.card.phones.append(_entry(label, primary, {"value": number, "extension": parts.get("extension")}))
        primary = False


def _email(draft: Draft, label: str, primary: bool, parts: dict[str, str]) -> None:
    value = parts.get("value", "")
    if not value:
        return
    if parts.get("type", "").upper() == "EX" or value.lower().startswith("/o="):
        draft.keep(_("Exchange address"), value)
        return
    found = emails.extract(value)
    for address in found:
        draft.card.emails.append(_entry(label, primary, {"value": address}))
        primary = False
    if not found:
        draft.keep(_("E-mail"), value)
    elif not _only_addresses(value, found):
        draft.warn(_("“{value}” holds more than e-mail addresses.").format(value=value))


def _only_addresses(value: str, found: list[str]) -> bool:
    if len(value) > 5_000:
        return False
    rest = _NAMED_ADDRESS.sub("", value)
    for address in found:
        rest = rest.replace(address, "")
    return not any(map(str.isalnum, rest))


def _address(draft: Draft, label: str, primary: bool, parts: dict[str, str]) -> None:
    address = {name: value for name, value in parts.items() if name in _ADDRESS_PARTS}
    if not address:
        address = _read_address(parts["formatted"]) if "formatted" in parts else {}
    elif "extended" in parts or "street2" in parts or "\n" in address.get("street", ""):
        address |= _stacked(address, parts.get("extended", ""))
    if not address:
        return
    if country := address.get("country"):
        address["country"] = countries.to_code(country) or country
    _check_postal_code(draft, address.get("postal_code", ""))
    draft.card.addresses.append(_entry(label, primary, address))


def _stacked(address: dict[str, str], extended: str) -> dict[str, str]:
    """The lines of the street, each in its own field."""
    lines = [line for name in _STREETS for line in address.pop(name, "").split("\n")]
    return _streets([*filter(None, (line.strip(" ,") for line in lines)), *filter(None, [extended])])


def _check_postal_code(draft: Draft, code: str) -> None:
    if len(code) == draft.postal_digits - 1 and code.isdigit():
        draft.warn(_("The postal code {code} seems to have lost its leading zero.").format(code=code))


def _streets(lines: list[str]) -> dict[str, str]:
    names = ("street", "street2", "street3")
    return (
        dict(zip(names, [*lines[:2], ", ".join(lines[2:])], strict=False))
        if len(lines) > 2
        else dict(zip(names, lines, strict=False))
    )


def _read_address(text: str) -> dict[str, str]:
    """The parts of an address that is written as one text."""
    lines = [line.strip() for line in (text.split("\n") if "\n" in text else text.split(", "))]
    lines = [line for line in lines if line]
    found: dict[str, str] = {}
    if len(lines) > 1 and (code := countries.to_code(lines[-1])):
        found["country"] = code
        lines.pop()
    for at in range(len(lines) - 1, 0, -1):
        for end in range(at + 1, min(at + 3, len(lines)) + 1):
            if match := _town(", ".join(lines[at:end])):
                rest = {"region": ", ".join(lines[end:])} if lines[end:] else {}
                return found | rest | match | _streets(lines[:at])
    return found | _streets(lines)


def _town(line: str) -> dict[str, str]:
    """The parts of a line with a postal code."""
    matches = (pattern.fullmatch(line) for pattern in _POSTAL_LINES)
    match = next(filter(None, matches), None)
    return {name: part.strip(" ,") for name, part in match.groupdict().items()} if match else {}


def _link(draft: Draft, label: str, primary: bool, parts: dict[str, str]) -> None:
    value = parts.get("value", "")
    word, _space, service = label.partition(" ")
    if word in ("profile", "chat") and service:
        label = word
    service = (parts.get("service") or (service if label in ("profile", "chat") else "")).lower()
    if not service and label == "chat" and key(value.partition(":")[0]) in _SERVICES:
        service, _colon, value = value.partition(":")
    if value:
        draft.card.links.append(_entry(label, primary, {"value": value.strip(), "service": service.lower()}))


def _organization(draft: Draft, _label: str, primary: bool, parts: dict[str, str]) -> None:
    places = draft.card.affiliations
    parts.pop("label", None)
    again = parts.keys() == {"company"} and any(place.get("company") == parts["company"] for place in places)
    if parts and not again:
        places.append(_entry("", primary, parts))


def _relation(draft: Draft, label: str, _primary: bool, parts: dict[str, str]) -> None:
    if name := parts.get("name") or parts.get("value"):
        draft.card.relations.append({"type": label.lower() or "other", "name": name})


def _event(draft: Draft, label: str, _primary: bool, parts: dict[str, str]) -> None:
    if value := parts.get("value"):
        name = key(label)
        set_date(draft, name if name in ("birthday", "anniversary") else "", label or _("Event"), value)


def set_date(draft: Draft, name: str, heading: str, value: str) -> None:
    """Into a field, or without its name into a custom field."""
    date = csv_cells.read_date(value, draft.days_first)
    if date is None and (date := csv_cells.read_serial(value)):
        draft.warn(
            _("{heading}: the day number {value} of a spreadsheet was read as {date}.").format(
                heading=heading, value=value, date=date
            )
        )
    if date is None:
        draft.warn(_("{heading}: “{value}” is no date.").format(heading=heading, value=value))
        draft.keep(heading, value)
    elif date and name and name not in draft.card.fields:
        draft.card.fields[name] = date
    elif date:
        draft.keep(heading, date)


def _custom(draft: Draft, label: str, _primary: bool, parts: dict[str, str]) -> None:
    if value := parts.get("value"):
        draft.keep(label or _("Other"), value)


def _opt_out(draft: Draft, label: str, _primary: bool, parts: dict[str, str]) -> None:
    if parts.get("channel", "").lower() in ("true", "1", "yes", "x", "ja", "oui", "sí", "sim", "да", "evet"):
        draft.card.opt_outs.append({"channel": label})


def read_groups(value: str, separators: str) -> list[str]:
    """The groups of a cell, without those every program has (`* myContacts`)."""
    pieces = value.split(":::") if ":::" in value else re.split(separators, value)
    names = [piece.strip().lstrip("* ") for piece in pieces]
    return list(dict.fromkeys(name for name in names if name and not _is_of_all(name)))


@lru_cache(maxsize=1024)
def _is_of_all(group: str) -> bool:
    return key(group) in _MY_CONTACTS


_FINISH: dict[str, Callable[[Draft, str, bool, dict[str, str]], None]] = {
    "phones": _phone,
    "emails": _email,
    "addresses": _address,
    "links": _link,
    "organizations": _organization,
    "relations": _relation,
    "events": _event,
    "customs": _custom,
    "opt_outs": _opt_out,
}
