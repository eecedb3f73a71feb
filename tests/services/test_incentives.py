"""Who earned what, and who owes what: to the cent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.deals import DealProduct
from crmdesk.domain.errors import UserError
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.money_tiers import Tier, earned, line_by_line
from crmdesk.services import (
    accounts,
    deals,
    document_steps,
    documents,
    incentives,
    money,
    numbering,
    payments,
    products,
    records,
)
from crmdesk.services.documents import Line
from crmdesk.services.incentives import Plan
from crmdesk.store import bulk
from crmdesk.store.store import Store

DAY = date(2026, 11, 3)
TIERS = [Tier(0, Decimal(5)), Tier(100_000, Decimal("7.5")), Tier(300_000, Decimal(10))]


@pytest.fixture
def ana(store: Store) -> bytes:
    money.set_currency(store, "EUR")
    numbering.count_plainly(store)
    return records.add(store, "contact", {"given_name": "Ana"})


def test_what_lies_above_a_tier_earns_more() -> None:
    assert [earned(base, TIERS) for base in (0, 100_000, 100_001, 300_000, 400_000)] == [
        0,
        5_000,
        5_000,
        20_000,
        30_000,
    ]
    assert earned(-100_000, TIERS) == -5_000


@given(st.lists(st.integers(-(10**6), 10**6), max_size=12))
def test_lines_are_the_month(bases: list[int]) -> None:
    assert sum(line_by_line(bases, TIERS)) == earned(sum(bases), TIERS)


def won(store: Store, name: str, amount: int, on: date, who: str = "Rui", **more: object) -> bytes:
    key = deals.add(store, name, amount=amount, responsible=who, **more)
    deals.win(store, key, on=on)
    return key


def test_a_statement_of_what_was_won(store: Store, ana: bytes) -> None:
    tiers = [(tier.start, tier.percent) for tier in TIERS]
    incentives.save_plan(store, Plan("Sales", tuple(tiers), {"Rui": None, "Zoe": None}))
    won(store, "Oven", 80_000, date(2026, 11, 2))
    shop = won(store, "Shop", 100_001, date(2026, 11, 5))
    won(store, "Yen", 5_000, date(2026, 11, 5), currency="JPY")
    won(store, "Later", 5_000, date(2026, 12, 5))
    won(store, "Nobody's", 5_000, date(2026, 11, 5), who="Max")
    incentives.set_shares(store, shop, {"Rui": Decimal("33.3"), "Zoe": Decimal("66.7")})
    lines = [(line.colleague, line.what, line.base, line.amount) for line in incentives.statement(store, "2026-11")]
    assert lines == [("Rui", "Oven", 80_000, 4_000), ("Rui", "Shop", 33_300, 1_998), ("Zoe", "Shop", 66_701, 3_335)]
    with pytest.raises(UserError, match="not 100"):
        incentives.set_shares(store, shop, {"Rui": Decimal(50)})
    with pytest.raises(UserError, match="begins at nothing"):
        incentives.save_plan(store, Plan("Wrong", ((5, Decimal(5)),), {"Rui": None}))


def invoiced(store: Store, ana: bytes, deal: bytes | None = None) -> bytes:
    lines = [Line(name="Oven", unit_price=Decimal(1000), taxes=(Tax("VAT", Decimal(19)),))]
    key = documents.make(store, "invoice", lines, contact_id=ana, deal_id=deal, due_on="2026-11-13")
    document_steps.send(store, key, DAY)
    return key


def test_a_statement_of_what_was_paid(store: Store, ana: bytes) -> None:
    incentives.save_plan(store, Plan("Paid", ((0, Decimal(10)),), {"Rui": None}, earned="paid"))
    deal = deals.add(store, "Oven", amount=100_000, responsible="Rui")
    key = invoiced(store, ana, deal)
    payments.record(store, key, 59_500, "2026-11-20")
    payments.record(store, key, 59_500, "2026-12-20")
    (line,) = incentives.statement(store, "2026-11")
    assert (line.what, line.base, line.amount) == ("I-2026-0001", 50_000, 5_000)
    assert len(incentives.statement(store, "2026-12")) == 1


def test_what_is_left_after_costs(store: Store, ana: bytes) -> None:
    ten = ((0, Decimal(10)),)
    incentives.save_plan(store, Plan("Won", ten, {"Rui": None}, measure="margin"))
    incentives.save_plan(store, Plan("Paid", ten, {"Rui": Decimal(20)}, earned="paid", measure="margin"))
    oven = products.add(store, {"name": "Oven", "price": "1000", "cost": "600"})
    deal = won(store, "Oven", 200_000, date(2026, 11, 2))
    with store.write("Products") as session:
        row = {"deal_id": deal, "product_id": oven, "name": "Oven", "quantity": "2"}
        bulk.insert(session, DealProduct, [row])
    assert [line.base for line in incentives.statement(store, "2026-11")] == [80_000]
    lines = [
        Line(product_id=oven, quantity=Decimal(2), taxes=(Tax("VAT", Decimal(19)),)),
        Line(name="Way", unit_price=Decimal(100), cost=Decimal(30), taxes=()),
        Line(product_id=oven, is_optional=True, taxes=()),
    ]
    key = documents.make(store, "invoice", lines, contact_id=ana, deal_id=deal)
    document_steps.send(store, key, DAY)
    payments.record(store, key, 248_000, "2026-11-20")
    told = {line.plan: (line.base, line.amount) for line in incentives.statement(store, "2026-11")}
    assert told == {"Won": (77_000, 7_700), "Paid": (87_000, 17_400)}
    assert incentives.statement(store, "2026-11", "Zoe") == []


def test_plans_come_back_as_they_were_saved(store: Store, ana: bytes) -> None:
    plan = Plan("A", ((0, Decimal(1)), (5, Decimal("2.5"))), {"Rui": Decimal(3)}, "paid", "margin", "EUR")
    key = incentives.save_plan(store, plan)
    (kept,) = incentives.plans(store)
    assert kept == replace(plan, id=key)
    incentives.save_plan(store, replace(kept, name="B", members={"Zoe": None}))
    assert [(each.name, each.members) for each in incentives.plans(store)] == [("B", {"Zoe": None})]
    incentives.remove_plan(store, key)
    assert incentives.plans(store) == []
    with pytest.raises(UserError, match="somebody"):
        incentives.save_plan(store, replace(plan, members={" ": None}))


def test_the_account_of_a_customer(store: Store, ana: bytes) -> None:
    key = invoiced(store, ana)
    payments.record(store, key, 19_000, "2026-11-20", reference="First part")
    moves = [(move.kind, move.what, move.amount, move.balance) for move in accounts.statement(store, ana)]
    assert moves == [
        ("invoice", "I-2026-0001", 119_000, 119_000), ("payment", "First part", -19_000, 100_000),
    ]  # fmt: skip


def test_three_letters_and_no_more(store: Store, ana: bytes) -> None:
    key = invoiced(store, ana)
    assert accounts.to_remind(store, date(2026, 11, 19)) == []
    with pytest.raises(UserError, match="is late"):
        accounts.remind(store, key, date(2026, 11, 13))
    for day, step in ((date(2026, 11, 20), 1), (date(2026, 12, 4), 2), (date(2026, 12, 18), 3)):
        ((found, wanted),) = accounts.to_remind(store, day)
        assert (found.id, wanted) == (key, step)
        assert accounts.remind(store, key, day, fee=500) == step
        assert accounts.to_remind(store, day) == []
    with pytest.raises(UserError, match="All reminders"):
        accounts.remind(store, key, date(2027, 1, 1))
    payments.record(store, key, 120_500, "2027-01-02")  # with the fees
    with pytest.raises(UserError, match="is late"):
        accounts.remind(store, key, date(2027, 1, 3))
