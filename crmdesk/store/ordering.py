"""The order of a list by any columns: eight bytes a record, made in pieces, read in windows.

Values are gathered along the table, where reading is quick, into a temporary table beside the file; what is compared
of them is worked out once for each different value; rows are spread over buckets that follow one another, and each is
sorted by one statement. Nothing goes from SQLite to Python row by row: each time, the window's thread and this one
would wait for each other.
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
_PIECE, _SPAN, _VALUES, _IDS = 8000, 20_000, 2000, 500
"""Gathered from the file, handled within the temporary tables; between two pieces others are answered."""
_BUCKET, _SAMPLED = 50_000, 50
"""So many rows are sorted at once, and so many of each are looked at first to know where the next ones begin."""
_GATHERED, _KEYED, _SPREAD = 0.5, 0.6, 0.85
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
    """Temporary tables: `rows` of number, a value for each column, name; `keysN` of each value; `parts` to be sorted.

    They may be made within another's open step, and be gone with it: then all is done again.
    """

    def __init__(self, connection: Connection, kind: str, sort: Sequence[By], group: Grouping | None) -> None:
        self._connection, self._kind, self._group = connection, kind, group
        self._columns = [*([group.by] if group else []), *sort]
        number = next(_numbers)
        self._rows, self._parts = f"temp.ordering_rows{number}", f"temp.ordering_parts{number}"
        self._keyed = {
            place: f"temp.ordering_keys{number}_{place}"
            for place, by in enumerate(self._columns)
            if by.key or (group and group.headings and place == 0)
        }
        self._counts: dict[str, int] = {}
        self._values = "".join(f", k{place}" for place in range(len(self._columns)))
        self._terms = [*(f"c{place}" for place in range(len(self._columns))), "name", "doc"]
        self._descends = [*(by.descending for by in self._columns), False, False]
        self._groups: list[tuple[Any, Any, int]] = []
        """What is compared of a group, its heading, its first place."""
        self._name = f"f.{filing.order(connection)}"

    def _run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        compared = "".join(f", {term}" for term in self._terms[:-1])
        parts = f"(bucket, doc, nth, heading{compared}, PRIMARY KEY (bucket, doc, nth)) WITHOUT ROWID"
        create = [f"{self._rows} (doc{self._values}, name)", f"{self._parts} {parts}"]
        for table in self._keyed.values():
            create += [f"{table} (value, heading, compared)", f"{table}_values (value PRIMARY KEY) WITHOUT ROWID"]
        for table in create:
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {table}")
        for table in self._keyed.values():
            index = f"{table}_index ON {table.removeprefix('temp.')} (value)"
            self._connection.execute(f"CREATE INDEX IF NOT EXISTS {index}")
        return self._connection.execute(sql, tuple(values))

    def _put(self, table: str, sql: str, values: Sequence[Any] = (), *, ignores: bool = False) -> None:
        insert = "INSERT OR IGNORE" if ignores else "INSERT"
        self._counts[table] = self._counts.get(table, 0) + self._run(f"{insert} INTO {table} {sql}", values).rowcount

    def _spans(self) -> Iterator[tuple[int, int]]:
        rows = self._counts.get(self._rows, 0)
        return ((start, start + _SPAN) for start in range(0, rows, _SPAN))

    def _tables(self) -> list[str]:
        values = (self._values_of(place) for place in self._keyed)
        return [self._rows, self._parts, *self._keyed.values(), *values]

    # Gathering

    def gather(self, ids: Sequence[bytes] | None) -> Iterator[float]:
        self._counts = {}
        for table in self._tables():
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
        for place in self._keyed:
            for _start, _end in self._note_values(place):
                yield _GATHERED
            total = self._counts.pop(self._values_of(place), 0)
            for done in range(0, total, _VALUES):
                self._work_out(place)
                yield _GATHERED + (_KEYED - _GATHERED) * done / total

    def _note_values(self, place: int) -> Iterator[tuple[int, int]]:
        """Each value once."""
        for start, end in self._spans():
            span = f"rowid > {start} AND rowid <= {end} AND k{place} IS NOT NULL"
            self._put(self._values_of(place), f"SELECT DISTINCT k{place} FROM {self._rows} WHERE {span}", ignores=True)
            yield start, end

    def _work_out(self, place: int) -> None:
        """In the order of the values, so that the index of the keys grows at its end; what is done is taken away."""
        found = self._values_of(place)
        some = f"SELECT value FROM {found} ORDER BY value LIMIT {_VALUES}"
        values, last = self._run(f"SELECT json_group_array(value), max(value) FROM ({some})").fetchone()
        entries = [entry for value in json.loads(values) for entry in self._entries(place, value)]
        kept = "e.value ->> 0, e.value ->> 1"
        compared = "iif(json_type(e.value, '$[2]') = 'text', unhex(e.value ->> 2), e.value ->> 2)"
        self._put(self._keyed[place], f"SELECT {kept}, {compared} FROM json_each(?) e", (json.dumps(entries),))
        self._run(f"DELETE FROM {found} WHERE value <= ?", (last,))

    def _values_of(self, place: int) -> str:
        return f"{self._keyed[place]}_values"

    def _entries(self, place: int, value: Any) -> Iterator[tuple[Any, Any, Any]]:
        key = self._columns[place].key
        group = self._group if place == 0 else None
        for heading in group.headings(value) if group and group.headings else (value,):
            yield value, heading, _plain(key(heading) if key else heading)

    # Sorting

    def sorted(self) -> Generator[float, None, "array[int]"]:
        """Spread over buckets that follow one another, each of which is sorted by itself."""
        rows = self._counts.get(self._rows, 0)
        marks = self._marks(rows // _BUCKET)
        for start, end in self._spans():
            self._spread(marks, start, end)
            yield _KEYED + (_SPREAD - _KEYED) * start / rows
        docs = array("q")
        self._groups = []
        for bucket in range(len(marks) + 1):
            self._note_groups(bucket, len(docs))
            span = f"SELECT doc FROM {self._parts} WHERE bucket = {bucket} ORDER BY {self._order()}"
            (text,) = self._run(f"SELECT group_concat(doc) FROM ({span})").fetchone()
            docs.extend(map(int, text.split(",")) if text else ())
            yield _SPREAD + (1 - _SPREAD) * bucket / (len(marks) + 1)
        return docs

    def _order(self) -> str:
        terms = zip(self._terms, self._descends, strict=True)
        return ", ".join(f"{term}{' DESC' if descends else ''} NULLS LAST" for term, descends in terms)

    def _joined(self) -> str:
        """Rows with what is compared of each value."""
        joins = "".join(
            f" LEFT JOIN {table} m{place} ON m{place}.value = k{place}" for place, table in self._keyed.items()
        )
        first, heading = ("m0.rowid", "m0.heading") if 0 in self._keyed else ("0", "k0" if self._group else "NULL")
        places = range(len(self._columns))
        compared = [f"m{place}.compared" if place in self._keyed else f"k{place}" for place in places]
        terms = "".join(f", {sql} AS c{place}" for place, sql in enumerate(compared))
        return f"SELECT doc, coalesce({first}, 0) AS nth, {heading} AS heading{terms}, name FROM {self._rows} r{joins}"

    def _marks(self, count: int) -> list[tuple[Any, ...]]:
        """The first of each bucket but the first, as a sample lets expect."""
        if not count:
            return []
        rows = self._counts[self._rows]
        some = ", ".join(map(str, range(1, rows + 1, max(rows // (count * _SAMPLED), 1))))
        sample = f"{self._joined()} WHERE r.rowid IN ({some})"
        found = self._run(f"SELECT {', '.join(self._terms)} FROM ({sample}) ORDER BY {self._order()}")
        return list(found.fetchall()[_SAMPLED::_SAMPLED])

    def _spread(self, marks: Sequence[tuple[Any, ...]], start: int, end: int) -> None:
        bucket = self._bucket(marks, 0, len(marks))
        span = f"{self._joined()} WHERE r.rowid > {start} AND r.rowid <= {end}"
        values = [value for mark in marks for value in mark]
        self._put(self._parts, f"SELECT {bucket}, * FROM ({span})", values)

    def _bucket(self, marks: Sequence[tuple[Any, ...]], first: int, last: int) -> str:
        """SQL for the number of a row's bucket, found by halves."""
        if first == last:
            return str(first)
        middle = (first + last) // 2
        before = self._bucket(marks, first, middle), self._bucket(marks, middle + 1, last)
        return f"iif({self._precedes(marks, middle)}, {before[0]}, {before[1]})"

    def _precedes(self, marks: Sequence[tuple[Any, ...]], number: int) -> str:
        """SQL for whether a row stands before a mark."""
        found = "false"
        for place in reversed(range(len(self._terms))):
            term, value = self._terms[place], f"?{number * len(self._terms) + place + 1}"
            sign = ">" if self._descends[place] else "<"
            is_before = f"{term} IS NOT NULL" if marks[number][place] is None else f"{term} {sign} {value}"
            found = f"({is_before} OR ({term} IS {value} AND {found}))"
        return found

    def _note_groups(self, bucket: int, place: int) -> None:
        """A group may begin in one bucket and go on in the next."""
        if self._group is None:
            return
        order = self._order().partition(",")[0]
        found = f"SELECT c0, min(heading), count(*) FROM {self._parts} WHERE bucket = {bucket}"
        for compared, heading, size in self._run(f"{found} GROUP BY c0 ORDER BY {order}").fetchall():
            if not self._groups or self._groups[-1][0] != compared:
                self._groups.append((compared, heading, place))
            place += size

    def groups(self) -> tuple[tuple[Any, int], ...]:
        return tuple((heading, start) for _compared, heading, start in self._groups)

    def is_whole(self, docs: "array[int]") -> bool:
        counts = {table: self._run(f"SELECT count(*) FROM {table}").fetchone()[0] for table in self._counts}
        return counts == self._counts and len(docs) == self._counts.get(self._parts, 0)

    def end(self) -> None:
        with suppress(sqlite.Error):  # the file was closed meanwhile, and these tables with it
            for table in self._tables():
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
