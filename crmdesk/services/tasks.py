"""What is to be done, in groups by its day: listed, put in order, put off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity
from crmdesk.domain.folding import fold
from crmdesk.domain.planned import Length
from crmdesk.domain.whose import EVERYBODY, ME
from crmdesk.i18n import _, mark
from crmdesk.services import checklists, instances, lookup, team
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk, occurrences, open_tasks
from crmdesk.store.store import Store

OVERDUE, TODAY, WEEK, LATER, SOMEDAY, DONE = "overdue", "today", "week", "later", "someday", "done"
GROUPS = (
    (OVERDUE, mark("Overdue")),
    (TODAY, mark("Today")),
    (WEEK, mark("Next 7 days")),
    (LATER, mark("Later")),
    (SOMEDAY, mark("Someday")),
    (DONE, mark("Done today")),
)
_APART = 1024
"""Between the places of two tasks, so that others find room between them."""


@dataclass(frozen=True, slots=True)
class TaskKey:
    id: bytes
    instance: str
    """When its series gives it; nothing for what does not repeat."""
    starts: str
    """A day, a day and a time, or nothing."""


@dataclass(frozen=True, slots=True)
class Task:
    key: TaskKey
    type: str
    subject: str
    people: tuple[str, ...]
    place: str
    priority: str
    is_series: bool
    is_done: bool
    progress: tuple[int, int] = (0, 0)
    """Steps of its checklist that are done, of how many."""
    colleague: str = ""
    """Whose it is, if that is one of them."""


def listing(
    store: Store, today: date, *, kind: str = "", person: bytes | str | None = None, whose: str = EVERYBODY
) -> dict[str, list[TaskKey]]:
    """By group, each in its order; of a series the one that is next."""
    store.look_ahead(today, today)
    narrow = kind, as_id(person) if person else None, team.look(store).whose(whose)
    groups: dict[str, list[TaskKey]] = {key: [] for key, _words in GROUPS}
    for found in open_tasks.to_do(store.connection, today, *narrow):
        groups[group_of(found.starts or "", today)].append(TaskKey(found.id, found.instance, found.starts or ""))
    midnight = int(datetime(today.year, today.month, today.day).astimezone().timestamp() * 1000)
    for found in open_tasks.done_since(store.connection, midnight, *narrow):
        groups[DONE].append(TaskKey(found.id, "", found.starts or ""))
    return groups


def without_hour(store: Store, today: date, most: int) -> tuple[list[Task], int]:
    """The first of one's own that has no time of its day yet, in its order, and how many there are."""
    store.look_ahead(today, today)
    found = open_tasks.without_hour(store.connection, today, team.look(store).whose(ME))
    keys = [TaskKey(one.id, one.instance, one.starts or "") for one in found[:most]]
    return [task for task in rows(store, keys) if task], len(found)


def group_of(starts: str, today: date) -> str:
    if not starts:
        return SOMEDAY
    days = (date.fromisoformat(starts[:10]) - today).days
    return OVERDUE if days < 0 else TODAY if days == 0 else WEEK if days <= 7 else LATER


def day_for(group: str, today: date) -> str:
    """Of what is put into a group without a day being named."""
    ahead = {TODAY: 0, WEEK: 1, LATER: 8}
    return (today + timedelta(days=ahead[group])).isoformat() if group in ahead else ""


def rows(store: Store, keys: Sequence[TaskKey]) -> list[Task | None]:
    """What is shown of each; nothing of what is gone meanwhile."""
    ids = [key.id for key in keys]
    shown = occurrences.shown(store.connection, ids)
    people = occurrences.people(store.connection, ids)
    with store.read() as session:
        progress = checklists.progress(session, ids)
        others = team.of(session, store.author).others
    return [_task(key, shown.get(key.id), people, progress, others) for key in keys]


