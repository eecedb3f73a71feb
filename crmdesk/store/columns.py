"""The columns of lists in SQL: of a record itself, of its first phone or address, of what it is linked to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.records import RECORDS
from crmdesk.store.doings import IN_CONTACT
from crmdesk.store.search import KINDS, ROW, Row, row_of

APART = "\x1f"
"""Between the values of a column that holds several."""
NEVER = "9999"
"""Sorts behind every date."""
TAB = "f.tab"
"""The number of the tab that a name stands behind; nothing where that is still to be found."""
OWNERS: dict[str, type[Contact] | type[Company]] = {"contact": Contact, "company": Company}

_PARTS = {record.__tablename__: record for record in RECORDS if record.owner}
_NAME = re.compile(r"[a-z_0-9]+")
_RANK = {
    "addresses": "is_mailing DESC, is_primary DESC, position",
    "affiliations": "is_primary DESC, position",
}
_FIRST = "is_primary DESC, position"
_TAGS = (
    f"(SELECT group_concat(p.name, '{APART}' ORDER BY p.name) FROM taggings l JOIN tags p ON p.id = l.tag_id"
    " WHERE l.owner_id = r.id AND l.deleted_at IS NULL AND p.deleted_at IS NULL)"
)
_COMPANY = (
    "(SELECT p.name FROM affiliations l JOIN companies p ON p.id = l.company_id"
    " WHERE l.contact_id = r.id AND l.deleted_at IS NULL AND p.deleted_at IS NULL"
    " ORDER BY l.is_primary DESC, l.position LIMIT 1)"
)
_PEOPLE = (
    "(SELECT nullif(count(*), 0) FROM affiliations l JOIN contacts p ON p.id = l.contact_id"
    " WHERE l.company_id = r.id AND l.deleted_at IS NULL AND p.deleted_at IS NULL)"
)
_DOINGS = (
    "FROM participations l JOIN activities a ON a.id = l.activity_id AND a.deleted_at IS NULL"
    " WHERE l.owner_id {owners} AND l.deleted_at IS NULL"
)
# A company has a part in what its people have a part in.
_WITH_PEOPLE = (
    "IN (SELECT r.id UNION SELECT contact_id FROM affiliations WHERE company_id = r.id AND deleted_at IS NULL)"
)
_LAST = f"(SELECT max(a.done_at) {{doings}} AND {IN_CONTACT} AND coalesce(a.is_reached, 1) = 1)"
_NEXT = (
    f"(SELECT concat_ws('{APART}', coalesce(a.starts, '{NEVER}'), a.type, coalesce(a.subject, '')) {{doings}}"
    f" AND a.done_at IS NULL ORDER BY coalesce(a.starts, '{NEVER}'), a.id LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list: what search knows of the record, and the values of its columns."""

    row: Row
    values: tuple[Any, ...]


def expression(kind: str, key: str, *, is_link: bool = False) -> str:
    """SQL for the value of a column of the record `r`, which the finder knows as `f`; of a link the other's name."""
    first, dot, rest = key.partition(".")
    if not all(_NAME.fullmatch(part) for part in (first, rest or "x")):
        raise ValueError(key)
    if first == "custom":
        return _custom(bytes.fromhex(rest), is_link=is_link)
    if dot:
        return _part(first, rest)
    owners = _WITH_PEOPLE if kind == "company" else "= r.id"
    special = {
        "shown_name": "f.filed_as",
        "company": _COMPANY,
        "people": _PEOPLE,
        "tags": _TAGS,
        "last_contact": _LAST.format(doings=_DOINGS.format(owners=owners)),
        "next_step": _NEXT.format(doings=_DOINGS.format(owners=owners)),
    }
    if key not in special and key not in OWNERS[kind].__table__.columns:
        raise ValueError(key)
    return special.get(key, f"r.{key}")


def _custom(field: bytes, *, is_link: bool) -> str:
    where = f"owner_id = r.id AND field_id = x'{field.hex()}' AND deleted_at IS NULL"
    value = "(SELECT name FROM finder WHERE id = unhex(replace(value, '-', '')))" if is_link else "value"
    return f"(SELECT {value} FROM custom_values WHERE {where} LIMIT 1)"


def _part(table: str, column: str) -> str:
    """Of the first of a record's phones, addresses ... that has it."""
    part = _PARTS[table]
    if column not in part.__table__.columns:
        raise ValueError(f"{table}.{column}")
    rank = _RANK.get(table, _FIRST)
    return f"(SELECT {column} FROM {table} WHERE {part.owner} = r.id AND deleted_at IS NULL ORDER BY {rank} LIMIT 1)"


def source(kind: str) -> str:
    """What the expressions are asked of: the finder first, of which the fewest rows are wanted."""
    return f"FROM finder f CROSS JOIN {OWNERS[kind].__tablename__} r ON r.id = f.id"


def rows(session: Session, kind: str, expressions: Sequence[str], by: str, keys: Sequence[Any]) -> list[Listed | None]:
    """Of these ids or numbers in the finder, in their order; nothing stands for what is gone."""
    columns = "".join(f", {sql}" for sql in expressions)
    marks = ", ".join("?" * len(keys))
    sql = f"SELECT f.{by}, {ROW}{columns} {source(kind)} WHERE f.{by} IN ({marks}) AND +f.kind = {KINDS[kind]}"
    width = len(ROW.split(","))
    found = {
        key: Listed(row_of(values[:width]), tuple(values[width:]))
        for key, *values in _driver(session).execute(sql, tuple(keys))
    }
    return [found.get(key) for key in keys]


def photos(session: Session, owners: Sequence[bytes]) -> dict[bytes, bytes]:
    """Whose each photo is, by the id of the photo: the pictures themselves are large."""
    marks = ", ".join("?" * len(owners))
    sql = f"SELECT id, owner_id FROM photos WHERE owner_id IN ({marks}) AND deleted_at IS NULL"
    return dict(_driver(session).execute(sql, tuple(owners)).fetchall())


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection
