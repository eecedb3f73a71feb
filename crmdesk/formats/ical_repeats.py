"""Repetition in calendar files: lines kept word for word, and the rules of vCalendar 1.0 as RRULE."""

import re

from crmdesk.domain.recurrence_rule import Rule, UnsupportedError, parse_rule

NAMES = ("RRULE", "RDATE", "EXDATE", "EXRULE")
_OLD = re.compile(r"(D|W|MP|MD|YM|YD|M)(\d{1,4})((?: +[^ ]+)*)", re.ASCII)
_NTH = re.compile(r"([1-5])([+-])", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{1,2})([+-]?)|LD", re.ASCII)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_END = re.compile(r"(\d{8}(?:T\d{6}Z?)?)", re.ASCII)
_FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY", "YM": "YEARLY", "YD": "YEARLY"}
_TIMES_UNSAID = 2


def repeat_line(head: str, name: str, value: str) -> str | None:
    """As it is to be kept; nothing for a rule of vCalendar 1.0 that says what no RRULE can."""
    if name in ("RDATE", "EXDATE"):
        return f"{head}:{value.strip().replace(';', ',')}"
    if "FREQ" in value.upper():
        return f"{head}:{value.strip()}"
    rule = old_rule(value)
    return f"{name}:{rule}" if rule else None


def old_rule(text: str) -> str | None:
    """`W1 MO TU #0`, `D1 #10`, `MP1 1+ MO`, `YM1` (vCalendar 1.0, Appendix C)."""
    found = _OLD.fullmatch(text.strip().upper())
    if not found or found[1] == "M" or not int(found[2]):
        return None
    count, until, words = _TIMES_UNSAID, "", found[3].replace("$", " ").split()
    if words and words[-1].startswith("#") and words[-1][1:].isdecimal():
        count = int(words.pop()[1:])
    elif words and _END.fullmatch(words[-1]):
        count, until = 0, words.pop()
    about = _days_of(found[1], words)
    if about is None:
        return None
    pieces = [f"FREQ={_FREQUENCIES[found[1]]}", f"INTERVAL={found[2]}", *about]
    pieces += [f"COUNT={count}"] if count else [f"UNTIL={until}"] if until else []
    try:
        rule: Rule = parse_rule(";".join(pieces))
    except UnsupportedError:
        return None
    return str(rule)


def _days_of(kind: str, words: list[str]) -> list[str] | None:
    if not words:
        return []
    if kind == "W":
        return [f"BYDAY={','.join(words)}"] if set(words) <= set(_DAYS) else None
    if kind == "MP":
        return _positions(words)
    if kind == "MD":
        return _month_days(words)
    if kind in ("YM", "YD") and all(word.isdecimal() for word in words):
        return [f"{'BYMONTH' if kind == 'YM' else 'BYYEARDAY'}={','.join(words)}"]
    return None


def _positions(words: list[str]) -> list[str] | None:
    """`1+ MO 2- TU WE`: the first Monday, the last but one Tuesday and Wednesday."""
    days: list[str] = []
    nth: list[int] = []
    is_open = False
    for word in words:
        if found := _NTH.fullmatch(word):
            nth = [*nth] if is_open else []
            nth.append(int(f"{'-' if found[2] == '-' else ''}{found[1]}"))
            is_open = True
        elif word in _DAYS and nth:
            days += [f"{each}{word}" for each in nth]
            is_open = False
        else:
            return None
    return [f"BYDAY={','.join(days)}"] if days else None


def _month_days(words: list[str]) -> list[str] | None:
    numbers = []
    for word in words:
        found = _MONTH_DAY.fullmatch(word)
        if not found:
            return None
        numbers.append("-1" if word == "LD" else f"{'-' if found[2] == '-' else ''}{int(found[1])}")
    return [f"BYMONTHDAY={','.join(numbers)}"]
