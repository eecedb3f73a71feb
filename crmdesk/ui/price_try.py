"""For whom, how many, which day: what somebody would pay, and from which book."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import find_line
from crmdesk.ui.amounts import priced
from crmdesk.ui.deal_editor import AnyDayField
from crmdesk.ui.desk import Desk
from crmdesk.ui.find_line import FindLine
from crmdesk.ui.product_editor import FigureField, figure
from crmdesk.widgets import theme
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import Card, label

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.price_books import Tried


class TryOut(QWidget):
    """With `fix` it is about one product; else that is asked for too."""

    def __init__(self, desk: Desk, *, asks_product: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._product: bytes | None = None
        self._owner: bytes | None = None
        self.currency = ""
        self.product = FindLine(desk, _("Which product"), find_line.products, keeps=True) if asks_product else None
        self.who = FindLine(desk, _("For whom: anybody"), find_line.customers, keeps=True)
        self.quantity, self.day = FigureField(_("How many")), AnyDayField(_("Which day"))
        self.price, self.why = label("", "heading"), label("", "second", "muted", wraps=True)
        self._arrange()
        self.quantity.set_value("1")
        self.day.set_value(date.today().isoformat())  # noqa: DTZ011 - the user's own day
        if self.product:
            self.product.chosen.connect(self.fix)
        self.who.chosen.connect(self._take_owner)
        self.who.textEdited.connect(self._forget_owner)
        for field in (self.quantity, self.day):
            field.kept.connect(partial(self._take, field))

    def _arrange(self) -> None:
        card = Card()
        card.body.addWidget(label(_("What would it cost"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        if self.product:
            grid.addWidget(self.product, 0, 0, 1, 3)
        grid.addWidget(self.who, 1, 0)
        for column, field in enumerate((self.quantity, self.day), 1):
            field.edit.setProperty("inline", False)
            grid.addWidget(field, 1, column, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        card.body.addWidget(self.price)
        card.body.addWidget(self.why)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(card)
        self.price.hide()
        self.why.hide()

    def fix(self, product: bytes) -> None:
        self._product = product
        self.ask()

    def _take_owner(self, owner: bytes) -> None:
        self._owner = owner
        self.ask()

    def _forget_owner(self, typed: str) -> None:
        if not typed.strip() and self._owner:
            self._owner = None
            self.ask()

    def _take(self, field: FigureField | AnyDayField, value: str) -> None:
        field.set_value(value)
        self.ask()

    def ask(self) -> None:
        if self._product is None:
            return
        quantity = Decimal(self.quantity.value() or 1)
        day = self.day.value() or date.today().isoformat()  # noqa: DTZ011 - the user's own day
        question = partial(_tried, self._product, self._owner, quantity, day, self.currency)
        self._desk.ask(question, self._show, self._fail, replace=self)

    def _show(self, tried: "Tried") -> None:
        found = tried.found
        self.price.setText(priced(found.price, tried.currency) if found else _("No price"))
        self.why.setText(reason(tried))
        self.price.show()
        self.why.show()

    def _fail(self, error: Exception) -> None:
        self.price.hide()
        self.why.setText(words_of(error))
        self.why.show()


def reason(tried: "Tried") -> str:
    """Why it is this one, and what would make it another."""
    found = tried.found
    if found is None:
        return _("Neither a book nor the product has a price in {currency}.").format(currency=tried.currency)
    if not tried.book:
        return _("The price of the product: no book has another.") if tried.own else _("By the exchange rate.")
    told = [_("From the price book {book}.").format(book=tried.book)]
    if found.quantity > 1:
        told.append(_("It holds from {quantity} on.").format(quantity=figure(found.quantity)))
    if tried.own:
        told.append(_("The product itself costs {price}.").format(price=priced(tried.own, tried.currency)))
    if tried.next_break:
        quantity, price = tried.next_break
        words = _("From {quantity} on it is {price}.")
        told.append(words.format(quantity=figure(quantity), price=priced(price, tried.currency)))
    return " ".join(told)


def _tried(product: bytes, owner: bytes | None, quantity: Decimal, day: str, currency: str, store: "Store") -> "Tried":
    from crmdesk.services import price_books

    return price_books.try_out(store, product, owner, quantity, day, currency)
