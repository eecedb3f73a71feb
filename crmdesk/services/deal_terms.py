"""What deals can be looked up by: any field of theirs, what is next, and any field of their customers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true
from sqlalchemy.orm import Session

from crmdesk.domain import money
from crmdesk.domain.activities import Activity
from crmdesk.domain.base import column_of, declared_fields
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.criteria import NEGATIVE, All, AnyOf, Condition, Node, Not, These, Value
from crmdesk.domain.deals import Deal, Stage
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.terms import Term
from crmdesk.domain.whose import ME
from crmdesk.i18n import _
from crmdesk.services import criteria, picks, renamed
from crmdesk.services.comparing import passes
from crmdesk.store import bulk, sets

Clause = ColumnElement[bool]
NEXT = "next_step"
_OWN = (
    "responsible", "name", "amount", "expected_on", "probability", "forecast", "source", "currency", "text",
    "competitor", "stage_since", "created_at",
)  # fmt: skip
_CUSTOMERS = {"company": (Company, "company_id"), "contact": (Contact, "contact_id")}
_ID = column_of(Deal, "id")


# In words


def terms(session: Session, of_kind: dict[str, list[Term]]) -> Iterator[Term]:
    """`of_kind`: those of companies and contacts."""
    section = _(Deal.label)
    for name in _OWN:
        field = declared_fields(Deal)[name]
        label = _("Added") if name == "created_at" else _(field.label)
        kind = Kind.MONEY if field.kind is Kind.AMOUNT else field.kind
        yield Term(name, label, section, kind, choices(session, name))
    stages = tuple((row["id"].hex(), row["name"]) for row in bulk.whole(session, Stage) if not row["is_archived"])
    yield Term("stage_id", _(Stage.label), section, Kind.CHOICE, stages)
    yield Term(NEXT, _("Next step"), section, Kind.WALL_TIME)
    for whose, (record, _link) in _CUSTOMERS.items():
        for term in of_kind[whose]:
            label = f"{_(record.label)}: {term.label}"
            yield replace(term, path=f"{whose}:{term.path}", label=label, section=_(record.label))


def choices(session: Session, name: str) -> tuple[tuple[str, str], ...]:
    field = declared_fields(Deal)[name]
    if name == "responsible":
        return ((ME, _("me")), *picks.choices(session, field.pick_list))
    if field.pick_list:
        return tuple(picks.choices(session, field.pick_list))
    return tuple((value, _(words)) for value, words in field.choices)


def apart(path: str) -> tuple[str, str]:
    """Whose field it is: a company's, a contact's, or the deal's own."""
    kind, colon, rest = path.partition(":")
    return (kind, rest) if colon and kind in _CUSTOMERS else ("deal", path)


# Asked


def as_seen_by(author: str, node: Node) -> Node:
    return renamed.mapped(node, lambda test: replace(test, value=author) if test.value == ME else test)


def matching(session: Session, node: Node) -> set[bytes]:
    alive = column_of(Deal, "deleted_at").is_(None)
    return set(session.connection().execute(select(_ID).where(alive, _where(session, node))).scalars())


def names(session: Session, node: Node, most: int) -> tuple[int, list[str]]:
    """How many pass, and the first of them."""
    found = sorted(matching(session, node))
    rows = bulk.fetch(session, Deal, "id", found[:most])
    return len(found), [row["name"] for row in rows]


def _where(session: Session, node: Node) -> Clause:
    match node:
        case All(parts) | AnyOf(parts):
            join = and_ if isinstance(node, All) else or_
            return join(*(_where(session, part) for part in parts)) if parts else true()
        case Not(part):
            return not_(_where(session, part))
        case These(ids):
            return _ID.in_(ids)
        case Condition():
            return _test(session, node)


def _test(session: Session, test: Condition) -> Clause:
    """Nothing in a field is neither passed nor unknown: it does not pass, and so passes the opposite."""
    if test.operator in NEGATIVE:
        return not_(_test(session, replace(test, operator=NEGATIVE[test.operator])))
    if test.operator == "empty" and test.value:
        return not_(_test(session, replace(test, value=False)))
    return func.coalesce(_passing(session, test), false())


def _passing(session: Session, test: Condition) -> Clause:
    kind, path = apart(test.field)
    today = date.today()  # noqa: DTZ011 - the user's own day
    if kind != "deal":
        where = criteria.condition(session, kind, replace(test, field=path))
        return column_of(Deal, _CUSTOMERS[kind][1]).in_(sets.members(kind, where))
    if path not in (*_OWN, "stage_id", NEXT):
        raise UserError(_("There is no field “{field}”.").format(field=test.field))
    return clause(test, today)


def clause(test: Condition, today: date | None = None) -> Clause:
    """Of a field of the deal itself."""
    path, today = test.field, today or date.today()  # noqa: DTZ011 - the user's own day
    if path == NEXT:
        return _ID.in_(_next(test, today))
    column, field = column_of(Deal, path), declared_fields(Deal)[path]
    if path == "stage_id":
        return column == bytes.fromhex(str(test.value)) if test.operator == "is" else column.is_not(None)
    if field.kind is Kind.AMOUNT and test.operator != "empty":
        return _amount(column, test)
    return passes(column, field.kind, test.operator, test.value, today)


def _next(test: Condition, today: date) -> Any:
    deal, starts = column_of(Activity, "deal_id"), column_of(Activity, "starts")
    asked = select(deal).where(
        deal.is_not(None), column_of(Activity, "done_at").is_(None), column_of(Activity, "deleted_at").is_(None)
    )
    is_any = test.operator == "empty"
    return asked if is_any else asked.where(passes(starts, Kind.WALL_TIME, test.operator, test.value, today))


def _amount(column: Any, test: Condition) -> Clause:
    """What was typed in whole units, in the smallest ones of each currency."""
    currency = column_of(Deal, "currency")
    codes: dict[int, list[str]] = {}
    for code, digits in money.EXPONENTS.items():
        codes.setdefault(digits, []).append(code)
    return or_(*(and_(currency.in_(some), _compared(column, test, digits)) for digits, some in codes.items()))


def _compared(column: Any, test: Condition, digits: int) -> Clause:
    first, last = test.value if isinstance(test.value, tuple) else (test.value, test.value)
    low, high = _scaled(first, digits), _scaled(last, digits)
    match test.operator:
        case "after":
            return and_(column > low)
        case "before":
            return and_(column < low)
        case "between":
            return and_(column >= low, column <= high)
    return and_(column == low)


def _scaled(value: Value, digits: int) -> int:
    try:
        return int(Decimal(str(value)).scaleb(digits))
    except ArithmeticError:
        raise UserError(_("“{text}” is no amount.").format(text=fold(str(value)))) from None
