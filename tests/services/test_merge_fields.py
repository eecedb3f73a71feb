"""What letters and labels can say of someone."""

import time
from typing import Any

import pytest

from crmdesk.domain import merge
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import text_id
from crmdesk.services import addressing, custom, merge_fields, preferences, records, sender
from crmdesk.services.cards import Writer
from crmdesk.services.demo import cards
from crmdesk.store.store import Store

HOME = {"label": "work", "street": "Rua Augusta, 1500", "postal_code": "01304-001", "city": "São Paulo",
        "region": "SP", "country": "BR"}  # fmt: skip
PARTS: dict[str, list[dict[str, Any]]] = {
    "phones": [
        {"label": "fax", "value": "11 3000-0000"},
        {"label": "work", "value": "11 3333-1000", "extension": "12"},
        {"label": "mobile", "value": "11 98765-4321"},
    ],
    "emails": [{"label": "home", "value": "j@home.example"}, {"label": "work", "value": "joao@padaria.example"}],
    "links": [{"label": "work", "value": "https://padaria.example"}],
    "addresses": [HOME],
    "affiliations": [{"company": "Padaria São José", "title": "Diretor", "department": "Vendas"}],
}


@pytest.fixture(autouse=True)
def home(store: Store) -> None:
    preferences.set_country(store, "DE")


def joao(store: Store) -> bytes:
    names = {"prefix": "Sr.", "given_name": "João", "family_name": "Álvares", "birthday": "1980-02-29", "stage": "lead"}
    return records.add(store, "contact", names, PARTS)


def values(store: Store, *keys: bytes) -> dict[bytes, dict[str, str]]:
    with store.read() as session:
        return merge_fields.values(session, keys)


def test_all_that_a_card_says(store: Store) -> None:
    key = joao(store)
    texts = values(store, key)[key]
    assert texts.pop("today")
    place = texts.pop("address")
    assert place.splitlines()[0] == HOME["street"]
    who, label = {"Sr. João Álvares", "Padaria São José"}, texts.pop("label").splitlines()
    assert (set(label[:2]), label[2:]) == (who, place.splitlines())
    assert texts == {
        "name": "Sr. João Álvares",
        "filed_as": "Álvares, João",
        "salutation": "Dear Mr Álvares,",
        "prefix": "Sr.",
        "first_name": "João",
        "last_name": "Álvares",
        "company": "Padaria São José",
        "job_title": "Diretor",
        "department": "Vendas",
        "street": "Rua Augusta, 1500",
        "city": "São Paulo",
        "region": "SP",
        "postal_code": "01304-001",
        "country": "Brazil",
        "country_code": "BR",
        "phone": "11 3333-1000 ext. 12",
        "work_phone": "11 3333-1000 ext. 12",
        "mobile": "11 98765-4321",
        "fax": "11 3000-0000",
        "email": "j@home.example",
        "web": "https://padaria.example",
        "birthday": "Feb 29, 1980",
        "stage": "Lead",
    }
    assert set(texts) <= merge.KEYS


def test_a_company_works_for_none_and_who_is_gone_is_left_out(store: Store) -> None:
    company, key = records.add(store, "company", {"name": "Forno"}), joao(store)
    records.delete(store, "contact", [key])
    found = values(store, company, key)
    assert set(found) == {company}
    assert found[company]["name"] == found[company]["label"] == "Forno"
    assert "company" not in found[company]


def test_who_wants_no_post_has_an_address_all_the_same(store: Store) -> None:
    parts = {"addresses": [HOME], "opt_outs": [{"channel": "post"}]}
    key = records.add(store, "contact", {"given_name": "Ana"}, parts)
    assert values(store, key)[key]["label"].startswith("Ana\nRua Augusta")


def test_fields_of_ones_own(store: Store) -> None:
    key, friend = joao(store), records.add(store, "contact", {"given_name": "Rui"})
    for name, kind, value in (
        ("Member since", Kind.DATE, "2020-05-01"),
        ("Friend", Kind.LINK, text_id(friend)),
        ("Allergies", Kind.CHOICES, "nuts\nmilk"),
    ):
        field = custom.add_field(store, "contacts", name, kind, ("nuts", "milk") if kind is Kind.CHOICES else ())
        records.set_custom(store, key, field, value)
    texts = values(store, key)[key]
    assert texts["custom.Member since"] == "May 1, 2020"
    assert texts["custom.Friend"] == "Rui"
    assert texts["custom.Allergies"] == "nuts, milk"
    with store.read() as session:
        added = merge_fields.all_fields(session)[len(merge.FIELDS) :]
    assert [field.key for field in added] == ["custom.Member since", "custom.Friend", "custom.Allergies"]


def test_the_own_business_is_the_same_for_all(store: Store) -> None:
    me = records.add(store, "company", {"name": "Forno Supplies"}, {"addresses": [{**HOME, "country": "DE"}]})
    sender.choose(store, me)
    key = joao(store)
    texts = values(store, key)[key]
    assert texts["own.name"] == "Forno Supplies"
    assert texts["own.label"].splitlines()[:2] == ["Forno Supplies", "Rua Augusta, 1500"]
    assert {name for name in texts if name.startswith("own.")} <= merge.KEYS


def test_one_question_a_table_for_many(store: Store, size: int) -> None:
    count = 1_000 * size
    with store.write("Import") as session:
        writer = Writer(session, "BR")
        keys = [writer.add(card) for card in cards(count)]
        writer.flush()
    started = time.thread_time()
    found = values(store, *keys)
    spent = time.thread_time() - started
    with store.read() as session:
        started = time.thread_time()
        assert len(list(addressing.addressed(session, keys))) == len(found) >= count
        bare = time.thread_time() - started
    print(f"values of {len(found)}: {spent:.2f} s, their addresses alone {bare:.2f} s")
    assert spent < 3 * bare + 0.1


def test_fewer_fields_are_the_same_fields(store: Store) -> None:
    key = joao(store)
    every = values(store, key)[key]
    with store.read() as session:
        for name, text in every.items():
            assert merge_fields.values(session, [key], {name})[key][name] == text
        assert "phone" not in merge_fields.values(session, [key], {"name"})[key]
