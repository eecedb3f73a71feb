"""The bar over a document: what it is, what can be done with it now, what it came from and what became of it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.document_chain import DocumentChain
from crmdesk.ui.document_doing import Doing
from crmdesk.ui.document_words import called, home_of, state_words, tone
from crmdesk.ui.moments import ago, wall
from crmdesk.widgets import theme
from crmdesk.widgets.chips import TagRow
from crmdesk.widgets.parts import icon_button, label, primary, quiet

if TYPE_CHECKING:
    from crmdesk.services.document_state import State
    from crmdesk.services.files import Changed, Store

_TABLES = {"documents", "document_lines", "deals", "signatures", "payments"}
_AT_ONCE = 3
"""Buttons besides the menu."""
_TITLE_ROOM = 240
_LTR, _RTL = "\N{LEFT-TO-RIGHT MARK}", "\N{RIGHT-TO-LEFT MARK}"
"""Before a line that begins with a name of any script: it stays where all lines begin."""
_LEADS_ON = ("send", "accept", "version", "order", "delivery", "invoice", "win")
"""The first of these is what one most likely wants, and filled."""
_BUTTONS = (*_LEADS_ON, "decline", "sign", "credit")


class DocumentActions(QWidget):
    opened = Signal(object)
    """What was done leads to another document."""
    left = Signal()
    """The document is no more."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.state: State | None = None
        self._key = b""
        self._before: Callable[[], None] = _nothing
        self.doing = Doing(self)
        self.name = label("", "heading", wraps=True)
        self.tags = TagRow()
        self.facts = label("", "second", "muted", wraps=True)
        self.buttons: dict[str, QPushButton] = {}
        self.more = icon_button("ellipsis", _("More"), self.open_menu)
        self.chain = DocumentChain()
        self.chain.chosen.connect(self.go_to)
        self._arrange()
        desk.changed.connect(self._changed)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        above = QHBoxLayout()
        above.setSpacing(theme.px(10))
        above.addWidget(self.name)
        above.addWidget(self.tags, 1, Qt.AlignmentFlag.AlignVCenter)
        words.addLayout(above)
        words.addWidget(self.facts)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px(8))
        self._row.addWidget(self.more)
        across = QHBoxLayout()
        across.setSpacing(theme.px(16))
        across.addLayout(words, 1)
        across.addLayout(self._row)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addLayout(across)
        down.addWidget(self.chain)

    def keeps_first(self, before: Callable[[], None]) -> None:
        """What is still being typed is kept by this before anything is done."""
        self._before = before

    # Showing

    def show_document(self, key: bytes) -> None:
        self._key = key
        self.desk.ask(partial(_look, key), partial(self._show, key), self._lose, replace=self)

    def forget(self) -> None:
        """Nobody looks at it any more."""
        self._key, self.state = b"", None

    def _lose(self, _error: Exception) -> None:
        """It went meanwhile, as when its making was undone: whoever shows it says so."""
        self.forget()

    def _changed(self, change: "Changed") -> None:
        if self._key and change.tables & _TABLES:
            self.show_document(self._key)

    def _show(self, key: bytes, state: "State") -> None:
        if key != self._key:
            return
        self.state = state
        head = state.head
        self.name.setText(called(head["kind"], head["title"] or "", head["version"]))
        self.tags.show_tags([(state_words(head["kind"], state.state), tone(state.state))])
        facts = " · ".join(_facts(state))
        self.facts.setText(f"{_RTL if self.isRightToLeft() else _LTR}{facts}")
        self.facts.setVisible(bool(facts))
        self.chain.show_state(state)
        self._show_buttons(state)

    def _show_buttons(self, state: "State") -> None:
        """The same ones stay the same buttons: whoever is pressing one goes on."""
        wanted = [key for key in state.actions if key in _BUTTONS and (key != "version" or _is_over(state))]
        first = next((key for key in wanted if key in _LEADS_ON), "")
        wanted = sorted(wanted, key=lambda key: key != first)[:_AT_ONCE]
        if [(key, made.text()) for key, made in self.buttons.items()] != [
            (key, self.doing.text(key)) for key in wanted
        ]:
            self._replace_buttons({key: self._button(key, is_first=key == first) for key in wanted})
        self._fit()

    def _replace_buttons(self, made: dict[str, QPushButton]) -> None:
        focused = next((key for key, button in self.buttons.items() if button.hasFocus()), "")
        while item := self._row.takeAt(0):
            if (widget := item.widget()) and widget is not self.more:
                widget.hide()
                widget.deleteLater()
        self.buttons = made
        for button in (self.more, *reversed(made.values())):
            self._row.addWidget(button)
        if focused and made:
            made.get(focused, next(iter(made.values()))).setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, key: str, *, is_first: bool) -> QPushButton:
        text = self.doing.text(key)
        return (primary if is_first else quiet)(text, partial(self.run, key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Those that there is no room for are in the menu alone."""
        room = self.width() - theme.px(_TITLE_ROOM) - self.more.sizeHint().width()
        for number, button in enumerate(self.buttons.values()):
            room -= button.sizeHint().width() + theme.px(8)
            button.setVisible(number == 0 or room >= 0)

    # Doing

    def open_menu(self) -> None:
        if self.state is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = {key for key, button in self.buttons.items() if button.isVisible()}
        for key in self.doing.menu(self.state):
            if key == "-":
                menu.addSeparator()
            elif key not in shown:
                menu.addAction(self.doing.text(key)).triggered.connect(lambda _on=False, key=key: self.run(key))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def run(self, key: str) -> None:
        """One of the actions of its state, after what is being typed was kept."""
        self._before()
        if self.state:
            self.doing.run(key)

    def print(self) -> None:
        """Onto paper, and out with it where it is a draft yet."""
        self._before()
        if self.state and {"send", "again"} & set(self.state.actions):
            self.doing.send("print")

    def go_to(self, key: bytes, kind: str) -> None:
        """A document here, or in the section where its kind is at home; or the deal."""
        here = home_of(self.state.head["kind"]) if self.state else ""
        if home_of(kind) == here:
            self.opened.emit(key)
        else:
            self.desk.wanted.emit(home_of(kind), key)


def _look(key: bytes, store: "Store") -> "State":
    from crmdesk.services import document_state

    return document_state.look(store, key, date.today())  # noqa: DTZ011 - the user's own day


def _is_over(state: "State") -> bool:
    """Nothing more comes of this version by itself."""
    return state.state in ("expired", "declined")


def _facts(state: "State") -> list[str]:
    head = state.head
    facts = [state.who]
    if head["sent_at"]:
        facts.append(_("sent {when}").format(when=ago(head["sent_at"])))
    if state.state in ("sent", "expired") and head["valid_until"]:
        words = _("expired {day}") if state.state == "expired" else _("valid until {day}")
        facts.append(words.format(day=wall(head["valid_until"])))
    if state.signed_by:
        facts.append(_("signed by {name}").format(name=state.signed_by))
    if head["reason"] and state.state in ("declined", "cancelled"):
        facts.append(_("“{reason}”").format(reason=head["reason"]))
    return [fact for fact in facts if fact]


def _nothing() -> None:
    pass
