"""Dates as people know them: whole, without the year, or without the day."""

import re
from calendar import monthrange
from datetime import date

_TIME = re.compile(r"[T ]\d.*$")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR_FIRST = re.compile(r"(\d{3,4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_NO_YEAR = re.compile(r"--?(\d{1,2})-?(\d\d)")
_NO_DAY = re.compile(r"(\d{4})-(\d\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_WORDS = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})\.? ([a-z]{3,9})\.?,? (\d{4})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.IGNORECASE)
_YEARS = range(100, 3000)  # programs write 0001 and 4501 for "none"


def compose_date(year: int | None, month: int, day: int) -> str | None:
    """`YYYY-MM-DD`, or `--MM-DD` without a year; nothing where there is no such day."""
    if year is not None and year not in _YEARS:
        return None
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2000, month)[1]:
        return None
    return f"--{month:02}-{day:02}" if year is None else f"{year:04}-{month:02}-{day:02}"


def parse_date(text: str, day_first: bool | None = None) -> str | None:
    """A date in any of its spellings, its time left off, as `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM` or `YYYY`.

    `day_first` tells 4/12/1990 apart; without it such a date is read only where there is no doubt.
    """
    date = _TIME.sub("", text.strip())
    if found := _COMPACT.fullmatch(date):
        return _read_compact(*map(int, found.groups()))
    if found := _YEAR_FIRST.fullmatch(date):
        return _with_year(int(found[1]), int(found[3]), int(found[4]))
    if found := _NO_YEAR.fullmatch(date):
        return compose_date(None, int(found[1]), int(found[2]))
    if found := _YEAR_LAST.fullmatch(date):
        return _read_year_last(int(found[1]), int(found[3]), int(found[4]), found[2] == "." or day_first)
    return _read_partial(date) or _read_words(text.strip())


def next_time(value: str, today: date) -> date | None:
    """When a birthday or anniversary comes next, with or without its year; 29 February is kept on the 28th else.

    Nothing where the day is not known.
    """
    *_year, month, day = value.rsplit("-", 2) if len(value) > len("2026-11") or value.startswith("--") else ("", "", "")
    if not (month.isdecimal() and day.isdecimal()):
        return None
    for year in (today.year, today.year + 1):
        found = date(year, int(month), min(int(day), monthrange(year, int(month))[1]))
        if found >= today:
            return found
    return None


def _with_year(year: int, month: int, day: int) -> str | None:
    return compose_date(year or None, month, day)


def _read_compact(year: int, month: int, day: int) -> str | None:
    return _with_year(year, month, day) or _with_year(year, day, month)  # some write YYYYDDMM


def _read_year_last(first: int, second: int, year: int, day_first: bool | None) -> str | None:
    if day_first is None:
        day_first = first > 12
        if not day_first and second <= 12 and first != second:
            return None
    day, month = (first, second) if day_first else (second, first)
    return compose_date(year, month, day)


def _read_words(text: str) -> str | None:
    """`Tue, 22 Dec 2009`, `December 22, 2009`."""
    if found := _IN_WORDS.match(text):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.match(text):
        month, day, year = found.groups()
    else:
        return None
    name = month[:3].lower()
    return compose_date(int(year), _MONTHS.index(name) + 1, int(day)) if name in _MONTHS else None


def _read_partial(date: str) -> str | None:
    if (found := _NO_DAY.fullmatch(date)) and int(found[1]) in _YEARS and 1 <= int(found[2]) <= 12:
        return date
    return date if date.isdecimal() and date.isascii() and len(date) == 4 and int(date) in _YEARS else None
