"""The page of a price book: its rule, whom it is for, and its prices, all edited in place."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.prices import ROUNDINGS
from crmdesk.i18n import _
from crmdesk.ui import find_line
from crmdesk.ui.deal_editor import AnyDayField
from crmdesk.ui.desk import Desk
from crmdesk.ui.find_line import FindLine
from crmdesk.ui.price_lines import PriceLine
from crmdesk.ui.price_try import TryOut
from crmdesk.ui.product_editor import FigureField, PercentField
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.fields import ChoiceField, Field, LineField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.form import Form, FormRow
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import button, icon_button, label, show_instead
from crmdesk.widgets.switch import SwitchField

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.price_books import BookLook

_RULE = ("percent", "step", "rounding", "ending")


class BookPage(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.key = b""
        self._look: BookLook | None = None
        self.name = LineField(_("Name of the price book"))
        self.name.edit.setFont(theme.font("title"))
        self.remove_button = icon_button("trash-2", _("Delete the price book"), self.remove)
        self.form = Form()
        self.rows: dict[str, FormRow] = {}
        self.who = FindLine(desk, _("Add a contact, a company or a group"), find_line.customers)
        self.product = FindLine(desk, _("Add the price of a product"), find_line.products)
        self.try_out = TryOut(desk, asks_product=True)
        self.lines: list[PriceLine] = []
        self._users, self._prices = QWidget(), QVBoxLayout()
        self._user_flow = FlowLayout(self._users, 6)
        self._whole = QWidget()
        self._make_fields()
        self._arrange()
        self.name.kept.connect(partial(self._keep, "name", self.name))
        self.who.chosen.connect(lambda owner: self._do(partial(_use, self.key, owner)))
        self.product.chosen.connect(self._add_price)
        self._whole.hide()

    def _make_fields(self) -> None:
        self._add("currency", LineField(_("Currency")))
        self._add("parent_id", ChoiceField(_("Based on"), []))
        self._add("percent", PercentField(_("Change in %")))
        self._add("step", FigureField(_("Round to")))
        self._add("rounding", ChoiceField(_("Rounding"), [("", ""), *((key, _(words)) for key, words in ROUNDINGS)]))
        self._add("ending", FigureField(_("Then add")))
        self._add("starts_on", AnyDayField(_("From")))
        self._add("ends_on", AnyDayField(_("Until")))
        self._add("is_inclusive", SwitchField(_("With taxes")))
        self._add("is_default", SwitchField(_("For everybody")))
        self._add("is_archived", SwitchField(_("Archived")))
        for name, words in (
            ("percent", _("-10 is a tenth less than the product, or the book it is based on")),
            ("parent_id", _("the price of the product")), ("rounding", _("half up")), ("currency", "EUR"),
            ("step", _("0.05, 1, 10")), ("ending", _("-0.01 makes 19.99 of 20")), ("starts_on", _("always")),
            ("ends_on", _("for good; the last day counts")),
        ):  # fmt: skip
            self.field(name).set_placeholder(words)

    def _add(self, name: str, field: Field) -> None:
        words = field.edit.accessibleName()
        self.rows[name] = self.form.add(words[:1].lower() + words[1:], field)
        field.kept.connect(partial(self._keep, name, field))

    def field(self, name: str) -> Field:
        found = self.rows[name].field
        assert isinstance(found, Field)
        return found

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.remove_button)
        down = QVBoxLayout(self._whole)
        down.setContentsMargins(theme.margins(28, 20, 20, 20))
        down.setSpacing(theme.px(10))
        down.addLayout(head)
        down.addWidget(self.try_out)
        down.addWidget(self.form)
        for words, line, rest in (
            (_("Who gets it"), self.who, self._users), (_("Prices"), self.product, None),
        ):  # fmt: skip
            down.addSpacing(theme.px(8))
            down.addWidget(label(words, "strong"))
            down.addWidget(line)
            down.addWidget(rest) if rest else down.addLayout(self._prices)
        down.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole, 0, Qt.AlignmentFlag.AlignTop)

    # Showing

    def show_book(self, key: bytes | None) -> None:
        is_other = (key or b"") != self.key
        self.key = key or b""
        self._whole.setVisible(bool(key) and self._look is not None and not is_other)
        if is_other:
            self._look = None
            self.reload()

    def reload(self) -> None:
        if self.key:
            self.desk.ask(partial(_book, self.key), self._show, lambda _error: self._whole.hide(), replace=self)

    def _show(self, look: "BookLook") -> None:
        if look.book["id"] != self.key:
            return
        before, self._look = self._look, look
        if before is None:
            for field in (self.name, *(self.field(name) for name in self.rows)):
                field.take_back()
        self.name.set_value(look.book["name"])
        self._show_fields(look)
        if before is None or before.users != look.users:
            self._show_users(look)
        if before is None or before.prices != look.prices:
            self.lines = [PriceLine(self.desk, price) for price in look.prices]
            show_instead(self._prices, self.lines)
        self.try_out.currency = look.book["currency"]
        self.try_out.ask()
        self._whole.show()
        tab_order.order(self)

    def _show_fields(self, look: "BookLook") -> None:
        parents = self.field("parent_id")
        assert isinstance(parents, ChoiceField)
        parents.set_choices([("", _("the price of the product")), *((key.hex(), name) for key, name in look.books)])
        for name in self.rows:
            value = look.book[name]
            self.field(name).set_value((value or b"").hex() if name == "parent_id" else value or "")

    def _show_users(self, look: "BookLook") -> None:
        self._user_flow.clear()
        for key, name, kind in look.users:
            words = f"{name} · {_('Group')}" if kind == "group" else name
            made = button(f"{words}  ×".replace("&", "&&"), partial(self._stop, key, name), kind="dashed")
            made.setAccessibleName(_("Take it away from {name}").format(name=name))
            self._user_flow.addWidget(made)
        self._users.setVisible(bool(look.users))

    def enter(self) -> None:
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    # Changing

    def _keep(self, name: str, field: Field, value: Any) -> None:
        if name == "parent_id":
            value = bytes.fromhex(value) if value else None
        change = partial(_change, self.key, {name: value})
        self.desk.write(change, lambda _none: field.set_problem(""), lambda error: field.set_problem(words_of(error)))

    def _do(self, change: Any, words: str = "") -> None:
        self.desk.write(change, lambda _none: self.desk.say_undoable(words) if words else None)

    def _stop(self, owner: bytes, name: str) -> None:
        words = _("{name} has this price book no more").format(name=name)
        self._do(partial(_stop, self.key, owner), words)

    def _add_price(self, product: bytes) -> None:
        self._do(partial(_add_price, self.key, product))

    def remove(self) -> None:
        if self.key and self._look:
            words = _("Deleted {what}").format(what=self._look.book["name"])
            self._do(partial(_remove, self.key), words)


def _book(key: bytes, store: "Store") -> "BookLook":
    from crmdesk.services import price_books

    return price_books.look(store, key)


def _change(key: bytes, values: dict[str, Any], store: "Store") -> None:
    from crmdesk.services import price_books

    price_books.change(store, key, values)


def _use(key: bytes, owner: bytes, store: "Store") -> None:
    from crmdesk.services import prices

    prices.use_book(store, key, owner)


def _stop(key: bytes, owner: bytes, store: "Store") -> None:
    from crmdesk.services import price_books

    price_books.stop_using(store, key, owner)


def _add_price(key: bytes, product: bytes, store: "Store") -> None:
    from crmdesk.services import price_books

    price_books.begin_price(store, key, product)


def _remove(key: bytes, store: "Store") -> None:
    from crmdesk.services import price_books

    price_books.remove(store, key)
