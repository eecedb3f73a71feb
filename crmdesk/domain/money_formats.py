"""Money as people write it: shown by the rules of a language, and read as it is typed."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from crmdesk.domain.errors import UserError
from crmdesk.domain.money import exact, exponent, to_major, within
from crmdesk.i18n import _

if TYPE_CHECKING:
    from babel.numbers import NumberPattern

_SPACES = " \xa0\u202f\u2009'’"
"""Between groups of digits."""
_MINUS = str.maketrans("−–﹣－", "----")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3}")
"""Also as India does it."""
_TOUCHING = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_DIGITS = re.compile(r"\d+(\.\d+)?|\.\d+")
_CURRENCY = r"(?:F\sCFA|(?:[^\W\d_]{1,4}\.?)?(?:[^\w.,()+\-\s'’]{1,2}[^\W\d_]{0,3})?)"
"""A sign, a code or an abbreviation, or a percent sign."""
_TYPED = re.compile(
    rf"(?P<sign>[-+]?)\s*{_CURRENCY}\s*(?P<inner>[-+]?)\s*(?P<digits>[\d.,\s'’]*\d[\d.,\s'’]*?)\s*(?P<after>-?)"
    rf"\s*{_CURRENCY}"
)


# Shown


def money(amount: int, currency: str, locale: str) -> str:
    """With its currency and all of its digits, whatever the language thinks of them: `1.234,50 €`."""
    pattern = _pattern("currency", exponent(currency), locale)
    return _with_currency(pattern, to_major(amount, currency), currency, locale)


def brief(amount: int, currency: str, locale: str) -> str:
    """As `money`, without decimals where there are none to tell: `1.234 €`."""
    digits = exponent(currency)
    pattern = _pattern("currency", 0 if amount % 10**digits == 0 else digits, locale)
    return _with_currency(pattern, to_major(amount, currency), currency, locale)


def amount_only(amount: int, currency: str, locale: str) -> str:
    """For columns under whose head the currency stands."""
    return _applied(_pattern("decimal", exponent(currency), locale), to_major(amount, currency), locale)


def price(value: Decimal, currency: str, locale: str) -> str:
    """As fine as it is, and never coarser than its currency."""
    digits = max(exponent(currency), _places(value))
    return _applied(_pattern("decimal", digits, locale), value, locale)


def unit_price(value: Decimal, currency: str, locale: str) -> str:
    """As `price`, with its currency: `0,125 €`."""
    pattern = _pattern("currency", max(exponent(currency), _places(value)), locale)
    return _with_currency(pattern, value, currency, locale)


def number(value: Decimal, locale: str) -> str:
    """A quantity: without zeros that say nothing."""
    return _applied(_pattern("decimal", _places(value), locale), value, locale)


def percent(value: Decimal, locale: str) -> str:
    """`9.5%`, as fine as it is."""
    hundredth = value.scaleb(-2)
    return _applied(_pattern("percent", _places(value), locale), hundredth, locale)


def _places(value: Decimal) -> int:
    text = f"{value:f}".rstrip("0") if "." in f"{value:f}" else ""
    return len(text.partition(".")[2])


@lru_cache(maxsize=256)
def _pattern(kind: str, digits: int, locale: str) -> "NumberPattern":
    """A pattern of the language with exactly so many decimals."""
    from babel import Locale
    from babel.numbers import parse_pattern

    known = Locale.parse(locale)
    formats: dict[str, Any] = {
        "currency": known.currency_formats["standard"],
        "decimal": known.decimal_formats[None],
        "percent": known.percent_formats[None],
    }
    pattern = parse_pattern(formats[kind].pattern)
    pattern.frac_prec = (digits, digits)
    return pattern


def _with_currency(pattern: "NumberPattern", value: Decimal, currency: str, locale: str) -> str:
    """Between a currency that ends in a letter and the digits there is a space: `CHF 5.00`."""
    text = _applied(pattern, value, locale, currency=currency, currency_digits=False)
    return _TOUCHING.sub("\xa0", text)


def _applied(pattern: "NumberPattern", value: Decimal, locale: str, **options: Any) -> str:
    return str(pattern.apply(value, locale, **options))


# Read


def read_amount(typed: str, currency: str, locale: str) -> int:
    """In the smallest unit. Raises UserError for what is no amount, and for what is finer than the currency."""
    value = read_number(typed, locale)
    amount = value.scaleb(exponent(currency))
    if amount != amount.to_integral_value():
        words = _("“{text}” is finer than {currency} can be paid.")
        raise UserError(words.format(text=typed.strip(), currency=currency))
    return within(int(amount))


def read_number(typed: str, locale: str) -> Decimal:
    """With or without currency, percent sign, and marks between thousands, in the manner of the language or another."""
    found = _TYPED.fullmatch(typed.strip().translate(_MINUS))
    digits = _bare(found["digits"], locale) if found else ""
    signs = found["sign"] + found["inner"] + found["after"] if found else ""
    if len(signs) > 1 or not _DIGITS.fullmatch(digits) or not digits.isascii():
        raise UserError(_("“{text}” is no amount. Write it as {example}.").format(text=typed, example=_example(locale)))
    return exact(digits) * (-1 if signs == "-" else 1)


def _bare(text: str, locale: str) -> str:
    """Digits with at most a point; nothing if the marks between them make no sense."""
    text = text.strip()
    blanks = {sign for sign in text if sign in _SPACES}
    for sign in blanks:
        whole = re.split("[.,]", text)[0].replace(sign, ",")
        if not _GROUPED.fullmatch(whole):
            return ""
        text = text.replace(sign, "")
    return _pointed(text, locale)


def _pointed(text: str, locale: str) -> str:
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    mark = text[last]
    other = "," if mark == "." else "."
    if text.count(mark) > 1 or (_is_group(mark, locale) and _GROUPED.fullmatch(text.replace(mark, ","))):
        return text.replace(mark, "") if other not in text and _GROUPED.fullmatch(text.replace(mark, ",")) else ""
    whole, rest = text[:last], text[last + 1 :]
    if other in whole:
        if not _GROUPED.fullmatch(whole.replace(other, ",")):
            return ""
        whole = whole.replace(other, "")
    return f"{whole}.{rest}" if rest else whole


@lru_cache(maxsize=32)
def _is_group(mark: str, locale: str) -> bool:
    """Whether the language parts thousands by it; where two are possible, three digits behind it are a group."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return mark == get_group_symbol(locale) and mark != get_decimal_symbol(locale)


def _example(locale: str) -> str:
    return _applied(_pattern("decimal", 2, locale), Decimal("1234.5"), locale)
