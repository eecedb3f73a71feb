"""The preferences of quotes and invoices: how long they are good, when they are due, how they are rounded, terms."""

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.documents import ROUNDED
from crmdesk.domain.prices import ROUNDINGS
from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.document_account import AccountRows
from crmdesk.ui.preference_panes import Pane, SettingRow
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.fields import Field, LineField, TextField
from crmdesk.widgets.parts import label, quiet, rule

if TYPE_CHECKING:
    from crmdesk.services.document_defaults import Defaults
    from crmdesk.services.files import Store

_FIELD, _WIDE = 110, 232
_TERMS = ("quote", "order", "invoice")


class DaysField(LineField):
    """`30 days`; nothing is 0."""

    def _read(self) -> Any:
        typed = super()._read()
        found = re.findall(r"\d+", typed)
        if typed and len(found) != 1:
            raise ValueError(_("Write how many days, such as 30."))
        return int(found[0]) if found else 0

    def _show(self, value: Any) -> None:
        days = int(value or 0)
        super()._show(ngettext("{count} day", "{count} days", days).format(count=days) if days else "")


class DocumentDefaults(Pane):
    tables = ("preferences",)

    def __init__(self, desk: Desk) -> None:
        hint = _("How new documents begin. Each can be otherwise; those that are there stay as they are.")
        super().__init__(desk, _("Quotes and invoices"), hint)
        self.fields: dict[str, Field] = {}
        self.choices: dict[str, Segments | Chooser] = {}
        self._add_templates()
        self.account = AccountRows(self)
        self.body.addWidget(self.account)
        self._add_days("valid_days", _("Quotes are good for"), "")
        remind = _("A call is planned so many days before a quote expires; empty is none.")
        self._add_days("remind_days", _("Ask before they expire"), remind)
        self._add_days("payment_days", _("Invoices are to be paid within"), "")
        self._add_choice("is_inclusive", _("Prices are"), [(False, _("Without taxes")), (True, _("With taxes"))])
        rounded = [(key, _(words)) for key, words in ROUNDED]
        self._add_choice("rounded", _("Taxes are rounded on"), rounded)
        modes = Chooser(_("Rounding"), [(key, _(words)) for key, words in ROUNDINGS])
        self._add_control("rounding", _("Rounding"), modes)
        electronic = [(False, _("Alone")), (True, _("With an electronic one inside"))]
        self._add_control(
            "has_einvoice", _("The PDF of an invoice goes out"), Chooser(_("Electronic invoice"), electronic)
        )
        for kind in _TERMS:
            self._add_terms(kind)
        self.body.addStretch(1)

    def _add_templates(self) -> None:
        hint = _("Colour, type, what is printed, and texts in each language.")
        self.templates = quiet(_("Templates…"), self._open_templates, "palette")
        self.body.addWidget(SettingRow(_("How they look"), hint, self.templates))
        self.body.addWidget(rule())

    def _open_templates(self) -> None:
        from crmdesk.ui.template_editor import TemplateEditor

        TemplateEditor(self.desk, parent=self.window().parentWidget()).open()

    def _add_days(self, name: str, text: str, hint: str) -> None:
        field = self.fields[name] = DaysField(text)
        field.edit.setProperty("inline", False)
        field.setFixedWidth(theme.px(_FIELD))
        self._add_row(name, text, hint, field)

    def _add_row(self, name: str, text: str, hint: str, field: Field) -> None:
        field.kept.connect(partial(self._keep, name))
        self.body.addWidget(SettingRow(text, hint, field))
        self.body.addWidget(rule())

    def _add_choice(self, name: str, text: str, choices: list[tuple[Any, str]]) -> None:
        self._add_control(name, text, Segments(text, choices))

    def _add_control(self, name: str, text: str, control: Segments | Chooser) -> None:
        self.choices[name] = control
        if isinstance(control, Chooser):
            control.setFixedWidth(theme.px(_WIDE))
        control.chosen.connect(partial(self._keep, name))
        self.body.addWidget(SettingRow(text, "", control))
        self.body.addWidget(rule())

    def _add_terms(self, kind: str) -> None:
        """Under their name: they are long."""
        text = _("Terms on {documents}").format(documents=_TERMS_OF[kind]())
        field = self.fields[f"{kind}_terms"] = TextField(text)
        field.edit.setProperty("inline", False)
        field.set_placeholder(_("None"))
        field.kept.connect(partial(self._keep, f"{kind}_terms"))
        row = QWidget()
        down = QVBoxLayout(row)
        down.setContentsMargins(theme.margins(0, 12, 0, 8))
        down.setSpacing(theme.px(6))
        down.addWidget(label(text, "medium"))
        down.addWidget(field)
        self.body.addWidget(row)

    def load(self) -> None:
        self.desk.ask(_defaults, self._show, replace=self)
        self.account.load()

    def _show(self, found: "Defaults") -> None:
        for name, field in self.fields.items():
            field.set_value(getattr(found, name))
        for name, control in self.choices.items():
            control.set_value(getattr(found, name))

    def _keep(self, name: str, value: Any) -> None:
        def job(store: "Store") -> None:
            from crmdesk.services import document_defaults

            document_defaults.choose(store, name, value)

        self.write(job, lambda _none: _("New documents begin so from now on"), partial(self._refuse, name))

    def _refuse(self, name: str, error: Exception) -> None:
        if name in self.fields:
            self.fields[name].set_problem(reason(error))


_TERMS_OF = {
    "quote": lambda: _("quotes"),
    "order": lambda: _("orders"),
    "invoice": lambda: _("invoices"),
}


def _defaults(store: "Store") -> "Defaults":
    from crmdesk.services import document_defaults

    with store.read() as session:
        return document_defaults.of(session)
