"""Birthdays, appointments and things to do as iCalendar (RFC 5545), for the calendars of phones and mail programs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from crmdesk.domain.happening import Guest, HappeningKind
from crmdesk.formats import ical_alarms, ical_times
from crmdesk.formats.content_lines import clean, escape, fold, parameter_text
from crmdesk.formats.ical_read import BUSY, FREE, LOGGED, PRIORITIES
from crmdesk.formats.vcard_reading import PRIVATE

_NO_YEAR = "1604"
"""What stands for the year where it is not known, as Apple writes it: a leap year before all birthdays."""
_OWN = ("type", "subject", "done_at", "is_reached", "outcome", "duration", "author")
"""Fields of an activity that calendars have no place for, or tell otherwise."""
_KEPT = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)[;:]")
_ZONE = re.compile(r";TZID=\"?([^\":;]+)")
_WRITTEN_HERE = frozenset(
    ("UID", "DTSTAMP", "DTSTART", "DTEND", "DUE", "SUMMARY", "COMPLETED", "VERSION", "PRODID", "TRANSP")
)
_REPEATS_OLD = re.compile(r"[RE]XRULE:|[RE]X?RULE[^:]*:(?!.*FREQ=)", re.IGNORECASE)
"""As vCalendar 1.0 has it, which nobody reads any more."""


_REPEATS = re.compile(r"(?:RRULE|RDATE|EXDATE|EXRULE)[;:]", re.IGNORECASE)
_OLD_ALARM = re.compile(r"[AD]ALARM[;:]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a calendar."""

    uid: str
    summary: str
    fields: dict[str, Any] = field(default_factory=dict)
    """Of `Activity`; `starts` may be `--MM-DD` for a day of every year."""
    kind: HappeningKind = "VEVENT"
    is_yearly: bool = False
    is_logged: bool = False
    """It was never planned: `starts` is when it was done."""
    instance_zone: str = ""
    """Of the series that `instance` belongs to."""
    guests: tuple[Guest, ...] = ()
    kept: tuple[str, ...] = ()
    """What came with it from another calendar, word for word."""


def write(entries: Iterable[Entry], name: str, made_at: datetime) -> bytes:
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    written = [list(_lines(entry, stamp)) for entry in entries]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CRMDesk//CRMDesk//EN", f"X-WR-CALNAME:{escape(name)}"]
    zones = sorted({zone for lines in written for line in lines for zone in _zones_of(line)})
    body = b"".join(fold(line) for lines in written for line in lines)
    return b"".join(map(fold, head)) + b"".join(map(_rules, zones)) + body + b"END:VCALENDAR\r\n"


def _zones_of(line: str) -> Iterator[str]:
    if ";TZID=" in line and (found := _ZONE.search(line.partition(":")[0] + ":")) and _is_zone(found[1]):
        yield found[1]


def _rules(zone: str) -> bytes:
    from icalendar import Timezone

    return bytes(Timezone.from_tzid(zone).to_ical())


def _is_zone(name: str) -> bool:
    from crmdesk.formats.ical_zones import is_known

    return is_known(name)


def _lines(entry: Entry, stamp: str) -> Iterator[str]:
    fields = entry.fields
    yield f"BEGIN:{entry.kind}"
    yield f"UID:{escape(entry.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"SUMMARY:{escape(entry.summary)}"
    yield from _times(entry)
    yield from _repeats(entry)
    for column, name in (("text", "DESCRIPTION"), ("place", "LOCATION")):
        if fields.get(column):
            yield f"{name}:{escape(fields[column])}"
    if fields.get("is_private"):
        yield "CLASS:PRIVATE"
    if fields.get("priority") in PRIORITIES:
        yield f"PRIORITY:{PRIORITIES[fields['priority']]}"
    if entry.kind == "VTODO" and fields.get("done_at") is not None:
        yield f"COMPLETED:{datetime.fromtimestamp(fields['done_at'] / 1000, UTC):%Y%m%dT%H%M%SZ}"
        yield "STATUS:COMPLETED"
    yield from map(_contact, entry.guests)
    yield from _own(fields)
    if entry.is_logged:
        yield f"{LOGGED}:TRUE"
    if fields.get("is_free") is not None:
        yield f"TRANSP:{FREE if fields['is_free'] else BUSY}"
    yield from _kept(_with_alarms(entry))
    yield f"END:{entry.kind}"


