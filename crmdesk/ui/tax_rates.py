"""A rate of a tax class, edited in place: name, percent, kind, country of the customer, days."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from crmdesk.domain.prices import TAX_KINDS
from crmdesk.i18n import _
from crmdesk.ui.deal_editor import AnyDayField
from crmdesk.ui.desk import Desk
from crmdesk.ui.product_editor import PercentField
from crmdesk.widgets import theme
from crmdesk.widgets.fields import ChoiceField, Field, LineField
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, plain, small_button

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_COLUMNS = ("name", "percent", "kind", "country", "starts_on", "ends_on")
_WIDTHS = {"percent": 72, "kind": 164, "country": 80, "starts_on": 86, "ends_on": 86}


def _grid(holder: QWidget) -> QGridLayout:
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(4))
    grid.setColumnStretch(0, 1)
    for column, name in enumerate(_COLUMNS[1:], 1):
        grid.setColumnMinimumWidth(column, theme.px(_WIDTHS[name]))
    grid.setColumnMinimumWidth(len(_COLUMNS), theme.px(26))
    return grid


def heads() -> QWidget:
    made = QWidget()
    grid = _grid(made)
    for column, text in enumerate((_("Tax"), _("Percent"), _("Kind"), _("Country"), _("From"), _("Until"))):
        words = label(text, "second", "muted")
        words.setContentsMargins(theme.margins(10, 0, 0, 0))
        grid.addWidget(words, 0, column)
    return made


class RateLine(QWidget):
    def __init__(self, desk: Desk, rate: dict[str, Any]) -> None:
        super().__init__()
        self._desk, self.key = desk, rate["id"]
        self.fields: dict[str, Field] = {
            "name": LineField(_("Tax")),
            "percent": PercentField(_("Percent")),
            "kind": ChoiceField(_("Kind"), [(key, _(words)) for key, words in TAX_KINDS]),
            "country": LineField(_("Country")),
            "starts_on": AnyDayField(_("From")),
            "ends_on": AnyDayField(_("Until")),
        }
        grid = _grid(self)
        for column, (name, field) in enumerate(self.fields.items()):
            if name in _WIDTHS:
                field.setFixedWidth(theme.px(_WIDTHS[name]))
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)
            field.kept.connect(partial(self._keep, name, field))
        grid.addWidget(small_button("x", _("Remove the rate"), self._remove), 0, len(_COLUMNS))
        for name, words in (("country", _("any")), ("starts_on", _("always")), ("ends_on", _("for good"))):
            self.fields[name].set_placeholder(words)

    def show_rate(self, rate: dict[str, Any]) -> None:
        for name, field in self.fields.items():
            field.set_value(rate[name] or "")
        self.fields["name"].setToolTip(plain(rate["note"] or ""))

    def _keep(self, name: str, field: Field, value: Any) -> None:
        change = partial(_change, self.key, {name: value})
        self._desk.write(change, lambda _none: field.set_problem(""), lambda error: field.set_problem(words_of(error)))

    def _remove(self) -> None:
        self._desk.write(partial(_remove, self.key), lambda _none: self._desk.say_undoable(_("Tax rate removed")))


def _change(key: bytes, values: dict[str, Any], store: "Store") -> None:
    from crmdesk.services import tax_lists

    tax_lists.change_rate(store, key, values)


def _remove(key: bytes, store: "Store") -> None:
    from crmdesk.services import tax_lists

    tax_lists.remove_rate(store, key)
