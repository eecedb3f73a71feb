"""The editor of quotes: what is typed is seen on the page at once, and kept when it is left."""

import time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from crmdesk.domain.configuring import Choice, Option, Rule
from crmdesk.domain.money_taxes import Tax
from crmdesk.services import (
    configuring,
    document_drafts,
    document_steps,
    documents,
    money,
    preferences,
    prices,
    products,
    records,
    taxes,
)
from crmdesk.services.documents import Line
from crmdesk.services.taxes import Rate
from crmdesk.ui.quote_cells import Column
from crmdesk.ui.quote_editor import QuoteEditor
from crmdesk.ui.quote_options import OptionsSheet
from tests.store.template import desk, template
from tests.ui.desks import Seat

__all__ = ["desk", "template"]

VAT = (Tax("VAT", Decimal(19)),)
NAME, QUANTITY, PRICE, DISCOUNT, AMOUNT = (
    Column.NAME, Column.QUANTITY, Column.PRICE, Column.DISCOUNT, Column.AMOUNT,
)  # fmt: skip


@pytest.fixture
def empty_seat(empty_seat: Seat, desk: Path) -> Seat:
    empty_seat.open(desk)
    return empty_seat


@pytest.fixture
def quote(empty_seat: Seat) -> QuoteEditor:
    """A draft of an oven and a tray."""

    def make(store: Any) -> bytes:
        money.set_currency(store, "EUR")
        standard = taxes.save_class(store, "Standard", [Rate("VAT", Decimal(19))])
        oven = products.add(
            store, {"name": "Oven", "sku": "OV", "price": "1000", "cost": "600", "tax_class_id": standard}
        )
        book = prices.add_book(store, "All", is_default=True)
        prices.set_price(store, book, oven, Decimal(900), quantity=Decimal(10))
        return documents.make(
            store, "quote", [Line(product_id=oven), Line(name="Tray", unit_price=Decimal(50), taxes=VAT)]
        )

    return opened(empty_seat, make)


def opened(seat: Seat, make: Any) -> QuoteEditor:
    keys: list[bytes] = []
    seat.desk.write(make, keys.append)
    seat.until(lambda: keys)
    seat.window.go("quotes", keys[0])
    screen: Any = seat.window.screens["quotes"]
    seat.until(lambda: screen.editor and screen.editor.draft.look and screen.editor.pages.pages)
    seat.settle()
    found = screen.editor
    assert isinstance(found, QuoteEditor)
    return found


def kept(seat: Seat, made: QuoteEditor) -> documents.Whole:
    found = seat.asked(partial(document_drafts.look, key=made.draft.key))
    assert isinstance(found, document_drafts.Look)
    return found.whole


def foot(made: QuoteEditor) -> dict[str, str]:
    return {name.text(): amount.text() for name, amount in made.totals._rows if name.isVisible()}


def write_in(seat: Seat, made: QuoteEditor, row: int, column: Column, typed: str) -> None:
    made.table.go_to(made.table.lines.rows[row]["id"], column, begins=True)
    seat.keys(typed)


