"""How the values of a field are compared: texts as search spells them, days as a calendar has them, amounts by size."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, String, and_, case, cast, false, func, not_, or_

from crmdesk.domain.criteria import FromToday, Value, day_of, yearly_days
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.i18n import _

Column = ColumnElement[Any]
Clause = ColumnElement[bool]
_WITHOUT_YEAR = "--"
_BETWEEN_DIGITS = " -().+/\u00a0"
_FEWEST_DIGITS = 3


def passes(column: Column, kind: Kind, operator: str, value: Value, today: date) -> Clause:
    """Whether one value passes one of the operators that are not negative. Raises UserError where it never could."""
    if operator == "empty":
        return filled(column)
    if operator == "within" and kind is not Kind.DATE:
        raise UserError(_("“{operator}” is no comparison.").format(operator=operator))
    if kind in (Kind.DATE, Kind.WALL_TIME):
        return _day(column, operator, value, today)
    if kind is Kind.INSTANT:
        return _instant(column, operator, value, today)
    if kind in (Kind.NUMBER, Kind.MONEY) and operator in ("is", "before", "after", "between"):
        return _amount(column, operator, value)
    if kind is Kind.YES_NO:
        return _truth(column, value)
    if kind is Kind.CHOICES and operator == "is":
        return func.instr(_line_of(_spelled(column)), _line_of(fold(str(value)))) > 0
    return _text(_spelled(column), operator, value)


def filled(column: Column) -> Clause:
    return and_(column.is_not(None), column != "")


# Texts


def _spelled(column: Column) -> Column:
    """As `fold` spells it; ASCII, where only capitals matter, without asking Python."""
    text = column if isinstance(column.type, String) else cast(column, String)
    return case((func.octet_length(text) == func.length(text), func.lower(text)), else_=func.fold(text))


def _line_of(text: Any) -> Any:
    return func.char(10).op("||")(text).op("||")(func.char(10))


def _text(spelled: Column, operator: str, value: Value) -> Clause:
    if isinstance(value, tuple):
        first, last = (fold(str(part)) for part in value)
        return and_(spelled >= first, spelled <= last)
    wanted = fold(str(value))
    match operator:
        case "contains":
            return func.instr(spelled, wanted) > 0
        case "starts":
            return func.substr(spelled, 1, len(wanted)) == wanted
        case "ends":
            return func.substr(spelled, -len(wanted)) == wanted if wanted else spelled.is_not(None)
        case "before":
            return spelled < wanted
        case "after":
            return spelled > wanted
    return spelled == wanted


def phone_passes(typed: Column, e164: Column, operator: str, value: Value) -> Clause:
    """Numbers are compared by their digits, in the spelling typed and in the international one."""
    digits = "".join(filter(str.isdecimal, str(value)))
    if operator == "empty" or len(digits) < _FEWEST_DIGITS or any(map(str.isalpha, str(value))):
        return filled(typed) if operator == "empty" else _text(_spelled(typed), operator, value)
    shorter = digits.lstrip("0") if operator in ("contains", "ends") else digits
    international = func.substr(e164, 2)  # without its plus
    return or_(_text(_digits_of(typed), operator, digits), _text(international, operator, shorter or digits))


def _digits_of(column: Column) -> Column:
    for between in _BETWEEN_DIGITS:
        column = func.replace(column, between, "")
    return column


# Days


def _day(column: Column, operator: str, value: Value, today: date) -> Clause:
    """Of a day that lacks its year or its day only what is certain passes."""
    if operator == "within":
        return _yearly(column, value, today)
    if isinstance(value, tuple):
        first, last = (day_of(part, today) for part in value)
        if first.startswith(_WITHOUT_YEAR) or last.startswith(_WITHOUT_YEAR):
            return false()
        inside = and_(_beginning(column, first) >= first, _beginning(column, last) <= last)
        return and_(inside, column >= "0", _tells(column, last))
    day = day_of(value, today)
    match operator:
        case "before":
            return _before(column, day)
        case "after":
            return _after(column, day)
        case "is":
            is_yearly = day.startswith(_WITHOUT_YEAR)
            return func.substr(column, -5) == day[2:] if is_yearly else _beginning(column, day) == day
    return _text(column, operator, day)


def _beginning(column: Column, day: str) -> Column:
    return func.substr(column, 1, len(day))


def _before(column: Column, day: str) -> Clause:
    return and_(_beginning(column, day) < day, column >= "0", _tells(column, day))


def _after(column: Column, day: str) -> Clause:
    return false() if day.startswith(_WITHOUT_YEAR) else _beginning(column, day) > day


def _tells(column: Column, day: str) -> Clause:
    """It is as exact as the day it is compared with, where that matters."""
    return not_(and_(func.length(column) < len(day), func.substr(day, 1, func.length(column)) == column))


def _yearly(column: Column, value: Value, today: date) -> Clause:
    assert isinstance(value, FromToday)
    day = func.substr(column, -5)
    spans = [and_(day >= first, day <= last) for first, last in yearly_days(value, today)]
    return and_(func.length(column).in_((7, 10)), or_(*spans), or_(func.length(column) == 10, column < "0"))


def _instant(column: Column, operator: str, value: Value, today: date) -> Clause:
    """A day is the user's own, from midnight to midnight."""
    if isinstance(value, tuple):
        (first, _next), (_last, end) = (_span(part, today) for part in value)
    else:
        first, end = _span(value, today)
    match operator:
        case "before":
            return column < first
        case "after":
            return column >= end
        case "is" | "between":
            return and_(column >= first, column < end)
    raise UserError(_("“{operator}” is no comparison.").format(operator=operator))


def _span(value: Value, today: date) -> tuple[int, int]:
    if isinstance(value, int | float):
        return int(value), int(value) + 1
    day = day_of(value, today)
    try:
        first, last = _first_day(day), _first_day(day)
        after = {4: last.replace(month=12, day=31), 7: last.replace(day=28) + timedelta(days=4)}.get(len(day), last)
        following = after.replace(day=1) if len(day) == 7 else after + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise UserError(_("“{day}” is no date. Write it as 2026-03-22.").format(day=day)) from error
    return _midnight(first), _midnight(following)


def _first_day(day: str) -> date:
    return date.fromisoformat(day + {4: "-01-01", 7: "-01"}.get(len(day), ""))


def _midnight(day: date) -> int:
    day = min(max(day, date(1970, 1, 2)), date(3000, 1, 1))  # what clocks of all systems can tell
    return int(datetime.combine(day, time()).astimezone().timestamp() * 1000)


# Amounts, yes and no


def _amount(column: Column, operator: str, value: Value) -> Clause:
    numbers = [_number(part) for part in (value if isinstance(value, tuple) else (value,))]
    if None in numbers:
        return false()
    size = cast(column, Float) if isinstance(column.type, String) else column
    match operator:
        case "before":
            return size < numbers[0]
        case "after":
            return size > numbers[0]
        case "between":
            return and_(size >= numbers[0], size <= numbers[1])
    return size == numbers[0]


def _number(value: Value) -> float | None:
    try:
        return value if isinstance(value, int | float) else float(str(value).replace(",", "."))
    except ValueError:
        return None


def _truth(column: Column, value: Value) -> Clause:
    is_yes = value.strip().lower() in ("true", "yes", "1") if isinstance(value, str) else bool(value)
    if isinstance(column.type, String):
        return column == ("true" if is_yes else "false")
    return column.is_(is_yes)
