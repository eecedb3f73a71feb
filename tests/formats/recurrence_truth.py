"""Tables of repetitions unrolled by other programs, and how far ours come out the same."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crmdesk.domain.happening import Happening
from crmdesk.domain.planned import Length
from crmdesk.domain.recurrence import later_day, occurrences, shown, until_moment
from crmdesk.domain.recurrence_days import DAY, unroll
from crmdesk.domain.recurrence_rule import UnsupportedError, parse_rule
from crmdesk.formats.ical_read import RECURRENCE, read

Missed = tuple[int, list[str]]
Span = tuple[str, str]
EVER = date(1900, 1, 1), date(2200, 1, 1)
_MANY = 100
"""After so many, other programs stop."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text().splitlines())


def agreed(data: Path, table: str) -> set[tuple[Any, ...]]:
    """Where two programs that know nothing of each other say the same."""
    return {
        (row.get("file") or (row["rrule"], row["dtstart"], row.get("start_at")),)
        for row in rows(data / "recurrence" / "agreement.jsonl")
        if row["set"] == table and row["status"] == "agree"
    }


# Rules alone


@cache
def libical(data: Path) -> Missed:
    known = agreed(data, "libical_icalrecur")
    told = [
        row
        for row in rows(data / "recurrence" / "libical_icalrecur.jsonl")
        if ((row["rrule"], row["dtstart"], row.get("start_at")),) in known
    ]
    return len(told), [text for row in told if (text := _rule_missed(row))]


def rscale(data: Path) -> Missed:
    """By the Gregorian calendar; others are to be refused by name."""
    folder = data / "recurrence"
    told = [*rows(folder / "libical_icalrecur_rscale.jsonl"), *rows(folder / "libical_icalrecur_rscale_withicu.jsonl")]
    return len(told), [text for row in told if (text := _rule_missed(row))]


def _rule_missed(row: dict[str, Any]) -> str:
    """Nothing where it comes out the same."""
    try:
        rule = parse_rule(row["rrule"])
    except UnsupportedError as error:
        other = "RSCALE=" in row["rrule"] and "GREGORIAN" not in row["rrule"]
        return "" if other else f"{row['rrule']}: refused, {error}"
    wanted = [_moment(text) for text in row.get("expected", ())]
    until = until_moment(rule, "", is_day=False)
    last = until if until is not None else date(9000, 1, 1).toordinal() * DAY
    start, first = (_moment(row.get(name) or row["dtstart"]) for name in ("dtstart", "start_at"))
    found = []
    for moment in unroll(rule, start, first, last):
        found.append(moment)
        if len(found) > len(wanted):
            break
    return "" if found == [each for each in wanted if each >= first] else f"{row['rrule']} from {row['dtstart']}"


def _moment(text: str) -> int:
    when = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007
    return when.toordinal() * DAY + when.hour * 3600 + when.minute * 60 + when.second


# Files


def unrolled(
    path: Path, first: date, last: date, *, is_wall: bool = False, kinds: tuple[str, ...] = ("VEVENT", "VTODO")
) -> list[Span]:
    """Begin and end of all in a file, told in UTC, or as they stand without a zone."""
    pieces = [piece for piece in read(path.read_bytes()) if isinstance(piece, Happening) and "starts" in piece.fields]
    pieces = [piece for piece in pieces if piece.kind in kinds]
    latest: dict[str, Happening] = {}
    for number, piece in enumerate(pieces):
        key = piece.uid or str(number)
        if key not in latest or latest[key].sequence <= piece.sequence:
            latest[key] = piece
    moved: defaultdict[str, set[Span]] = defaultdict(set)
    for uid, piece in latest.items():
        if "instance" in piece.fields:
            moved[uid.partition(RECURRENCE)[0]].add(_told(piece.fields["instance"], piece.instance_zone))
    spans = (span for uid, piece in latest.items() for span in _spans(piece, moved[uid], first, last))
    told = ((begin, end) if is_wall else (_told(begin, zone)[0], _told(end, zone)[0]) for begin, end, zone in spans)
    return sorted(told)


def _spans(piece: Happening, gone: set[Span], first: date, last: date) -> Iterator[tuple[str, str, str]]:
    fields = piece.fields
    starts, zone = fields["starts"], fields.get("zone", "")
    length = Length.of(starts, fields.get("ends"))
    begins: Iterable[str] = [starts]
    ends: dict[str, str] = {}
    if "recurrence" in fields:
        found = occurrences(starts, zone, fields["recurrence"], later_day(first, -length.days - 1), last)
        begins, ends = found.instances, found.ends
    for begin in begins:
        if _told(begin, zone) not in gone and _told(begin[:10], "") not in gone:
            yield shown(begin, zone), shown(ends.get(begin) or length.end(begin), zone), zone


