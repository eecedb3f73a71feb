"""How much there is on each day, counted where the days of activities are kept."""

from collections.abc import Iterator, Sequence
from datetime import date

from crmdesk.store.files import Connection

Counted = tuple[int, int, int]


def planned(
    connection: Connection, first: date, last: date, hidden: Sequence[str], *, with_done: bool
) -> Iterator[Counted]:
    """First and last day (proleptic ordinals) and how many take those days; `hidden` are types."""
    is_open = "" if with_done else " AND a.done_at IS NULL"
    sql = (
        "SELECT o.day, o.last, count(*) FROM occurrences o CROSS JOIN activities a ON a.id = o.activity_id"
        f" WHERE {{days}} AND a.type NOT IN ({', '.join('?' * len(hidden))}){is_open} GROUP BY o.day, o.last"
    )
    low, high = first.toordinal(), last.toordinal()
    yield from connection.execute(sql.format(days="o.day BETWEEN ? AND ?"), (low, high, *hidden))
    yield from connection.execute(sql.format(days="o.last > o.day AND o.last >= ? AND o.day < ?"), (low, low, *hidden))


def logged(connection: Connection, first: int, last: int, hidden: Sequence[str]) -> Iterator[int]:
    """When something was done without having been planned (milliseconds, UTC)."""
    sql = (
        "SELECT done_at FROM activities WHERE done_at BETWEEN ? AND ? AND starts IS NULL AND deleted_at IS NULL"
        f" AND type NOT IN ({', '.join('?' * len(hidden))})"
    )
    return (done for (done,) in connection.execute(sql, (first, last, *hidden)))
