"""Birthdays, and what is planned and done, for other calendars."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.contacts import Contact
from crmdesk.domain.happening import Guest, HappeningKind
from crmdesk.domain.ids import text_id
from crmdesk.domain.sources import ExternalId, Leftover
from crmdesk.formats.ical_read import DAYS, JOURNAL, RECURRENCE
from crmdesk.formats.ical_write import Entry, write
from crmdesk.i18n import _
from crmdesk.store import bulk
from crmdesk.store.search import rows_of

_TODO = "to-do"
_WHOLE_DAY = re.compile(r"-\d\d-\d\d$")
"""Other dates lack their day."""
_BETWEEN = " – "


def entries_of(session: Session, owners: list[tuple[str, list[bytes]]], *, whole: bool) -> list[Entry]:
    """Of the named contacts and companies, or all there is."""
    ids = [key for _kind, keys in owners for key in keys]
    people = next((keys for kind, keys in owners if kind == "contact"), [])
    return [*_days(session, people), *_activities(session, None if whole else ids, set(ids))]


def written(entries: list[Entry]) -> bytes:
    return write(entries, _("Contacts"), datetime.now(UTC).replace(microsecond=0))


def _days(session: Session, people: list[bytes]) -> Iterator[Entry]:
    names = {row.id: row.name for row in rows_of(session, people)}
    words = dict(zip(DAYS, (_("Birthday of {name}"), _("Anniversary of {name}")), strict=True))
    for row in bulk.fetch(session, Contact, "id", people):
        for field, text in words.items():
            day = row[field]
            if day and _WHOLE_DAY.search(day):
                summary = text.format(name=names.get(row["id"], ""))
                yield Entry(f"{text_id(row['id'])}-{field}", summary, {"starts": day}, is_yearly=True)


def _activities(session: Session, ids: list[bytes] | None, known: set[bytes]) -> Iterator[Entry]:
    links = bulk.whole(session, Participation) if ids is None else bulk.fetch(session, Participation, "owner_id", ids)
    parts: defaultdict[bytes, list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        if link["owner_id"] in known:
            parts[link["activity_id"]].append(link)
    rows = list(bulk.whole(session, Activity) if ids is None else bulk.fetch(session, Activity, "id", list(parts)))
    keys = [row["id"] for row in rows]
    kept = {row["owner_id"]: row["lines"] for row in bulk.fetch(session, Leftover, "owner_id", keys)}
    own = frozenset(row["id"] for row in rows if row["recurrence"])
    uids = _uids(session, keys, own)
    guests = _guests(session, parts)
    series = _series(session, rows)
    uids |= _uids(session, [key for key in series if key], frozenset(filter(None, series)))
    for row in rows:
        key, whole = row["id"], series.get(row["series_id"])
        name = whole["id"] if whole else key
        uid = uids.get(name) or text_id(name)
        zone = (whole or row)["zone"] or ""
        yield _entry(row, uid, guests.get(key, ()), kept.get(key, ""), zone)


def _series(session: Session, rows: list[dict[str, Any]]) -> dict[bytes | None, dict[str, Any]]:
    """Which those that stand for one of a series were taken out of."""
    keys = list({row["series_id"] for row in rows if row["series_id"] and row["instance"]})
    return {row["id"]: row for row in bulk.fetch(session, Activity, "id", keys)}


def _guests(session: Session, parts: dict[bytes, list[dict[str, Any]]]) -> dict[bytes, tuple[Guest, ...]]:
    people = list({part["owner_id"] for some in parts.values() for part in some})
    names = {row.id: row.name for row in rows_of(session, people)}
    uids = _uids(session, people)
    return {
        activity: tuple(
            Guest(names[key], uid=uids.get(key) or text_id(key), role=part["role"] or "with")
            for part in some
            if (key := part["owner_id"]) in names
        )
        for activity, some in parts.items()
    }


def _uids(session: Session, keys: list[bytes], series: frozenset[bytes] = frozenset()) -> dict[bytes, str]:
    """What the file they came from calls them; a series that was begun there as a part of another has its own name."""
    rows = bulk.fetch(session, ExternalId, "owner_id", keys)
    named = {row["owner_id"]: row["key"] for row in rows if row["key"].startswith("uid:") and row["digest"]}
    return {
        owner: key.removeprefix("uid:").partition(RECURRENCE)[0]
        for owner, key in named.items()
        if owner not in series or RECURRENCE not in key
    }


def _entry(row: dict[str, Any], uid: str, guests: tuple[Guest, ...], kept: str, zone: str) -> Entry:
    fields = {name: value for name, value in row.items() if value not in (None, "")}
    is_logged = "done_at" in fields and "starts" not in fields and row["type"] != _TODO
    if is_logged:
        done = datetime.fromtimestamp(fields["done_at"] / 1000, UTC)
        fields |= {"starts": done.strftime("%Y-%m-%dT%H:%M"), "zone": "UTC"}
    lines = tuple(kept.split("\n")) if kept else ()
    about = row["subject"] or _first_line(row["text"])
    summary = _BETWEEN.join(filter(None, [about, ", ".join(filter(None, (guest.name for guest in guests)))]))
    kind = _kind(row["type"], lines)
    kept_lines = lines[1:] if kind == "VJOURNAL" else lines
    return Entry(
        uid, summary or _("Activity"), fields, kind,
        is_logged=is_logged, instance_zone=zone, guests=guests, kept=kept_lines,
    )  # fmt: skip


def _kind(type_: str, kept: tuple[str, ...]) -> HappeningKind:
    if type_ == _TODO:
        return "VTODO"
    return "VJOURNAL" if kept[:1] == (JOURNAL,) else "VEVENT"


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0][:80]
