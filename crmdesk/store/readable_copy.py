"""A plain SQLite copy for other programs: tables and views under names that a person understands, nothing to decode."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import text_id
from crmdesk.domain.records import RECORDS
from crmdesk.domain.reviews import Review
from crmdesk.domain.sources import Distinction, ExternalId, ImportRun, Leftover
from crmdesk.store import bulk

_INNER: tuple[type[Record], ...] = (ExternalId, Leftover, ImportRun, Distinction, CustomField, CustomValue, Review)
_OWNER = {"owner_id": "belongs_to"}
_VIEWS = {
    "people": """
        SELECT c.id, trim(coalesce(c.prefix || ' ', '') || coalesce(c.given_name || ' ', '')
            || coalesce(c.middle_name || ' ', '') || coalesce(c.family_name || ' ', '')
            || coalesce(c.suffix, '')) AS name,
            (SELECT k.name FROM positions p JOIN companies k ON k.id = p.company_id WHERE p.contact_id = c.id
             ORDER BY p.is_primary DESC LIMIT 1) AS company,
            (SELECT title FROM positions p WHERE p.contact_id = c.id ORDER BY p.is_primary DESC LIMIT 1) AS job_title,
            (SELECT value FROM phones WHERE belongs_to = c.id ORDER BY is_primary DESC LIMIT 1) AS phone,
            (SELECT value FROM emails WHERE belongs_to = c.id ORDER BY is_primary DESC LIMIT 1) AS email,
            (SELECT city FROM addresses WHERE belongs_to = c.id ORDER BY is_mailing DESC LIMIT 1) AS city,
            c.stage, c.source, c.birthday
        FROM contacts c""",
    "mailing_list": """
        SELECT p.name, p.company, a.street, a.street2, a.po_box, a.postal_code, a.city, a.region, a.country
        FROM people p JOIN addresses a ON a.belongs_to = p.id WHERE a.is_mailing
        AND NOT EXISTS (SELECT 1 FROM do_not_contact d WHERE d.belongs_to = p.id AND d.channel = 'post')""",
    "birthdays": """
        SELECT name, company, birthday, substr(birthday, -5) AS day FROM people WHERE birthday IS NOT NULL
        AND length(birthday) > 4 ORDER BY day""",
    "members_of_groups": """
        SELECT g.name AS "group", coalesce(p.name, k.name) AS member, m.belongs_to FROM memberships m
        JOIN groups g ON g.id = m.group_id LEFT JOIN people p ON p.id = m.belongs_to
        LEFT JOIN companies k ON k.id = m.belongs_to""",
    "tagged": """
        SELECT t.name AS tag, coalesce(p.name, k.name) AS name, l.belongs_to FROM taggings l JOIN tags t
        ON t.id = l.tag_id LEFT JOIN people p ON p.id = l.belongs_to LEFT JOIN companies k ON k.id = l.belongs_to""",
    "history": """
        SELECT a.done_at, a.type, a.subject, a.text, coalesce(p.name, k.name) AS "with", a.is_reached, a.outcome,
        a.author FROM activities a JOIN participations l ON l.activity_id = a.id LEFT JOIN people p
        ON p.id = l.belongs_to LEFT JOIN companies k ON k.id = l.belongs_to WHERE a.done_at IS NOT NULL
        ORDER BY a.done_at DESC""",
}
_NAMES = {"affiliations": "positions", "opt_outs": "do_not_contact"}


def write(session: Session, to: Path) -> Iterator[None]:
    """To a file that is not there yet; pauses after each table. Pictures stay out, files are named only."""
    import sqlite_utils

    with closing(sqlite_utils.Database(to)) as database:
        for record in RECORDS:
            if record not in _INNER:
                _write_table(database, session, record)
                yield
        for name, select in _VIEWS.items():
            database.create_view(name, select)


def _write_table(database: Any, session: Session, record: type[Record]) -> None:
    fields = declared_fields(record)
    columns = {
        _OWNER.get(name, name): _type(field.kind) for name, field in fields.items() if _is_shown(name, field.kind)
    }
    custom = _custom_of(session, record)
    table = database[_NAMES.get(record.__tablename__, record.__tablename__)]
    table.create({"id": str, **columns, **dict.fromkeys(custom.values(), str)}, pk="id")
    values = _custom_values(session, custom)
    table.insert_all(_rows(session, record, values), batch_size=500)
    for name, field in fields.items():
        if field.kind is Kind.LINK:
            table.create_index([_OWNER.get(name, name)], if_not_exists=True)


def _is_shown(name: str, kind: Kind) -> bool:
    return kind is not Kind.BYTES and name != "deleted_at"


def _type(kind: Kind) -> type:
    return int if kind in (Kind.NUMBER, Kind.YES_NO) else str


def _rows(
    session: Session, record: type[Record], custom: Mapping[bytes, Mapping[str, str]]
) -> Iterator[dict[str, Any]]:
    fields = declared_fields(record)
    for row in bulk.whole(session, record):
        shown = {
            _OWNER.get(name, name): _shown(field.kind, row[name])
            for name, field in fields.items()
            if _is_shown(name, field.kind)
        }
        yield {"id": text_id(row["id"]), **shown, **custom.get(row["id"], {})}


def _shown(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind is Kind.LINK:
        return text_id(value)
    if kind is Kind.INSTANT:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat(" ", "seconds").removesuffix("+00:00")
    return int(value) if kind is Kind.YES_NO else value


def _custom_of(session: Session, record: type[Record]) -> dict[bytes, str]:
    """The fields users added to a table, under names that are not taken."""
    taken = {name.casefold() for name in ("id", *declared_fields(record), *_OWNER.values())}
    found: dict[bytes, str] = {}
    fields = [row for row in bulk.whole(session, CustomField) if row["record"] == record.__tablename__]
    for row in sorted(fields, key=lambda row: row["position"]):
        name, number = row["name"].replace('"', "'").replace("[", "(").replace("]", ")"), 1
        plain = name
        while name.casefold() in taken:
            number += 1
            name = f"{plain} {number}"
        taken.add(name.casefold())
        found[row["id"]] = name
    return found


def _custom_values(session: Session, names: Mapping[bytes, str]) -> dict[bytes, dict[str, str]]:
    values: dict[bytes, dict[str, str]] = {}
    found: Iterable[dict[str, Any]] = bulk.fetch(session, CustomValue, "field_id", list(names)) if names else ()
    for row in found:
        values.setdefault(row["owner_id"], {})[names[row["field_id"]]] = row["value"]
    return values
