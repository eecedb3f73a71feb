"""The products of a deal, how many and at what price; their sum is offered as its amount."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import amounts
from crmdesk.ui.deal_editor import DealEditor, RateField
from crmdesk.ui.tab import Tab
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.amounts import NumberField
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.fields import Field, LineField
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, quiet, rule, small_button
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.suggest_line import Offer, SuggestLine

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook, ProductLine
    from crmdesk.services.files import Store
    from crmdesk.services.records import Look

_WIDTHS = (58, 92, 64, 104)
"""Of quantity, price, discount and amount, where the heads need no more."""
_MOST = 8


class LineRow(QWidget):
    def __init__(self, editor: DealEditor, line: "ProductLine") -> None:
        super().__init__()
        self._editor, self.key = editor, line.id
        self.fields: dict[str, Field] = {
            "name": LineField(_("Product")),
            "quantity": NumberField(_("Quantity")),
            "unit_price": NumberField(_("Price")),
            "discount": RateField(_("Discount")),
        }
        self.amount = label("", "medium")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._across = _row((*self.fields.values(), self.amount))
        self._across.addWidget(small_button("x", _("Remove"), self._remove))
        self.setLayout(self._across)
        self.fields["discount"].set_placeholder("–")
        for name, field in self.fields.items():
            if name != "name":
                field.edit.setProperty("alignment", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            field.kept.connect(partial(self._keep, name, field))

    def show_line(self, line: "ProductLine", currency: str) -> None:
        for name, field in self.fields.items():
            field.set_value(getattr(line, name))
        self.amount.setText(amounts.shown(line.amount, currency))

    def _keep(self, name: str, field: Field, value: object) -> None:
        key = self.key

        def change(store: "Store") -> None:
            from crmdesk.services import deal_parts

            deal_parts.change_product(store, key, **{name: value})

        self._editor.save(change, field.set_problem, str(value))

    def _remove(self) -> None:
        key = self.key

        def remove(store: "Store") -> None:
            from crmdesk.services import deal_parts

            deal_parts.remove_product(store, key)

        self._editor.act(remove, _("Product removed"))


class DealProducts(Tab):
    def __init__(self, editor: DealEditor) -> None:
        super().__init__(editor)
        self._deal = editor
        self._look: DealLook | None = None
        self.rows: dict[bytes, LineRow] = {}
        self.line = SuggestLine(_("Add a product"), _("Add a product by name or stock number"))
        self.line.wanted.connect(self._find)
        self.line.taken.connect(lambda _offer: self._add())
        self.line.entered.connect(self._add)
        self._problem = Problem()
        self._head = QWidget()
        self._rule = rule()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._sum = label("", "strong")
        self.take = quiet("", self._take_sum)
        self._empty = label(
            _("What would be sold: the sum can be the amount of the deal, and a quote begins with it."),
            "second", "muted", wraps=True,
        )  # fmt: skip
        self._arrange()

    def _arrange(self) -> None:
        first, *others = [label(text, "second", "muted") for text in (_("Product"), *_heads())]
        first.setContentsMargins(theme.margins(10, 0, 0, 0))
        for head in others:
            head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            head.setContentsMargins(theme.margins(0, 0, 4 if head is others[-1] else 16, 0))
        across = _row((first, *others))
        across.addSpacing(theme.px(26))
        across.setContentsMargins(theme.margins(0, 8, 0, 0))
        self._head.setLayout(across)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.margins(0, 8, 30, 0))
        foot.addWidget(self.take)
        foot.addStretch(1)
        foot.addWidget(self._sum)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(theme.margins(0, 0, 8, 12))
        down.setSpacing(theme.px(4))
        self._empty.setContentsMargins(theme.margins(10, 6, 0, 0))
        for part in (self.line, self._problem, self._empty, self._head, self._rule):
            down.addWidget(part)
        down.addLayout(self._list)
        down.addLayout(foot)
        down.addStretch(1)
        fill_scrolled(self, inside)

    def fields(self) -> list[Field]:
        return [field for row in self.rows.values() for field in row.fields.values()]

    # Showing

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        from crmdesk.services.deal_looks import DealLook

        assert isinstance(look, DealLook)
        self._look = look
        if is_other:
            self.line.clear()
            self._problem.say()
        for gone in self.rows.keys() - {line.id for line in look.products}:
            row = self.rows.pop(gone)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for line in look.products:
            if line.id not in self.rows:
                self.rows[line.id] = LineRow(self._deal, line)
                self._list.addWidget(self.rows[line.id])
            self.rows[line.id].show_line(line, look.deal["currency"])
        tab_order.order(self)
        self._show_sum(look)

    def _show_sum(self, look: "DealLook") -> None:
        """It is offered, never taken unasked."""
        has_any, currency = bool(look.products), look.deal["currency"]
        for part in (self._head, self._rule, self._sum):
            part.setVisible(has_any)
        self._empty.setVisible(not has_any)
        shown = amounts.shown(look.products_sum, currency)
        self._sum.setText(shown)
        self.take.setText(_("Make {amount} the amount").format(amount=shown))
        self.take.setVisible(has_any and look.products_sum != look.deal["amount"] and look.deal["status"] == "open")

    # Adding

    def _find(self, typed: str) -> None:
        if len(typed.strip()) < 2:
            self.line.close_list()
            return
        self._deal.desk.ask(partial(_offers, typed), partial(self._offer, typed), replace=self)

    def _currency(self) -> str:
        return str(self._look.deal["currency"]) if self._look else "EUR"

    def _offer(self, typed: str, offers: list[Offer]) -> None:
        if self.line.text() == typed:
            self.line.show_offers(offers)

    def _add(self) -> None:
        deal, typed = self._deal.key, self.line.text().strip()

        def add(store: "Store") -> bytes:
            from crmdesk.services import deal_parts

            return deal_parts.add_product(store, deal, typed)

        if typed:
            self.line.clear()
            self._deal.desk.write(add, self._added, partial(self._not_added, typed))

    def _added(self, _key: bytes) -> None:
        self._problem.say()
        self._deal.saved.emit()

    def _not_added(self, typed: str, error: Exception) -> None:
        self.line.setText(typed)
        self._problem.say(words_of(error))

    def _take_sum(self) -> None:
        assert self._look
        deal, amount = self._deal.key, self._look.products_sum

        def take(store: "Store") -> None:
            from crmdesk.services import deals

            deals.change(store, deal, amount=amount)

        self._deal.act(take, _("The amount is {amount}").format(amount=amounts.shown(amount, self._currency())))


def _heads() -> tuple[str, ...]:
    return _("Quantity"), _("Price"), _("Discount"), _("Amount")


def _row(parts: "tuple[QWidget, ...]") -> QHBoxLayout:
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(4))
    across.addWidget(parts[0], 1)
    metrics = QFontMetrics(theme.font("second"))
    for part, width, head in zip(parts[1:], _WIDTHS, _heads(), strict=True):
        part.setFixedWidth(max(theme.px(width), metrics.horizontalAdvance(head) + theme.px(20)))
        across.addWidget(part)
    return across


def _offers(typed: str, store: "Store") -> list[Offer]:
    from crmdesk.domain.money import exact
    from crmdesk.domain.money_formats import price
    from crmdesk.services import products

    locale = amounts.locale()
    return [
        Offer(row["id"].hex(), row["name"], " ".join(filter(None, (
            row["sku"], price(exact(row["price"]), row["currency"], locale) if row["price"] else ""))))
        for row in products.find(store, typed)[:_MOST]
    ]  # fmt: skip
