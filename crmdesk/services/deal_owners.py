"""Contacts and companies looked up by their deals: those that are with them, and those in which they take part."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crmdesk.domain.base import column_of, declared_fields
from crmdesk.domain.criteria import Condition
from crmdesk.domain.deals import Deal, DealContact, Stage
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.terms import Term
from crmdesk.i18n import _, inside
from crmdesk.services import deal_terms
from crmdesk.store import bulk, sets
from crmdesk.store.sets import Clause

TABLE = "deals"
"""Before the names of fields: `deals.status`."""
_OF_OPEN = ("amount", "expected_on", "stage_id", deal_terms.NEXT, "responsible", "name")
_OF_ANY = ("closed_on", "lost_reason", "competitor")
_DEAL, _STATUS = column_of(Deal, "id"), column_of(Deal, "status")


def terms(session: Session) -> Iterator[Term]:
    """Whether there is a deal, what open ones are like, and how others ended."""
    section = _(Deal.label)
    yield Term(f"{TABLE}.status", section, section, Kind.CHOICE, deal_terms.choices(session, "status"))
    for name in _OF_OPEN:
        told = _("Next step") if name == deal_terms.NEXT else _(_label(name))
        label = _("Open deal: {field}").format(field=inside(told))
        yield Term(f"{TABLE}.{name}", label, section, _kind(name), _choices(session, name))
    for name in _OF_ANY:
        label = _("Deal: {field}").format(field=inside(_(_label(name))))
        yield Term(f"{TABLE}.{name}", label, section, _kind(name), _choices(session, name))


def _label(name: str) -> str:
    return Stage.label if name == "stage_id" else declared_fields(Deal)[name].label


def _kind(name: str) -> Kind:
    if name in ("stage_id", deal_terms.NEXT):
        return Kind.CHOICE if name == "stage_id" else Kind.WALL_TIME
    kind = declared_fields(Deal)[name].kind
    return Kind.MONEY if kind is Kind.AMOUNT else kind


def _choices(session: Session, name: str) -> tuple[tuple[str, str], ...]:
    if name == "stage_id":
        rows = sorted(bulk.whole(session, Stage), key=lambda row: (row["pipeline_id"], row["position"]))
        return tuple((row["id"].hex(), row["name"]) for row in rows if not row["is_archived"])
    if name in ("responsible", deal_terms.NEXT):
        return ()
    return deal_terms.choices(session, name)


def passing(test: Condition) -> Clause:
    """Who has a deal that passes."""
    name = test.field.partition(".")[2]
    if name not in ("status", *_OF_OPEN, *_OF_ANY):
        raise UserError(_("There is no field “{field}”.").format(field=test.field))
    has_any = replace(test, field=name, value=False) if test.operator == "empty" else replace(test, field=name)
    found = [column_of(Deal, "deleted_at").is_(None), deal_terms.clause(has_any)]
    found += [_STATUS == "open"] if name in _OF_OPEN else []
    links = column_of(DealContact, "deleted_at").is_(None), column_of(DealContact, "deal_id")
    owners = [
        select(column).where(column.is_not(None), *found)
        for column in (column_of(Deal, "company_id"), column_of(Deal, "contact_id"))
    ]
    linked = select(column_of(DealContact, "owner_id")).where(links[0], links[1].in_(select(_DEAL).where(*found)))
    return or_(*map(sets.belongs, [*owners, linked]))
