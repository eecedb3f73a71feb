"""Money that comes in: in parts, for several, too much, on account; and what invoices look like meanwhile."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.services import (
    accounts,
    document_steps,
    documents,
    invoices,
    merging,
    money,
    numbering,
    payments,
    purchases,
    records,
)
from crmdesk.services.documents import Line
from crmdesk.services.payments import Money
from crmdesk.store.store import Store

DAY, LATER = date(2026, 11, 1), date(2026, 11, 22)
PAID = Money("2026-11-20", "Bank", "Ref 7")


@pytest.fixture
def ana(store: Store) -> bytes:
    numbering.count_plainly(store)
    money.set_currency(store, "EUR")
    return records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})


def invoiced(store: Store, who: bytes, amount: str, due: str = "2026-11-10", **head: object) -> bytes:
    key = documents.make(store, "invoice", [Line(name="Oven", unit_price=Decimal(amount), taxes=())],
                         contact_id=who, due_on=due, **head)  # fmt: skip
    document_steps.send(store, key, DAY)
    return key


def status(store: Store, key: bytes, today: date = LATER) -> tuple[str, int]:
    row = invoices.look(store, key, today).row
    return row.status, row.open


def test_in_parts_and_too_much(store: Store, ana: bytes) -> None:
    key = invoiced(store, ana, "100")
    assert status(store, key, DAY) == ("sent", 10_000)
    assert status(store, key) == ("overdue", 10_000)
    payments.record(store, key, 4_000, "2026-11-05")
    assert status(store, key, DAY) == ("part", 6_000)
    shares, rest = payments.spread([(key, 6_000)], 7_500)
    payments.take(store, PAID, shares, rest)
    assert status(store, key) == ("paid", 0)
    with store.read() as session:
        assert payments.on_account(session, ana) == {"EUR": 1_500}
    assert accounts.statement(store, ana)[-1].balance == -1_500
    assert store.undo() == "Record payment"
    assert status(store, key, DAY) == ("part", 6_000)


def test_what_was_paid_twice_is_not_late(store: Store, ana: bytes) -> None:
    key = invoiced(store, ana, "100", due="2026-10-01")
    payments.record(store, key, 25_000, "2026-11-01")
    (found,) = payments.receivables(store, LATER)
    assert (found.open < 0, found.late) == (True, 0)
    assert payments.by_age([found]) == {"EUR": [found.open, 0, 0, 0, 0]}


def test_several_by_one_and_what_is_on_account(store: Store, ana: bytes) -> None:
    one, two = invoiced(store, ana, "100"), invoiced(store, ana, "50")
    payments.put_on_account(store, ana, 3_000, "EUR", PAID)
    assert payments.use_account(store, two) == 3_000
    shares, rest = payments.spread([(one, 10_000), (two, 2_000)], 11_000)
    assert (shares, rest) == ([(one, 10_000), (two, 1_000)], 0)
    payments.take(store, PAID, shares)
    assert [status(store, key)[1] for key in (one, two)] == [0, 1_000]
    payments.put_on_account(store, ana, 5_000, "EUR", PAID)
    assert payments.use_account(store, two) == 1_000
    with store.read() as session:
        assert payments.on_account(session, ana) == {"EUR": 4_000}
    payments.put_on_account(store, ana, -4_000, "EUR", Money("2026-11-21"))
    assert accounts.statement(store, ana)[-1].balance == 0
    with pytest.raises(UserError, match="Nothing is on account"):
        payments.use_account(store, two)


def test_what_is_no_payment(store: Store, ana: bytes) -> None:
    bia = records.add(store, "contact", {"given_name": "Bia"})
    one, other, dollars = (
        invoiced(store, ana, "1"),
        invoiced(store, bia, "1"),
        invoiced(store, ana, "1", currency="USD"),
    )
    for shares, words in (([(one, 0)], "Nothing was paid"), ([(one, 1), (other, 1)], "one customer"),
                          ([(one, 1), (dollars, 1)], "one currency")):  # fmt: skip
        with pytest.raises(UserError, match=words):
            payments.take(store, PAID, shares)
    with pytest.raises(UserError, match="write day, month and year"):
        payments.take(store, Money("2026"), [(one, 1)])
    assert accounts.statement(store, bia)[-1].balance == 100


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), st.integers(0, 80_000))
def test_a_sum_is_spread_whole_and_never_over_what_is_open(left: list[int], amount: int) -> None:
    open_ones = [(bytes([place]), each) for place, each in enumerate(left)]
    shares, rest = payments.spread(open_ones, amount)
    assert sum(part for _key, part in shares) + rest == amount
    assert all(0 < part <= dict(open_ones)[key] for key, part in shares)
    assert rest == max(amount - sum(left), 0)


def test_fees_deposits_and_credit_count(store: Store, ana: bytes) -> None:
    key = invoiced(store, ana, "100", deposit=Decimal(30))
    assert status(store, key) == ("overdue", 7_000), "as it is printed: the deposit was paid"
    accounts.remind(store, key, LATER, fee=500)
    look = invoices.look(store, key, LATER)
    assert (look.row.open, look.fees, look.row.reminders) == (7_500, 500, 1)
    assert accounts.statement(store, ana)[-1].balance == 7_500
    assert accounts.to_remind(store, date(2026, 12, 2)) == [], "the day that the letter named is not over"
    ((_late, step),) = accounts.to_remind(store, date(2026, 12, 3))
    assert step == 2
    accounts.waive_fee(store, look.reminders[0]["id"])
    assert status(store, key)[1] == 7_000
    credit = document_steps.follow(store, key, "credit")
    document_steps.send(store, credit, LATER)
    assert status(store, key)[0] == "over"
    assert status(store, credit)[0] == "credit"


def test_lists_and_what_somebody_bought(store: Store, ana: bytes) -> None:
    paid, late = invoiced(store, ana, "100"), invoiced(store, ana, "20")
    payments.record(store, paid, 10_000, "2026-11-09")
    documents.make(store, "invoice", [Line(name="Tray", unit_price=Decimal(1))], contact_id=ana)
    found = invoices.listing(store, LATER)
    assert [row.status for row in found.rows] == ["draft", "overdue", "paid"]
    assert found.counts == {"all": 3, "open": 1, "overdue": 1, "draft": 1, "paid": 1}
    assert [row.id for row in invoices.listing(store, LATER, "overdue", "lima").rows] == [late]
    assert invoices.listing(store, LATER, "open", "somebody").rows == []
    told = purchases.of(store, ana, LATER)
    assert (told.summary.bought, told.summary.since, told.summary.open) == (
        {"EUR": 12_000}, "2026-11-01", {"EUR": 2_000},
    )  # fmt: skip
    assert [(each.name, each.quantity, each.amount) for each in told.products] == [("Oven", "2", 12_000)]
    assert told.years == {"2026": {"EUR": 12_000}}
    assert len(told.received) == 1
    money.set_rate(store, "JPY", "2026-01-01", Decimal("0.006"))
    key = documents.make(
        store, "invoice", [Line(name="Fan", unit_price=Decimal(15_000), taxes=())], contact_id=ana, currency="JPY"
    )
    document_steps.send(store, key, LATER)
    told = purchases.of(store, ana, LATER)
    assert (told.currency, told.summary.bought) == ("EUR", {"EUR": 12_000, "JPY": 15_000}), "120 euros are more"
    assert [each.name for each in told.products] == ["Oven", "Fan"]


def test_whoever_is_merged_keeps_what_is_owed(store: Store, ana: bytes) -> None:
    twin = records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})
    key = invoiced(store, twin, "100")
    payments.put_on_account(store, twin, 2_000, "EUR", PAID)
    merging.merge(store, ana, [twin])
    assert invoices.look(store, key, LATER).row.customer == ana
    assert payments.use_account(store, key) == 2_000
    assert accounts.statement(store, ana)[-1].balance == 8_000
