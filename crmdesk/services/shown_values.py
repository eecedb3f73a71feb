"""Stored values as lists show, sort and group them: by the user's language and country."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from crmdesk import i18n
from crmdesk.domain.activities import KNOWN_TYPES
from crmdesk.domain.fields import Kind
from crmdesk.domain.values import countries
from crmdesk.i18n import _, worded
from crmdesk.store.columns import APART, NEVER

if TYPE_CHECKING:
    from babel import Locale

    from crmdesk.domain.alphabets import Alphabet
    from crmdesk.services.columns import Column

Write = Callable[[Any], str]
Key = Callable[[Any], Any]
_QUARTER = 900_000  # milliseconds
_YEARLY = ("birthday", "anniversary")
"""Days that come every year: their order is that of the calendar, whatever the year."""


@dataclass(frozen=True, slots=True)
class Heading:
    """How the values of a column become groups."""

    key: Key | None
    """What is compared of a heading."""
    write: Write
    of_value: Callable[[Any], Sequence[Any]] | None = None
    """The headings that a value stands under; no function where it is the heading itself."""
    has_several: bool = False


@cache
def locale() -> "Locale":
    """The user's language, as it is written in the user's country."""
    from babel import Locale

    own, language = i18n.own_language().partition(".")[0].replace("-", "_"), i18n.language()
    return Locale.parse(own if own in _written_as(language) else language)


def _written_as(language: str) -> list[str]:
    """All countries' ways to write a language."""
    from babel.localedata import locale_identifiers

    base = language.partition("_")[0]
    return [name for name in locale_identifiers() if name.partition("_")[0] == base]


# As text


def writer(column: "Column") -> Write:
    if column.key == "tags":
        return lambda value: str(value).replace(APART, ", ")
    if column.key == "next_step":
        return _next_step
    if column.choices:
        texts = dict(column.choices)
        return lambda value: texts.get(value, str(value))
    return _WRITERS.get(column.kind, str)


def written(kind: Kind, value: Any) -> str:
    """A value that has no list of its own."""
    return _WRITERS.get(kind, str)(value)


def _date(value: str) -> str:
    """Whole, without the year, or without the day."""
    return _dated(str(value))


@lru_cache(maxsize=4096)
def _dated(value: str) -> str:
    from babel.dates import format_date, format_skeleton

    try:
        if value.startswith("--"):
            return str(format_skeleton("MMMd", date(2000, int(value[2:4]), int(value[5:7])), locale=locale()))
        if len(value) == 7:
            return str(format_skeleton("yMMM", date(int(value[:4]), int(value[5:7]), 1), locale=locale()))
        return format_date(date.fromisoformat(value[:10]), "medium", locale=locale()) if len(value) > 4 else value
    except ValueError:  # whatever it is, it is shown
        return value


def today() -> str:
    return _dated(datetime.now().astimezone().date().isoformat())


def instant(value: int) -> str:
    return _dated(_day(value))


