"""Contracts: their terms, what becomes of them by themselves, and what one is reminded of once."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.domain.receipts import Contract
from crmdesk.services import contracts, records, tasks
from crmdesk.store import bulk
from crmdesk.store.store import Store

TODAY = date(2026, 11, 22)


def care(store: Store, **values: Any) -> bytes:
    usual = {"name": "Oven care", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "currency": "EUR"}
    return contracts.add(store, **{**usual, **values})


def one(store: Store, today: date = TODAY) -> contracts.ContractRow:
    (row,) = contracts.listing(store, today)
    return row


def test_a_year_that_goes_on_by_itself(store: Store) -> None:
    key = care(store, notice=30, renews=12, amount=12_000, period="month")
    row = one(store)
    assert (row.state, row.notice_on, row.per_year) == ("notice", "2026-12-01", 144_000)
    assert one(store, date(2026, 3, 1)).state == "running"
    row = one(store, date(2028, 2, 1))
    assert (row.state, row.ends_on, row.notice_on) == ("renewed", "2028-12-31", "2028-12-01")
    assert contracts.give_notice(store, key, TODAY) == "2026-12-31"
    assert (one(store).state, one(store, date(2027, 1, 1)).state) == ("ending", "ended")
    assert contracts.renew(store, key, TODAY) == "2027-12-31"
    assert one(store).ends_on == "2027-12-31"
    assert store.undo() == "Renew contract"
    assert one(store).ends_on == "2026-12-31"


def test_what_cannot_be(store: Store) -> None:
    for values, words in (({"name": " "}, "no name"), ({"ends_on": "2025-12-31"}, "end before"),
                          ({"starts_on": "2026"}, "day, month and year"), ({"notice": -1}, "less than nothing"),
                          ({"currency": "XXA"}, "no currency"), ({"colour": 1}, "no field")):  # fmt: skip
        with pytest.raises(UserError, match=words):
            care(store, **values)
    key = care(store, ends_on=None)
    with pytest.raises(UserError, match="no end"):
        contracts.renew(store, key, TODAY)


def test_one_is_reminded_once_for_each_term(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    key = care(store, notice=30, renews=12, contact_id=ana, remind=14)
    assert contracts.plan(store, date(2026, 11, 16)) == 0
    assert contracts.plan(store, date(2026, 11, 17)) == 1
    assert contracts.plan(store, TODAY) == 0
    (task,) = tasks.listing(store, TODAY)["overdue"]
    (row,) = tasks.rows(store, [task])
    assert row is not None
    assert (row.subject, row.people) == ("Renew or give notice: Oven care", ("Ana",))
    assert contracts.plan(store, date(2027, 11, 18)) == 1, "of the next term"
    contracts.remove(store, key)
    assert contracts.plan(store, date(2028, 11, 18)) == 0


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.integers(1, 60), st.integers(0, 5000))
def test_a_term_that_goes_on_holds_today_and_no_more(end: date, months: int, days: int) -> None:
    today = end + timedelta(days=days)
    row = {"ends_on": end.isoformat(), "renews": months}
    found = contracts.term_end(row, today)
    assert found
    assert found >= today
    assert found == end or contracts.months_later(found, -months) < today or found.day < end.day


def test_it_is_declared_with_all_that_is_set(store: Store) -> None:
    key = care(store, reference="C-7", text="Twice a year")
    with store.read() as session:
        (row,) = bulk.fetch(session, Contract, "id", [key])
    assert (row["reference"], row["text"], row["remind"]) == ("C-7", "Twice a year", contracts.REMIND)
