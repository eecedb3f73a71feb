"""What colleagues did, written into the tables: a step of theirs in the journal, which no undo here takes back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crmdesk.domain.base import now
from crmdesk.i18n import mark
from crmdesk.store import sync_homes
from crmdesk.store.files import Connection
from crmdesk.store.steps import Changed, Step
from crmdesk.store.sync_log import OWN
from crmdesk.store.sync_shapes import Shape, Values

if TYPE_CHECKING:
    from crmdesk.store.store import Store

SEVERAL = mark("Changes of colleagues")
_DELETED = 2
_STANDING_ALONE = (
    "contacts",
    "companies",
    "deals",
    "activities",
    "documents",
    "products",
    "contracts",
    "leads",
    "groups",
)
"""What people count: their parts go with them."""


@contextmanager
def transaction(store: "Store") -> Iterator[list[Changed]]:
    """All of it or nothing; what is put on the list is told to whoever looks when it is done."""
    store.prepare()
    told: list[Changed] = []
    with store._plain_errors(), store._transaction():
        yield told
    for changed in told:
        store._tell(changed)


def write(
    connection: Connection,
    author: str,
    text: str,
    rows: Mapping[int, Mapping[bytes, Values]],
    shapes: Mapping[int, Shape],
) -> tuple[int, int, Changed | None]:
    """By table and id what stands in each row from now on; gives the first and the last of its changes."""
    step = Step(connection, text, author, can_undo=False, undoes=None)
    connection.execute("UPDATE steps SET heard = 1 WHERE id = ?", (step.id,))
    for table, of_table in rows.items():
        _write_table(connection, shapes[table], of_table)
    changed = step.close()
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()
    return step.first, last, replace(changed, heard_from=author) if changed else None


def _write_table(connection: Connection, shape: Shape, rows: Mapping[bytes, Values]) -> None:
    """What cannot stand in a column stays out of it, whoever said so."""
    alike: defaultdict[tuple[int, ...], list[list[Any]]] = defaultdict(list)
    kinds, blanks = shape.kinds, shape.blanks
    for key, values in rows.items():
        told = [value if isinstance(value, kinds[number]) else blanks.get(number) for number, value in values.items()]
        alike[tuple(values)].append([key, *told])
    at = now()
    for numbers, of_these in alike.items():
        connection.executemany(*_upsert(shape, numbers, of_these, at))


def _upsert(shape: Shape, numbers: Sequence[int], rows: Iterable[list[Any]], at: int) -> tuple[str, list[list[Any]]]:
    """What is not said of a new row is as where nothing was said; of one that is there it stays."""
    blank = {number: value for number, value in shape.blanks.items() if number not in numbers} | (
        {} if 1 in numbers else {1: at}
    )
    names = [shape.names[number] for number in (*numbers, *blank)]
    sets = ", ".join(f"{shape.names[number]} = excluded.{shape.names[number]}" for number in numbers)
    marks = ", ".join("?" * (len(names) + 1))
    sql = f"INSERT INTO {shape.table} (id, {', '.join(names)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}"
    return sql, [[*row, *blank.values()] for row in rows]


def all_is_frozen(connection: Connection, log: int) -> None:
    """What was just heard is nothing that was done here."""
    sql = "UPDATE sync_positions SET frozen = (SELECT coalesce(max(id), 0) FROM changes) WHERE log = ?"
    connection.execute(sql, (log,))


def follow(connection: Connection, log: int, keys: Iterable[bytes], first: int, last: int) -> list[tuple[int, bytes]]:
    """Which rows are one's own follows from what was heard there; gives those that are shared again."""
    if log != OWN:
        return []
    sync_homes.take_in(connection, keys)
    return sync_homes.let_out(connection, first, last)


def deletions(connection: Connection, rows: Mapping[int, Iterable[bytes]], shapes: Mapping[int, Shape]) -> int:
    """How many of these are there and would be so no longer."""
    count = 0
    for table, keys in rows.items():
        shape = shapes.get(table)
        if shape and shape.table in _STANDING_ALONE:
            sql = f"SELECT count(*) FROM {shape.table} WHERE id = ? AND deleted_at IS NULL"
            count += sum(connection.execute(sql, (key,)).fetchone()[0] for key in set(keys))
    return count


def living(connection: Connection) -> int:
    """How many records there are."""
    return sum(
        connection.execute(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL").fetchone()[0]
        for table in _STANDING_ALONE
    )
