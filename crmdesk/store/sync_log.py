"""What a file keeps of an exchange: where it is, what waits to be heard, what was heard, and what was refused."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crmdesk.store.bulk import CHUNK
from crmdesk.store.files import Connection

SHARED, OWN = 1, 2
DAYS = 90
"""So long what was heard is kept, to tell it again to a hub that lost it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A change that waits, packed."""

    number: int
    id: bytes
    table: int
    row: bytes
    told: bytes


def position(connection: Connection, log: int) -> bytes | None:
    found = connection.execute("SELECT told FROM sync_positions WHERE log = ?", (log,)).fetchone()
    return found[0] if found else None


def begin(connection: Connection, log: int, told: bytes, first_table: int) -> None:
    """All rows there are will be told, and what is done from now on."""
    connection.execute(
        "INSERT INTO sync_positions (log, told, origin, frozen, walk_tbl, walk_row)"
        " SELECT ?, ?, device, (SELECT coalesce(max(id), 0) FROM changes), ?, x'' FROM journal",
        (log, told, first_table),
    )


def put_position(connection: Connection, log: int, told: bytes) -> None:
    connection.execute("UPDATE sync_positions SET told = ? WHERE log = ?", (told, log))


def is_copy(connection: Connection, log: int) -> bool:
    """The file was made another device since its position was written: a backup that was restored."""
    sql = "SELECT p.origin != j.device FROM sync_positions p, journal j WHERE p.log = ?"
    found = connection.execute(sql, (log,)).fetchone()
    return bool(found and found[0])


def own_up(connection: Connection, log: int) -> None:
    connection.execute("UPDATE sync_positions SET origin = (SELECT device FROM journal) WHERE log = ?", (log,))


def waiting(connection: Connection, log: int, after: int, limit: int | None) -> list[bytes]:
    sql = "SELECT told FROM sync_waiting WHERE log = ? AND number > ? ORDER BY number LIMIT ?"
    return [told for (told,) in connection.execute(sql, (log, after, -1 if limit is None else limit))]


def find_waiting(connection: Connection, log: int, ids: Sequence[bytes]) -> list[bytes]:
    found: list[bytes] = []
    for part in _parts(ids):
        sql = f"SELECT told FROM sync_waiting WHERE id IN ({_marks(part)}) AND log = ?"
        found += [told for (told,) in connection.execute(sql, (*part, log))]
    return found


def put_waiting(connection: Connection, log: int, changes: Sequence[Kept]) -> None:
    drop_waiting(connection, log, [change.id for change in changes])
    connection.executemany(
        "INSERT INTO sync_waiting (log, number, id, tbl, row, told) VALUES (?, ?, ?, ?, ?, ?)",
        [(log, each.number, each.id, each.table, each.row, each.told) for each in changes],
    )


def drop_waiting(connection: Connection, log: int, ids: Sequence[bytes]) -> None:
    for part in _parts(ids):
        sql = f"DELETE FROM sync_waiting WHERE id IN ({_marks(part)}) AND log = ?"
        connection.execute(sql, (*part, log))


def keep(connection: Connection, log: int, day: int, page: bytes) -> None:
    connection.execute("INSERT INTO sync_heard (log, day, page) VALUES (?, ?, ?)", (log, day, page))
    connection.execute("DELETE FROM sync_heard WHERE day < ?", (day - DAYS,))


def kept(connection: Connection, log: int) -> Iterator[tuple[int, bytes]]:
    """Page by page, as they were heard, with the number of each."""
    last = 0
    sql = "SELECT id, page FROM sync_heard WHERE log = ? AND id > ? ORDER BY id LIMIT 1"
    while found := connection.execute(sql, (log, last)).fetchone():
        last = found[0]
        yield found


def put_kept(connection: Connection, number: int, page: bytes) -> None:
    connection.execute("UPDATE sync_heard SET page = ? WHERE id = ?", (page, number))


def refuse(connection: Connection, log: int, change: Kept, reason: str, at: int) -> None:
    """Set aside what the hub will not take."""
    connection.execute(
        "INSERT OR REPLACE INTO sync_refused (id, log, tbl, row, reason, at, told) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (change.id, log, change.table, change.row, reason, at, change.told),
    )


def _parts(ids: Iterable[bytes]) -> Iterator[Sequence[bytes]]:
    keys = list(ids)
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _marks(part: Sequence[bytes]) -> str:
    return ", ".join("?" * len(part))
