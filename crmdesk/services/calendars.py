"""Birthdays, and what is planned and done, for other calendars."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.contacts import Contact
from crmdesk.domain.ids import text_id
from crmdesk.formats.ical_write import Entry, write
from crmdesk.i18n import _
from crmdesk.store import bulk
from crmdesk.store.search import rows_of

_TODO = "to-do"
_WHOLE_DAY = re.compile(r"-\d\d-\d\d$")
"""Other dates lack their day."""


def export(session: Session, owners: list[tuple[str, list[bytes]]], *, whole: bool) -> bytes:
    """Of the named contacts and companies, or all there is."""
    ids = [key for _kind, keys in owners for key in keys]
    names = {row.id: row.name for row in rows_of(session, ids)}
    people = next((keys for kind, keys in owners if kind == "contact"), [])
    entries = [*_days(session, people, names), *_activities(session, None if whole else ids, names)]
    return write(entries, _("Contacts"), datetime.now(UTC).replace(microsecond=0))


def _days(session: Session, people: list[bytes], names: dict[bytes, str]) -> Iterator[Entry]:
    words = {"birthday": _("Birthday of {name}"), "anniversary": _("Anniversary of {name}")}
    for row in bulk.fetch(session, Contact, "id", people):
        for field, text in words.items():
            day = row[field]
            if day and _WHOLE_DAY.search(day):
                uid = f"{text_id(row['id'])}-{field}"
                yield Entry(uid, text.format(name=names.get(row["id"], "")), day, is_yearly=True)


def _activities(session: Session, ids: list[bytes] | None, names: dict[bytes, str]) -> Iterator[Entry]:
    links = bulk.whole(session, Participation) if ids is None else bulk.fetch(session, Participation, "owner_id", ids)
    people: dict[bytes, list[str]] = {}
    for link in links:
        people.setdefault(link["activity_id"], []).append(names.get(link["owner_id"], ""))
    rows = bulk.whole(session, Activity) if ids is None else bulk.fetch(session, Activity, "id", list(people))
    for row in rows:
        yield _entry(row, tuple(filter(None, people.get(row["id"], ()))))


def _entry(row: dict[str, Any], people: tuple[str, ...]) -> Entry:
    done, starts = row["done_at"], row["starts"] or ""
    if done is not None and not starts:
        starts = datetime.fromtimestamp(done / 1000).astimezone().strftime("%Y-%m-%dT%H:%M")
    summary = " – ".join(filter(None, [row["subject"] or _first_line(row["text"]), ", ".join(people)]))
    return Entry(
        text_id(row["id"]), summary or _("Activity"), starts, row["ends"] or "", row["zone"] or "", row["text"] or "",
        row["place"] or "", is_todo=row["type"] == _TODO, done_at=done, is_private=bool(row["is_private"]),
        people=people,
    )  # fmt: skip


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0][:80]