class TestTyping:
    def test_page_and_figures_follow_each_key_and_are_kept_when_left(
        self, empty_seat: Seat, quote: QuoteEditor
    ) -> None:
        seat, printed = empty_seat, []
        quote.draft.printed.connect(lambda pdf, _pages: printed.append(pdf))
        write_in(seat, quote, 0, QUANTITY, "3")
        seat.until(lambda: printed)
        assert foot(quote)["Total"] == "€3,629.50"
        assert quote.table.lines.text(0, AMOUNT) == "3,000.00"
        assert kept(seat, quote).head["total"] == 124_950
        seat.press(Qt.Key.Key_Escape)
        seat.until(lambda: foot(quote)["Total"] == "€1,249.50")
        write_in(seat, quote, 0, QUANTITY, "12")
        seat.press(Qt.Key.Key_Return)
        seat.settle()
        assert kept(seat, quote).rows[0]["quantity"] == "12"
        assert quote.table.lines.offer_words(0) == "From 10 pieces 900.00 each"
        box = quote.table.pen.use_box(0, quote.table._row_box(0))
        seat.qtbot.mouseClick(quote.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        seat.settle()
        assert kept(seat, quote).rows[0]["unit_price"] == "900"

        # What makes no sense stays told under its line; the line stays as it was.
        write_in(seat, quote, 1, PRICE, "much")
        seat.press(Qt.Key.Key_Return)
        seat.settle()
        assert "no amount" in quote.table.pen.foot(1)
        assert kept(seat, quote).rows[1]["unit_price"] == "50"

        # The subject is on the page while it is typed, and a step when it is left.
        printed.clear()
        quote.form.subject.setFocus()
        seat.keys("For the shop")
        seat.until(lambda: printed)
        assert kept(seat, quote).head["name"] is None
        seat.press(Qt.Key.Key_Return)
        seat.settle()
        assert kept(seat, quote).head["name"] == "For the shop"
        assert quote.entry.hasFocus()

    def test_discount_deposit_and_margin_at_the_foot(self, empty_seat: Seat, quote: QuoteEditor) -> None:
        seat = empty_seat
        for field, typed in ((quote.totals.discount, "10"), (quote.totals.deposit, "100 EUR")):
            field.setFocus()
            seat.keys(typed)
            seat.press(Qt.Key.Key_Return)
            seat.settle()
        assert (foot(quote)["Discount"], foot(quote)["Deposit"]) == ("-105.00", "100.00")
        assert quote.totals.margin.text() == "", "the customer may be looking"
        seat.click(quote.totals.eye)
        assert quote.totals.margin.text() == "€345.00 · 36.5% · 1 line without cost"

        # More: what is seldom changed; another currency offers other prices.
        seat.click(quote.form.more_button)
        quote.form.more.fields["language"].kept.emit("de")
        seat.settle()
        assert kept(seat, quote).head["language"] == "de"
        quote.form.more.fields["is_inclusive"].kept.emit(True)
        seat.settle()
        assert foot(quote)["Total"] == "€945.00"
        quote.form.more.fields["treatment"].kept.emit("reverse")
        seat.settle()
        assert foot(quote)["Reverse charge"] == "0.00"

    def test_who_is_not_in_the_file_comes_in_and_what_is_undone_goes(self, empty_seat: Seat) -> None:
        seat = empty_seat
        seat.window.go("quotes", "new")
        screen: Any = seat.window.screens["quotes"]
        seat.until(lambda: screen.editor and screen.editor.draft.look)
        made: QuoteEditor = screen.editor
        seat.until(made.form.customer.edit.hasFocus)
        seat.keys("Maria Lima")
        seat.press(Qt.Key.Key_Return)
        seat.settle()
        assert made.form.new_customer.text() == "Add “Maria Lima” as a contact"
        seat.click(made.form.new_customer)
        seat.settle()
        assert made.draft.look
        assert made.draft.look.customer == "Maria Lima"
        assert made.form.subject.edit.hasFocus()
        for _step in ("Add customer", "Add quote"):
            seat.control(Qt.Key.Key_Z)
            seat.settle()
        seat.until(lambda: screen.stack.currentIndex() == 0)

    def test_why_nothing_is_charged_is_said_and_can_be_changed(self, empty_seat: Seat, quote: QuoteEditor) -> None:
        seat, done = empty_seat, []

        def abroad(store: Any) -> bytes:
            preferences.set_country(store, "DE")
            taxes.save_class(store, "Standard", [Rate("USt", Decimal(19), country="DE")])
            firm = records.add(store, "company", {"name": "Lima Lda", "tax_number": "PT1"})
            records.add_part(store, "addresses", firm, {"city": "Porto", "country": "PT"})
            quote_key = documents.make(store, "quote", [], company_id=firm, tax_number="PT1")
            line = Line(product_id=products.find(store, "Oven")[0]["id"])
            document_drafts.edit(store, quote_key, "Add line", lambda _lines: [line])
            return quote_key

        seat.desk.write(abroad, done.append)
        seat.until(lambda: done)
        quote.show_document(done[0])
        seat.until(lambda: quote.draft.look and quote.draft.look.customer == "Lima Lda")
        words = "Reverse charge: the customer in Portugal owes the tax."
        assert words in quote.hints.words()
        quote.hints.act(quote.hints.words().index(words))
        seat.settle()
        assert words not in quote.hints.words()
        assert foot(quote)["USt 19%"] == "190.00"

    def test_another_currency_offers_all_prices_at_once(self, empty_seat: Seat, quote: QuoteEditor) -> None:
        seat, done = empty_seat, []
        seat.desk.write(lambda store: money.set_rate(store, "USD", "2020-01-01", Decimal("0.5")), done.append)
        seat.until(lambda: done)
        for _again in range(2):
            quote.strokes.add(Line(product_id=quote.table.lines.rows[0]["product_id"]), goes_on=False)
            seat.settle()
        seat.click(quote.form.more_button)
        quote.form.more.fields["currency"].kept.emit("USD")
        seat.settle()
        assert "3 lines have other prices." in quote.hints.words()
        quote.hints.act()
        seat.settle()
        assert [row["unit_price"] for row in kept(seat, quote).rows] == ["2000", "50", "2000", "2000"]
        assert quote.draft.offers == {}

    def test_a_bundle_that_is_paid_by_its_parts(self, empty_seat: Seat, quote: QuoteEditor) -> None:
        seat, done = empty_seat, []

        def bundle(store: Any) -> bytes:
            made = products.add(store, {"name": "Set", "kind": "bundle", "is_priced_by_parts": True})
            products.set_parts(store, made, {quote.table.lines.rows[0]["product_id"]: "2"})
            return bytes(made)

        seat.desk.write(bundle, done.append)
        seat.until(lambda: done)
        quote.strokes.add(Line(product_id=done[0]), goes_on=False)
        seat.settle()
        lines = quote.table.lines
        assert [lines.text(row, Column.AMOUNT) for row in (2, 3)] == ["2,000.00", "2,000.00"]
        assert lines.text(2, PRICE) == ""
        assert not lines.waits_for_price(2)
        assert kept(seat, quote).head["net"] == 305_000
        quote.strokes.remove(lines.rows[2]["id"])
        seat.settle()
        assert lines.rowCount() == 2

    def test_a_tax_is_chosen_among_those_there_are(self, empty_seat: Seat, quote: QuoteEditor) -> None:
        seat, done = empty_seat, []
        reduced = [Rate("VAT", Decimal(7))]
        seat.desk.write(lambda store: taxes.save_class(store, "Reduced", reduced), done.append)
        seat.until(lambda: done)
        seat.settle()
        quote.table.go_to(quote.table.lines.rows[0]["id"], Column.TAX, begins=True)
        seat.settle()
        for _step in range(2):
            seat.press(Qt.Key.Key_Down)
        seat.press(Qt.Key.Key_Return)
        seat.settle()
        assert quote.table.lines.text(0, Column.TAX) == "7%"
        quote.table.go_to(quote.table.lines.rows[0]["id"], Column.TAX, begins=True)
        seat.settle()
        seat.keys("12.5")
        seat.press(Qt.Key.Key_Return)
        seat.settle()
        assert quote.table.lines.text(0, Column.TAX) == "12.5%"

    def test_options_are_chosen_and_what_cannot_be_had_is_not_used(self, empty_seat: Seat, quote: QuoteEditor) -> None:
        seat, done = empty_seat, []
        choices = [
            Choice("Fuel", (Option("gas", "Gas", Decimal(100)), Option("el", "Electric"))),
            Choice("Extra", (Option("hood", "Hood", Decimal(50)),), 0),
        ]
        rules = [Rule(frozenset(["gas"]), "requires", ("hood",))]
        product = quote.table.lines.rows[0]["product_id"]
        seat.desk.write(lambda store: configuring.save(store, product, choices, rules), done.append)
        seat.until(lambda: done)
        quote.strokes.add(Line(product_id=product), goes_on=False)
        sheet = seat.sheet(OptionsSheet)
        seat.until(lambda: len(sheet.panel.rows) == 3)
        ids = {row.box.text(): key for key, row in sheet.panel.rows.items()}
        for name in ("Gas", "Hood"):
            if ids[name] not in sheet.panel.taken:
                sheet.panel.toggle(ids[name])
        assert sheet.panel.problems() == []
        sheet.panel.taken = [ids["Gas"]]
        sheet.panel._follow()
        assert not sheet.use_button.isEnabled(), "gas needs a hood"
        sheet.panel.toggle(ids["Hood"])
        seat.click(sheet.use_button)
        seat.settle()
        last = kept(seat, quote).rows[-1]
        assert (last["unit_price"], last["text"], len(last["options"].split())) == ("1150", "Gas, Hood", 2)

    def test_lines_are_put_in_order_with_the_mouse(self, empty_seat: Seat, quote: QuoteEditor) -> None:
        seat, table = empty_seat, quote.table
        first, second = table._row_box(0).center(), table._row_box(1)
        left, view = Qt.MouseButton.LeftButton, table.viewport()
        seat.qtbot.mousePress(view, left, pos=QPoint(8, first.y()))
        for step in (10, 20):
            seat.qtbot.mouseMove(view, QPoint(8, first.y() + step))
        table._drag(QPoint(8, second.bottom() - 2))
        seat.qtbot.mouseRelease(view, left, pos=QPoint(8, second.bottom() - 2))
        seat.settle()
        assert [row["name"] for row in kept(seat, quote).rows] == ["Tray", "Oven"]

    def test_what_was_sent_is_shown_and_locked(self, empty_seat: Seat, quote: QuoteEditor) -> None:
        seat, done = empty_seat, []
        seat.desk.write(partial(document_steps.send, key=quote.draft.key), done.append)
        seat.until(lambda: done and quote.draft.is_locked and not quote.form.isVisible())
        assert not quote.entry.isVisible()
        assert [act for _words, act, _run in quote.hints.hints] == ["New version"]
        quote.table.go_to(quote.table.lines.rows[0]["id"], PRICE, begins=True)
        assert not quote.table.findChildren(QLineEdit)
        assert foot(quote)["Total"] == "€1,249.50"


def test_sixty_lines_are_typed_in_without_waiting(empty_seat: Seat) -> None:
    seat, most = empty_seat, 0.2  # seconds of the window's own thread, a tenth of it on a quiet machine

    def make(store: Any) -> bytes:
        lines = [
            Line(name=f"Line {number}", unit_price=Decimal(number), text="What it is, in a few words", taxes=VAT)
            for number in range(60)
        ]
        return documents.make(store, "quote", lines)

    made = opened(seat, make)
    made.table.go_to(made.table.lines.rows[30]["id"], NAME, begins=True)
    spent = []
    for letter in "a longer name":
        before = time.thread_time()
        seat.keys(letter)
        seat.qtbot.wait(40)
        spent.append(time.thread_time() - before)
    assert sorted(spent)[len(spent) // 2] < most, spent
