"""The order of a list by any columns: eight bytes a record, made in pieces, read in windows.

Values are gathered along the table, where reading is quick, into a temporary table beside the file; what is compared
of them is worked out once for each different value, and one statement sorts it all. Nothing goes from SQLite to Python
row by row: each time, the window's thread and this one would wait for each other.
"""

import json
from array import array
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.store import columns, filing
from crmdesk.store.driver import sqlite
from crmdesk.store.files import Connection
from crmdesk.store.search import KINDS

NAME = "name"
"""As the SQL of a column: the order of names, whichever the file has."""
_PIECE, _VALUES, _DOCS, _IDS = 5000, 2000, 20_000, 500
_GATHERED, _KEYED, _SORTED = 0.6, 0.8, 0.95
"""The share of each part of the work in the whole of it."""
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class By:
    """One column to sort by: its SQL, and what of a value is compared; None comes last either way."""

    sql: str
    key: Callable[[Any], Any] | None = None
    """Text, bytes or a number; no function where the value itself is compared."""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Grouping:
    """The column whose values stand as headings."""

    by: By
    """`key` is asked of headings."""
    headings: Callable[[Any], Sequence[Any]] | None = None
    """Those that a value stands under; no function where it is the heading itself."""
    has_several: bool = False


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
    sorting = _Sorting(_connection(session), kind, sort, group)
    try:
        while True:
            yield from sorting.gather(ids)
            yield from sorting.work_out_keys()
            docs = yield from sorting.sorted()
            if sorting.is_whole(docs):
                return Ordering(docs, sorting.groups(), bool(group and group.has_several))
    finally:
        sorting.end()


