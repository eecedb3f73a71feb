"""Asking the finder: the best records for any words of theirs, or all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from crmdesk.domain.folding import fold, question
from crmdesk.store.files import Connection

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KINDS = {"contact": 1, "company": 4}
"""By the number of the record's table."""
CHUNK = 500
_INDEXED_BEGINNING = 6
_LAST = "\U0010ffff"
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of a record."""

    id: bytes
    kind: str
    name: str
    filed_as: str
    detail: str
    place: str


ROW = "f.id, f.kind, f.name, f.filed_as, f.detail, f.place"
_KIND_NAMES = {number: name for name, number in KINDS.items()}


def row_of(values: Sequence[object]) -> Row:
    key, kind, name, filed_as, detail, place = values
    return Row(key, _KIND_NAMES[kind], name, filed_as, detail, place)  # type: ignore[arg-type, index]


def register(connection: Connection) -> None:
    """Lend SQL the spelling of search: `fold(text)`, and `bare(html)` of a note as it is stored."""
    connection.create_function("fold", 1, _fold, deterministic=True)
    connection.create_function("bare", 1, _bare, deterministic=True)


def _fold(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _fold_short(value) if len(value) <= _SHORT else fold(value)


_INNER_TAG = re.compile(r"</?(?:[bius]|a(?: [^<>]*)?)>")
_TAG = re.compile(r"<[^<>]*>")


def _bare(text: str) -> str:
    """A tag inside of a word leaves it whole; all others part words."""
    return unescape(_TAG.sub(" ", _INNER_TAG.sub("", text)))


_fold_short = lru_cache(1 << 16)(fold)
"""A column says the same again and again: cities, titles, first names."""


def find(connection: Connection, text: str, limit: int, kind: str | None = None) -> list[Row]:
    """The best `limit` records: whole names first, then beginnings of names, words of names, everything else."""
    return rows(connection, ranked(connection, text, limit, kind))


def rows(connection: Connection, docs: Sequence[int]) -> list[Row]:
    return _rows_by(connection, "doc", docs)


def rows_by_id(connection: Connection, ids: Sequence[bytes]) -> list[Row]:
    return _rows_by(connection, "id", ids)


def _rows_by(connection: Connection, column: str, keys: Sequence[object]) -> list[Row]:
    """In the order asked for; what is gone meanwhile is left out."""
    found = {}
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        marks = ",".join("?" * len(part))
        sql = f"SELECT f.{column}, {ROW} FROM finder f WHERE f.{column} IN ({marks})"
        for key, *values in connection.execute(sql, part):
            found[key] = row_of(values)
    return [found[key] for key in keys if key in found]


def ranked(connection: Connection, text: str, limit: int, kind: str | None = None) -> list[int]:
    """The numbers (`finder.doc`) of the best `limit` records."""
    asked = question(text)
    if not asked:
        return []
    kinds = [KINDS[kind]] if kind else list(KINDS.values())
    tiers = (
        _names_beginning(connection, text, limit, kinds),
        _with_words(connection, "finder_names", asked, limit, kinds),
        _with_words(connection, "finder_words", asked, limit, kinds, whole=True) if _is_long(asked) else (),
        _with_words(connection, "finder_words", asked, 2 * limit, kinds),
    )
    return list(islice(dict.fromkeys(chain.from_iterable(tiers)), limit))


def _names_beginning(connection: Connection, text: str, limit: int, kinds: Sequence[int]) -> Iterator[int]:
    """By the name as spoken or as filed; whole names before longer ones."""
    asked = " ".join(fold(text).split())
    for condition, bounds in (("{0} = ?", (asked,)), ("{0} > ? AND {0} < ?", (asked, asked + _LAST))):
        for kind in kinds:
            for name in ("spoken", "sorted"):
                where = condition.format(name)
                found = connection.execute(
                    f"SELECT doc FROM finder WHERE kind = ? AND {where} ORDER BY {name} LIMIT ?", (kind, *bounds, limit)
                )
                yield from (doc for (doc,) in found)


def _with_words(
    connection: Connection,
    table: str,
    asked: list[list[str]],
    limit: int,
    kinds: Sequence[int],
    *,
    whole: bool = False,
) -> Iterator[int]:
    query = match_query(asked, whole=whole)
    if len(kinds) == len(KINDS):
        found = connection.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT ?", (query, limit))
    else:
        found = connection.execute(
            f"SELECT f.doc FROM {table} m CROSS JOIN finder f ON f.doc = m.rowid"
            f" WHERE m.{table} MATCH ? AND f.kind = ? LIMIT ?",
            (query, kinds[0], limit),
        )
    yield from (doc for (doc,) in found)


def _is_long(asked: list[list[str]]) -> bool:
    """Longer than the index of beginnings: a frequent word ("example") is then found sooner as a whole."""
    return any(len(word) > _INDEXED_BEGINNING for spellings in asked for word in spellings[0].split())


def match_query(asked: list[list[str]], *, whole: bool = False) -> str:
    """In FTS5's language; the words are quoted, so nothing a user types is syntax."""
    end = '"' if whole else '"*'

    def all_of(words: str) -> str:
        return "(" + " AND ".join(f'"{word}{end}' for word in words.split()) + ")"

    return " AND ".join("(" + " OR ".join(map(all_of, spellings)) + ")" for spellings in asked)


def matching_ids(connection: Connection, text: str, kind: str) -> list[bytes]:
    """All records of a kind that a text finds, in the order of the list."""
    from crmdesk.store.filing import order

    asked = question(text)
    if not asked:
        return []
    found = connection.execute(
        "SELECT id FROM finder WHERE kind = ? AND doc IN (SELECT rowid FROM finder_words WHERE finder_words MATCH ?)"
        f" ORDER BY {order(connection)}, doc",
        (KINDS[kind], match_query(asked)),
    )
    return [key for (key,) in found]


def rows_of(session: "Session", ids: Sequence[bytes]) -> list[Row]:
    """As `rows_by_id`, within a step or a read."""
    return rows_by_id(session.connection().connection.dbapi_connection, ids)  # type: ignore[arg-type]
