"""A repetition in words to be read back: `every 2 weeks on Mon, Thu until 1 Mar 2027`, `every day, 10 times`."""

from itertools import product
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui import ordinals
from crmdesk.widgets import dates

if TYPE_CHECKING:
    from crmdesk.domain.recurrence_rule import Rule

_EACH = (
    mark("every Monday"), mark("every Tuesday"), mark("every Wednesday"), mark("every Thursday"),
    mark("every Friday"), mark("every Saturday"), mark("every Sunday"),
)  # fmt: skip
_LAST = (
    mark("the last Monday"), mark("the last Tuesday"), mark("the last Wednesday"), mark("the last Thursday"),
    mark("the last Friday"), mark("the last Saturday"), mark("the last Sunday"),
)  # fmt: skip
_WORK_DAYS = ((0, 0), (0, 1), (0, 2), (0, 3), (0, 4))
_MOST_DATES = 6
_SHORT, _LONG = QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat


def rules_of(recurrence: str | None) -> list[str]:
    return [line for line in (recurrence or "").splitlines() if line.upper().startswith("RRULE")]


def told(recurrence: str) -> str:
    """What is too odd for words is told as it is kept."""
    from crmdesk.domain.recurrence_rule import UnsupportedError, parse_rule

    rules = rules_of(recurrence)
    try:
        rule = parse_rule(rules[0].partition(":")[2]) if len(rules) == 1 else None
    except UnsupportedError:
        rule = None
    words = _often(rule) if rule and rule.is_simple else ""
    return f"{words}{_end(rule)}" if rule and words else " ".join(rules or recurrence.splitlines())


def _often(rule: "Rule") -> str:
    """Nothing where there are no words for it."""
    if rule.freq == "WEEKLY" and rule.interval == 1:
        if rule.weekdays == _WORK_DAYS:
            return _("every working day")
        if len(rule.weekdays) == 1 and not rule.month_days + rule.months + rule.positions:
            return _(_EACH[rule.weekdays[0][1]])
    every, days = _every(rule.interval)[rule.freq].format(count=rule.interval), _days(rule)
    if days is None:
        return ""
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


def _days(rule: "Rule") -> str | None:
    """Empty where none are named; nothing where there are no words for them."""
    if not rule.weekdays + rule.month_days + rule.months + rule.positions:
        return ""
    match rule.freq:
        case "WEEKLY":
            return _of_week(rule)
        case "MONTHLY":
            return None if rule.months else _of_month(rule)
        case "YEARLY":
            return _of_year(rule)
    return None


def _of_week(rule: "Rule") -> str | None:
    if rule.month_days + rule.months + rule.positions or any(nth for nth, _day in rule.weekdays):
        return None
    return ", ".join(QLocale().dayName(day + 1, _SHORT) for _nth, day in rule.weekdays)


def _of_month(rule: "Rule") -> str | None:
    if rule.positions:
        return _position(rule)
    if bool(rule.month_days) == bool(rule.weekdays) or not all(day > 0 or day == -1 for day in rule.month_days):
        return None
    if rule.month_days:
        return ", ".join(map(_date, rule.month_days))
    names = [_weekday(nth, day) for nth, day in rule.weekdays]
    return ", ".join(names) if all(names) else None


def _position(rule: "Rule") -> str | None:
    """Some say the 2nd Tuesday as the second of all Tuesdays."""
    if rule.month_days or len(rule.positions) > 1:
        return None
    if rule.weekdays == _WORK_DAYS:
        return {1: _("the first working day"), -1: _("the last working day")}.get(rule.positions[0])
    return _weekday(rule.positions[0], rule.weekdays[0][1]) or None if len(rule.weekdays) == 1 else None


def _of_year(rule: "Rule") -> str | None:
    if not rule.months:
        return None
    if rule.month_days and rule.month_days != (-1,):
        return None if rule.weekdays + rule.positions else _dates(rule)
    months = ", ".join(QLocale().standaloneMonthName(month) for month in rule.months)
    if not rule.weekdays + rule.month_days:
        return None if rule.positions else months
    days, has_each = _of_month(rule), any(not nth for nth, _day in rule.weekdays) and not rule.positions
    return _("{days} in {months}").format(days=days, months=months) if days and not has_each else None


def _dates(rule: "Rule") -> str | None:
    pairs = [(month, day) for month, day in product(rule.months, rule.month_days)]
    if len(pairs) > _MOST_DATES or not all(QDate(2000, month, day).isValid() for month, day in pairs):
        return None
    return ", ".join(dates.show(f"--{month:02}-{day:02}") for month, day in pairs)


def _date(day: int) -> str:
    return _("the last day") if day == -1 else _("the {date}").format(date=ordinals.of_month(day))


def _weekday(nth: int, day: int) -> str:
    if nth > 0:
        name = QLocale().dayName(day + 1, _LONG)
        return _("the {nth} {day}").format(nth=ordinals.of_weekday(nth, day), day=name)
    return {-1: _(_LAST[day]), 0: QLocale().dayName(day + 1, _SHORT)}.get(nth, "")


def _end(rule: "Rule") -> str:
    if rule.until:
        day = QDate.fromString(rule.until[:10], "yyyy-MM-dd")
        return " " + _("until {day}").format(day=QLocale().toString(day, "d MMM yyyy"))
    if rule.count:
        return ", " + ngettext("{count} time", "{count} times", rule.count).format(count=rule.count)
    return ""
