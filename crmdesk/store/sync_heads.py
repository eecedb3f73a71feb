"""Which values nobody has replaced yet, by row: packed, and without what the row itself holds."""

from collections.abc import Iterable, Iterator

from crmdesk.domain.records import RECORDS
from crmdesk.store.bulk import CHUNK
from crmdesk.store.files import Connection

Row = tuple[int, bytes]


def heads(connection: Connection, log: int, rows: Iterable[Row]) -> Iterator[tuple[int, bytes, bytes]]:
    """Table, row and what is kept of it."""
    for table, keys in by_table(rows).items():
        for start in range(0, len(keys), CHUNK):
            part = keys[start : start + CHUNK]
            marks = ", ".join("?" * len(part))
            sql = f"SELECT tbl, row, told FROM sync_heads WHERE log = ? AND tbl = ? AND row IN ({marks})"
            yield from connection.execute(sql, (log, table, *part))


def put_heads(connection: Connection, log: int, told: Iterable[tuple[int, bytes, int, bytes]]) -> None:
    """Table, row, how many values stand beside those shown, and all of it packed."""
    connection.executemany(
        "INSERT INTO sync_heads (log, tbl, row, rivals, told) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (log, tbl, row) DO UPDATE SET rivals = excluded.rivals, told = excluded.told",
        [(log, *each) for each in told],
    )


def rivals(connection: Connection, log: int) -> list[Row]:
    """Rows in which other values stand beside those shown."""
    return connection.execute("SELECT tbl, row FROM sync_heads WHERE log = ? AND rivals > 0", (log,)).fetchall()


def everything(connection: Connection, log: int) -> Iterator[list[tuple[int, bytes, bytes]]]:
    """In parts; they may be written meanwhile."""
    last: Row = (0, b"")
    sql = "SELECT tbl, row, told FROM sync_heads WHERE log = ? AND (tbl, row) > (?, ?) ORDER BY tbl, row LIMIT 1000"
    while part := connection.execute(sql, (log, *last)).fetchall():
        last = part[-1][:2]
        yield part


def lose(connection: Connection, log: int, lost: Iterable[tuple[int, bytes, int, bytes, bytes]]) -> None:
    """Table, row, group, the change it came with, and the head packed."""
    connection.executemany(
        "INSERT OR IGNORE INTO sync_lost (log, tbl, row, grp, change, told) VALUES (?, ?, ?, ?, ?, ?)",
        [(log, *each) for each in lost],
    )


def park(connection: Connection, log: int, rows: Iterable[Row]) -> None:
    """A newer version said of these what has no place here yet."""
    sql = "INSERT OR IGNORE INTO sync_parked (log, tbl, row) VALUES (?, ?, ?)"
    connection.executemany(sql, [(log, table, row) for table, row in rows])


def parked(connection: Connection, log: int) -> list[Row]:
    return connection.execute("SELECT tbl, row FROM sync_parked WHERE log = ?", (log,)).fetchall()


def unpark(connection: Connection, log: int, rows: Iterable[Row]) -> None:
    sql = "DELETE FROM sync_parked WHERE log = ? AND tbl = ? AND row = ?"
    connection.executemany(sql, [(log, table, row) for table, row in rows])


def by_table(rows: Iterable[Row]) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {}
    for table, row in rows:
        found.setdefault(table, []).append(row)
    return found


def purged(connection: Connection, log: int) -> set[Row]:
    """Rows that something is kept of, and that are gone for good themselves."""
    found: set[Row] = set()
    for record in RECORDS:
        there = f"SELECT id FROM {record.__tablename__}"
        sql = f"SELECT row FROM sync_heads WHERE log = ? AND tbl = ? AND row NOT IN ({there})"
        found |= {(record.number, row) for (row,) in connection.execute(sql, (log, record.number))}
    return found


def forget(connection: Connection, log: int, rows: Iterable[Row]) -> None:
    """What stood there once, and what was refused or has no place here."""
    for table in ("sync_lost", "sync_parked", "sync_refused"):
        sql = f"DELETE FROM {table} WHERE log = ? AND tbl = ? AND row = ?"
        connection.executemany(sql, [(log, *row) for row in rows])
