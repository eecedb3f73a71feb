"""Which rows are this person's own: they are told in another log, and leave the shared one."""

from collections.abc import Iterable, Iterator
from functools import cache

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import column_of, declared_fields
from crmdesk.domain.preferences import Preference, is_own
from crmdesk.domain.private import Private, parents
from crmdesk.domain.records import RECORDS
from crmdesk.store.changes import ChangeKind
from crmdesk.store.files import Connection
from crmdesk.store.sync_log import OWN, SHARED

Row = tuple[int, bytes]
WHOLE, BURY = -1, 0
"""Instead of a mask: all of the row, or that it is gone for all others."""
_FLAG = declared_fields(Activity)["is_private"].number
_IS_PRIVATE = """
EXISTS (SELECT 1 FROM privates p WHERE p.owner_id = :row AND p.deleted_at IS NULL)
OR EXISTS (SELECT 1 FROM activities a WHERE a.id = :row AND a.is_private)"""


def is_home(connection: Connection, row: bytes) -> bool:
    return bool(connection.execute("SELECT 1 FROM sync_homes WHERE row = ?", (row,)).fetchone())


def home_of(connection: Connection, rows: Iterable[bytes]) -> set[bytes]:
    """Those that are this person's own."""
    if not connection.execute("SELECT 1 FROM sync_homes LIMIT 1").fetchone():
        return set()
    return {row for row in rows if is_home(connection, row)}


def settle_all(connection: Connection) -> None:
    """Before the first exchange: what is private already."""
    found = [(Activity.number, row) for (row,) in connection.execute("SELECT id FROM activities WHERE is_private")]
    alive = connection.execute("SELECT id, owner_id FROM privates WHERE deleted_at IS NULL").fetchall()
    for key, owner in alive:
        found += [(Private.number, key), *_tables_of(connection, owner)]
    found += [
        (Preference.number, key) for key, name in connection.execute("SELECT id, name FROM preferences") if is_own(name)
    ]
    _enter(connection, found)


def settle(connection: Connection, first: int, last: int) -> None:
    """After own changes: what became private leaves the shared log, what is so no longer comes back into it."""
    for table, row in _enter(connection, _entering(connection, first, last)):
        _touch(connection, SHARED, table, row, BURY)
        _touch(connection, OWN, table, row, WHOLE)
    for table, row in _leave(connection, first, last):
        _touch(connection, SHARED, table, row, WHOLE)
        if table == Activity.number:
            _touch(connection, OWN, table, row, 1 << _FLAG)


def take_in(connection: Connection, rows: Iterable[bytes]) -> None:
    """What was heard in the own log is at home there."""
    connection.executemany("INSERT OR IGNORE INTO sync_homes (row) VALUES (?)", [(row,) for row in rows])


def let_out(connection: Connection, first: int, last: int) -> list[Row]:
    """After changes that were heard in the own log: what is shared again."""
    return _leave(connection, first, last)


def _entering(connection: Connection, first: int, last: int) -> Iterator[Row]:
    span = (first, last)
    of_these = "c.id BETWEEN ? AND ? AND c.tbl ="
    sql = f"SELECT c.tbl, a.id FROM changes c JOIN activities a ON a.id = c.row WHERE {of_these} 23 AND a.is_private"
    yield from connection.execute(sql.replace("23", str(Activity.number)), span).fetchall()
    sql = f"SELECT p.id, p.owner_id, p.deleted_at FROM changes c JOIN privates p ON p.id = c.row WHERE {of_these}"
    for key, owner, deleted in connection.execute(f"{sql} {Private.number}", span).fetchall():
        yield (Private.number, key)
        if deleted is None:
            yield from _tables_of(connection, owner)
    sql = f"SELECT p.id, p.name FROM changes c JOIN preferences p ON p.id = c.row WHERE {of_these} {Preference.number}"
    yield from [(Preference.number, key) for key, name in connection.execute(sql, span) if is_own(name)]
    if connection.execute("SELECT 1 FROM sync_homes LIMIT 1").fetchone():
        for number, table, column in _links():
            sql = f"SELECT c.tbl, t.id FROM changes c JOIN {table} t ON t.id = c.row WHERE {of_these} {number}"
            yield from connection.execute(f"{sql} AND t.{column} IN (SELECT row FROM sync_homes)", span).fetchall()


def _enter(connection: Connection, rows: Iterable[Row]) -> list[Row]:
    """With all their parts; those that were at home already are left out."""
    todo, new = list(rows), []
    while todo:
        table, row = todo.pop()
        sql = "INSERT OR IGNORE INTO sync_homes (row) VALUES (?)"
        if connection.execute(sql, (row,)).rowcount:
            new.append((table, row))
            todo += _parts(connection, row)
    return new


def _leave(connection: Connection, first: int, last: int) -> list[Row]:
    sql = (
        "SELECT p.owner_id FROM changes c JOIN privates p ON p.id = c.row WHERE c.id BETWEEN ? AND ?"
        f" AND c.tbl = {Private.number} AND p.deleted_at IS NOT NULL"
        " UNION SELECT a.id FROM changes c JOIN activities a ON a.id = c.row WHERE c.id BETWEEN ? AND ?"
        f" AND c.tbl = {Activity.number} AND c.kind = {ChangeKind.UPDATE} AND c.mask & {1 << _FLAG}"
    )
    found = [row for (row,) in connection.execute(sql, (first, last, first, last))]
    todo = [each for row in found for each in _tables_of(connection, row)]
    left = []
    while todo:
        table, row = todo.pop()
        if is_home(connection, row) and not _has_reason(connection, table, row):
            connection.execute("DELETE FROM sync_homes WHERE row = ?", (row,))
            left.append((table, row))
            todo += _parts(connection, row)
    return left


def _has_reason(connection: Connection, table: int, row: bytes) -> bool:
    """To stay one's own."""
    if connection.execute(f"SELECT {_IS_PRIVATE}", {"row": row}).fetchone()[0]:
        return True
    for number, name, column in _links():
        if number == table:
            sql = f"SELECT 1 FROM {name} WHERE id = ? AND {column} IN (SELECT row FROM sync_homes)"
            if connection.execute(sql, (row,)).fetchone():
                return True
    return table == Private.number


def _parts(connection: Connection, row: bytes) -> list[Row]:
    found: list[Row] = []
    for number, table, column in _links():
        found += [(number, key) for (key,) in connection.execute(f"SELECT id FROM {table} WHERE {column} = ?", (row,))]
    return found


def _tables_of(connection: Connection, row: bytes) -> list[Row]:
    """Where a row of this id stands: ids are unique, so it is one."""
    tables = [(record.number, record.__tablename__) for record in RECORDS]
    return [
        (number, row) for number, table in tables
        if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row,)).fetchone()
    ]  # fmt: skip


def _touch(connection: Connection, log: int, table: int, row: bytes, mask: int) -> None:
    sql = "INSERT INTO sync_touched (log, tbl, row, mask, text) VALUES (?, ?, ?, ?, '')"
    connection.execute(sql, (log, table, row, mask))


@cache
def _links() -> list[tuple[int, str, str]]:
    """Number and name of each table of parts, and the column that names whom they go with."""
    return [
        (record.number, record.__tablename__, str(column_of(record, name).name))
        for record in RECORDS
        for name in parents(record)
        if record is not Private
    ]
