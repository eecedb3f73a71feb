"""Money as the user's country writes it, from whole numbers of the smallest unit."""

from decimal import Decimal
from functools import lru_cache

from PySide6.QtCore import QLocale


def shown(amount: int, currency: str) -> str:
    """`1.234,50 €`"""
    from crmdesk.domain.money_formats import money

    return money(amount, currency, locale())


def priced(price: str | Decimal | None, currency: str) -> str:
    """`0,125 €`, as fine as it is; nothing where there is none."""
    if price is None:
        return ""
    from crmdesk.domain.money_formats import unit_price

    return unit_price(Decimal(price), currency, locale())


def locale() -> str:
    """As babel calls it; that of the system may be one it does not know."""
    return _known(QLocale().name())


def prepare(name: str) -> None:
    """What takes long the first time, for a locale as Qt calls it; in whatever thread."""
    from crmdesk.domain.money_formats import brief, money

    for form in (brief, money):
        form(0, "EUR", _known(name))


@lru_cache(maxsize=8)
def _known(name: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return "en"
