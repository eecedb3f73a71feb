"""What was done here and is not at the hub yet, or was told and not heard back: counted by table, the newest first."""

from collections.abc import Mapping, Sequence

from crmdesk.store.files import Connection

Row = tuple[int, bytes, int]
"""Table, id, and when it was changed in milliseconds since 1970; 0 where that is not known."""
_DONE = (
    "SELECT c.tbl, c.row, max(c.hlc) >> 16 AS at FROM changes c JOIN steps s ON s.id = c.step WHERE NOT s.heard"
    " AND c.id > (SELECT min(frozen) FROM sync_positions) GROUP BY c.tbl, c.row"
)


def counts(connection: Connection, told: Mapping[int, int], *, is_told: bool) -> dict[int, int]:
    """How many rows of each table."""
    sql, values = _rows(told, is_told=is_told)
    return dict(connection.execute(f"SELECT tbl, count(DISTINCT row) FROM ({sql}) GROUP BY tbl", values).fetchall())


def newest(connection: Connection, told: Mapping[int, int], limit: int, *, is_told: bool) -> list[Row]:
    sql, values = _rows(told, is_told=is_told)
    some = f"SELECT tbl, row, max(at) FROM ({sql}) GROUP BY tbl, row ORDER BY max(at) DESC LIMIT ?"
    return connection.execute(some, (*values, limit)).fetchall()


def _rows(told: Mapping[int, int], *, is_told: bool) -> tuple[str, Sequence[int]]:
    """`told`: of each log the number of the last change that the hub has."""
    side = "<=" if is_told else ">"
    waiting = [f"SELECT tbl, row, 0 AS at FROM sync_waiting WHERE log = ? AND number {side} ?" for _log in told]
    besides = [] if is_told else [_DONE, "SELECT tbl, row, 0 AS at FROM sync_touched"]
    return " UNION ALL ".join([*waiting, *besides]), [each for pair in told.items() for each in pair]
