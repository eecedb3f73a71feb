"""What stands in the file as entries of a calendar: in the colour of their kind, with words for the tooltip."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crmdesk.i18n import _, ngettext
from crmdesk.ui.team_choice import team_of
from crmdesk.widgets import clock
from crmdesk.widgets.calendar_paint import WARNS
from crmdesk.widgets.calendar_times import Entry, Span
from crmdesk.widgets.month_face import Beside
from crmdesk.widgets.tones import NAMES

if TYPE_CHECKING:
    from crmdesk.domain.slots import Slot
    from crmdesk.domain.whose import Team
    from crmdesk.services.files import Store

TYPES = {
    "call": "green",
    "message": "green",
    "meeting": "violet",
    "visit": "blue",
    "to-do": "orange",
    "email": "yellow",
    "letter": "yellow",
    "request": "yellow",
}
YEARLY, HOLIDAYS = "yearly", "holidays"
LAYERS = {YEARLY: "pink", HOLIDAYS: "grey"}
_MOST_NAMED, _MOST_COMPARED = 4, 2000
Key = tuple[bytes, str]


def tone_of(kind: str) -> str:
    """The same for the same word of the user's own, and never grey."""
    return TYPES.get(kind) or NAMES[sum(kind.encode()) % (len(NAMES) - 1)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be seen."""

    first: date
    last: date
    hidden: frozenset[str] = frozenset()
    """Types and layers that are not."""
    with_done: bool = True
    most: int = 0
    """So many of a day, where no more can be seen; the others are counted."""
    enough: int = 0
    """As many of the days as hold so many."""
    is_earlier: bool = False
    """Then those are the last of the days."""
    absent: frozenset[str] = frozenset()
    """Colleagues whose things are not; `ME` among them: without one's own."""


@dataclass(frozen=True, slots=True)
class Found:
    wanted: Wanted
    slots: dict[Key, "Slot"]
    entries: list[Entry]
    others: Mapping[date, int]
    """How many of a day were left out."""
    besides: list[Entry] | None = None
    """Of the same days; None: not looked up."""


def planned(store: "Store", wanted: Wanted, types: Mapping[str, str]) -> Found:
    """A job for the file's thread."""
    if wanted.enough:
        wanted = _enough(store, wanted)
    team = team_of(store)
    slots, others = _slots(store, wanted, team)
    rivals = _rivals(slots, team.others)
    now = datetime.now().isoformat(timespec="minutes")  # noqa: DTZ005 - by the clock on the wall
    entries = [_entry(slot, types, rivals.get(key_of(slot), ()), now, team.others) for slot in slots]
    return Found(wanted, {key_of(slot): slot for slot in slots}, entries, others)


def foreseen(store: "Store", wanted: Wanted, types: Mapping[str, str], country: str) -> Found:
    """All of it at once, where nobody waits for it: a job for the file's thread."""
    return replace(planned(store, wanted, types), besides=besides(store, wanted, country))


def counted(store: "Store", wanted: Wanted) -> Counter[date]:
    """How many there are on each day: a job for the file's thread."""
    from crmdesk.services import day_counts

    whose = team_of(store).without(wanted.absent)
    return day_counts.between(
        store, wanted.first, wanted.last, sorted(wanted.hidden), with_done=wanted.with_done, whose=whose
    )


def _enough(store: "Store", wanted: Wanted) -> Wanted:
    from crmdesk.services import day_counts

    first, last = day_counts.enough(
        store, wanted.first, wanted.last, wanted.enough, sorted(wanted.hidden),
        with_done=wanted.with_done, is_earlier=wanted.is_earlier, whose=team_of(store).without(wanted.absent),
    )  # fmt: skip
    return replace(wanted, first=first, last=last)


def _slots(store: "Store", wanted: Wanted, team: "Team") -> "tuple[list[Slot], Mapping[date, int]]":
    from crmdesk.services import calendar, full_days

    first, last, with_done, whose = wanted.first, wanted.last, wanted.with_done, team.without(wanted.absent)
    if wanted.most:
        hidden = sorted(wanted.hidden)
        some, others = full_days.first_of(store, first, last, wanted.most, hidden, with_done=with_done, whose=whose)
        return list(calendar.discreet(some, team.others)), others
    found = calendar.discreet(calendar.between(store, first, last, with_done=with_done), team.others)
    seen = (slot for slot in found if slot.type not in wanted.hidden and (with_done or not slot.is_done))
    return [slot for slot in seen if whose.takes(slot.owner)], {}


def key_of(slot: "Slot") -> Key:
    return slot.activity_id, slot.instance


def _rivals(slots: "Sequence[Slot]", others: Sequence[str]) -> "dict[Key, list[Slot]]":
    """Of each, those of the same person at the same time; who has very many does not ask."""
    from crmdesk.services.calendar import conflicts

    if len(slots) > _MOST_COMPARED:
        return {}
    found: defaultdict[Key, list[Slot]] = defaultdict(list)
    whose = {slot.owner: slot.owner if slot.owner in others else "" for slot in slots}
    for one, other in conflicts(slots):
        if whose[one.owner] != whose[other.owner]:
            continue
        found[key_of(one)].append(other)
        found[key_of(other)].append(one)
    return found


def _entry(
    slot: "Slot", types: Mapping[str, str], rivals: "Sequence[Slot]", now: str, others: Sequence[str]
) -> Entry:  # fmt: skip
    kind = types.get(slot.type, slot.type)
    is_over = slot.ends < (now[:10] if slot.is_day else now)
    marks = (WARNS if rivals else "", "repeat" if slot.is_series else "", "lock" if slot.is_private else "",
             "globe" if slot.zone else "")  # fmt: skip
    return Entry(
        key_of(slot),
        Span.of(slot.starts, slot.ends),
        _("Busy") if slot.is_hidden else slot.subject or kind,
        "grey" if slot.is_hidden else tone_of(slot.type),
        " · ".join(filter(None, (", ".join(slot.people), slot.place, _there(slot)))),
        "\n".join(_hints(slot, kind if slot.subject else "", rivals)),
        tuple(filter(None, marks)),
        is_muted=is_over,
        is_done=slot.is_done,
        is_fixed=slot.is_done or slot.is_hidden,
        who=slot.owner if slot.owner in others else "",
    )


def _hints(slot: "Slot", kind: str, rivals: "Sequence[Slot]") -> list[str]:
    told = [kind, _("Repeats") if slot.is_series else "", _("Private") if slot.is_private else ""]
    if rivals:
        names = [rival.subject or rival.starts[11:] for rival in rivals[:_MOST_NAMED]]
        told.append(_("At the same time: {names}").format(names=", ".join(names)))
    return list(filter(None, (" · ".join(filter(None, told[:3])), *told[3:])))


def _there(slot: "Slot") -> str:
    """`15:00 in New York`, where its clocks show something else."""
    return _time_there(slot.starts, slot.zone, clock.is_24()) if slot.zone and not slot.is_day else ""


@lru_cache(maxsize=10_000)
def _time_there(starts: str, zone: str, _is_24: bool) -> str:
    """From month to month most are the same."""
    ahead = _ahead(starts[:10], zone)
    try:
        if ahead is None:
            there = f"{datetime.fromisoformat(starts).astimezone(ZoneInfo(zone)):%H:%M}"
        else:
            hour, minute = divmod((int(starts[11:13]) * 60 + int(starts[14:16]) + ahead) % (24 * 60), 60)
            there = f"{hour:02}:{minute:02}"
    except (KeyError, OSError, ValueError, OverflowError):
        return zone
    city = zone.rpartition("/")[2].replace("_", " ")
    return _("{time} in {city}").format(time=_clock_words(there, _is_24), city=city)


@lru_cache(maxsize=3_000)
def _clock_words(time: str, _is_24: bool) -> str:
    return clock.words(time)


@lru_cache(maxsize=5_000)
def _ahead(day: str, zone: str) -> int | None:
    """Minutes that clocks there are ahead of those here, where that is the same for a whole day."""
    try:
        begin, there = datetime.fromisoformat(day), ZoneInfo(zone)
        ends = [(begin + timedelta(days=days)).astimezone() for days in (0, 1)]
        found = {_offset(end.astimezone(there)) - _offset(end) for end in ends}
    except (KeyError, OSError, ValueError, OverflowError):
        return None
    return found.pop() if len(found) == 1 else None


def _offset(when: datetime) -> int:
    return int((when.utcoffset() or timedelta()).total_seconds()) // 60


def besides(store: "Store", wanted: Wanted, country: str) -> list[Entry]:
    """Birthdays, anniversaries and holidays: a job for the file's thread."""
    made: list[Entry] = []
    if HOLIDAYS not in wanted.hidden:
        made += _holidays(store, wanted, country)
    if YEARLY not in wanted.hidden:
        made += _yearly(store, wanted)
    return made


def marked_days(store: "Store", wanted: Wanted, country: str) -> dict[date, Beside]:
    """The same of a whole year, where days have room for a dot each: a job for the file's thread."""
    from crmdesk.services import yearly_days

    found: defaultdict[date, list[tuple[str, str]]] = defaultdict(list)
    if HOLIDAYS not in wanted.hidden:
        for entry in _holidays(store, wanted, country):
            found[entry.span.first].append((entry.tone, entry.title))
    if YEARLY not in wanted.hidden:
        for day, (some, count) in yearly_days.on_each(store, wanted.first, wanted.last, _MOST_NAMED).items():
            names = [f"{one.name}: {_yearly_hint(one.field, one.years)}" for one in some]
            more = [_("+{count} more").format(count=count - len(some))] if count > len(some) else []
            found[day] += [(LAYERS[YEARLY], words) for words in (*names, *more)]
    return {
        day: Beside(tuple(dict.fromkeys(tone for tone, _words in told)), tuple(words for _tone, words in told))
        for day, told in found.items()
    }


def _holidays(store: "Store", wanted: Wanted, country: str) -> list[Entry]:
    from crmdesk.services import holidays

    with store.read() as session:
        found = holidays.of_file(session, country, wanted.first, wanted.last)
    return [
        Entry((HOLIDAYS, one.day, one.name), Span.days(one.day, one.day), one.name, LAYERS[HOLIDAYS],
              hint=_("Public holiday"), is_fixed=True)
        for one in found
    ]  # fmt: skip


def _yearly(store: "Store", wanted: Wanted) -> list[Entry]:
    from crmdesk.services import yearly_days

    return [
        Entry(
            (YEARLY, one.contact_id, one.field, one.day),
            Span.days(one.day, one.day),
            f"{one.name} ({one.years})" if one.years else one.name,
            LAYERS[YEARLY],
            hint=_yearly_hint(one.field, one.years),
            marks=("cake",) if one.field == "birthday" else ("star",),
            is_fixed=True,
        )
        for one in yearly_days.between(store, wanted.first, wanted.last)
    ]


def _yearly_hint(field: str, years: int | None) -> str:
    if field == "birthday":
        turns = ngettext("Birthday: turns {count}", "Birthday: turns {count}", years or 0)
        return turns.format(count=years) if years else _("Birthday")
    words = ngettext("Anniversary: {count} year", "Anniversary: {count} years", years or 0)
    return words.format(count=years) if years else _("Anniversary")
