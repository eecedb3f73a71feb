"""Days, times and lengths as calendars write them, in the words of the clock on the wall."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_LENGTH = re.compile(r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?")
_YEARS = range(100, 3000)
_DAY = timedelta(days=1)
_EARLIEST = datetime(1900, 1, 1)  # noqa: DTZ001
"""Nobody looks further back, and clocks of some systems fail there."""


def moment(text: str, home: str = "") -> tuple[str, str] | None:
    """`YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` and its zone where it tells one; nothing where there is no such time.

    What is told in UTC is shown by the clocks of `home`, where the calendar has one.
    """
    found = _MOMENT.fullmatch(text.strip().upper())
    if not found or int(found[1]) not in _YEARS:
        return None
    try:
        day = date(*map(int, found.group(1, 2, 3)))
        if found[4] is None:
            return day.isoformat(), ""
        clock = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]))  # noqa: DTZ001
        return _at_home(clock, found[6], home) if found[6] else (_spelled(clock), "")
    except (ValueError, OverflowError):
        return None


def _at_home(clock: datetime, written: str, home: str) -> tuple[str, str]:
    from crmdesk.formats.ical_zones import offset

    instant = (clock - (offset(written) or timedelta())).replace(tzinfo=UTC)
    return (_spelled(instant.astimezone(ZoneInfo(home))), home) if home else (_spelled(instant), "UTC")


def _spelled(clock: datetime) -> str:
    return clock.replace(tzinfo=None).isoformat(timespec="minutes")


def length(text: str) -> timedelta | None:
    found = _LENGTH.fullmatch(text.strip().upper())
    if not found or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    size = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -size if found[1] == "-" else size


def later(text: str, size: timedelta) -> str:
    """Nothing where that is after the end of time."""
    try:
        if "T" in text:
            return _spelled(datetime.fromisoformat(text) + size)
        return (date.fromisoformat(text) + size).isoformat()
    except OverflowError:
        return ""


def in_utc(text: str, zone: str) -> str:
    """As calendars write it, the same whatever clock told it."""
    told = same_clock((text, zone), "UTC")
    return compact(told) + ("Z" if "T" in told and zone else "")


def same_clock(told: tuple[str, str], zone: str) -> str:
    """A time and its zone, by the clocks of another."""
    text, own = told
    if "T" not in text or not own or not zone or own == zone:
        return text
    try:
        return _spelled(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(own)).astimezone(ZoneInfo(zone)))
    except (ValueError, OverflowError):
        return text


def instant(text: str, zone: str = "") -> int:
    """Milliseconds since 1970, UTC, of a time or of the beginning of a day; without a zone by the clocks of here."""
    clock = max(datetime.fromisoformat(text), _EARLIEST)
    try:
        told = clock.replace(tzinfo=ZoneInfo(zone)) if zone else clock.astimezone()
    except (OSError, ValueError, OverflowError):
        told = clock.replace(tzinfo=UTC)
    return round(told.timestamp() * 1000)


def last_day(text: str) -> str:
    """Calendars name the day after; people name the last one."""
    return later(text, -_DAY)


def day_after(text: str) -> str:
    return later(text, _DAY)


def compact(text: str) -> str:
    """As calendars write it: `20261201` or `20261201T100000`."""
    plain = text.replace("-", "").replace(":", "")
    return f"{plain}00" if "T" in plain else plain
