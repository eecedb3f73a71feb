"""A list of any length, read in windows: only what is looked at is fetched and nothing grows with the size."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from crmdesk.store import filing
from crmdesk.store.files import Connection
from crmdesk.store.search import KINDS, ROW, Row, row_of

if TYPE_CHECKING:
    from crmdesk.domain.alphabets import Alphabet

_ALIKE = 100
"""So many names that begin as asked are looked through for one of a set."""
_LAST = "\U0010ffff"


class Listing:
    """All records of a kind in the order of their names.

    Every window leaves an anchor, its position and key, and the next one starts at the nearest anchor before it or
    at the end of the list, so that scrolling and both ends cost one index look-up.
    """

    def __init__(self, connection: Connection, kind: str) -> None:
        self._connection = connection
        self._kind = KINDS[kind]
        self.forget()

    def forget(self) -> None:
        """After a change: positions may have moved."""
        self._count: int | None = None
        self._order: str = ""
        self._anchors: list[tuple[int, object, int]] = []
        self._starts: list[int] = []

    def count(self) -> int:
        if self._count is None:
            sql = "SELECT count(*) FROM finder WHERE kind = ?"
            self._count = int(self._connection.execute(sql, (self._kind,)).fetchone()[0])
        return self._count

    def position(self, key: bytes) -> int | None:
        """Where a record stands in the list."""
        by, starts = self._by(), self.starts()
        sql = f"SELECT {by}, doc, tab FROM finder WHERE id = ? AND kind = ?"
        found = self._connection.execute(sql, (key, self._kind)).fetchone()
        if found is None:
            return None
        *place, tab = found
        start, before = (self.alphabet().tabs[tab].start, starts[tab]) if starts else ("", 0)
        sql = f"SELECT count(*) FROM finder WHERE kind = ? AND {by} >= ? AND ({by}, doc) < (?, ?)"
        return before + int(self._connection.execute(sql, (self._kind, start, *place)).fetchone()[0])

    def window(self, first: int, size: int) -> list[Row]:
        """Up to `size` rows from position `first`."""
        if self._count is not None and self._count - first < first - self._nearest(first)[0]:
            found = self._from_the_end(first, size)
        else:
            found = self._from_anchor(first, size)
        if found:
            doc, name, *_rest = found[0]
            self._remember(first, name, doc)
        return [row_of(values) for _doc, _name, *values in found]

    def _by(self) -> str:
        if not self._order:
            self._order = filing.order(self._connection)
        return self._order

    def _from_anchor(self, first: int, size: int) -> list[tuple[object, ...]]:
        position, name, doc = self._nearest(first)
        by = self._by()
        sql = (
            f"SELECT f.doc, f.{by}, {ROW} FROM finder f WHERE f.doc IN (SELECT doc FROM finder WHERE kind = ?"
            f" AND ({by}, doc) >= (?, ?) ORDER BY {by}, doc LIMIT ? OFFSET ?) ORDER BY f.{by}, f.doc"
        )
        return self._connection.execute(sql, (self._kind, name, doc, size, first - position)).fetchall()

    def _from_the_end(self, first: int, size: int) -> list[tuple[object, ...]]:
        behind = max(self.count() - first - size, 0)
        by = self._by()
        sql = (
            f"SELECT f.doc, f.{by}, {ROW} FROM finder f WHERE f.doc IN (SELECT doc FROM finder WHERE kind = ?"
            f" ORDER BY {by} DESC, doc DESC LIMIT ? OFFSET ?) ORDER BY f.{by}, f.doc"
        )
        return self._connection.execute(sql, (self._kind, max(min(size, self.count() - first), 0), behind)).fetchall()

    def _nearest(self, first: int) -> tuple[int, object, int]:
        place = bisect_right(self._anchors, first, key=lambda anchor: anchor[0])
        return self._anchors[place - 1] if place else (0, "", 0)  # SQLite sorts texts before bytes

    def _remember(self, first: int, name: object, doc: object) -> None:
        if self._nearest(first)[0] != first:
            place = bisect_right(self._anchors, first, key=lambda anchor: anchor[0])
            self._anchors.insert(place, (first, name, int(doc)))  # type: ignore[call-overload]

    # By the alphabet

    def alphabet(self) -> "Alphabet":
        return filing.alphabet(self._connection)

    def starts(self) -> list[int]:
        """Behind which position each tab of the alphabet begins; empty while names are being filed anew."""
        if not self._starts and self._by() == "filed":
            sql = "SELECT tab, count(*) FROM finder WHERE kind = ? GROUP BY tab"
            counts = dict(self._connection.execute(sql, (self._kind,)).fetchall())
            tabs = self.alphabet().tabs
            self._starts = list(accumulate((counts.get(number, 0) for number in range(len(tabs) - 1)), initial=0))
            for start, tab in zip(self._starts, tabs, strict=True):
                self._remember(start, tab.start, 0)
        return self._starts

    def position_at(self, key: bytes) -> int:
        """Of the first name that is filed at a key or behind it."""
        starts = self.starts()
        if not starts:
            return 0
        tab = self.alphabet().tab_of(key)
        sql = "SELECT count(*) FROM finder WHERE kind = ? AND filed >= ? AND filed < ?"
        found = self._connection.execute(sql, (self._kind, self.alphabet().tabs[tab].start, key)).fetchone()
        return starts[tab] + int(found[0])

    def filed_at(self, position: int) -> bytes:
        """The key of the record at a position; nothing behind the last."""
        found = self._from_anchor(position, 1) if position < self.count() else []
        return bytes(found[0][1]) if found and self._by() == "filed" else b""  # type: ignore[call-overload]

    def spoken_so(self, folded: str) -> list[bytes]:
        """The first of those whose name as spoken begins so."""
        sql = "SELECT id FROM finder WHERE kind = ? AND spoken >= ? AND spoken < ? ORDER BY spoken LIMIT ?"
        found = self._connection.execute(sql, (self._kind, folded, folded + _LAST, _ALIKE))
        return [key for (key,) in found]


class Chosen:
    """As a listing, of these records alone; they stand in the order of their names."""

    def __init__(self, connection: Connection, ids: Sequence[bytes]) -> None:
        self._connection = connection
        self.ids = ids

    def in_order(self) -> list[bytes]:
        by = filing.order(self._connection)
        marks = ", ".join("?" * len(self.ids))
        sql = f"SELECT id FROM finder WHERE id IN ({marks}) ORDER BY {by}, doc"
        return [key for (key,) in self._connection.execute(sql, tuple(self.ids))]

    def position_at(self, key: bytes) -> int:
        return bisect_left(self.ids, key, key=self._filed)

    def starts(self) -> list[int]:
        if not filing.is_whole(self._connection):
            return []
        return [self.position_at(tab.start) for tab in filing.alphabet(self._connection).tabs]

    def filed_at(self, position: int) -> bytes:
        return self._filed(self.ids[position]) if position < len(self.ids) else b""

    def _filed(self, key: bytes) -> bytes:
        """Of what was deleted meanwhile: nothing."""
        found = self._connection.execute("SELECT filed FROM finder WHERE id = ?", (key,)).fetchone()
        return found[0] if found else b""
