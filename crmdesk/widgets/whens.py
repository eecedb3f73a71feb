"""Days and times as people write them in a hurry: `tomorrow 10`, `fri 14:30`, `26 Nov`, `+3`, `in 2 weeks`.

Whoever writes `em 1 mês` or `через 2 дня` need not change the language of the window first: the words of all are known.
"""

import re
from datetime import date, datetime, timedelta

from PySide6.QtCore import QLocale

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.widgets import dates

_TIME = re.compile(r"(?:^|(?<=\s))(?:at |às |as |saat |в |@)?(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm)?$", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:h]\d|\d\s*[ap]m$|@", re.IGNORECASE)
"""Beyond doubt a time: `26 Nov 10` may be a year."""
_AHEAD = re.compile(r"(\+|(?:in|em|dentro de|daqui a|через) )?\s*(\d{1,3})\s*([^\W\d]*)( sonra| icinde| later)?")
"""Folded, as are the words below."""
_NOW = {"now", "agora", "simdi", "сеичас"}
_NAMED = {
    0: ("today", "hoje", "bugun", "сегодня"),
    1: ("tomorrow", "amanha", "yarin", "завтра"),
    -1: ("yesterday", "ontem", "dun", "вчера"),
}
_DAYS = ("d", "day", "days", "dia", "dias", "gun", "дн", "день", "дня", "днеи")
_WEEKS = ("w", "wk", "week", "weeks", "sem", "semana", "semanas", "hafta", "нед", "неделю", "недели", "недель")
_MONTHS = ("mo", "month", "months", "mes", "meses", "ay", "мес", "месяц", "месяца", "месяцев")
_WEEK = 7


def parse(typed: str, now: datetime | None = None, locale: QLocale | None = None) -> str:
    """`YYYY-MM-DDTHH:MM`, or `YYYY-MM-DD` where no time is said; "" for nothing; ValueError says what is wrong.

    A day of the week is the next one, a date without a year the next one too; a time alone is today's.
    """
    now, locale, text = now or datetime.now(), locale or QLocale(), " ".join(typed.split())  # noqa: DTZ005 - the wall
    if not text or fold(text) in _NOW:
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
    for days, names in _NAMED.items():
        if len(word) > 2 and any(name.startswith(fold(word)) for name in names):
            return today + timedelta(days=days)
    return _weekday(word, today, locale) or _ahead(fold(word), today) or _date(text, today, locale)


def _weekday(word: str, today: date, locale: QLocale) -> date | None:
    number = day_of_week(word, locale)
    return today + timedelta(days=(number - today.isoweekday()) % _WEEK or _WEEK) if number else None


def day_of_week(word: str, locale: QLocale) -> int | None:
    """1 is Monday: by its short name, else by the beginning of its name, in the user's language and in English."""
    if len(word) < 2 or any(sign.isdigit() for sign in word):
        return None
    days = [(speaker, number) for speaker in (locale, QLocale.c()) for number in range(1, 8)]
    for speaker, number in days:
        if word == speaker.dayName(number, QLocale.FormatType.ShortFormat).casefold().rstrip("."):
            return number
    begun = (number for speaker, number in days if speaker.dayName(number).casefold().startswith(word))
    return next(begun, None) if len(word) > 2 else None


def _ahead(word: str, today: date) -> date | None:
    """`+3`, `in 3 days`, `2 weeks`, `1 month`, `3 gün sonra`."""
    found = _AHEAD.fullmatch(word)
    if not found or not (found[1] or found[3]):
        return None
    count, unit = int(found[2]), found[3]
    if not unit or unit in _DAYS:
        return today + timedelta(days=count)
    if unit in _WEEKS:
        return today + timedelta(days=_WEEK * count)
    return _months_ahead(today, count) if unit in _MONTHS else None


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
