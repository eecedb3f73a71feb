"""What hangs on deals: contacts with roles, checked points, products, shares, notes, and what is done for them."""

from decimal import Decimal

import pytest

from crmdesk.domain.criteria import Condition, Value
from crmdesk.domain.deals import DealContact, DealProduct
from crmdesk.domain.errors import UserError
from crmdesk.domain.values.rich_text import Rich
from crmdesk.services import (
    activities,
    criteria,
    deal_lists,
    deal_looks,
    deal_parts,
    deals,
    elsewhere,
    history,
    money,
    notes,
    pipelines,
    prices,
    products,
    records,
    terms,
    trash,
)
from crmdesk.services.activities import NextStep
from crmdesk.services.pipelines import StageRow
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import visible


@pytest.fixture
def company(store: Store) -> bytes:
    money.set_currency(store, "EUR")
    rows = [StageRow("Asked", 10, 5, checklist=("Measured", "Photos")), StageRow("Offered", 50, 9)]
    pipelines.save(store, "Sales", rows)
    return records.add(store, "company", {"name": "Forno"})


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})


@pytest.fixture
def deal(store: Store, company: bytes, ana: bytes) -> bytes:
    return deals.add(store, "Oven", company_id=company, contact_id=ana, amount=1_000_00)


def stages(store: Store) -> list[bytes]:
    return [row.id or b"" for each in pipelines.all_of(store) for row in each.stages]


class TestContacts:
    def test_with_roles(self, store: Store, deal: bytes, company: bytes, ana: bytes) -> None:
        bia = records.add(store, "contact", {"given_name": "Bia"})
        deal_parts.add_contact(store, deal, bia, "user")
        deal_parts.set_role(store, deal, ana, "decision maker")
        people = deal_looks.look(store, deal).people
        assert [(one.name, one.role, one.is_main) for one in people] == [
            ("Forno", "", True), ("Ana Lima", "decision maker", True), ("Bia", "user", False),
        ]  # fmt: skip

    def test_who_is_removed_makes_room_for_the_next(self, store: Store, deal: bytes, ana: bytes) -> None:
        bia = records.add(store, "contact", {"given_name": "Bia"})
        deal_parts.add_contact(store, deal, bia)
        before = visible(store)
        deal_parts.remove_contact(store, deal, ana)
        assert deal_looks.look(store, deal).deal["contact_id"] == bia
        assert store.undo() == "Remove contact from deal"
        assert visible(store) == before

    def test_somebody_else_in_the_same_role(self, store: Store, deal: bytes, ana: bytes) -> None:
        bia = records.add(store, "contact", {"given_name": "Bia"})
        deal_parts.set_role(store, deal, ana, "user")
        deal_parts.replace_contact(store, deal, ana, bia)
        look = deal_looks.look(store, deal)
        assert [(one.name, one.role) for one in look.people] == [("Forno", ""), ("Bia", "user")]
        assert look.deal["contact_id"] == bia

    def test_somebody_new_of_the_company(self, store: Store, deal: bytes, company: bytes) -> None:
        key = deal_parts.add_new_contact(store, deal, "Cy Okafor", "technical")
        assert deal_looks.look(store, deal).people[-1].name == "Cy Okafor"
        assert [place["company"] for place in records.show(store, key)["affiliations"]] == ["Forno"]
        assert store.undo() == "Add contact to deal"
        assert [person.name for person in deal_looks.look(store, deal).people] == ["Forno", "Ana Lima"]

    def test_nobody_who_is_not_there(self, store: Store, deal: bytes) -> None:
        with pytest.raises(UserError):
            deal_parts.add_contact(store, deal, b"x" * 16)


