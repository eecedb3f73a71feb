"""Signing on the screen: turned to the customer, with nothing on it but what is signed, for how much, and the field."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.document_words import words as words_of
from crmdesk.domain.signing_words import sentence
from crmdesk.i18n import _
from crmdesk.ui.desk import reason
from crmdesk.ui.document_words import called
from crmdesk.widgets import theme
from crmdesk.widgets.ink_pad import InkPad
from crmdesk.widgets.overlay import Overlay
from crmdesk.widgets.parts import flat, label, primary, quiet
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.services.document_state import State
    from crmdesk.services.files import Store
    from crmdesk.ui.document_actions import DocumentActions

_WIDTH = 760


class SignPanel(Overlay):
    """Fills the window; Esc goes back and keeps nothing."""

    def __init__(self, bar: "DocumentActions", state: "State") -> None:
        window = bar.window()
        super().__init__(window, _("Sign on screen"))
        self._bar, self._state, self._main = bar, state, window
        self._language = state.head["language"] or "en"
        """Of who signs: it is turned to them."""
        self.pad = InkPad(_("Field for the signature"))
        self.name = QLineEdit(_signer(state))
        self.again = flat(_("Back a stroke"), self.pad.take_back, "undo-2")
        self.afresh = flat(_("Clear"), self.pad.clear, "x")
        self.done = primary(_("Sign"), self._sign)
        self._problem = Problem()
        self.pad.changed.connect(self._show)
        self.name.textChanged.connect(lambda _text: self._show())
        self._arrange()
        self._show()

    def place(self) -> QRect:
        return self._main.rect()

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(theme.px(_WIDTH))
        down = QVBoxLayout(column)
        down.setSpacing(theme.px(12))
        down.addStretch(1)
        down.addLayout(self._head())
        down.addSpacing(theme.px(12))
        down.addWidget(self.pad)
        down.addLayout(self._under_field())
        down.addWidget(self._problem)
        down.addSpacing(theme.px(12))
        down.addLayout(self._foot())
        down.addStretch(2)
        across = QHBoxLayout()
        across.setContentsMargins(theme.margins(24, 24, 24, 24))
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        self.body.addLayout(across)

    def _head(self) -> QHBoxLayout:
        """What is signed at the left, for how much at the right."""
        head = self._state.head
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        named = " ".join(filter(None, (getattr(words_of(self._language), head["kind"]), head["title"])))
        words.addWidget(label(named, "title", wraps=True))
        below = " · ".join(filter(None, (self._state.who, head["name"])))
        words.addWidget(label(below, "body", "muted", wraps=True))
        across = QHBoxLayout()
        across.addLayout(words, 1)
        if head["kind"] != "delivery":
            total = label(_money(head, self._language), "card")
            across.addWidget(total, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        return across

    def _under_field(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        words = sentence(self._state.head["kind"], self._language)
        across.addWidget(label(words, "second", "muted", wraps=True), 1)
        across.addWidget(self.again)
        across.addWidget(self.afresh)
        return across

    def _foot(self) -> QHBoxLayout:
        self.name.setPlaceholderText(_("Name of who signs"))
        self.name.setAccessibleName(_("Name of who signs"))
        self.name.setMaximumWidth(theme.px(320))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(self.name, 1)
        across.addStretch(1)
        across.addWidget(quiet(_("Cancel"), self.leave))
        across.addWidget(self.done)
        return across

    def open(self) -> None:
        super().open()
        (self.pad if self.name.text() else self.name).setFocus()

    def _show(self) -> None:
        for button in (self.again, self.afresh):
            button.setEnabled(bool(self.pad.strokes))
        self.done.setEnabled(bool(self.pad.strokes and self.name.text().strip()))

    def _sign(self) -> None:
        key, name, strokes = bytes(self._state.head["id"]), self.name.text(), self.pad.written()

        def job(store: "Store") -> str:
            from crmdesk.services import document_signing

            return document_signing.sign(store, key, name, strokes)

        self.done.setEnabled(False)
        self._bar.desk.write(job, self._signed, self._refuse)

    def _signed(self, number: str) -> None:
        state, kind = self._state, self._state.head["kind"]
        self.leave()
        told = _("{document} signed").format(document=called(kind, number, state.head["version"]))
        self._bar.doing.tell_answer("accepted" if kind == "quote" else "", state, told)

    def _refuse(self, error: Exception) -> None:
        self._show()
        self._problem.say(reason(error))


def _money(head: "dict[str, Any]", language: str) -> str:
    from crmdesk.domain.money_formats import money
    from crmdesk.services.quote_writer import locale_of

    return money(head["total"], head["currency"], locale_of(language))


def _signer(state: "State") -> str:
    """The person it is for; a company does not sign by itself."""
    return state.who.rpartition(", ")[2] if state.head["contact_id"] else ""
