"""Time zones under the names that calendars give them, as IANA names."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_WORDS = re.compile(r"[^\W\d_][^\W\d_. ]*(?:[ _-][^\W\d_]+)*")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_REGION = re.compile(r"(?:\([^()]*\) *)?([a-z. ]+?)(?: time)?(?: *\([^()]*\))?")
_GREENWICH = re.compile(r"\(?(?:GMT|UTC) ?([+-]\d\d:?\d\d)")
_SUMMER_BEGINS = range(2, 8)
"""The months in which clocks go forward north of the equator."""

Rule = tuple[str, str]
"""`STANDARD` or `DAYLIGHT` with a line of it, as `NAME:value`."""


def zone_of(name: str, rules: Sequence[Rule] = ()) -> str:
    """By its name, else by the rules that the calendar gives for it; nothing where neither tells."""
    name = name.strip().strip('"')
    return _by_name(name) or _by_place(rules) or _by_rules(tuple(rules)) or _by_offset(name)


def offset(text: str) -> timedelta | None:
    found = _OFFSET.match(text.strip())
    if not found:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -size if found[1] == "-" else size


@cache
def _names() -> Mapping[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones()) if name[:1].isupper()}


@cache
def _cities() -> Mapping[str, str]:
    """`berlin` for `Europe/Berlin`."""
    found = {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in _names().values() if "/" in name}
    return {city: name for city, name in found.items() if not name.startswith(("Etc/", "US/", "SystemV/"))}


@cache
def _by_name(name: str) -> str:
    folded = name.casefold()
    if folded in _names():
        return _names()[folded]
    pieces = folded.split("/")
    for start in range(1, len(pieces)):  # /mozilla.org/20070129_1/Europe/Berlin
        if (rest := "/".join(pieces[start:])) in _names():
            return _names()[rest]
    for dashed in (folded.replace("_", "/", 1), folded.replace("-", "/", 1)):  # Europe_Berlin, US-Eastern
        if dashed in _names():
            return _names()[dashed]
    return _of_windows().get(folded, "") or _by_region(folded) or _by_city(folded)


@cache
def _of_windows() -> Mapping[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


def _by_region(text: str) -> str:
    """`(UTC-05:00) Eastern Time (US & Canada)`."""
    found = _REGION.fullmatch(text[:200])
    return _of_windows().get(f"{found[1]} standard time", "") if found else ""


def _by_city(text: str) -> str:
    """`(UTC+01:00) Amsterdam, Berlin, Bern`."""
    found = (_cities().get(words.replace("_", " ")) for words in _WORDS.findall(text[:200]))
    return next(filter(None, found), "")


def _by_offset(name: str) -> str:
    """`(GMT-03:00)`, where nothing else tells."""
    found = _GREENWICH.match(name)
    size = offset(found[1]) if found else None
    return _fixed(size) if size is not None else ""


def _by_place(rules: Sequence[Rule]) -> str:
    places = (line.partition(":")[2] for _part, line in rules if line.upper().startswith("X-LIC-LOCATION:"))
    return next(filter(None, map(_by_name, map(str.strip, places))), "")


@cache
def _by_rules(rules: tuple[Rule, ...]) -> str:
    """A zone whose clocks go alike in winter and in summer of today."""
    winter, summer = _last_offset(rules, "STANDARD"), _last_offset(rules, "DAYLIGHT")
    if winter is None:
        return ""
    if summer is None or summer == winter:
        return _fixed(winter)
    january, july = (winter, summer) if _begins(rules, "DAYLIGHT") in _SUMMER_BEGINS else (summer, winter)
    return next((zone for zone in _candidates() if _clocks(zone) == (january, july)), "")


def _last_offset(rules: tuple[Rule, ...], part: str) -> timedelta | None:
    told = [line for name, line in rules if name == part and line.upper().startswith("TZOFFSETTO:")]
    found = [offset(line.partition(":")[2]) for line in told]
    return found[-1] if found else None


def _begins(rules: tuple[Rule, ...], part: str) -> int:
    """The month of the last rule."""
    found = [line for name, line in rules if name == part and line.upper().startswith("DTSTART")]
    digits = re.search(r":\d{4}(\d\d)", found[-1]) if found else None
    return int(digits[1]) if digits else 0


def _fixed(size: timedelta) -> str:
    hours, rest = divmod(round(size.total_seconds()), 3600)
    if rest or not -14 <= hours <= 12:
        return next((zone for zone in _candidates() if _clocks(zone) == (size, size)), "")
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


@cache
def _candidates() -> tuple[str, ...]:
    return tuple(dict.fromkeys(_of_windows().values()))


@cache
def _clocks(zone: str) -> tuple[timedelta | None, timedelta | None]:
    clock = ZoneInfo(zone)
    year = datetime.now(UTC).year
    return clock.utcoffset(datetime(year, 1, 15)), clock.utcoffset(datetime(year, 7, 15))  # noqa: DTZ001


def is_known(name: str) -> bool:
    return name.casefold() in _names() and _names()[name.casefold()] == name
