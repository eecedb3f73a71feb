"""Stretches of time, entries and habits of who looks at them: what calendars show, without any drawing."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from crmdesk.i18n import _

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
WEEK = 7
USUAL = 30
"""Minutes of what has no end."""
LEAST = 15
"""Minutes: the grid of what is drawn with the mouse."""
DAY_VIEW, WORK_WEEK, WEEK_VIEW, MONTH, AGENDA, YEAR = VIEWS = ("day", "workweek", "week", "month", "agenda", "year")


@dataclass(frozen=True, slots=True)
class Span:
    """From a time of the clock on the wall until another one; of whole days until the midnight that ends them."""

    start: datetime
    end: datetime
    is_whole: bool = False
    first: date = field(init=False, compare=False, repr=False)
    last: date = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """A month asks for them again and again."""
        object.__setattr__(self, "first", self.start.date())
        object.__setattr__(self, "last", max(self.end - MINUTE, self.start).date())

    @classmethod
    def of(cls, starts: str, ends: str = "") -> "Span":
        """`YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; the last of whole days belongs to them."""
        start = datetime.fromisoformat(starts)
        if "T" not in starts:
            last = datetime.fromisoformat(ends[:10]) if ends else start
            return cls(start, max(last, start) + DAY, is_whole=True)
        end = datetime.fromisoformat(ends) if ends else start + USUAL * MINUTE
        return cls(start, max(end, start))

    @classmethod
    def days(cls, one: date, other: date) -> "Span":
        """Whole ones, in whatever order."""
        return cls(midnight(min(one, other)), midnight(max(one, other)) + DAY, is_whole=True)

    @property
    def is_bar(self) -> bool:
        """Stands above the hours: whole days, and what takes a day or more."""
        return self.is_whole or self.end - self.start >= DAY

    def wall(self) -> tuple[str, str]:
        """As `of` reads it."""
        if self.is_whole:
            first, last = self.first.isoformat(), self.last.isoformat()
            return first, "" if first == last else last
        return f"{self.start:%Y-%m-%dT%H:%M}", f"{self.end:%Y-%m-%dT%H:%M}"

    def moved(self, days: int = 0, minutes: int = 0) -> "Span":
        by = days * DAY + minutes * MINUTE
        return Span(self.start + by, self.end + by, self.is_whole)

    def resized(self, end: datetime) -> "Span":
        """Never less than a step of the grid."""
        least = DAY if self.is_whole else LEAST * MINUTE
        return Span(self.start, max(end, self.start + least), self.is_whole)

    def each_day(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * DAY


@dataclass(frozen=True, slots=True)
class Entry:
    key: Hashable
    span: Span
    title: str
    tone: str = "blue"
    """One of `tones.NAMES`."""
    detail: str = ""
    """Stands after the time where there is room."""
    hint: str = ""
    """More of it, for the tooltip; a line each."""
    marks: tuple[str, ...] = ()
    """Names of icons."""
    is_muted: bool = False
    """Over, or not of importance."""
    is_done: bool = False
    is_fixed: bool = False
    """It cannot be moved or removed, as a holiday."""
    who: str = ""
    """Whose it is, if not of whoever looks."""

    @property
    def told(self) -> str:
        """The title, and whose it is."""
        return _("{name}: {title}").format(name=self.who, title=self.title) if self.who else self.title


@dataclass(frozen=True, slots=True)
class Habits:
    """When weeks begin and work is done, and how hours are written."""

    first_day: int = 1
    """Monday is 1, Sunday 7."""
    is_24: bool = True
    works_from: int = 9 * 60
    works_to: int = 18 * 60
    work_days: frozenset[int] = field(default=frozenset(range(1, 6)))

    def is_work(self, day: date) -> bool:
        return day.isoweekday() in self.work_days


def habits_of(locale: QLocale) -> Habits:
    days = frozenset(day.value for day in locale.weekdays()) or frozenset(range(1, 6))
    is_24 = "a" not in locale.timeFormat(QLocale.FormatType.ShortFormat).lower()
    return Habits(first_day=locale.firstDayOfWeek().value, is_24=is_24, work_days=days)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def minute_of(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


# Weeks and months


def week_begin(day: date, habits: Habits) -> date:
    return day - (day.isoweekday() - habits.first_day) % WEEK * DAY


def weeks_of_month(day: date, habits: Habits) -> list[date]:
    """The first days of the weeks that a month needs."""
    begin = week_begin(day.replace(day=1), habits)
    last = next_month(day, 1) - DAY
    return [begin + number * WEEK * DAY for number in range((last - begin).days // WEEK + 1)]


def next_month(day: date, by: int) -> date:
    """Its first day."""
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return date(min(max(year, 1), 9998), month + 1, 1)


def days_shown(view: str, day: date, habits: Habits) -> list[date]:
    """Those a view shows around a day, in their order."""
    if view == MONTH:
        begins = weeks_of_month(day, habits)
        return _row(begins[0], len(begins) * WEEK)
    if view == YEAR:
        begin = date(day.year, 1, 1)
        return _row(begin, (date(day.year + 1, 1, 1) - begin).days)
    if view == DAY_VIEW:
        return [day]
    week = _row(week_begin(day, habits), WEEK)
    return [one for one in week if habits.is_work(one) or one == day] if view == WORK_WEEK else week


def _row(first: date, count: int) -> list[date]:
    return [first + number * DAY for number in range(count)]


def stepped(view: str, day: date, by: int) -> date:
    """The day that a view turns to when it goes on or back."""
    if view in (MONTH, YEAR):
        begin = next_month(day, by * (12 if view == YEAR else 1))
        return min(day.day - 1, (next_month(begin, 1) - begin).days - 1) * DAY + begin
    return day + by * DAY * (1 if view == DAY_VIEW else WEEK)


# Words


def clock(moment: datetime, habits: Habits) -> str:
    """`13:00`, `1 PM`, `1:30 PM`."""
    if habits.is_24:
        return f"{moment.hour:02}:{moment.minute:02}"
    pattern = "h:mm Ap" if moment.minute else "h Ap"
    return QLocale().toString(QTime(moment.hour, moment.minute), pattern)


def day_words(day: date, *, is_long: bool = False) -> str:
    """`Mon 23 Nov`, or as the country writes it in full."""
    locale = QLocale()
    if is_long:
        return str(locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat))
    short = QLocale.FormatType.ShortFormat
    return f"{locale.dayName(day.isoweekday(), short)} {day.day} {locale.monthName(day.month, short)}"


def month_words(day: date) -> str:
    name = QLocale().standaloneMonthName(day.month)
    return f"{name[:1].upper()}{name[1:]} {day.year}"


def title(view: str, day: date, habits: Habits) -> str:
    """What stands over a view."""
    if view == YEAR:
        return str(day.year)
    if view == DAY_VIEW:
        words = day_words(day, is_long=True)
        return words[:1].upper() + words[1:]
    first, last = (days := days_shown(WEEK_VIEW if view == AGENDA else view, day, habits))[0], days[-1]
    if view in (MONTH, AGENDA) or (first.year, first.month) == (last.year, last.month):
        return month_words(day if view in (MONTH, AGENDA) else first)
    short = [QLocale().standaloneMonthName(one.month, QLocale.FormatType.ShortFormat) for one in (first, last)]
    years = f" {first.year}" if first.year != last.year else ""
    return f"{short[0]}{years} – {short[1]} {last.year}"


def span_words(span: Span, habits: Habits) -> str:
    """`Mon 23 Nov, 13:00 – 14:00`, `Mon 23 Nov – Wed 25 Nov`."""
    if span.is_whole:
        return day_words(span.first) if span.first == span.last else f"{day_words(span.first)} – {day_words(span.last)}"
    begin = f"{day_words(span.first)}, {clock(span.start, habits)}"
    if span.start == span.end:
        return begin
    end = clock(span.end, habits)
    return f"{begin} – {end}" if span.first == span.last else f"{begin} – {day_words(span.end.date())}, {end}"


def hours_words(entry: Entry, habits: Habits) -> str:
    """Without the day."""
    span = entry.span
    if span.is_whole:
        return _("all day")
    if span.start == span.end:
        return clock(span.start, habits)
    return f"{clock(span.start, habits)} – {clock(span.end, habits)}"
