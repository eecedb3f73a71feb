"""Deals looked up by any field, written down in one line, changed many at once; stages that go."""

from typing import Any

import pytest

from crmdesk.domain.criteria import All, AnyOf, Condition, Node, Not, These
from crmdesk.domain.deals import Deal
from crmdesk.domain.errors import UserError
from crmdesk.domain.terms import can_describe, describe
from crmdesk.services import activities, board, deal_entry, deals, lookup, money, pipelines, records, terms
from crmdesk.services.pipelines import StageRow
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import visible


@pytest.fixture
def stages(store: Store) -> list[bytes]:
    money.set_currency(store, "EUR")
    rows = [StageRow("Asked", 10, 14), StageRow("Offered", 50, 7, required=("source", "amount")), StageRow("Near", 90)]
    pipelines.save(store, "Sales", rows)
    return [row.id or b"" for row in pipelines.all_of(store)[0].stages]


def names(store: Store, where: Node) -> list[str]:
    (pipeline,) = pipelines.all_of(store)
    return [card.name for column in board.board(store, pipeline.id, where=where) for card in column.cards]


def listed(store: Store, *statuses: str) -> list[tuple[str, bytes]]:
    (pipeline, *_more) = pipelines.all_of(store)
    return [(card.name, card.stage_id) for card in board.listing(store, pipeline.id, statuses)]


def one(store: Store, key: bytes) -> dict[str, Any]:
    with store.read() as session:
        return next(bulk.fetch(session, Deal, "id", [key]))


class TestLookup:
    @pytest.fixture
    def sample(self, store: Store, stages: list[bytes]) -> None:
        store.author = "Zoe"
        lisbon = records.add(store, "company", {"name": "Padaria"}, {"addresses": [{"city": "Lisboa"}]})
        ana = records.add(store, "contact", {"given_name": "Ana", "family_name": "Reis"})
        deals.add(store, "Oven", stages[0], amount=120_000, company_id=lisbon, responsible="Zoe")
        deals.add(store, "Mixer", stages[0], amount=900, contact_id=ana, responsible="Rui", expected_on="2026-12-01")
        deals.add(store, "Yen", stages[2], amount=1_000, currency="JPY")
        activities.plan(store, [ana], "call", "Ask", "2027-01-05", deal_id=deals.add(store, "Called", stages[2]))

    @pytest.mark.usefixtures("sample")
    @pytest.mark.parametrize(
        ("field", "operator", "value", "found"),
        [
            ("responsible", "is", "@me", ["Oven"]),
            ("responsible", "is not", "@me", ["Mixer", "Yen", "Called"]),
            ("responsible", "empty", True, ["Yen", "Called"]),
            ("amount", "after", 999, ["Oven", "Yen"]),
            ("amount", "between", (9, 1200), ["Oven", "Mixer", "Yen"]),
            ("amount", "is", 1000, ["Yen"]),
            ("amount", "empty", True, ["Called"]),
            ("amount", "before", 9.5, ["Mixer"]),
            ("name", "contains", "OVE", ["Oven"]),
            ("expected_on", "before", "2027-01-01", ["Mixer"]),
            ("next_step", "empty", True, ["Oven", "Mixer", "Yen"]),
            ("next_step", "after", "2027-01-01", ["Called"]),
            ("company:addresses.city", "is", "lisboa", ["Oven"]),
            ("company:addresses.city", "is not", "lisboa", ["Mixer", "Yen", "Called"]),
            ("contact:family_name", "starts", "re", ["Mixer"]),
        ],
    )
    def test_by_any_field(self, store: Store, field: str, operator: str, value: Any, found: list[str]) -> None:
        assert names(store, Condition(field, operator, value)) == found

    @pytest.mark.usefixtures("sample")
    def test_joined(self, store: Store, stages: list[bytes]) -> None:
        mine, near = Condition("responsible", "is", "@me"), Condition("stage_id", "is", stages[2].hex())
        assert names(store, AnyOf((mine, near))) == ["Oven", "Yen", "Called"]
        assert names(store, All((Not(near), Not(mine)))) == ["Mixer"]
        (oven, *_more) = board.board(store, pipelines.all_of(store)[0].id)[0].cards
        assert names(store, These((oven.id,))) == ["Oven"]
        with pytest.raises(UserError, match="no field"):
            names(store, Condition("colour", "is", "red"))

    @pytest.mark.usefixtures("sample")
    def test_in_words(self, store: Store, stages: list[bytes]) -> None:
        known = {term.path: term for term in terms.terms(store, "deal")}
        tests = (
            (Condition("responsible", "is", "@me"), "Responsible is me"),
            (Condition("stage_id", "is", stages[0].hex()), "Stage is Asked"),
            (Condition("company:addresses.city", "is", "Lisboa"), "Company: City is Lisboa"),
            (Condition("next_step", "empty", True), "without next step"),
        )
        for node, words in tests:
            assert can_describe(node, known)
            assert describe(node, known) == words
        assert len({term.label for term in known.values()}) == len(known)
        assert terms.offered(store, "deal", "company:addresses.city", "li") == [("Lisboa", 1)]
        assert terms.offered(store, "deal", "responsible", "r") == [("Rui", 1)]


