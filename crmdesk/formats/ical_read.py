"""iCalendar and vCalendar to activities: appointments, things to do, journals; repetition is kept, not unrolled."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import declared_fields, own_fields
from crmdesk.domain.card import Reject
from crmdesk.domain.fields import Kind
from crmdesk.domain.happening import Guest, Happening
from crmdesk.domain.values.clean import tidy
from crmdesk.domain.values.rich_text import Rich
from crmdesk.formats import ical_alarms, ical_repeats, ical_times
from crmdesk.formats.content_lines import Head, parameter_text, unescape
from crmdesk.formats.content_text import decode
from crmdesk.formats.ical_blocks import ENTRIES, Block, Calendar, Splitter
from crmdesk.formats.ical_zones import zone_of
from crmdesk.formats.vcard_reading import PRIVATE, typed
from crmdesk.i18n import _

RECURRENCE = ";RECURRENCE-ID="
"""Between the name of a series and the time of the one that was taken out of it."""
JOURNAL = "BEGIN:VJOURNAL"
"""The first line kept of one: no activity says so itself."""
FREE, BUSY = "TRANSPARENT", "OPAQUE"
LOGGED = f"{PRIVATE}LOGGED"
PRIORITIES = {"high": "1", "normal": "5", "low": "9"}
DAYS = ("birthday", "anniversary")
_ENDINGS = tuple(f"-{day}" for day in DAYS)
_BEGINS = re.compile(r"^BEGIN[ \t]*:[ \t]*(?:VCALENDAR|VEVENT|VTODO|VJOURNAL)[ \t]*$", re.IGNORECASE | re.MULTILINE)
_MANY = 4096
_LONGEST, _LONGEST_TEXT, _LONGEST_REPEATS = 1_000, 200_000, 100_000
_HTML = re.compile(r"</?(?:p|br|b|i|u|ul|ol|li|a|span|div|html|strong|em)\b[^<>]*>", re.IGNORECASE)
_UNIMPORTANT = frozenset(("DTSTAMP", "PRODID", "VERSION", "BEGIN", "END"))
"""Made anew by every export."""
_TOLD = frozenset(
    ("starts", "ends", "text", "place", "is_private", "priority", "is_free", "remind", "recurrence", "instance")
)
"""By properties that every program knows."""
_NOT_PEOPLE = ("ROOM", "RESOURCE")
_OPTIONAL = ("OPT-PARTICIPANT", "NON-PARTICIPANT")


def looks_like(data: bytes) -> bool:
    return _BEGINS.search(decode(data[:_MANY]).text) is not None


def read(data: bytes) -> Iterator[Happening | Reject]:
    """Every entry of a file in turn; what gives none is rejected with its text, and the rest is read on."""
    splitter = Splitter(decode(data))
    found = False
    for calendar in splitter.calendars():
        for block in calendar.blocks:
            found = True
            yield _read_block(calendar, block, splitter)
    if not found:
        yield Reject(1, _("The calendar is empty."))


def _read_block(calendar: Calendar, block: Block, splitter: Splitter) -> Happening | Reject:
    if block.name not in ENTRIES:
        words = _("{name} is neither an appointment nor a thing to do.")
        return splitter.reject(block, words.format(name=block.name[:40] or "?"))
    reading = _Reading(calendar, block)
    try:
        return reading.read()
    except _UnreadableError as error:
        return splitter.reject(block, str(error))


class _UnreadableError(Exception):
    pass


class _Reading:
    def __init__(self, calendar: Calendar, block: Block) -> None:
        self._calendar, self._block = calendar, block
        self._made = Happening(block.name, line=block.first, warnings=list(block.problems))  # type: ignore[arg-type]
        self._times: dict[str, tuple[str, str]] = {}
        self._length = ""
        self._instance: tuple[str, str] | None = None
        self._repeats: list[str] = []
        self._old_alarms: list[str] = []
        self._is_series = any(head.name in ("RRULE", "RDATE") for _number, head, _value in block.lines)
        self._own_subject = ""
        self._is_logged = False

    def read(self) -> Happening:
        made = self._made
        made.is_ours = any(head.name == f"{PRIVATE}TYPE" for _number, head, _value in self._block.lines)
        if made.kind == "VJOURNAL":
            made.leftover.append(JOURNAL)
        for number, head, value in self._block.lines:
            if not head.name:
                made.warnings.append(_("Line {line}: {problem}").format(line=number, problem=value))
            elif value.strip() and head.name not in _UNIMPORTANT and not self._take(head, value, number):
                self._keep(head, value)
        made.leftover += self._block.inner
        self._finish()
        return made

    def _take(self, head: Head, value: str, number: int) -> bool:
        handler = _HANDLERS.get(head.name)
        if handler:
            return handler(self, head, value, number)
        return head.name.startswith(PRIVATE) and self._take_own(head.name, value)

    def _keep(self, head: Head, value: str) -> None:
        self._made.leftover.append(f"{self._head(head)}:{value}")

    def _head(self, head: Head) -> str:
        """Under the zone's own name, since its rules are not kept."""
        text = head.text.replace(";ENCODING=b", ";ENCODING=BASE64")
        if zone := head.parameter("TZID"):
            pieces = [f";{key}={value}" for key, value in head.parameters if key != "TZID"]
            text = "".join((head.name, *pieces, f";{parameter_text('TZID', self._zone(zone) or zone)}"))
        return text

    def _set(self, name: str, value: Any) -> bool:
        """The first value wins; another one is kept as it stands."""
        return bool(self._made.fields.setdefault(name, value) == value)

    # Words

    def take_text(self, name: str, value: str, number: int) -> bool:
        text = unescape(value)
        if name == "text":
            if not self._made.is_ours and _HTML.search(text):
                text = Rich(text, is_html=True).plain()
            text = tidy(text, keep_lines=True)
        else:
            text = tidy(text)
        most = _LONGEST_TEXT if name == "text" else _LONGEST
        if len(text) > most:
            label = _(declared_fields(Activity)[name].label)
            words = _("Line {line}: {name} is cut off after {count} characters")
            self._made.warnings.append(words.format(line=number, name=label, count=most))
        if name == "text" and self._made.kind == "VJOURNAL" and "text" in self._made.fields:
            text = f"{self._made.fields.pop('text')}\n\n{text}"
        return not text or self._set(name, text[:most])

    def _take_own(self, written: str, value: str) -> bool:
        name = written.removeprefix(PRIVATE).lower().replace("-", "_")
        found = own_fields(Activity).get(name)
        text = tidy(unescape(value))
        if written == LOGGED:
            self._is_logged = True
            return True
        if found is None or not text or len(text) > _LONGEST:
            return False
        if name == "subject":
            self._own_subject = text
            return True
        told = text.upper() == "TRUE" if found.kind is Kind.YES_NO else typed(found.kind, text)
        return told is not None and name not in _TOLD and self._set(name, told)

    def take_priority(self, _head: Head, value: str, _number: int) -> bool:
        number = int(value) if value.isdecimal() and len(value) == 1 else 0
        if not number or self._made.fields.get("priority"):
            return value.strip() == "0"
        return self._set("priority", "high" if number < 5 else "normal" if number == 5 else "low")

    def take_class(self, _head: Head, value: str, _number: int) -> bool:
        word = value.strip().upper()
        if word in ("PRIVATE", "CONFIDENTIAL"):
            self._made.fields["is_private"] = True
        return word in ("PRIVATE", "PUBLIC")

    def take_status(self, _head: Head, value: str, _number: int) -> bool:
        word = value.strip().upper()
        self._made.is_cancelled |= word == "CANCELLED"
        self._made.is_done |= word == "COMPLETED"
        return word in ("CANCELLED", "COMPLETED")

    def take_share(self, _head: Head, value: str, _number: int) -> bool:
        self._made.is_done |= value.strip() == "100"
        return value.strip() == "100"

    def take_busy(self, _head: Head, value: str, _number: int) -> bool:
        """vCalendar 1.0 counts what stands in the way."""
        word = {"0": BUSY, "1": FREE}.get(value.strip(), value.strip().upper())
        return word in (FREE, BUSY) and self._set("is_free", word == FREE)

    def take_uid(self, _head: Head, value: str, _number: int) -> bool:
        self._made.uid = self._made.uid or tidy(unescape(value))[:_LONGEST]
        return True

    # Times

    def take_time(self, head: Head, value: str, number: int) -> bool:
        name = "ENDS" if head.name == "DTEND" else head.name
        found = ical_times.moment(value, self._home())
        if found is None:
            words = _("Line {line}: “{text}” is no time.")
            raise _UnreadableError(words.format(line=number, text=value[:60]))
        text, zone = found
        if "T" in text and not zone and (named := head.parameter("TZID")):
            zone = self._zone(named)
            if not zone:
                words = _("Line {line}: the time zone “{name}” is not known; the time stands as it was written")
                self._made.warnings.append(words.format(line=number, name=named[:60]))
        self._times.setdefault(name, (text, zone))
        return True

    def take_completed(self, _head: Head, value: str, _number: int) -> bool:
        found = ical_times.moment(value)
        self._made.is_done = True
        if found is None:
            return False
        self._times.setdefault("COMPLETED", found)
        return True

    def take_length(self, _head: Head, value: str, _number: int) -> bool:
        self._length = self._length or value
        return ical_times.length(value) is not None

    def take_sequence(self, _head: Head, value: str, _number: int) -> bool:
        self._made.sequence = int(value) if re.fullmatch(r"\d{1,9}", value.strip(), re.ASCII) else 0
        return False

    def take_instance(self, head: Head, value: str, number: int) -> bool:
        """A change of all that follow is also kept as it stands, for as long as its series is not there."""
        found = ical_times.moment(value)
        if found is None:
            return False
        text, zone = found
        self._instance = (text, zone or ("T" in text and self._zone(head.parameter("TZID") or "")) or "")
        said = (head.parameter("RANGE") or "").upper()
        self._made.is_following = said == "THISANDFUTURE"
        if said and not self._made.is_following:
            self._made.warnings.append(_("Line {line}: a change of all before is shown once").format(line=number))
        return not said

    def take_repeat(self, head: Head, value: str, number: int) -> bool:
        line = ical_repeats.repeat_line(self._head(head), head.name, value)
        if line is None or len(line) + sum(map(len, self._repeats)) > _LONGEST_REPEATS:
            words = _("Line {line}: the repetition “{text}” is kept, but not shown")
            self._made.warnings.append(words.format(line=number, text=value[:60]))
            return False
        if line not in self._repeats:
            self._repeats.append(line)
        return True

    def take_old_alarm(self, _head: Head, value: str, _number: int) -> bool:
        self._old_alarms.append(value)
        return False

    def _zone(self, name: str) -> str:
        return zone_of(name, self._calendar.zones.get(name.strip('"'), ()))

    def _home(self) -> str:
        """Google tells all times in UTC, and whose clocks to show them by once for the whole calendar.

        What repeats in UTC goes by no other clock.
        """
        if self._made.is_ours or self._is_series:
            return ""
        name = self._calendar.said.get("X-WR-TIMEZONE", "")
        return self._zone(unescape(name)) if name else ""

    # People

    def take_guest(self, head: Head, value: str, _number: int) -> bool:
        """Their answers are kept with them."""
        if (head.parameter("CUTYPE") or "").upper() not in _NOT_PEOPLE:
            mail = head.parameter("EMAIL") or (value if "@" in value else "")
            email = unquote(re.sub("^mailto:", "", mail.strip(), flags=re.IGNORECASE))[:320]
            optional = (head.parameter("ROLE") or "").upper() in _OPTIONAL
            role = "host" if head.name == "ORGANIZER" else "optional" if optional else "with"
            if email:
                self._made.guests.append(Guest(head.parameter("CN") or "", email, role=role))
        return False

    def take_contact(self, head: Head, value: str, _number: int) -> bool:
        name = tidy(unescape(value))[:_LONGEST]
        uid, role = head.parameter(f"{PRIVATE}UID") or "", head.parameter(f"{PRIVATE}ROLE") or "with"
        self._made.guests.append(Guest(name, uid=uid, role=role, line=f"{head.text}:{value}"))
        return True

    # All together

    def _finish(self) -> None:
        made = self._made
        self._put_times()
        self._put_repeats()
        if self._own_subject and made.is_ours:
            self._restore_subject()
        elif made.is_ours:
            made.fields.pop("subject", None)
        if self._is_logged:  # calendars show nothing without a day
            for name in ("starts", "ends", "zone"):
                made.fields.pop(name, None)
        if made.uid:
            made.is_day = made.uid.endswith(_ENDINGS) and len(made.uid.rpartition("-")[0]) == 36
            made.uid += f"{RECURRENCE}{ical_times.in_utc(*self._instance)}" if self._instance else ""
        told = ("subject", "text", "starts", "place")
        if not any(made.fields.get(name) for name in told) and not made.guests and not made.is_ours:
            raise _UnreadableError(_("There is nothing in it."))

    def _restore_subject(self) -> None:
        """People are named behind it in our own calendars; what was changed elsewhere is believed."""
        summary = self._made.fields.get("subject", "")
        if summary.startswith(self._own_subject[: _LONGEST - 1]) or not summary:
            self._made.fields["subject"] = self._own_subject

    def _put_times(self) -> None:
        fields, times = self._made.fields, self._times
        if "COMPLETED" in times:
            fields.setdefault("done_at", ical_times.instant(*times["COMPLETED"]))
        start = times.get("DTSTART") or times.get("DUE")
        if not start:
            return
        fields["starts"] = start[0]
        if start[1]:
            fields["zone"] = start[1]
        if (end := self._end(start)) and end != start[0]:
            fields["ends"] = end

    def _put_repeats(self) -> None:
        fields = self._made.fields
        if self._instance:
            self._put_instance(*self._instance)
        elif self._repeats and "starts" in fields:
            fields["recurrence"] = "\n".join(self._repeats)
        else:
            self._made.leftover += self._repeats
        remind = ical_alarms.remind_of(self._made.leftover)
        if remind is None and "starts" in fields:
            told = (ical_alarms.old_remind(fields["starts"], fields.get("zone", ""), each) for each in self._old_alarms)
            remind = next((each for each in told if each is not None), None)
        if remind is not None:
            fields["remind"] = remind
            self._made.leftover = ical_alarms.without_plain(self._made.leftover)

    def _put_instance(self, text: str, zone: str) -> None:
        """By the clock of the time it was moved to; until its series is there, which may go by another."""
        made, own = self._made, self._made.fields.get("zone", "")
        if "T" not in made.fields.get("starts", "T"):
            text, zone = text[:10], ""
        elif zone and own:
            text, zone = ical_times.same_clock((text, zone), own), own
        elif zone:
            made.leftover.append(f"RECURRENCE-ID:{ical_times.in_utc(text, zone)}")
        self._instance = made.fields["instance"], made.instance_zone = text, zone

    def _end(self, start: tuple[str, str]) -> str:
        """The last day of whole days; by the clock that the beginning is told by."""
        end = self._times.get("ENDS") or (self._times.get("DUE") if "DTSTART" in self._times else None)
        size = ical_times.length(self._length)
        if end is None and size is not None:
            end = (ical_times.later(start[0], size), start[1])
        if end is None or not end[0] or ("T" in end[0]) != ("T" in start[0]):
            return ""
        text = ical_times.same_clock(end, start[1])
        if "T" not in text and ("ENDS" in self._times or size is not None):
            text = ical_times.last_day(text)
        return text if text > start[0] else ""


