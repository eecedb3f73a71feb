"""The rule of a repetition (RFC 5545, 3.3.10; RFC 7529 for SKIP), read and written; what cannot be is refused."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
SKIPS = ("OMIT", "BACKWARD", "FORWARD")
_MOST = 400
"""Parts of a list."""
_LONGEST = 20_000
_MOST_TIMES = 100_000
"""More than these are an attack."""
_ENDLESS = ("0", "-1")
"""What some programs write as COUNT where there is none."""
_OFTEN = 9_000
"""Seconds from one to the next: 3,500 a year."""
_DAY = re.compile(r"([+-]?\d{1,2})? ?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z?))?Z?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class UnsupportedError(ValueError):
    """The repetition cannot or shall not be worked out; its text is kept."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval`th year, month, week ... on the named days; empty lists say nothing."""

    freq: str = "WEEKLY"
    interval: int = 1
    count: int | None = None
    until: str = ""
    """`YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS` of the clock on the wall, or the same with Z."""
    weekdays: tuple[tuple[int, int], ...] = ()
    """Which of them, from 1 or from the end by -1, and 0 for each; weekday from Monday = 0."""
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    week_start: int = 0
    skip: str = "OMIT"

    def __str__(self) -> str:
        """As RRULE has it, without the name."""
        pieces = [f"FREQ={self.freq}"]
        pieces += [f"INTERVAL={self.interval}"] if self.interval != 1 else []
        pieces += [f"{part}={_listed(getattr(self, name))}" for part, (name, _low, _high) in _LISTS.items()
                   if getattr(self, name)]  # fmt: skip
        pieces += [f"BYDAY={','.join(map(_day_text, self.weekdays))}"] if self.weekdays else []
        pieces += [f"WKST={WEEKDAYS[self.week_start]}"] if self.week_start else []
        pieces += [f"COUNT={self.count}"] if self.count is not None else []
        pieces += [f"UNTIL={self.until.replace('-', '').replace(':', '')}"] if self.until else []
        pieces += ["RSCALE=GREGORIAN", f"SKIP={self.skip}"] if self.skip != "OMIT" else []
        return ";".join(pieces)

    @property
    def is_simple(self) -> bool:
        """Nothing but what an editor of repetitions shows."""
        odd = (self.weeks, self.year_days, self.hours, self.minutes, self.seconds)
        return self.freq in FREQUENCIES[:4] and not any(odd) and self.skip == "OMIT" and len(self.positions) < 2


_LISTS = {
    "BYMONTH": ("months", 1, 12),
    "BYWEEKNO": ("weeks", 1, 53),
    "BYYEARDAY": ("year_days", 1, 366),
    "BYMONTHDAY": ("month_days", 1, 31),
    "BYHOUR": ("hours", 0, 23),
    "BYMINUTE": ("minutes", 0, 59),
    "BYSECOND": ("seconds", 0, 60),
    "BYSETPOS": ("positions", 1, 366),
}
_FROM_THE_END = ("weeks", "year_days", "month_days", "positions")


def parse_rule(text: str) -> Rule:
    """Raises UnsupportedError."""
    if len(text) > _LONGEST:
        raise UnsupportedError("too long")
    said: dict[str, str] = {}
    for piece in text.replace("\\", "").strip().strip(";").upper().split(";"):  # some escape what needs none
        name, _equals, value = piece.partition("=")
        if value.strip():
            said.setdefault(name.strip(), value.strip())
    rule = Rule(**_read_single(said), **_read_lists(said))
    _refuse_impossible(rule)
    _refuse_endless(rule)
    return rule


def _read_single(said: dict[str, str]) -> dict[str, Any]:
    freq = _one_of(said.pop("FREQ", ""), FREQUENCIES)
    if said.pop("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise UnsupportedError("another calendar than the Gregorian")
    read: dict[str, Any] = {"freq": freq, "skip": _one_of(said.pop("SKIP", "OMIT"), SKIPS)}
    read["week_start"] = WEEKDAYS.index(_one_of(said.pop("WKST", "MO"), WEEKDAYS))
    if said.get("COUNT") in _ENDLESS:
        del said["COUNT"]
    for part, name in (("INTERVAL", "interval"), ("COUNT", "count")):
        if part in said:
            read[name] = _number(said.pop(part), 1, _MOST_TIMES)
    if "UNTIL" in said:
        read["until"] = _until(said.pop("UNTIL"))
    return read


def _read_lists(said: dict[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for part, value in said.items():
        pieces = [piece.strip() for piece in value.split(",") if piece.strip()]
        if len(pieces) > _MOST:
            raise UnsupportedError("too long a list")
        if part == "BYDAY":
            read["weekdays"] = tuple(dict.fromkeys(map(_day, pieces)))
        elif part in _LISTS:
            name, low, high = _LISTS[part]
            numbers = {_number(piece, low, high, signed=name in _FROM_THE_END) for piece in pieces}
            read[name] = tuple(sorted(numbers))
        elif not part.startswith("X-"):
            raise UnsupportedError(f"unknown part {part[:20]}")
    return read


def _refuse_impossible(rule: Rule) -> None:
    """The 30th of February never comes, however long one looks."""
    months = rule.months or tuple(range(1, 13))
    never = rule.month_days and rule.skip == "OMIT"
    if never and not any(abs(day) <= _MONTH_DAYS[month - 1] for month in months for day in rule.month_days):
        raise UnsupportedError("a day that never comes")


def _refuse_endless(rule: Rule) -> None:
    """What is to come all day and night for ever, at once instead of after a long count."""
    step = rule.interval * {"MINUTELY": 60, "SECONDLY": 1}.get(rule.freq, _OFTEN)
    plain = Rule(rule.freq, rule.interval, week_start=rule.week_start)
    if step < _OFTEN and rule == plain:
        raise UnsupportedError("far too often")


def _one_of(text: str, words: tuple[str, ...]) -> str:
    if text not in words:
        raise UnsupportedError(f"{text[:20]} is none of {', '.join(words)}")
    return text


def _number(text: str, low: int, high: int, *, signed: bool = False) -> int:
    number = int(text) if _NUMBER.fullmatch(text) else low - 1
    if not low <= (abs(number) if signed else number) <= high:
        raise UnsupportedError(f"{text[:20]} is out of range")
    return number


def _day(text: str) -> tuple[int, int]:
    found = _DAY.fullmatch(text)
    if not found or (found[1] and not 1 <= abs(int(found[1])) <= 53):
        raise UnsupportedError(f"{text[:20]} is no day")
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def _until(text: str) -> str:
    found = _UNTIL.fullmatch(text)
    try:
        if not found:
            raise ValueError(text)
        numbers = [int(part or 0) for part in found.groups()[:6]]
        when = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        raise UnsupportedError(f"{text[:20]} is no time") from None
    return f"{when.isoformat()}{found[7]}" if found[4] else when.date().isoformat()


def _day_text(day: tuple[int, int]) -> str:
    nth, weekday = day
    return f"{nth or ''}{WEEKDAYS[weekday]}"


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))
