"""Entries of calendars into activities: known again by their names in the source, people by how they are named."""

import marshal
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import declared_fields, now
from crmdesk.domain.channels import Email
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact, compose_name
from crmdesk.domain.folding import fold
from crmdesk.domain.happening import Guest, Happening
from crmdesk.domain.ids import named_id, new_id, parse_id
from crmdesk.domain.recurrence import last_instance
from crmdesk.domain.sources import ExternalId, Leftover
from crmdesk.domain.values.emails import normalise
from crmdesk.formats import ical_times
from crmdesk.formats.ical_read import RECURRENCE
from crmdesk.i18n import _, worded
from crmdesk.services.diary_series import Loose, gone_on, join
from crmdesk.services.reports import Verdict
from crmdesk.store import bulk
from crmdesk.store.search import rows_of

_TYPES = {"VEVENT": "meeting", "VTODO": "to-do"}
_NAME_PARTS = ("given_name", "middle_name", "family_name", "prefix", "suffix")
Row = dict[str, Any]


class Diary:
    """Takes what one import brings, part by part."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._people = _People(session)
        self._digests: dict[str, str] = {}
        """Of entries without a name of their own, by their likeness."""
        self._settled: defaultdict[str, set[str]] = defaultdict(set)
        self._sequences: dict[str, int] = {}
        self._owners: dict[str, bytes] = {}
        self._loose: dict[str, Loose] = {}
        """What was taken out of series that are not known yet, and where series change for all that follow."""
        self._rows: defaultdict[type[Activity | Participation | Leftover | ExternalId], list[Row]] = defaultdict(list)

    def take(self, pieces: Sequence[Happening]) -> Iterator[tuple[Verdict, str]]:
        """What becomes of each, with the reason or the changes in words; to be asked to its end."""
        keyed = [self._key(piece) for piece in pieces]
        known = self._known([key for key, _digest in keyed])
        self._find_instances([key for key, _digest in keyed], known)
        self._people.look_up([guest for piece in pieces for guest in piece.guests])
        for piece, (key, digest) in zip(pieces, keyed, strict=True):
            verdict = self._settle(piece, key, digest, known[key])
            if "instance" in piece.fields and (owner := self._owner_of(key, known[key])):
                self._loose[key] = Loose(owner, piece, verdict[0] is not Verdict.UNCHANGED)
            yield verdict
        self._flush()
        self._join_series()

    def _key(self, piece: Happening) -> tuple[str, str]:
        """As with cards: one without a name of its own is known by its likeness."""
        digest = _digest(piece)
        likeness = f"{fold(piece.fields.get('subject', ''))}|{piece.fields.get('starts', '')}"
        key = plain = f"uid:{piece.uid}" if piece.uid else f"like:{piece.kind}:{likeness}"
        number = 1
        while not piece.uid and self._digests.setdefault(key, digest) != digest:
            number += 1
            key = f"{plain}#{number}"
        return key, digest

    def _known(self, keys: list[str]) -> defaultdict[str, list[Row]]:
        """Activities by the names they came under, or by their own ids, as in our own exports."""
        known: defaultdict[str, list[Row]] = defaultdict(list)
        rows = list(bulk.fetch(self._session, ExternalId, "key", keys))
        own = {key_id: key for key in keys if (key_id := _own_id(key))}
        ids = [*(row["owner_id"] for row in rows), *own]
        alive = {row["id"] for row in bulk.fetch(self._session, Activity, "id", list(dict.fromkeys(ids)))}
        for row in rows:
            if row["owner_id"] in alive:
                known[row["key"]].append(row)
        for key_id in own.keys() & alive:
            known[own[key_id]].append({"owner_id": key_id, "digest": ""})
        return known

    def _settle(self, piece: Happening, key: str, digest: str, rows: list[Row]) -> tuple[Verdict, str]:
        if piece.is_day:
            return Verdict.UNCHANGED, _("a day that stands with its contact")
        if piece.sequence < self._sequences.setdefault(key, piece.sequence):
            return Verdict.UNCHANGED, _("a newer version of it stands in the same file")
        self._sequences[key] = piece.sequence
        seen = self._settled[key]
        if digest in seen or any(row["digest"] == digest for row in rows):
            return Verdict.UNCHANGED, ""
        seen.add(digest)
        owner = self._owner_of(key, rows)
        if owner is None:
            self._add(piece, key, digest)
            return Verdict.ADDED, ""
        return self._update(piece, key, digest, owner)

    def _owner_of(self, key: str, rows: list[Row]) -> bytes | None:
        return self._owners.get(key) or (rows[0]["owner_id"] if rows else None)

    # Series

    def _find_instances(self, keys: list[str], known: defaultdict[str, list[Row]]) -> None:
        """What was taken out of a series here goes out under the series' name and comes in by it."""
        wanted = [key for key in keys if RECURRENCE in key and not known[key]]
        whole = self._known([_series_key(key) for key in wanted])
        by_series = {row["owner_id"]: key for key, rows in whole.items() for row in rows}
        zones = {row["id"]: row["zone"] for row in bulk.fetch(self._session, Activity, "id", list(by_series))}
        for row in bulk.fetch(self._session, Activity, "series_id", list(by_series)):
            told = ical_times.in_utc(row["instance"] or "", zones.get(row["series_id"]) or "")
            known[f"{by_series[row['series_id']]}{RECURRENCE}{told}"].append({"owner_id": row["id"], "digest": ""})

    def _join_series(self) -> None:
        """Each that was taken out with the series it belongs to, whichever came first."""
        keys = {key: _series_key(key) for key in self._loose}
        known = self._known(list(keys.values()))
        found = [
            (owner, self._loose[key]) for key, name in keys.items() if (owner := self._owner_of(name, known[name]))
        ]
        join(self._session, found)
        for key, name in keys.items():
            if self._owner_of(name, known[name]) and not self._loose[key].piece.is_following:
                del self._loose[key]

    def _add(self, piece: Happening, key: str, digest: str) -> None:
        owner = self._owners[key] = new_id()
        done = {"done_at": done_at} if (done_at := _done_at(piece)) is not None else {}
        cancelled = {"outcome": _("Cancelled")} if piece.is_cancelled else {}
        self._rows[Activity].append({"type": _type(piece), **cancelled, **done, **piece.fields, "id": owner})
        found, strangers = self._people.parted(piece.guests)
        self._rows[Participation] += [_part(owner, person, role) for person, role in found.items()]
        if lines := [*piece.leftover, *strangers]:
            self._rows[Leftover].append({"owner_id": owner, "lines": "\n".join(lines)})
        self._rows[ExternalId].append({"owner_id": owner, "key": key, "digest": digest})

    def _update(self, piece: Happening, key: str, digest: str, owner: bytes) -> tuple[Verdict, str]:
        """What it says wins; what it does not mention stays."""
        self._flush()
        stored = next(bulk.fetch(self._session, Activity, "id", [owner]))
        piece = gone_on(piece, stored)
        new = {name: value for name, value in piece.fields.items() if stored[name] != value}
        if piece.is_cancelled and not stored["outcome"]:
            new["outcome"] = _("Cancelled")
        is_news = "starts" in new or (_is_over(piece) and stored["done_at"] is None)
        if not piece.is_ours and is_news and (done := _done_at(piece)) != stored["done_at"]:
            new["done_at"] = done
        changes = [_told(name, value) for name, value in new.items()]
        if new:
            bulk.update(self._session, Activity, [owner], new)
        changes += self._update_people(piece, owner)
        stored_names = list(bulk.fetch(self._session, ExternalId, "key", [key]))
        if changes or not stored_names:
            past = [row["id"] for row in stored_names if row["digest"] not in self._settled[key]]
            bulk.mark_deleted(self._session, ExternalId, "id", past)
            self._rows[ExternalId].append({"owner_id": owner, "key": key, "digest": digest})
        self._owners[key] = owner
        return Verdict.UPDATED if changes else Verdict.UNCHANGED, "; ".join(changes)

    def _update_people(self, piece: Happening, owner: bytes) -> list[str]:
        found, strangers = self._people.parted(piece.guests)
        there = {row["owner_id"] for row in bulk.fetch(self._session, Participation, "activity_id", [owner])}
        more = [_part(owner, person, role) for person, role in found.items() if person not in there]
        self._rows[Participation] += more
        kept = [row["lines"] for row in bulk.fetch(self._session, Leftover, "owner_id", [owner])]
        lines = "\n".join([*piece.leftover, *strangers])
        changes = [_(Participation.label)] if more else []
        if lines and kept != [lines]:
            bulk.mark_deleted(self._session, Leftover, "owner_id", [owner])
            self._rows[Leftover].append({"owner_id": owner, "lines": lines})
            changes.append(_("further properties"))
        return changes

    def _flush(self) -> None:
        for record, rows in self._rows.items():
            add = bulk.revive if record is Participation else bulk.insert
            add(self._session, record, rows)
        self._rows.clear()


