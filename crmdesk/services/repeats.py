"""Repetition in words, and as an editor of it sees it: `Every week on Mon, Wed until 3 Mar 2027`."""

from datetime import date

from crmdesk.domain.recurrence import is_supported, until_moment
from crmdesk.domain.recurrence_days import DAY
from crmdesk.domain.recurrence_edit import rule_of, with_rule
from crmdesk.domain.recurrence_rule import Rule
from crmdesk.i18n import _, mark, ngettext
from crmdesk.services.shown_values import locale

__all__ = ["Rule", "in_words", "is_supported", "rule_of", "rule_words", "with_rule"]

_NTH = {
    1: mark("the first {day}"),
    2: mark("the second {day}"),
    3: mark("the third {day}"),
    4: mark("the fourth {day}"),
    5: mark("the fifth {day}"),
    -1: mark("the last {day}"),
    -2: mark("the last but one {day}"),
}
_WORKDAYS = tuple((0, weekday) for weekday in range(5))


def in_words(recurrence: str | None, starts: str, zone: str | None = None) -> str:
    """What a repetition says, as far as words can; nothing where there is none."""
    if not recurrence:
        return ""
    if not is_supported(starts, zone, recurrence):
        return _("Repeats by a rule that is not supported; shown once")
    rule = rule_of(recurrence)
    if rule is None or not rule.is_simple:
        return _("Repeats by a rule of its own")
    return rule_words(rule, starts, zone)


def rule_words(rule: Rule, starts: str, zone: str | None = None) -> str:
    words = _every(rule)
    if days := _days(rule, starts):
        words = _("{every} on {days}").format(every=words, days=days)
    if rule.count is not None:
        return ngettext("{rule}, once", "{rule}, {count} times", rule.count).format(rule=words, count=rule.count)
    until = until_moment(rule, zone or "", is_day="T" not in starts)
    if until is None:
        return words
    return _("{rule} until {day}").format(rule=words, day=_dated(date.fromordinal(until // DAY)))


def _every(rule: Rule) -> str:
    number = rule.interval
    once = {"DAILY": _("Every day"), "WEEKLY": _("Every week"), "MONTHLY": _("Every month"), "YEARLY": _("Every year")}
    if number == 1:
        return once[rule.freq]
    words = {
        "DAILY": ngettext("Every {count} day", "Every {count} days", number),
        "WEEKLY": ngettext("Every {count} week", "Every {count} weeks", number),
        "MONTHLY": ngettext("Every {count} month", "Every {count} months", number),
        "YEARLY": ngettext("Every {count} year", "Every {count} years", number),
    }
    return words[rule.freq].format(count=number)


def _days(rule: Rule, starts: str) -> str:
    begins = date.fromisoformat(starts[:10])
    if rule.freq in ("DAILY", "WEEKLY"):
        return _weekdays(rule, begins)
    if rule.freq == "MONTHLY":
        return _month_days(rule, begins)
    return _year_days(rule, begins)


def _weekdays(rule: Rule, begins: date) -> str:
    if not rule.weekdays:
        return _weekday(begins.weekday(), "wide") if rule.freq == "WEEKLY" else ""
    if tuple(sorted(rule.weekdays)) == _WORKDAYS:
        return _("weekdays")
    width = "wide" if len(rule.weekdays) == 1 else "abbreviated"
    return ", ".join(_weekday(weekday, width) for _each, weekday in sorted(rule.weekdays))


def _month_days(rule: Rule, begins: date) -> str:
    if rule.positions and tuple(sorted(rule.weekdays)) == _WORKDAYS:
        return _nth(rule.positions[0], _("weekday"))
    if rule.positions and len({weekday for _each, weekday in rule.weekdays}) == 1:
        return _nth(rule.positions[0], _weekday(rule.weekdays[0][1], "wide"))
    if rule.weekdays:
        return ", ".join(_nth(nth, _weekday(weekday, "wide")) for nth, weekday in rule.weekdays)
    days = rule.month_days or (begins.day,)
    return ", ".join(_("the last day") if day == -1 else _("day {number}").format(number=day) for day in days)


def _year_days(rule: Rule, begins: date) -> str:
    months = rule.months or (begins.month,)
    if rule.weekdays or rule.positions:
        told = ", ".join(_month(month) for month in rule.months)
        days = _month_days(rule, begins)
        return _("{days} of {months}").format(days=days, months=told) if told else days
    numbers = rule.month_days or (begins.day,)
    return ", ".join(_day_of_year(month, number) for month in months for number in numbers)


def _nth(nth: int, day: str) -> str:
    if not nth:
        return day
    words = _(_NTH[nth]) if nth in _NTH else _("{day} number {number}")
    return words.format(day=day, number=nth)


def _weekday(number: int, width: str) -> str:
    from babel.dates import get_day_names

    return str(get_day_names(width, locale=locale())[number])  # type: ignore[arg-type]


def _month(number: int) -> str:
    from babel.dates import get_month_names

    return str(get_month_names("wide", context="stand-alone", locale=locale())[number])


def _day_of_year(month: int, day: int) -> str:
    from babel.dates import format_skeleton

    if day < 0:
        words = _("{days} of {months}")
        return words.format(days=_month_days(Rule(month_days=(day,)), date(2000, month, 1)), months=_month(month))
    return str(format_skeleton("MMMd", date(2000, month, min(day, 29)), locale=locale()))


def _dated(day: date) -> str:
    from babel.dates import format_date

    return str(format_date(day, "medium", locale=locale()))