def _told(wall: str, zone: str) -> Span:
    if "T" not in wall or not zone:
        return wall, ""
    there = datetime.fromisoformat(wall).replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(zone))
    return there.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="minutes") + "Z", ""


def _other(text: str) -> str:
    """A time as the tables have it, told as above."""
    if "T" not in text:
        return text
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        return when.isoformat(timespec="minutes")
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="minutes") + "Z"


@cache
def kde(data: Path) -> Missed:
    known = sorted(file for (file,) in agreed(data, "kcalendarcore"))
    return len(known), [file for file in known if not _like_kde(data / file)]


def _like_kde(table: Path) -> bool:
    """`2005-05-17T08:45:00 CEST Europe/Vienna`; a zone of the file's own is told as the first offset it has."""
    wanted: list[tuple[str, ...]] = []
    for line in table.read_text().splitlines():
        wall, _name, zone = [*line.split(), "", ""][:3]
        if "-" in wall:
            wanted.append(_forms(wall[:16], "" if zone.startswith("UTC-") else zone))
    path = table.with_name(table.name.removesuffix(".next.ref"))
    return _alike(path, wanted, is_wall=any("UTC-" in line for line in table.read_text().splitlines()))


def _forms(wall: str, zone: str) -> tuple[str, ...]:
    """A time of a zone, or without one, or a whole day."""
    return _told(wall, zone)[0], wall, wall[:10]


def _alike(path: Path, wanted: list[tuple[str, ...]], *, is_wall: bool = False) -> bool:
    """Whether a file comes out as often and as told, whole days by their day and what has no zone by its clock."""
    last = max((forms[1][:10] for forms in wanted), default="")
    spans = unrolled(path, EVER[0], later_day(date.fromisoformat(last), 1) if last else EVER[1], is_wall=is_wall)
    found = [begin for begin, _end in spans]
    known = {form for forms in wanted for form in forms}
    kept = set(found)
    if len(wanted) >= _MANY:
        found = found[: len(wanted)]
    return len(found) == len(wanted) and known >= set(found) and not any(kept.isdisjoint(forms) for forms in wanted)


@cache
def calcard(data: Path) -> Missed:
    known = sorted(file for (file,) in agreed(data, "calcard"))
    return len(known), [file for file in known if not _like_calcard(data / file)]


def _like_calcard(table: Path) -> bool:
    """What has no zone is told by the clocks of New Zealand."""
    begins = [event["start"] for event in _events(table.read_text())]
    wanted: list[tuple[str, ...]] = [(_other(begin), begin[:16], begin[:10]) for begin in begins]
    return _alike(table.with_suffix(".ics"), wanted)


def _events(text: str) -> Iterator[dict[str, Any]]:
    """A table for each calendar of a file, one after the other."""
    place = 0
    while place < len(text.rstrip()):
        told, end = json.JSONDecoder().raw_decode(text[place:])
        yield from told["events"]
        place += end + len(text[place + end :]) - len(text[place + end :].lstrip())


@cache
def recurring(data: Path) -> Missed:
    """Begins and ends of all in a window, as recurring-ical-events tells them."""
    told = [row for row in rows(data / "recurrence" / "derived_occurrences.jsonl") if row.get("occurrences")]
    return len(told), [str(row["file"]) for row in told if not _like_window(data, row)]


def _like_window(data: Path, row: dict[str, Any]) -> bool:
    first, last = (date.fromisoformat(text) for text in row["window"])
    last -= timedelta(days=1)
    wanted = [(_other(begin), _end(begin, end)) for begin, end, *_about in row["occurrences"]]
    spans = unrolled(data / row["file"], first, last, kinds=("VEVENT",))
    found = [span for span in spans if span[0][:10] <= last.isoformat() and span[1][:10] >= first.isoformat()]
    if row["count"] > len(wanted):  # the table tells the first of them
        return len(found) == row["count"] and set(wanted) <= set(found)
    return sorted(found) == sorted(wanted)


def _end(begin: str, end: str) -> str:
    """Whole days end with the last one here."""
    if "T" in end or end <= begin:
        return max(_other(end), _other(begin))
    return later_day(date.fromisoformat(end), -1).isoformat()


TABLES: dict[str, Callable[[Path], Missed]] = {
    "recurrence: libical": libical,
    "recurrence: RSCALE and SKIP": rscale,
    "recurrence: KDE": kde,
    "recurrence: calcard": calcard,
    "recurrence: windows of all files": recurring,
}
