"""Our own delimited form: everything a card holds but its photo, and back without loss."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from crmdesk.domain.base import Record, own_fields
from crmdesk.domain.card import Card
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact, OptOut
from crmdesk.domain.fields import Field, Kind
from crmdesk.domain.notes import Note
from crmdesk.formats.csv_columns import target_of
from crmdesk.formats.csv_layout import Layout

KIND = "Record kind"
SEVERAL = " ::: "
_DERIVED = {"e164", "position"}
_CUSTOM = "Custom: "
_GUARDED = re.compile(r"'*[=+\-@\t]")


class Block:
    """A list of a card and the columns of one of its entries."""

    def __init__(self, heading: str, in_list: str, record: type[Record] | None, **first: str) -> None:
        self.heading, self.in_list = heading, in_list
        fields = {name: f for name, f in own_fields(record).items() if name not in _DERIVED} if record else {}
        self.parts = dict(first) | {name: field.label for name, field in fields.items()}
        self.kinds: dict[str, Field] = fields

    def headings(self, number: int) -> list[str]:
        return [f"{self.heading} {number} - {label}" for label in self.parts.values()]


BLOCKS = (
    Block("Organization", "affiliations", Affiliation, company="Name"),
    Block("Phone", "phones", Phone),
    Block("E-mail", "emails", Email),
    Block("Address", "addresses", Address),
    Block("Website", "links", Link),
    Block("Relation", "relations", None, type="Type", name="Name"),
    Block("Note", "notes", Note),
    Block("Opt-out", "opt_outs", OptOut),
)
_COMPANY_FIELDS = {name: field for name, field in own_fields(Company).items() if name not in own_fields(Contact)}
FIELDS: dict[str, Field] = {**own_fields(Contact), **_COMPANY_FIELDS}
HEADINGS = {name: field.label for name, field in FIELDS.items()} | {
    "name": "Company name",
    "kind": "Company kind",
    "phonetic_name": "Company phonetic name",
}
LISTS = {"tags": "Tags", "groups": "Groups", "members": "Members"}
UID, LEFTOVER = "ID", "Other properties"
_LINES = {LEFTOVER: "leftover"}


def custom_heading(name: str) -> str:
    """The name itself, unless it would be taken for another column or lose its spaces."""
    own = {KIND, UID, LEFTOVER, *HEADINGS.values(), *LISTS.values()}
    plain = (
        name == name.strip() and name and name not in own and not name.startswith(_CUSTOM) and target_of(name) is None
    )
    return name if plain else f"{_CUSTOM}{name}"


def guard(value: str, for_spreadsheets: bool) -> str:
    """An apostrophe before what a spreadsheet would run as a formula, and before what looks guarded already."""
    return f"'{value}" if _GUARDED.match(value) and (for_spreadsheets or value[0] == "'") else value


def unguarded(value: str) -> str:
    return value[1:] if value[0] == "'" and _GUARDED.match(value) else value


def to_text(value: Any) -> str:
    return "1" if value is True else "" if value is None or value is False else str(value)


def _from_text(value: str, field: Field | None) -> Any:
    if field is not None and field.kind is Kind.YES_NO:
        return value == "1"
    return int(value) if field is not None and field.kind is Kind.NUMBER and value.lstrip("-").isdigit() else value


Setter = Callable[[Card, str, dict[tuple[str, int], dict[str, Any]]], None]


def compile_own(layout: Layout) -> Callable[[list[str], int], Card]:
    setters = [_setter(unguarded(column.heading)) for column in layout.columns]

    def make(cells: list[str], line: int) -> Card:
        card = Card(line=line)
        entries: dict[tuple[str, int], dict[str, Any]] = {}
        for value, setter in zip(cells, setters, strict=False):
            if value:
                setter(card, unguarded(value), entries)
        for (in_list, _number), entry in sorted(entries.items(), key=lambda item: item[0]):
            getattr(card, in_list).append(entry)
        return card

    return make


def _setter(heading: str) -> Setter:
    found = re.fullmatch(r"(.+?) (\d+) - (.+)", heading)
    for block in BLOCKS if found else ():
        part = next((name for name, label in block.parts.items() if found and label == found[3]), None)
        if found and block.heading == found[1] and part:
            return _into_entry((block.in_list, int(found[2])), part, block.kinds.get(part))
    return _plain_setter(heading)


def _into_entry(place: tuple[str, int], part: str, field: Field | None) -> Setter:
    return lambda _card, value, entries: entries.setdefault(place, {}).__setitem__(part, _from_text(value, field))


def _plain_setter(heading: str) -> Setter:
    for name, label in HEADINGS.items():
        if label == heading:
            return lambda card, value, _entries: card.fields.__setitem__(name, _from_text(value, FIELDS[name]))
    for name, label in LISTS.items():
        if label == heading:
            return lambda card, value, _entries: getattr(card, name).extend(value.split(SEVERAL))
    if heading in (KIND, UID):
        attribute = "kind" if heading == KIND else "uid"
        return lambda card, value, _entries: setattr(card, attribute, value)
    if heading == LEFTOVER:
        return lambda card, value, _entries: card.leftover.extend(value.split("\n"))
    return lambda card, value, _entries: card.custom.__setitem__(heading.removeprefix(_CUSTOM), value)


def count_entries(cards: Iterable[Card]) -> dict[str, int]:
    """How many entries the richest card has in each list."""
    counts = dict.fromkeys((block.in_list for block in BLOCKS), 0)
    for card in cards:
        for in_list, count in counts.items():
            counts[in_list] = max(count, len(getattr(card, in_list)))
    return counts
