"""What a calendar shows: everything that is planned, and what was done, by the clocks of whoever looks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from crmdesk.domain.clocks import Clocks
from crmdesk.domain.planned import Length
from crmdesk.domain.recurrence import later_day
from crmdesk.domain.slots import Slot, conflicts
from crmdesk.services.lookup import as_id
from crmdesk.store import occurrences
from crmdesk.store.occurrences import Shown
from crmdesk.store.store import Store

__all__ = ["Slot", "between", "conflicts", "next_of", "overdue", "told"]

_APPOINTMENTS = ("meeting", "visit")
"""One of a series that is past is over; a thing to do stays to be done."""
_MOST_KEPT = 50_000
_AHEAD = (40, 400, 4_000)
"""Days that are looked through for the next one."""
Found = tuple[bytes, str, str | None]


def between(store: Store, first: date, last: date, *, zone: str | None = None, with_done: bool = False) -> list[Slot]:
    """All that lies within these days or reaches into them, in its order; `zone` is the viewer's, else the system's.

    What was planned stands where it was planned; `with_done` adds what was logged without a plan, where it was done.
    """
    store.look_ahead(first, last)
    found = occurrences.between(store.connection, first, last)
    clocks = Clocks(zone)
    if with_done:
        span = clocks.instant(first), clocks.instant(later_day(last, 1)) - 1
        found += [(key, "", None) for key in occurrences.logged_between(store.connection, *span)]
    low, high = first.isoformat(), last.isoformat()
    seen = (slot for slot in _slots(store, found, clocks) if slot.starts[:10] <= high and slot.ends >= low)
    return sorted((slot for slot in seen if slot.starts >= low or slot.last_day >= first), key=_place)


def overdue(store: Store, now: datetime, *, zone: str | None = None) -> list[Slot]:
    """What should be done by now: by its end, or by the end of its day. Of a series the last one only, and no
    appointments of one: those are simply over."""
    today = now.date()
    store.look_ahead(today, today)
    slots = _slots(store, occurrences.open_before(store.connection, today), Clocks(zone))
    told = now.isoformat(timespec="minutes")
    late = (slot for slot in slots if slot.ends < (told[:10] if slot.is_day else told))
    return sorted((slot for slot in late if not (slot.is_series and slot.type in _APPOINTMENTS)), key=_place)


def next_of(
    store: Store, activity: bytes | str, now: datetime | None = None, *, zone: str | None = None
) -> Slot | None:
    """The first that is not over, of a series or of a single one; nothing where all are."""
    now = now or datetime.now()  # noqa: DTZ005 - by the clock on the wall
    told, today = now.isoformat(timespec="minutes"), now.date()
    for days in _AHEAD:
        found = occurrences.coming(store.connection, as_id(activity), today, later_day(today, days))
        slots = _slots(store, found, Clocks(zone))
        ahead = [slot for slot in slots if slot.ends >= (told[:10] if slot.is_day else told)]
        if ahead:
            return min(ahead, key=_place)
    return None


def told(store: Store, found: Iterable[Found], *, zone: str | None = None) -> list[Slot]:
    """Activities, their instances and ends of their own as a calendar tells them, in its order."""
    return sorted(_slots(store, found, Clocks(zone)), key=_place)


def discreet(slots: Iterable[Slot], others: Sequence[str]) -> Iterator[Slot]:
    """Of what is private of colleagues only that they are busy."""
    for slot in slots:
        is_hidden = slot.is_private and slot.owner in others
        yield slot._replace(subject="", place="", people=(), is_hidden=True) if is_hidden else slot


def _place(slot: Slot) -> tuple[str, str, str, bytes]:
    return slot.starts, slot.ends, slot.subject, slot.activity_id


def _slots(store: Store, found: Iterable[Found], clocks: Clocks) -> Iterator[Slot]:
    some = list(found)
    faces = _look_up(store, {key for key, _instance, _ends in some})
    for key, instance, ends in some:
        if key in faces:
            yield faces[key].slot(instance, ends, clocks)


def _look_up(store: Store, keys: set[bytes]) -> "dict[bytes, _Face]":
    """From month to month most are the same."""
    known: dict[bytes, _Face] = store.looked_up
    if len(known) > _MOST_KEPT:
        known.clear()
    more = sorted(keys - known.keys())
    people = occurrences.people(store.connection, more)
    for key, row in occurrences.shown(store.connection, more).items():
        known[key] = _Face(row, people.get(key, ()))
    return known


class _Face:
    """What all times of one activity have in common."""

    __slots__ = ("_length", "_people", "_row", "_subject")

    def __init__(self, row: Shown, people: tuple[str, ...]) -> None:
        self._row, self._people = row, people
        self._subject = row.subject or (row.text or "").strip().partition("\n")[0]
        self._length = Length.of(row.starts, row.ends, row.duration) if row.starts else Length()

    def slot(self, instance: str, own_end: str | None, clocks: Clocks) -> Slot:
        row = self._row
        if row.starts is None:
            own, last = clocks.logged(row.done_at or 0, row.duration or 0)
        else:
            own = instance or row.starts
            last = own_end or self._length.end(own)
        zone = row.zone if row.zone and "T" in own else ""
        starts, ends = clocks.seen(own, zone), clocks.seen(last, zone)
        return Slot(
            row.id,
            instance or row.instance or "",
            starts,
            ends if ends > starts else starts,
            row.type,
            self._subject,
            row.place or "",
            self._people,
            row.done_at is not None,
            bool(row.repeats or row.instance),
            row.priority or "",
            zone if starts != own else "",
            bool(row.is_private),
            bool(row.is_free),
            row.owner,
        )
