"""What a product costs in each price book and from which quantity on; typed here, it is kept in the book."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.editor import Editor
from crmdesk.ui.price_lines import PriceLine
from crmdesk.ui.price_try import TryOut
from crmdesk.ui.product_editor import FigureField, PriceField, ProductEditor
from crmdesk.ui.tab import Tab
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.fields import ChoiceField, Field
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link, quiet, show_instead
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.price_books import BookRow, PriceRow
    from crmdesk.services.records import Look

Found = tuple["list[PriceRow]", "list[BookRow]"]


class ProductPrices(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        assert isinstance(editor, ProductEditor)
        self.product = editor
        self.try_out = TryOut(editor.desk)
        self.book = ChoiceField(_("Price book"), [])
        self.quantity, self.price = FigureField(_("From quantity")), PriceField(_("Price"))
        self.add_button = quiet(_("Add price"), self.add)
        self.problem = Problem()
        self.lines: list[PriceLine] = []
        self._shown: list[PriceRow] | None = None
        self._currencies: dict[str, str] = {}
        self._list = QVBoxLayout()
        self._none = label(_("In no price book: everybody pays the price of the product."), "second", "muted")
        self._none.setWordWrap(True)
        self._to_books = link(_("Make a price book"), partial(editor.desk.wanted.emit, "products", "books"))
        self._arrange()

    def _arrange(self) -> None:
        self._entry = QWidget()
        across = QHBoxLayout(self._entry)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        self.quantity.set_placeholder(_("from quantity"))
        self.price.set_placeholder(_("price"))
        for field in (self.book, self.quantity, self.price):
            field.edit.setProperty("inline", False)
            field.kept.connect(field.set_value)
            across.addWidget(field, 2 if field is self.book else 1)
        across.addWidget(self.add_button)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(theme.margins(0, 4, 8, 16))
        down.setSpacing(theme.px(8))
        for part in (self._none, self._entry, self._to_books, self.problem):
            down.addWidget(part)
        down.setAlignment(self._to_books, Qt.AlignmentFlag.AlignLeft)
        down.addLayout(self._list)
        down.addSpacing(theme.px(12))
        down.addWidget(self.try_out)
        down.addStretch(1)
        fill_scrolled(self, inside)

    def fields(self) -> list[Field]:
        return [field for line in self.lines for field in line.fields()]

    # Showing

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        key = self.product.key
        self.try_out.fix(key)
        self.product.desk.ask(partial(_found, key), self._show, replace=self)

    def _show(self, found: Found) -> None:
        prices, books = found
        self._currencies = {book.id.hex(): book.currency for book in books}
        self.book.set_choices([(book.id.hex(), book.name) for book in books])
        if books and not self.book.value():
            self.book.set_value(books[0].id.hex())
        self._entry.setVisible(bool(books))
        self._to_books.setVisible(not books)
        self._none.setVisible(not prices)
        if prices != self._shown:
            self._shown = prices
            self.lines = [PriceLine(self.product.desk, price, names_book=True) for price in prices]
            show_instead(self._list, self.lines)
            tab_order.order(self)
        self.try_out.ask()

    def add(self) -> None:
        for field in (self.book, self.quantity, self.price):
            field.keep()
        if self.quantity.problem() or self.price.problem():
            return
        if not self.price.value():
            self.price.set_problem(_("How much is it?"))
            return
        book, quantity = bytes.fromhex(self.book.value()), Decimal(self.quantity.value() or 1)
        change = partial(_set, book, self.product.key, Decimal(self.price.value()), quantity)
        self.product.desk.write(change, self._added, lambda error: self.problem.say(words_of(error)))

    def _added(self, _none: None) -> None:
        self.problem.say()
        for field in (self.quantity, self.price):
            field.set_value("")
        self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
        self.product.saved.emit()


def _found(key: bytes, store: "Store") -> Found:
    from crmdesk.services import price_books

    return price_books.prices_of(store, key), price_books.listing(store)


def _set(book: bytes, product: bytes, price: Decimal, quantity: Decimal, store: "Store") -> None:
    from crmdesk.services import prices

    prices.set_price(store, book, product, price, quantity=quantity)
