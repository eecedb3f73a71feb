"""A line such as `Lunch with Ana 13:00` read: what, when, how long, of which kind, and with whom."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.widgets import whens
from crmdesk.widgets.calendar_times import MINUTE, Span, midnight

_CLOCK = r"\d{1,2}(?:[:.h]\d\d)?(?:\s*[ap]m)?"
_RANGE = re.compile(rf"(?<!\S)({_CLOCK})\s*(?:-|–|—)\s*({_CLOCK})(?!\S)", re.IGNORECASE)
_MINUTES = re.compile(r"(?<!\S)(\d{1,3})\s*min\.?(?!\S)", re.IGNORECASE)
_TIME_ALONE = re.compile(rf"(?:at |@)?{_CLOCK}", re.IGNORECASE)
_MOST_WORDS = 4
_LENGTHS = {"call": 15, "message": 15, "meeting": 60, "visit": 60}
_USUAL = 30


@dataclass(frozen=True, slots=True)
class Reading:
    title: str
    span: Span
    type: str
    """"" where the line does not say."""
    who: tuple[str, ...]
    """Words that may be a name."""


def read(text: str, drawn: Span, types: Mapping[str, str], now: datetime) -> Reading:
    """`drawn` is when, unless the line says something else."""
    words, minutes = _taken(_MINUTES, " ".join(text.split()))
    words, begin, end = _times(words, drawn, now)
    kind = _kind(words, types)
    length = int(minutes) * MINUTE if minutes else _length(drawn, kind)
    return Reading(words.strip(" ,;"), _span(drawn, begin, end, length, has_length=bool(minutes)), kind,
                   _who(words, types))  # fmt: skip


def _kind(words: str, types: Mapping[str, str]) -> str:
    """The first word, if it is that of a kind of activity: in the user's words or the program's."""
    first = fold(words.partition(" ")[0])
    named = {fold(text): key for key, text in types.items()} | {fold(key): key for key in types}
    return named.get(first, "")


def _taken(pattern: re.Pattern[str], words: str) -> tuple[str, str]:
    found = pattern.search(words)
    return (words[: found.start()] + words[found.end() :], found[1]) if found else (words, "")


def _length(drawn: Span, kind: str) -> timedelta:
    if not drawn.is_whole:
        return drawn.end - drawn.start
    return _LENGTHS.get(kind or "meeting", _USUAL) * MINUTE


def _span(drawn: Span, begin: str, end: datetime | None, length: timedelta, *, has_length: bool) -> Span:
    if not begin:
        return drawn if drawn.is_whole or not has_length else Span(drawn.start, drawn.start + length)
    if "T" not in begin:
        days = (datetime.fromisoformat(begin).date() - drawn.first).days
        return drawn.moved(days)
    start = datetime.fromisoformat(begin)
    return Span(start, end if end and end > start else start + length)


def _times(words: str, drawn: Span, now: datetime) -> tuple[str, str, datetime | None]:
    """The line without them, the beginning as `whens` spells it, and the end."""
    if (found := _RANGE.search(words)) and any(sign in found[0].lower() for sign in (":", "m", ".", "h")):
        rest = " ".join((words[: found.start()] + words[found.end() :]).split())
        rest, day, _end = _one_time(rest, drawn, now)
        base = midnight(datetime.fromisoformat(day).date()) if day else midnight(drawn.first)
        begin, end = (_parsed(part, base) for part in (found[1], found[2]))
        if begin and end:
            return rest, begin, datetime.fromisoformat(end)
    return _one_time(words, drawn, now)


def _one_time(words: str, drawn: Span, now: datetime) -> tuple[str, str, datetime | None]:
    """At the end of the line or at its beginning, the longest that is one."""
    parts = words.split()
    for count in range(min(_MOST_WORDS, len(parts)), 0, -1):
        for piece, rest in ((parts[-count:], parts[:-count]), (parts[:count], parts[count:])):
            if (found := _when(" ".join(piece), drawn, now)) and not _ends_with_joiner(rest):
                return " ".join(rest), found, None
    return words, "", None


def _when(text: str, drawn: Span, now: datetime) -> str:
    """A number alone is none: `3 ovens`."""
    if text.isdecimal():
        return ""
    return _parsed(text, midnight(drawn.first) if _TIME_ALONE.fullmatch(text) else now)


def _parsed(text: str, now: datetime) -> str:
    try:
        return whens.parse(text, now)
    except ValueError:
        return ""


def _joiners() -> set[str]:
    return {fold(_("with")), "with", "@"}


def _ends_with_joiner(parts: list[str]) -> bool:
    """Then what follows is a name, also where a day is called so."""
    return bool(parts) and fold(parts[-1]) in _joiners()


def _who(words: str, types: Mapping[str, str]) -> tuple[str, ...]:
    parts = words.replace(",", " ").split()
    for place, part in enumerate(parts):
        if fold(part) in _joiners():
            return tuple(parts[place + 1 :])
    return tuple(parts[1:]) if _kind(words, types) else ()
