"""Quick entry: a line, a signature or a business card is pasted, read, seen, and saved by one key."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.card import Card
from crmdesk.i18n import _
from crmdesk.ui.lead_choice import LeadChoice
from crmdesk.ui.likely import Likely
from crmdesk.ui.proposal import Proposal
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.messages import Action, announce, words_of
from crmdesk.widgets.parts import frame, label, quiet
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window

_WIDTH, _LEFT = 880, 380
_MOST, _AROUND = 500, 210
"""How high the proposal is at most, and what of the window is not for it."""


class QuickEntry(Sheet):
    def __init__(self, window: "Window", text: str = "", *, as_lead: bool = False) -> None:
        super().__init__(window, _("New lead") if as_lead else _("Quick entry"), width=_WIDTH)
        self._window, self._desk = window, window.desk
        self._is_reading = self._is_wanted = self._is_saving = False
        self.text = QPlainTextEdit()
        self.lead = LeadChoice(is_on=as_lead)
        self.proposal = Proposal()
        self.likely = Likely(window.desk, "contact", self, can_add=True)
        self._right = QStackedWidget()
        self._offer, self._offered = frame("accent"), label("", "second", wraps=True)
        self._copied = ""
        self._problem = Problem()
        self.add_button = self.set_primary(_("Add contact"), self.save)
        self._arrange()
        self._connect()
        self._show(Card())
        self.text.setPlainText(text)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        if not text:
            self._look_at_clipboard()

    def _arrange(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(theme.px(28))
        across.addLayout(self._left())
        self._right.addWidget(self._nothing_yet())
        self._right.addWidget(scroller(self.proposal))
        self._right.setMinimumSize(theme.px(360), min(theme.px(_MOST), self._window.height() - theme.px(_AROUND)))
        across.addWidget(self._right, 1)
        self.body.addLayout(across, 1)
        self.body.addWidget(self._problem)
        hint = label(_("Ctrl Enter adds, Esc leaves"), "second", "muted")
        self.buttons.insertWidget(0, hint)

    def _nothing_yet(self) -> QWidget:
        words = label(
            _("What is read in the text stands here, to be mended before it is saved."), "body", "muted", wraps=True
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setContentsMargins(theme.margins(40, 0, 40, 0))
        return words

    def _left(self) -> QVBoxLayout:
        self.text.setAccessibleName(_("Text to be read"))
        self.text.setPlaceholderText(
            _("Paste a signature or a business card, or type a line:\n\nAna Souza, Clínica Boa Vida, +55 11 98888-1234")
        )
        self.text.setTabChangesFocus(True)
        self.text.setFixedWidth(theme.px(_LEFT))
        self.text.setMinimumHeight(theme.px(96))
        left = QVBoxLayout()
        left.setSpacing(theme.px(12))
        left.addWidget(self._offer_of_clipboard())
        left.addWidget(self.text, 1)
        self.lead.setFixedWidth(theme.px(_LEFT))
        left.addWidget(self.lead)
        self.likely.setFixedWidth(theme.px(_LEFT))
        left.addWidget(self.likely)
        return left

    def _offer_of_clipboard(self) -> QWidget:
        across = QHBoxLayout(self._offer)
        across.setContentsMargins(theme.margins(12, 6, 6, 6))
        across.addWidget(self._offered, 1)
        self.use_button = quiet(_("Use it"), self._use_copied)
        across.addWidget(self.use_button)
        self._offer.setFixedWidth(theme.px(_LEFT))
        self._offer.hide()
        return self._offer

    def _connect(self) -> None:
        self.text.textChanged.connect(self._read)
        self.proposal.changed.connect(self._proposal_changed)
        self.lead.changed.connect(self._proposal_changed)
        self.likely.opened.connect(self._open_instead)
        self.likely.adding.connect(self._add_to)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.save)

    def open(self) -> None:
        super().open()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What the clipboard holds

    def _look_at_clipboard(self) -> None:
        """Offered, never taken unasked."""
        from crmdesk.services import quick_entry

        copied, country = QGuiApplication.clipboard().text(), self._desk.country
        if quick_entry.may_be_a_card(copied):
            self._copied = copied
            self._desk.run(lambda: quick_entry.read(copied, country), self._make_offer)

    def _make_offer(self, card: Card) -> None:
        from crmdesk.services import quick_entry

        if not quick_entry.is_a_card(card):
            self._copied = ""
        elif not self.text.toPlainText():
            words = _("In the clipboard: {name}").format(name=quick_entry.name_of(card))
            self._offered.setText(words)
            self._offer.show()
            announce(self, words)

    def _use_copied(self) -> None:
        self.text.setPlainText(self._copied)
        self.text.setFocus()

    # Reading

    def _read(self) -> None:
        """Beside the window: some rules load tables first."""
        from crmdesk.services import quick_entry

        text, country = self.text.toPlainText(), self._desk.country
        self._offer.setVisible(bool(self._offered.text()) and not text)
        self._is_reading = True
        self._desk.run(lambda: quick_entry.read(text, country), self._take, replace=self)

    def _take(self, card: Card) -> None:
        self._is_reading = False
        self._show(card)
        if self._is_wanted:
            self._is_wanted = False
            self.save()

    def _show(self, card: Card) -> None:
        self.proposal.show_card(card)
        self._proposal_changed()

    def _proposal_changed(self) -> None:
        from crmdesk.services import quick_entry

        card = self.proposal.card()
        self.add_button.setText(self._what_is_added(card))
        self.add_button.setEnabled(_says_something(card))
        self._right.setCurrentIndex(1 if self.text.toPlainText().strip() or self.proposal.is_touched() else 0)
        self.likely.look(quick_entry.looked_for(card) if card.kind == "contact" else {})

    def _what_is_added(self, card: Card) -> str:
        if self.lead.is_on():
            return _("Add lead")
        return _("Add company") if card.kind == "company" else _("Add contact")

    # Saving

    def save(self) -> None:
        """What was pasted this moment is read first."""
        card = self.proposal.card()
        if self._is_reading:
            self._is_wanted = True
        elif _says_something(card) and not self._is_saving:
            self._is_saving = True
            subject = self.lead.subject() if self.lead.is_on() else None
            self._desk.write(lambda store: (_add(store, card, subject), card), self._saved, self._failed)

    def _saved(self, answer: tuple[bytes, Card]) -> None:
        from crmdesk.services import quick_entry

        key, card = answer
        is_lead = self.lead.is_on()
        self.accept()
        self._desk.say_undoable(_("Added {name}").format(name=quick_entry.name_of(card)))
        self._window.go("leads" if is_lead else "companies" if card.kind == "company" else "contacts", key)

    def _failed(self, error: Exception) -> None:
        self._is_saving = False
        self._problem.say(words_of(error))

    def _open_instead(self, key: bytes) -> None:
        self.reject()
        self._window.go("contacts", key)

    def _add_to(self, key: bytes) -> None:
        """Only what they lack."""
        card = self.proposal.card()
        if not self._is_saving and not self._is_reading:
            self._is_saving = True
            if self.lead.is_on():
                subject = self.lead.subject()
                self._desk.write(lambda store: _lead_of(store, key, card, subject), self._lead_added, self._failed)
            else:
                self._desk.write(lambda store: (_add_to(store, key, card), key), self._added_to, self._failed)

    def _lead_added(self, key: bytes) -> None:
        self.accept()
        self._desk.say_undoable(_("Lead added"))
        self._window.go("leads", key)

    def _added_to(self, answer: tuple[bool, bytes]) -> None:
        is_more, key = answer
        name = self.likely.name_of(key)
        self.accept()
        if is_more:
            self._desk.say_undoable(_("Added to {name}").format(name=name))
        else:
            self._desk.say(_("{name} has all of this already.").format(name=name))
        self._window.go("contacts", key)

    def reject(self) -> None:
        """What was typed is put aside, not thrown away: the toast brings it back."""
        if self._is_saving:
            return
        text, window, as_lead = self.text.toPlainText(), self._window, self.lead.is_on()
        if text.strip() and self.isVisible():
            first = text.strip().splitlines()[0][:60]
            back = Action(_("Bring back"), lambda: QuickEntry(window, text, as_lead=as_lead).open())
            self._desk.say(_("Not saved: {name}").format(name=first), back)
        super().reject()


def _says_something(card: Card) -> bool:
    return bool(card.fields or card.affiliations or card.phones or card.emails)


def _add(store: "Store", card: Card, subject: str | None) -> bytes:
    """As a lead where there is a subject, be it an empty one."""
    from crmdesk.services import leads, quick_entry

    if subject is not None:
        return leads.add_person(store, card, subject)
    return quick_entry.add(store, card)


def _lead_of(store: "Store", key: bytes, card: Card, subject: str) -> bytes:
    from crmdesk.services import leads

    return leads.add_known(store, key, card, subject)


def _add_to(store: "Store", key: bytes, card: Card) -> bool:
    from crmdesk.services import quick_entry

    return quick_entry.add_to(store, key, card)
