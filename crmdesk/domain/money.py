"""Exact money: whole numbers of the smallest unit of a currency, and decimals where a price is finer than that."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    InvalidOperation,
    localcontext,
)

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _

_BY_DIGITS = (
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    "",
    (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW"
        " CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF"
        " IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK"
        " MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP"
        " SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG"
        " YER ZAR ZMW ZWG"
    ),
    "BHD IQD JOD KWD LYD OMR TND",
    "CLF UYW",
)
EXPONENTS = {code: digits for digits, codes in enumerate(_BY_DIGITS) for code in codes.split()}
"""ISO 4217: how many digits the smallest unit of each currency has."""
_USUAL = 2
"""Of what is not on the list, such as money that is no more."""

MODES = {"half up": ROUND_HALF_UP, "half even": ROUND_HALF_EVEN, "up": ROUND_UP, "down": ROUND_DOWN}
"""All by the distance from nothing: what is charged and what is credited are rounded alike."""
FINEST = 9
"""Decimal places that a price, quantity or percentage may have."""
_WIDEST = 10**15
"""Neither numbers nor amounts reach this: sums of amounts stay far inside 64 bits."""
_DIGITS = 100
"""More than any product of what is allowed has. A quotient either ends before, or is far from the middle."""


def exponent(currency: str) -> int:
    return EXPONENTS.get(currency, _USUAL)


def is_currency(code: str) -> bool:
    return code in EXPONENTS


def exactly() -> AbstractContextManager[Context]:
    """Arithmetic on decimals is done inside."""
    return localcontext(prec=_DIGITS)


def exact(text: str) -> Decimal:
    """A decimal as it is kept. Raises UserError for what is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise UserError(_("“{text}” is no number.").format(text=text)) from None
    if not number.is_finite() or abs(number) >= _WIDEST or number != number.quantize(Decimal((0, (1,), -FINEST))):
        raise UserError(_("“{text}” has more digits than can be counted with.").format(text=text))
    return number


def plain(number: Decimal) -> str:
    """As it is kept: without zeros that say nothing."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def rounded(value: Decimal, mode: str = "half up") -> int:
    """To a whole number."""
    return within(int(value.to_integral_value(rounding=MODES[mode])))


def within(amount: int) -> int:
    if abs(amount) >= _WIDEST:
        raise UserError(_("The amount is larger than can be counted with."))
    return amount


def to_minor(value: Decimal, currency: str, mode: str = "half up") -> int:
    """In the smallest unit."""
    with exactly():
        return rounded(value.scaleb(exponent(currency)), mode)


def to_major(amount: int, currency: str) -> Decimal:
    """As it is spoken of, with all digits of the currency: 1.00."""
    with exactly():
        return Decimal(amount).scaleb(-exponent(currency))


def text_of(amount: int, currency: str) -> str:
    """For programs: `-1234.50`."""
    return f"{to_major(amount, currency):f}"


def part(percent: Decimal, of: Decimal) -> Decimal:
    with exactly():
        return (of * percent).scaleb(-2)


def to_step(amount: int, step: int, mode: str = "half up") -> int:
    """To a multiple, as where there are no small coins."""
    with exactly():
        return rounded(Decimal(amount) / step, mode) * step


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """The parts of a sum in proportion to the weights; what rounding leaves goes where most was cut off.

    The parts are the sum again, always.
    """
    whole = sum(weights)
    if not whole:
        raise UserError(_("There is nothing that this amount could be spread over."))
    cut = [divmod(total * weight, whole) for weight in weights]
    left = total - sum(share for share, _rest in cut)
    by_rest = sorted(range(len(cut)), key=lambda place: abs(cut[place][1]), reverse=True)
    more = set(by_rest[:left])
    return [share + (place in more) for place, (share, _rest) in enumerate(cut)]


def converted(amount: int, currency: str, into: str, rate: Decimal, mode: str = "half up") -> int:
    """`rate` is what one of `currency` costs in `into`."""
    with exactly():
        return to_minor(to_major(amount, currency) * rate, into, mode)