class TestPoints:
    def test_are_checked_and_unchecked(self, store: Store, deal: bytes) -> None:
        (asked, _offered) = stages(store)
        deal_parts.check(store, deal, asked, "Photos", is_done=True)
        assert deal_looks.look(store, deal).stages[0].points == (("Measured", False), ("Photos", True))
        deal_parts.check(store, deal, asked, "Photos", is_done=False)
        assert deal_looks.look(store, deal).stages[0].points == (("Measured", False), ("Photos", False))
        deal_parts.check(store, deal, asked, "Photos", is_done=True)
        assert deal_looks.look(store, deal).stages[0].points[1] == ("Photos", True)


class TestProducts:
    def test_have_the_price_of_the_customer(self, store: Store, deal: bytes, company: bytes) -> None:
        oven = products.add(store, {"name": "Deck oven", "sku": "OVEN-3", "price": "899.00", "currency": "EUR"})
        book = prices.add_book(store, "Dealers", currency="EUR")
        prices.set_price(store, book, oven, Decimal(800))
        prices.use_book(store, book, company)
        deal_parts.add_product(store, deal, "oven-3")
        deal_parts.add_product(store, deal, "A hood of our own")
        first, second = deal_looks.look(store, deal).products
        assert (first.name, first.unit_price, first.amount) == ("Deck oven", "800", 800_00)
        assert (second.name, second.amount, second.product_id) == ("A hood of our own", 0, None)

    def test_come_to_a_sum_that_is_exact(self, store: Store, deal: bytes) -> None:
        line = deal_parts.add_product(store, deal, "Tray", quantity="3", price="33.335")
        deal_parts.change_product(store, line, discount="10")
        look = deal_looks.look(store, deal)
        assert look.products_sum == 90_00  # 3 × 33.335 × 0.9 = 90.0045
        deal_parts.change_product(store, line, quantity="")
        assert deal_looks.look(store, deal).products[0].quantity == "1"
        deal_parts.remove_product(store, line)
        assert deal_looks.look(store, deal).products == ()

    @pytest.mark.parametrize("wrong", [{"discount": "101"}, {"name": ""}, {"quantity": "many"}])
    def test_refuse_what_makes_no_sense(self, store: Store, deal: bytes, wrong: dict[str, str]) -> None:
        line = deal_parts.add_product(store, deal, "Tray")
        before = visible(store)
        with pytest.raises(UserError):
            deal_parts.change_product(store, line, **wrong)
        assert visible(store) == before


class TestShares:
    def test_what_is_left_is_the_responsibles(self, store: Store, deal: bytes) -> None:
        deals.change(store, deal, responsible="Ana")
        deal_parts.share(store, deal, "Bia", "30")
        assert deal_looks.look(store, deal).shares == (("Ana", "70"), ("Bia", "30"))
        deal_parts.share(store, deal, "Bia", "45.5")
        assert deal_looks.look(store, deal).shares == (("Ana", "54.5"), ("Bia", "45.5"))
        deal_parts.share(store, deal, "Bia", "0")
        assert deal_looks.look(store, deal).shares == ()

    @pytest.mark.parametrize("percent", ["101", "-1"])
    def test_are_at_most_all(self, store: Store, deal: bytes, percent: str) -> None:
        with pytest.raises(UserError):
            deal_parts.share(store, deal, "Bia", percent)


class TestActivities:
    def test_of_a_deal_are_with_whom_it_is_with(self, store: Store, deal: bytes, ana: bytes) -> None:
        key = activities.plan(store, [deal], "call", "Ask for the drawing", "2030-01-01")
        (doing,) = activities.of_record(store, ana)
        assert (doing.id, doing.deal) == (key, (deal, "Oven"))
        activities.complete(store, key, next_step=NextStep("visit", "Measure", "2030-01-03"))
        assert [each.words for each in activities.of_record(store, deal)] == ["Measure", "Ask for the drawing"]
        step = deal_looks.look(store, deal).summary.next_step
        assert step is not None
        assert step.words == "Measure", "the next step follows with its deal"

    def test_of_nobody_are_refused(self, store: Store, deal: bytes) -> None:
        with pytest.raises(UserError):
            activities.log(store, [deal, b"x" * 16])

    def test_a_deal_without_anybody_has_them_too(self, store: Store) -> None:
        alone = deals.add(store, "Nobody's")
        activities.log(store, [alone], "to-do", "Thought about it")
        assert [each.words for each in activities.of_record(store, alone)] == ["Thought about it"]

    def test_without_next_step(self, store: Store, deal: bytes) -> None:
        other = deals.add(store, "Mixer")
        activities.plan(store, [other], "call", "Ask")
        with store.read() as session:
            rows, count = deal_lists.aimless(session, 5)
        assert ([row.name for row in rows], count) == (["Oven"], 1)


