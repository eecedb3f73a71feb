"""What is to be decided before records are merged, and what is kept without a question: side by side, for a screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Participation
from crmdesk.domain.base import Record, own_fields
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.contacts import OptOut, Photo
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.groups import Membership, Tagging
from crmdesk.domain.notes import Attachment, Note
from crmdesk.domain.relations import Relation
from crmdesk.i18n import _, ngettext
from crmdesk.services.cards import OWNERS
from crmdesk.services.merging import CUSTOM, PHOTO, kept_value
from crmdesk.services.merging_parts import identity_of
from crmdesk.store import bulk
from crmdesk.store.search import Row, rows_of
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of all of them."""

    name: str
    """As in the `choices` of `merging.merge`."""
    label: str
    kind: Kind
    choices: tuple[tuple[str, str], ...]
    values: tuple[Any, ...]
    """In the order of the records; None where there is none."""

    @property
    def differs(self) -> bool:
        return len(set(self.values) - {None}) > 1

    def taken(self, base: int) -> int:
        """Whose value the merge takes when nothing else is chosen."""
        order = [base, *(place for place in range(len(self.values)) if place != base)]
        value = kept_value(self.name, self.kind, self.values[base], [self.values[place] for place in order[1:]])
        return next((place for place in order if self.values[place] == value), base)


@dataclass(frozen=True, slots=True)
class SideBySide:
    kind: str
    rows: list[Row]
    photos: list[bytes | None]
    fields: list[FieldRow]
    """Those that any of them has."""
    kept: list[str]
    """In words, with their number: what is kept of all."""


def side_by_side(store: Store, ids: Sequence[bytes]) -> SideBySide:
    with store.read() as session:
        rows = rows_of(session, ids)
        kinds = {row.kind for row in rows}
        if len(rows) < 2 or len(kinds) > 1:
            raise UserError(_("Choose two or more contacts, or two or more companies, to merge."))
        kind = kinds.pop()
        keys = [row.id for row in rows]
        photos = {row["owner_id"]: row["data"] for row in bulk.fetch(session, Photo, "owner_id", keys)}
        fields = [*_own(session, kind, keys), *_added(session, keys), *_photo(keys, photos)]
        return SideBySide(kind, rows, [photos.get(key) for key in keys], fields, _kept(session, kind, keys))


def _own(session: Session, kind: str, keys: list[bytes]) -> list[FieldRow]:
    record = OWNERS[kind]
    rows = {row["id"]: row for row in bulk.fetch(session, record, "id", keys)}
    fields = [
        FieldRow(name, _(field.label), field.kind, field.choices, tuple(rows[key][name] for key in keys))
        for name, field in own_fields(record).items()
    ]
    return [field for field in fields if any(value is not None for value in field.values)]


def _added(session: Session, keys: list[bytes]) -> list[FieldRow]:
    values: dict[bytes, dict[bytes, str]] = {}
    for row in bulk.fetch(session, CustomValue, "owner_id", keys):
        values.setdefault(row["field_id"], {})[row["owner_id"]] = row["value"]
    fields = sorted(bulk.fetch(session, CustomField, "id", list(values)), key=lambda field: field["position"])
    return [
        FieldRow(
            CUSTOM + field["id"].hex(), field["name"], Kind(field["kind"]), (),
            tuple(values[field["id"]].get(key) for key in keys),
        )
        for field in fields
        if field["kind"] != Kind.CHOICES.value  # they are united
    ]  # fmt: skip


def _photo(keys: list[bytes], photos: Mapping[bytes, bytes]) -> list[FieldRow]:
    """By the place of its record: two pictures are never taken for the same."""
    values = tuple(place if key in photos else None for place, key in enumerate(keys))
    return [FieldRow(PHOTO, _("Photo"), Kind.BYTES, (), values)] if len(photos) > 1 else []


# What is kept


def _kept(session: Session, kind: str, keys: list[bytes]) -> list[str]:
    column = "contact_id" if kind == "contact" else "company_id"
    counted: list[tuple[Callable[[int], str], int]] = [
        (count, _count(session, record, "owner_id", keys)) for record, count in _COUNTS.items()
    ]
    places = {tuple(row[name] for name in _ENDS) for row in bulk.fetch(session, Affiliation, column, keys)}
    words = _positions if kind == "contact" else _people
    counted.append((words, len({place[1] if kind == "contact" else place[0] for place in places})))
    related = {row["id"] for name in ("from_id", "to_id") for row in bulk.fetch(session, Relation, name, keys)}
    counted.append((_relations, len(related)))
    return [words(count).format(count=count) for words, count in counted if count]


_ENDS = ("contact_id", "company_id")


def _count(session: Session, record: type[Record], column: str, keys: list[bytes]) -> int:
    identity = identity_of(record)
    return len({identity(row) for row in bulk.fetch(session, record, column, keys)})


def _positions(count: int) -> str:
    return ngettext("{count} position", "{count} positions", count)


def _people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count)


def _relations(count: int) -> str:
    return ngettext("{count} relation", "{count} relations", count)


_COUNTS: dict[type[Record], Callable[[int], str]] = {
    Phone: lambda count: ngettext("{count} phone", "{count} phones", count),
    Email: lambda count: ngettext("{count} e-mail", "{count} e-mails", count),
    Address: lambda count: ngettext("{count} address", "{count} addresses", count),
    Link: lambda count: ngettext("{count} link", "{count} links", count),
    OptOut: lambda count: ngettext("{count} “do not contact”", "{count} “do not contact”", count),
    Note: lambda count: ngettext("{count} note", "{count} notes", count),
    Attachment: lambda count: ngettext("{count} file", "{count} files", count),
    Tagging: lambda count: ngettext("{count} tag", "{count} tags", count),
    Membership: lambda count: ngettext("{count} group", "{count} groups", count),
    Participation: lambda count: ngettext("{count} activity", "{count} activities", count),
}
