"""Periods in words and as days."""

from datetime import date, timedelta

from PySide6.QtCore import QLocale

from crmdesk.i18n import _


def month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def quarter_of(day: date) -> str:
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def months_around(today: date, period: str, before: int, after: int) -> list[str]:
    """Periods from so many before to so many after that of today."""
    steps = 1 if period == "month" else 3
    first = today.year * 12 + (today.month - 1) // steps * steps
    found = []
    for number in range(-before, after + 1):
        year, month = divmod(first + number * steps, 12)
        day = date(year, month + 1, 1)
        found.append(month_of(day) if period == "month" else quarter_of(day))
    return found


def days_of(period: str) -> tuple[date, date]:
    """The first and the last."""
    year, _dash, rest = period.partition("-")
    is_quarter = rest.startswith("Q")
    month = int(rest[1:]) * 3 - 2 if is_quarter else int(rest)
    first = date(int(year), month, 1)
    beyond = month + (3 if is_quarter else 1)
    last = date(int(year) + (beyond > 12), beyond - 12 if beyond > 12 else beyond, 1) - timedelta(days=1)
    return first, last


def label(period: str, this_year: int) -> str:
    """`Nov`, `Nov 2027`, `Q4`; of another year with it."""
    first, _last = days_of(period)
    if "Q" in period:
        words = _("Q{number}").format(number=period[-1])
    else:
        words = QLocale().standaloneMonthName(first.month, QLocale.FormatType.ShortFormat)
    return words if first.year == this_year else f"{words} {first.year}"


def title(period: str) -> str:
    first, _last = days_of(period)
    if "Q" in period:
        return _("Quarter {number} of {year}").format(number=period[-1], year=first.year)
    return f"{QLocale().standaloneMonthName(first.month)} {first.year}"


def short_day(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.day} {QLocale().monthName(found.month, QLocale.FormatType.ShortFormat)}"


def short_amount(amount: int, currency: str) -> str:
    """For the side of a chart: `€12k`, without cents."""
    from crmdesk.domain.money import exponent
    from crmdesk.domain.money_formats import brief
    from crmdesk.ui.amounts import locale

    unit = 10 ** exponent(currency)
    return brief(amount // unit * unit, currency, locale())
