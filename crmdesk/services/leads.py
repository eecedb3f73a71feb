"""Leads: noted, handed to a colleague, and made a deal or laid aside until they are asked again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import declared_fields, now
from crmdesk.domain.card import Card
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.leads import Lead
from crmdesk.domain.values.clean import cleaned, tidy
from crmdesk.i18n import _
from crmdesk.services import deals, preferences, quick_entry, records
from crmdesk.services.cards import Writer
from crmdesk.services.lead_assignment import OPEN, whose
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]
_SET = ("subject", "text", "responsible", "form", "ask_again_on", "lost_reason")
"""What a user may change."""


def add(store: Store, owner: bytes | str, subject: str = "", *, text: str = "", form: str = "") -> bytes:
    """An enquiry of a contact or company, handed to whom the rules say."""
    with store.write(_("Add lead")) as session:
        return put(session, as_id(owner), subject, text=text, form=form)


def put(session: Session, owner: bytes, subject: str = "", *, text: str = "", form: str = "", **more: Any) -> bytes:
    """As `add`, in a step that is open and in which the owner can be found."""
    if not rows_of(session, [owner]):
        raise UserError(_("There is no such contact or company in this file."))
    key = new_id()
    row = {"id": key, "owner_id": owner, "subject": tidy(subject) or None, "text": text.strip() or None}
    bulk.insert(session, Lead, [{**row, "form": tidy(form) or None, "responsible": whose(session, owner), **more}])
    return key


def add_person(store: Store, card: Card, subject: str = "", *, text: str = "", form: str = "") -> bytes:
    """Somebody who is not in the file yet, and what they want: one step."""
    ready = records.checked(card)
    with store.write_in_parts(_("Add lead")) as (session, step):
        if ready.kind == "contact":
            ready = replace(ready, fields={"stage": "lead", **ready.fields})
        writer = Writer(session, preferences.country(session))
        owner = writer.add(ready)
        writer.flush()
        for _left in step.renew_search():
            pass
        return put(session, owner, subject, text=text, form=form)


def add_known(store: Store, owner: bytes, card: Card, subject: str = "", *, text: str = "", form: str = "") -> bytes:
    """Somebody of the file asks again: what they lack is added too."""
    with store.write(_("Add lead")) as session:
        if next(bulk.fetch(session, Contact, "id", [owner]), None):
            quick_entry.put(session, owner, card)
        return put(session, owner, subject, text=text, form=form)


def count_open(store: Store) -> int:
    with store.read() as session:
        counts = bulk.count_by(session, Lead, "status")
    return sum(counts.get(status, 0) for status in OPEN)


def get(session: Session, key: bytes) -> Row:
    found = next(bulk.fetch(session, Lead, "id", [key]), None)
    if found is None:
        raise UserError(_("This lead was deleted meanwhile. Undo brings it back."))
    return found


def change(store: Store, key: bytes, values: Mapping[str, Any]) -> None:
    fields = declared_fields(Lead)
    row = {name: cleaned(fields[name].kind, _(fields[name].label), values[name]) for name in values if name in _SET}
    with store.write(_("Change lead")) as session:
        get(session, key)
        bulk.update(session, Lead, [key], row)


def remove(store: Store, key: bytes) -> None:
    with store.write(_("Delete lead")) as session:
        bulk.mark_deleted(session, Lead, "id", [key])


def set_status(store: Store, key: bytes, status: str) -> None:
    """`new` or `working`, by who takes it up; one that was closed is open again."""
    if status not in OPEN:
        raise UserError(_("A lead is qualified by making a deal of it, and lost with a reason."))
    with store.write(_("Take up lead")) as session:
        lead = get(session, key)
        gone: Row = {"closed_at": None, "ask_again_on": None, "lost_reason": None}
        if status == "working":
            gone["responsible"] = lead["responsible"] or store.author or None
        bulk.update(session, Lead, [key], {"status": status, **gone})


def _open(session: Session, key: bytes) -> Row:
    found = get(session, key)
    if found["status"] not in OPEN:
        raise UserError(_("This lead is closed already."))
    return found


# The end


def qualify(
    store: Store, key: bytes, name: str = "", stage: bytes | None = None, company: str = "", **values: Any
) -> bytes:
    """A deal of it, with its contact and company, in one step; gives the deal.

    `company` is where a contact works who has none yet: one of the file by its name, or a new one.
    """
    with store.write_in_parts(_("Qualify lead")) as (session, step):
        lead = _open(session, key)
        if tidy(company):
            _employ(session, lead["owner_id"], tidy(company))
            for _left in step.renew_search():
                pass
        people = _who(session, lead["owner_id"])
        title = tidy(name) or lead["subject"] or _("Deal")
        told = {
            "responsible": lead["responsible"] or store.author or None,
            "source": _source(session, lead["owner_id"]),
            **people,
            **values,
        }
        deal = deals.put(session, store, title, stage, **told)
        bulk.update(session, Lead, [key], {"status": "qualified", "closed_at": now(), "deal_id": deal})
        for record in (Contact, Company):
            rows = bulk.fetch(session, record, "id", [each for each in people.values() if each])
            keys = [row["id"] for row in rows if row["stage"] in (None, "lead")]
            bulk.update(session, record, keys, {"stage": "prospect"})
    return deal


def _employ(session: Session, owner: bytes, company: str) -> None:
    if next(bulk.fetch(session, Company, "id", [owner]), None):
        return  # it is one itself
    writer = Writer(session, preferences.country(session))
    firm = writer.company(company)
    writer.flush()
    key = named_id("affiliation", owner, firm)
    row = {"id": key, "contact_id": owner, "company_id": firm, "is_primary": True}
    bulk.revive(session, Affiliation, [row])


def _who(session: Session, owner: bytes) -> dict[str, bytes | None]:
    if next(bulk.fetch(session, Company, "id", [owner]), None):
        return {"company_id": owner, "contact_id": None}
    places = sorted(bulk.fetch(session, Affiliation, "contact_id", [owner]), key=lambda row: not row["is_primary"])
    return {"contact_id": owner, "company_id": next((row["company_id"] for row in places if row["company_id"]), None)}


def _source(session: Session, owner: bytes) -> str | None:
    rows = [*bulk.fetch(session, Contact, "id", [owner]), *bulk.fetch(session, Company, "id", [owner])]
    return next((row["source"] for row in rows), None)


def lose(store: Store, key: bytes, reason: str, ask_again_on: str | None = None) -> None:
    if not tidy(reason):
        raise UserError(_("Say why it was lost: it is worth knowing a year later."))
    field = declared_fields(Lead)["ask_again_on"]
    day = cleaned(field.kind, _(field.label), ask_again_on)
    with store.write(_("Lose lead")) as session:
        _open(session, key)
        told = {"status": "lost", "closed_at": now(), "lost_reason": tidy(reason), "ask_again_on": day}
        bulk.update(session, Lead, [key], told)
