"""A pasted text as a contact: nothing of it lost, added as one step, or added to who is there without doubling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.services import preferences, quick_entry, records
from crmdesk.store.store import Store

CARD = """João Álvares
Diretor
Padaria São José Ltda.
Rua Augusta, 1500
01304-001 São Paulo - SP
cel: +55 11 98765-4321
joao@padaria.example
Feliz Natal para todos"""


@pytest.fixture(autouse=True)
def home(store: Store) -> None:
    preferences.set_country(store, "BR")


def test_a_card_becomes_a_contact_in_one_step(store: Store) -> None:
    key = quick_entry.add(store, quick_entry.read(CARD, "BR"))
    shown = records.show(store, key)
    assert shown["name"] == "João Álvares"
    assert shown["affiliations"][0]["company"] == "Padaria São José Ltda."
    assert shown["phones"][0]["e164"] == "+5511987654321"
    assert shown["addresses"][0]["city"] == "São Paulo"
    assert [note["text"] for note in shown["notes"]] == ["Feliz Natal para todos"]
    store.undo()
    with pytest.raises(UserError):
        records.show(store, key)


def test_only_what_is_missing_is_added_however_it_is_written(store: Store) -> None:
    parts = {
        "phones": [{"label": "mobile", "value": "(11) 98765-4321"}],
        "affiliations": [{"company": "padaria são josé ltda."}],
        "addresses": [{"street": "Rua Augusta 1500", "postal_code": "01304001", "city": "SP"}],
    }
    key = records.add(store, "contact", {"given_name": "Joao", "family_name": "Alvares"}, parts)
    assert quick_entry.add_to(store, key, quick_entry.read(CARD, "BR"))
    shown = records.show(store, key)
    assert shown["name"] == "Joao Alvares"
    assert [phone["value"] for phone in shown["phones"]] == ["(11) 98765-4321"]
    assert [email["value"] for email in shown["emails"]] == ["joao@padaria.example"]
    assert len(shown["affiliations"]) == 1
    assert len(shown["addresses"]) == 1
    assert len(shown["notes"]) == 1
    assert not quick_entry.add_to(store, key, quick_entry.read(CARD, "BR"))
    store.undo()
    assert records.show(store, key)["emails"] == []


def test_who_has_no_name_gets_one(store: Store) -> None:
    key = records.add(store, "contact", {}, {"emails": [{"value": "joao@padaria.example"}]})
    assert quick_entry.add_to(store, key, quick_entry.read(CARD, "BR"))
    shown = records.show(store, key)
    assert shown["name"] == "João Álvares"
    assert len(shown["emails"]) == 1


def test_nothing_is_added_to_who_is_gone(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Ana"})
    records.delete(store, "contact", [key])
    with pytest.raises(UserError):
        quick_entry.add_to(store, key, quick_entry.read(CARD, "BR"))


@pytest.mark.parametrize(("text", "is_more"), [
    ("Ana Souza", False), ("Souza, Ana", False), ("mar", False), ("Order 12", False),
    ("Ana Souza +55 11 98888-1234", True), ("ana@x.example", True), ("Ana Souza, Clínica Boa Vida, Diretora", True),
    ("www.padaria.example", True), ("Ana\nSouza\nLtda", True),
])  # fmt: skip
def test_what_says_more_than_a_name(text: str, is_more: bool) -> None:
    assert quick_entry.says_more_than_a_name(text) is is_more


def test_only_a_card_in_the_clipboard_is_worth_an_offer() -> None:
    assert quick_entry.may_be_a_card(CARD)
    assert quick_entry.is_a_card(quick_entry.read(CARD, "BR"))
    assert not quick_entry.may_be_a_card("The invoice is due on Friday, please pay.")
    assert not quick_entry.may_be_a_card("joao@padaria.example")
    assert not quick_entry.may_be_a_card(CARD * 200)
    assert not quick_entry.is_a_card(quick_entry.read("5 of 12345678 things", "BR"))


@given(st.text(max_size=6000))
def test_whatever_is_pasted_can_be_read(text: str) -> None:
    card = quick_entry.read(text, "BR")
    quick_entry.says_more_than_a_name(text)
    quick_entry.looked_for(card)


def test_a_long_text_is_kept_whole_as_a_note() -> None:
    words = [f"word{number}" for number in range(3000)]
    card = quick_entry.read(CARD + "\n" + "\n".join(words), "BR")
    [note] = card.notes
    assert card.emails[0]["value"] == "joao@padaria.example"
    assert all(word in note["text"] for word in words[-2000:])
