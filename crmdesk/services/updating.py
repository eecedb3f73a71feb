"""What a card says that its record does not: found for the preview, set by the import.

Values that the card has win; what it does not mention stays. Parts (phones, addresses ...) are recognised by what
they are, so that a changed label is a change and not a second phone.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.card import Card
from crmdesk.domain.channels import Address
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.contacts import OptOut, Photo
from crmdesk.domain.fields import Field
from crmdesk.domain.folding import fold
from crmdesk.domain.notes import Note
from crmdesk.i18n import _, worded
from crmdesk.services.cards import OWNERS, PARTS, Writer, read_cards
from crmdesk.store import bulk

_PLACE = ("street", "street2", "street3", "po_box", "city", "region", "postal_code", "country")


def _same_place(entry: Mapping[str, Any]) -> Any:
    return tuple(fold(entry.get(name) or "") for name in _PLACE)


_IDENTITY: dict[type[Record], Callable[[Mapping[str, Any]], Any]] = {
    Address: _same_place,
    OptOut: lambda entry: entry["channel"],
    Note: lambda entry: entry["text"],
}


def _shown(field: Field, value: object) -> str:
    return worded(field.choices, str(value))


def _identity(record: type[Record], entry: Mapping[str, Any]) -> Any:
    return _IDENTITY[record](entry) if record in _IDENTITY else entry["value"].casefold()


def _other(entry: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """What the entry of a card says otherwise than the row."""
    return {key: value for key, value in entry.items() if row[key] != value and key not in _STATE}


class Updater:
    """Compares one card with the record it belongs to; `apply` sets what differs."""

    def __init__(
        self, session: Session, writer: Writer, owner: bytes, card: Card, *, only_missing: bool = False
    ) -> None:
        """With `only_missing`, what the record says already stays as it is."""
        self._session, self._writer, self._owner, self._card = session, writer, owner, card
        self._only_missing = only_missing
        self._record = OWNERS[card.kind]
        found = dict(read_cards(session, card.kind, [owner]))
        self.is_there = owner in found
        self._now = found.get(owner, Card())
        self._sets: list[tuple[type[Record], bytes, dict[str, Any]]] = []
        self._more = Card(kind=card.kind)
        self.changes: list[str] = []
        """In words, for the preview."""
        if self.is_there:
            self._compare()

    def _compare(self) -> None:
        now = self._now.fields
        new = {
            name: value
            for name, value in self._card.fields.items()
            if now.get(name) != value and not (self._only_missing and now.get(name))
        }
        if new:
            labels = declared_fields(self._record)
            self._sets.append((self._record, self._owner, new))
            self.changes += [f"{_(labels[name].label)}: {_shown(labels[name], value)}" for name, value in new.items()]
        for name, record in PARTS.items():
            self._compare_parts(name, record)
        self._compare_affiliations()
        self._compare_names()

    def _compare_parts(self, name: str, record: type[Record]) -> None:
        """One number may stand there twice, at home and for messages: first go those that are as the card says."""
        known: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
        for row in bulk.fetch(self._session, record, "owner_id", [self._owner]):
            known[_identity(record, row)].append(row)
        pairs = [(entry, known[_identity(record, entry)]) for entry in getattr(self._card, name)]
        taken = {row["id"] for entry, rows in pairs for row in rows if not _other(entry, row)}
        for entry, rows in pairs:
            if any(not _other(entry, row) for row in rows):
                continue
            found = next((row for row in rows if row["id"] not in taken), None)
            if found is None:
                getattr(self._more, name).append(entry)
                value = entry.get("value") or entry.get("text") or entry.get("city", "")
                self.changes.append(f"{_(record.label)}: {value}")
            elif not self._only_missing:
                taken.add(found["id"])
                other = _other(entry, found)
                self._sets.append((record, found["id"], other))
                labels = declared_fields(record)
                words = ", ".join(_shown(labels[name], value) for name, value in other.items())
                self.changes.append(f"{_(record.label)}: {words}")

    def _compare_affiliations(self) -> None:
        def identity(entry: Mapping[str, Any]) -> Any:
            return tuple(fold(entry.get(name) or "") for name in ("company", "title", "department"))

        known = {identity(entry) for entry in self._now.affiliations}
        self._more.affiliations = [entry for entry in self._card.affiliations if identity(entry) not in known]
        self.changes += [f"{_(Affiliation.label)}: {entry.get('company', '')}" for entry in self._more.affiliations]

    def _compare_names(self) -> None:
        now, card, more = self._now, self._card, self._more
        more.tags = [tag for tag in card.tags if fold(tag) not in map(fold, now.tags)]
        more.groups = [group for group in card.groups if fold(group) not in map(fold, now.groups)]
        more.relations = [relation for relation in card.relations if relation not in now.relations]
        more.leftover = [line for line in card.leftover if line not in now.leftover]
        mine = {fold(name): value for name, value in now.custom.items()}
        more.custom = {name: value for name, value in card.custom.items() if mine.get(fold(name)) != value}
        if self._only_missing:
            more.custom = {name: value for name, value in more.custom.items() if fold(name) not in mine}
        if card.photo and card.photo != now.photo and not (self._only_missing and now.photo):
            more.photo = card.photo
            self.changes.append(_(Photo.label))
        self.changes += [*more.tags, *more.groups, *(relation["name"] for relation in more.relations)]
        self.changes += [f"{name}: {value}" for name, value in more.custom.items()]
        if more.leftover:
            self.changes.append(_("further properties"))

    def apply(self) -> None:
        for record, key, values in self._sets:
            bulk.update(self._session, record, [key], values)
        now = self._now
        taken = {name: len(getattr(now, name)) for name in (*PARTS, "affiliations")}
        self._writer.add_parts(self._owner, self._more, taken)
        if self._more.photo:
            media_type, data = self._more.photo
            bulk.mark_deleted(self._session, Photo, "owner_id", [self._owner])
            bulk.insert(self._session, Photo, [{"owner_id": self._owner, "media_type": media_type, "data": data}])


_STATE = {"is_primary", "is_mailing", "position", "created_at"}
"""The user's own choice once the record is here."""
