"""Live criteria: which contacts a group takes in by itself.

JSON: `{"all": [...]}`, `{"any": [...]}` nest; a leaf is `{"field": "addresses.city", "is": "São Paulo"}` with one of
`is`, `is not`, `contains`, `starts`, `before`, `after`, `empty` (true or false). A field is a column of contacts, a
column of one of their parts after its table's name, `companies.name`, `tags.name`, or a custom field as `custom.NAME`.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, String, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, column_of, declared_fields
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Tag, Tagging
from crmdesk.domain.records import RECORDS
from crmdesk.i18n import _

_PARTS = {record.__tablename__: record for record in RECORDS if record.owner}

Column = ColumnElement[Any]
OPERATORS: dict[str, Callable[[Column, Any], ColumnElement[bool]]] = {
    "is": lambda column, value: _folded(column).is_not_distinct_from(_folded_value(column, value)),
    "contains": lambda column, value: func.fold(column).contains(fold(str(value)), autoescape=True),
    "starts": lambda column, value: func.fold(column).startswith(fold(str(value)), autoescape=True),
    "before": lambda column, value: column < value,
    "after": lambda column, value: column > value,
}
"""Texts are compared as search compares them, whatever their case and accents."""


def _folded(column: Column) -> Column:
    return func.fold(column) if isinstance(column.type, String) else column


def _folded_value(column: Column, value: Any) -> Any:
    return fold(str(value)) if isinstance(column.type, String) else value


def parse(text: str) -> dict[str, Any]:
    """Raises UserError naming what cannot be understood."""
    try:
        tree = json.loads(text)
        _condition(tree)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(_("These criteria cannot be understood: {reason}.").format(reason=error)) from error
    return dict(tree)


def matching(session: Session, text: str) -> list[bytes]:
    """The ids of the contacts that the criteria find, in the order of their ids."""
    return list(session.scalars(select(Contact.id).where(_condition(parse(text))).order_by(Contact.id)))


def _condition(node: dict[str, Any]) -> ColumnElement[bool]:
    for word, join in (("all", and_), ("any", or_)):
        if word in node:
            return join(*[_condition(part) for part in node[word]]) if node[word] else true()
    return _leaf(str(node["field"]) if "field" in node else "", {k: v for k, v in node.items() if k != "field"})


def _leaf(path: str, test: dict[str, Any]) -> ColumnElement[bool]:
    if len(test) != 1:
        raise UserError(_("“{field}” needs one comparison.").format(field=path))
    ((operator, value),) = test.items()
    if not isinstance(value, str | int | float):
        raise UserError(_("“{field}” cannot be compared with {value}.").format(field=path, value=json.dumps(value)))
    if operator == "empty":
        filled = _where(path, lambda column: and_(column.is_not(None), column != ""))
        return not_(filled) if value else filled
    if operator == "is not":
        return not_(_where(path, lambda column: OPERATORS["is"](column, value)))
    if operator not in OPERATORS:
        raise UserError(_("“{operator}” is no comparison.").format(operator=operator))
    return _where(path, lambda column: OPERATORS[operator](column, value))


def _where(path: str, test: Callable[[Column], ColumnElement[bool]]) -> ColumnElement[bool]:
    table, dot, name = path.partition(".")
    if not dot:
        return test(_column(Contact, path))
    if table == "custom":
        return _exists(
            CustomValue,
            CustomValue.owner_id == Contact.id,
            CustomValue.field_id.in_(select(CustomField.id).where(CustomField.name == name)),
            test(column_of(CustomValue, "value")),
        )
    if table == "companies":
        named = select(Company.id).where(test(_column(Company, name)), Company.deleted_at.is_(None))
        return _exists(Affiliation, Affiliation.contact_id == Contact.id, Affiliation.company_id.in_(named))
    if table == "tags":
        tagged = select(Tag.id).where(test(_column(Tag, name)), Tag.deleted_at.is_(None))
        return _exists(Tagging, Tagging.owner_id == Contact.id, Tagging.tag_id.in_(tagged))
    if table not in _PARTS:
        raise UserError(_("There is no field “{field}”.").format(field=path))
    part = _PARTS[table]
    return _exists(part, column_of(part, str(part.owner)) == Contact.id, test(_column(part, name)))


def _exists(record: type[Record], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*conditions, record.deleted_at.is_(None)).correlate(Contact)


def _column(record: type[Record], name: str) -> Column:
    if name not in declared_fields(record):
        raise UserError(_("There is no field “{field}”.").format(field=f"{record.__tablename__}.{name}"))
    return column_of(record, name)
