"""Dates that may lack the year or the day, as people write them: `29 Feb`, `29/2/1980`, `Feb 1980`, `1980`."""

import calendar
import re

from PySide6.QtCore import QDate, QLocale

from crmdesk.i18n import _

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?|--(?P<bare_month>\d\d?)-(?P<bare_day>\d\d?)"
)
_PIECES = re.compile(r"\d+|[^\W\d_]+\.?")


def parse(typed: str, locale: QLocale | None = None) -> str:
    """The stored form (`1980-02-29`, `--02-29`, `1980-02`, `1980`); "" for nothing; ValueError says what is wrong."""
    text = typed.strip()
    if not text:
        return ""
    if found := _ISO.fullmatch(text):
        return _join(
            _number(found["year"]),
            _number(found["month"] or found["bare_month"]),
            _number(found["day"] or found["bare_day"]),
        )
    return _join(*_read_pieces(text, locale or QLocale()))


def show(value: str, locale: QLocale | None = None) -> str:
    """In the words of the user's language; what is no date is shown as it is."""
    found = _ISO.fullmatch(value)
    if not found:
        return value
    locale = locale or QLocale()
    year, month, day = found["year"], found["month"] or found["bare_month"], found["day"] or found["bare_day"]
    if year and month and day:
        return locale.toString(QDate(int(year), int(month), int(day)), _long_format(locale)) or value
    words = [str(int(day))] if day else []
    words += [locale.monthName(int(month), _length(bool(year)))] if month else []
    return " ".join([*words, year] if year else words)


def _length(is_long: bool) -> QLocale.FormatType:
    return QLocale.FormatType.LongFormat if is_long else QLocale.FormatType.ShortFormat


def _long_format(locale: QLocale) -> str:
    """The country's long form without the name of the weekday."""
    pattern = locale.dateFormat(QLocale.FormatType.LongFormat)
    return re.sub(r"^d{3,4}(?: 'de' |[,.]?\s*)|[,.]?\s*d{3,4}$", "", pattern).strip(" ,")


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _read_pieces(text: str, locale: QLocale) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a date written freely."""
    pieces = _PIECES.findall(text)
    numbers = [piece for piece in pieces if piece.isdigit()]
    month = next((found for piece in pieces if (found := _month(piece, locale))), None)
    year = next((_full_year(piece) for piece in numbers if len(piece) == 4), None)
    small: list[int | None] = [int(piece) for piece in numbers if len(piece) < 3]
    if month is None and len(small) >= 2:
        if not _day_comes_first(locale) and (small[0] or 0) <= 12:
            small[:2] = small[1::-1]
        month = small.pop(1)
    day, *rest = small or [None]
    if year is None and rest:
        year = _full_year(f"{rest[0]:02}")
    if month is None and (day is not None or year is None):
        raise ValueError(_not_a_date())
    return year, month, day


def _full_year(text: str) -> int:
    """Two digits mean the past: someone's birthday."""
    year = int(text)
    if len(text) > 2:
        return year
    return 2000 + year if 2000 + year <= QDate.currentDate().year() else 1900 + year


def _month(word: str, locale: QLocale) -> int | None:
    wanted = word.rstrip(".").casefold()
    if wanted.isdigit() or len(wanted) < 3:
        return None
    for number in range(1, 13):
        for speaker in (locale, QLocale.c()):
            names = (speaker.monthName(number), speaker.standaloneMonthName(number))
            if any(name.casefold().startswith(wanted) for name in names):
                return number
    return None


def _day_comes_first(locale: QLocale) -> bool:
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return pattern.index("d") < pattern.index("M")


def _join(year: int | None, month: int | None, day: int | None) -> str:
    if month is not None and not 1 <= month <= 12:
        raise ValueError(_("There are only twelve months."))
    if month is not None and day is not None and not 1 <= day <= _days(year, month):
        raise ValueError(_("That month has no such day."))
    if year is None:
        return f"--{month:02}-{day:02}" if day else _raise_without_day()
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def _raise_without_day() -> str:
    raise ValueError(_not_a_date())


def _days(year: int | None, month: int) -> int:
    return calendar.monthrange(year or 2000, month)[1]


def _not_a_date() -> str:
    return _("This is not a date. Write it like 29 Feb 1980; the year may be left out.")
