"""Times in few words: the nearer, the finer."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from crmdesk.i18n import _, ngettext
from crmdesk.widgets import clock


def short_date(day: date) -> str:
    return str(QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat))


def when(moment: datetime) -> str:
    """`9:12`, `Mon`, `14 Aug`, `14 Aug 2024`."""
    local, today = moment.astimezone(), datetime.now().astimezone().date()
    locale = QLocale()
    if local.date() == today:
        return clock.words(f"{local:%H:%M}")
    if timedelta(0) < today - local.date() < timedelta(days=7):
        return str(locale.dayName(local.isoweekday(), QLocale.FormatType.ShortFormat))
    words = f"{local.day} {locale.monthName(local.month, QLocale.FormatType.ShortFormat)}"
    return words if local.year == today.year else f"{words} {local.year}"


def at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000).astimezone()


def ago(milliseconds: int) -> str:
    """`today`, `yesterday`, `3 days ago`, `5 weeks ago`, `8 months ago`, `2 years ago`."""
    days = (datetime.now().astimezone().date() - at(milliseconds).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 21:
        return ngettext("{count} day ago", "{count} days ago", days).format(count=days)
    if days < 60:
        return ngettext("{count} week ago", "{count} weeks ago", days // 7).format(count=days // 7)
    if days < 700:
        return ngettext("{count} month ago", "{count} months ago", days // 30).format(count=days // 30)
    return ngettext("{count} year ago", "{count} years ago", days // 365).format(count=days // 365)


def ahead(days: int) -> str:
    """`today`, `tomorrow`, `in 12 days`."""
    if days == 0:
        return _("today")
    return _("tomorrow") if days == 1 else ngettext("in {count} day", "in {count} days", days).format(count=days)


def wall(starts: str) -> str:
    """A day or time of the wall: `today 10:00`, `tomorrow`, `Thu 10:00`, `14 Dec`, `14 Dec 2027 9:30`."""
    day, _t, time = starts.partition("T")
    words = _day_in_words(date.fromisoformat(day))
    if not time:
        return words
    return f"{words} {clock.words(time)}"


def _day_in_words(day: date) -> str:
    today, locale = datetime.now().astimezone().date(), QLocale()
    distance = (day - today).days
    if distance in (-1, 0, 1):
        return (_("yesterday"), _("today"), _("tomorrow"))[distance + 1]
    if 1 < distance < 7:
        return str(locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat))
    words = f"{day.day} {locale.monthName(day.month, QLocale.FormatType.ShortFormat)}"
    return words if day.year == today.year else f"{words} {day.year}"


def is_past(starts: str) -> bool:
    """Of what is planned: a day is over at its end, a time when the clock has passed it."""
    now = datetime.now().astimezone()
    return starts < (now.strftime("%Y-%m-%dT%H:%M") if "T" in starts else now.strftime("%Y-%m-%d"))
