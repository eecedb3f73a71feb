"""Deals move, end and begin again; each state is kept, and sums are exact."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from crmdesk.domain.activities import Activity
from crmdesk.domain.deals import Deal, DealState, Stage
from crmdesk.domain.errors import UserError
from crmdesk.services import (
    activities,
    activity_sets,
    board,
    deals,
    document_steps,
    documents,
    forecast,
    money,
    pipelines,
    records,
)  # fmt: skip
from crmdesk.services.activity_sets import SetStep
from crmdesk.services.pipelines import StageRow
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import visible


@pytest.fixture
def stages(store: Store) -> list[bytes]:
    money.set_currency(store, "EUR")
    rows = [
        StageRow("Asked", 10, 14),
        StageRow("Offered", 50, 7, required=("amount", "expected_on")),
        StageRow("Near", 90),
    ]
    key = pipelines.save(store, "Sales", rows)
    return [row.id or b"" for each in pipelines.all_of(store) if each.id == key for row in each.stages]


def columns(store: Store, **more: object) -> list[list[str]]:
    (pipeline,) = pipelines.all_of(store)
    return [[card.name for card in column.cards] for column in board.board(store, pipeline.id, **more)]  # type: ignore[arg-type]


def states(store: Store, key: bytes) -> list[tuple[str, int | None, int]]:
    with store.read() as session:
        rows = sorted(bulk.fetch(session, DealState, "deal_id", [key]), key=lambda row: row["at"])
    return [(row["status"], row["amount"], row["probability"]) for row in rows]


def one(store: Store, key: bytes) -> deals.Row:
    with store.read() as session:
        return deals.get(session, key)


def test_the_first_deal_makes_the_usual_pipeline(store: Store) -> None:
    deals.add(store, "Oven")
    (pipeline,) = pipelines.all_of(store)
    assert [stage.probability for stage in pipeline.stages] == [10, 25, 50, 75]
    assert columns(store) == [["Oven"], [], [], []]
    assert store.undo() == "Add deal Oven"
    assert pipelines.all_of(store) == []


def test_cards_stand_where_they_are_put(store: Store, stages: list[bytes]) -> None:
    a, b, c = (deals.add(store, name) for name in "ABC")
    deals.move(store, c, stages[0])
    assert columns(store)[0] == ["C", "A", "B"]
    deals.move(store, c, stages[0], after=a)
    assert columns(store)[0] == ["A", "C", "B"]
    deals.move(store, a, stages[2], after=None)
    deals.move(store, b, stages[2], after=a)
    assert columns(store) == [["C"], [], ["A", "B"]]
    assert store.undo() == "Move deal"
    assert columns(store) == [["C", "B"], [], ["A"]]


def test_equal_places_of_two_laptops_part_again(store: Store, stages: list[bytes]) -> None:
    keys = [deals.add(store, name) for name in "ABCD"]
    with store.write("As two laptops") as session:
        bulk.update(session, Deal, keys[:3], {"position": "V"})
    deals.move(store, keys[3], stages[0], after=keys[1])
    assert columns(store)[0] == ["A", "B", "D", "C"]


def test_a_stage_asks_for_what_it_needs(store: Store, stages: list[bytes]) -> None:
    key = deals.add(store, "Oven")
    with pytest.raises(UserError, match="Offered needs first: amount, expected close"):
        deals.move(store, key, stages[1])
    deals.change(store, key, amount=500, expected_on="2026-12-24")
    deals.move(store, key, stages[1])
    assert states(store, key) == [("open", None, 10), ("open", 500, 10), ("open", 500, 50)]
    deals.change(store, key, text="Nothing that counts")
    assert len(states(store, key)) == 3


def test_won_lost_and_opened_again(store: Store, stages: list[bytes]) -> None:
    key = deals.add(store, "Oven", stages[0], amount=1000)
    with pytest.raises(UserError, match="why"):
        deals.lose(store, key, " ")
    deals.lose(store, key, "Price", "Acme", "2027-06-01", on=date(2026, 12, 1))
    found = one(store, key)
    assert (found["status"], found["lost_reason"], found["competitor"], found["ask_again_on"], found["closed_on"]) == (
        "lost", "Price", "Acme", "2027-06-01", "2026-12-01",
    )  # fmt: skip
    assert columns(store)[0] == []
    with pytest.raises(UserError, match="already"):
        deals.win(store, key)
    deals.reopen(store, key)
    deals.win(store, key)
    assert states(store, key) == [("open", 1000, 10), ("lost", 1000, 0), ("open", 1000, 10), ("won", 1000, 100)]


def test_parts_of_a_deal_are_the_deal(store: Store, stages: list[bytes]) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    key = deals.add(store, "Shop", stages[0], amount=1000, contact_id=ana)
    before = visible(store)
    part = deals.split(store, key, 300, "Shop, second half")
    assert (one(store, key)["amount"], one(store, part)["amount"], one(store, part)["parent_id"]) == (700, 300, key)
    with store.read() as session:
        assert deals.contacts(session, part) == [(ana, None)]
    with pytest.raises(UserError, match="less than the whole"):
        deals.split(store, key, 700, "x")
    store.undo()
    assert visible(store) == before
    again = deals.clone(store, key)
    assert columns(store)[0] == ["Shop", "Shop"]
    assert one(store, again)["amount"] == 1000


def test_sums_are_of_each_currency_and_rounded_once(store: Store, stages: list[bytes]) -> None:
    for amount in (101, 101, 103):
        deals.add(store, "x", stages[0], amount=amount)
    deals.add(store, "yen", stages[0], amount=1000, currency="JPY", probability=33)
    (pipeline,) = pipelines.all_of(store)
    sums = board.board(store, pipeline.id)[0].sums
    assert (sums["EUR"].count, sums["EUR"].amount, sums["EUR"].weighted) == (3, 305, 31)
    assert (sums["JPY"].amount, sums["JPY"].weighted) == (1000, 330)
    few = board.board(store, pipeline.id, wanted=lambda card: card.currency == "JPY")
    assert list(few[0].sums) == ["JPY"]


def test_what_is_left_lying_rots(store: Store, stages: list[bytes]) -> None:
    key = deals.add(store, "Oven", stages[0])
    (pipeline,) = pipelines.all_of(store)
    later = datetime.now().astimezone() + timedelta(days=20, hours=1)
    (card,) = board.board(store, pipeline.id, at=later)[0].cards
    assert (card.days, card.rot, card.next_step) == (20, 6, None)
    with store.write("Plan") as session:
        bulk.insert(session, Activity, [{"deal_id": key, "starts": "2027-01-05"}])
        done = int((later - timedelta(days=1)).timestamp() * 1000)
        bulk.insert(session, Activity, [{"deal_id": key, "done_at": done}])
    (card,) = board.board(store, pipeline.id, at=later)[0].cards
    assert (card.rot, card.next_step) == (0, "2027-01-05")
    assert card.days <= 1


def test_a_quote_of_a_deal_in_one_act(store: Store, stages: list[bytes]) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    key = deals.add(store, "Oven", stages[0], amount=123456, contact_id=ana)
    quote = document_steps.from_deal(store, key)
    with store.read() as session:
        head = documents.get(session, quote)
    assert (head["total"], head["deal_id"], head["contact_id"], head["name"]) == (123456, key, ana, "Oven")


class TestForecast:
    def test_by_month_quarter_and_person(self, store: Store, stages: list[bytes]) -> None:
        deals.add(store, "a", stages[0], amount=1000, expected_on="2026-11-05", responsible="Ana")
        deals.add(store, "b", stages[2], amount=2000, expected_on="2026-11-30", responsible="Rui")
        deals.add(store, "c", stages[2], amount=500, expected_on="2026-12-01", forecast="committed", responsible="Ana")
        deals.add(store, "d", stages[2], amount=9999, expected_on="2026-12-01", forecast="left out")
        won = deals.add(store, "e", stages[0], amount=700, expected_on="2027-05-01", responsible="Ana")
        deals.win(store, won, on=date(2026, 11, 20))
        november, december = forecast.forecast(store)
        assert (november.period, november.deals, november.won) == ("2026-11", 3, 700)
        assert (november.committed, november.weighted, november.best) == (700, 2600, 3700)
        assert (december.committed, december.weighted, december.best) == (500, 450, 500)
        (quarter,) = forecast.forecast(store, "quarter")
        assert (quarter.period, quarter.best) == ("2026-Q4", 4200)
        people = {
            line.group: line.best
            for line in forecast.forecast(store, by="responsible", first="2026-11", last="2026-11")
        }
        assert people == {"Ana": 1700, "Rui": 2000}
        assert [line.group for line in forecast.forecast(store, "quarter", by="pipeline_id")] == ["Sales"]

    def test_targets(self, store: Store, stages: list[bytes]) -> None:
        deals.add(store, "a", stages[0], amount=1000, expected_on="2026-11-05", responsible="Ana")
        forecast.set_target(store, "2026-11", 5000)
        forecast.set_target(store, "2026-11", 3000, colleague="Ana")
        assert [line.target for line in forecast.forecast(store)] == [5000]
        assert [line.target for line in forecast.forecast(store, by="responsible")] == [3000]

    def test_week_by_week_it_is_as_it_was_seen(self, store: Store, stages: list[bytes]) -> None:
        key = deals.add(store, "a", stages[0], amount=1000, expected_on="2026-11-05")
        with store.write("Long ago") as session:
            rows = list(bulk.fetch(session, DealState, "deal_id", [key]))
            bulk.update(session, DealState, [rows[0]["id"]], {"at": board.moment_of("2026-10-01")})
        deals.change(store, key, probability=80)
        with store.write("Later") as session:
            rows = sorted(bulk.fetch(session, DealState, "deal_id", [key]), key=lambda row: row["at"])
            bulk.update(session, DealState, [rows[1]["id"]], {"at": board.moment_of("2026-10-15")})
        seen = forecast.week_by_week(store, date(2026, 11, 1), date(2026, 11, 30), date(2026, 10, 22), 4)
        assert [(then.day, then.expected) for then in seen] == [
            ("2026-10-01", {"EUR": (100, 1000)}),
            ("2026-10-08", {"EUR": (100, 1000)}),
            ("2026-10-15", {"EUR": (800, 1000)}),
            ("2026-10-22", {"EUR": (800, 1000)}),
        ]

    def test_conversion_and_speed(self, store: Store, stages: list[bytes]) -> None:
        keys = [deals.add(store, str(number), stages[0], amount=1, expected_on="2026-12-01") for number in range(4)]
        for key in keys[:3]:
            deals.move(store, key, stages[1])
        deals.win(store, keys[0])
        deals.lose(store, keys[1], "Price")
        (pipeline,) = pipelines.all_of(store)
        asked, offered, near = forecast.passages(store, pipeline.id)
        assert (asked.entered, asked.went_on, asked.lost) == (4, 3, 0)
        assert (offered.entered, offered.went_on, offered.won, offered.lost) == (3, 1, 1, 1)
        assert near.entered == 0


def test_a_stage_begins_its_set_of_activities(store: Store, stages: list[bytes]) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    steps = [SetStep("call", "Ask how it went", day=3)]
    begun = activity_sets.save(store, "Offered", steps)
    (pipeline,) = pipelines.all_of(store)
    first, second, third = pipeline.stages
    pipelines.save(store, "Sales", [first, second, replace(third, set_id=begun)], pipeline.id)
    key = deals.add(store, "Oven", stages[0], contact_id=ana)
    before = visible(store)
    deals.move(store, key, stages[2])
    (card,) = board.board(store, pipeline.id)[2].cards
    assert card.next_step == (date.today() + timedelta(days=3)).isoformat()  # noqa: DTZ011
    assert [doing.words for doing in activities.of_record(store, ana)] == ["Ask how it went"]
    store.undo()
    assert visible(store) == before


def test_a_stage_with_deals_does_not_go(store: Store, stages: list[bytes]) -> None:
    deals.add(store, "Oven", stages[0])
    (pipeline,) = pipelines.all_of(store)
    with pytest.raises(UserError, match="open deals"):
        pipelines.save(store, "Sales", pipeline.stages[1:], pipeline.id)
    pipelines.save(store, "Sales", pipeline.stages[:2], pipeline.id)
    with store.read() as session:
        assert len(list(bulk.fetch(session, Stage, "pipeline_id", [pipeline.id]))) == 2
