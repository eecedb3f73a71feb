"""The order of a list by any columns: eight bytes a record, made in pieces, read in windows.

What is compared is gathered along the table, where reading is quick, in a temporary table beside the file; then one
statement sorts it. Between the pieces everything else is answered.
"""

from array import array
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, count
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from crmdesk.store import columns, filing
from crmdesk.store.driver import sqlite
from crmdesk.store.files import Connection
from crmdesk.store.search import KINDS

NAME = "name"
"""As the SQL of a column: the order of names, whichever the file has."""
_PIECE = 5000
_IDS = 500
_GATHERED = 0.8
"""The share of gathering in the whole of the work."""
_numbers = count(1)
_lent: WeakKeyDictionary[Connection, dict[int, Callable[[Any], Any]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class By:
    """One column to sort by: its SQL, and what of a value is compared; None comes last either way."""

    sql: str
    key: Callable[[Any], Any] | None = None
    """Nothing where the value itself is compared."""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Grouping:
    """The column whose values stand as headings."""

    by: By
    label: Callable[[Any], Any] | None = None
    """What of a value is the heading; nothing for the value itself."""
    has_several: bool = False
    """`label` gives a JSON list: a record stands under each of them."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """Records by their numbers in the finder, and where each group begins."""

    docs: "array[int]"
    groups: tuple[tuple[Any, int], ...] = ()
    """The heading of each group and its first place."""
    has_several: bool = False

    def place(self, doc: int) -> int | None:
        try:
            return self.docs.index(doc)
        except ValueError:
            return None


def ordered(
    session: Session, kind: str, ids: Sequence[bytes] | None, sort: Sequence[By], group: Grouping | None = None
) -> Generator[float, None, Ordering]:
    """All of a kind or these, by the columns and then by name; yields how far it is, from 0 to 1."""
    connection = _connection(session)
    gathering = _Gathering(connection, kind, sort, group)
    try:
        while not gathering.is_whole():  # a step that was given up takes with it what was gathered meanwhile
            yield from gathering.gather(ids)
        return (yield from gathering.sorted())
    finally:
        gathering.end()


class _Gathering:
    """A temporary table of what is compared: number, heading, a key for each column, name."""

    def __init__(self, connection: Connection, kind: str, sort: Sequence[By], group: Grouping | None) -> None:
        self._connection, self._kind, self._group = connection, kind, group
        self._keys = [*([group.by] if group else []), *sort]
        self._lent = _functions(connection)
        self._slots: list[int] = []
        self._name = f"f.{filing.order(connection)}"
        self._table = f"temp.ordering{next(_numbers)}"
        self._gathered = -1
        names = "".join(f", k{number}" for number in range(len(self._keys)))
        self._create = f"CREATE TABLE IF NOT EXISTS {self._table} (doc, heading{names}, name)"
        self._insert = f"INSERT INTO {self._table} {self._select()}"

    def _call(self, function: Callable[[Any], Any] | None, value: str) -> str:
        if value == NAME:
            return self._name
        if function is None:
            return value
        slot = next(_numbers)
        self._slots.append(slot)
        self._lent[slot] = function
        return f"compared({slot}, {value})"

    def _select(self) -> str:
        group, keys = self._group, self._keys
        heading, tables = "NULL", columns.source(self._kind)
        compared = [self._call(by.key, by.sql) for by in keys]
        if group:
            heading = self._call(group.label, group.by.sql)
            if group.has_several:
                heading, tables = "heading.value", f"{tables} CROSS JOIN json_each({heading}) heading"
            compared[0] = self._call(group.by.key, heading)
        return f"SELECT f.doc, {', '.join([heading, *compared])}, {self._name} {tables}"

    def is_whole(self) -> bool:
        if self._gathered < 0:
            return False
        self._connection.execute(self._create)
        (there,) = self._connection.execute(f"SELECT count(*) FROM {self._table}").fetchone()
        return bool(there == self._gathered)

    def gather(self, ids: Sequence[bytes] | None) -> Iterator[float]:
        self._connection.execute(self._create)
        self._connection.execute(f"DELETE FROM {self._table}")
        self._gathered = 0
        yield from self._gather_all() if ids is None else self._gather_some(sorted(ids))

    def _gather_all(self) -> Iterator[float]:
        (last,) = self._connection.execute("SELECT coalesce(max(doc), 0) FROM finder").fetchone()
        for done in range(0, last, _PIECE):
            self._take(f"WHERE f.kind = {KINDS[self._kind]} AND f.doc BETWEEN ? AND ?", (done + 1, done + _PIECE))
            yield _GATHERED * min((done + _PIECE) / last, 1)

    def _gather_some(self, keys: Sequence[bytes]) -> Iterator[float]:
        """In the order of their ids, as they lie in the file."""
        for start in range(0, len(keys), _IDS):
            part = keys[start : start + _IDS]
            marks = ", ".join("?" * len(part))
            self._take(f"WHERE f.kind = {KINDS[self._kind]} AND f.id IN ({marks})", part)
            yield _GATHERED * (start + len(part)) / len(keys)

    def _take(self, where: str, values: Sequence[Any]) -> None:
        self._connection.execute(self._create)
        self._gathered += self._connection.execute(f"{self._insert} {where}", tuple(values)).rowcount

    def sorted(self) -> Generator[float, None, Ordering]:
        terms = [f"k{number}{' DESC' if by.descending else ''} NULLS LAST" for number, by in enumerate(self._keys)]
        sql = f"SELECT doc FROM {self._table} ORDER BY {', '.join([*terms, 'name', 'doc'])}"
        docs = array("q", (doc for (doc,) in self._connection.execute(sql)))
        yield 0.95
        group = self._group
        return Ordering(docs, self._groups(terms[0]), group.has_several) if group else Ordering(docs)

    def _groups(self, term: str) -> tuple[tuple[Any, int], ...]:
        sql = f"SELECT min(heading), count(*) FROM {self._table} GROUP BY k0 ORDER BY {term}"
        counted = self._connection.execute(sql).fetchall()
        starts = accumulate((count for _heading, count in counted), initial=0)
        return tuple(zip((heading for heading, _count in counted), starts, strict=False))

    def end(self) -> None:
        with suppress(sqlite.Error):  # the file was closed meanwhile, and the table with it
            self._connection.execute(f"DROP TABLE IF EXISTS {self._table}")
        for slot in self._slots:
            del self._lent[slot]


def number(session: Session, key: bytes) -> int | None:
    """Of a record in the finder."""
    found = _connection(session).execute("SELECT doc FROM finder WHERE id = ?", (key,)).fetchone()
    return int(found[0]) if found else None


def ids(session: Session, docs: Sequence[int]) -> list[bytes]:
    """By number; what is gone is left out."""
    found: list[bytes] = []
    for start in range(0, len(docs), _IDS):
        part = docs[start : start + _IDS]
        sql = f"SELECT doc, id FROM finder WHERE doc IN ({', '.join('?' * len(part))})"
        known = dict(_connection(session).execute(sql, tuple(part)).fetchall())
        found += [known[doc] for doc in part if doc in known]
    return found


def _functions(connection: Connection) -> dict[int, Callable[[Any], Any]]:
    """What SQL calls as `compared(number, value)`: a function cannot be replaced while statements run."""
    if connection not in _lent:
        lent = _lent[connection] = {}
        connection.create_function("compared", 2, lambda slot, value: lent[slot](value), deterministic=True)
    return _lent[connection]


def _connection(session: Session) -> Connection:
    session.flush()
    return session.connection().connection.dbapi_connection  # type: ignore[return-value]
