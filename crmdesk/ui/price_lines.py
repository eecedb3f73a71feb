"""A price in a price book, edited in place: from how many on, how much, from which day to which."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.deal_editor import AnyDayField
from crmdesk.ui.desk import Desk
from crmdesk.ui.product_editor import FigureField, PercentField, PriceField
from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, small_button

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.price_books import PriceRow

_WIDTHS = {"quantity": 72, "price": 130, "starts_on": 104, "ends_on": 104}


class PriceLine(QWidget):
    def __init__(self, desk: Desk, row: "PriceRow", *, names_book: bool = False) -> None:
        super().__init__()
        self._desk, self.key = desk, row.id
        self._fields: dict[str, Field] = {
            "quantity": FigureField(_("From quantity")),
            "price": PriceField(_("Price")) if row.percent is None else PercentField(_("Change in %")),
            "starts_on": AnyDayField(_("From")),
            "ends_on": AnyDayField(_("Until")),
        }
        self._money = "price" if row.percent is None else "percent"
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        named = label(row.book if names_book else row.name, "body")
        named.setMinimumWidth(theme.px(80))
        across.addWidget(named, 1)
        for name, field in self._fields.items():
            field.setFixedWidth(theme.px(_WIDTHS[name]))
            across.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
            field.kept.connect(partial(self._keep, name, field))
        across.addWidget(small_button("x", _("Remove the price"), self._remove))
        self._fields["quantity"].set_placeholder(_("from"))
        self._fields["starts_on"].set_placeholder(_("always"))
        self._fields["ends_on"].set_placeholder(_("for good"))
        self._show(row)

    def _show(self, row: "PriceRow") -> None:
        price = self._fields["price"]
        for name in ("quantity", "price"):
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self._fields[name].edit.setProperty("alignment", align)
        self._fields["quantity"].set_value(row.quantity)
        if isinstance(price, PriceField):
            price.show_price(row.price, row.currency)
        else:
            price.set_value(row.percent)
        self._fields["starts_on"].set_value(row.starts_on or "")
        self._fields["ends_on"].set_value(row.ends_on or "")

    def fields(self) -> list[Field]:
        return list(self._fields.values())

    def _keep(self, name: str, field: Field, value: Any) -> None:
        if name == "quantity":
            value = value or "1"
        if name == "price" and not value:
            field.set_problem(_("How much is it?"))
            return
        column = self._money if name == "price" else name
        change = partial(_change, self.key, {column: value or None})
        self._desk.write(change, lambda _none: field.set_problem(""), lambda error: field.set_problem(words_of(error)))

    def _remove(self) -> None:
        self._desk.write(partial(_remove, self.key), lambda _none: self._desk.say_undoable(_("Price removed")))


def _change(key: bytes, values: dict[str, Any], store: "Store") -> None:
    from crmdesk.services import price_books

    price_books.change_price(store, key, values)


def _remove(key: bytes, store: "Store") -> None:
    from crmdesk.services import price_books

    price_books.remove_price(store, key)
