"""Notes that a file keeps of its rounds, and with which logs it has them."""

from typing import Any

from crmdesk.store import sync_state
from crmdesk.store.store import Store

Kept = dict[str, Any]
_MOST = 200
_TABLES = ("positions", "waiting", "refused", "heard", "heads", "lost", "parked", "touched")


def state(store: Store) -> Kept:
    """How the last round went."""
    return sync_state.state(store) or {}


def note(store: Store, **values: Any) -> None:
    """None takes a note away."""
    known = {**state(store), **values}
    sync_state.put_state(store, {name: value for name, value in known.items() if value is not None})


def add(store: Store, name: str, key: str, value: Any) -> None:
    """To those things of one kind that went wrong; the oldest make room."""
    found = {**state(store).get(name, {}), key: value}
    note(store, **{name: dict(list(found.items())[-_MOST:])})


def drop(store: Store, name: str, key: str) -> None:
    note(store, **{name: {other: value for other, value in state(store).get(name, {}).items() if other != key} or None})


def begin(store: Store, logs: dict[int, str]) -> None:
    """What is known of a log that the file comes back to stays; of another one all is told anew."""
    before = state(store).get("logs", {})
    for log in (log for log, name in logs.items() if before.get(str(log)) != name):
        with store._transaction():
            for table in _TABLES:
                store.connection.execute(f"DELETE FROM sync_{table} WHERE log = ?", (log,))
    sync_state.put_state(store, {"logs": {str(log): name for log, name in logs.items()}})


def heads_after(store: Store, log: int, last: tuple[int, bytes]) -> list[tuple[int, bytes, bytes]]:
    """Table, row and packed heads of some rows."""
    sql = "SELECT tbl, row, told FROM sync_heads WHERE log = ? AND (tbl, row) > (?, ?) ORDER BY tbl, row LIMIT 2000"
    return store.connection.execute(sql, (log, *last)).fetchall()
