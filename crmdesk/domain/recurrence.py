"""When what repeats comes: RRULE, RDATE, EXDATE and EXRULE lines unrolled in a window, by the clocks of its zone."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import islice

from crmdesk.domain.recurrence_days import DAY, unroll
from crmdesk.domain.recurrence_rule import Rule, UnsupportedError, parse_rule
from crmdesk.domain.values.zones import clock_of

MOST_A_YEAR = 3_500
"""More than these are no calendar any more."""
LINE = re.compile(r"(RRULE|EXRULE|RDATE|EXDATE)((?:;[^:;\"]+(?:\"[^\"]*\")?[^:;\"]*)*):(.*)", re.IGNORECASE)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?", re.ASCII)
_LENGTH = re.compile(r"P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,8}S)?)?", re.ASCII)
_TZID = re.compile(r";TZID=\"?([^\";:]+)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T|$)", re.ASCII)
_MOST_DATES = 5_000


@dataclass(frozen=True, slots=True)
class Occurrences:
    instances: tuple[str, ...]
    """When its series gives each, by the clock on the wall, even where clocks jump over that time."""
    is_supported: bool = True
    """Else the first alone is told."""
    ends: dict[str, str] = field(default_factory=dict)
    """Of those that are longer or shorter than the others."""


@dataclass(slots=True)
class _Lines:
    rules: list[Rule] = field(default_factory=list)
    excluded: list[Rule] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)
    ends: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """A whole day stands for all times of it."""


def occurrences(starts: str, zone: str | None, lines: str, first: date, last: date) -> Occurrences:
    """Those that begin from `first` to `last`, both included, in their order."""
    try:
        return _unrolled(starts, zone or "", lines, first, last)
    except (UnsupportedError, ValueError, OverflowError):
        is_seen = _DAY.match(starts) is not None and first.isoformat() <= starts[:10] <= last.isoformat()
        return Occurrences((starts,) if is_seen else (), is_supported=False)


def last_instance(starts: str, zone: str | None, lines: str) -> str | None:
    """Nothing of what never ends, and of what cannot be worked out."""
    try:
        read = read_lines(lines, zone or "", is_day="T" not in starts)
        if any(rule.count is None and not rule.until for rule in read.rules):
            return None
        end = date.max.toordinal() * DAY
        ends = [deque(of_rule(rule, starts, zone or "", moment(starts), end), 1) for rule in read.rules]
    except (UnsupportedError, ValueError, OverflowError):
        return None
    return max([starts, *read.dates, *(each for some in ends for each in some)])


def is_supported(starts: str, zone: str | None, lines: str) -> bool:
    day = date.fromisoformat(starts[:10])
    return occurrences(starts, zone, lines, day, later_day(day, 366)).is_supported


def later_day(day: date, days: int) -> date:
    """At most the last there is."""
    return date.fromordinal(max(1, min(day.toordinal() + days, date.max.toordinal())))


def _unrolled(starts: str, zone: str, lines: str, first: date, last: date) -> Occurrences:
    read = read_lines(lines, zone, is_day="T" not in starts)
    begin, end = first.toordinal() * DAY, last.toordinal() * DAY + DAY - 1
    most = MOST_A_YEAR * (2 + (last - first).days // 365)
    found = {starts, *read.dates}
    for rule in read.rules:
        some = list(islice(of_rule(rule, starts, zone, begin, end), most + 1))
        if len(some) > most:
            raise UnsupportedError("too many")
        found.update(some)
    gone = set(read.gone)
    for rule in read.excluded:
        gone.update(of_rule(rule, starts, zone, begin, end))
    low, high = first.isoformat(), f"{last.isoformat()}T99"
    kept = (each for each in found if low <= each <= high and each not in gone and each[:10] not in gone)
    return Occurrences(tuple(sorted(kept)), ends=read.ends)


def of_rule(rule: Rule, starts: str, zone: str, begin: int, end: int) -> Iterator[str]:
    start = moment(starts)
    until = until_moment(rule, zone, is_day="T" not in starts)
    clocks: dict[int, str] = {}
    is_day = "T" not in starts
    for found in unroll(rule, start, begin, end if until is None else min(until, end)):
        day, second = divmod(found, DAY)
        text = date.fromordinal(day).isoformat()
        if is_day:
            yield text
            continue
        clock = clocks.get(second)
        if clock is None:
            clock = clocks[second] = f"T{second // 3600:02}:{second // 60 % 60:02}"
        yield text + clock


def moment(wall: str) -> int:
    """Seconds since the day number 0, by the clock on the wall."""
    when = datetime.fromisoformat(wall)
    return when.toordinal() * DAY + when.hour * 3600 + when.minute * 60 + when.second


def until_moment(rule: Rule, zone: str, *, is_day: bool) -> int | None:
    """The last moment of a rule by the clocks of its zone; a day counts to its end."""
    if not rule.until:
        return None
    told = rule.until
    if told.endswith("Z"):
        told = _at(datetime.fromisoformat(told[:-1]), "UTC", zone).isoformat()
    if is_day or "T" not in told:
        return moment(told[:10]) + DAY - 1
    return moment(told)


@lru_cache(1024)
def read_lines(lines: str, zone: str, *, is_day: bool) -> _Lines:
    """Raises UnsupportedError; not to be changed."""
    read = _Lines()
    for line in lines.splitlines():
        found = LINE.match(line.strip())
        if not found:
            continue
        name, about, value = found[1].upper(), found[2], found[3]
        if name in ("RRULE", "EXRULE"):
            (read.rules if name == "RRULE" else read.excluded).append(parse_rule(value))
            continue
        named = _TZID.search(about)
        for text in value.split(",")[:_MOST_DATES]:
            _take_date(read, name, text.strip().upper(), named[1] if named else "", zone, is_day)
    return read


def _take_date(read: _Lines, name: str, text: str, own: str, zone: str, is_day: bool) -> None:
    start, _slash, end = text.partition("/")
    when = _wall(start, own, zone)
    if when is None:
        return
    if name == "EXDATE":
        read.gone.add(when[:10] if is_day else when)
        return
    when = when[:10] if is_day else when
    read.dates.add(when)
    if end and (last := _end_of(when, end, own, zone)):
        read.ends[when] = last


def _wall(text: str, own: str, zone: str) -> str | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    try:
        numbers = [int(part or 0) for part in found.groups()[:5]]
        when = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    if found[4] is None:
        return when.date().isoformat()
    return _at(when, "UTC" if found[7] else own, zone).isoformat(timespec="minutes")


def _end_of(when: str, text: str, own: str, zone: str) -> str | None:
    if not text.startswith("P"):
        return _wall(text, own, zone)
    found = _LENGTH.fullmatch(text)
    if not found:
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    size = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    told = (datetime.fromisoformat(when) + size).isoformat(timespec="minutes")
    return told if "T" in when else told[:10]


def _at(when: datetime, own: str, zone: str) -> datetime:
    """A time by the clocks of another zone; one of no zone, or in none, stands as it is."""
    there, here = UTC if own == "UTC" else clock_of(own), clock_of(zone)
    if own == zone or there is None or here is None:
        return when
    try:
        return when.replace(tzinfo=there).astimezone(here).replace(tzinfo=None)
    except OverflowError:
        return when


def shown(wall: str, zone: str | None) -> str:
    """A time that clocks jump over in spring comes as much later as they jump."""
    if not zone or "T" not in wall:
        return wall
    jump = _jumps(zone, int(wall[:4])).get(wall[:10])
    if not jump or not jump[0] <= wall < jump[1]:
        return wall
    size = datetime.fromisoformat(jump[1]) - datetime.fromisoformat(jump[0])
    return (datetime.fromisoformat(wall) + size).isoformat(timespec="minutes")


@lru_cache(1024)
def _jumps(zone: str, year: int) -> dict[str, tuple[str, str]]:
    """The hours of a year that are not there, by their day."""
    clock = clock_of(zone)
    found: dict[str, tuple[str, str]] = {}
    if clock is None:
        return found
    day = datetime(year, 1, 1)  # noqa: DTZ001
    while day.year == year and year < 9999:
        after = day + timedelta(days=1)
        before, now = clock.utcoffset(day), clock.utcoffset(after)
        if before is not None and now is not None and now > before:
            begin = next(_minutes_before_jump(clock, day, before), day)
            found[begin.date().isoformat()] = (
                begin.isoformat(timespec="minutes"),
                (begin + (now - before)).isoformat(timespec="minutes"),
            )
        day = after
    return found


def _minutes_before_jump(clock: tzinfo, day: datetime, before: timedelta) -> Iterator[datetime]:
    """The first time of the clock that does not come back as itself from UTC."""
    for quarter in range(24 * 4):
        wall = day + timedelta(minutes=15 * quarter)
        back = (wall - before).replace(tzinfo=UTC).astimezone(clock).replace(tzinfo=None)
        if back != wall:
            yield wall
