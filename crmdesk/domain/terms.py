"""Conditions in words: what can be asked of each field, and how a condition reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from crmdesk.domain.criteria import All, AnyOf, Condition, FromToday, Node, Not, These, Value, walk
from crmdesk.domain.fields import Kind
from crmdesk.i18n import _, inside, mark, ngettext

Takes = Literal["value", "pair", "days", "nothing"]
WORDS, GROUP, TAG = "words", "group", "tags.name"


@dataclass(frozen=True, slots=True)
class Term:
    """A field that can be asked for."""

    path: str
    label: str
    section: str = ""
    kind: Kind = Kind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    """Stored values and what is shown of them."""
    is_yearly: bool = False
    """A day that comes round: a birthday."""
    has_values: bool = True
    """Otherwise it is only there or not."""

    def shown(self, value: str) -> str:
        return dict(self.choices).get(value, value)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to compare: its name in a list, and how a condition of it reads."""

    key: str
    name: str
    words: str
    takes: Takes = "value"
    inside: bool = False
    """The field stands in the middle of the words."""

    def condition(self, path: str, value: Value = "") -> Condition:
        if self.key in _DAYS:
            operator, make = _DAYS[self.key]
            assert isinstance(value, int)
            return Condition(path, operator, make(value))
        if self.takes == "nothing":
            operator, fixed = _FIXED[self.key]
            return Condition(path, operator, fixed)
        return Condition(path, self.key, value)

    def read(self, condition: Condition) -> Value | None:
        """The value of a condition of this way; None where it is of another."""
        if self.key in _DAYS:
            operator, make = _DAYS[self.key]
            count = _count_of(condition.value)
            is_this = condition.operator == operator and count is not None and make(count) == condition.value
            return count if is_this else None
        if self.takes == "nothing":
            return "" if (condition.operator, condition.value) == _FIXED[self.key] else None
        is_fixed = condition.operator == "within" or _count_of(condition.value) is not None
        return condition.value if condition.operator == self.key and not is_fixed else None


def _since(days: int) -> Value:
    return (FromToday(-days), FromToday(0))


def _until(days: int) -> Value:
    return (FromToday(0), FromToday(days))


_DAYS: dict[str, tuple[str, Callable[[int], Value]]] = {
    "ago": ("before", lambda days: FromToday(-days)),
    "last": ("between", _since),
    "not last": ("between not", _since),
    "next": ("between", _until),
    "yearly next": ("within", FromToday),
    "yearly last": ("within", lambda days: FromToday(-days)),
}
_FIXED: dict[str, tuple[str, Value]] = {
    "without": ("empty", True),
    "with": ("empty", False),
    "yes": ("is", True),
    "not yes": ("is not", True),
}


def _count_of(value: Value) -> int | None:
    ends = value if isinstance(value, tuple) else (value,)
    counts = [abs(end.count) for end in ends if isinstance(end, FromToday) and end.unit == "days"]
    return max(counts) if len(counts) == len(ends) else None


_IS = Way("is", mark("is"), mark("{field} is {value}"))
_IS_NOT = Way("is not", mark("is not"), mark("{field} is not {value}"))
_CONTAINS = Way("contains", mark("contains"), mark("{field} contains {value}"))
_CONTAINS_NOT = Way("contains not", mark("does not contain"), mark("{field} does not contain {value}"))
_STARTS = Way("starts", mark("begins with"), mark("{field} begins with {value}"))
_ENDS = Way("ends", mark("ends with"), mark("{field} ends with {value}"))
_LESS = Way("before", mark("less than"), mark("{field} less than {value}"))
_MORE = Way("after", mark("more than"), mark("{field} more than {value}"))
_BETWEEN = Way("between", mark("between"), mark("{field} between {value} and {last}"), "pair")
_ON = Way("is", mark("on"), mark("{field} on {value}"))
_BEFORE = Way("before", mark("before"), mark("{field} before {value}"))
_AFTER = Way("after", mark("after"), mark("{field} after {value}"))
_AGO = Way("ago", mark("more than … days ago"), "", "days")
_LAST = Way("last", mark("in the last … days"), "", "days")
_NOT_LAST = Way("not last", mark("not in the last … days"), "", "days")
_NEXT = Way("next", mark("in the next … days"), "", "days")
_YEARLY_NEXT = Way("yearly next", mark("in the next … days"), "", "days")
_YEARLY_LAST = Way("yearly last", mark("in the last … days"), "", "days")
_WITH = Way("with", mark("is filled in"), mark("with {field}"), "nothing", inside=True)
_WITHOUT = Way("without", mark("is empty"), mark("without {field}"), "nothing", inside=True)
_YES = Way("yes", mark("is yes"), mark("{field}: yes"), "nothing")
_NO = Way("not yes", mark("is no"), mark("{field}: no"), "nothing")
_FINDS = Way("finds", mark("as in search"), "{value}")
_TAG = Way("is", mark("is"), mark("tag {value}"))
_NOT_TAG = Way("is not", mark("is not"), mark("not tag {value}"))
_IN = Way("is", mark("in"), "{value}")
_NOT_IN = Way("is not", mark("not in"), mark("not in {value}"))

