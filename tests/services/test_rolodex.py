"""One glance shows what the record holds; typed names lead to the card that a reader would look for."""

import pytest

from crmdesk.services import activities, lookup, records, rolodex
from crmdesk.store.store import Store

PARTS = {
    "phones": [
        {"label": "work", "value": "11 3333-1000", "extension": "12"},
        {"label": "mobile", "value": "+55 11 98765-4321", "is_primary": True},
    ],
    "emails": [{"label": "work", "value": "joao@padaria.example"}],
    "addresses": [
        {"street": "Rua A, 1", "city": "Santos", "country": "BR"},
        {"street": "Rua Augusta, 1500", "city": "São Paulo", "country": "BR", "is_mailing": True},
    ],
    "affiliations": [{"company": "Padaria São José", "title": "Diretor"}, {"company": "Clube", "title": "Sócio"}],
    "opt_outs": [{"channel": "phone", "reason": "after 18h"}],
}


def add(store: Store, given: str, family: str) -> bytes:
    return records.add(store, "contact", {"given_name": given, "family_name": family})


def only(store: Store, kind: str = "contact") -> rolodex.Glance:
    (glance,) = rolodex.window(store, kind, None, 0, 9).cards
    return glance


def test_a_glance_at_a_person(store: Store) -> None:
    fields = {"given_name": "João", "family_name": "Álvares", "stage": "customer", "birthday": "--03-14"}
    key = records.add(store, "contact", fields, PARTS)
    records.add_tag(store, key, "Bakery")
    records.set_photo(store, key, "image/jpeg", b"\xff\xd8\xff")
    activities.log(store, [key], "call", "Confirmed")
    glance = only(store)
    assert (glance.name, glance.role, glance.company) == ("João Álvares", "Diretor", "Padaria São José")
    assert [phone["value"] for phone in glance.phones] == ["+55 11 98765-4321", "11 3333-1000"]
    assert glance.address[:2] == ["Rua Augusta, 1500", "São Paulo"]
    assert (glance.stage, glance.tags, glance.photo) == (("customer", "Customer"), ["Bakery"], b"\xff\xd8\xff")
    assert glance.refusals[0]["reason"] == "after 18h"
    assert glance.summary.last_any is not None


def test_a_glance_at_a_company(store: Store) -> None:
    records.add(
        store, "company", {"name": "Padaria", "industry": "Bakery", "stage": "lead"}, {"phones": PARTS["phones"]}
    )
    glance = only(store, "company")
    assert (glance.name, glance.role, glance.company, len(glance.phones)) == ("Padaria", "Bakery", "", 2)


def test_the_cost_is_a_dozen_statements_however_many_cards(store: Store) -> None:
    def statements(size: int) -> int:
        asked: list[str] = []
        store.connection.set_trace_callback(asked.append)
        assert len(rolodex.window(store, "contact", None, 0, size).cards) == size
        store.connection.set_trace_callback(None)
        return len(asked)

    for number in range(30):
        records.add(store, "contact", {"given_name": f"Ana {number}"}, PARTS)
    rolodex.window(store, "contact", None, 0, 1)
    assert statements(30) <= statements(2) < 30


def test_cards_of_a_set_keep_their_places_when_one_is_deleted(store: Store) -> None:
    ids = [add(store, name, "Silva") for name in ("Ana", "Bia", "Caio")]
    records.delete(store, "contact", [ids[1]])
    names = [glance.name for glance in rolodex.window(store, "contact", ids, 0, 9).cards]
    assert names == ["Ana Silva", "", "Caio Silva"]


@pytest.mark.parametrize("chosen", [False, True])
def test_typing_finds_the_family_name_then_the_spoken_name(store: Store, chosen: bool) -> None:
    people = [
        ("Ana", "Álvares"),
        ("Rui", "Alves"),
        ("Eva", "Dias"),
        ("Zoe", "Silva Santos"),
        ("Ana", "Silva"),
        ("Bo", "Zé"),
    ]
    for given, family in people:
        add(store, given, family)
    listed = lookup.window(store, "contact", 0, 99)
    ids = [row.id for row in listed] if chosen else None
    names = [row.filed_as for row in listed]
    assert names == ["Álvares, Ana", "Alves, Rui", "Dias, Eva", "Silva, Ana", "Silva Santos, Zoe", "Zé, Bo"]
    for typed, found in (
        ("a", "Álvares, Ana"), ("ALV", "Álvares, Ana"), ("alve", "Alves, Rui"), ("silva s", "Silva Santos, Zoe"),
        ("silva a", "Silva, Ana"), ("silva, a", "Silva, Ana"), ("eva", "Dias, Eva"), ("rui al", "Alves, Rui"),
        ("ze", "Zé, Bo"),
    ):  # fmt: skip
        place, is_found = rolodex.jump(store, "contact", ids, typed)
        assert (names[place], is_found) == (found, True), typed
    place, is_found = rolodex.jump(store, "contact", ids, "mxx")
    assert (names[place], is_found) == ("Silva, Ana", False)
    assert rolodex.jump(store, "contact", ids, "zzz") == (6, False)


def test_short_sets_are_put_in_the_order_of_names(store: Store) -> None:
    ids = [add(store, name, "") for name in ("Caio", "Ana", "Bia")]
    assert rolodex.in_order(store, ids) == [ids[1], ids[2], ids[0]]
    assert rolodex.position(store, "contact", [ids[1], ids[2]], ids[2]) == 1
    assert rolodex.position(store, "contact", [ids[1]], ids[2]) is None
