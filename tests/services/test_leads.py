"""Leads earn points, go to colleagues in turn, and become deals in one step."""

import pytest

from crmdesk.domain.base import now
from crmdesk.domain.criteria import All, Condition
from crmdesk.domain.errors import UserError
from crmdesk.services import activities, deals, leads, money, records
from crmdesk.services.leads import Rule
from crmdesk.store.store import Store
from tests.store.template import visible


def person(store: Store, name: str, country: str = "DE", code: str = "20095") -> bytes:
    key = records.add(store, "contact", {"given_name": name, "stage": "lead"})
    records.add_part(store, "addresses", key, {"city": "X", "country": country, "postal_code": code})
    return key


@pytest.fixture
def ana(store: Store) -> bytes:
    money.set_currency(store, "EUR")
    return person(store, "Ana")


def lead(store: Store, key: bytes) -> leads.Row:
    with store.read() as session:
        return leads.get(session, key)


def test_points_by_field_and_behaviour(store: Store, ana: bytes) -> None:
    rui = person(store, "Rui", "PT")
    for _number in range(3):
        activities.log(store, [ana], "call")
    leads.set_scoring(
        store,
        [
            Rule("German", 10, where=Condition("addresses.country", "is", "DE")),
            Rule("Calls", 5, activity="call", most=12),
            Rule("Lately", 3, days=7),
        ],
    )
    assert leads.scores(store) == {ana: {"German": 10, "Calls": 12, "Lately": 3}}
    assert rui not in leads.scores(store)
    leads.set_scoring(store, [])
    assert leads.scores(store) == {}


def test_they_go_to_who_fits_in_turn(store: Store, ana: bytes) -> None:
    leads.set_colleague(store, "Max", ["DE 2", "AT"], ["Ovens"])
    leads.set_colleague(store, "Zoe", ["DE"], ["ovens", "Shops"])
    leads.set_colleague(store, "Away", is_away=True)
    leads.set_assignment(store, [("Ovens", "contact", All(), "Ovens", ()), ("Rest", "contact", All(), "", ("Boss",))])
    given = [lead(store, leads.add(store, ana, "Oven"))["responsible"] for _number in range(4)]
    assert given == ["Max", "Zoe", "Max", "Zoe"]
    munich, lisbon = person(store, "B", "DE", "80331"), person(store, "C", "PT")
    assert lead(store, leads.add(store, munich))["responsible"] == "Zoe"
    assert lead(store, leads.add(store, lisbon))["responsible"] == "Boss"


def test_a_lead_becomes_a_deal_in_one_step(store: Store, ana: bytes) -> None:
    key = leads.add(store, ana, " Three ovens ", form="Web page")
    before = visible(store)
    deal = leads.qualify(store, key, amount=500_000)
    with store.read() as session:
        made = deals.get(session, deal)
    assert (made["name"], made["amount"], made["contact_id"]) == ("Three ovens", 500_000, ana)
    assert (lead(store, key)["status"], lead(store, key)["deal_id"]) == ("qualified", deal)
    assert records.show(store, ana)["fields"]["stage"] == "prospect"
    with pytest.raises(UserError, match="closed already"):
        leads.qualify(store, key)
    assert store.undo() == "Qualify lead"
    assert visible(store) == before


def test_who_is_lost_is_asked_again(store: Store, ana: bytes) -> None:
    key = leads.add(store, ana, "Oven")
    with pytest.raises(UserError, match="why"):
        leads.lose(store, key, " ")
    with pytest.raises(UserError, match="no date"):
        leads.lose(store, key, "Price", "soon")
    leads.lose(store, key, "Price", "2027-06-01")
    assert lead(store, key)["closed_at"] <= now()
    assert leads.to_ask_again(store, "2027-05-31") == []
    assert [row["id"] for row in leads.to_ask_again(store, "2027-06-01")] == [key]
