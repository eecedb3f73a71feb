"""Deals and price books of people who are merged, deleted, brought back or looked at."""

from pathlib import Path

import pytest

from crmdesk.domain.deals import DealContact
from crmdesk.domain.leads import Lead
from crmdesk.domain.prices import PriceBookUse
from crmdesk.domain.receipts import Payment
from crmdesk.domain.values.rich_text import Rich
from crmdesk.services import (
    deal_parts,
    deals,
    document_steps,
    documents,
    exporting,
    history,
    importing,
    merging,
    money,
    notes,
    prices,
    records,
    trash,
)
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import another, brought, visible


@pytest.fixture
def ana(store: Store) -> bytes:
    money.set_currency(store, "EUR")
    return records.add(store, "contact", {"given_name": "Ana"})


def owners(store: Store, record: type[DealContact | Lead | PriceBookUse]) -> list[bytes]:
    with store.read() as session:
        return [row["owner_id"] for row in bulk.whole(session, record)]


def filled(store: Store, who: bytes) -> bytes:
    key = deals.add(store, "Oven", contact_id=who, amount=100)
    prices.use_book(store, prices.add_book(store, "Dealers"), who)
    deal_parts.add_product(store, key, "Tray")
    notes.add(store, key, Rich("Has a cellar"))
    with store.write("Lead") as session:
        bulk.insert(session, Lead, [{"owner_id": who, "subject": "Asked at the fair"}])
    return key


def test_of_two_who_are_merged_one_stays_in_the_deal(store: Store, ana: bytes) -> None:
    other = records.add(store, "contact", {"given_name": "Ana"})
    key = filled(store, other)
    deal_parts.add_contact(store, key, ana, "user")
    before = visible(store)
    merging.merge(store, ana, [other])
    with store.read() as session:
        assert deals.get(session, key)["contact_id"] == ana
        assert deals.contacts(session, key) == [(ana, "user")]
    assert owners(store, Lead) == owners(store, PriceBookUse) == [ana]
    store.undo()
    assert visible(store) == before


def test_quotes_and_payments_go_to_who_is_kept(store: Store, ana: bytes) -> None:
    other = records.add(store, "contact", {"given_name": "Ana"})
    firm, same = (records.add(store, "company", {"name": name}) for name in ("Forno", "Forno Ltda"))
    quote = document_steps.from_deal(store, deals.add(store, "Oven", contact_id=other, company_id=same, amount=100))
    with store.write("Payment") as session:
        rows = [{"contact_id": other, "company_id": same, "amount": 500, "currency": "EUR", "paid_on": "2026-11-20"}]
        bulk.insert(session, Payment, rows)
    before = visible(store)
    merging.merge(store, ana, [other])
    merging.merge(store, firm, [same])
    with store.read() as session:
        head, (payment,) = documents.get(session, quote), list(bulk.whole(session, Payment))
    assert (head["contact_id"], head["company_id"]) == (payment["contact_id"], payment["company_id"]) == (ana, firm)
    assert store.orphans() == []
    store.undo()
    store.undo()
    assert visible(store) == before


def test_who_is_deleted_goes_from_the_deal_and_comes_back(store: Store, ana: bytes) -> None:
    key = filled(store, ana)
    before = visible(store)
    records.delete(store, "contact", [ana])
    assert owners(store, DealContact) == owners(store, Lead) == []
    with store.read() as session:
        assert deals.get(session, key)["name"] == "Oven", "money does not go with a person"
    store.undo()
    assert visible(store) == before


def test_their_history_tells_of_it(store: Store, ana: bytes) -> None:
    filled(store, ana)
    assert {"Lead", "Contact of a deal", "Use of a price book"} <= {
        entry.what for entry in history.of_record(store, ana)
    }


def test_all_of_it_travels(store: Store, ana: bytes, tmp_path: Path, template: Path) -> None:
    filled(store, ana)
    other = another(template, tmp_path)
    for work in (exporting.export(store, tmp_path / "all.json", "json"), importing.run(other, [tmp_path / "all.json"])):
        assert all(0 <= progress.done <= 1 for progress in work)
    assert brought(other) == brought(store)
    other.close()


def test_money_stays_when_people_are_gone_for_good(store: Store, ana: bytes) -> None:
    key = filled(store, ana)
    quote = document_steps.from_deal(store, key)
    document_steps.send(store, quote)
    records.delete(store, "contact", [ana])
    assert trash.empty(store) == 1
    assert store.orphans() == []
    with store.read() as session:
        assert deals.get(session, key)["contact_id"] is None
        assert documents.get(session, quote)["address"] == "Ana", "as it was printed"