_PRESENCE = (_WITH, _WITHOUT)
_TEXT = (_IS, _IS_NOT, _CONTAINS, _CONTAINS_NOT, _STARTS, _ENDS, *_PRESENCE)
_OF_PATH = {
    WORDS: (_FINDS,),
    GROUP: (_IN, _NOT_IN),
    TAG: (_TAG, _NOT_TAG, _STARTS, *_PRESENCE),
}
_OF_KIND = {
    Kind.LONG_TEXT: (_CONTAINS, _CONTAINS_NOT, *_PRESENCE),
    Kind.NUMBER: (_IS, _IS_NOT, _LESS, _MORE, _BETWEEN, *_PRESENCE),
    Kind.MONEY: (_MORE, _LESS, _IS, _BETWEEN, *_PRESENCE),
    Kind.YES_NO: (_YES, _NO),
    Kind.CHOICE: (_IS, _IS_NOT, *_PRESENCE),
    Kind.CHOICES: (_IS, _IS_NOT, *_PRESENCE),
    Kind.COUNTRY: (_IS, _IS_NOT, *_PRESENCE),
}
_DATES = (_AGO, _LAST, _NOT_LAST, _NEXT, _ON, _BEFORE, _AFTER, _BETWEEN, *_PRESENCE)
_YEARLY = (_YEARLY_NEXT, _YEARLY_LAST, _ON, _BEFORE, _AFTER, _BETWEEN, *_PRESENCE)


def ways(term: Term) -> tuple[Way, ...]:
    """What can be asked of a field, what is meant most often first."""
    if term.path in _OF_PATH:
        return _OF_PATH[term.path]
    if not term.has_values:
        return _PRESENCE
    if term.kind in (Kind.DATE, Kind.WALL_TIME, Kind.INSTANT):
        return _YEARLY if term.is_yearly else _DATES
    return _OF_KIND.get(term.kind, _TEXT)


def way_of(term: Term, condition: Condition) -> tuple[Way, Value] | None:
    """In which way a condition asks, and for what; None where no list offers it."""
    found = ((way, way.read(condition)) for way in ways(term))
    return next(((way, value) for way, value in found if value is not None), None)


# In words

Terms = Mapping[str, Term]
Show = Callable[[str], str]


def term_of(terms: Terms, path: str) -> Term:
    return terms.get(path) or Term(path, path.removeprefix("custom."))


def describe(node: Node, terms: Terms, show_date: Show = str) -> str:
    """As a chip says it."""
    match node:
        case All(parts) | AnyOf(parts):
            joint = _(" and ") if isinstance(node, All) else _(" or ")
            return joint.join(_inner(part, terms, show_date) for part in parts) or _("everybody")
        case Not(part):
            return _("not {condition}").format(condition=_inner(part, terms, show_date))
        case These(ids):
            return ngettext("{count} chosen", "{count} chosen", len(ids)).format(count=len(ids))
        case Condition():
            return _in_words(node, terms, show_date)


def can_describe(node: Node, terms: Terms) -> bool:
    """Whether all it names is known: a field may be archived, a group deleted, records were chosen for a reason."""
    return all(_is_known(part, terms) for part in walk(node))


def _is_known(part: Node, terms: Terms) -> bool:
    if isinstance(part, These):
        return False
    if not isinstance(part, Condition):
        return True
    is_group = part.field == GROUP and part.operator != "empty"
    return part.field in terms and (not is_group or part.value in dict(terms[GROUP].choices))


def _inner(node: Node, terms: Terms, show_date: Show) -> str:
    text = describe(node, terms, show_date)
    return f"({text})" if isinstance(node, All | AnyOf) and len(node.parts) > 1 else text


def _in_words(condition: Condition, terms: Terms, show_date: Show) -> str:
    term = term_of(terms, condition.field)
    found = way_of(term, condition)
    if found is None:
        value = _shown(term, condition.value, show_date)
        return f"{term.label} {condition.operator} {value}"
    way, value_of = found
    if way.takes == "days":
        assert isinstance(value_of, int)
        return _days_in_words(way.key, value_of).format(field=term.label, count=value_of)
    first, last = value_of if isinstance(value_of, tuple) else (value_of, "")
    field = inside(term.label) if way.inside else term.label
    shown = _shown(term, first, show_date)
    return _(way.words).format(field=field, value=shown, last=_shown(term, last, show_date))


def _days_in_words(key: str, count: int) -> str:
    match key:
        case "ago":
            return ngettext("{field} more than {count} day ago", "{field} more than {count} days ago", count)
        case "not last":
            return ngettext("{field} not in the last {count} day", "{field} not in the last {count} days", count)
        case "last" | "yearly last":
            return ngettext("{field} in the last {count} day", "{field} in the last {count} days", count)
    return ngettext("{field} in the next {count} day", "{field} in the next {count} days", count)


def _shown(term: Term, value: Value, show_date: Show) -> str:
    if isinstance(value, tuple):
        return " – ".join(_shown(term, part, show_date) for part in value)
    if isinstance(value, FromToday):
        return f"{value.count:+} {value.unit}"
    if term.kind in (Kind.DATE, Kind.WALL_TIME, Kind.INSTANT) and isinstance(value, str):
        return show_date(value)
    return term.shown(str(value))
