"""How long what is planned takes, counted in days and by the clock on the wall."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

ENTRY = "entry"
"""The type of what writes itself into histories: neither a plan nor a contact."""


@dataclass(frozen=True, slots=True)
class Length:
    """The end of every one of a series, from where it begins."""

    days: int = 0
    clock: str = ""
    """When it ends, `T11:30`; nothing of whole days."""
    begins: str = ""
    """What `clock` belongs to."""

    @classmethod
    def of(cls, starts: str, ends: str | None, duration: int | None = None) -> "Length":
        """`duration` in minutes tells where no end is said."""
        last = ends or (_later(starts, duration) if duration and "T" in starts else starts)
        if ("T" in last) != ("T" in starts) or last < starts:
            last = starts
        if last[:10] == starts[:10]:
            return cls(0, last[10:], starts[10:])
        days = date.fromisoformat(last[:10]).toordinal() - date.fromisoformat(starts[:10]).toordinal()
        return cls(days, last[10:], starts[10:])

    @property
    def minutes(self) -> int:
        return self.days * 1440 + (_minutes(self.clock) - _minutes(self.begins) if self.clock else 0)

    def end(self, starts: str) -> str:
        if starts[10:] != self.begins:
            return _later(starts, self.minutes)
        if not self.days:
            return f"{starts[:10]}{self.clock}"
        return f"{date.fromordinal(date.fromisoformat(starts[:10]).toordinal() + self.days).isoformat()}{self.clock}"


def _minutes(clock: str) -> int:
    return int(clock[1:3]) * 60 + int(clock[4:6])


def _later(starts: str, minutes: int) -> str:
    later = (datetime.fromisoformat(starts) + timedelta(minutes=minutes)).isoformat(timespec="minutes")
    return later if "T" in starts else later[:10]
