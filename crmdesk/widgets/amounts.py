"""Numbers and money in place, written as the user's country writes them and kept as plain decimals."""

import re
from typing import Any

from PySide6.QtCore import QLocale

from crmdesk.i18n import _, ngettext
from crmdesk.widgets.fields import LineField

_CURRENCY = re.compile(r"[A-Za-z]{3}")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "R$": "BRL", "₺": "TRY", "₽": "RUB", "₹": "INR", "zł": "PLN"}

_MOST_DAYS = 3650


def read_decimal(typed: str, locale: QLocale | None = None) -> str:
    """`1.234,50` of Brazil as `1234.50`; ValueError says what is wrong."""
    locale = locale or QLocale()
    text = re.sub(r"[\s\u00a0\u202f']", "", typed).replace("−", "-")
    point, group = locale.decimalPoint(), locale.groupSeparator()
    if _is_grouped(text, group, point):
        text = text.replace(group, "")
    text = text.replace(point, ".")
    if not re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,9})?", text):
        raise ValueError(_("This is not a number."))
    return text.removeprefix("+")


def _is_grouped(text: str, group: str, point: str) -> bool:
    """Whether its separators stand where thousands end; else 12.5 would become 125 where the comma is the point."""
    if not group.strip() or group not in text:
        return False
    whole = text.partition(point)[0].lstrip("+-")
    return bool(re.fullmatch(rf"\d{{1,3}}({re.escape(group)}\d{{2,3}})*{re.escape(group)}\d{{3}}", whole))


def show_decimal(stored: str, locale: QLocale | None = None) -> str:
    locale = locale or QLocale()
    whole, dot, rest = stored.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    if not digits.isdecimal():
        return stored
    shown = locale.toString(int(digits)) if len(digits) <= 18 else digits
    return f"{sign}{shown}{locale.decimalPoint() if dot else ''}{rest}"


class NumberField(LineField):
    def _read(self) -> Any:
        typed = super()._read()
        return read_decimal(typed) if typed else ""

    def _show(self, value: Any) -> None:
        super()._show(show_decimal(str(value)) if value not in (None, "") else "")


class EveryField(LineField):
    """How often, in days: `60` is shown as `every 60 days`."""

    def _read(self) -> Any:
        typed = super()._read()
        numbers = re.findall(r"\d+", typed)
        if typed and (len(numbers) != 1 or not 0 < int(numbers[0]) <= _MOST_DAYS):
            raise ValueError(_("Write after how many days, such as 60."))
        return int(numbers[0]) if numbers else ""

    def _show(self, value: Any) -> None:
        days = int(value or 0)
        super()._show(ngettext("every {count} day", "every {count} days", days).format(count=days) if days else "")


class MoneyField(LineField):
    """`12.50 EUR`; the currency may be said before or behind, or by its sign."""

    def _read(self) -> Any:
        typed = super()._read()
        if not typed:
            return ""
        amount, currency = read_money(typed)
        return f"{amount} {currency}".strip()

    def _show(self, value: Any) -> None:
        amount, _blank, currency = str(value or "").partition(" ")
        super()._show(f"{show_decimal(amount)} {currency}".strip() if amount else "")


def read_money(typed: str) -> tuple[str, str]:
    """The plain number and the currency, if one is said."""
    amount, currency = _apart(typed)
    return read_decimal(amount), currency


def _apart(typed: str) -> tuple[str, str]:
    for sign in sorted(_SIGNS, key=len, reverse=True):
        if sign in typed:
            return typed.replace(sign, ""), _SIGNS[sign]
    found = _CURRENCY.search(typed)
    return (_CURRENCY.sub("", typed, 1), found[0].upper()) if found else (typed, "")
