"""Days and times as people write them in a hurry: `tomorrow 10`, `fri 14:30`, `26 Nov`, `+3`, `in 2 weeks`."""

import re
from datetime import date, datetime, timedelta

from PySide6.QtCore import QLocale

from crmdesk.i18n import _
from crmdesk.widgets import dates

_TIME = re.compile(r"(?:^|(?<=\s))(?:at |@)?(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm)?$", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:h]\d|\d\s*[ap]m$|@", re.IGNORECASE)
"""Beyond doubt a time: `26 Nov 10` may be a year."""
_AHEAD = re.compile(r"\+?\s*(\d{1,3})\s*([^\W\d]*)")
_WEEK = 7


def parse(typed: str, now: datetime | None = None, locale: QLocale | None = None) -> str:
    """`YYYY-MM-DDTHH:MM`, or `YYYY-MM-DD` where no time is said; "" for nothing; ValueError says what is wrong.

    A day of the week is the next one, a date without a year the next one too; a time alone is today's.
    """
    now, locale, text = now or datetime.now(), locale or QLocale(), " ".join(typed.split())  # noqa: DTZ005 - the wall
    if not text or text.casefold() == _("now").casefold():
        return ""
    if found := _iso(text):
        return found
    if not _CLOCK.search(text) and (day := _day(text, now.date(), locale)):
        return day.isoformat()
    head, time = _split_time(text)
    day = _day(head, now.date(), locale) if head else now.date()
    if day is None or time is None:
        raise ValueError(_("This is no day or time. Write it like tomorrow 10:00, Fri or 26 Nov."))
    return f"{day.isoformat()}T{time}"


def _iso(text: str) -> str:
    for pattern, kept in (("%Y-%m-%d", "%Y-%m-%d"), ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")):
        try:
            return datetime.strptime(text.replace("T", " "), pattern).strftime(kept)  # noqa: DTZ007
        except ValueError:
            continue
    return ""


def _split_time(text: str) -> tuple[str, str | None]:
    found = _TIME.search(text)
    if not found:
        return text, None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    time = f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
    return text[: found.start()].strip(" ,"), time


def _day(text: str, today: date, locale: QLocale) -> date | None:
    word = text.casefold().rstrip(".,")
    named = {_("today"): 0, _("tomorrow"): 1, _("yesterday"): -1}
    for name, days in named.items():
        if len(word) > 2 and name.casefold().startswith(word):
            return today + timedelta(days=days)
    return _weekday(word, today, locale) or _ahead(word, today) or _date(text, today, locale)


def _weekday(word: str, today: date, locale: QLocale) -> date | None:
    if len(word) < 2 or any(sign.isdigit() for sign in word):
        return None
    for number in range(1, 8):
        for speaker in (locale, QLocale.c()):
            short = speaker.dayName(number, QLocale.FormatType.ShortFormat).casefold().rstrip(".")
            if word == short or (len(word) > 2 and speaker.dayName(number).casefold().startswith(word)):
                return today + timedelta(days=(number - today.isoweekday()) % _WEEK or _WEEK)
    return None


def _ahead(word: str, today: date) -> date | None:
    """`+3`, `in 3 days`, `2 weeks`, `1 month`."""
    begins = _("in") + " "
    found = _AHEAD.fullmatch(word.removeprefix(begins))
    if not found or not (found[2] or word.startswith(("+", begins))):
        return None
    count, unit = int(found[1]), found[2]
    if not unit or _is(unit, _("days")):
        return today + timedelta(days=count)
    if _is(unit, _("weeks")):
        return today + timedelta(days=_WEEK * count)
    return _months_ahead(today, count) if _is(unit, _("months")) and len(unit) > 1 else None


def _is(word: str, whole: str) -> bool:
    """An abbreviation, or the word in one of its numbers."""
    return whole.casefold().startswith(word) or word.startswith(whole.casefold()[:3])


def _months_ahead(today: date, count: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    for day in range(today.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return today


def _date(text: str, today: date, locale: QLocale) -> date | None:
    try:
        found = dates.parse(text, locale)
    except ValueError:
        return None
    if found.startswith("--"):
        return _next(int(found[2:4]), int(found[5:]), today)
    return date.fromisoformat(found) if len(found) == len("2026-11-22") else None


def _next(month: int, day: int, today: date) -> date | None:
    for year in range(today.year, today.year + 5):
        try:
            found = date(year, month, day)
        except ValueError:  # 29 February
            continue
        if found >= today:
            return found
    return None
