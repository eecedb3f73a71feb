"""What stands in a calendar: one time of an activity, by the clocks of whoever looks."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Slot(NamedTuple):
    activity_id: bytes
    instance: str
    """When its series gives it, by the series' own clocks; nothing for what does not repeat."""
    starts: str
    """By the clocks of the viewer; `YYYY-MM-DD` for whole days."""
    ends: str
    """The same as `starts` where nothing is said; of whole days the last one."""
    type: str
    subject: str
    place: str
    people: tuple[str, ...] = ()
    is_done: bool = False
    is_series: bool = False
    priority: str = ""
    zone: str = ""
    """Whose clocks it is planned by, where they show another time than the viewer's."""
    is_private: bool = False
    is_free: bool = False
    owner: str = ""
    """Whose it is, by name."""
    is_hidden: bool = False
    """Private, and a colleague's: it is only told that they are busy."""

    @property
    def is_day(self) -> bool:
        return "T" not in self.starts

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.starts[:10])

    @property
    def last_day(self) -> date:
        """What ends at midnight is over with the day before."""
        last = date.fromisoformat(self.ends[:10])
        is_over = self.ends.endswith("T00:00") and last > self.first_day
        return date.fromordinal(last.toordinal() - 1) if is_over else last


def conflicts(slots: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
    """Pairs that overlap: at a time, open, and not said to leave one free."""
    timed = sorted(
        (slot for slot in slots if not (slot.is_day or slot.is_free or slot.is_done) and slot.ends > slot.starts),
        key=lambda slot: (slot.starts, slot.ends),
    )
    found: list[tuple[Slot, Slot]] = []
    running: list[Slot] = []
    for slot in timed:
        running = [other for other in running if other.ends > slot.starts]
        found += [(other, slot) for other in running]
        running.append(slot)
    return found