def _day(value: int) -> str:
    return _day_of(value // _QUARTER)


@lru_cache(maxsize=65536)
def _day_of(quarter: int) -> str:
    """Clocks of the world are apart by quarters of an hour: few of them, many moments."""
    return datetime.fromtimestamp(quarter * _QUARTER / 1000).astimezone().date().isoformat()


def _wall_time(value: str) -> str:
    from babel.dates import format_time

    day, _t, clock = str(value).partition("T")
    if not clock:
        return _dated(day)
    try:
        return f"{_dated(day)} {format_time(datetime.fromisoformat(value).time(), 'short', locale=locale())}"
    except ValueError:
        return value


def _next_step(value: str) -> str:
    """`24 Nov 2026 10:00 · Show the new oven`."""
    starts, kind, subject = value.split(APART, 2)
    words = subject or worded(KNOWN_TYPES, kind)
    return words if starts == NEVER else f"{_wall_time(starts)} · {words}"


def _yes_no(value: Any) -> str:
    return _("Yes") if str(value).casefold() in ("1", "true", "yes") else _("No")


def _number(value: Any) -> str:
    from babel.numbers import format_decimal

    try:
        return format_decimal(Decimal(str(value)), locale=locale(), decimal_quantization=False)
    except InvalidOperation:
        return str(value)


def amount(value: int, currency: str) -> str:
    """Of the smallest unit, as it is spoken of."""
    from crmdesk.domain.money_formats import money

    return money(value, currency, str(locale()))


def decimal(value: str) -> str:
    return _number(value)


def _money(value: str) -> str:
    from babel.numbers import format_currency

    amount, _space, currency = value.partition(" ")
    try:
        return format_currency(Decimal(amount), currency, locale=locale()) if currency else _number(amount)
    except InvalidOperation:
        return value


def _country(value: str) -> str:
    return countries.name(value, i18n.language()) if len(value) == 2 else value


_WRITERS: dict[Kind, Write] = {
    Kind.CHOICES: lambda value: ", ".join(str(value).split("\n")),
    Kind.COUNTRY: _country,
    Kind.DATE: _date,
    Kind.INSTANT: instant,
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
    Kind.DECIMAL: _number,
    Kind.WALL_TIME: _wall_time,
    Kind.YES_NO: _yes_no,
}


# In order


def collation(alphabet: "Alphabet") -> Callable[[Any], Any]:
    """The key by which a text is filed; None for none. Few cities have many people."""

    @lru_cache(maxsize=65536)
    def collated(text: str | None) -> bytes | None:
        return alphabet.key(str(text)) if text else None

    return collated


def sort_key(column: "Column", collated: Key) -> Key | None:
    """What is compared of a value, None for nothing, which comes last; no function where it is the value itself."""
    if column.choices:
        return _ranked([value for value, _text in column.choices], collated)
    if column.key in _YEARLY:
        return lambda value: value[-5:] if value else None
    if column.kind in (Kind.NUMBER, Kind.MONEY):
        return _amount
    if column.kind in (Kind.DATE, Kind.INSTANT, Kind.WALL_TIME, Kind.YES_NO):
        return None
    if column.kind is Kind.COUNTRY:
        return lambda value: collated(_country(value)) if value else None
    return collated


def _ranked(values: Sequence[str], collated: Key) -> Key:
    """As the pick list has them, then the user's own words."""
    ranks = {value: b"%04d" % place for place, value in enumerate(values)}
    return lambda value: (ranks.get(value) or b"9999" + collated(value)) if value else None


def _amount(value: Any) -> float | None:
    if value is None:
        return None
    try:
        return float(str(value).partition(" ")[0])
    except ValueError:
        return None


# In groups


def by_letter(alphabet: "Alphabet") -> Heading:
    """Of the numbers of the tabs of the card file."""
    return Heading(None, lambda number: alphabet.tabs[number].text)


def heading(column: "Column", collated: Key) -> Heading:
    if column.key == "tags":
        return Heading(collated, str, lambda value: value.split(APART), has_several=True)
    if column.kind is Kind.CHOICES:
        return Heading(collated, str, lambda value: value.split("\n"), has_several=True)
    if column.key in _YEARLY:
        return Heading(None, _month, lambda value: (value[-5:-3],) if len(value) > 6 else ())
    if column.kind is Kind.INSTANT:
        return Heading(None, _month_of_year, lambda value: (_day(value)[:7],))
    if column.kind is Kind.DATE:
        return Heading(None, _month_of_year, lambda value: (value[:7],) if value else ())
    return Heading(sort_key(column, collated), writer(column), lambda value: () if value == "" else (value,))


def _month_of_year(value: str) -> str:
    """`November 2026`; of a day without its year the month alone."""
    from babel.dates import format_skeleton

    if not value[:4].isdigit():
        return _month(value[2:4])
    return str(format_skeleton("yMMMM", date(int(value[:4]), int(value[5:7] or 1), 1), locale=locale()))


def _month(value: str) -> str:
    return str(locale().months["stand-alone"]["wide"][int(value)])