_Handler = Callable[[_Reading, Head, str, int], bool]
_HANDLERS: dict[str, _Handler] = {
    "SUMMARY": lambda reading, _head, value, number: reading.take_text("subject", value, number),
    "DESCRIPTION": lambda reading, _head, value, number: reading.take_text("text", value, number),
    "LOCATION": lambda reading, _head, value, number: reading.take_text("place", value, number),
    "PRIORITY": _Reading.take_priority,
    "CLASS": _Reading.take_class,
    "STATUS": _Reading.take_status,
    "PERCENT-COMPLETE": _Reading.take_share,
    "TRANSP": _Reading.take_busy,
    "UID": _Reading.take_uid,
    "DTSTART": _Reading.take_time,
    "DTEND": _Reading.take_time,
    "DUE": _Reading.take_time,
    "COMPLETED": _Reading.take_completed,
    "DURATION": _Reading.take_length,
    "SEQUENCE": _Reading.take_sequence,
    "RECURRENCE-ID": _Reading.take_instance,
    "RRULE": _Reading.take_repeat,
    "RDATE": _Reading.take_repeat,
    "EXDATE": _Reading.take_repeat,
    "EXRULE": _Reading.take_repeat,
    "DALARM": _Reading.take_old_alarm,
    "AALARM": _Reading.take_old_alarm,
    "ATTENDEE": _Reading.take_guest,
    "ORGANIZER": _Reading.take_guest,
    "CONTACT": _Reading.take_contact,
}
