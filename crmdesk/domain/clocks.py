"""Times of any clock by the clocks of whoever looks."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from crmdesk.domain.recurrence import shown as as_clocks_go
from crmdesk.domain.values.zones import clock_of

_EPOCH = date(1970, 1, 1).toordinal()


class Clocks:
    """Of whoever looks."""

    def __init__(self, zone: str | None) -> None:
        self._zone = clock_of(zone)
        self._ahead: dict[tuple[str, str], timedelta | None] = {}
        self._seen: dict[tuple[str, str], str] = {}

    def seen(self, wall: str, zone: str) -> str:
        """A time of another clock by one's own; what the other jumps over in spring comes as much later."""
        if not zone:
            return wall
        try:  # much comes on the hour
            return self._seen[wall, zone]
        except KeyError:
            found = self._seen[wall, zone] = self._moved(wall, zone)
            return found

    def _moved(self, wall: str, zone: str) -> str:
        day = wall[:10]
        try:
            ahead = self._ahead[zone, day]
        except KeyError:
            ahead = self._ahead[zone, day] = self._ahead_of(zone, day)
        if ahead is None:
            return self._converted(as_clocks_go(wall, zone), zone)
        return _spelled(datetime.fromisoformat(wall) + ahead) if ahead else wall

    def _ahead_of(self, zone: str, day: str) -> timedelta | None:
        """How much later it is here than there, where that is the same for a whole day."""
        clock = clock_of(zone)
        if clock is None:
            return timedelta()
        try:
            begin = datetime.fromisoformat(day)
            ends = [(begin + timedelta(days=days)).replace(tzinfo=clock) for days in (0, 1)]
            ahead = {(end.utcoffset(), end.astimezone(self._zone).utcoffset()) for end in ends}
        except (OSError, ValueError, OverflowError):
            return timedelta()
        there, here = ahead.pop()
        return here - there if not ahead and here is not None and there is not None else None

    def _converted(self, wall: str, zone: str) -> str:
        """The first of two in autumn."""
        try:
            return _spelled(datetime.fromisoformat(wall).replace(tzinfo=clock_of(zone)).astimezone(self._zone))
        except (OSError, ValueError, OverflowError):
            return wall

    def instant(self, day: date) -> int:
        """Milliseconds since 1970 of the beginning of a day."""
        begin = datetime(day.year, day.month, day.day)  # noqa: DTZ001
        told = begin.replace(tzinfo=self._zone) if self._zone else begin.astimezone()
        return round(told.timestamp() * 1000)

    def logged(self, done_at: int, minutes: int) -> tuple[str, str]:
        days, minute = divmod(done_at // 60_000, 24 * 60)
        starts = self.seen(f"{_day(days)}T{minute // 60:02}:{minute % 60:02}", "UTC")
        return starts, _later(starts, minutes) if minutes else starts


@lru_cache(maxsize=5_000)
def _day(days: int) -> str:
    """So many after the first of 1970."""
    return date.fromordinal(_EPOCH + days).isoformat()


def _later(wall: str, minutes: int) -> str:
    return _spelled(datetime.fromisoformat(wall) + timedelta(minutes=minutes))


def _spelled(when: datetime) -> str:
    return when.replace(tzinfo=None).isoformat(timespec="minutes")
