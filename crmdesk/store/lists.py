"""A list of any length, read in windows: only what is looked at is fetched and nothing grows with the size."""

from bisect import bisect_right

from crmdesk.store.files import Connection
from crmdesk.store.search import KINDS, ROW, Row, row_of


class Listing:
    """All records of a kind in the order of their names.

    Every window leaves an anchor, its position and key, and the next one starts at the nearest anchor before it or
    at the end of the list, so that scrolling and both ends cost one index look-up.
    """

    def __init__(self, connection: Connection, kind: str) -> None:
        self._connection = connection
        self._kind = KINDS[kind]
        self._count: int | None = None
        self._anchors: list[tuple[int, str, int]] = []

    def forget(self) -> None:
        """After a change: positions may have moved."""
        self._count = None
        self._anchors.clear()

    def count(self) -> int:
        if self._count is None:
            sql = "SELECT count(*) FROM finder WHERE kind = ?"
            self._count = int(self._connection.execute(sql, (self._kind,)).fetchone()[0])
        return self._count

    def position(self, key: bytes) -> int | None:
        """Where a record stands in the list."""
        sql = "SELECT sorted, doc FROM finder WHERE id = ? AND kind = ?"
        place = self._connection.execute(sql, (key, self._kind)).fetchone()
        if place is None:
            return None
        sql = "SELECT count(*) FROM finder WHERE kind = ? AND (sorted, doc) < (?, ?)"
        return int(self._connection.execute(sql, (self._kind, *place)).fetchone()[0])

    def window(self, first: int, size: int) -> list[Row]:
        """Up to `size` rows from position `first`."""
        if self._count is not None and self._count - first < first - self._nearest(first)[0]:
            found = self._from_the_end(first, size)
        else:
            found = self._from_anchor(first, size)
        if found:
            _doc, name, *_rest = found[0]
            self._remember(first, name, _doc)
        return [row_of(values) for _doc, _name, *values in found]

    def _from_anchor(self, first: int, size: int) -> list[tuple[object, ...]]:
        position, name, doc = self._nearest(first)
        sql = (
            f"SELECT f.doc, f.sorted, {ROW} FROM finder f WHERE f.doc IN (SELECT doc FROM finder WHERE kind = ?"
            " AND (sorted, doc) >= (?, ?) ORDER BY sorted, doc LIMIT ? OFFSET ?) ORDER BY f.sorted, f.doc"
        )
        return self._connection.execute(sql, (self._kind, name, doc, size, first - position)).fetchall()

    def _from_the_end(self, first: int, size: int) -> list[tuple[object, ...]]:
        behind = max(self.count() - first - size, 0)
        sql = (
            f"SELECT f.doc, f.sorted, {ROW} FROM finder f WHERE f.doc IN (SELECT doc FROM finder WHERE kind = ?"
            " ORDER BY sorted DESC, doc DESC LIMIT ? OFFSET ?) ORDER BY f.sorted, f.doc"
        )
        return self._connection.execute(sql, (self._kind, max(min(size, self.count() - first), 0), behind)).fetchall()

    def _nearest(self, first: int) -> tuple[int, str, int]:
        place = bisect_right(self._anchors, first, key=lambda anchor: anchor[0])
        return self._anchors[place - 1] if place else (0, "", 0)

    def _remember(self, first: int, name: object, doc: object) -> None:
        if self._nearest(first)[0] != first or not self._anchors:
            place = bisect_right(self._anchors, first, key=lambda anchor: anchor[0])
            self._anchors.insert(place, (first, str(name), int(doc)))  # type: ignore[call-overload]
