"""What contact forms have collected, however they hand it over."""

import json

import pytest

from crmdesk.domain.card import Reject
from crmdesk.formats.web_forms import Enquiry, read


def one(data: bytes | str) -> Enquiry:
    found = list(read(data.encode() if isinstance(data, str) else data))
    assert [type(piece) for piece in found] == [Enquiry]
    assert isinstance(found[0], Enquiry)
    return found[0]


def said(enquiry: Enquiry) -> tuple[str, str, str]:
    card = enquiry.card
    names = " ".join(card.fields.get(key, "") for key in ("given_name", "family_name")).strip()
    return names, next((entry["value"] for entry in card.emails), ""), enquiry.subject


TABLES = {
    "english": "Name,Email,Phone,Message\nAna Lima,ana@shop.example,+351 21 555 01 20,An oven please\n",
    "german": "Vorname;Nachname;E-Mail;Telefon;Nachricht\nAna;Lima;ana@shop.example;030 123;An oven please\n",
    "portuguese": "Nome\tE-mail\tMensagem\nAna Lima\tana@shop.example\tAn oven please\n",
    "turkish": "Ad;Soyad;E-posta;Mesaj\nAna;Lima;ana@shop.example;An oven please\n",
    "russian": "Имя;Эл. почта;Сообщение\nAna Lima;ana@shop.example;An oven please\n",
    "asked": '"Your name","Your email address","Your message"\n"Ana Lima","ana@shop.example","An oven please"\n',
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    assert said(one(TABLES[name])) == ("Ana Lima", "ana@shop.example", "An oven please")


FILLED = {"name": "Ana Lima", "email": "ana@shop.example", "message": "An oven please"}
TREES: dict[str, object] = {
    "list": [FILLED],
    "under a word": {"form": "Contact", "submissions": [{"id": 7, "data": FILLED, "ip": "192.0.2.1"}]},
    "one": FILLED,
    "labelled": {"responses": [{"answers": [{"label": key, "value": value} for key, value in FILLED.items()]}]},
    "nested values": {"items": [{"fields": {key: {"label": key, "value": v} for key, v in FILLED.items()}}]},
}


@pytest.mark.parametrize("name", TREES)
def test_trees(name: str) -> None:
    enquiry = one(json.dumps(TREES[name]))
    assert said(enquiry) == ("Ana Lima", "ana@shop.example", "An oven please")
    assert "192.0.2.1" not in enquiry.text


def test_objects_line_by_line() -> None:
    found = list(read(f"{json.dumps(FILLED)}\n{{broken\n{json.dumps(FILLED)}\n".encode()))
    assert [type(piece) for piece in found] == [Enquiry, Reject, Enquiry]


def mail(body: str, subtype: str = "plain", head: str = "") -> str:
    return (
        f"From: Forms <noreply@host.example>\nTo: ola@forno.example\nSubject: New enquiry: Contact page\n{head}"
        f"Date: Fri, 20 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/{subtype}; charset=utf-8\n\n"
        f"{body}"
    )


def test_mails_that_a_form_has_sent() -> None:
    body = "Name: Ana Lima\nE-mail: ana@shop.example\nBudget: 5.000\nMessage: An oven please\nand a mixer\n\n--\nHost\n"
    enquiry = one(mail(body))
    assert said(enquiry) == ("Ana Lima", "ana@shop.example", "An oven please")
    assert (enquiry.text, enquiry.form) == ("An oven please\nand a mixer\n\nBudget: 5.000", "New enquiry: Contact page")
    rows = "".join(f"<tr><td>{key}:</td><td>{value}</td></tr>" for key, value in FILLED.items())
    assert said(one(mail(f"<table>{rows}</table>", "html")))[1] == "ana@shop.example"


def test_a_mail_of_somebody_themselves() -> None:
    enquiry = one(mail("Could you send me a price for an oven?\n", head="Reply-To: Ana Lima <ana@shop.example>\n"))
    assert said(enquiry) == ("Ana Lima", "ana@shop.example", "New enquiry: Contact page")
    assert enquiry.text == "Could you send me a price for an oven?"


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\x00\xff\x01", b"a,b\n1,2\n", b'{"a": 1}', b"[[[[1]]]]", b"x"])
def test_what_is_none_is_said_or_empty(data: bytes) -> None:
    assert not [piece for piece in read(data) if isinstance(piece, Enquiry)]
