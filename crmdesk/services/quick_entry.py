"""One line, a signature or a business card as a contact: read, added as one step, or added to who is there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card
from crmdesk.domain.channels import Address, Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.values.phones import to_e164
from crmdesk.formats import signature
from crmdesk.i18n import _
from crmdesk.services import preferences, records
from crmdesk.services.cards import Writer, display_name
from crmdesk.services.lookup import as_id
from crmdesk.services.updating import Updater
from crmdesk.store import bulk
from crmdesk.store.store import Store

LISTS = ("affiliations", "phones", "emails", "addresses", "links", "notes")
_MOST_LETTERS, _MOST_LINES = 4000, 60
"""No card has more; what else was pasted becomes a note as it is."""
_MOST_OF_A_CARD = 25
_REACH = re.compile(r"[^\s@]@[^\s@]+\.\w|\+?\(?\d(?:[\s()./-]{0,2}\d){6,}|\bwww\.|https?://", re.IGNORECASE)


def read(text: str, country: str | None) -> Card:
    """What of it is what; nothing of it is lost."""
    lines = text[:_MOST_LETTERS].splitlines()
    card = signature.read("\n".join(lines[:_MOST_LINES]), country)
    rest = "\n".join([*lines[_MOST_LINES:], text[_MOST_LETTERS:]]).strip()
    if rest:
        notes = [note["text"] for note in card.notes]
        card.notes = [{"text": "\n".join([*notes, rest])}]
    return card


def says_more_than_a_name(text: str) -> bool:
    """Quick enough for every key: there is a number, an address, or several parts."""
    parts = [part for part in re.split(r"[,;|\n]", text) if part.strip()]
    return bool(_REACH.search(text)) or len(parts) > 2


def may_be_a_card(text: str) -> bool:
    """Something copied that is worth an offer: a way to reach somebody, and words beside it."""
    lines = [line for line in text[:_MOST_LETTERS].splitlines() if line.strip()]
    found = _REACH.search(text[:_MOST_LETTERS])
    return bool(found) and len(text) < _MOST_LETTERS and len(lines) <= _MOST_OF_A_CARD and len(text.split()) > 2


def is_a_card(card: Card) -> bool:
    """It says who somebody is and how to reach them."""
    return bool((card.fields or card.affiliations) and (card.phones or card.emails))


def name_of(card: Card) -> str:
    return display_name(card)


def looked_for(card: Card) -> dict[str, Any]:
    """As `services.duplicates.like` asks for it."""
    company = next((place["company"] for place in card.affiliations if place.get("company")), "")
    values = {key: [entry["value"] for entry in getattr(card, key)] for key in ("phones", "emails")}
    names = {"name": name_of(card)} if card.fields else {}
    return {**names, "company": company, **values}


def add(store: Store, card: Card) -> bytes:
    return records.add(store, card.kind, card.fields, {name: getattr(card, name) for name in LISTS})


def add_to(store: Store, key: bytes | str, card: Card) -> bool:
    """What a contact lacks, as one step; whether there was anything."""
    owner = as_id(key)
    with store.write(_("Add to {name}").format(name=_name(store, owner))) as session:
        return put(session, owner, card)


def put(session: Session, owner: bytes, card: Card) -> bool:
    """As `add_to`, in a step that is open."""
    country = preferences.country(session)
    more = _without_known(session, owner, card, country)
    writer = Writer(session, country)
    updater = Updater(session, writer, owner, more, only_missing=True)
    updater.apply()
    writer.flush()
    return bool(updater.changes)


def _name(store: Store, key: bytes) -> str:
    found = next(iter(store.rows([key])), None)
    if found is None or found.kind != "contact":
        raise UserError(_("This was deleted meanwhile. Undo brings it back."))
    return found.name


def _without_known(session: Session, owner: bytes, card: Card, country: str) -> Card:
    """A number written otherwise is the same number, and so with places and companies."""
    numbers = {row["e164"] for row in bulk.fetch(session, Phone, "owner_id", [owner])} - {None}
    places = {_place(row) for row in bulk.fetch(session, Address, "owner_id", [owner])}
    firms = set(_firms(session, owner))
    return Card(
        fields=_missing_names(session, owner, card),
        phones=[entry for entry in card.phones if to_e164(entry["value"], country)[0] not in numbers],
        emails=card.emails,
        addresses=[entry for entry in card.addresses if _place(entry) not in places],
        links=card.links,
        notes=card.notes,
        affiliations=[entry for entry in card.affiliations if fold(entry.get("company") or "") not in firms],
    )


def _missing_names(session: Session, owner: bytes, card: Card) -> dict[str, Any]:
    """Of somebody who has a name nothing is added to it."""
    own = next(bulk.fetch(session, Contact, "id", [owner]), {})
    return {} if any(own.get(name) for name in ("given_name", "family_name", "full_name")) else dict(card.fields)


def _place(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(re.sub(r"\W", "", fold(entry.get(name) or "")) for name in ("street", "postal_code", "po_box"))


def _firms(session: Session, owner: bytes) -> Iterator[str]:
    keys = [row["company_id"] for row in bulk.fetch(session, Affiliation, "contact_id", [owner]) if row["company_id"]]
    return (fold(row["name"]) for row in bulk.fetch(session, Company, "id", keys))
