"""What others ask of a file's exchanges: how much waits, what stands beside what is shown, and notes of their own."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, declared_fields
from crmdesk.store import sync_homes
from crmdesk.store.bulk import CHUNK
from crmdesk.store.files import Connection
from crmdesk.store.sync_log import OWN, SHARED

if TYPE_CHECKING:
    from crmdesk.store.store import Store

Row = tuple[int, bytes]


def touch(session: Session, record: type[Record], row: bytes, names: Iterable[str], text: str = "") -> None:
    """These fields are told again, although they did not change: they replace all that is known here of others."""
    fields = declared_fields(record)
    mask = sum(1 << fields[name].number for name in names)
    connection = _driver(session)
    log = OWN if sync_homes.is_home(connection, row) else SHARED
    connection.execute(
        "INSERT INTO sync_touched (log, tbl, row, mask, text) VALUES (?, ?, ?, ?, ?)",
        (log, record.number, row, mask, text),
    )


def account(store: "Store") -> dict[str, Any] | None:
    return _told(store.connection, "sync_account")


def put_account(store: "Store", told: dict[str, Any] | None) -> None:
    _put(store, "sync_account", told)


def state(store: "Store") -> dict[str, Any] | None:
    """How the last round went."""
    return _told(store.connection, "sync_state")


def put_state(store: "Store", told: dict[str, Any] | None) -> None:
    _put(store, "sync_state", told)


def waiting_count(store: "Store") -> int:
    """Rows of which something was not told to the hub yet: about, and fast."""
    return len(pending_rows(store, 10_000))


def pending_rows(store: "Store", limit: int = 1000) -> list[Row]:
    """Table and id of rows with something that is no message yet, or was not heard back; the newest first."""
    done = store.connection.execute(
        "SELECT c.tbl, c.row FROM changes c JOIN steps s ON s.id = c.step WHERE NOT s.heard"
        " AND c.id > (SELECT min(frozen) FROM sync_positions) ORDER BY c.id DESC LIMIT ?",
        (limit,),
    ).fetchall()
    touched = store.connection.execute("SELECT tbl, row FROM sync_touched LIMIT ?", (limit,)).fetchall()
    waiting = store.connection.execute("SELECT tbl, row FROM sync_waiting LIMIT ?", (limit,)).fetchall()
    return list(dict.fromkeys([*done, *touched, *waiting]))[:limit]


def waiting(store: "Store", log: int, limit: int = 1000) -> list[tuple[int, int, bytes, bytes]]:
    """Number, table, row and packed change of what the hub was told or will be, and was not heard back."""
    sql = "SELECT number, tbl, row, told FROM sync_waiting WHERE log = ? ORDER BY number LIMIT ?"
    return store.connection.execute(sql, (log, limit)).fetchall()


def waiting_by_table(store: "Store") -> dict[int, int]:
    return dict(store.connection.execute("SELECT tbl, count(*) FROM sync_waiting GROUP BY tbl").fetchall())


def refused(store: "Store") -> list[tuple[bytes, int, int, bytes, str, int, bytes]]:
    """Change, log, table, row, reason, when (milliseconds), and the change packed."""
    return store.connection.execute(
        "SELECT id, log, tbl, row, reason, at, told FROM sync_refused ORDER BY at DESC"
    ).fetchall()


def drop_refused(store: "Store", ids: Sequence[bytes]) -> None:
    with store._transaction():
        store.connection.executemany("DELETE FROM sync_refused WHERE id = ?", [(key,) for key in ids])


def rivals(store: "Store") -> list[tuple[int, int, bytes, bytes]]:
    """Log, table, row and the packed heads of rows in which other values stand beside those shown."""
    return store.connection.execute("SELECT log, tbl, row, told FROM sync_heads WHERE rivals > 0").fetchall()


def rivals_count(store: "Store") -> int:
    (found,) = store.connection.execute("SELECT coalesce(sum(rivals), 0) FROM sync_heads WHERE rivals > 0").fetchone()
    return int(found)


def lost(store: "Store") -> list[tuple[int, int, bytes, int, bytes, bytes]]:
    """Log, table, row, group, change, and the head packed."""
    return store.connection.execute("SELECT log, tbl, row, grp, change, told FROM sync_lost").fetchall()


def parked(store: "Store") -> list[tuple[int, int, bytes]]:
    """Log, table and row of what a newer version of the program said and has no place here."""
    return store.connection.execute("SELECT log, tbl, row FROM sync_parked").fetchall()


def to_walk(store: "Store", log: int) -> bool:
    """The first exchange has not been through all tables yet."""
    sql = "SELECT 1 FROM sync_positions WHERE log = ? AND walk_tbl IS NOT NULL"
    return bool(store.connection.execute(sql, (log,)).fetchone())


def forget_exchanges(store: "Store") -> None:
    """The next hub is met as the first: all there is will be told."""
    names = "positions waiting refused heard heads lost parked touched homes"
    with store._transaction():
        for name in names.split():
            store.connection.execute(f"DELETE FROM sync_{name}")


def home(store: "Store", rows: Sequence[bytes]) -> set[bytes]:
    """Those of the rows that are this person's own."""
    return {
        row
        for start in range(0, len(rows), CHUNK)
        for row in sync_homes.home_of(store.connection, rows[start : start + CHUNK])
    }


def _told(connection: Connection, table: str) -> dict[str, Any] | None:
    found = connection.execute(f"SELECT told FROM {table}").fetchone()
    return json.loads(found[0]) if found else None


def _put(store: "Store", table: str, told: dict[str, Any] | None) -> None:
    if store.busy:
        _write(store.connection, table, told)
        return
    with store._plain_errors(), store._transaction():
        _write(store.connection, table, told)


def _write(connection: Connection, table: str, told: dict[str, Any] | None) -> None:
    if told is None:
        connection.execute(f"DELETE FROM {table}")
    else:
        connection.execute(f"INSERT OR REPLACE INTO {table} (one, told) VALUES (1, ?)", (json.dumps(told),))


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection
