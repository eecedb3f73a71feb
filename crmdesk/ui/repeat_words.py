"""A repetition in words and back: `every 2 weeks on Mon, Thu until 1 March`, `every month on the 15.`, `10 times`."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from crmdesk.i18n import _, ngettext
from crmdesk.widgets import whens

if TYPE_CHECKING:
    from crmdesk.domain.recurrence_rule import Rule

_WORK_DAYS = ((0, 0), (0, 1), (0, 2), (0, 3), (0, 4))
_SHORT, _LONG = QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat


def rules_of(recurrence: str | None) -> list[str]:
    return [line for line in (recurrence or "").splitlines() if line.upper().startswith("RRULE")]


# Told


def told(recurrence: str) -> str:
    """What is too odd for words is told as it is kept."""
    from crmdesk.domain.recurrence_rule import UnsupportedError, parse_rule

    rules = rules_of(recurrence)
    try:
        rule = parse_rule(rules[0].partition(":")[2]) if len(rules) == 1 else None
    except UnsupportedError:
        rule = None
    if rule is None or not rule.is_simple or rule.positions or (rule.months and rule.freq != "YEARLY"):
        return " ".join(rules or recurrence.splitlines())
    return f"{_often(rule)}{_end(rule)}"


def _often(rule: "Rule") -> str:
    if rule.freq == "WEEKLY" and rule.weekdays == _WORK_DAYS and rule.interval == 1:
        return _("every working day")
    count = rule.interval
    every = _every(count)[rule.freq].format(count=count)
    days = _days(rule)
    return _("{every} on {days}").format(every=every, days=days) if days else every


def _every(count: int) -> dict[str, str]:
    """Where one is said in words of its own, it is not a number in others."""
    if count == 1:
        return {
            "DAILY": _("every day"), "WEEKLY": _("every week"), "MONTHLY": _("every month"), "YEARLY": _("every year"),
        }  # fmt: skip
    return {
        "DAILY": ngettext("every {count} day", "every {count} days", count),
        "WEEKLY": ngettext("every {count} week", "every {count} weeks", count),
        "MONTHLY": ngettext("every {count} month", "every {count} months", count),
        "YEARLY": ngettext("every {count} year", "every {count} years", count),
    }


def _days(rule: "Rule") -> str:
    if rule.month_days:
        numbers = (_("the last day") if day == -1 else _("the {day}.").format(day=day) for day in rule.month_days)
        return ", ".join(numbers)
    return ", ".join(_weekday(nth, day) for nth, day in rule.weekdays)


def _weekday(nth: int, day: int) -> str:
    name = str(QLocale().dayName(day + 1, _SHORT if not nth else _LONG))
    if not nth:
        return name
    return _("the last {day}").format(day=name) if nth < 0 else _("the {nth}. {day}").format(nth=nth, day=name)


def _end(rule: "Rule") -> str:
    if rule.until:
        day = QDate.fromString(rule.until[:10], "yyyy-MM-dd")
        return " " + _("until {day}").format(day=QLocale().toString(day, "d MMM yyyy"))
    if rule.count:
        return ", " + ngettext("{count} time", "{count} times", rule.count).format(count=rule.count)
    return ""


# Read


def read(typed: str, starts: str) -> str:
    """`RRULE:...`; ValueError says what is wrong."""
    text, until = _split_until(" ".join(typed.casefold().split()))
    text, count = _split_count(text)
    if _is_work_days(text):
        return _rule("WEEKLY", 1, count, _until(until, starts), _WORK_DAYS)
    unit, interval = _unit(text)
    weekdays = _weekdays_in(text)
    if not unit and not weekdays:
        raise ValueError(_("This is no repetition. Write it like every 2 weeks on Mon, Thu until 1 March."))
    if unit != "MONTHLY":
        days = tuple((0, day) for day in weekdays) if unit in ("", "WEEKLY") else ()
        return _rule(unit or "WEEKLY", interval, count, _until(until, starts), days)
    nth = _nth(text) if weekdays else 0
    days = tuple((nth, day) for day in weekdays)
    return _rule(unit, interval, count, _until(until, starts), days, () if days else _month_days(text))


def _rule(
    unit: str,
    interval: int,
    count: int | None,
    until: str,
    days: tuple[tuple[int, int], ...],
    month_days: tuple[int, ...] = (),
) -> str:
    from crmdesk.domain.recurrence_rule import Rule

    return f"RRULE:{Rule(unit, interval, count, until, days, month_days)}"


def _until(day: str, starts: str) -> str:
    """The whole of that day."""
    return f"{day}T23:59:59" if day and "T" in starts else day


def _nth(text: str) -> int:
    """Of the days of the week in a month; each where nothing is said."""
    last = _("the last {day}").replace("{day}", "").split()
    if "last" in text.split() or any(word.casefold() in text.split() for word in last[-1:]):
        return -1
    found = re.search(r"(\d)(?:\.|st\b|nd\b|rd\b|th\b)", text)
    return int(found[1]) if found and found[1] in "12345" else 0


def _split_until(text: str) -> tuple[str, str]:
    for word in {_("until {day}").partition("{")[0].strip().casefold(), "until"}:
        before, found, day = text.partition(f" {word} ")
        if found:
            return before, whens.parse(day)[:10]
    return text, ""


def _split_count(text: str) -> tuple[str, int | None]:
    times = "|".join(sorted({*map(_n_times, (1, 2, 5)), "times"}, key=len, reverse=True))
    found = re.search(rf"[,;]?\s*(\d{{1,4}})\s*(?:x\b|×|{times})", text)
    return (text[: found.start()] + text[found.end() :], int(found[1])) if found else (text, None)


def _n_times(count: int) -> str:
    words = ngettext("{count} time", "{count} times", count)
    return re.escape(words.replace("{count}", "").strip().casefold())


def _unit(text: str) -> tuple[str, int]:
    """How often, and every how many; nothing where only days of the week are named."""
    number = re.search(r"\d+(?![\d.])", text)
    text = text.replace(_("the last day").casefold(), "").replace("last day", "")
    for freq, names in _names().items():
        if any(re.search(rf"\b{re.escape(name)}\b", text) for name in names):
            return freq, int(number[0]) if number and number.start() < _place(text, names) else 1
    return "", 1


def _place(text: str, names: set[str]) -> int:
    return max(text.find(name) for name in names)


def _names() -> dict[str, set[str]]:
    """Of each unit, as the user's language and English say it."""
    english = {
        "DAILY": {"day", "days", "daily"},
        "WEEKLY": {"week", "weeks", "weekly"},
        "MONTHLY": {"month", "months", "monthly"},
        "YEARLY": {"year", "years", "yearly"},
    }
    return {
        freq: names | {_every(count)[freq].split()[-1].casefold() for count in (1, 2, 5, 21)}
        for freq, names in english.items()
    }


def _weekdays_in(text: str) -> list[int]:
    days = {whens.day_of_week(word, QLocale()) for word in re.findall(r"[^\W\d]+", text)}
    return sorted(day - 1 for day in days if day)


def _is_work_days(text: str) -> bool:
    return text in (_("every working day").casefold(), "weekdays", "every weekday", "every working day")


def _month_days(text: str) -> tuple[int, ...]:
    """`on the 15.`, `on the 1. and 15.`"""
    if _("the last day").casefold() in text or "last day" in text:
        return (-1,)
    found = map(int, re.findall(r"(\d{1,2})(?:\.|st\b|nd\b|rd\b|th\b)", text))
    return tuple(sorted({day for day in found if 0 < day < 32}))