def _task(
    key: TaskKey,
    row: "occurrences.Shown | None",
    people: Mapping[bytes, tuple[str, ...]],
    progress: Mapping[bytes, tuple[int, int]],
    others: Sequence[str],
) -> Task | None:
    if row is None:
        return None
    return Task(
        key,
        row.type,
        row.subject or (row.text or "").strip().partition("\n")[0],
        people.get(key.id, ()),
        row.place or "",
        row.priority or "",
        bool(row.repeats or row.instance),
        row.done_at is not None,
        progress.get(key.id, (0, 0)),
        row.owner if row.owner in others else "",
    )


# Putting in order


def put(store: Store, key: TaskKey, day: str, before: Sequence[bytes], after: bytes | None) -> None:
    """On a day, or on none, behind those that stand `before` it there; its time of the day stays."""
    with store.write(_("Move task")) as session:
        known = open_tasks.positions(store.connection, [*before, *([after] if after else [])])
        own = key.id if key.starts[:10] == day else _to_day(session, key, day)
        bulk.update_each(session, Activity, _places(own, before, after, known))


def _places(
    key: bytes, before: Sequence[bytes], after: bytes | None, known: Mapping[bytes, int | None]
) -> list[dict[str, object]]:
    """As few others as possible are touched."""
    last = known.get(before[-1]) if before else 0
    following = known.get(after) if after else None
    if last is not None and following is None:
        return [{"id": key, "position": last + _APART}]
    if last is not None and following is not None and following - last > 1:
        return [{"id": key, "position": (last + following) // 2}]
    return [{"id": each, "position": place * _APART} for place, each in enumerate([*before, key], 1)]


def set_time(store: Store, key: TaskKey, starts: str, ends: str = "", whose: str | None = None) -> bytes:
    """On a day, or at a time of one, by the clock on the wall; what takes its own time keeps that. `whose` is who is
    to do it from now on, if somebody else."""
    with store.write(_("Move task")) as session:
        own = instances.taken_out(session, key.id, key.instance) if key.instance else key.id
        row = instances.alive(session, own)
        has_length = row["ends"] and row["starts"] and ("T" in row["starts"]) == ("T" in starts)
        end = Length.of(row["starts"], row["ends"]).end(starts) if has_length else ends or None
        given = {} if whose is None else {"responsible": whose}
        bulk.update(session, Activity, [own], {"starts": starts, "ends": end, "zone": None, **given})
    return own


def set_day(store: Store, keys: Sequence[TaskKey], day: str) -> None:
    with store.write(_("Put off to another day") if day else _("Put off to some day")) as session:
        for key in keys:
            _to_day(session, key, day)


def _to_day(session: Session, key: TaskKey, day: str) -> bytes:
    """The time of the day and how long it takes stay; one of a series leaves it."""
    own = instances.taken_out(session, key.id, key.instance) if key.instance else key.id
    row = instances.alive(session, own)
    starts = f"{day}{(row['starts'] or '')[10:]}" if day else None
    ends = Length.of(row["starts"], row["ends"]).end(starts) if starts and row["ends"] else None
    bulk.update(session, Activity, [own], {"starts": starts, "ends": ends})
    return own


# Typed in a line


@dataclass(frozen=True, slots=True)
class Meant:
    """Somebody whose name stands in a line."""

    id: bytes
    name: str
    first: int
    """Which word of the line the name begins with."""
    count: int


def somebody(store: Store, words: Sequence[str], first: int = 0) -> Meant | None:
    """The longest name among the words; `first` may be one in small letters, elsewhere a name begins with a capital."""
    places = [(at, count) for count in (3, 2, 1) for at in range(len(words) - count + 1)]
    for at, count in places:
        if at != first and not words[at][:1].isupper():
            continue
        wanted = fold(" ".join(words[at : at + count])).split()
        for row in lookup.find(store, " ".join(wanted), 3):
            if set(wanted) <= set(fold(row.name).split()):
                return Meant(row.id, row.name, at, count)
    return None
