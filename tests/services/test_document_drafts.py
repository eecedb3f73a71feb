"""A draft under the pen: lines typed and moved, bundles, offers of other prices, taxes of other countries."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from crmdesk.domain.configuring import Choice, Option
from crmdesk.domain.errors import UserError
from crmdesk.services import (
    configuring,
    document_drafts,
    document_edits,
    document_options,
    document_steps,
    documents,
    line_typing,
    money,
    numbering,
    preferences,
    prices,
    products,
    records,
    taxes,
)  # fmt: skip
from crmdesk.services.document_offers import Offer
from crmdesk.services.documents import Line
from crmdesk.services.taxes import Rate
from crmdesk.store.store import Store


def D(text: str) -> Decimal:
    return Decimal(text)


@pytest.fixture
def shop(store: Store) -> Store:
    """In Germany; ovens of which ten cost less, and a set of an oven with two trays."""
    preferences.set_country(store, "DE")
    money.set_currency(store, "EUR")
    numbering.count_plainly(store)
    standard = taxes.save_class(store, "Standard", [Rate("USt", D("19"), country="DE")])
    oven = products.add(
        store, {"name": "Deck oven", "sku": "OVEN-3", "price": "8990", "cost": "6000", "tax_class_id": standard}
    )
    products.add(store, {"name": "Tray", "sku": "TR", "price": "20", "barcode": "4006381333931"})
    book = prices.add_book(store, "All", is_default=True)
    prices.set_price(store, book, oven, D("8490"), quantity=D("10"))
    bundle = products.add(store, {"name": "Set", "sku": "SET", "kind": "bundle", "price": "9000"})
    products.set_parts(store, bundle, {oven: "1", named(store, "Tray"): "2"})
    return store


def named(store: Store, name: str) -> bytes:
    with store.read() as session:
        found = products.by_name(session, name)
    assert found
    return bytes(found["id"])


def quote(store: Store, *lines: Line, **head: object) -> bytes:
    return documents.make(store, "quote", lines, **head)


def written(store: Store, key: bytes) -> list[tuple[str, str, str]]:
    with store.read() as session:
        return [(row["name"], row["quantity"], row["unit_price"]) for row in documents.line_rows(session, key)]


def lines(store: Store, key: bytes) -> list[Line]:
    with store.read() as session:
        return [documents.line_of(row) for row in documents.line_rows(session, key)]


def change(store: Store, key: bytes, number: int, **values: object) -> document_drafts.Look:
    line = lines(store, key)[number].id
    assert line
    return document_drafts.edit(store, key, "Change", partial(document_edits.changed, key=line, **values))


class TestBundles:
    def test_its_parts_stand_under_it_and_are_paid_with_it(self, shop: Store) -> None:
        key = quote(shop, Line(product_id=named(shop, "Set"), quantity=D("2")))
        assert written(shop, key) == [("Set", "2", "9000"), ("Deck oven", "2", "0"), ("Tray", "4", "0")]
        assert document_drafts.look(shop, key).whole.head["net"] == 1_800_000
        change(shop, key, 0, quantity=D("3"), is_optional=True)
        assert [quantity for _name, quantity, _price in written(shop, key)] == ["3", "3", "6"]
        assert all(line.is_optional for line in lines(shop, key))

    def test_or_part_by_part(self, shop: Store) -> None:
        products.change(shop, named(shop, "Set"), {"is_priced_by_parts": True, "price": None})
        key = quote(shop, Line(product_id=named(shop, "Set")))
        assert written(shop, key) == [("Set", "1", "0"), ("Deck oven", "1", "8990"), ("Tray", "2", "20")]

    def test_they_stay_together_on_what_follows(self, shop: Store) -> None:
        key = quote(shop, Line(product_id=named(shop, "Set")))
        other = document_steps.duplicate(shop, key)
        first, *rest = lines(shop, other)
        assert [line.bundle_id for line in rest] == [first.id, first.id]
        assert first.id != lines(shop, key)[0].id
        document_steps.send(shop, key)
        document_steps.answer(shop, key, "accepted")
        first, *rest = lines(shop, document_steps.follow(shop, key, "order"))
        assert {line.bundle_id for line in rest} == {first.id}

    def test_a_bundle_in_a_bundle_is_unfolded_once(self, shop: Store) -> None:
        outer = products.add(shop, {"name": "Bakery", "kind": "bundle", "price": "1"})
        products.set_parts(shop, outer, {named(shop, "Set"): "3"})
        key = quote(shop, Line(product_id=outer))
        assert written(shop, key)[1:] == [("Deck oven", "3", "0"), ("Tray", "6", "0")]


class TestOrder:
    @pytest.fixture
    def five(self) -> list[Line]:
        a, b, p, q, c = (bytes([number]) for number in range(5))
        return [
            Line(name="a", id=a), Line(name="b", id=b), Line(name="p", id=p, bundle_id=b),
            Line(name="q", id=q, bundle_id=b), Line(name="c", id=c),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("key", "by", "expected"),
        [(1, -1, "bpqac"), (1, 1, "acbpq"), (0, 1, "bpqac"), (4, -1, "acbpq"), (3, -1, "abqpc"), (2, -1, "abpqc")],
    )
    def test_a_bundle_moves_with_its_parts(self, five: list[Line], key: int, by: int, expected: str) -> None:
        moved = document_edits.moved(five, bytes([key]), by)
        assert "".join(line.name for line in moved) == expected

    def test_it_is_let_go_before_another(self, five: list[Line]) -> None:
        def names(found: list[Line]) -> str:
            return "".join(line.name for line in found)

        assert names(document_edits.moved_before(five, bytes([1]), bytes([0]))) == "bpqac"
        assert names(document_edits.moved_before(five, bytes([0]), bytes([2]))) == "abpqc"
        assert names(document_edits.moved_before(five, bytes([0]), None)) == "bpqca"
        assert names(document_edits.removed(five, [bytes([1])])) == "ac"
        assert names(document_edits.added(five, Line(name="n"), bytes([1]))) == "abpqnc"


class TestOffers:
    def test_another_price_over_a_break_is_offered_and_not_taken(self, shop: Store) -> None:
        key = quote(shop, Line(product_id=named(shop, "Deck oven")))
        found = change(shop, key, 0, quantity=D("10"))
        assert list(found.offers.values()) == [Offer(D("8490"), found.whole.rows[0]["book_id"] or _book(found), D(10))]
        assert written(shop, key) == [("Deck oven", "10", "8990")]
        taken = change(shop, key, 0, unit_price=D("8490"))
        assert list(taken.offers.values()) == [None]
        assert change(shop, key, 0, quantity=D("11")).offers == {lines(shop, key)[0].id: None}

    def test_another_customer_has_another_book(self, shop: Store) -> None:
        ana = records.add(shop, "contact", {"given_name": "Ana"})
        book = prices.add_book(shop, "Friends")
        prices.set_price(shop, book, named(shop, "Deck oven"), D("8000"))
        prices.use_book(shop, book, ana)
        key = quote(shop, Line(product_id=named(shop, "Deck oven")))
        found = document_drafts.set_customer(shop, key, ana, "Choose customer")
        assert [offer.price for offer in found.offers.values() if offer] == [D("8000")]
        assert found.customer == "Ana"


def _book(found: document_drafts.Look) -> bytes:
    return next(offer.book_id for offer in found.offers.values() if offer and offer.book_id)


class TestTaxes:
    @pytest.mark.parametrize(
        ("country", "tax_number", "kinds"),
        [
            ("DE", "DE1", ["tax"]), ("PT", "PT1", ["reverse"]), ("PT", None, ["tax"]), ("BR", None, ["exempt"]),
            ("US", None, ["tax", "withheld"]),
        ],
    )  # fmt: skip
    def test_they_follow_the_customer(
        self, shop: Store, country: str, tax_number: str | None, kinds: list[str]
    ) -> None:
        rates = [
            Rate("USt", D("19"), country="DE"), Rate("Sales tax", D("8"), country="US"),
            Rate("WHT", D("5"), "withheld", country="US"),
        ]  # fmt: skip
        taxes.save_class(shop, "Standard", rates)
        firm = records.add(shop, "company", {"name": "Lima Lda", "tax_number": tax_number})
        records.add_part(shop, "addresses", firm, {"street": "Rua 1", "city": "Porto", "country": country})
        key = quote(shop, Line(product_id=named(shop, "Deck oven")))
        found = document_drafts.set_customer(shop, key, firm, "Choose customer")
        (line,) = lines(shop, key)
        assert [tax.kind for tax in line.taxes or ()] == kinds
        assert found.whole.head["tax_number"] == tax_number
        treated = document_drafts.treat(shop, key, "home", "Tax")
        assert treated.treatment == ("home" if kinds[0] in ("reverse", "exempt") else "usual")
        assert [tax.percent for tax in lines(shop, key)[0].taxes or ()] == [D("19")]

    def test_what_was_chosen_by_hand_stays(self, shop: Store) -> None:
        firm = records.add(shop, "company", {"name": "Lima Lda"})
        records.add_part(shop, "addresses", firm, {"city": "Rio", "country": "BR"})
        key = quote(shop, Line(product_id=named(shop, "Deck oven")))
        document_drafts.treat(shop, key, "reverse", "Tax")
        assert document_drafts.set_customer(shop, key, firm, "Choose customer").treatment == "reverse"


class TestTyping:
    @pytest.mark.parametrize(
        ("typed", "kind", "name", "quantity"),
        [
            ("oven-3", "product", "Deck oven", "1"),
            ("deck", "product", "Deck oven", "1"),
            ("4006381333931", "product", "Tray", "1"),
            ("OVEN-3 x 2 @ 8.500,50 -5% 19%", "product", "Deck oven", "2"),
            ("deck x 3", "product", "Deck oven", "3"),
            ("Deck @ 5", "product", "Deck", "1"),
            ("Painting", "product", "Painting", "1"),
            ("# Kitchen", "section", "Kitchen", "1"),
        ],
    )
    def test_enter_takes_what_is_meant(self, shop: Store, typed: str, kind: str, name: str, quantity: str) -> None:
        line = line_typing.take(shop, quote(shop), typed, "de_DE")
        assert line is not None
        assert (line.kind, line.name, line.quantity) == (kind, name, D(quantity))

    @pytest.mark.parametrize(
        ("typed", "kind"), [("Versand @ 18", "shipping"), ("Shipping", "shipping"), ("Fit @ 5", "product")]
    )
    def test_what_is_in_no_catalogue_is_taxed_as_most(self, shop: Store, typed: str, kind: str) -> None:
        line = line_typing.take(shop, quote(shop, language="de"), typed, "de_DE")
        assert line is not None
        assert line.kind == kind
        assert line.tax_class_id is not None

    def test_without_any_taxes_as_the_line_above(self, store: Store) -> None:
        key = quote(store, currency="EUR")
        for typed in ("Table @ 10 19%", "Chair @ 5", "Stool"):
            line = line_typing.take(store, key, typed, "en")
            assert line
            document_drafts.edit(store, key, "Add line", partial(document_edits.added, new=line))
        assert [[tax.percent for tax in line.taxes or ()] for line in lines(store, key)] == [[D("19")]] * 3

    def test_what_else_it_may_be_is_offered(self, shop: Store) -> None:
        key = quote(shop)
        found = line_typing.meant(shop, key, "ove", "de_DE")
        assert [(one.text, one.is_sure) for one in found][:2] == [("Deck oven", True), ("ove", False)]
        assert found[0].detail == "OVEN-3 · 8.990,00"
        assert {one.line.kind for one in found} == {"product", "text", "section", "shipping"}
        assert [one.text for one in line_typing.meant(shop, key, "  ", "de_DE")] == ["Deck oven", "Set", "Tray"]
        assert line_typing.take(shop, key, "", "de_DE") is None


def test_what_is_tried_is_not_kept(shop: Store) -> None:
    key = quote(shop, Line(product_id=named(shop, "Deck oven")))
    (line,) = lines(shop, key)
    tried = document_drafts.tried(shop, key, lambda _lines: [replace(line, quantity=D("2"))], discount=D("10"))
    assert (tried.head["net"], tried.rows[0]["amount"]) == (1_618_200, 1_798_000)
    assert document_drafts.look(shop, key).whole.head["net"] == 899_000
    margin = document_drafts.margin(tried)
    assert (margin.amount, margin.percent, margin.unknown) == (418_200, D("25.8"), 0)
    with pytest.raises(UserError, match="more than the sum"):
        document_drafts.tried(shop, key, discount_amount=99_999_999)


def test_each_stroke_is_a_step_of_its_own(shop: Store) -> None:
    key = quote(shop)
    document_drafts.edit(
        shop, key, "Add line", lambda given: document_edits.added(given, Line(name="A", unit_price=D(1)))
    )
    document_drafts.edit(shop, key, "Change subject", name="Ovens")
    assert [shop.undo(), shop.undo()] == ["Change subject", "Add line"]
    assert written(shop, key) == []


@pytest.mark.parametrize(("name", "column"), [("Maria Lima", "contact_id"), ("Padaria Lima Ltda", "company_id")])
def test_who_is_new_comes_in_with_the_quote(shop: Store, name: str, column: str) -> None:
    key = quote(shop)
    found = document_drafts.add_customer(shop, key, name, "Add customer")
    assert (found.customer, bool(found.whole.head[column])) == (name, True)
    assert shop.undo() == "Add customer"
    assert document_drafts.look(shop, key).customer == ""


def test_what_comes_to_lines_without_tax_bears_none(shop: Store) -> None:
    key = quote(shop, Line(product_id=named(shop, "Deck oven")))
    document_drafts.treat(shop, key, "exempt", "Tax")
    new = Line(product_id=named(shop, "Deck oven"))
    document_drafts.edit(shop, key, "Add", partial(document_edits.added, new=new))
    assert [[tax.kind for tax in line.taxes or ()] for line in lines(shop, key)] == [["exempt"], ["exempt"]]


def test_options_are_part_of_every_price_that_is_offered(shop: Store) -> None:
    oven = named(shop, "Deck oven")
    configuring.save(shop, oven, [Choice("Steam", (Option("steam", "Steam", D("500")),), 0)])
    key = quote(shop, Line(product_id=oven))
    with shop.read() as session:
        (steam,) = configuring.of(session, oven).names
    line = lines(shop, key)[0].id
    assert line
    document_options.put(shop, key, line, [steam], "Choose options")
    assert written(shop, key) == [("Deck oven", "1", "9490")]
    assert lines(shop, key)[0].text == "Steam"
    found = change(shop, key, 0, quantity=D("10"))
    assert [offer.price for offer in found.offers.values() if offer] == [D("8990")]
    configuring.save(shop, oven, [Choice("Steam", (Option("steam", "Steam"),))])
    with pytest.raises(UserError, match="had together"):
        document_options.put(shop, key, line, [], "Choose options")
