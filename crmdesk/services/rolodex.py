"""Cards to be flipped: what is seen of contacts and companies in one glance, fetched a few dozen at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record
from crmdesk.domain.channels import Address, Email, Phone
from crmdesk.domain.collation import FIELD
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import OptOut, Photo
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Tag, Tagging
from crmdesk.formats.json_file import readable
from crmdesk.printing.addresses import plain_lines
from crmdesk.services import activities, picks, preferences
from crmdesk.services.cards import OWNERS
from crmdesk.store import bulk
from crmdesk.store.lists import Chosen, Listing
from crmdesk.store.search import Row
from crmdesk.store.store import Store

_LISTED_BEST_FIRST = 200
"""Sets no larger may come in another order than that of names."""
Part = dict[str, Any]


@dataclass(slots=True)
class Glance:
    id: bytes
    kind: str
    name: str
    filed_as: str
    role: str = ""
    company: str = ""
    stage: tuple[str, str] | None = None
    """As stored and as shown."""
    birthday: str = ""
    phones: list[Part] = field(default_factory=list)
    emails: list[Part] = field(default_factory=list)
    address: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    refusals: list[Part] = field(default_factory=list)
    photo: bytes | None = None
    summary: activities.Summary = field(default_factory=activities.Summary)


@dataclass(frozen=True, slots=True)
class Glances:
    cards: list[Glance]
    words: dict[str, str]
    """How each type of activity is shown."""
    me: str


def window(store: Store, kind: str, ids: Sequence[bytes] | None, first: int, size: int) -> Glances:
    """The cards `first` to `first + size` of all of a kind, or of these; who is deleted meanwhile has an empty one."""
    rows = store.listing(kind).window(first, size) if ids is None else _rows(store, kind, ids[first : first + size])
    with store.read() as session:
        return Glances(_glances(session, kind, rows), picks.texts(session, "activity"), store.author)


def _rows(store: Store, kind: str, ids: Sequence[bytes]) -> list[Row]:
    found = {row.id: row for row in store.rows(list(ids))}
    return [found.get(key) or Row(key, kind, "", "", "", "") for key in ids]


def _glances(session: Session, kind: str, rows: list[Row]) -> list[Glance]:
    """A dozen statements, however many cards."""
    made = {glance.id: glance for glance in without_doings(session, kind, rows)}
    for row in bulk.fetch(session, Photo, "owner_id", list(made)):
        made[row["owner_id"]].photo = row["data"]
    for owner, summary in activities.summary(session, list(made)).items():
        made[owner].summary = summary
    return list(made.values())


def without_doings(session: Session, kind: str, rows: Sequence[Row]) -> list[Glance]:
    """What stands on the cards on paper: no face, and nothing that was done or planned."""
    made = {row.id: Glance(row.id, row.kind, row.name, row.filed_as) for row in rows}
    _fill_own(session, kind, made)
    for record, name in ((Phone, "phones"), (Email, "emails"), (OptOut, "refusals")):
        for owner, parts in _parts(session, record, list(made)).items():
            setattr(made[owner], name, parts)
    _fill_addresses(session, made)
    _fill_places(session, made) if kind == "contact" else None
    _fill_tags(session, made)
    return list(made.values())


def _parts(session: Session, record: type[Record], keys: list[bytes]) -> dict[bytes, list[Part]]:
    """By owner, the primary one first."""
    found = sorted(
        bulk.fetch(session, record, "owner_id", keys),
        key=lambda row: (not row.get("is_primary"), row.get("position", 0), row["id"]),
    )
    parts: defaultdict[bytes, list[Part]] = defaultdict(list)
    for row in found:
        parts[row["owner_id"]].append(readable(record, row))
    return parts


def _fill_own(session: Session, kind: str, made: dict[bytes, Glance]) -> None:
    stages = picks.texts(session, "stage")
    for row in bulk.fetch(session, OWNERS[kind], "id", list(made)):
        glance = made[row["id"]]
        if stage := row["stage"]:
            glance.stage = (stage, stages.get(stage, stage))
        glance.birthday = row.get("birthday") or ""
        glance.role = row.get("industry") or ""


def _fill_addresses(session: Session, made: dict[bytes, Glance]) -> None:
    from crmdesk import i18n

    country, language = preferences.country(session), i18n.language()
    found = sorted(
        bulk.fetch(session, Address, "owner_id", list(made)),
        key=lambda row: (not row["is_mailing"], not row["is_primary"], row["position"]),
    )
    for row in found:
        glance = made[row["owner_id"]]
        if not glance.address:
            glance.address = plain_lines(row, from_country=country, language=language)


def _fill_places(session: Session, made: dict[bytes, Glance]) -> None:
    rows = sorted(
        bulk.fetch(session, Affiliation, "contact_id", list(made)),
        key=lambda row: (not row["is_primary"], row["position"], row["id"]),
        reverse=True,  # the first one is the last to be written
    )
    names = _names(session, Company, {row["company_id"] for row in rows} - {None})
    for row in rows:
        glance = made[row["contact_id"]]
        glance.role, glance.company = row["title"] or "", names.get(row["company_id"], "")


def _fill_tags(session: Session, made: dict[bytes, Glance]) -> None:
    rows = list(bulk.fetch(session, Tagging, "owner_id", list(made)))
    names = _names(session, Tag, {row["tag_id"] for row in rows})
    for row in rows:
        if name := names.get(row["tag_id"]):
            made[row["owner_id"]].tags.append(name)


def _names(session: Session, record: type[Record], ids: set[bytes]) -> dict[bytes, str]:
    return {row["id"]: row["name"] for row in bulk.fetch(session, record, "id", sorted(ids))}


# Where things are


@dataclass(frozen=True, slots=True)
class Tabs:
    texts: list[str]
    starts: list[int]
    """The position of the first card behind each tab; empty while names are being filed anew."""
    are_own: list[bool]
    """A letter of the alphabet; else what has no letter, or a foreign script."""


def in_order(store: Store, ids: Sequence[bytes]) -> list[bytes]:
    """A set by its names: short ones may come with the best first."""
    return Chosen(store.connection, ids).in_order() if len(ids) <= _LISTED_BEST_FIRST else list(ids)


def tabs(store: Store, kind: str, ids: Sequence[bytes] | None) -> Tabs:
    listing = store.listing(kind)
    all_tabs = listing.alphabet().tabs
    starts = _pile(store, kind, ids).starts()
    return Tabs([tab.text for tab in all_tabs], starts, [tab.is_own for tab in all_tabs])


def position(store: Store, kind: str, ids: Sequence[bytes] | None, key: bytes) -> int | None:
    if ids is None:
        return store.listing(kind).position(key)
    return ids.index(key) if key in ids else None


def jump(store: Store, kind: str, ids: Sequence[bytes] | None, typed: str) -> tuple[int, bool]:
    """The position of the first name that begins as typed, family or given name first; else of what comes next."""
    alphabet, pile = store.listing(kind).alphabet(), _pile(store, kind, ids)
    nearest = None
    for text in (typed.replace(", ", FIELD, 1), typed.replace(" ", FIELD, 1)):
        letters = alphabet.letters_of(text.rstrip())
        place = pile.position_at(letters)
        nearest = place if nearest is None else nearest
        if alphabet.begins(pile.filed_at(place), letters):
            return place, True
    for key in store.listing(kind).spoken_so(fold(typed).strip()):
        if (found := position(store, kind, ids, key)) is not None:
            return found, True
    return nearest or 0, False


def _pile(store: Store, kind: str, ids: Sequence[bytes] | None) -> Listing | Chosen:
    return store.listing(kind) if ids is None else Chosen(store.connection, ids)
