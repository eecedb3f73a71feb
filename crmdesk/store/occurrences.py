"""When each planned activity comes: one row for each time, by day and clock, so that a month is found at once.

Derived from the activities and renewed from the journal in the transaction of every step, so never journalled itself.
Kind and whether it is done stand there too: what is on a day is counted without a look at any activity.
What does not repeat is all there; what repeats within the horizon, which is moved when somebody looks beyond it. Days
are counted by the clocks of the activity; who looks by other clocks looks a day further on both sides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from crmdesk.domain.planned import ENTRY
from crmdesk.store.files import Connection
from crmdesk.store.whose import OWNER

CHUNK = 500
BACK, AHEAD, NEAR = 366, 731, 365
"""Days of the horizon around today, and how near its end may come."""
_FURTHER = 366
"""So many days more are worked out than were asked for."""
_KEYS = "id, starts, ends, zone, duration, recurrence, type, done_at IS NOT NULL"
WHOLE_DAY = -1
"""Stands for the minute of the day."""
Row = tuple[int, str, int, bytes, str, int, str | None, str, int]


class Planned(NamedTuple):
    """What the days of an activity follow from."""

    id: bytes
    starts: str
    ends: str | None
    zone: str | None
    duration: int | None
    recurrence: str | None
    type: str
    is_done: int

    def row(self, starts: str, instance: str, last: int, ends: str | None) -> Row:
        day, clock = date.fromisoformat(starts[:10]).toordinal(), minute_of(starts)
        zone = "" if clock == WHOLE_DAY else self.zone or ""
        return day, zone, clock, self.id, instance, last, ends, self.type, self.is_done


def minute_of(wall: str) -> int:
    """A time that nobody can read is the first of its day."""
    try:
        return int(wall[11:13]) * 60 + int(wall[14:16]) if "T" in wall else WHOLE_DAY
    except ValueError:
        return 0


def renew(connection: Connection, first: int, last: int) -> Iterator[int]:
    """Bring the days up to the changes from `first` to `last`, in chunks; yields how many activities are left."""
    if _horizon(connection) is None:
        return
    _collect_stale(connection, first, last)
    stale = [key for (key,) in connection.execute("SELECT id FROM temp.stale_days")]
    for start in range(0, len(stale), CHUNK):
        part = stale[start : start + CHUNK]
        marks = ", ".join("?" * len(part))
        connection.execute(f"DELETE FROM occurrences WHERE activity_id IN ({marks})", part)
        _enter(connection, f"id IN ({marks})", part)
        yield len(stale) - start - len(part)


def _collect_stale(connection: Connection, first: int, last: int) -> None:
    """Also the series that one was taken out of or put back into."""
    from crmdesk.domain.activities import Activity
    from crmdesk.domain.base import declared_fields
    from crmdesk.store.changes import ChangeKind, mask_of, old_value

    numbers = {name: field.number for name, field in declared_fields(Activity).items()}
    told = (
        "deleted_at",
        "starts",
        "ends",
        "zone",
        "duration",
        "recurrence",
        "series_id",
        "instance",
        "type",
        "done_at",
    )
    mask = mask_of(*(numbers[name] for name in told))
    span = (
        f"WHERE c.tbl = {Activity.number} AND c.id BETWEEN ? AND ?"
        f" AND (c.kind <> {ChangeKind.UPDATE.value} OR c.mask & {mask})"
    )
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS stale_days (id BLOB PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM temp.stale_days")
    before = old_value(Activity, "series_id", numbers["series_id"])
    for select in (
        f"SELECT c.row FROM changes c {span}",
        f"SELECT a.series_id FROM changes c JOIN activities a ON a.id = c.row {span} AND a.series_id IS NOT NULL",
        f"SELECT {before} FROM changes c {span} AND {before} IS NOT NULL",
    ):
        connection.execute(f"INSERT OR IGNORE INTO temp.stale_days {select}", (first, last))


def _horizon(connection: Connection) -> tuple[int, int] | None:
    first, last = connection.execute("SELECT first, last FROM horizon").fetchone()
    return None if first is None else (first, last)


def is_known(connection: Connection, first: date, last: date, today: date) -> bool:
    """Whether all that comes in these days is there, and the horizon far enough."""
    found = _horizon(connection)
    if found is None:
        return False
    ahead = today.toordinal() + NEAR
    return found[0] < first.toordinal() and max(ahead, last.toordinal() + 1) <= found[1]


def look_further(connection: Connection, first: date, last: date, today: date) -> None:
    """Move the horizon so that these days are known. Within a transaction."""
    known = _horizon(connection)
    if known is None:
        rebuild(connection, first, last, today)
        return
    begin = known[0] if first.toordinal() > known[0] else _day(first, -_FURTHER)
    wanted = max(last.toordinal() + 1, today.toordinal() + NEAR)
    end = known[1] if wanted <= known[1] else max(_day(last, _FURTHER), _day(today, AHEAD))
    for span in ((begin, known[0] - 1), (known[1] + 1, end)):
        if span[0] <= span[1]:
            _enter_series(connection, span)
    connection.execute("UPDATE horizon SET first = ?, last = ?", (begin, end))


def rebuild(connection: Connection, first: date, last: date, today: date) -> None:
    """All of it anew from the activities."""
    span = (min(_day(today, -BACK), _day(first, -31)), max(_day(today, AHEAD), _day(last, 31)))
    connection.execute("DELETE FROM occurrences")
    connection.execute("UPDATE horizon SET first = ?, last = ?", span)
    _enter(connection, "true", ())


def _day(day: date, days: int) -> int:
    from crmdesk.domain.recurrence import later_day

    return later_day(day, days).toordinal()


def _enter(connection: Connection, where: str, keys: Sequence[bytes]) -> None:
    span = _horizon(connection)
    assert span
    sql = f"SELECT {_KEYS} FROM activities WHERE starts IS NOT NULL AND deleted_at IS NULL AND {where}"
    rows = connection.execute(sql, keys).fetchall()
    _put(connection, _days_of(connection, map(Planned._make, rows), span))


def _enter_series(connection: Connection, span: tuple[int, int]) -> None:
    sql = (
        f"SELECT {_KEYS} FROM activities INDEXED BY ix_activities_recurrence"
        " WHERE starts IS NOT NULL AND deleted_at IS NULL AND recurrence IS NOT NULL"
    )
    series = list(map(Planned._make, connection.execute(sql).fetchall()))
    _put(connection, _days_of(connection, series, span))


def _put(connection: Connection, rows: Iterable[Row]) -> None:
    """In the order of the table: pages are then written once."""
    connection.executemany(
        "INSERT OR REPLACE INTO occurrences (day, zone, clock, activity_id, instance, last, ends, type, is_done)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(rows, key=itemgetter(0, 1, 2, 3, 4)),
    )


def _days_of(connection: Connection, rows: Iterable[Planned], span: tuple[int, int]) -> Iterator[Row]:
    from crmdesk.domain.planned import Length

    series = []
    for row in rows:
        if row.recurrence:
            series.append(row)
            continue
        try:
            last = _ordinal(row.starts) + Length.of(row.starts, row.ends, row.duration).days
            yield row.row(row.starts, "", last, None)
        except ValueError:  # no such day: no calendar shows it
            continue
    taken_out = _taken_out(connection, [row.id for row in series])
    for row in series:
        yield from _days_of_series(row, span, taken_out.get(row.id, ()))


def _days_of_series(row: Planned, span: tuple[int, int], taken_out: Sequence[str]) -> Iterator[Row]:
    from crmdesk.domain.planned import Length
    from crmdesk.domain.recurrence import occurrences

    try:
        days = Length.of(row.starts, row.ends, row.duration).days
        date.fromisoformat(row.starts[:10])
    except ValueError:
        return
    first, last = map(date.fromordinal, span)
    found = occurrences(row.starts, row.zone, row.recurrence or "", first, last)
    gone, ends = frozenset(taken_out), found.ends
    for instance in found.instances:
        if instance not in gone:
            end = ends.get(instance)
            yield row.row(instance, instance, _ordinal(end) if end else _ordinal(instance) + days, end)


def _ordinal(wall: str) -> int:
    return date.fromisoformat(wall[:10]).toordinal()


def _taken_out(connection: Connection, series: Sequence[bytes]) -> dict[bytes, list[str]]:
    """The times of each that an activity of its own stands for."""
    found: defaultdict[bytes, list[str]] = defaultdict(list)
    for start in range(0, len(series), CHUNK):
        part = series[start : start + CHUNK]
        sql = (
            "SELECT series_id, instance FROM activities"
            f" WHERE series_id IN ({', '.join('?' * len(part))}) AND deleted_at IS NULL AND instance IS NOT NULL"
        )
        for key, instance in connection.execute(sql, part):
            found[key].append(instance)
    return found


# Looking


def between(connection: Connection, first: date, last: date) -> list[tuple[bytes, str, str | None]]:
    """Activity, instance and end of its own of all that lies within these days or reaches into them."""
    low, high = first.toordinal() - 1, last.toordinal() + 1
    sql = (
        "SELECT activity_id, instance, ends FROM occurrences WHERE day BETWEEN ? AND ?"
        " UNION ALL SELECT activity_id, instance, ends FROM occurrences INDEXED BY ix_occurrences_last"
        " WHERE last > day AND last >= ? AND day < ?"
    )
    return connection.execute(sql, (low, high, low, low)).fetchall()


def logged_between(connection: Connection, first: int, last: int) -> list[bytes]:
    """What was done at these instants without having been planned; what wrote itself down is no appointment."""
    sql = (
        "SELECT id FROM activities INDEXED BY ix_activities_logged"
        f" WHERE done_at BETWEEN ? AND ? AND starts IS NULL AND deleted_at IS NULL AND type <> '{ENTRY}'"
    )
    return [key for (key,) in connection.execute(sql, (first, last))]


_SHOWN = (
    "id", "starts", "ends", "zone", "duration", "type", "subject", "place", "done_at", "recurrence IS NOT NULL",
    "priority", "is_private", "is_free", "instance", "iif(subject IS NULL, substr(text, 1, 120), NULL)",
    OWNER.format(a="activities"),
)  # fmt: skip


class Shown(NamedTuple):
    """What a calendar shows of an activity."""

    id: bytes
    starts: str | None
    ends: str | None
    zone: str | None
    duration: int | None
    type: str
    subject: str | None
    place: str | None
    done_at: int | None
    repeats: int
    priority: str | None
    is_private: int
    is_free: int | None
    instance: str | None
    text: str | None
    owner: str
    """Whose it is, by name."""


def shown(connection: Connection, keys: Sequence[bytes]) -> dict[bytes, Shown]:
    found = {}
    for part in _parts(keys):
        sql = f"SELECT {', '.join(_SHOWN)} FROM activities WHERE id IN ({', '.join('?' * len(part))})"
        found.update({row[0]: Shown._make(row) for row in connection.execute(sql, part)})
    return found


def people(connection: Connection, keys: Sequence[bytes]) -> dict[bytes, tuple[str, ...]]:
    """Names of all who have a part in each."""
    parts: list[tuple[bytes, bytes]] = []
    for some in _parts(keys):
        sql = (
            "SELECT activity_id, owner_id FROM participations"
            f" WHERE activity_id IN ({', '.join('?' * len(some))}) AND deleted_at IS NULL"
        )
        parts += connection.execute(sql, some).fetchall()
    names: dict[bytes, str] = {}
    for some in _parts(sorted({owner for _key, owner in parts})):
        sql = f"SELECT id, name FROM finder WHERE id IN ({', '.join('?' * len(some))})"
        names.update(connection.execute(sql, some).fetchall())
    found: dict[bytes, tuple[str, ...]] = {}
    for key, owner in parts:
        if owner in names:
            found[key] = (*found[key], names[owner]) if key in found else (names[owner],)
    return found


def coming(connection: Connection, key: bytes, first: date, last: date) -> list[tuple[bytes, str, str | None]]:
    """The times of one activity, and of those taken out of it that are open, however far ahead."""
    sql = (
        f"SELECT {_KEYS} FROM activities WHERE starts IS NOT NULL AND deleted_at IS NULL"
        " AND (id = ? OR (series_id = ? AND done_at IS NULL))"
    )
    rows = [Planned._make(row) for row in connection.execute(sql, (key, key))]
    days = _days_of(connection, rows, (first.toordinal() - 1, last.toordinal()))
    return [(row[3], row[4], row[6]) for row in days]


def open_before(connection: Connection, day: date) -> list[tuple[bytes, str, str | None]]:
    """Of what is not done and begins on that day at the latest: all single ones, and the last of each series.

    A series whose last one was done, or planned anew by itself, has none.
    """
    end = f"{day.isoformat()}T99"
    sql = (
        "SELECT o.activity_id, max(o.instance) AS latest, o.ends FROM activities a CROSS JOIN occurrences o ON"
        " o.activity_id = a.id AND o.day <= ? WHERE a.done_at IS NULL AND a.deleted_at IS NULL AND a.starts <= ?"
        " GROUP BY o.activity_id HAVING latest = '' OR NOT EXISTS (SELECT 1 FROM activities t"
        " WHERE t.series_id = o.activity_id AND t.deleted_at IS NULL AND t.instance > latest AND t.instance <= ?)"
    )
    return connection.execute(sql, (day.toordinal(), end, end)).fetchall()


def _parts(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
