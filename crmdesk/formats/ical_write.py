"""Birthdays, appointments and things to do as iCalendar (RFC 5545), for the calendars of phones and mail programs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Event, Todo

_DAY = timedelta(days=1)
_NO_YEAR = 1604
"""What stands for the year where it is not known, as Apple writes it: a leap year before all birthdays."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a calendar."""

    uid: str
    summary: str
    starts: str = ""
    """`YYYY-MM-DD` for a whole day, `YYYY-MM-DDTHH:MM`, or `--MM-DD` for a day of every year."""
    ends: str = ""
    zone: str = ""
    """IANA name; without one the time is that of wherever one is."""
    text: str = ""
    place: str = ""
    is_yearly: bool = False
    is_todo: bool = False
    done_at: int | None = None
    """Milliseconds since 1970, UTC."""
    is_private: bool = False
    people: tuple[str, ...] = field(default_factory=tuple)


def write(entries: Iterable[Entry], name: str, made_at: datetime) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//CRMDesk//CRMDesk//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_component(entry, made_at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(entry: Entry, made_at: datetime) -> "Event | Todo":
    from icalendar import Event, Todo

    made: Event | Todo = Todo() if entry.is_todo else Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", made_at)
    made.add("summary", entry.summary)
    if entry.starts:
        _add_times(made, entry)
    for name, text in (("description", entry.text), ("location", entry.place)):
        if text:
            made.add(name, text)
    if entry.people:
        made.add("contact", ", ".join(entry.people))
    if entry.is_private:
        made.add("class", "PRIVATE")
    if entry.is_todo and entry.done_at is not None:
        made.add("completed", datetime.fromtimestamp(entry.done_at / 1000, made_at.tzinfo))
        made.add("status", "COMPLETED")
    return made


def _add_times(made: "Event | Todo", entry: Entry) -> None:
    start = _moment(entry.starts, entry.zone)
    made.add("due" if entry.is_todo else "dtstart", start)
    if entry.is_yearly:
        made.add("rrule", _yearly(entry.starts))
    if entry.is_todo:
        return
    if entry.ends:
        made.add("dtend", _moment(entry.ends, entry.zone))
    elif not isinstance(start, datetime):
        made.add("dtend", start + _DAY)
    if not isinstance(start, datetime):
        made.add("transp", "TRANSPARENT")


def _moment(text: str, zone: str) -> date | datetime:
    if text.startswith("--"):
        text = f"{_NO_YEAR}{text[1:]}"
    if "T" not in text:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=ZoneInfo(zone)) if zone else moment


def _yearly(start: str) -> dict[str, str | int]:
    """The 29th of February is the last day of that month in other years."""
    last = {"bymonth": 2, "bymonthday": -1} if start.endswith("-02-29") else {}
    return {"freq": "yearly", **last}
