"""The head of a document: for whom, about what, until when; and what is seldom changed, folded away."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.ids import parse_id, text_id
from crmdesk.i18n import _
from crmdesk.ui.quote_draft import Draft
from crmdesk.ui.quote_fields import Bound, DayField, bind
from crmdesk.ui.quote_more import QuoteMore
from crmdesk.ui.suggest import RecordField
from crmdesk.widgets import icons, theme
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.form import Form, FormRow
from crmdesk.widgets.parts import flat, label, link

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.services.files import Store

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UNTIL = {"quote": "valid_until", "invoice": "due_on", "delivery": "delivered_on"}


class QuoteForm(QWidget):
    entered = Signal()
    """Enter in its last line: the lines are next."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self._kind = ""
        self.customer = CustomerField(_("Customer"), draft.desk)
        self.customer.unknown.connect(self._offer_new)
        self.new_customer = link("", self._add_customer)
        self.customer.set_placeholder(_("Name of a contact or company"))
        self.customer.kept.connect(self._choose_customer)
        self.address = label("", "second", "muted", wraps=True)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.new_customer, 0, Qt.AlignmentFlag.AlignLeft)
        below.addWidget(self.address)
        self.new_customer.hide()
        self.subject = LineField(_("Subject"))
        self.subject.set_placeholder(_("What it is about"))
        self.until = DayField(_("Valid until"))
        self.until.setFixedWidth(theme.px(150))
        self.until.set_placeholder(_("no day yet"))
        self._until_words = label("", "second", "muted")
        self._until = Bound(draft, self.until, self._shown_until, self._read_until, _("Change date"))
        self._bound = [bind(draft, self.subject, "name", _("Change subject"))]
        self.more_button = flat(_("More"), self.toggle_more, icon="chevron-down")
        self.more = QuoteMore(draft)
        self.more.hide()
        self.subject.edit.installEventFilter(self)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the subject goes on to the lines."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            self.subject.keep()
            self.entered.emit()
            return True
        return False

    def _arrange(self) -> None:
        form = Form()
        form.setMaximumWidth(theme.px(900))
        form.add(_("Customer"), self.customer)
        self.address.setContentsMargins(theme.margins(8, 0, 0, 4))
        self._address = FormRow(label(), self._below)
        form.add_widget(self._address)
        form.add(_("Subject"), self.subject)
        last = QHBoxLayout()
        last.setContentsMargins(0, 0, 0, 0)
        last.setSpacing(0)
        self._until_words.setFixedWidth(theme.px(theme.LABEL_WIDTH))
        self._until_words.setWordWrap(True)
        last.addWidget(self._until_words)
        last.addWidget(self.until)
        last.addStretch(1)
        last.addWidget(self.more_button)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(4))
        down.addWidget(form)
        down.addLayout(last)
        down.addWidget(self.more)

    # Showing

    def show_look(self, look: "Look") -> None:
        head = look.whole.head
        self._kind = head["kind"]
        key = head["contact_id"] or head["company_id"]
        self.customer.set_value({"id": text_id(key), "name": look.customer} if key and look.customer else "")
        self.address.setText(" · ".join(line for line in look.address.splitlines() if line != look.customer))
        self.new_customer.hide()
        self._show_below()
        self._until_words.setText(_until_words(self._kind))
        has_until = self._kind in _UNTIL
        self.until.setVisible(has_until)
        self._until_words.setVisible(has_until)
        for bound in [*self._bound, *([self._until] if has_until else [])]:
            bound.show_look(look)
        self.more.show_look(look)

    def toggle_more(self) -> None:
        is_open = self.more.isHidden()
        self.more.setVisible(is_open)
        self.more_button.setText(_("Less") if is_open else _("More"))
        self.more_button.setIcon(icons.icon("chevron-up" if is_open else "chevron-down", "muted"))

    def begin(self) -> None:
        """Where the next thing is to be typed."""
        field = self.subject if self.customer.value() else self.customer
        field.setFocus()

    def _show_below(self) -> None:
        self.address.setVisible(bool(self.address.text()))
        self._address.setVisible(bool(self.address.text()) or not self.new_customer.isHidden())

    # Keeping

    def _offer_new(self, name: str) -> None:
        """Who is not in the file yet needs no other screen."""
        self.new_customer.setText(_("Add “{name}” as a contact").format(name=name).replace("&", "&&"))
        self.new_customer.setVisible(bool(name))
        self._show_below()

    def _add_customer(self) -> None:
        name = self.customer.typed_name()
        self.customer.take_back()
        self.new_customer.hide()
        self.subject.setFocus()
        self.draft.stroke(partial(_add_customer, self.draft.key, name, _("Add customer")))

    def _choose_customer(self, value: Any) -> None:
        text = _("Choose customer")
        if value:
            self.subject.setFocus()
            self.draft.stroke(partial(_set_customer, self.draft.key, parse_id(value["id"]), text))
        else:
            self.draft.edit(text, contact_id=None, company_id=None, tax_number=None)

    def _shown_until(self, look: "Look") -> str:
        return str(look.whole.head[_UNTIL[self._kind]] or "")

    def _read_until(self, value: Any) -> dict[str, Any]:
        return {_UNTIL[self._kind]: value or None}


class CustomerField(RecordField):
    unknown = Signal(str)
    """Nobody is called so; empty once that is no longer so."""

    def set_problem(self, text: str) -> None:
        super().set_problem("" if text and self._line.text().strip() else text)
        self.unknown.emit(self._line.text().strip() if text else "")

    def typed_name(self) -> str:
        return self._line.text().strip()

    def _show(self, value: object) -> None:
        super()._show(value)
        self.unknown.emit("")


def _until_words(kind: str) -> str:
    words: Mapping[str, str] = {
        "quote": _("Valid until"),
        "invoice": _("Due"),
        "delivery": _("Delivered"),
    }
    return words.get(kind, "")


def _add_customer(document: bytes, name: str, text: str, store: "Store") -> "Look":
    from crmdesk.services import document_drafts

    return document_drafts.add_customer(store, document, name, text)


def _set_customer(document: bytes, customer: bytes, text: str, store: "Store") -> "Look":
    from crmdesk.services import document_drafts

    return document_drafts.set_customer(store, document, customer, text)
