"""A quote in front of the customer: made, priced, looked at and sent, by hand and quickly."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from crmdesk.domain.ids import parse_id, text_id
from crmdesk.services import deals, documents, prices, products, taxes
from crmdesk.services.taxes import Rate
from crmdesk.ui.quote_cells import Column
from crmdesk.ui.quote_editor import QuoteEditor
from crmdesk.ui.quotes import Quotes
from tests.journeys.telling import ENTER, TAB, command, elsewhere, in_file, pick
from tests.ui.desks import Seat

SECONDS_A_KEY, SECONDS_AN_ACT = 0.3, 1.5
"""Of a hand that does not hurry: a letter typed; a key or click that was thought about."""
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shop(seat: Seat) -> Seat:
    """Ovens that cost less by the ten, and trays."""

    def make(store: Any) -> None:
        standard = taxes.save_class(store, "Standard", [Rate("VAT", Decimal(19))])
        oven = products.add(
            store, {"name": "Hearth oven", "sku": "HO-3", "price": "8990", "cost": "6000", "tax_class_id": standard}
        )
        products.add(store, {"name": "Steel tray", "sku": "ST-60", "price": "24.50", "tax_class_id": standard})
        book = prices.add_book(store, "Everybody", is_default=True)
        prices.set_price(store, book, oven, Decimal(8490), quantity=Decimal(10))

    elsewhere(seat, make)
    return seat


def editor(seat: Seat) -> QuoteEditor:
    seat.until(lambda: seat.window.section == "quotes")
    screen = seat.window.screens["quotes"]
    assert isinstance(screen, Quotes)
    seat.until(lambda: screen.editor and screen.editor.draft.look)
    seat.settle()
    assert screen.editor
    return screen.editor


def written(made: QuoteEditor) -> list[tuple[str, ...]]:
    lines = made.table.lines
    columns = (Column.NAME, Column.QUANTITY, Column.PRICE, Column.DISCOUNT, Column.AMOUNT)
    return [tuple(lines.text(row, column) for column in columns) for row in range(lines.rowCount())]


def total(made: QuoteEditor) -> int:
    assert made.draft.look
    return int(made.draft.look.whole.head["total"])


def seconds(seat: Seat) -> float:
    """What the hand did: letters, and everything else."""
    letters = sum(len(done) - 2 for done in seat.did if done.startswith("“"))
    return letters * SECONDS_A_KEY + seat.strokes() * SECONDS_AN_ACT


def test_a_quote_in_front_of_the_customer(shop: Seat) -> None:
    seat = shop
    seat.did.clear()
    command(seat, "new quote")
    made = editor(seat)
    seat.until(made.form.customer.edit.hasFocus)
    seat.keys("padaria s")
    seat.settle()
    seat.press(Qt.Key.Key_Down)
    seat.press(ENTER)
    seat.until(lambda: made.draft.look and made.draft.look.customer.startswith("Padaria"))
    seat.keys("Ovens for the new shop")
    seat.press(ENTER)
    seat.until(made.entry.hasFocus)
    for line in ("hearth x 2", "ST-60 x 40 -5%", "Fitting @ 350"):
        seat.keys(line)
        seat.settle()
        seat.press(ENTER)
        seat.settle()
    assert [row[:3] for row in written(made)] == [
        ("Hearth oven", "2", "8,990.00"), ("Steel tray", "40", "24.50"), ("Fitting", "1", "350.00"),
    ]  # fmt: skip
    assert seconds(seat) < 90, seat.did
    seat.until(lambda: made.pages.pages == 1)
    kept = seat.asked(partial(head, key=made.draft.key))
    assert (kept["name"], kept["status"], kept["total"]) == ("Ovens for the new shop", "draft", total(made))
    assert text_id(kept["company_id"]) == in_file(seat, "Padaria São José", "company")["id"]


def head(store: Any, key: bytes) -> documents.Row:
    with store.read() as session:
        return documents.get(session, key)


def test_figures_one_after_the_other_by_tab(shop: Seat) -> None:
    seat = shop
    command(seat, "new quote")
    made = editor(seat)
    made.to_entry()
    seat.keys("hearth")
    seat.settle()
    seat.press(TAB)
    for typed in ("3", "", "10", ""):
        seat.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit) and not made.entry.hasFocus())
        seat.settle()
        if typed:
            seat.keys(typed)
        seat.press(TAB)
        seat.settle()
    assert written(made) == [("Hearth oven", "3", "8,990.00", "-10%", "24,273.00")]
    seat.until(made.entry.hasFocus)

    # Free text asks for its price, and Enter comes back.
    seat.keys("Repainting")
    seat.settle()
    seat.press(ENTER)
    seat.settle()
    seat.until(lambda: not made.entry.hasFocus())
    seat.keys("120")
    seat.press(ENTER)
    seat.settle()
    assert written(made)[1] == ("Repainting", "1", "120.00", "", "120.00")
    seat.until(made.entry.hasFocus)

    # Up into the lines; Alt and the arrows put them in order; Delete and Undo.
    seat.press(Qt.Key.Key_Up)
    seat.press(Qt.Key.Key_Up, ALT)
    seat.settle()
    assert [row[0] for row in written(made)] == ["Repainting", "Hearth oven"]
    seat.press(Qt.Key.Key_Delete)
    seat.settle()
    assert [row[0] for row in written(made)] == ["Hearth oven"]
    for _step in range(2):
        seat.control(Qt.Key.Key_Z)
        seat.settle()
    assert [row[0] for row in written(made)] == ["Hearth oven", "Repainting"]


def test_a_quantity_over_a_break_is_offered_another_price(shop: Seat) -> None:
    seat = shop
    command(seat, "new quote")
    made = editor(seat)
    made.to_entry()
    seat.keys("hearth")
    seat.settle()
    seat.press(ENTER)
    seat.settle()
    seat.press(Qt.Key.Key_Up)
    seat.press(Qt.Key.Key_Right)
    seat.keys("12")
    seat.press(ENTER)
    seat.settle()
    assert written(made) == [("Hearth oven", "12", "8,990.00", "", "107,880.00")], "nothing is taken by itself"
    assert made.table.lines.offer_words(0) == "From 10 pieces 8,490.00 each"
    seat.press(ENTER, ALT)
    seat.settle()
    assert written(made) == [("Hearth oven", "12", "8,490.00", "", "101,880.00")]
    assert made.table.lines.offer_words(0) == ""
    seat.control(Qt.Key.Key_Z)
    seat.settle()
    assert written(made)[0][2] == "8,990.00"


def test_for_who_is_shown(shop: Seat) -> None:
    seat = shop
    page = seat.go_to("Álvares")
    seat.click(page.header.more)
    pick(seat, "Make a quote")
    made = editor(seat)
    assert made.draft.look
    assert made.draft.look.customer == "João Álvares"
    assert made.draft.look.whole.head["company_id"], "where he works"
    seat.until(lambda: seat.window.focusWidget() is made.entry)


def test_from_a_deal_in_two_acts(shop: Seat) -> None:
    seat = shop
    customer = parse_id(in_file(seat, "Padaria São José", "company")["id"])
    made_deals: list[bytes] = []
    elsewhere(
        seat,
        lambda store: made_deals.append(deals.add(store, "Two ovens", company_id=customer, amount=10_000)),
    )
    seat.desk.wanted.emit("quotes", ("new", {"deal_id": made_deals[0]}))
    made = editor(seat)
    assert made.draft.look
    assert made.draft.look.deal == "Two ovens"
    seat.until(made.entry.hasFocus)
