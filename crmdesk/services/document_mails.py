"""The e-mail that a document goes out with: to whom, what it says, and the PDF with the name that the customer sees."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.document_mails import MailText, base, generalised, stock
from crmdesk.domain.document_words import words
from crmdesk.domain.ids import named_id
from crmdesk.domain.merge import fill
from crmdesk.domain.money_formats import money
from crmdesk.domain.preferences import Preference
from crmdesk.domain.values.file_names import safe
from crmdesk.i18n import _
from crmdesk.services import (
    addressing,
    document_defaults,
    document_history,
    document_state,
    einvoices,
    merge_fields,
    numbering,
    quote_paper,
    sender,
)
from crmdesk.services.documents import Row, get, whole
from crmdesk.store import bulk
from crmdesk.store.store import Store

_DAYS = ("issued_on", "valid_until", "due_on")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a document is sent with, before anything of it is kept."""

    addresses: list[tuple[str, str]]
    """E-mail addresses, and whose they are."""
    subject: str
    text: str
    number: str
    """Of a draft what it will be, unless another is sent meanwhile."""
    file_name: str
    values: dict[str, str]
    """What stands at which place of the text."""
    sender: str


def outgoing(store: Store, key: bytes) -> Outgoing:
    addresses = document_state.addresses(store, key)
    with store.read() as session:
        head = get(session, key)
        number = head["title"] or numbering.next_number(session, head["kind"], date.today())  # noqa: DTZ011
        values = _values(session, head, number)
        told = text_of(session, head["kind"], head["language"] or "en")
        own = sender.of(session)
    name = f"{values['document']} {number}"
    return Outgoing(
        addresses, fill(told.subject, values), fill(told.text, values), number, f"{safe(name)}.pdf", values,
        own.name if own else "",
    )  # fmt: skip


def _values(session: Session, head: Row, number: str) -> dict[str, str]:
    from babel.dates import format_date

    locale = quote_paper.locale_of(head["language"] or "en")
    days = {name: format_date(date.fromisoformat(head[name]), "long", locale) for name in _DAYS if head[name]}
    if head["kind"] == "invoice" and "due_on" not in days:
        from crmdesk.services.document_steps import due_on

        days["due_on"] = format_date(date.fromisoformat(due_on(session, date.today())), "long", locale)  # noqa: DTZ011
    own = sender.of(session)
    return {
        **days, "number": number, "document": str(getattr(words(locale), head["kind"])),
        "total": money(head["total"], head["currency"], locale), "subject": head["name"] or "",
        "salutation": _greeting(session, head), "own.name": own.name if own else "",
    }  # fmt: skip


def _greeting(session: Session, head: Row) -> str:
    """In the language of the document, whatever is kept on the card."""
    keys = [key for key in (head["contact_id"], head["company_id"]) if key][:1]
    person = next(addressing.addressed(session, keys), None)
    return merge_fields.salutation(person, person.record, head["language"] or "en") if person else ""


# The text


def _key(kind: str, language: str) -> tuple[bytes, str]:
    name = f"mail.{kind}.{base(language)}"
    return named_id("preference", name), name


def text_of(session: Session, kind: str, language: str) -> MailText:
    """The user's own, else that of the stock."""
    row = next(bulk.fetch(session, Preference, "id", [_key(kind, language)[0]]), None)
    if row is None:
        return stock(kind, language)
    told: dict[str, Any] = json.loads(row["value"])
    return MailText(str(told.get("subject", "")), str(told.get("text", "")))


def keep_text(store: Store, key: bytes, subject: str, text: str, values: Mapping[str, str]) -> None:
    """From now on for this kind in this language: what holds for this customer alone becomes a place."""
    told = {"subject": generalised(subject, values), "text": generalised(text, values)}
    with store.write(_("Keep the text of e-mails")) as session:
        head = get(session, key)
        preference, name = _key(head["kind"], head["language"] or "en")
        value = json.dumps(told, ensure_ascii=False)
        bulk.revive(session, Preference, [{"id": preference, "name": name, "value": value}])


# Once more


def pdf(store: Store, key: bytes) -> tuple[bytes, int]:
    """With how many pages; of an invoice with the electronic one inside, where that is wanted."""
    with store.read() as session:
        document = whole(session, key)
        is_electronic = _is_electronic(session, document.head)
    return einvoices.pdf_of(store, key) if is_electronic else quote_paper.pdf_of(store, document)


def check(store: Store, key: bytes) -> None:
    """Before it is sent and locked: whether what it is to go out with can be made."""
    with store.read() as session:
        if _is_electronic(session, get(session, key)):
            einvoices.check(session, key)


def _is_electronic(session: Session, head: Row) -> bool:
    return head["kind"] in einvoices.KINDS and document_defaults.of(session).has_einvoice


def note(store: Store, key: bytes, way: str) -> None:
    """It went out once more: only the history says so."""
    with store.write(_("Send once more")) as session:
        document_history.note(session, get(session, key), way, store.author)
