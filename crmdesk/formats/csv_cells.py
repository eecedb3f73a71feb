"""The values of single cells: dates, numbers and what spreadsheets did to them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from crmdesk.domain.values.dates import compose_date, parse_date

_FORMULA = re.compile(r'="(.+)"', re.DOTALL)
_GUARDED = re.compile(r"'+[=+\-@\t\d]")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_NUMERIC_DATE = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{2}|\d{4})\b.*")
_NO_DATE = re.compile(r"[0\s:/.\-T]*|.*\b4501\b.*|none|null|n/a", re.IGNORECASE)
_SERIAL = re.compile(r"([1-6]\d{4})(?:[.,]0+)?")
_WORDED = re.compile(r"[^\W\d_]{3,}")
_MONTHS = (
    "jan jän gen ene oca янв janv",
    "feb fév fev fév şub фев févr",
    "mar mär mrt maa мар märz mars",
    "apr avr abr nis апр avri",
    "may mai mag mei maj мая май",
    "jun giu haz июн juin",
    "jul lug tem июл juil",
    "aug ago aoû ağu авг août",
    "sep set eyl сен sept",
    "oct okt ott out eki окт",
    "nov kas ноя",
    "dec dez déc dic ara дек",
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


def clean(value: str) -> str:
    """Without the apostrophe or the formula by which a spreadsheet was told to leave it alone."""
    if value[0] == "'" and _GUARDED.match(value):
        return value[1:]
    if found := _FORMULA.fullmatch(value):
        return found[1].replace('""', '"')
    return value


def phone_digits(value: str) -> tuple[str | None, bool]:
    """The number, and whether a spreadsheet had made a floating point number of it; nothing where digits were lost."""
    found = _SCIENTIFIC.fullmatch(value)
    if not found:
        return re.sub(r"(?<=\d{6})[.,]0$", "", value), False
    digits, exponent = found[1] + (found[2] or ""), int(found[3])
    return (digits if len(digits) == exponent + 1 else None), True


def day_first(values: Iterable[str]) -> bool | None:
    """Whether dates such as 4/12/1990 begin with the day: told by the numbers above 12 in the column."""
    firsts, seconds = set(), set()
    for value in values:
        if found := _NUMERIC_DATE.fullmatch(value.strip()):
            firsts.add(int(found[1]) > 12)
            seconds.add(int(found[2]) > 12)
    if (True in firsts) == (True in seconds):
        return None
    return True in firsts


def read_date(value: str, days_first: bool) -> str | None:
    """As `YYYY-MM-DD` or with less; an empty text for what programs write for no date; nothing for no date at all."""
    if _NO_DATE.fullmatch(value):
        return ""
    if value.startswith("1604-"):  # Apple: no year
        return parse_date(f"-{value[4:]}")
    return parse_date(value, days_first) or _short_year(value, days_first) or _worded(value)


def read_serial(value: str) -> str | None:
    """The date of a spreadsheet's day number."""
    found = _SERIAL.fullmatch(value)
    return (date(1899, 12, 30) + timedelta(days=int(found[1]))).isoformat() if found else None


def _short_year(value: str, days_first: bool) -> str | None:
    found = _NUMERIC_DATE.fullmatch(value)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if len(found[3]) == 2:
        year += 1900 if year >= 30 else 2000
    if (days_first or "." in value or first > 12) and second <= 12:
        first, second = second, first
    return compose_date(year, first, second)


def _worded(value: str) -> str | None:
    """`31 January 1972`, `Jan 31, 1972`, `31. Mär. 72`."""
    months = [
        _MONTH_OF.get(word[:4].casefold()) or _MONTH_OF.get(word[:3].casefold()) for word in _WORDED.findall(value)
    ]
    month = next(filter(None, months), None)
    numbers = [int(number) for number in re.findall(r"\d{1,4}", value)]
    if not month or not 1 <= len(numbers) <= 2:
        return None
    day = next((number for number in numbers if number <= 31), 0)
    years = [number for number in numbers if number > 31] or numbers[1:]
    year = years[0] + (1900 if 31 < years[0] < 100 else 2000 if years[0] < 100 else 0) if years else None
    return compose_date(year, month, day)
