"""A rule of repetition unrolled by arithmetic on day numbers, period after period, from any time on.

A moment is the number of seconds on a clock on the wall since the day number 0: nothing here knows of time zones.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import MAXYEAR, date
from functools import lru_cache

from crmdesk.domain.recurrence_rule import Rule, UnsupportedError

DAY = 86_400
_UNITS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
_END = date(MAXYEAR - 1, 1, 1).toordinal()
_EFFORT = 60_000
"""Periods and candidates that are looked at for one rule: hours of seven years, days of 160."""
_MOST_TIMES = 3_500
_MONTH_CYCLE = 12

Days = list[int]


def unroll(rule: Rule, start: int, first: int, last: int, *, effort: int = _EFFORT) -> Iterator[int]:
    """The moments from `first` to `last` of the rule that begins at `start`; raises UnsupportedError after `effort`."""
    if (days := _evenly(rule, start // DAY, max(first, start) // DAY, last // DAY)) is not None:
        yield from (moment for day in days if first <= (moment := day * DAY + start % DAY) <= last)
        return
    made = _Unroller(rule, start, last, effort)
    seen = 0
    previous = start - 1
    for moment in made.moments(first if rule.count is None else start):
        if moment <= previous:
            continue
        previous = moment
        seen += 1
        if moment > last or (rule.count is not None and seen > rule.count):
            return
        if moment >= first:
            yield moment


def _evenly(rule: Rule, start: int, first: int, last: int) -> Iterable[int] | None:
    """The days of what comes every so many days or weeks, and no more is said; most of what people repeat."""
    if rule != Rule(rule.freq, rule.interval, weekdays=rule.weekdays, until=rule.until, week_start=rule.week_start):
        return None
    if rule.freq == "DAILY" and not rule.weekdays:
        return range(first + (start - first) % rule.interval, last + 1, rule.interval)
    if rule.freq != "WEEKLY":
        return None
    step, monday = 7 * rule.interval, start - (start - 1 - rule.week_start) % 7
    offsets = {(weekday - rule.week_start) % 7 for _nth, weekday in rule.weekdays} or {start - monday}
    begins = [monday + offset for offset in offsets]
    spans = [range(first + (begin - first) % step, last + 1, step) for begin in begins]
    return spans[0] if len(spans) == 1 else sorted(day for span in spans for day in span)


class _Unroller:
    def __init__(self, rule: Rule, start: int, last: int, effort: int) -> None:
        self._rule, self._start, self._last_day = rule, start, min(last // DAY + 1, _END)
        self._day, self._second = divmod(start, DAY)
        self._begins = date.fromordinal(self._day)
        self._effort = effort
        self._plain = {weekday for _nth, weekday in rule.weekdays}
        self._times = self._times_of_day() if rule.freq not in _UNITS else []

    def _times_of_day(self) -> list[int]:
        rule, (minutes, second) = self._rule, divmod(self._second, 60)
        hour, minute = divmod(minutes, 60)
        hours, each, seconds = rule.hours or (hour,), rule.minutes or (minute,), rule.seconds or (second,)
        if len(hours) * len(each) * len(seconds) > _MOST_TIMES:
            raise UnsupportedError("too many times a day")
        return sorted({h * 3600 + m * 60 + min(s, 59) for h in hours for m in each for s in seconds})

    def _spend(self, effort: int = 1) -> None:
        self._effort -= effort
        if self._effort < 0:
            raise UnsupportedError("takes too long")

    def moments(self, first: int) -> Iterator[int]:
        if self._rule.freq in _UNITS:
            yield from self._short_moments(first)
            return
        for days in self._periods(max(first, self._start) // DAY):
            found = [day * DAY + time for day in days for time in self._times]
            self._spend(1 + len(found))
            yield from self._chosen(found)

    def _chosen(self, found: list[int]) -> list[int]:
        positions = self._rule.positions
        if not positions or not found:
            return found
        size = len(found)
        wanted = {position - 1 if position > 0 else size + position for position in positions}
        return [found[index] for index in sorted(wanted) if 0 <= index < size]

    # Periods of a day or longer

    def _periods(self, first: int) -> Iterator[Days]:
        """The days of each period from that of day `first` on."""
        index, of_day, begin, days = self._kind()
        step = self._rule.interval
        at = index + max(0, (of_day(first - 1) - index) // step) * step
        while begin(at) <= self._last_day:
            yield days(at)
            at += step

    def _kind(self) -> tuple[int, Callable[[int], int], Callable[[int], int], Callable[[int], Days]]:
        """The number of the first period, that of a day, the day one begins, and its chosen days."""
        freq = self._rule.freq
        if freq == "YEARLY" and self._rule.weeks:
            return self._year_of_weeks(self._day), self._year_of_weeks, _year_begins, self._year_days
        if freq == "YEARLY":
            return self._begins.year, _year_of, _year_begins, self._year_days
        if freq == "MONTHLY":
            return _month_of(self._day), _month_of, _month_begins, self._month_days
        if freq == "WEEKLY":
            shift = 1 + self._rule.week_start  # day number 1 was a Monday
            return (
                (self._day - shift) // 7,
                lambda day: (day - shift) // 7,
                lambda week: week * 7 + shift,
                self._week_days,
            )
        return self._day, _same, _same, lambda day: [day] if self._fits(day) else []

    def _week_days(self, week: int) -> Days:
        first = week * 7 + 1 + self._rule.week_start
        wanted = self._plain or {self._begins.weekday()}
        days = [day for day in range(first, first + 7) if (day - 1) % 7 in wanted]
        return [day for day in days if self._fits(day)] if self._is_limited else days

    @property
    def _is_limited(self) -> bool:
        rule = self._rule
        return bool(rule.months or rule.month_days or rule.year_days or rule.weeks)

    def _fits(self, day: int) -> bool:
        """Where the parts of the rule only limit."""
        rule = self._rule
        if self._plain and (day - 1) % 7 not in self._plain:
            return False
        if not self._is_limited:
            return True
        when = date.fromordinal(day)
        if rule.months and when.month not in rule.months:
            return False
        if rule.month_days and day not in self._of_month(when.year, when.month, rule.month_days):
            return False
        if rule.year_days and day not in self._of_year_days(when.year):
            return False
        return not rule.weeks or day in self._of_weeks(self._year_of_weeks(day))

    def _month_days(self, month: int) -> Days:
        rule = self._rule
        year, number = divmod(month, _MONTH_CYCLE)
        if rule.months and number + 1 not in rule.months:
            return []
        given = rule.month_days or (() if rule.weekdays else (self._begins.day,))
        days = self._of_month(year, number + 1, given) if given else None
        if rule.weekdays:
            named = self._weekdays_of(*_month_span(year, number + 1))
            days = named if days is None else days & named
        assert days is not None
        if rule.year_days or rule.weeks:
            days = {day for day in days if self._fits(day)}
        return sorted(days)

    def _year_days(self, year: int) -> Days:
        rule = self._rule
        self._spend(4)
        if rule.weeks:
            wanted = self._plain or {self._begins.weekday()}
            return sorted(day for day in self._of_weeks(year) if (day - 1) % 7 in wanted and self._fits(day))
        sets = [self._of_year_days(year)] if rule.year_days else []
        if rule.month_days or not (sets or rule.weekdays):
            given, own = rule.month_days or (self._begins.day,), () if rule.month_days else (self._begins.month,)
            months = rule.months or own or range(1, 13)
            sets.append({day for month in months for day in self._of_month(year, month, given)})
        elif rule.months:
            spans = (_month_span(year, month) for month in rule.months)
            sets.append({day for first, last in spans for day in range(first, last + 1)})
        if rule.weekdays:
            sets.append(self._named_weekdays(year))
        return sorted(set.intersection(*sets))

    def _named_weekdays(self, year: int) -> set[int]:
        if self._rule.months:
            spans = [_month_span(year, month) for month in self._rule.months]
            return {day for span in spans for day in self._weekdays_of(*span)}
        return self._weekdays_of(_year_begins(year), _year_begins(year + 1) - 1)

    def _weekdays_of(self, first: int, last: int) -> set[int]:
        """Each, or the nth from either end."""
        found: set[int] = set()
        for nth, weekday in self._rule.weekdays:
            days = range(first + (weekday - (first - 1)) % 7, last + 1, 7)
            if not nth:
                found.update(days)
            elif abs(nth) <= len(days):
                found.add(days[nth - 1 if nth > 0 else nth])
        return found

    def _of_month(self, year: int, month: int, numbers: tuple[int, ...]) -> set[int]:
        first, last = _month_span(year, month)
        return self._counted(first, last, numbers)

    def _of_year_days(self, year: int) -> set[int]:
        return self._counted(_year_begins(year), _year_begins(year + 1) - 1, self._rule.year_days)

    def _counted(self, first: int, last: int, numbers: tuple[int, ...]) -> set[int]:
        """Days of a month or year by number; SKIP tells what becomes of those that are not there."""
        found: set[int] = set()
        for number in numbers:
            day = first + number - 1 if number > 0 else last + 1 + number
            if first <= day <= last:
                found.add(day)
            elif self._rule.skip != "OMIT":
                is_back = self._rule.skip == "BACKWARD"
                found.add((last if is_back else last + 1) if number > 0 else (first - 1 if is_back else first))
        return found

    def _year_of_weeks(self, day: int) -> int:
        """A year of whole weeks begins some days before or after the first of January."""
        year = _year_of(day)
        if day < _first_week(year, self._rule.week_start):
            return year - 1
        return year + (day >= _first_week(year + 1, self._rule.week_start))

    def _of_weeks(self, year: int) -> set[int]:
        first, after = (_first_week(each, self._rule.week_start) for each in (year, year + 1))
        count = (after - first) // 7
        found: set[int] = set()
        for number in self._rule.weeks:
            week = number - 1 if number > 0 else count + number
            if 0 <= week < count:
                found.update(range(first + 7 * week, first + 7 * week + 7))
        return found

    # Periods shorter than a day

    def _short_moments(self, first: int) -> Iterator[int]:
        rule, unit = self._rule, _UNITS[self._rule.freq]
        step = unit * rule.interval
        begin = self._start // unit * unit
        at = begin + max(0, (first - begin) // step) * step
        while at // DAY <= self._last_day:
            self._spend()
            if (over := self._next_chance(at, unit)) > at:
                at += -(-(over - at) // step) * step
                continue
            found = self._within(at, unit)
            self._spend(len(found))
            yield from self._chosen(found)
            at += step

    def _next_chance(self, at: int, unit: int) -> int:
        """`at` itself where it fits, else the beginning of the next day, hour or minute."""
        day, second = divmod(at, DAY)
        rule = self._rule
        if not self._fits(day):
            return (day + 1) * DAY
        if rule.hours and second // 3600 not in rule.hours:
            return day * DAY + _next(rule.hours, second // 3600, 24) * 3600
        if unit < 3600 and rule.minutes and second // 60 % 60 not in rule.minutes:
            return day * DAY + (second // 3600 * 60 + _next(rule.minutes, second // 60 % 60, 60)) * 60
        if unit == 1 and rule.seconds and second % 60 not in rule.seconds:
            return at + 1
        return at

    def _within(self, at: int, unit: int) -> list[int]:
        """What the finer parts of the rule make of one hour, minute or second."""
        rule, second = self._rule, self._start % 60
        if unit == 1:
            return [at]
        seconds = sorted({min(value, 59) for value in rule.seconds}) or [second]
        if unit == 60:
            return [at + value for value in seconds]
        minutes = rule.minutes or (self._second // 60 % 60,)
        return [at + minute * 60 + value for minute in minutes for value in seconds]


def _next(values: tuple[int, ...], after: int, end: int) -> int:
    place = bisect_left(values, after)
    return values[place] if place < len(values) else end


def _same(day: int) -> int:
    return day


def _year_of(day: int) -> int:
    return date.fromordinal(max(day, 1)).year


def _month_of(day: int) -> int:
    when = date.fromordinal(max(day, 1))
    return when.year * _MONTH_CYCLE + when.month - 1


def _month_begins(month: int) -> int:
    year, number = divmod(month, _MONTH_CYCLE)
    return _END + 1 if year >= MAXYEAR else _month_span(year, number + 1)[0]


@lru_cache(512)
def _year_begins(year: int) -> int:
    return date(min(year, MAXYEAR), 1, 1).toordinal()


@lru_cache(4096)
def _month_span(year: int, month: int) -> tuple[int, int]:
    """Its first and its last day."""
    first = date(year, month, 1).toordinal()
    return first, first + monthrange(year, month)[1] - 1


def _first_week(year: int, week_start: int) -> int:
    """Week 1 has at least four days in the year."""
    first = _year_begins(year)
    begin = first - (first - 1 - week_start) % 7
    return begin if first - begin <= 3 else begin + 7