class _Sorting:
    """Temporary tables: `rows` of number, a value for each column, name; `keysN` of each value; `sorted`.

    They may be made within another's open step, and be gone with it: then all is done again.
    """

    def __init__(self, connection: Connection, kind: str, sort: Sequence[By], group: Grouping | None) -> None:
        self._connection, self._kind, self._group = connection, kind, group
        self._columns = [*([group.by] if group else []), *sort]
        number = next(_numbers)
        self._rows, self._sorted = f"temp.ordering_rows{number}", f"temp.ordering_sorted{number}"
        self._keyed = {
            place: f"temp.ordering_keys{number}_{place}"
            for place, by in enumerate(self._columns)
            if by.key or (group and group.headings and place == 0)
        }
        self._counts: dict[str, int] = {}
        self._values = "".join(f", k{place}" for place in range(len(self._columns)))
        self._name = f"f.{filing.order(connection)}"

    def _run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        create = [f"{self._rows} (doc{self._values}, name)", f"{self._sorted} (doc, heading, compared)"]
        create += [f"{table} (value, heading, compared)" for table in self._keyed.values()]
        for table in create:
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {table}")
        return self._connection.execute(sql, tuple(values))

    def _put(self, table: str, sql: str, values: Sequence[Any] = ()) -> None:
        self._counts[table] = self._counts.get(table, 0) + self._run(f"INSERT INTO {table} {sql}", values).rowcount

    # Gathering

    def gather(self, ids: Sequence[bytes] | None) -> Iterator[float]:
        self._counts = {}
        for table in (self._rows, self._sorted, *self._keyed.values()):
            self._run(f"DELETE FROM {table}")
        yield from self._gather_all() if ids is None else self._gather_some(sorted(ids))

    def _gather_all(self) -> Iterator[float]:
        (last,) = self._run("SELECT coalesce(max(doc), 0) FROM finder").fetchone()
        for done in range(0, last, _PIECE):
            self._take("f.doc BETWEEN ? AND ?", (done + 1, done + _PIECE))
            yield _GATHERED * min((done + _PIECE) / last, 1)

    def _gather_some(self, keys: Sequence[bytes]) -> Iterator[float]:
        """In the order of their ids, as they lie in the file."""
        for start in range(0, len(keys), _IDS):
            part = keys[start : start + _IDS]
            self._take(f"f.id IN ({', '.join('?' * len(part))})", part)
            yield _GATHERED * (start + len(part)) / len(keys)

    def _take(self, where: str, values: Sequence[Any]) -> None:
        wanted = ", ".join([self._name if by.sql == NAME else by.sql for by in self._columns])
        select = f"SELECT f.doc, {wanted + ', ' if wanted else ''}{self._name} {columns.source(self._kind)}"
        of_kind = f"+f.kind = {KINDS[self._kind]}"  # the plus keeps SQLite from looking through all of the kind
        self._put(self._rows, f"{select} WHERE {of_kind} AND {where}", values)

    # Keys

    def work_out_keys(self) -> Iterator[float]:
        for place, table in self._keyed.items():
            sql = f"SELECT DISTINCT k{place}, NULL, NULL FROM {self._rows} WHERE k{place} IS NOT NULL"
            self._put(table, sql)
            total = self._counts.pop(table)
            for start in range(0, total, _VALUES):
                self._work_out(place, table, start, min(start + _VALUES, total))
                yield _GATHERED + (_KEYED - _GATHERED) * start / total
            self._run(f"DELETE FROM {table} WHERE rowid <= {total}")
            self._run(f"CREATE INDEX IF NOT EXISTS {table}_value ON {table.removeprefix('temp.')} (value)")

    def _work_out(self, place: int, table: str, start: int, end: int) -> None:
        """Behind the bare values of the table come those with their headings and keys."""
        span = f"rowid > {start} AND rowid <= {end}"
        (values,) = self._run(f"SELECT json_group_array(value) FROM {table} WHERE {span}").fetchone()
        entries = [entry for value in json.loads(values) for entry in self._entries(place, value)]
        kept = "e.value ->> 0, e.value ->> 1"
        compared = "iif(json_type(e.value, '$[2]') = 'text', unhex(e.value ->> 2), e.value ->> 2)"
        self._put(table, f"SELECT {kept}, {compared} FROM json_each(?) e", (json.dumps(entries),))

    def _entries(self, place: int, value: Any) -> Iterator[tuple[Any, Any, Any]]:
        key = self._columns[place].key
        group = self._group if place == 0 else None
        for heading in group.headings(value) if group and group.headings else (value,):
            yield value, heading, _plain(key(heading) if key else heading)

    # Sorting

    def sorted(self) -> Generator[float, None, "array[int]"]:
        compared = [
            f"m{place}.compared" if place in self._keyed else f"k{place}" for place in range(len(self._columns))
        ]
        joins = "".join(
            f" LEFT JOIN {table} m{place} ON m{place}.value = k{place}" for place, table in self._keyed.items()
        )
        heading = ("m0.heading" if 0 in self._keyed else "k0") if self._group else "NULL"
        terms = [
            f"{term}{' DESC' if by.descending else ''} NULLS LAST"
            for term, by in zip(compared, self._columns, strict=True)
        ]
        first = compared[0] if self._group else "NULL"
        order = ", ".join([*terms, "name", "doc"])
        self._put(self._sorted, f"SELECT doc, {heading}, {first} FROM {self._rows}{joins} ORDER BY {order}")
        yield _SORTED
        return (yield from self._docs())

    def _docs(self) -> Generator[float, None, "array[int]"]:
        docs = array("q")
        for start in range(0, self._counts[self._sorted], _DOCS):
            span = f"SELECT doc FROM {self._sorted} WHERE rowid > {start} AND rowid <= {start + _DOCS} ORDER BY rowid"
            (text,) = self._run(f"SELECT group_concat(doc) FROM ({span})").fetchone()
            docs.extend(map(int, (text or "").split(",")) if text else ())
            yield _SORTED
        return docs

    def groups(self) -> tuple[tuple[Any, int], ...]:
        if self._group is None:
            return ()
        sql = f"SELECT min(heading), min(rowid) - 1 AS place FROM {self._sorted} GROUP BY compared ORDER BY place"
        return tuple(self._run(sql).fetchall())

    def is_whole(self, docs: "array[int]") -> bool:
        counts = {table: self._run(f"SELECT count(*) FROM {table}").fetchone()[0] for table in self._counts}
        return counts == self._counts and len(docs) == self._counts[self._sorted]

    def end(self) -> None:
        with suppress(sqlite.Error):  # the file was closed meanwhile, and these tables with it
            for table in (self._rows, self._sorted, *self._keyed.values()):
                self._connection.execute(f"DROP TABLE IF EXISTS {table}")


def _plain(key: Any) -> Any:
    """As JSON can hold it: texts and bytes as hexadecimal bytes, whose order is theirs."""
    if isinstance(key, str):
        key = key.encode()
    return key.hex() if isinstance(key, bytes) else key


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


def _connection(session: Session) -> Connection:
    session.flush()
    return session.connection().connection.dbapi_connection  # type: ignore[return-value]
