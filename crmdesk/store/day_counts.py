"""How much there is on each day, and what comes first on it: told by indexes alone, without a look at any activity."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from crmdesk.domain.planned import ENTRY
from crmdesk.domain.whose import EVERYBODYS, Whose
from crmdesk.store.files import Connection
from crmdesk.store.whose import OWNER


class Begun(NamedTuple):
    """All that begins at one time by one zone's clocks and is over with that day."""

    day: int
    zone: str
    clock: int
    many: int

    def wall(self) -> str:
        day = date.fromordinal(self.day).isoformat()
        return day if self.clock < 0 else f"{day}T{self.clock // 60:02}:{self.clock % 60:02}"


@dataclass(frozen=True, slots=True)
class DayCounts:
    connection: Connection
    hidden: Sequence[str]
    """Types that are left out."""
    with_done: bool
    whose: Whose = EVERYBODYS

    def _wanted(self) -> str:
        """Whose it is stands with the activity: looked up only where somebody is left out."""
        types = f" AND type NOT IN ({', '.join('?' * len(self.hidden))})"
        owner = f"(SELECT {OWNER.format(a='a')} FROM activities a WHERE a.id = activity_id)"
        return types + ("" if self.with_done else " AND NOT is_done") + self._taking(owner)

    def _taking(self, owner: str) -> str:
        return f" AND ({owner} IN (SELECT value FROM json_each(?))) = ?" if self.whose.names else ""

    def _told(self) -> tuple[object, ...]:
        """What `_wanted` asks for."""
        whose = (json.dumps(self.whose.names), self.whose.is_only) if self.whose.names else ()
        return *self.hidden, *whose

    def planned(self, first: date, last: date) -> list[tuple[int, int, int]]:
        """First and last day (proleptic ordinals) and how many take those days."""
        low, high = first.toordinal(), last.toordinal()
        sql = (
            f"SELECT day, last, count(*) FROM occurrences WHERE day BETWEEN ? AND ? AND last = day{self._wanted()}"
            " GROUP BY day UNION ALL SELECT day, last, 1 FROM occurrences INDEXED BY ix_occurrences_last"
            f" WHERE last > day AND last >= ? AND day <= ?{self._wanted()}"
        )
        return self.connection.execute(sql, (low, high, *self._told(), low, high, *self._told())).fetchall()

    def begun(self, first: date, last: date) -> list[Begun]:
        sql = (
            "SELECT day, zone, clock, count(*) FROM occurrences"
            f" WHERE day BETWEEN ? AND ? AND last = day{self._wanted()} GROUP BY day, zone, clock"
        )
        asked = first.toordinal(), last.toordinal(), *self._told()
        return list(map(Begun._make, self.connection.execute(sql, asked)))

    def some_of(self, begun: Begun, most: int) -> list[tuple[bytes, str, str | None]]:
        """Activity, instance and end of its own."""
        sql = (
            "SELECT activity_id, instance, ends FROM occurrences"
            f" WHERE day = ? AND zone = ? AND clock = ? AND last = day{self._wanted()} LIMIT ?"
        )
        return self.connection.execute(sql, (*begun[:3], *self._told(), most)).fetchall()

    def lasting(self, first: date, last: date) -> list[tuple[bytes, str, str | None]]:
        """What takes several days, of which one is among these."""
        sql = (
            "SELECT activity_id, instance, ends FROM occurrences INDEXED BY ix_occurrences_last"
            f" WHERE last > day AND last >= ? AND day <= ?{self._wanted()}"
        )
        return self.connection.execute(sql, (first.toordinal(), last.toordinal(), *self._told())).fetchall()

    def logged(self, first: int, last: int) -> list[int]:
        """When something was done without having been planned (milliseconds, UTC), the earliest first."""
        return [done for (done,) in self._logged("done_at", first, last)] if self.with_done else []

    def some_logged(self, first: int, last: int, most: int) -> list[tuple[bytes, str, str | None]]:
        """The earliest of them."""
        return [(key, "", None) for (key,) in self._logged("id", first, last, most)]

    def _logged(self, column: str, first: int, last: int, most: int = -1) -> list[tuple[Any]]:
        sql = (
            f"SELECT {column} FROM activities INDEXED BY ix_activities_logged WHERE done_at BETWEEN ? AND ?"
            f" AND starts IS NULL AND deleted_at IS NULL AND type <> '{ENTRY}'"
            f" AND type NOT IN ({', '.join('?' * len(self.hidden))}){self._taking(OWNER.format(a='activities'))}"
            " ORDER BY done_at LIMIT ?"
        )
        return self.connection.execute(sql, (first, last, *self._told(), most)).fetchall()