class TestHistory:
    def test_tells_amounts_as_money_and_names_for_ids(self, store: Store, deal: bytes, company: bytes) -> None:
        deals.change(store, deal, amount=1_250_50)
        deals.move(store, deal, stages(store)[1])
        for owner in (deal, company):
            changed = {
                entry.field: (entry.before, entry.after)
                for entry in history.of_record(store, owner)
                if entry.kind == "changed"
            }
            assert changed["Amount"] == ("€1,000.00", "€1,250.50")
            assert changed["Stage"] == ("Asked", "Offered")

    def test_parts_are_told_by_what_they_are(self, store: Store, deal: bytes, ana: bytes) -> None:
        deal_parts.add_product(store, deal, "Tray", quantity="2.5", price="3")
        deal_parts.share(store, deal, "Bia", "30")
        told = {(entry.what, entry.part) for entry in history.of_record(store, deal)}
        assert {("Product of a deal", "2.5 × Tray"), ("Share in a deal", "Bia 30 %")} <= told
        of_ana = {(entry.what, entry.part) for entry in history.of_record(store, ana)}
        assert ("Contact of a deal", "Oven") in of_ana

    def test_where_it_was_is_moved_and_not_restored(self, store: Store, deal: bytes) -> None:
        deals.change(store, deal, amount=5, name="Big oven")
        can = {entry.field: entry.can_restore for entry in history.of_record(store, deal) if entry.kind == "changed"}
        assert can == {"Amount": False, "Name": True}

    def test_won_and_lost_stand_with_the_customer(self, store: Store, deal: bytes, ana: bytes) -> None:
        deals.lose(store, deal, "Too dear")
        deals.reopen(store, deal)
        deals.win(store, deal)
        assert [doing.words for doing in activities.of_record(store, ana)] == [
            "Deal won: Oven", "Deal reopened: Oven", "Deal lost: Oven",
        ]  # fmt: skip
        assert activities.of_record(store, ana)[2].text == "€1,000.00 · Too dear"
        store.undo()
        assert len(activities.of_record(store, ana)) == 2


class TestTrash:
    def test_a_deal_goes_with_its_parts_and_comes_back(self, store: Store, deal: bytes) -> None:
        deal_parts.add_product(store, deal, "Tray")
        notes.add(store, deal, Rich("Has a cellar"))
        before = visible(store)
        deals.delete(store, [deal])
        with store.read() as session:
            assert not list(bulk.whole(session, DealProduct))
            assert not list(bulk.whole(session, DealContact))
        (entry,) = trash.deleted(store, "oven")
        assert (entry.kind, entry.name, entry.step) == ("deal", "Oven", "Delete deal")
        assert trash.restore(store, [("deal", deal)]) == 1
        assert visible(store) == before
        assert [note["text"] for note in deal_looks.look(store, deal).shown["notes"]] == ["Has a cellar"]

    def test_for_good_leaves_nothing_that_leads_there(self, store: Store, deal: bytes, ana: bytes) -> None:
        activities.log(store, [deal], "call", "Asked")
        part = deals.split(store, deal, 100, "Half")
        deals.delete(store, [deal])
        assert trash.empty(store) == 1
        assert store.orphans() == []
        assert deal_looks.look(store, part).parent is None
        assert [doing.words for doing in activities.of_record(store, ana)] == ["Asked"]


