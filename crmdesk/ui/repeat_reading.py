"""A repetition as people write it: `every 2 weeks on Mon, Thu`, `todo dia 15`, `по средам`, `ayın son iş günü`."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from crmdesk.domain.folding import fold
from crmdesk.i18n import _, ngettext
from crmdesk.ui import repeat_vocabulary as words
from crmdesk.widgets import whens

if TYPE_CHECKING:
    from crmdesk.domain.recurrence_rule import Rule

_LONGEST = {QLocale.Language.Turkish: 5, QLocale.Language.Russian: 3}
"""Letters that a form of a name may add."""
_VOWELS, _WEEK = "aeiouаеиоуья", range(1, 8)
_TOKEN = re.compile(rf"(?P<nth>\d{{1,2}})(?:{words.ENDINGS})(?!\w)|(?P<number>\d{{1,3}})(?!\w)|(?P<word>[^\W\d]+)|\S")
_JOINTS = set(",.;:-&")


class _NoneError(ValueError):
    def __init__(self) -> None:
        super().__init__(_("This is no repetition. Write it like every 2 weeks on Mon, Thu until 1 March."))


def read(typed: str, starts: str) -> str:
    """`RRULE:...`; ValueError says what is wrong."""
    text = " ".join(typed.casefold().split())
    if text.startswith("rrule:"):
        return f"RRULE:{_as_kept(text)}"
    text, until = _split_until(text)
    text, count = _split_count(fold(text))
    reading = _Reading()
    for pattern, plain in words.PHRASES:
        text = pattern.sub(plain, text)
    for token in _TOKEN.finditer(text):
        reading.take(token)
    return reading.rule(count, f"{until}T23:59:59" if until and "T" in starts else until)


def _as_kept(text: str) -> str:
    from crmdesk.domain.recurrence_rule import UnsupportedError, parse_rule

    try:
        return str(parse_rule(text.partition(":")[2]))
    except UnsupportedError as error:
        raise _NoneError from error


@dataclass(slots=True)
class _Reading:
    """What the words up to here have said."""

    unit: str = ""
    interval: int = 1
    weekdays: list[tuple[int, int]] = field(default_factory=list)
    month_days: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    dates: set[tuple[int, int]] = field(default_factory=set)
    """Months with their days."""
    nths: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    """As the ones in order above: what nothing took yet."""
    maybe: int | None = None
    """The word before is a weekday or, before another one, a number in order."""
    is_working: bool = False
    names_dates: bool = False
    """`on day`: the numbers that follow are dates."""
    said_every: bool = False
    """Just before the numbers in order: `every 2nd day` is no date."""

    def take(self, token: re.Match[str]) -> None:
        if token["nth"]:
            self.nths.append(int(token["nth"]))
        elif token["number"]:
            self._take_number(int(token["number"]))
        elif token["word"]:
            self._take_word(token["word"])
        elif token[0] not in _JOINTS:
            raise _NoneError
        elif token[0] == ",":
            self.maybe = None

    def _take_number(self, number: int) -> None:
        if self.months and not self.dates:
            self.dates.add((self.months[-1], number))
        else:
            (self.month_days if self.names_dates else self.numbers).append(number)

    def _take_word(self, word: str) -> None:
        weekday = None if word in words.ORDINAL and word not in words.WEEKDAY_OR_ORDINAL else _weekday(word)
        if weekday is not None:
            self._take_weekday(word, weekday)
            return
        self.maybe = None
        if word in words.MANY:
            self._take_many(word)
        elif word in words.DATES and (word not in words.UNIT or (self.nths and not self.said_every)):
            self._take_dates()
        elif word in words.UNIT:
            self._take_unit(word)
        elif word in words.SEVERAL:
            self.unit, self.interval = words.SEVERAL[word]
        else:
            self._take_other(word)

    def _take_other(self, word: str) -> None:
        if word in words.ORDINAL:
            self.nths.append(words.ORDINAL[word])
        elif word in words.NUMBER:
            self.numbers.append(words.NUMBER[word])
        elif (month := _month(word)) is not None:
            self._take_month(month)
        elif word in words.EVERY:
            self.said_every = True
        elif word not in words.FILLERS:
            raise _NoneError

    def _take_many(self, word: str) -> None:
        self.unit = self.unit or ("MONTHLY" if self.nths else "WEEKLY")
        self.weekdays += [(0, day) for day in words.MANY[word]]
        self.is_working = True

    def _take_weekday(self, word: str, weekday: int) -> None:
        if self.maybe is not None:
            self.nths.append(self.maybe)
            self.weekdays.pop()
        self.maybe = words.WEEKDAY_OR_ORDINAL.get(word)
        self.weekdays += [(nth, weekday) for nth in self.nths or [0]]
        self.nths.clear()

    def _take_dates(self) -> None:
        self.month_days += self.nths or self.numbers
        self.nths.clear()
        self.numbers.clear()

    def _take_unit(self, word: str) -> None:
        unit = words.UNIT[word]
        if self.numbers or (self.said_every and self.nths):
            self.unit, self.interval = unit, (self.numbers or self.nths).pop()
        elif self.unit in ("", "DAILY"):
            self.unit = unit
        self.names_dates |= word in words.DAY_OF_MONTH
        self.said_every = False

    def _take_month(self, month: int) -> None:
        self.months.append(month)
        self.dates |= {(month, day) for day in (*self.numbers, *self.nths)}
        self.numbers.clear()
        self.nths.clear()

    # What comes of it

    def rule(self, count: int | None, until: str) -> str:
        from crmdesk.domain.recurrence_rule import Rule

        positions = self._left_over()
        self._take_each_date()
        self._choose_unit()
        made = Rule(
            self.unit, self.interval, count, until, tuple(sorted(set(self.weekdays), key=_by_day)),
            tuple(sorted(set(self.month_days))), tuple(sorted(set(self.months))), positions,
        )  # fmt: skip
        if self.numbers or not _is_sound(made):
            raise _NoneError
        return f"RRULE:{made}"

    def _left_over(self) -> tuple[int, ...]:
        """Numbers in order that nothing took: which of the working days, else days of the month."""
        if self.is_working:
            return tuple(self.nths)
        self.month_days += self.nths
        return ()

    def _take_each_date(self) -> None:
        """A rule has every day in every month."""
        self.month_days += [day for _month, day in self.dates]
        if self.dates and len(self.dates) != len(set(self.months)) * len(set(self.month_days)):
            raise _NoneError

    def _choose_unit(self) -> None:
        if self.months:
            self.unit = self.unit or "YEARLY"
        elif self.unit in ("", "DAILY") and (self.month_days or any(nth for nth, _day in self.weekdays)):
            self.unit = "MONTHLY"
        elif self.unit in ("", "DAILY") and self.weekdays:
            self.unit = "WEEKLY"


def _by_day(weekday: tuple[int, int]) -> tuple[bool, int, int]:
    nth, day = weekday
    return nth < 0, nth, day


def _is_sound(rule: "Rule") -> bool:
    """It says no more than can be told."""
    from crmdesk.domain.recurrence_rule import UnsupportedError, parse_rule

    has_nth = any(nth for nth, _day in rule.weekdays)
    fits = {
        "DAILY": not (rule.weekdays or rule.month_days or rule.months),
        "WEEKLY": not (has_nth or rule.month_days or rule.months or rule.positions),
        "MONTHLY": not (rule.weekdays and rule.month_days) and not rule.months,
        "YEARLY": bool(rule.months) or not (rule.weekdays or rule.month_days),
    }
    try:
        return fits.get(rule.freq, False) and bool(parse_rule(str(rule)))
    except UnsupportedError:
        return False


# Where it ends


def _split_until(text: str) -> tuple[str, str]:
    before, kadar, _after = text.rpartition(" kadar")
    if kadar:
        return _split_kadar(before)
    told = _("until {day}").partition("{")[0].strip().casefold()
    for word in dict.fromkeys((told, *words.UNTIL)):
        before, found, day = text.rpartition(f" {word} ")
        if found and re.search(r"\d", day) and (known := _day(day)) is not None:
            return before, known
        if found and word not in words.ALSO_OTHERWISE:
            return before, whens.parse(day)[:10]
    return text, ""


def _split_kadar(text: str) -> tuple[str, str]:
    """The Turkish `1 Mart'a kadar`: what was said last is the day."""
    parts = re.sub(r"[’'][ae]$|[’']y[ae]$", "", text).split()
    for start in range(max(len(parts) - 3, 1), len(parts)):
        if (day := _day(" ".join(parts[start:]))) is not None:
            return " ".join(parts[:start]), day
    raise _NoneError


def _day(text: str) -> str | None:
    try:
        return whens.parse(text.strip(" ,."))[:10] or None
    except ValueError:
        return None


def _split_count(text: str) -> tuple[str, int | None]:
    told = "|".join(re.escape(fold(_n_times(count))) for count in (1, 2, 5))
    found = re.search(rf"[,;]?\s*\b(\d{{1,4}})\s*(?:{told}|{words.TIMES})(?!\w)", text)
    if not found:
        return text, None
    before, after = text[: found.start()], text[found.end() :]
    if re.match(rf"\s+(?:{words.PER})\b", after) or re.search(words.PER_BEFORE, before):
        raise _NoneError
    return f"{before} {after}", int(found[1])


def _n_times(count: int) -> str:
    return ngettext("{count} time", "{count} times", count).replace("{count}", "").strip()


# Names


def _weekday(word: str) -> int | None:
    """From Monday = 0, also in its other forms: `среду`, `пятницам`, `sábados`, `cumaları`."""
    whole, stems = _weekdays(QLocale().name())
    if word in whole:
        return whole[word]
    longest = _LONGEST.get(QLocale().language(), 2)
    known = [stem for stem in stems if word.startswith(stem) and len(word) - len(stem) <= longest]
    return stems[max(known, key=len)] if known else None


@cache
def _weekdays(locale: str) -> tuple[dict[str, int], dict[str, int]]:
    """Short names and beginnings of three letters and more; names without their ending."""
    names = [(_letters(speaker.dayName(day)), day - 1) for speaker in (QLocale.c(), QLocale(locale)) for day in _WEEK]
    whole = {name[:length]: day for name, day in names for length in range(3, len(name) + 1)}
    short = {_letters(QLocale(locale).dayName(day, QLocale.FormatType.ShortFormat)): day - 1 for day in _WEEK}
    return whole | dict(names) | short, {name.rstrip(_VOWELS): day for name, day in names}


def _month(word: str) -> int | None:
    return _months(QLocale().name()).get(word)


@cache
def _months(locale: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for speaker in (QLocale.c(), QLocale(locale)):
        for month in range(1, 13):
            short = speaker.monthName(month, QLocale.FormatType.ShortFormat)
            for name in map(_letters, (speaker.monthName(month), speaker.standaloneMonthName(month), short)):
                found |= {name[:length]: month for length in range(3, len(name) + 1)}
    return found


def _letters(name: str) -> str:
    return re.split(r"[^\w]", fold(name))[0]