def _times(entry: Entry) -> Iterator[str]:
    starts, ends, zone = (entry.fields.get(name) or "" for name in ("starts", "ends", "zone"))
    if not starts:
        return
    day = f"{_NO_YEAR}{starts[1:]}" if starts.startswith("--") else starts
    is_day = "T" not in day
    if entry.kind == "VTODO":
        yield from (_time("DTSTART", day, zone), _time("DUE", ends, zone)) if ends else (_time("DUE", day, zone),)
    else:
        yield _time("DTSTART", day, zone)
        last = ical_times.day_after(ends or day) if is_day else ends
        if last and entry.kind == "VEVENT":
            yield _time("DTEND", last, zone)
    if entry.is_yearly:
        yield f"TRANSP:{FREE}"
        yield "RRULE:FREQ=YEARLY" + (";BYMONTH=2;BYMONTHDAY=-1" if day.endswith("-02-29") else "")


def _repeats(entry: Entry) -> Iterator[str]:
    is_kept = any(line.upper().startswith("RECURRENCE-ID") for line in entry.kept)
    if entry.fields.get("instance") and not is_kept:
        yield _time("RECURRENCE-ID", entry.fields["instance"], entry.instance_zone)
    for line in (entry.fields.get("recurrence") or "").splitlines():
        if _REPEATS.match(line):
            yield clean(line)


def _with_alarms(entry: Entry) -> list[str]:
    """A reminder of vCalendar 1.0 stands for itself."""
    kept = list(entry.kept)
    if any(_OLD_ALARM.match(line) for line in kept) or not entry.fields.get("starts"):
        return kept
    return ical_alarms.with_remind(kept, entry.fields.get("remind"))


def _time(name: str, text: str, zone: str) -> str:
    if "T" not in text:
        return f"{name};VALUE=DATE:{ical_times.compact(text)}"
    if zone == "UTC":
        return f"{name}:{ical_times.compact(text)}Z"
    about = f";{parameter_text('TZID', zone)}" if zone and _is_zone(zone) else ""
    return f"{name}{about}:{ical_times.compact(text)}"


def _contact(guest: Guest) -> str:
    told = {"UID": guest.uid, "ROLE": guest.role if guest.role != "with" else ""}
    about = "".join(f";{parameter_text(PRIVATE + name, value)}" for name, value in told.items() if value)
    return f"CONTACT{about}:{escape(guest.name)}"


def _own(fields: dict[str, Any]) -> Iterator[str]:
    has_clock = any("T" in (fields.get(name) or "") for name in ("starts", "ends"))
    lost = ("zone",) if not has_clock or not _is_zone(fields.get("zone") or "") else ()
    for name in (*_OWN, *lost):
        value = fields.get(name)
        if value not in (None, ""):
            text = str(bool(value)).upper() if name.startswith("is_") else str(value)
            yield f"{PRIVATE}{name.upper().replace('_', '-')}:{escape(text)}"


def _kept(lines: Iterable[str]) -> Iterator[str]:
    """As they came, but never what would end the entry or say again what is said; nested parts only as a whole."""
    part: list[str] = []
    nested: list[str] = []
    for kept in lines:
        line = clean(kept).strip("\n").replace("\n", "\\n").lstrip()
        found = _KEPT.match(line)
        if not found:
            continue
        name, word = found[1].upper(), line[found.end() :].strip().upper()
        if name == "BEGIN":
            nested.append(word)
        if nested:
            part.append(line)
        elif name != "END" and name not in _WRITTEN_HERE and not _REPEATS_OLD.match(line):
            yield line
        if name == "END" and nested and nested.pop() == word and not nested:
            yield from part
            part = []
