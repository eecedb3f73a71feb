"""A new product: name, stock number and price; the rest is filled in on its page."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.product_editor import FigureField
from crmdesk.widgets.fields import Field, LineField
from crmdesk.widgets.form import Form
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store


class NewProduct(Sheet):
    made = Signal(bytes)

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent, _("New product"), width=460)
        self._desk = desk
        self.fields: dict[str, Field] = {
            "name": LineField(_("Name")),
            "sku": LineField(_("Stock number")),
            "price": FigureField(_("Price")),
            "cost": FigureField(_("Cost")),
        }
        form = Form()
        for field in self.fields.values():
            form.add(field.edit.accessibleName().lower(), field)
            field.edit.setProperty("inline", False)
            field.kept.connect(field.set_value)
        self.problem = Problem()
        self.body.addWidget(form)
        self.body.addWidget(self.problem)
        self.set_primary(_("Add product"), self.add)
        self.fields["name"].setFocus()

    def add(self) -> None:
        for field in self.fields.values():
            field.keep()
        if any(field.problem() for field in self.fields.values()):
            return
        values = {name: field.value() for name, field in self.fields.items()}
        self._desk.write(partial(_add, values), self._added, self._refuse)

    def _added(self, key: bytes) -> None:
        self.made.emit(key)
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.problem.say(words_of(error))
        self.refit()


def _add(values: dict[str, Any], store: "Store") -> bytes:
    from crmdesk.services import products

    return products.add(store, values)
