"""Where customers pay to, as the codes on documents and electronic invoices tell it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import reason
from crmdesk.ui.preference_panes import Pane, SettingRow
from crmdesk.widgets import theme
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.parts import rule

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_WIDTH = 232
_BRAZIL = "BR"


class AccountRows(QWidget):
    """Belongs to a pane, which keeps and tells."""

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self._pane = pane
        self.fields: dict[str, LineField] = {}
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)
        hint = _("Banking apps read it from the code on invoices.")
        self._add("iban", _("Customers pay to (IBAN)"), hint)
        self._add("bic", _("BIC of that bank"), _("Only where the bank asks for it."))
        if pane.desk.country == _BRAZIL:
            self._add("pix", _("Pix key"), _("An e-mail, a phone number, CPF, CNPJ or a random key."))

    def _add(self, name: str, text: str, hint: str) -> None:
        field = self.fields[name] = LineField(text)
        field.edit.setProperty("inline", False)
        field.setFixedWidth(theme.px(_WIDTH))
        field.kept.connect(partial(self._keep, name))
        self._down.addWidget(SettingRow(text, hint, field))
        self._down.addWidget(rule())

    def load(self) -> None:
        self._pane.desk.ask(_account, self._show, replace=(id(self), "account"))

    def _show(self, account: dict[str, str]) -> None:
        for name, field in self.fields.items():
            field.set_problem("")
            field.set_value(account[name])

    def _keep(self, name: str, value: str) -> None:
        self._pane.write(
            partial(_set, name, value), partial(_kept, self.fields[name].edit.accessibleName()),
            partial(self._refuse, name),
        )  # fmt: skip

    def _refuse(self, name: str, error: Exception) -> None:
        self.fields[name].set_problem(reason(error))


def _kept(name: str, _none: None) -> str:
    return _("Kept: {what}").format(what=name)


def _account(store: "Store") -> dict[str, str]:
    from crmdesk.services import quote_paper

    return quote_paper.account(store)


def _set(name: str, value: str, store: "Store") -> None:
    from crmdesk.services import quote_paper

    quote_paper.set_account(store, **{name: value})
