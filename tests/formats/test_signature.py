"""Signatures and business cards as people paste them: what is on them, and nothing of it lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.card import Card
from crmdesk.formats.signature import read

JOAO = """João Álvares
Diretor
Padaria São José Ltda.
Rua Augusta, 1500
01304-001 São Paulo - SP
Brasil
cel: +55 11 98765-4321 | tel: (11) 3333-1000 ramal 12
joao@padaria.example | www.padaria.example"""
GRETA = """Mit freundlichen Grüßen
--
Dr. Greta Müller | Leiterin Einkauf
Müller & Söhne GmbH
Hauptstraße 12a · 10115 Berlin
T +49 30 1234567 F +49 30 1234568 M +49 171 1234567
E: greta.mueller@mueller-soehne.example
Web: https://www.mueller-soehne.example"""
JOHN = """John Q. Public
Senior Sales Manager
Acme Corporation
123 Main Street, Suite 400
Springfield, IL 62704
Office: (217) 555-0100 x12
Mobile: (217) 555-0101
john.public@acme.example"""
PYOTR = """Пётр Ёлкин
Директор
ООО «Север»
ул. Ленина, 5
190000 Санкт-Петербург
тел. +7 812 123-45-67
elkin@sever.example"""
AYSE = """Ayşe Çelik
Satın alma müdürü
Çelik Mobilya A.Ş.
İstiklal Cad. No: 10
34433 Beyoğlu/İstanbul
Cep: 0532 123 45 67"""
JANE = """Jane Roe
Acme Widgets
10 High Street
London SW1A 1AA
United Kingdom
jane@acmewidgets.example
020 7946 0958"""

EXPECTED: list[tuple[str, str, dict[str, Any]]] = [
    (JOAO, "BR", {"name": ("João", "Álvares"), "company": "Padaria São José Ltda.", "title": "Diretor",
                  "phones": [("mobile", "+55 11 98765-4321"), ("work", "(11) 3333-1000 ramal 12")],
                  "email": "joao@padaria.example", "link": "www.padaria.example",
                  "address": {"street": "Rua Augusta, 1500", "postal_code": "01304-001", "city": "São Paulo",
                              "region": "SP", "country": "BR"}}),
    (GRETA, "DE", {"name": ("Greta", "Müller"), "company": "Müller & Söhne GmbH", "title": "Leiterin Einkauf",
                   "phones": [("work", "+49 30 1234567"), ("work fax", "+49 30 1234568"),
                              ("mobile", "+49 171 1234567")],
                   "email": "greta.mueller@mueller-soehne.example", "link": "https://www.mueller-soehne.example",
                   "address": {"street": "Hauptstraße 12a", "postal_code": "10115", "city": "Berlin"}}),
    (JOHN, "US", {"name": ("John", "Public"), "company": "Acme Corporation", "title": "Senior Sales Manager",
                  "phones": [("work", "(217) 555-0100 x12"), ("mobile", "(217) 555-0101")],
                  "email": "john.public@acme.example",
                  "address": {"street": "123 Main Street, Suite 400", "city": "Springfield", "region": "IL",
                              "postal_code": "62704"}}),
    (PYOTR, "RU", {"name": ("Пётр", "Ёлкин"), "company": "ООО «Север»", "title": "Директор",
                   "phones": [("work", "+7 812 123-45-67")], "email": "elkin@sever.example",
                   "address": {"street": "ул. Ленина, 5", "postal_code": "190000", "city": "Санкт-Петербург"}}),
    (AYSE, "TR", {"name": ("Ayşe", "Çelik"), "company": "Çelik Mobilya A.Ş.", "title": "Satın alma müdürü",
                  "phones": [("mobile", "0532 123 45 67")],
                  "address": {"street": "İstiklal Cad. No: 10", "postal_code": "34433", "city": "Beyoğlu",
                              "region": "İstanbul"}}),
    (JANE, "GB", {"name": ("Jane", "Roe"), "company": "Acme Widgets", "phones": [("work", "020 7946 0958")],
                  "email": "jane@acmewidgets.example",
                  "address": {"street": "10 High Street", "city": "London", "postal_code": "SW1A 1AA",
                              "country": "GB"}}),
    ("Ada Lovelace, Analytical Engines Ltd, +44 20 7946 0958, ada@engines.example", "GB",
     {"name": ("Ada", "Lovelace"), "company": "Analytical Engines Ltd", "phones": [("work", "+44 20 7946 0958")],
      "email": "ada@engines.example"}),
    ("bob smith 555-123-4567 bob@example.com", "US",
     {"name": ("bob", "smith"), "phones": [("work", "555-123-4567")], "email": "bob@example.com"}),
    ("maria.lopez@correo.example", "ES", {"name": ("Maria", "Lopez"), "email": "maria.lopez@correo.example"}),
]  # fmt: skip


def facts(card: Card) -> dict[str, Any]:
    place = card.affiliations[0] if card.affiliations else {}
    found: dict[str, Any] = {
        "name": (card.fields.get("given_name"), card.fields.get("family_name")),
        "company": place.get("company"),
        "title": place.get("title"),
        "phones": [(phone["label"], phone["value"]) for phone in card.phones],
        "email": card.emails[0]["value"] if card.emails else None,
        "link": card.links[0]["value"] if card.links else None,
        "address": {k: v for k, v in card.addresses[0].items() if k != "label"} if card.addresses else None,
    }
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize(("text", "country", "expected"), EXPECTED, ids=lambda value: str(value)[:20])
def test_what_is_on_it(text: str, country: str, expected: dict[str, Any]) -> None:
    card = read(text, country)
    assert facts(card) == expected
    assert card.notes == []


def test_what_nobody_knows_becomes_a_note() -> None:
    card = read("Ada Lovelace\nada@engines.example\nPlease consider the environment before printing this.")
    assert card.notes == [{"text": "Please consider the environment before printing this."}]


WORDS = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=30)


@given(st.lists(st.one_of(WORDS, st.sampled_from(["+49 30 1234567", "a@b.example", "10115 Berlin", "GmbH", "--"]))))
def test_no_letter_of_it_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    kept = repr(read(text, "DE"))
    for word in text.split():
        if len(word) > 12 and word.isalpha() and word.isascii():
            assert word in kept


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    read(text, "BR")
