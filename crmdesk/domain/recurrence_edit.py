"""Repetition changed: cut in two, an instance taken out, moved as a whole. Lines in, lines out; what is not touched
stays word for word."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from crmdesk.domain.recurrence import (
    LINE,
    later_day,
    moment,
    occurrences,
    of_rule,
    read_lines,
)
from crmdesk.domain.recurrence_days import DAY
from crmdesk.domain.recurrence_rule import Rule, parse_rule
from crmdesk.domain.values.zones import clock_of

_NEAR = 16
"""Days within which an instance of a moved series is the one that was."""


def only_rules(lines: str | None) -> list[str]:
    return [line for line in (lines or "").splitlines() if _name(line) in ("RRULE", "EXRULE")]


def without(lines: str, instance: str, zone: str | None) -> str:
    """With one instance taken out."""
    return f"{lines}\n{_dates('EXDATE', [instance], zone)}"


def until_before(lines: str, starts: str, zone: str | None, instance: str) -> str:
    """What comes before an instance."""
    return "\n".join(_cut(lines, starts, zone, instance, is_head=True))


def beginning_at(lines: str, starts: str, zone: str | None, instance: str) -> str:
    """What is left from an instance on, for a series that begins there."""
    return "\n".join(_cut(lines, starts, zone, instance, is_head=False))


def _cut(lines: str, starts: str, zone: str | None, instance: str, *, is_head: bool) -> Iterator[str]:
    for line in only_rules(lines):
        yield f"{line.partition(':')[0]}:{_share(_rule_in(line), starts, zone, instance, is_head=is_head)}"
    read = read_lines(lines, zone or "", is_day="T" not in starts)
    dates = {when for when in read.dates if (when < instance) == is_head}
    yield from _dates_of(dates, read.ends, zone)
    gone = sorted(when for when in read.gone if (when < instance[: len(when)]) == is_head)
    if gone:
        yield from _by_kind("EXDATE", gone, zone)


def _share(rule: Rule, starts: str, zone: str | None, instance: str, *, is_head: bool) -> Rule:
    """A rule's COUNT is parted; its UNTIL stays with the rest."""
    if rule.count is not None:
        before = sum(1 for _each in of_rule(rule, starts, zone or "", moment(starts), moment(instance) - 1))
        return replace(rule, count=max(before, 1) if is_head else max(rule.count - before, 1))
    return replace(rule, until=_until_before(instance, zone)) if is_head else rule


def _until_before(instance: str, zone: str | None) -> str:
    if "T" not in instance:
        return later_day(date.fromisoformat(instance), -1).isoformat()
    return told_until(datetime.fromisoformat(instance) - timedelta(seconds=1), zone)


def told_until(wall: datetime, zone: str | None) -> str:
    """UNTIL is told in UTC where the series has a zone (RFC 5545, 3.3.10)."""
    clock = clock_of(zone)
    if clock is None:
        return wall.isoformat()
    return f"{wall.replace(tzinfo=clock).astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


# Moving


@dataclass(frozen=True, slots=True)
class Move:
    """From one beginning to another: so many days, and another clock."""

    old: str
    new: str

    @property
    def days(self) -> int:
        return date.fromisoformat(self.new[:10]).toordinal() - date.fromisoformat(self.old[:10]).toordinal()

    def __call__(self, wall: str) -> str:
        """What moved along with it; of a whole day stays one where the clock alone is new."""
        day = later_day(date.fromisoformat(wall[:10]), self.days).isoformat()
        if wall[10:] == self.old[10:] or not wall[10:] or not self.new[10:] or not self.old[10:]:
            return day + (self.new[10:] if len(wall) > 10 or len(self.old) == 10 else "")
        size = datetime.fromisoformat(self.new) - datetime.fromisoformat(self.old)
        return (datetime.fromisoformat(wall) + size).isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True)
class Moved:
    """A series after its beginning was moved."""

    starts: str
    lines: str
    instances: dict[str, str]
    """Where each instance that was asked for is now; those that are no more are left out."""


def moved(
    lines: str, starts: str, zone: str | None, move: Move, new_zone: str | None, asked: tuple[str, ...] = ()
) -> Moved:
    """The whole series moved by what one instance was; raises UnsupportedError."""
    read = read_lines(lines, zone or "", is_day="T" not in starts)
    rules = only_rules(lines)
    if not all(map(_can_shift, map(_rule_in, rules))):
        move = Move(move.old, move.old[:10] + move.new[10:])  # the days stay, the clock is new
    begin = move(starts)
    told = [f"{line.partition(':')[0]}:{_shifted(_rule_in(line), begin, move, zone, new_zone)}" for line in rules]
    first = later_day(date.fromisoformat(min(starts, begin)[:10]), -_NEAR)
    wanted = sorted({*asked, *read.gone})
    last = later_day(date.fromisoformat(max([begin, *wanted])[:10]), 3 * _NEAR)
    dates = {move(when) for when in read.dates}
    there = {*occurrences(begin, new_zone, "\n".join(told), first, last).instances, *dates}
    instances = {when: found for when in wanted if (found := _nearest(move(when), there))}
    gone = sorted({instances[when] for when in read.gone if when in instances})
    ends = {move(when): move(end) for when, end in read.ends.items()}
    dated = [*_dates_of(dates, ends, new_zone), *(_by_kind("EXDATE", gone, new_zone) if gone else ())]
    return Moved(begin, "\n".join([*told, *dated]), instances)


