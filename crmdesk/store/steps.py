"""A step while it is open: the bracket around all changes that are one command to the user."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crmdesk.store import finder, occurrences
from crmdesk.store.files import Connection

NAMED_IDS = 1000
"""A step that touches more than this names none: screens then refresh as a whole."""

_NOW = "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)"


@dataclass(frozen=True, slots=True)
class Changed:
    """A step was taken."""

    text: str
    tables: frozenset[str]
    ids: frozenset[bytes] | None
    """The rows that changed and the contacts and companies that look otherwise for it; None for very many."""
    can_undo: bool = True
    """Otherwise undo takes back what was done before it."""
    heard_from: str = ""
    """The colleague who did it on another computer."""

    def touches(self, key: bytes) -> bool:
        return self.ids is None or key in self.ids


class Step:
    """To be made and closed in one transaction."""

    def __init__(self, connection: Connection, text: str, author: str, can_undo: bool, undoes: int | None) -> None:
        self._connection = connection
        self._text, self._can_undo = text, can_undo
        self.first = self._last_change() + 1
        self._renewed = self.first - 1
        self.id = self._open(author, can_undo, undoes)

    def _open(self, author: str, can_undo: bool, undoes: int | None) -> int:
        step = self._connection.execute(
            "INSERT INTO steps (text, at, author, device, ctx, undoes, can_undo, first_change, last_change)"
            f" SELECT ?, {_NOW}, ?, device, ctx, ?, ?, ?, 0 FROM journal",
            (self._text, author, undoes, can_undo, self.first),
        ).lastrowid
        self._connection.execute(f"UPDATE journal SET step = ?, hlc = max(hlc, {_NOW} << 16)", (step,))
        assert step is not None
        return step

    def _last_change(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0])

    def renew_search(self) -> Iterator[int]:
        """Bring search index and days up to what was changed so far, in parts; yields how many records are left.

        `close` does it where nobody did; long work calls it between its parts so as to be interruptible.
        """
        first, last = self._renewed + 1, self._last_change()
        if first <= last:
            yield from finder.renew(self._connection, first, last)
            yield from occurrences.renew(self._connection, first, last)
            self._renewed = last

    def close(self) -> Changed | None:
        last = self._last_change()
        for _left in self.renew_search():
            pass
        self._connection.execute("UPDATE journal SET step = NULL")
        if last < self.first:
            self._connection.execute("DELETE FROM steps WHERE id = ?", (self.id,))
            return None
        self._connection.execute("UPDATE steps SET last_change = ? WHERE id = ?", (last, self.id))
        return self._what_changed(last)

    def _what_changed(self, last: int) -> Changed:
        tables = _tables()
        span = (self.first, last)
        numbers = self._connection.execute("SELECT DISTINCT tbl FROM changes WHERE id BETWEEN ? AND ?", span).fetchall()
        touched = [tables[number] for (number,) in numbers]
        ids: set[bytes] | None = None
        if last - self.first < NAMED_IDS:
            ids = finder.touched(self._connection, *span)
            ids |= {
                row for (row,) in self._connection.execute("SELECT row FROM changes WHERE id BETWEEN ? AND ?", span)
            }
            for table, owner in touched:
                if owner:
                    sql = (
                        f"SELECT DISTINCT r.{owner} FROM changes c JOIN {table} r ON r.id = c.row"
                        " WHERE c.id BETWEEN ? AND ?"
                    )
                    ids.update(row for (row,) in self._connection.execute(sql, span))
        named = frozenset(ids) if ids and len(ids) <= NAMED_IDS else None
        return Changed(self._text, frozenset(table for table, _owner in touched), named, self._can_undo)


@cache
def _tables() -> dict[int, tuple[str, str | None]]:
    """Name and owner column of each table by its number."""
    from crmdesk.domain.records import RECORDS

    return {record.number: (record.__tablename__, record.owner) for record in RECORDS}
