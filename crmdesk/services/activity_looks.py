"""All of one activity for a look: its fields, its people and their parts, its checklist and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import own_fields
from crmdesk.domain.channels import Address
from crmdesk.domain.notes import Attachment
from crmdesk.formats.json_file import readable
from crmdesk.printing.addresses import one_line
from crmdesk.services import checklists, picks, preferences
from crmdesk.services.activities import Doing, deals_of
from crmdesk.services.checklists import Item
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.doings import COLUMNS
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Participant:
    id: bytes
    name: str
    role: str
    """One of PARTS_TAKEN."""
    kind: str
    """`contact` or `company`."""


@dataclass(frozen=True, slots=True)
class ActivityLook:
    id: bytes
    fields: dict[str, Any]
    """By column name; of one of a series with its own times."""
    people: tuple[Participant, ...]
    items: tuple[Item, ...]
    attachments: list[dict[str, Any]]
    address: str
    """Of the first participant who has one."""
    created_at: int
    is_one_of_series: bool
    """It was taken out of its series, and stands there instead of another."""
    deal: tuple[bytes, str] | None = None
    """Id and name of the one it belongs to."""

    @property
    def doing(self) -> Doing:
        people = tuple((person.id, person.name) for person in self.people)
        fields = {name: self.fields[name] for name in COLUMNS if name != "id"}
        return Doing(self.id, **fields, people=people, deal=self.deal)


def words(store: Store) -> dict[str, dict[str, str]]:
    """How kinds of activities and their results are shown."""
    with store.read() as session:
        return {name: picks.texts(session, name) for name in ("activity", "outcome")}


def look(store: Store, key: bytes | str) -> ActivityLook | None:
    """Nothing where it was deleted."""
    activity = as_id(key)
    with store.read() as session:
        row = next(bulk.fetch(session, Activity, "id", [activity]), None)
        if row is None:
            return None
        people = tuple(participants(session, activity))
        files = bulk.fetch(session, Attachment, "owner_id", [activity])
        return ActivityLook(
            activity,
            {name: row[name] for name in own_fields(Activity)},
            people,
            tuple(checklists.of(session, activity)),
            [readable(Attachment, file) for file in files],
            address_of(session, [person.id for person in people]),
            row["created_at"],
            row["series_id"] is not None,
            deals_of(session, [activity]).get(activity),
        )


def participants(session: Session, activity: bytes) -> list[Participant]:
    parts = sorted(bulk.fetch(session, Participation, "activity_id", [activity]), key=lambda part: part["created_at"])
    return _named(session, {part["owner_id"]: part["role"] or "with" for part in parts})


def named(store: Store, people: Sequence[bytes | str]) -> tuple[tuple[Participant, ...], str]:
    """Who is to have a part in something new, and the address of the first who has one."""
    keys = [as_id(key) for key in people]
    with store.read() as session:
        return tuple(_named(session, dict.fromkeys(keys, "with"))), address_of(session, keys)


def _named(session: Session, roles: dict[bytes, str]) -> list[Participant]:
    rows = {row.id: row for row in rows_of(session, list(roles))}
    return [
        Participant(key, rows[key].name, role, rows[key].kind or "contact")
        for key, role in roles.items()
        if key in rows
    ]


def address_of(session: Session, people: Sequence[bytes]) -> str:
    """In one line."""
    found = {row["owner_id"]: row for row in bulk.fetch(session, Address, "owner_id", list(people))}
    first = next((found[key] for key in people if key in found), None)
    if first is None:
        return ""
    return one_line(first, from_country=preferences.country(session), language=i18n.language())
