"""Alarms of calendars: the first that is shown or heard before the beginning reminds, others are kept as they are."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from crmdesk.formats import ical_times

BEGIN, END = "BEGIN:VALARM", "END:VALARM"
_ACTIONS = ("DISPLAY", "AUDIO")
_LONGEST = 28 * 24 * 60
"""Minutes; what reminds earlier is kept and not shown."""
_TRIGGER = re.compile(r"TRIGGER((?:;[^:]*)?):(.*)", re.IGNORECASE)
_ACTION = re.compile(r"ACTION(?:;[^:]*)?:(.*)", re.IGNORECASE)


def remind_of(lines: Sequence[str]) -> int | None:
    """Minutes before the beginning."""
    found = _reminding(lines)
    return found[2] if found else None


def without_plain(lines: Sequence[str]) -> list[str]:
    """Without a reminder that says no more than when: it is made anew."""
    found = _reminding(lines)
    if found and list(lines[found[0] : found[1] + 1]) == _alarm(found[2]):
        return [*lines[: found[0]], *lines[found[1] + 1 :]]
    return [*lines]


def with_remind(lines: Sequence[str], minutes: int | None) -> list[str]:
    """What was kept, with the reminder as it is now: moved, taken out, or a new one."""
    found = _reminding(lines)
    if found is None:
        return [*lines] if minutes is None else [*lines, *_alarm(minutes)]
    first, last, before = found
    if minutes == before:
        return [*lines]
    part = [] if minutes is None else [_moved(line, minutes) for line in lines[first : last + 1]]
    return [*lines[:first], *part, *lines[last + 1 :]]


def old_remind(start: str, zone: str, alarm: str) -> int | None:
    """Of vCalendar 1.0, which tells the time itself: `DALARM:20261201T095000;;;Text`."""
    told = ical_times.moment(alarm.partition(";")[0], "")
    if not told or "T" not in told[0] or "T" not in start:
        return None
    minutes = (ical_times.instant(start, zone) - ical_times.instant(told[0], told[1] or zone)) // 60_000
    return minutes if 0 <= minutes <= _LONGEST else None


def _reminding(lines: Sequence[str]) -> tuple[int, int, int] | None:
    """The first and the last line of the alarm, and its minutes."""
    for first, last in _alarms(lines):
        part = lines[first : last + 1]
        actions = [found[1].strip().upper() for line in part if (found := _ACTION.fullmatch(line))]
        triggers = [found for line in part if (found := _TRIGGER.fullmatch(line))]
        if len(triggers) == 1 and actions and actions[0] in _ACTIONS:
            minutes = _minutes(triggers[0])
            if minutes is not None:
                return first, last, minutes
    return None


def _alarms(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    first = depth = 0
    for place, line in enumerate(lines):
        word = line.strip().upper()
        if word.startswith("BEGIN:"):
            depth += 1
            if word == BEGIN and depth == 1:
                first = place
        elif word.startswith("END:"):
            if word == END and depth == 1:
                yield first, place
            depth = max(0, depth - 1)


def _minutes(trigger: re.Match[str]) -> int | None:
    size = ical_times.length(trigger[2])
    if size is None or "RELATED=END" in trigger[1].upper() or "VALUE=DATE-TIME" in trigger[1].upper():
        return None
    minutes = -size // timedelta(minutes=1)
    return minutes if 0 <= minutes <= _LONGEST else None


def _moved(line: str, minutes: int) -> str:
    return _trigger(minutes) if _TRIGGER.fullmatch(line) else line


def _trigger(minutes: int) -> str:
    return f"TRIGGER:-PT{minutes}M" if minutes else "TRIGGER:PT0M"


def _alarm(minutes: int) -> list[str]:
    return [BEGIN, "ACTION:DISPLAY", "DESCRIPTION:Reminder", _trigger(minutes), END]
