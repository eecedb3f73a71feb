"""From the quote to the invoice: what a document came from and what became of it, its versions and its deal."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.i18n import _, worded
from crmdesk.ui.document_words import state_words
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import label, link

if TYPE_CHECKING:
    from crmdesk.services.document_state import Link, State


class DocumentChain(QWidget):
    """Hidden where there is nothing but the document itself."""

    chosen = Signal(object, str)
    """Whose page is wanted: an id, and the kind of document or `deal`."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What belongs to it"))
        self._flow = FlowLayout(self, 8)
        self.links: list[str] = []
        """As they read."""
        self._told: object = None

    def show_state(self, state: "State") -> None:
        told = state.head["id"], state.deal, state.chain, state.versions
        if told == self._told:
            return
        self._told = told
        self._flow.clear()
        self.links = []
        if state.deal:
            self._add(state.deal.id, "deal", _("Deal {name}").format(name=state.deal.name), is_here=False)
        for number, each in enumerate(state.chain):
            if number or state.deal:
                self._flow.addWidget(self._between("›" if number else "·"))
            self._add(each.id, each.kind, _words(each), is_here=each.id == state.head["id"])
        for number, each in enumerate(state.versions):
            if number or self.links:
                self._flow.addWidget(self._between("·"))
            words = _("Version {number}").format(number=each.version)
            self._add(each.id, each.kind, words, is_here=each.id == state.head["id"])
        self.setVisible(bool(self.links))
        self.updateGeometry()

    def _add(self, key: bytes, kind: str, words: str, *, is_here: bool) -> None:
        self.links.append(words)
        if is_here:
            self._flow.addWidget(_upright(label(words, "second_strong")))
            return
        made = link(words, lambda: self.chosen.emit(key, kind))
        made.setProperty("flush", True)
        made.setFont(theme.font("second"))
        self._flow.addWidget(made)

    @staticmethod
    def _between(sign: str) -> QWidget:
        return _upright(label(sign, "second", "muted"))


def _upright(words: QLabel) -> QLabel:
    """As high as the links beside it."""
    words.setFixedHeight(theme.px(32))
    words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return words


def _words(each: "Link") -> str:
    """`Order O-2026-0003`, and of a draft that it is one."""
    words = [worded(DOCUMENT_KINDS, each.kind), each.title or state_words(each.kind, each.state).lower()]
    return " ".join(words)
