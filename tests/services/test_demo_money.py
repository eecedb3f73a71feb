"""The money of the sample: all states that there are, figures that add up, and nothing where nobody is told of."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from crmdesk.domain.base import Record, now
from crmdesk.domain.deals import Deal, DealState
from crmdesk.domain.documents import Document
from crmdesk.domain.leads import Lead
from crmdesk.domain.products import Product
from crmdesk.services import (
    board,
    demo,
    documents,
    forecast,
    incentives,
    lead_lists,
    lead_scoring,
    numbering,
    payments,
    pipelines,
)
from crmdesk.services.demo_catalogue import told
from crmdesk.store import bulk
from crmdesk.store.store import Store

TODAY = date(2026, 11, 20)


@pytest.fixture
def sample(store: Store) -> Store:
    for _progress in demo.fill(store, 40, today=TODAY):
        pass
    return store


def rows(store: Store, record: type[Record]) -> list[dict[str, Any]]:
    with store.read() as session:
        return list(bulk.whole(session, record))


def test_everything_told_is_there(sample: Store) -> None:
    assert len(rows(sample, Deal)) == len(told("money")["deals"])
    assert len(rows(sample, Lead)) == len(told("money")["leads"])
    assert len(rows(sample, Product)) == len(told("products")["products"])
    assert {row["status"] for row in rows(sample, Lead)} == {"new", "working", "qualified", "lost"}
    papers = Counter((row["kind"], row["status"]) for row in rows(sample, Document))
    assert {("quote", status) for status in ("draft", "sent", "accepted", "declined")} <= papers.keys()
    assert {"order", "delivery", "invoice"} <= {kind for kind, _status in papers}


def test_figures_add_up(sample: Store) -> None:
    with sample.read() as session:
        for head in rows(sample, Document):
            found = documents.figures(head, documents.line_rows(session, head["id"]))
            assert (found.net, found.tax, found.total) == (head["net"], head["tax"], head["total"])
    open_ones = payments.receivables(sample, TODAY)
    assert [each.late > 0 for each in open_ones].count(True) >= 2
    assert any(0 < each.open < each.total for each in open_ones)
    assert numbering.gaps(sample) == []


def test_deals_have_a_past_that_ends_as_they_are(sample: Store) -> None:
    last = {row["deal_id"]: row for row in sorted(rows(sample, DealState), key=lambda row: row["at"])}
    for deal in rows(sample, Deal):
        state = last[deal["id"]]
        assert [state[name] for name in ("status", "stage_id", "amount")] == [
            deal[name] for name in ("status", "stage_id", "amount")
        ]
        assert deal["created_at"] <= state["at"] <= now()
    first = pipelines.all_of(sample)[0]
    columns = board.board(sample, first.id)
    assert all(column.cards for column in columns)
    assert {card.next_step is None for column in columns for card in column.cards} == {True, False}
    assert any(card.rot for column in columns for card in column.cards)
    assert all(passage.entered > 5 for passage in forecast.passages(sample, first.id))


def test_what_colleagues_look_at_is_not_empty(sample: Store) -> None:
    assert {line.target is not None for line in forecast.forecast(sample)} == {True, False}
    assert {line.colleague for line in incentives.statement(sample, "2026-11")} >= {"Bia", "Marek"}
    assert lead_scoring.scores(sample)
    assert [row.status for row in lead_lists.listing(sample, TODAY)].count(lead_lists.AGAIN) == 1
    weeks = forecast.week_by_week(sample, date(2026, 10, 1), date(2026, 12, 31), TODAY)
    assert len({then.expected["EUR"] for then in weeks}) > 4


def test_a_small_sample_has_what_its_people_have(store: Store) -> None:
    for _progress in demo.fill(store, 3):
        pass
    assert 0 < len(rows(store, Deal)) < 10
    assert rows(store, Product)
