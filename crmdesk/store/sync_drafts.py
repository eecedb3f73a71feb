"""What was done in this file and was told nobody yet: read from the journal, row by row, with the values of now.

The first exchange walks through all tables instead, the parents first.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crmdesk.domain.base import now
from crmdesk.domain.private import Private
from crmdesk.domain.records import RECORDS
from crmdesk.store import sync_homes
from crmdesk.store.changes import ChangeKind
from crmdesk.store.files import Connection
from crmdesk.store.sync_log import OWN, SHARED
from crmdesk.store.sync_shapes import Shape, Values, rows_of

_AT_ONCE = 5000
_DELETED = 2
_WITH_PARTS = ("contacts", "companies")
_PARTS = 8
"""So many rows hang on each, about."""
_WALK = sorted(RECORDS, key=lambda record: record is not Private)
"""What is private is said before what it is said of."""


@dataclass(frozen=True, slots=True)
class Done:
    table: int
    row: bytes
    clock: int
    values: Values
    author: str
    text: str
    bases: dict[int, str]
    """Of long texts that were changed what stood there before."""


@dataclass(slots=True)
class _Changed:
    """What the journal says of a row."""

    step: int = 0
    clock: int = 0
    mask: int = 0
    is_new: bool = False
    was_gone: bool = False
    is_buried: bool = False
    before: dict[str, Any] = field(default_factory=dict)


def take(connection: Connection, log: int, limit: int | None, shapes: Mapping[int, Shape], me: str) -> list[Done]:
    """What was done since it was taken last; none is left only when this gives none."""
    found: list[Done] = []
    for some in _sources(connection, log, limit or _AT_ONCE, shapes, me):
        found += some
        if limit and found:
            break
    return found


def _sources(
    connection: Connection, log: int, limit: int, shapes: Mapping[int, Shape], me: str
) -> Iterator[list[Done]]:
    yield from _walk(connection, log, limit, shapes, me)
    while (part := _journal(connection, log, limit)) is not None:
        yield list(_told(connection, log, part, shapes))
    while touched := _take_touched(connection, log, limit):
        yield list(_touched(connection, log, touched, shapes, me))


def done_since(connection: Connection, log: int, rows: Iterable[bytes]) -> set[bytes]:
    """Those that were changed here and are no message yet."""
    sql = (
        "SELECT 1 FROM changes c JOIN steps s ON s.id = c.step WHERE c.row = ? AND NOT s.heard"
        " AND c.id > (SELECT frozen FROM sync_positions WHERE log = ?)"
    )
    return {row for row in rows if connection.execute(sql, (row, log)).fetchone()}


def first_table() -> int:
    return _WALK[0].number


def _walk(connection: Connection, log: int, limit: int, shapes: Mapping[int, Shape], me: str) -> Iterator[list[Done]]:
    """Contacts and companies with their parts, so that whoever hears it files each of them once; then what is left."""
    while True:
        table, after = connection.execute(
            "SELECT walk_tbl, walk_row FROM sync_positions WHERE log = ?", (log,)
        ).fetchone()
        if table is None:
            return
        shape = shapes[table]
        most = max(limit // _PARTS, 1) if shape.table in _WITH_PARTS else limit
        rows = _walked(connection, log, shape, after, most)
        _walk_on(connection, log, table, rows, most)
        found = [_whole(shape, row, me) for row in rows]
        if shape.table in _WITH_PARTS:
            found += _parts(connection, log, [row[0] for row in rows], shapes, me)
        yield found


def _whole(shape: Shape, row: tuple[Any, ...], me: str) -> Done:
    values = shape.filled(row)
    return Done(shape.number, row[0], values[1] << 16, values, me, "", {})


def _walked(connection: Connection, log: int, shape: Shape, after: bytes, limit: int) -> list[tuple[Any, ...]]:
    sql = f"{shape.select} t WHERE id > ? AND {_at_home(log, 't')}"
    if shape.record.owner and shape.record is not Private:
        for owners in _WITH_PARTS:
            owner = f"SELECT 1 FROM {owners} o WHERE o.id = t.{shape.record.owner} AND {_at_home(log, 'o')}"
            sql += f" AND NOT EXISTS ({owner})"
    return connection.execute(f"{sql} ORDER BY id LIMIT ?", (after, limit)).fetchall()


def _parts(
    connection: Connection, log: int, owners: list[bytes], shapes: Mapping[int, Shape], me: str
) -> Iterator[Done]:
    marks = ", ".join("?" * len(owners))
    for shape in shapes.values():
        if shape.record.owner and shape.record is not Private:
            sql = f"{shape.select} t WHERE {shape.record.owner} IN ({marks}) AND {_at_home(log, 't')}"
            yield from [_whole(shape, row, me) for row in connection.execute(sql, owners)]


def _at_home(log: int, row: str) -> str:
    home = "IN" if log == OWN else "NOT IN"
    return f"{row}.deleted_at IS NULL AND {row}.id {home} (SELECT row FROM sync_homes)"


def _walk_on(connection: Connection, log: int, table: int, rows: list[tuple[Any, ...]], limit: int) -> None:
    tables = [record.number for record in _WALK]
    further = tables[tables.index(table) + 1 :]
    to = (table, rows[-1][0]) if len(rows) == limit else (further[0] if further else None, b"")
    connection.execute("UPDATE sync_positions SET walk_tbl = ?, walk_row = ? WHERE log = ?", (*to, log))


def _journal(connection: Connection, log: int, limit: int) -> dict[tuple[int, bytes], _Changed] | None:
    """Of the next changes what they did to each row; None where there are no more."""
    (after,) = connection.execute("SELECT frozen FROM sync_positions WHERE log = ?", (log,)).fetchone()
    (end,) = connection.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()
    if after >= end:
        return None
    rows = connection.execute(
        "SELECT c.id, c.step, c.tbl, c.row, c.hlc, c.kind, c.mask, iif(c.kind = 2, c.old, NULL)"
        " FROM changes c JOIN steps s ON s.id = c.step WHERE c.id > ? AND NOT s.heard ORDER BY c.id LIMIT ?",
        (after, limit),
    ).fetchall()
    last = rows[-1][0] if len(rows) == limit else end
    sync_homes.settle(connection, after + 1, last)
    connection.execute("UPDATE sync_positions SET frozen = ? WHERE log = ?", (last, log))
    found: dict[tuple[int, bytes], _Changed] = {}
    for _id, step, table, row, clock, kind, mask, old in rows:
        _add(found.setdefault((table, row), _Changed()), step, clock, kind, mask, old)
    return found


def _add(changed: _Changed, step: int, clock: int, kind: int, mask: int, old: str | None) -> None:
    changed.step, changed.clock = step, clock
    if kind == ChangeKind.UPDATE:
        changed.is_buried |= bool(mask >> _DELETED & 1)
        if not changed.is_new and old:
            changed.before = {**json.loads(old), **changed.before}
    changed.is_new |= kind == ChangeKind.INSERT
    changed.was_gone |= kind == ChangeKind.DELETE
    changed.mask |= mask


def _told(
    connection: Connection, log: int, part: Mapping[tuple[int, bytes], _Changed], shapes: Mapping[int, Shape]
) -> Iterator[Done]:
    rows = _rows(connection, part, shapes)
    steps = {changed.step for changed in part.values()}
    about = {step: _about(connection, step) for step in steps}
    own = sync_homes.home_of(connection, (row for _table, row in part))
    for (table, key), changed in part.items():
        if (key in own) != (log == OWN):
            continue
        values = _values(connection, log, table, key, changed, rows.get(key), shapes)
        if values:
            bases = _bases(shapes[table], changed, values)
            yield Done(table, key, changed.clock, values, *about[changed.step], bases)


def _values(
    connection: Connection, log: int, table: int, key: bytes, changed: _Changed, row: Any, shapes: Mapping[int, Shape]
) -> Values:
    """Of a row that is gone for good it is told that it was deleted, where anybody heard of it."""
    shape = shapes[table]
    if row and changed.is_new:  # where nothing stands somebody may know of something
        return shape.chosen(row, sync_homes.WHOLE) if changed.was_gone else shape.filled(row)
    if row:
        return shape.chosen(row, shape.whole_groups(changed.mask))
    return {_DELETED: changed.clock >> 16} if changed.is_buried and _is_known(connection, log, table, key) else {}


def _bases(shape: Shape, changed: _Changed, values: Values) -> dict[int, str]:
    """Where a text is marked up, its words are not to be mixed."""
    prose = changed.mask & shape.prose
    if changed.is_new or not prose or values.get(_markup(shape)):
        return {}
    numbers = [number for number in values if prose >> number & 1]
    return {number: str(changed.before.get(str(number)) or "") for number in numbers}


def _markup(shape: Shape) -> int:
    return next((number for number, name in shape.names.items() if name == "is_html"), 0)


def _rows(
    connection: Connection, keys: Mapping[tuple[int, bytes], Any], shapes: Mapping[int, Shape]
) -> dict[bytes, tuple[Any, ...]]:
    by_table: dict[int, list[bytes]] = {}
    for table, key in keys:
        by_table.setdefault(table, []).append(key)
    return {row[0]: row for table, ids in by_table.items() for row in rows_of(connection, shapes[table], ids)}


def _about(connection: Connection, step: int) -> tuple[str, str]:
    author, text = connection.execute("SELECT author, text FROM steps WHERE id = ?", (step,)).fetchone()
    return author, text


def _is_known(connection: Connection, log: int, table: int, row: bytes) -> bool:
    sql = "SELECT 1 FROM sync_heads WHERE log = ? AND tbl = ? AND row = ?"
    return bool(connection.execute(sql, (log, table, row)).fetchone())


def _take_touched(connection: Connection, log: int, limit: int) -> list[tuple[int, bytes, int, str]]:
    sql = "SELECT id, tbl, row, mask, text FROM sync_touched WHERE log = ? ORDER BY id LIMIT ?"
    rows = connection.execute(sql, (log, limit)).fetchall()
    connection.executemany("DELETE FROM sync_touched WHERE id = ?", [row[:1] for row in rows])
    return [row[1:] for row in rows]


def _touched(
    connection: Connection, log: int, part: list[tuple[int, bytes, int, str]], shapes: Mapping[int, Shape], me: str
) -> Iterator[Done]:
    rows = _rows(connection, {(table, key): None for table, key, _mask, _text in part}, shapes)
    at = now()
    for table, key, mask, text in part:
        row = rows.get(key)
        values: Values = {}
        if mask == sync_homes.BURY:
            values = {_DELETED: at} if log == SHARED and _is_known(connection, log, table, key) else {}
        elif row:
            shape = shapes[table]
            values = shape.chosen(row, shape.whole_groups(mask))  # WHOLE is a mask of all
        if values:
            yield Done(table, key, at << 16, values, me, text, {})
