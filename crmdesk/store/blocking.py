"""What the comparing of records reads: the compared columns of a whole kind or of some, and who may be meant."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.store.search import KINDS, match_query

Ids = Sequence[bytes] | None
"""Nothing means all."""
_ENOUGH = 20
"""Candidates of one question."""
_COMMON = 1_000
"""How far frequent names are looked through and counted."""

_PARTS = {
    "phones": "owner_id, label, value, e164",
    "emails": "owner_id, value",
    "links": "owner_id, value",
    "addresses": "owner_id, street, street2, po_box, city, postal_code",
}
_OWNERS = {
    "contact": (
        "contacts",
        "id, given_name, middle_name, family_name, nickname, full_name, suffix, gender, birthday, created_at",
    ),
    "company": ("companies", "id, name, tax_number, kind, created_at"),
}


def owners(session: Session, kind: str, ids: Ids = None) -> Iterator[tuple[Any, ...]]:
    """The compared fields of contacts or companies, first the id, last the time of their making; oldest first."""
    table, columns = _OWNERS[kind]
    yield from _rows(session, f"SELECT {columns} FROM {table} WHERE deleted_at IS NULL", "id", ids)


def parts(session: Session, table: str, ids: Ids = None) -> Iterator[tuple[Any, ...]]:
    """Owner and compared columns of phones, e-mails, web links or addresses, in their order."""
    yield from _rows(session, f"SELECT {_PARTS[table]} FROM {table} WHERE deleted_at IS NULL", "owner_id", ids)


def employers(session: Session, ids: Ids = None) -> Iterator[tuple[bytes, str]]:
    """Contacts with the names of their companies; a household is no employer."""
    sql = (
        "SELECT a.contact_id, c.name FROM affiliations a JOIN companies c ON c.id = a.company_id"
        " WHERE a.deleted_at IS NULL AND c.deleted_at IS NULL AND c.kind <> 'household'"
    )
    yield from _rows(session, sql, "a.contact_id", ids)


def given_once(session: Session, table: str) -> Iterator[tuple[bytes, str]]:
    """Owners with the values of those custom fields that tell records apart: numbers that hardly ever come twice."""
    fields = [
        key
        for key, count, distinct in _rows(
            session,
            "SELECT v.field_id, count(*), count(DISTINCT v.value) FROM custom_values v JOIN custom_fields f"
            " ON f.id = v.field_id WHERE v.deleted_at IS NULL AND f.deleted_at IS NULL AND f.kind IN ('text', 'number')"
            f" AND f.record = '{table}' AND v.value GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*' AND length(v.value) < 40"
            " GROUP BY v.field_id",
        )
        if _APART * count <= distinct < count
    ]
    for key in fields:
        sql = f"SELECT owner_id, value FROM custom_values WHERE deleted_at IS NULL AND field_id = x'{key.hex()}'"
        yield from _rows(session, sql)


_APART = 0.3
"""Duplicates share such a value, and a file may be full of them; where nobody shares one, it numbers the records."""


def _rows(session: Session, sql: str, column: str = "", ids: Ids = None) -> Iterator[tuple[Any, ...]]:
    if ids is None:
        yield from _driver(session).execute(sql)
    elif ids:
        yield from _driver(session).execute(f"{sql} AND {column} IN ({', '.join('?' * len(ids))})", tuple(ids))


# Who may be meant while a record is typed


def candidates(session: Session, kind: str, asked: Iterable[tuple[str, list[list[str]]]], limit: int) -> list[bytes]:
    """The ids of those whose words (`names` or `words` of the finder) answer a question, the first question first.

    Of each question all lists are to be met by any of their spellings; a spelling that ends in * is a beginning.
    """
    found: dict[bytes, None] = {}
    for table, lists in asked:
        query = _match(lists)
        sql = (
            f"SELECT f.id FROM (SELECT rowid AS doc FROM finder_{table} WHERE finder_{table} MATCH ? LIMIT {_COMMON}) m"
            f" CROSS JOIN finder f ON f.doc = m.doc WHERE f.kind = {KINDS[kind]} LIMIT {_ENOUGH}"
        )
        if query:
            found.update((key, None) for (key,) in _driver(session).execute(sql, (query,)))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def how_many(session: Session, lists: list[list[str]]) -> int:
    """Of all names, as far as is worth counting."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM finder_names WHERE finder_names MATCH ? LIMIT {_COMMON})"
    query = _match(lists)
    return int(_driver(session).execute(sql, (query,)).fetchone()[0]) if query else 0


def _match(lists: list[list[str]]) -> str:
    """Nothing where one of the lists has no word at all."""
    worded = [[words for words in spellings if words.strip("* ")] for spellings in lists]
    return match_query(worded, whole=True).replace('*"', '"*') if all(worded) else ""


def _driver(session: Session) -> Any:
    return session.connection().connection.dbapi_connection
