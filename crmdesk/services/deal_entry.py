"""A deal written down in one line: with a customer that is there, or one that is made with it."""

from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.deals import Deal
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services import deals, pipelines
from crmdesk.services.cards import Writer
from crmdesk.store import bulk
from crmdesk.store.store import Store


def add(
    store: Store, name: str, stage: bytes | None = None, customer: bytes | None = None, new: str = "", **values: Any
) -> bytes:
    """One step; `new` is the name of a company that is made. What has no name is called after its customer."""
    name = tidy(name)
    with store.write(_("Add deal {name}").format(name=name or tidy(new))) as session:
        pipelines.usual(session)
        whose = _whose(session, customer) if customer else {}
        if not (name or tidy(new)):
            raise UserError(_("The deal has no name yet, so nothing was saved."))
        told = {"responsible": store.author or None, **whose, **values}
        key = deals.put(session, store, name or tidy(new), stage, **told)
        if not customer and tidy(new):
            writer = Writer(session, None)
            bulk.update(session, Deal, [key], {"company_id": writer.company(tidy(new))})
            writer.flush()
        return key


def _whose(session: Session, key: bytes) -> dict[str, bytes | None]:
    """Of somebody who works somewhere, it is that company's too."""
    if next(bulk.fetch(session, Company, "id", [key]), None):
        return {"company_id": key}
    places = sorted(bulk.fetch(session, Affiliation, "contact_id", [key]), key=lambda row: not row["is_primary"])
    return {"contact_id": key, "company_id": next((row["company_id"] for row in places if row["company_id"]), None)}


def known(store: Store, typed: str) -> bytes | None:
    """The contact or company that is called exactly so, if it is the only one."""
    found = [row.id for row in store.find(typed, 8, None) if fold(row.name) == fold(tidy(typed))]
    return found[0] if len(found) == 1 else None
