"""What is seldom changed of a document: dates, words, currency, language, taxes, rounding, delivery."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.documents import ROUNDED
from crmdesk.domain.prices import ROUNDINGS
from crmdesk.i18n import _
from crmdesk.ui.quote_draft import Draft
from crmdesk.ui.quote_fields import Bound, DayField, bind
from crmdesk.widgets.amounts import NumberField
from crmdesk.widgets.fields import ChoiceField, Field, LineField, TextField
from crmdesk.widgets.form import Form
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.switch import SwitchField

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.services.files import Store

_CURRENCIES = "EUR USD GBP CHF BRL TRY RUB PLN SEK NOK DKK CZK HUF RON JPY CNY INR CAD AUD MXN"
_CASH = ("5", "10", "50", "100")
"""In the smallest unit."""
_USUAL = "usual"
_COUNTRIES = ("en-GB", "en-US", "de-AT", "de-CH", "fr-CH", "pt-BR", "pt-PT")
"""Whose figures and dates are written otherwise."""


class QuoteMore(QWidget):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self._is_made = False
        self._look: Look | None = None
        self._bound: list[Bound] = []
        self.fields: dict[str, Field] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        self._note = label("", "second", "muted", wraps=True)

    def showEvent(self, event: object) -> None:
        """Made when it is first unfolded."""
        if not self._is_made:
            self._is_made = True
            self._make()
            if self._look:
                self.show_look(self._look)

    def show_look(self, look: "Look") -> None:
        self._look = look
        if not self._is_made:
            return
        self._choices("template_id").set_choices(
            [(_USUAL, _("As usual")), *((key.hex(), name) for key, name in look.templates)]
        )
        for bound in self._bound:
            bound.show_look(look)
        self.fields["treatment"].set_value(look.treatment)
        self._show_rate(look)

    def _show_rate(self, look: "Look") -> None:
        head = look.whole.head
        is_foreign = head["currency"] != look.currency
        self._rate_row.setVisible(is_foreign)
        words = _("1 {currency} in {own}").format(currency=head["currency"], own=look.currency)
        self.fields["exchange_rate"].set_note(words if is_foreign else "")

    # Making

    def _make(self) -> None:
        form = Form()
        form.add_heading(_("On paper"))
        self._add_words(form)
        form.add_heading(_("Money and taxes"))
        self._add_money(form)
        self._advise()
        down = self.layout()
        assert isinstance(down, QBoxLayout)
        down.addWidget(form)
        self.templates = link(_("Change the template…"), self._open_templates)
        down.addWidget(self.templates, 0, Qt.AlignmentFlag.AlignLeft)

    def _open_templates(self) -> None:
        from crmdesk.ui.template_editor import TemplateEditor

        TemplateEditor(self.draft.desk, document=self.draft.key, parent=self).open()

    def _add_words(self, form: Form) -> None:
        self._plain(form, "issued_on", _("Date"), DayField(_("Date")), _("Change date"))
        self._plain(form, "reference", _("Your reference"), LineField(_("Your reference")), _("Change reference"))
        self._plain(form, "intro", _("Introduction"), TextField(_("Introduction")), _("Change introduction"))
        self._plain(form, "terms", _("Terms"), TextField(_("Terms")), _("Change terms"))
        self._plain(
            form, "delivery_address", _("Delivery address"), TextField(_("Delivery address")), _("Change address")
        )
        self._plain(form, "language", _("Language"), ChoiceField(_("Language"), _languages()), _("Change language"))
        template = ChoiceField(_("Template"), [(_USUAL, _("As usual"))])
        template.set_action("palette", _("Edit templates"), self._edit_templates)
        self._bind("template_id", form, _("Template"), template, _shown_template, _read_template, _("Change template"))

    def _advise(self) -> None:
        """What may stand where nothing stands yet."""
        advice = {
            "reference": _("What the customer calls it"),
            "intro": _("Above the lines"),
            "terms": _("Below the total"),
            "delivery_address": _("Where the customer is"),
        }
        for name, words in advice.items():
            self.fields[name].set_placeholder(words)

    def _add_money(self, form: Form) -> None:
        from crmdesk.services.document_taxes import TREATMENTS

        currency = ChoiceField(_("Currency"), [(code, code) for code in _CURRENCIES.split()], own_words=True)
        self._bind(
            "currency", form, _("Currency"), currency, lambda look: look.whole.head["currency"],
            lambda value: {"currency": value, "exchange_rate": None}, _("Change currency"),
        )  # fmt: skip
        rate = NumberField(_("Exchange rate"))
        self._rate_row = self._bind(
            "exchange_rate", form, _("Exchange rate"), rate, lambda look: look.rate,
            lambda value: {"exchange_rate": value or None}, _("Change exchange rate"),
        )  # fmt: skip
        inclusive = SwitchField(_("Prices with taxes"))
        self._bind(
            "is_inclusive", form, _("Prices with taxes"), inclusive, lambda look: bool(look.whole.head["is_inclusive"]),
            lambda value: {"is_inclusive": bool(value)}, _("Change taxes"),
        )  # fmt: skip
        treatment = ChoiceField(_("Taxes"), [(key, _(words)) for key, words in TREATMENTS])
        treatment.kept.connect(self.treat)
        self.fields["treatment"] = treatment
        form.add(_("Taxes"), treatment)
        self._plain(form, "tax_number", _("Tax number"), LineField(_("Tax number")), _("Change tax number"))
        rounded = ChoiceField(_("Taxes are rounded on"), [(key, _(words)) for key, words in ROUNDED])
        self._plain(form, "rounded", _("Taxes are rounded on"), rounded, _("Change rounding"))
        mode = ChoiceField(_("Rounding"), [(key, _(words)) for key, words in ROUNDINGS])
        self._plain(form, "rounding", _("Rounding"), mode, _("Change rounding"))
        cash = ChoiceField(_("Cash rounding"), [("0", _("none")), *((step, step) for step in _CASH)])
        self._bind(
            "cash_step", form, _("Cash rounding"), cash, lambda look: str(look.whole.head["cash_step"] or 0),
            lambda value: {"cash_step": int(value) or None}, _("Change rounding"),
        )  # fmt: skip

    def _plain(self, form: Form, name: str, words: str, field: Field, text: str) -> None:
        self.fields[name] = field
        self._bound.append(bind(self.draft, field, name, text))
        form.add(words, field)

    def _bind(self, name: str, form: Form, words: str, field: Field, show: Any, read: Any, text: str) -> QWidget:
        self.fields[name] = field
        self._bound.append(Bound(self.draft, field, show, read, text))
        return form.add(words, field)

    def _choices(self, name: str) -> ChoiceField:
        found = self.fields[name]
        assert isinstance(found, ChoiceField)
        return found

    def _edit_templates(self) -> None:
        from crmdesk.ui.template_editor import TemplateEditor

        TemplateEditor(self.draft.desk, document=self.draft.key, parent=self.window()).open()

    def treat(self, treatment: str) -> None:
        self.draft.stroke(partial(_treat, self.draft.key, treatment, _("Change taxes")))


def _shown_template(look: "Look") -> str:
    key = look.whole.head["template_id"]
    return key.hex() if key else _USUAL


def _read_template(value: Any) -> dict[str, Any]:
    return {"template_id": None if value == _USUAL else bytes.fromhex(value)}


def _languages() -> list[tuple[str, str]]:
    """Those that documents speak, each by its own name."""
    from babel import Locale

    from crmdesk.domain.document_words import LANGUAGES

    codes = dict.fromkeys([*LANGUAGES, *_COUNTRIES])
    named = [(code, Locale.parse(code.replace("-", "_")).get_display_name() or code) for code in codes]
    return sorted(((code, name[:1].upper() + name[1:]) for code, name in named), key=lambda pair: pair[1])


def _treat(document: bytes, treatment: str, text: str, store: "Store") -> "Look":
    from crmdesk.services import document_drafts

    return document_drafts.treat(store, document, treatment, text)