def _series_key(key: str) -> str:
    return key.partition(RECURRENCE)[0]


def _own_id(key: str) -> bytes | None:
    with suppress(ValueError):
        return parse_id(key.removeprefix("uid:")) if len(key) == len("uid:") + 36 else None
    return None


def _digest(piece: Happening) -> str:
    said = (piece.kind, piece.fields, [tuple(guest) for guest in piece.guests], piece.leftover, piece.is_cancelled)
    return blake2b(marshal.dumps((*said, piece.is_done), 0), digest_size=12).hexdigest()


def _type(piece: Happening) -> str:
    return _TYPES.get(piece.kind) or _("Note")


def _part(activity: bytes, owner: bytes, role: str) -> Row:
    key = named_id("participation", activity, owner)
    return {"id": key, "activity_id": activity, "owner_id": owner, "role": role}


def _told(name: str, value: Any) -> str:
    field = declared_fields(Activity)[name]
    return f"{_(field.label)}: {'' if value is None else worded(field.choices, str(value))}"


def _is_over(piece: Happening) -> bool:
    return piece.is_done or piece.is_cancelled


def _done_at(piece: Happening) -> int | None:
    """What is past when it comes in is history; a thing to do stays to be done until it is said to be."""
    if "done_at" in piece.fields or piece.is_ours:
        return piece.fields.get("done_at")
    begins, ends, zone = (piece.fields.get(name, "") for name in ("starts", "ends", "zone"))
    today = now()
    start = ical_times.instant(begins, zone) if begins else today
    if _is_over(piece) or piece.kind == "VJOURNAL":
        return min(start, today)
    if lines := piece.fields.get("recurrence"):
        begins = ends = last_instance(begins, zone, lines) or ""
    last = ends or begins
    last = ical_times.day_after(last) if last and "T" not in last else last
    is_past = bool(last) and ical_times.instant(last, zone) < today
    return start if is_past and piece.kind == "VEVENT" else None


