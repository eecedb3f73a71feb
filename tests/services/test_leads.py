"""Leads earn points, go to colleagues in turn, and become deals in one step."""

from datetime import date

import pytest

from crmdesk.domain.base import now
from crmdesk.domain.card import Card
from crmdesk.domain.criteria import Condition
from crmdesk.domain.errors import UserError
from crmdesk.services import activities, deals, lead_assignment, lead_lists, lead_scoring, leads, money, records
from crmdesk.services.lead_assignment import Assignment, set_colleague
from crmdesk.services.lead_scoring import Rule
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
    lead_scoring.set_rules(
        store,
        [
            Rule("German", 10, where=Condition("addresses.country", "is", "DE")),
            Rule("Calls", 5, activity="call", most=12),
            Rule("Lately", 3, days=7),
        ],
    )
    assert lead_scoring.scores(store) == {ana: {"German": 10, "Calls": 12, "Lately": 3}}
    assert rui not in lead_scoring.scores(store)
    lead_scoring.set_rules(store, [])
    assert lead_scoring.scores(store) == {}


def test_they_go_to_who_fits_in_turn(store: Store, ana: bytes) -> None:
    set_colleague(store, "Max", ["DE 2", "AT"], ["Ovens"])
    set_colleague(store, "Zoe", ["DE"], ["ovens", "Shops"])
    set_colleague(store, "Away", is_away=True)
    lead_assignment.set_rules(store, [Assignment("Ovens", skill="Ovens"), Assignment("Rest", people=("Boss",))])
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
    for day, status in ((date(2027, 5, 31), "lost"), (date(2027, 6, 1), lead_lists.AGAIN)):
        assert [(row.id, row.status) for row in lead_lists.listing(store, day)] == [(key, status)]


def test_somebody_new_is_a_lead_at_once(store: Store) -> None:
    set_colleague(store, "Max", ["DE"])
    lead_assignment.set_rules(store, [Assignment("All", how="one", people=("Zoe", "Max"))])
    card = Card(fields={"given_name": "Eva"}, emails=[{"label": "work", "value": "eva@shop.example"}])
    before = visible(store)
    key = leads.add_person(store, card, "Mixer", form="Website")
    (row,) = lead_lists.listing(store, date(2026, 11, 20))
    assert (row.id, row.name, row.subject, row.form, row.responsible) == (key, "Eva", "Mixer", "Website", "Zoe")
    assert store.undo() == "Add lead"
    assert visible(store) == before


def test_a_list_tells_all_of_them(store: Store, ana: bytes) -> None:
    records.set_value(store, "contacts", ana, "rating", 4)
    lead_scoring.set_rules(store, [Rule("German", 10, where=Condition("addresses.country", "is", "DE"))])
    first, second, third = (leads.add(store, ana, name) for name in ("A", "B", "C"))
    leads.set_status(store, second, "working")
    leads.lose(store, third, "Price", "2026-11-01")
    rows = {row.id: row for row in lead_lists.listing(store, date(2026, 11, 20))}
    assert [rows[key].status for key in (first, second, third)] == ["new", "working", lead_lists.AGAIN]
    assert (rows[first].points, rows[first].why, rows[first].rating) == (10, (("German", 10),), 4)
    counts = lead_lists.counts(list(rows.values()))
    assert (counts["open"], counts["lost"], counts[lead_lists.AGAIN]) == (3, 1, 1)
    assert [row.id for row in rows.values() if lead_lists.fits(row, "open")] == [third, second, first]
    leads.set_status(store, third, "new")
    assert lead(store, third)["lost_reason"] is None
    assert [row.status for row in lead_lists.of(store, ana, date(2026, 11, 20))] == ["new", "working", "new"]


def test_who_works_nowhere_yet_gets_a_company(store: Store, ana: bytes) -> None:
    key = leads.add(store, ana, "Oven")
    deal = leads.qualify(store, key, company=" Bäckerei  Ana ", amount=100)
    with store.read() as session:
        made = deals.get(session, deal)
    assert made["contact_id"] == ana
    assert records.show(store, ana)["affiliations"][0]["company"] == "Bäckerei Ana"
    assert store.undo() == "Qualify lead"
    assert records.show(store, ana)["affiliations"] == []


def test_rules_come_back_as_they_were_set(store: Store, ana: bytes) -> None:
    wanted = [Rule("Calls", 5, activity="call", most=12), Rule("Off", 1, days=3, is_on=False)]
    lead_scoring.set_rules(store, wanted)
    assert lead_scoring.rules(store) == wanted
    assert lead_scoring.matches(store, Rule("All", 1)) == (1, ["Ana"])
    mine = [Assignment("Mine", skill="Ovens", people=("Max", "Zoe"), how="one")]
    lead_assignment.set_rules(store, mine)
    assert lead_assignment.rules(store) == mine
    assert lead_assignment.matches(store, mine[0]) == (1, ["Ana"])