class TestFinding:
    def test_by_name_and_customer(self, store: Store, deal: bytes) -> None:
        deals.win(store, deals.add(store, "Old oven"))
        assert [row.name for row in deal_lists.find(store, "ÓVEN", 5)] == ["Oven", "Old oven"]
        assert [row.name for row in deal_lists.find(store, "forno", 5)] == ["Oven"]
        assert deal_lists.find(store, "nothing", 5) == []
        (found, *_rest) = elsewhere.find(store, "oven")
        assert (found.section, found.key, found.detail) == ("deals", deal, "Forno · Asked")
        assert [one.name for one in elsewhere.recent(store, [deal, b"x" * 16])] == ["Oven"]

    def test_of_a_customer_the_open_ones_first(self, store: Store, deal: bytes, ana: bytes) -> None:
        deals.win(store, deals.add(store, "Done", contact_id=ana))
        later = deals.add(store, "Later", contact_id=ana, expected_on="2030-05-01")
        deal_parts.add_contact(store, later, ana, "user")
        with store.read() as session:
            assert [(row.name, row.role) for row in deal_lists.of(session, ana)] == [
                ("Later", "user"), ("Oven", ""), ("Done", ""),
            ]  # fmt: skip
        assert [entry["name"] for entry in records.show(store, ana)["deals"]] == ["Later", "Oven", "Done"]


class TestLookups:
    @pytest.mark.parametrize(
        ("field", "operator", "value", "found"),
        [
            ("deals.status", "is", "open", ["Bia", "Ana Lima"]),
            ("deals.status", "is", "won", ["Cy"]),
            ("deals.status", "is not", "open", ["Cy", "Dee"]),
            ("deals.status", "empty", True, ["Dee"]),
            ("deals.amount", "after", 999, ["Bia", "Ana Lima"]),
            ("deals.amount", "after", 1000, []),
            ("deals.amount", "between", (1000, 2000), ["Bia", "Ana Lima"]),
            ("deals.next_step", "empty", False, ["Bia", "Ana Lima"]),
            ("deals.next_step", "before", "2030-01-01", []),
            ("deals.closed_on", "empty", False, ["Cy"]),
            ("deals.name", "contains", "ove", ["Bia", "Ana Lima"]),
        ],
    )
    def test_by_deals(
        self, store: Store, deal: bytes, field: str, operator: str, value: Value, found: list[str]
    ) -> None:
        bia, cy, _dee = (records.add(store, "contact", {"given_name": name}) for name in ("Bia", "Cy", "Dee"))
        deal_parts.add_contact(store, deal, bia)
        deals.win(store, deals.add(store, "Fan", contact_id=cy, amount=9_999_00))
        activities.plan(store, [deal], "call", "Ask", "2030-01-01")
        node = Condition(field, operator, value)
        assert [row.name for row in store.rows(criteria.find(store, "contact", node))] == found
        criteria.check("contact", node)

    def test_by_stage_and_of_companies(self, store: Store, deal: bytes, company: bytes) -> None:
        first, second = stages(store)
        for stage, found in ((first, [company]), (second, [])):
            assert criteria.find(store, "company", Condition("deals.stage_id", "is", stage.hex())) == found

    def test_are_offered_in_words(self, store: Store, deal: bytes) -> None:
        offered = {term.path: term.label for term in terms.terms(store, "contact") if term.path.startswith("deals.")}
        assert offered["deals.status"] == "Deal"
        assert offered["deals.amount"] == "Open deal: amount"
        assert terms.offered(store, "contact", "deals.name", "ov") == [("Oven", 1)]

    def test_a_field_that_is_none_is_told(self, store: Store) -> None:
        with pytest.raises(UserError):
            criteria.find(store, "contact", Condition("deals.position", "is", "a"))
