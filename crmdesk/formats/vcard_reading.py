"""One vCard on its way to a `Card`: what is understood so far, what is kept as it came."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.card import Card
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.fields import Kind
from crmdesk.formats.content_lines import Head, Line, escape, unescape
from crmdesk.formats.vcard_labels import own_label
from crmdesk.i18n import _

PRIVATE = "X-CRMDESK-"
"""Begins the names of our own properties and parameters: columns that vCard has no place for."""
_EARLY = frozenset(("X-ABLABEL", "VERSION", "PRODID", "KIND", "X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND"))
_INTEGER = re.compile(r"-?\d{1,18}")
_APPLE_WORDS = re.compile(r"_?\$!<")


class Reading:
    """Handlers take one property each; they answer False for what is to be kept as it stands."""

    line = 0
    """Of the property at hand."""
    version = "3.0"
    is_ours = False
    names: tuple[Head, str] | None = None
    full_name = ""
    is_derived = False
    mailing = ""

    def __init__(self, number: int, lines: list[Line]) -> None:
        self.card = Card(line=number)
        self.labels: dict[str, str] = {}
        """By item group."""
        self.label_lines: dict[str, str] = {}
        self.nicknames: list[str] = []
        self.organisations: list[tuple[Head, str]] = []
        self.titles: list[tuple[Head, str]] = []
        self.languages: list[tuple[Head, str]] = []
        self.written_addresses: list[tuple[dict[str, Any], str]] = []
        """Each address with the text of all its parts."""
        self.formatted: list[tuple[Head, str, dict[str, Any] | None]] = []
        self.country_hints: dict[str, str] = {}
        self.grouped_addresses: dict[str, dict[str, Any]] = {}
        self._alternatives: set[tuple[str, str]] = set()
        for _number, head, value in lines:
            if head.name in _EARLY:
                self._note_early(head, value)

    def _note_early(self, head: Head, value: str) -> None:
        """What must be known before any other property is read."""
        name = head.name
        if name == "VERSION":
            self.version = value.strip()
            return
        text = unescape(value).strip()
        if name == "X-ABLABEL":
            if text and head.group:
                self.labels[head.group] = text
                self.label_lines[head.group] = f"{head.text}:{value}"
        elif name == "PRODID":
            self.is_ours = "//CRMDesk//" in text
        elif text.lower() in ("org", "organization", "organisation", "company"):
            self.card.kind = "company"
        elif text.lower() == "group":
            self.card.kind = "group"

    def label(self, head: Head, default: str) -> str:
        """The user's own label where the property has one."""
        if head.group and (text := self.labels.get(head.group)):
            self.label_lines.pop(head.group, None)
            return text if self.is_ours and not _APPLE_WORDS.match(text) else own_label(text)
        return default

    def is_alternative(self, head: Head) -> bool:
        """Whether it says the same as a property before, in another language or script."""
        if self.is_ours:  # we write none, so we kept it
            return True
        before = len(self._alternatives)
        self._alternatives.add((head.name, head.altid or ""))
        return len(self._alternatives) == before

    def set_field(self, name: str, value: Any) -> bool:
        """The first value wins; another one is kept as it stands."""
        fields = self.card.fields
        if name in fields:
            return bool(fields[name] == value)
        if name not in self._field_kinds():
            return False
        fields[name] = value
        return True

    def set_private(self, name: str, text: str) -> bool:
        kind = self._field_kinds().get(name)
        value = typed(kind, text) if kind else None
        return value is not None and self.set_field(name, value)

    def set_custom(self, name: str, value: str) -> bool:
        return bool(name and value) and self.card.custom.setdefault(name, value) == value

    def _field_kinds(self) -> dict[str, Kind]:
        if self.card.kind == "group":
            return {"name": Kind.TEXT}
        return field_kinds(Company if self.card.kind == "company" else Contact)

    def keep(self, head: Head, value: str) -> None:
        self.card.leftover.append(f"{head.text}:{value}")
        if head.group in self.label_lines:
            self.card.leftover.append(self.label_lines.pop(head.group))

    def keep_text(self, name: str, text: str) -> None:
        self.card.leftover.append(f"{name}:{escape(text)}")

    def warn(self, problem: str) -> None:
        self.card.warnings.append(_("Line {line}: {problem}").format(line=self.line, problem=problem))


Handler = Callable[[Reading, Head, str], bool]


def text_of(value: str) -> str:
    return unescape(value).strip() if "\\" in value else value.strip()


@cache
def field_kinds(record: type[Record]) -> dict[str, Kind]:
    """Columns that a file may tell."""
    never = ("deleted_at", "position", "e164")
    return {
        name: field.kind
        for name, field in declared_fields(record).items()
        if field.kind not in (Kind.LINK, Kind.BYTES) and name not in never
    }


def extras(head: Head, record: type[Record]) -> dict[str, Any]:
    """What our own parameters tell."""
    if PRIVATE not in head.text:
        return {}
    kinds = field_kinds(record)
    named = ((column_name(key), text) for key, text in head.parameters if key.startswith(PRIVATE))
    values = {name: typed(kinds[name], text) for name, text in named if name in kinds}
    return {name: value for name, value in values.items() if value not in (None, "")}


def column_name(name: str) -> str:
    return name.removeprefix(PRIVATE).lower().replace("-", "_")


def typed(kind: Kind, text: str) -> Any:
    if kind is Kind.YES_NO:
        return True if text.upper() == "TRUE" else None
    if kind in (Kind.NUMBER, Kind.INSTANT):
        return int(text) if _INTEGER.fullmatch(text) else None
    return text or None