class TestEntry:
    def test_the_first_deal_of_a_file(self, store: Store) -> None:
        before = visible(store)
        (home,) = pipelines.shown(store)
        key = deal_entry.add(store, "Oven", home.stages[1].id, new="Padaria Nova", amount=5)
        assert [stage.id for stage in pipelines.all_of(store)[0].stages] == [stage.id for stage in home.stages]
        assert one(store, key)["stage_id"] == home.stages[1].id
        (company,) = lookup.find(store, "padaria nova")
        assert one(store, key)["company_id"] == company.id
        assert deal_entry.known(store, "PADARIA nova") == company.id
        store.undo()
        assert visible(store) == before

    def test_whose_it_is(self, store: Store, stages: list[bytes]) -> None:
        ana = records.add(store, "contact", {"given_name": "Ana"}, {"affiliations": [{"company": "Padaria"}]})
        (padaria,) = lookup.find(store, "Padaria", kind="company")
        found = one(store, deal_entry.add(store, "Oven", stages[0], ana))
        assert (found["contact_id"], found["company_id"]) == (ana, padaria.id)
        assert found["responsible"] == (store.author or None)
        assert one(store, deal_entry.add(store, "", stages[0], padaria.id, "Padaria"))["name"] == "Padaria"
        with pytest.raises(UserError, match="no name"):
            deal_entry.add(store, " ")


class TestManyAtOnce:
    def test_each_is_one_step(self, store: Store, stages: list[bytes]) -> None:
        keys = [deals.add(store, name, stages[0], amount=5) for name in "abc"]
        last = deals.add(store, "d", stages[2])
        for text, act in (
            ("Move 2 deals", lambda: deals.move(store, keys[:2], stages[2], last)),
            ("Change 3 deals", lambda: deals.change(store, keys, expected_on="2027-01-01", responsible="Rui")),
            ("Win 3 deals", lambda: deals.win(store, keys)),
            ("Delete 3 deals", lambda: deals.delete(store, keys)),
        ):
            before = visible(store)
            act()
            assert visible(store) != before
            assert store.undo() == text
            assert visible(store) == before
        deals.move(store, [keys[2], keys[0]], stages[2], last)
        assert [name for name, stage in listed(store, "open") if stage == stages[2]] == ["d", "c", "a"]

    def test_what_is_told_on_the_way_fills_gaps_only(self, store: Store, stages: list[bytes]) -> None:
        rich = deals.add(store, "rich", stages[0], amount=5, currency="JPY", source="Fair")
        poor = deals.add(store, "poor", stages[0])
        assert deals.missing(store, [rich], stages[1]) == []
        assert deals.missing(store, [rich, poor], stages[1]) == ["source", "amount"]
        with pytest.raises(UserError, match="Offered needs first: source, amount"):
            deals.move(store, [rich, poor], stages[1])
        deals.move(store, [rich, poor], stages[1], told={"source": "Web", "amount": 700, "currency": "USD"})
        told = [
            (one(store, key)["source"], one(store, key)["amount"], one(store, key)["currency"]) for key in (rich, poor)
        ]
        assert told == [("Fair", 5, "JPY"), ("Web", 700, "USD")]


class TestStages:
    def test_one_goes_and_its_deals_stay(self, store: Store, stages: list[bytes]) -> None:
        key, won = deals.add(store, "a", stages[0]), deals.add(store, "b", stages[0])
        deals.win(store, won)
        assert pipelines.open_deals(store, stages[0]) == 1
        before = visible(store)
        pipelines.remove_stage(store, stages[0], stages[2])
        assert {one(store, each)["stage_id"] for each in (key, won)} == {stages[2]}
        assert [stage.id for stage in pipelines.all_of(store)[0].stages] == stages[1:]
        store.undo()
        assert visible(store) == before
        with pytest.raises(UserError, match="deleted"):
            pipelines.remove_stage(store, stages[0], b"x" * 16)

    def test_pipelines_come_and_go(self, store: Store, stages: list[bytes]) -> None:
        with pytest.raises(UserError, match="at least one"):
            pipelines.archive(store, pipelines.all_of(store)[0].id)
        key = pipelines.save(store, "Service", pipelines.fresh_stages())
        assert [row.name for row in pipelines.all_of(store)] == ["Sales", "Service"]
        pipelines.archive(store, key)
        assert pipelines.archived(store) == [(key, "Service")]
        pipelines.archive(store, key, archived=False)
        assert [row.name for row in pipelines.shown(store)] == ["Sales", "Service"]