def _rule_in(line: str) -> Rule:
    return parse_rule(line.partition(":")[2])


def _can_shift(rule: Rule) -> bool:
    """What the days of a rule become is plain only where it names one day, or days of the week."""
    if rule.positions or rule.weeks or rule.year_days or rule.skip != "OMIT":
        return False
    if rule.freq in ("MONTHLY", "YEARLY"):
        return max(len(rule.weekdays), len(rule.month_days), len(rule.months)) < 2 and not (
            rule.weekdays and rule.month_days
        )
    return not rule.months and not rule.month_days


def _shifted(rule: Rule, begin: str, move: Move, zone: str | None, new_zone: str | None) -> Rule:
    if move.days:
        rule = _shift_days(rule, date.fromisoformat(begin[:10]), move.days)
    if rule.hours and move.new[10:] != move.old[10:]:
        rule = replace(rule, hours=(), minutes=(), seconds=()) if len(rule.hours) == 1 else rule
    return replace(rule, until=_shift_until(rule.until, move, zone, new_zone)) if rule.until else rule


def _shift_days(rule: Rule, begin: date, days: int) -> Rule:
    if rule.freq in ("MONTHLY", "YEARLY"):
        named = ((_nth(begin, rule.weekdays[0][0]), begin.weekday()),) if rule.weekdays else ()
        month_days = (begin.day,) if rule.month_days else ()
        return replace(rule, weekdays=named, month_days=month_days, months=(begin.month,) if rule.months else ())
    weekdays = tuple(sorted((nth, (weekday + days) % 7) for nth, weekday in rule.weekdays))
    return replace(rule, weekdays=weekdays, week_start=(rule.week_start + days) % 7 if rule.interval > 1 else 0)


def _nth(day: date, as_before: int) -> int:
    """Counted from the end where it was before, and can be."""
    if not as_before:
        return 0
    from_end = (later_day(day, 7).month != day.month) and as_before < 0
    return -1 if from_end else min((day.day - 1) // 7 + 1, 5)


def _shift_until(until: str, move: Move, zone: str | None, new_zone: str | None) -> str:
    if "T" not in until or "T" not in move.new or "T" not in move.old:
        return later_day(date.fromisoformat(until[:10]), move.days).isoformat()
    wall = datetime.fromisoformat(until.removesuffix("Z"))
    if until.endswith("Z") and (clock := clock_of(zone)):
        wall = wall.replace(tzinfo=UTC).astimezone(clock).replace(tzinfo=None)
    return told_until(wall + (datetime.fromisoformat(move.new) - datetime.fromisoformat(move.old)), new_zone)


def _nearest(wall: str, there: set[str]) -> str | None:
    if wall in there or len(wall) == 10:
        return wall
    target = moment(wall)
    near = ((abs(moment(each) - target), each) for each in there)
    distance, found = min(near, default=(0, None))
    return found if found and distance <= _NEAR * DAY else None


# Lines


def _name(line: str) -> str:
    found = LINE.match(line.strip())
    return found[1].upper() if found else ""


def _dates_of(dates: set[str], ends: dict[str, str], zone: str | None) -> Iterator[str]:
    plain = sorted(dates - ends.keys())
    if plain:
        yield from _by_kind("RDATE", plain, zone)
    for when in sorted(dates & ends.keys()):
        head, _colon, value = _dates("RDATE", [when], zone).partition(":")
        _head, _colon, end = _dates("RDATE", [ends[when]], zone).partition(":")
        yield f"{head};VALUE=PERIOD:{value}/{end}"


def _by_kind(name: str, walls: list[str], zone: str | None) -> Iterator[str]:
    for is_day in (True, False):
        some = [wall for wall in walls if ("T" not in wall) == is_day]
        if some:
            yield _dates(name, some, zone)


def _dates(name: str, walls: list[str], zone: str | None) -> str:
    plain = [wall.replace("-", "").replace(":", "") for wall in walls]
    if "T" not in plain[0]:
        return f"{name};VALUE=DATE:{','.join(plain)}"
    if zone == "UTC":
        return f"{name}:{','.join(f'{each}00Z' for each in plain)}"
    about = f";TZID={zone}" if zone else ""
    return f"{name}{about}:{','.join(f'{each}00' for each in plain)}"
