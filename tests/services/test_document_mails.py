"""E-mails that documents go out with: in the customer's language, with their figures, or in the user's own words."""

import re
from datetime import date

import pytest

from crmdesk.domain import document_mails as texts
from crmdesk.domain import signing_words
from crmdesk.domain.document_words import LANGUAGES
from crmdesk.services import document_mails, document_steps, documents, records, sender
from crmdesk.store.store import Store
from tests.printing import pdf
from tests.services.test_documents import ana, head, quote

__all__ = ["ana", "quote"]
YEAR = date.today().year  # noqa: DTZ011 - what is sent is sent today


def test_to_the_contact_with_what_the_document_says(store: Store, quote: bytes, ana: bytes) -> None:
    sender.make(store, "Forno Supplies")
    records.add_part(store, "emails", ana, {"value": "ana@lima.example"})
    records.add_part(store, "emails", ana, {"value": "ana@home.example", "is_primary": True})
    documents.change(store, quote, valid_until="2099-01-31", language="de")
    out = document_mails.outgoing(store, quote)
    assert [address for address, _name in out.addresses] == ["ana@home.example", "ana@lima.example"]
    assert (out.subject, out.file_name) == (f"Angebot Q-{YEAR}-0001", f"Angebot Q-{YEAR}-0001.pdf")
    assert "Guten Tag Ana Lima," in out.text
    assert "über 3.272,50\xa0€. Es gilt bis 31. Januar 2099." in out.text
    assert out.text.endswith("Mit freundlichen Grüßen\nForno Supplies")
    assert document_steps.send(store, quote) == out.number, "what it was told to become"
    data, pages = document_mails.pdf(store, quote)
    assert (pages, f"Q-{YEAR}-0001" in pdf.texts(data)[0]) == (1, True)


def test_without_a_day_nothing_is_said_of_it(store: Store, quote: bytes) -> None:
    documents.change(store, quote, valid_until=None, language="en")
    text = document_mails.outgoing(store, quote).text
    assert "good until" not in text
    assert "for €3,272.50.\n" in text


def test_an_invoice_names_the_day_it_will_be_due(store: Store, quote: bytes) -> None:
    document_steps.send(store, quote)
    document_steps.answer(store, quote, "accepted")
    invoice = document_steps.follow(store, quote, "invoice")
    documents.change(store, invoice, language="en")
    before = document_mails.outgoing(store, invoice).values["due_on"]
    document_steps.send(store, invoice)
    assert document_mails.outgoing(store, invoice).values["due_on"] == before
    assert date.fromisoformat(head(store, invoice)["due_on"]) > date.today()  # noqa: DTZ011


def test_own_words_are_kept_for_the_next_customer(store: Store, quote: bytes) -> None:
    documents.change(store, quote, language="en")
    out = document_mails.outgoing(store, quote)
    mine = f"Hello!\n{out.values['number']} comes to {out.values['total']}."
    document_mails.keep_text(store, quote, f"Your quote {out.number}", mine, out.values)
    document_steps.send(store, quote)
    other = document_steps.duplicate(store, quote)
    documents.change(store, other, discount_amount=None, language="en-GB")
    told = document_mails.outgoing(store, other)
    assert told.subject == f"Your quote Q-{YEAR}-0002"
    assert told.text == f"Hello!\nQ-{YEAR}-0002 comes to {told.values['total']}."
    assert told.values["total"] != out.values["total"]
    documents.change(store, other, language="fr")
    assert "Veuillez" in document_mails.outgoing(store, other).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_words(language: str) -> None:
    known = {"document", "number", "total", "valid_until", "due_on", "salutation", "own.name"}
    for kind in texts.KINDS:
        found = texts.stock(kind, language)
        assert {name.lstrip("#/") for name in re.findall(r"\{\{(.*?)\}\}", found.text)} <= known
        assert language == "en" or found != texts.stock(kind, "en")
        assert language == "en" or signing_words.sentence(kind, language) != signing_words.sentence(kind, "en")
