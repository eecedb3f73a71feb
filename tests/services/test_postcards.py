"""What is handed on of a record: what others may have, in text, as a vCard and in a code; and books by the alphabet."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.card import Card
from crmdesk.domain.errors import UserError
from crmdesk.formats import vcard, vcard_short
from crmdesk.services import books, postcards, preferences, records
from crmdesk.store.store import Store

PARTS = {
    "phones": [{"label": "mobile", "value": "11 98765-4321"}, {"label": "work", "value": "+55 11 3333-1000 ext. 12"}],
    "emails": [{"label": "work", "value": "joao@padaria.example"}],
    "links": [{"label": "work", "value": "https://padaria.example"}],
    "addresses": [{"label": "work", "street": "Rua Augusta, 1500", "postal_code": "01304-001", "city": "São Paulo",
                   "region": "SP", "country": "BR"}],
    "affiliations": [{"company": "Padaria São José; Ltda", "title": "Diretor"}],
    "notes": [{"text": "owes us money"}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(store: Store) -> None:
    preferences.set_country(store, "BR")


def joao(store: Store) -> bytes:
    fields = {"given_name": "João", "family_name": "Álvares", "birthday": "1980-02-29", "stage": "lead"}
    return records.add(store, "contact", fields, PARTS)


def run(steps: Any) -> Any:
    try:
        while True:
            assert 0 <= next(steps) <= 1
    except StopIteration as end:
        return end.value


def test_the_text_is_what_one_writes_into_a_mail(store: Store) -> None:
    assert postcards.of(store, joao(store)).text.splitlines() == [
        "João Álvares",
        "Diretor, Padaria São José; Ltda",
        "",
        "mobile: 11 98765-4321",
        "work: +55 11 3333-1000 ext. 12",
        "joao@padaria.example",
        "https://padaria.example",
        "",
        "Rua Augusta, 1500",
        "São Paulo - SP",
        "01304-001",
    ]


def test_the_code_is_read_as_the_person(store: Store) -> None:
    made = postcards.of(store, joao(store))
    [card] = vcard.read(made.code.encode())
    assert isinstance(card, Card)
    assert (card.fields["given_name"], card.fields["family_name"]) == ("João", "Álvares")
    assert [phone["value"] for phone in card.phones] == ["+5511987654321", "+551133331000,12"]
    assert card.emails[0]["value"] == "joao@padaria.example"
    assert card.affiliations[0]["company"] == "Padaria São José; Ltda"
    assert card.affiliations[0]["title"] == "Diretor"
    assert card.addresses[0]["street"] == "Rua Augusta, 1500"
    assert card.addresses[0]["country"] == "BR"
    assert card.links[0]["value"] == "https://padaria.example"
    assert made.left_out == ()
    assert max(map(len, made.code.splitlines())) > 0
    assert "\r\n " not in made.code


def test_nothing_is_handed_on_that_is_only_ours(store: Store, tmp_path: Path) -> None:
    made = postcards.of(store, joao(store))
    postcards.save(made, tmp_path / "João.vcf")
    written = (tmp_path / "João.vcf").read_text("utf-8")
    for secret in ("money", "lead", "1980", "X-CRMDESK"):
        assert secret not in written + made.text + made.code
    [card] = vcard.read(written.encode())
    assert isinstance(card, Card)
    assert card.phones[0]["value"] == "11 98765-4321"


def test_a_company_is_read_as_one(store: Store) -> None:
    key = records.add(store, "company", {"name": "Clínica Boa Vida"}, {"phones": PARTS["phones"][:1]})
    made = postcards.of(store, key)
    assert made.text.startswith("Clínica Boa Vida\n")
    assert "ORG:Clínica Boa Vida\r\n" in made.code


def test_of_a_long_record_what_matters_most_is_in_the_code(store: Store) -> None:
    emails = [{"label": "work", "value": f"somebody.with.a.long.name{number}@company.example"} for number in range(60)]
    key = records.add(store, "contact", {"given_name": "Ana"}, {"emails": emails, "phones": PARTS["phones"]})
    made = postcards.of(store, key)
    assert len(made.code.encode()) <= vcard_short.MOST
    assert "+5511987654321" in made.code
    assert emails[0]["value"] in made.code
    assert len(made.left_out) + made.code.count("EMAIL:") == 60
    with pytest.raises(UserError):
        postcards.of(store, b"0" * 16)


WORDS = st.text(max_size=200)


@given(WORDS, WORDS, st.lists(WORDS, max_size=4), st.integers(300, 1500))
def test_a_code_is_one_card_within_its_limit(name: str, company: str, values: list[str], most: int) -> None:
    card = Card(
        fields={"given_name": name, "family_name": name[:3]},
        phones=[{"label": "work", "value": value} for value in values],
        affiliations=[{"company": company}],
        addresses=[{"street": value, "city": name} for value in values],
    )
    short = vcard_short.write(card, name, max(most, 700))
    assert len(short.text.encode()) <= max(most, 700)
    assert short.text.count("BEGIN:VCARD") >= 1
    assert len(list(vcard.read(short.text.encode()))) == 1
    assert short.text.endswith("END:VCARD\r\n")


def test_books_are_by_the_alphabet_with_all_that_is_to_be_printed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    joao(store)
    for first, family in (("Zoe", "Zander"), ("Пётр", "Ёлкин"), ("Ana", "Barros"), ("Rui", "Alves"), ("", "7")):
        records.add(store, "contact", {"given_name": first, "family_name": family})
    people = run(books.gather(store, "contact", None))
    names = [(tab, [entry.filed_as for entry in entries]) for tab, entries in people.sections]
    assert names == [
        ("#", ["7"]), ("A", ["Álvares, João", "Alves, Rui"]), ("B", ["Barros, Ana"]), ("Z", ["Zander, Zoe"]),
        ("А–Я", ["Ёлкин, Пётр"]),
    ]  # fmt: skip
    assert people.tabs[:3] == ["#", "A", "B"]
    assert people.tabs[-1] == "А–Я"
    entry = people.sections[1][1][0]
    assert (entry.name, entry.role, entry.company) == ("João Álvares", "Diretor", "Padaria São José; Ltda")
    assert entry.phones[0] == ("mobile", "11 98765-4321")
    assert entry.code
    assert "FN:João Álvares" in entry.code()


def test_books_and_cards_of_some_and_of_those_who_are_gone(store: Store) -> None:
    keys = [records.add(store, "contact", {"given_name": f"Ana {number}"}) for number in range(3)]
    records.delete(store, "contact", keys[:1])
    people = run(books.gather(store, "contact", keys))
    assert [entry.name for entry in people.entries()] == ["Ana 1", "Ana 2"]
    pdf, made = run(books.print_book(people, "Friends", "2 contacts", "a5"))
    assert pdf.startswith(b"%PDF")
    assert made.pages == 1
    pdf, made = run(books.print_cards(people, "card", "a4", has_codes=True))
    assert made.pages == 1
    assert run(books.gather(store, "company", None)).sections == []
