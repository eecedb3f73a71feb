"""Money as the user's country writes it, from whole numbers of the smallest unit."""

from functools import lru_cache

from PySide6.QtCore import QLocale


def shown(amount: int, currency: str) -> str:
    """`1.234,50 €`"""
    from crmdesk.domain.money_formats import money

    return money(amount, currency, locale())


def locale() -> str:
    """As babel calls it; that of the system may be one it does not know."""
    return _known(QLocale().name())


@lru_cache(maxsize=8)
def _known(name: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return "en"
