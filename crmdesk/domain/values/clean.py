"""What a user typed into a field, as the record keeps it."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import parse_id, text_id
from crmdesk.i18n import _

LONGEST = {Kind.LONG_TEXT: 200_000}
"""Characters; one line is at most 1,000."""
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,9})?")


def cleaned(kind: Kind, label: str, typed: Any) -> Any:
    """The value to keep, None for an empty one. Raises UserError that says what is wrong with it."""
    if isinstance(typed, str):
        typed = tidy(typed, keep_lines=kind in (Kind.LONG_TEXT, Kind.CHOICES))
        if len(typed) > LONGEST.get(kind, 1_000):
            raise UserError(_("{label} is too long: {count} characters.").format(label=label, count=len(typed)))
    if typed is None or typed == "":
        return False if kind is Kind.YES_NO else None
    return _READERS[kind](label, typed) if kind in _READERS else typed


def cleaned_custom(kind: Kind, label: str, typed: Any) -> str | None:
    """As `cleaned`, for a field the user added: its values are all kept as text."""
    if isinstance(typed, list | tuple):
        typed = "\n".join(map(str, typed))
    if typed is None or cleaned(Kind.LONG_TEXT, label, typed) is None:
        return None
    return _CUSTOM[kind](label, typed) if kind in _CUSTOM else str(cleaned(kind, label, typed))


def tidy(text: str, *, keep_lines: bool = False) -> str:
    """Without characters that cannot be seen and blanks at both ends; one line unless told otherwise."""
    allowed = "\n\t" if keep_lines else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    visible = (char if char in allowed or unicodedata.category(char) not in ("Cc", "Cs") else " " for char in text)
    lines = "".join(visible).strip()
    return lines if keep_lines else " ".join(lines.split())


def _date(label: str, typed: Any) -> str:
    from crmdesk.domain.values.dates import parse_date

    found = parse_date(str(typed))
    if found is None:
        raise UserError(
            _("{label}: “{typed}” is no date. Write it as 1980-03-22, or --03-22 without a year.").format(
                label=label, typed=typed
            )
        )
    return found


def _wall_time(label: str, typed: Any) -> str:
    from datetime import datetime

    text = str(typed).strip().replace(" ", "T")
    pattern = "%Y-%m-%dT%H:%M" if "T" in text else "%Y-%m-%d"
    try:
        return datetime.strptime(text, pattern).strftime(pattern)  # noqa: DTZ007 - a wall clock knows no zone
    except ValueError as error:
        words = _("{label}: “{typed}” is no time. Write it as 2026-03-22 or 2026-03-22 14:30.")
        raise UserError(words.format(label=label, typed=typed)) from error


def _number(label: str, typed: Any) -> int:
    text = str(typed).replace("−", "-")
    if not _WHOLE.fullmatch(text):
        raise UserError(_("{label}: “{typed}” is no whole number.").format(label=label, typed=typed))
    return int(text)


def _decimal(label: str, typed: Any) -> str:
    text = str(typed).replace("−", "-")
    if not _DECIMAL.fullmatch(text):
        raise UserError(_("{label}: “{typed}” is no number. Write it as 12.5.").format(label=label, typed=typed))
    return f"{Decimal(text):f}"


def _country(_label: str, typed: Any) -> str:
    from crmdesk.domain.values.countries import to_code

    return to_code(str(typed)) or str(typed)


def _money(label: str, typed: Any) -> str:
    amount, _blank, currency = str(typed).replace("−", "-").partition(" ")
    if not _DECIMAL.fullmatch(amount):
        raise UserError(_("{label}: “{typed}” is no amount. Write it as 12.50 EUR.").format(label=label, typed=typed))
    return f"{Decimal(amount):f} {currency.upper()}".strip()


def _link(label: str, typed: Any) -> str:
    try:
        return text_id(parse_id(str(typed)))
    except ValueError:
        raise UserError(_("{label}: “{typed}” is no record.").format(label=label, typed=typed)) from None


_READERS: dict[Kind, Callable[[str, Any], Any]] = {
    Kind.DATE: _date,
    Kind.WALL_TIME: _wall_time,
    Kind.NUMBER: _number,
    Kind.AMOUNT: _number,
    Kind.DECIMAL: _decimal,
    Kind.COUNTRY: _country,
    Kind.MONEY: _money,
    Kind.YES_NO: lambda _label, value: bool(value),
}
_CUSTOM: dict[Kind, Callable[[str, Any], str]] = {
    Kind.NUMBER: _decimal,
    Kind.LINK: _link,
    Kind.YES_NO: lambda _label, value: "true" if value else "false",
}
