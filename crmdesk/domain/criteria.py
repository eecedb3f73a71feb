"""Criteria: which contacts or companies a lookup or a live group takes in, as a tree that is kept as JSON.

`{"all": [...]}`, `{"any": [...]}` and `{"not": ...}` nest, `{"these": [id, ...]}` names records one by one. A leaf is
`{"field": "addresses.city", "is": "São Paulo"}` with one of OPERATORS. A field is a column of the record, a column of
one of its parts after the name of their table, `companies.name`, `contacts.given_name` (of a company's people),
`tags.name`, `group` (an id), `custom.` and the name or id of a field users added, `activities.type` and the like, the
dates in MOMENTS, or `words`: what search finds. A date may be told from today: `{"days": -60}` is sixty days ago.
Criteria of companies stand inside `{"of": "company", "where": ...}`; without that they are of contacts.
"""

import json
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import parse_id, text_id
from crmdesk.i18n import _, mark

NEGATIVE = {"is not": "is", "contains not": "contains", "between not": "between"}
"""What is true where no value passes the other."""
OPERATORS = ("is", "contains", "starts", "ends", "before", "after", "between", "within", "finds", "empty", *NEGATIVE)
"""`between` takes two values, both included; `within` a number of days from today in which a yearly day falls."""
MOMENTS = {
    "reached": mark("Last reached"),
    "tried": mark("Last attempt"),
    "met": mark("Last meeting"),
    "last": mark("Last contact"),
    "next": mark("Next step"),
}
"""Dates worked out from activities, after `activities.`."""
UNITS = ("days", "weeks", "months", "years")
_DEEPEST = 60
_MOST_TESTS = 400
_FURTHEST = 100_000
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class FromToday:
    """A day counted from today; before it where negative."""

    count: int
    unit: str = "days"

    def on(self, today: date) -> date:
        if self.unit in ("days", "weeks"):
            return _within_calendar(today.toordinal() + self.count * (7 if self.unit == "weeks" else 1))
        months = today.year * 12 + today.month - 1 + self.count * (12 if self.unit == "years" else 1)
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            return date.min if year < 1 else date.max
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _within_calendar(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


Value = str | int | float | bool | FromToday | tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Without parts it is nobody."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class These:
    """Records chosen by hand."""

    ids: tuple[bytes, ...]


Node = Condition | All | AnyOf | Not | These


@dataclass(frozen=True, slots=True)
class Criteria:
    where: Node
    kind: str = "contact"
    """Or `company`."""


def is_live(node: Node) -> bool:
    """Nobody is named in it, so that it can go on finding by itself."""
    return not any(isinstance(part, These) for part in walk(node))


def walk(node: Node) -> Iterator[Node]:
    yield node
    parts = node.parts if isinstance(node, All | AnyOf) else (node.part,) if isinstance(node, Not) else ()
    for part in parts:
        yield from walk(part)


def both(first: Node, second: Node) -> Node:
    """What passes both, as flat as it can be said."""
    return All((*_parts(first, All), *_parts(second, All)))


def either(first: Node, second: Node) -> Node:
    return AnyOf((*_parts(first, AnyOf), *_parts(second, AnyOf)))


def _parts(node: Node, kind: type[All] | type[AnyOf]) -> tuple[Node, ...]:
    return node.parts if isinstance(node, All | AnyOf) and type(node) is kind else (node,)


# JSON


def parse(text: str) -> Criteria:
    """Raises UserError naming what cannot be understood; whether its fields exist is for others to say."""
    try:
        tree = json.loads(text, parse_constant=_refuse)
        if isinstance(tree, dict) and "of" in tree:
            if tree["of"] not in ("contact", "company") or set(tree) != {"of", "where"}:
                raise ValueError(json.dumps(tree["of"]))
            return Criteria(read(tree["where"]), tree["of"])
        return Criteria(read(tree))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(_("These criteria cannot be understood: {reason}.").format(reason=error)) from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def write(criteria: Criteria) -> str:
    """The text that `parse` reads."""
    tree = as_json(criteria.where)
    whole = tree if criteria.kind == "contact" else {"of": criteria.kind, "where": tree}
    return json.dumps(whole, ensure_ascii=False)


def read(tree: Any) -> Node:
    """A node of what `json.loads` gives. Raises UserError or ValueError."""
    node = _read(tree, 0)
    if sum(1 for part in walk(node) if isinstance(part, Condition)) > _MOST_TESTS:
        raise UserError(_("These are more than {count} conditions.").format(count=_MOST_TESTS))
    return node


def _read(tree: Any, depth: int) -> Node:
    if depth > _DEEPEST:
        raise UserError(_("These conditions stand inside one another too deep."))
    if not isinstance(tree, dict):
        raise ValueError(_shown(tree))
    if len(tree) == 1:
        ((word, inside),) = tree.items()
        if word in _READERS:
            return _READERS[word](inside, depth)
    return _read_test(tree)


def _read_many(kind: Callable[[tuple[Node, ...]], Node]) -> Callable[[Any, int], Node]:
    def made(parts: Any, depth: int) -> Node:
        if not isinstance(parts, list):
            raise ValueError(_shown(parts))
        return kind(tuple(_read(part, depth + 1) for part in parts))

    return made


_READERS: dict[str, Callable[[Any, int], Node]] = {
    "all": _read_many(All),
    "any": _read_many(AnyOf),
    "not": lambda inside, depth: Not(_read(inside, depth + 1)),
    "these": lambda ids, _depth: These(tuple(parse_id(key) for key in ids)),
}


def _read_test(tree: dict[str, Any]) -> Condition:
    path = str(tree.get("field", ""))
    tests = [(key, value) for key, value in tree.items() if key != "field"]
    if len(tests) != 1 or "field" not in tree:
        raise UserError(_("“{field}” needs one comparison.").format(field=path))
    ((operator, value),) = tests
    if operator not in OPERATORS:
        raise UserError(_("“{operator}” is no comparison.").format(operator=operator))
    read_value = _read_value(value)
    if read_value is None or not _fits(operator, read_value):
        raise UserError(_("“{field}” cannot be compared with {value}.").format(field=path, value=_shown(value)))
    return Condition(path, operator, read_value)


def _read_value(value: Any) -> Value | None:
    if isinstance(value, list) and len(value) == 2:
        pair = tuple(_read_value(part) for part in value)
        return None if None in pair or any(isinstance(part, tuple) for part in pair) else pair  # type: ignore[return-value]
    if isinstance(value, dict):
        return _read_from_today(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if abs(value) < _LARGEST else None
    return value if isinstance(value, str | bool) else None


def _read_from_today(value: dict[str, Any]) -> FromToday | None:
    if len(value) != 1:
        return None
    ((unit, count),) = value.items()
    is_whole = isinstance(count, int) and not isinstance(count, bool) and abs(count) <= _FURTHEST
    return FromToday(count, unit) if unit in UNITS and is_whole else None


def _fits(operator: str, value: Value) -> bool:
    if NEGATIVE.get(operator, operator) == "between":
        return isinstance(value, tuple)
    if operator == "within":
        return isinstance(value, FromToday)
    if operator in ("contains", "contains not", "starts", "ends", "finds", "empty"):
        return isinstance(value, str | int | float)
    return not isinstance(value, tuple)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]


def as_json(node: Node) -> dict[str, Any]:
    """The tree that `read` reads."""
    match node:
        case All(parts):
            return {"all": [as_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [as_json(part) for part in parts]}
        case Not(part):
            return {"not": as_json(part)}
        case These(ids):
            return {"these": [text_id(key) for key in ids]}
        case Condition(field, operator, value):
            return {"field": field, operator: _value_as_json(value)}


def _value_as_json(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_value_as_json(part) for part in value]
    return {value.unit: value.count} if isinstance(value, FromToday) else value


# Days


def day_of(value: Value, today: date) -> str:
    """A value of a date as it is compared: `YYYY-MM-DD`, or the part of it that was given."""
    return value.on(today).isoformat() if isinstance(value, FromToday) else str(value)


def yearly_days(within: FromToday, today: date) -> list[tuple[str, str]]:
    """The spans of `MM-DD`, both ends included, of the days from today on, or back from it."""
    other = within.on(today)
    first, last = min(today, other), max(today, other)
    if (last - first).days >= 365:
        return [("01-01", "12-31")]
    start, end = first.strftime("%m-%d"), last.strftime("%m-%d")
    if end == "02-28" and (last + timedelta(days=1)).day == 1:
        end = "02-29"  # in other years than its own, a day that is not there is kept the day before
    return [(start, end)] if start <= end else [(start, "12-31"), ("01-01", end)]