class _People:
    """Contacts and companies of the file, as calendars name them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_email: dict[str, bytes] = {}
        self._by_name: dict[str, bytes | None] = {}
        self._by_uid: dict[str, bytes] = {}

    def look_up(self, guests: Sequence[Guest]) -> None:
        """Each list is made once, when the first that needs it comes."""
        if not self._by_email and any(guest.email for guest in guests):
            rows = bulk.fetch_all(self._session, Email, "owner_id", "value")
            self._by_email = {normalise(value): owner for owner, value in reversed(list(rows))}
        if not self._by_name and any(guest.name and not guest.email for guest in guests):
            self._by_name = dict(_unique(self._names()))
        self._look_up_uids([guest.uid for guest in guests if guest.uid and guest.uid not in self._by_uid])

    def _look_up_uids(self, uids: list[str]) -> None:
        rows = bulk.fetch(self._session, ExternalId, "key", [f"uid:{uid}" for uid in uids])
        named = {row["key"].removeprefix("uid:"): row["owner_id"] for row in rows}
        own = {uid: key for uid in uids if (key := _own_id(f"uid:{uid}"))}
        wanted = {**own, **named}
        alive = {row.id for row in rows_of(self._session, list(wanted.values()))}
        self._by_uid |= {uid: owner for uid, owner in wanted.items() if owner in alive}

    def _names(self) -> Iterator[tuple[str, bytes]]:
        yield from ((name, key) for key, name in bulk.fetch_all(self._session, Company, "id", "name"))
        for key, full, *parts in bulk.fetch_all(self._session, Contact, "id", "full_name", *_NAME_PARTS):
            yield from ((name, key) for name in {full, compose_name(*parts), compose_name(*parts[:3])} if name)

    def parted(self, guests: Sequence[Guest]) -> tuple[Mapping[bytes, str], list[str]]:
        """Those of the file with their roles, and the lines that are to be kept of the others."""
        found: dict[bytes, str] = {}
        strangers: list[str] = []
        for guest in guests:
            owner = self._find(guest)
            if owner:
                found.setdefault(owner, guest.role)
            elif guest.line:
                strangers.append(guest.line)
        return found, strangers

    def _find(self, guest: Guest) -> bytes | None:
        if guest.uid in self._by_uid:
            return self._by_uid[guest.uid]
        if guest.email:
            return self._by_email.get(normalise(guest.email))
        return self._by_name.get(fold(guest.name)) or self._by_name.get(fold(guest.name.partition(",")[0]))


def _unique(names: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes | None]]:
    """Who shares a name is found by it no more."""
    owners: defaultdict[str, set[bytes]] = defaultdict(set)
    for name, key in names:
        owners[fold(name)].add(key)
    for name, keys in owners.items():
        yield name, next(iter(keys)) if len(keys) == 1 else None
