"""Times in few words: the nearer, the finer."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale


def short_date(day: date) -> str:
    return str(QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat))


def when(moment: datetime) -> str:
    """`09:12`, `Mon`, `14 Aug`, `14 Aug 2024`."""
    local, today = moment.astimezone(), datetime.now().astimezone().date()
    locale = QLocale()
    if local.date() == today:
        return local.strftime("%H:%M")
    if timedelta(0) < today - local.date() < timedelta(days=7):
        return str(locale.dayName(local.isoweekday(), QLocale.FormatType.ShortFormat))
    words = f"{local.day} {locale.monthName(local.month, QLocale.FormatType.ShortFormat)}"
    return words if local.year == today.year else f"{words} {local.year}"


def at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000).astimezone()
