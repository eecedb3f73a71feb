"""Leads out of files of web forms: who is known by e-mail or telephone keeps their page, the same file adds nothing."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.channels import Email, Phone
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.leads import Lead
from crmdesk.domain.values import emails
from crmdesk.domain.values.phones import to_e164
from crmdesk.formats import web_forms
from crmdesk.formats.web_forms import Enquiry
from crmdesk.i18n import _
from crmdesk.services import leads, preferences, quick_entry, records
from crmdesk.services.cards import Writer, display_name
from crmdesk.services.sources import read_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds, before anything is added."""

    enquiry: Enquiry
    key: bytes
    """Of the lead that it would be: the same again is the same lead."""
    name: str
    owner: bytes | None = None
    """Who it is, where they are in the file."""
    is_here: bool = False
    """It came in before."""


@dataclass(slots=True)
class Forms:
    found: list[Found] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)

    def fresh(self) -> list[Found]:
        return [each for each in self.found if not each.is_here]


def look(store: Store, paths: Iterable[Path]) -> Forms:
    forms = Forms()
    for path in paths:
        data = read_file(path)
        if len(data) > web_forms.LARGEST:
            raise UserError(_("“{name}” is larger than a file of forms can be.").format(name=path.name))
        _look_at(store, data, path.stem, forms)
    return forms


def _look_at(store: Store, data: bytes, stem: str, forms: Forms) -> None:
    seen = {each.key for each in forms.found}
    for piece in web_forms.read(data):
        if isinstance(piece, Reject):
            forms.rejected.append(piece)
            continue
        enquiry = replace(piece, form=piece.form or stem)
        key = _key(enquiry)
        with store.read() as session:
            is_here = key in seen or any(bulk.fetch(session, Lead, "id", [key], deleted=True))
        forms.found.append(Found(enquiry, key, display_name(enquiry.card), _known(store, enquiry.card), is_here))
        seen.add(key)


def _key(enquiry: Enquiry) -> bytes:
    told = json.dumps(sorted(enquiry.told.items()), ensure_ascii=False)
    return named_id("web form lead", blake2b(told.encode(), digest_size=16).hexdigest())


def _known(store: Store, card: Card) -> bytes | None:
    """By an e-mail address or a telephone number: the search of the whole file finds who may be meant."""
    wanted = [entry["value"] for entry in (*card.emails, *card.phones)]
    keys = list({row.id for text in wanted for row in store.find(text, _LOOKED_AT, None)})
    with store.read() as session:
        country = preferences.country(session)
        addresses = {emails.normalise(entry["value"]) for entry in card.emails}
        numbers = {to_e164(entry["value"], country)[0] for entry in card.phones} - {None}
        mails = bulk.fetch(session, Email, "owner_id", keys)
        found = [row["owner_id"] for row in mails if emails.normalise(row["value"]) in addresses]
        phones = bulk.fetch(session, Phone, "owner_id", keys)
        found += [row["owner_id"] for row in phones if row["e164"] in numbers]
    return next(iter(found), None)


def add(store: Store, found: Sequence[Found]) -> int:
    """All of them in one step; gives how many."""
    with store.write_in_parts(_("Import leads")) as (session, step):
        made: dict[tuple[str, ...], bytes] = {}
        owners = [each.owner or _owner(session, each, made) for each in found]
        for _left in step.renew_search():
            pass
        for each, owner in zip(found, owners, strict=True):
            enquiry = each.enquiry
            if each.owner:
                quick_entry.put(session, owner, enquiry.card)
            told: dict[str, Any] = {"text": enquiry.text, "form": enquiry.form}
            leads.put(session, owner, enquiry.subject, **told, id=each.key)
    return len(found)


def _owner(session: Session, each: Found, made: dict[tuple[str, ...], bytes]) -> bytes:
    """Who asks twice in one file is one person."""
    card = each.enquiry.card
    reach = tuple(sorted(entry["value"].casefold() for entry in (*card.emails, *card.phones)))
    if reach and reach in made:
        return made[reach]
    ready = records.checked(card)
    if ready.kind == "contact":
        ready = replace(ready, fields={"stage": "lead", "source": each.enquiry.form, **ready.fields})
    writer = Writer(session, preferences.country(session))
    key = writer.add(ready)
    writer.flush()
    return made.setdefault(reach or (key.hex(),), key)
