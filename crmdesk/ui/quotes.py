"""Quotes, orders and delivery notes: a list of each by state, and the document that is opened in the place of it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.i18n import _, worded
from crmdesk.ui import document_new
from crmdesk.ui.desk import Desk
from crmdesk.ui.document_list import DocumentList, count_by_state, sums_of
from crmdesk.ui.document_words import KINDS, home_of, state_words
from crmdesk.ui.numbers import grouped
from crmdesk.ui.screen import Screen
from crmdesk.widgets import theme
from crmdesk.widgets.nothing_here import NothingHere
from crmdesk.widgets.parts import frame, label, primary, quiet
from crmdesk.widgets.pills import Part, Pills
from crmdesk.widgets.tabs import TextTabs

if TYPE_CHECKING:
    from crmdesk.services.document_overview import Listed
    from crmdesk.services.files import Changed, Store
    from crmdesk.ui.quote_editor import QuoteEditor

_TABLES = {"documents", "document_lines", "contacts", "companies", "deals"}
_STATES = {
    "quote": ("draft", "sent", "expiring", "expired", "accepted", "declined"),
    "order": ("draft", "sent", "delivered", "part", "invoiced", "cancelled"),
    "delivery": ("draft", "sent", "invoiced", "cancelled"),
}
_URGENT = ("expiring", "expired")


def make(desk: Desk) -> "Quotes":
    return Quotes(desk)


class Quotes(Screen):
    searches = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kind = "quote"
        self._states = dict.fromkeys(_STATES, "")
        self._text = ""
        self._shown = b""
        """What was opened from here."""
        self._rows: dict[str, list[Listed]] = {}
        self.editor: QuoteEditor | None = None
        self.tabs = TextTabs([_(text) for _kind, text in KINDS])
        self.pills = Pills(_("Which of them"))
        self.list = DocumentList()
        self.new_button = primary(_("New quote"), self.begin)
        self._sums = label("", "second", "muted")
        self._first = quiet(_("New quote"), self.begin)
        self._nothing = NothingHere(way=self._first)
        self.stack = QStackedWidget()
        self._arrange()
        self._connect()

    def tools(self) -> Sequence[QWidget]:
        return (self.new_button,)

    def _arrange(self) -> None:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(theme.margins(28, 16, 28, 20))
        down.setSpacing(theme.px(10))
        above = QHBoxLayout()
        above.addWidget(self.tabs, 1)
        above.addWidget(self._sums)
        down.addLayout(above)
        down.addWidget(self.pills)
        ground = frame("card")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(theme.margins(6, 4, 6, 4))
        inside.addWidget(self.list)
        inside.addWidget(self._nothing)
        down.addWidget(ground, 1)
        self.stack.addWidget(page)
        self.stack.currentChanged.connect(self.new_button.setHidden)  # a document has a filled button of its own
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _connect(self) -> None:
        self.tabs.changed.connect(self._choose_kind)
        self.pills.chosen.connect(self._choose_state)
        self.list.opened.connect(self.open)
        self.list.removed.connect(self._remove)
        self.list.menu_wanted.connect(self._open_menu)
        self.desk.changed.connect(self._changed)

    # What the window asks

    def arrive(self, what: object = None) -> None:
        """An id opens that document; ("new", whom it is for) a new one."""
        if isinstance(what, bytes):
            self.open(what)
        elif what == "new":
            self.begin()
        elif isinstance(what, tuple) and what[0] == "new":
            document_new.make(self.desk, "quote", what[1], self.open)
        self.look()

    def enter(self) -> None:
        if self.stack.currentIndex() == 0:
            self.list.begin()
        elif self.editor:
            self.editor.setFocus()

    def search(self, text: str) -> None:
        self._text = text
        if text or self.stack.currentIndex() == 0:
            self.show_list()

    def typed(self) -> str:
        return self._text

    def print_shown(self) -> bool:
        if self.editor is None or self.stack.currentIndex() == 0:
            return False
        self.editor.bar.print()
        return True

    def state(self) -> dict[str, Any]:
        return {"kind": self.kind, "states": self._states}

    def restore(self, state: dict[str, Any]) -> None:
        known = state.get("states")
        if isinstance(known, dict):
            self._states |= {kind: state for kind, state in known.items() if state in _STATES.get(kind, ())}
        kinds = [kind for kind, _words in KINDS]
        if state.get("kind") in kinds:
            self.tabs.choose(kinds.index(str(state["kind"])))

    # One document

    def begin(self) -> None:
        document_new.make(self.desk, "quote", {}, self.open)

    def open(self, key: bytes) -> None:
        """Here, or where its kind is at home."""
        self.desk.ask(partial(_kind_of, key), partial(self._opened, key))

    def _opened(self, key: bytes, kind: str) -> None:
        if (home := home_of(kind)) != "quotes":
            self.desk.wanted.emit(home, key)
            return
        self.tabs.choose([each for each, _words in KINDS].index(kind))
        if self.editor is None:
            from crmdesk.ui.quote_editor import QuoteEditor

            self.editor = QuoteEditor(self.desk)
            self.editor.left.connect(self._leave)
            self.stack.addWidget(self.editor)
        self.list.go_to(key)
        self._shown = key
        self.desk.visit(key)
        self.editor.show_document(key)
        self.stack.setCurrentIndex(1)
        self.editor.setFocus()

    def _leave(self) -> None:
        """What was begun by mistake leaves nothing behind."""
        if self._shown and self.editor:
            self.editor.draft.close()
            self.editor.bar.forget()
            self.desk.write(partial(_drop_blank, self._shown))
            self._shown = b""
        self.show_list()

    def show_list(self) -> None:
        if self.stack.currentIndex():
            self.stack.setCurrentIndex(0)
            self.list.begin()
        self._show()

    # The list

    def _changed(self, change: "Changed") -> None:
        if change.tables & _TABLES:
            self.look()

    def look(self) -> None:
        if self.isVisible() and self.desk.path:
            self.desk.ask(_listings, self._take, replace=self)

    def _take(self, rows: "dict[str, list[Listed]]") -> None:
        self._rows = rows
        self._show()

    def _choose_kind(self, number: int) -> None:
        self.kind = KINDS[number][0]
        self.pills.setAccessibleName(_(KINDS[number][1]))
        self._show()

    def _choose_state(self, state: str) -> None:
        self._states[self.kind] = state
        self._show()

    def _show(self) -> None:
        for number, (kind, text) in enumerate(KINDS):
            count = sum(row.state != "replaced" for row in self._rows.get(kind, ()))
            self.tabs.set_text(number, f"{_(text)} {grouped(count)}" if count else _(text))
        rows, state = self._rows.get(self.kind, []), self._states[self.kind]
        self.pills.show_parts(list(self._parts(rows)), state)
        self.pills.setVisible(bool(rows))
        self.list.show_documents(rows, state, self._text)
        self._sums.setText(sums_of(self.list.documents.rows))
        self._tell(rows)

    def _parts(self, rows: "list[Listed]") -> list[Part]:
        states = _STATES[self.kind]
        counts = count_by_state(rows, ["", *states])
        parts = [Part("", _("All"), grouped(counts[""]))]
        for state in states:
            count = grouped(counts[state]) if counts[state] else ""
            parts.append(Part(state, state_words(self.kind, state), count, state in _URGENT and bool(count)))
        return parts

    def _tell(self, rows: "list[Listed]") -> None:
        is_empty = not self.list.documents.rows
        self.list.setVisible(not is_empty)
        self._nothing.setVisible(is_empty)
        self._first.setVisible(not rows and self.kind == "quote")
        if rows:
            self._nothing.tell(_("Nothing here"), _("None of them is in this state or has these words."))
        else:
            self._nothing.tell(*_NONE[self.kind]())

    def _open_menu(self, key: bytes, at: QPoint) -> None:
        row = next(row for row in self.list.documents.rows if row.id == key)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = " ".join(filter(None, (worded(DOCUMENT_KINDS, row.kind), row.title)))
        menu.addAction(_("Open {document}").format(document=name)).triggered.connect(lambda: self.open(key))
        menu.addAction(_("Duplicate")).triggered.connect(lambda: document_new.duplicate(self.desk, key, self.open))
        if row.state == "draft":
            menu.addSeparator()
            menu.addAction(_("Delete draft")).triggered.connect(lambda: self._remove(key))
        menu.popup(at)

    def _remove(self, key: bytes) -> None:
        """Only a draft; what was sent is told that it stays."""
        self.desk.write(partial(_remove, key), lambda _none: self.desk.say_undoable(_("Draft deleted")))


_NONE = {
    "quote": lambda: (
        _("No quotes yet"),
        _("Make one here, or from a deal or a contact: their name and address are on it at once."),
    ),
    "order": lambda: (_("No orders yet"), _("An order is made of a quote that was accepted.")),
    "delivery": lambda: (_("No delivery notes yet"), _("A delivery note is made of an order, whole or in parts.")),
}


def _kind_of(key: bytes, store: "Store") -> str:
    from crmdesk.services import documents

    with store.read() as session:
        return str(documents.get(session, key)["kind"])


def _remove(key: bytes, store: "Store") -> None:
    from crmdesk.services import document_steps

    document_steps.remove_draft(store, key)


def _drop_blank(key: bytes, store: "Store") -> None:
    from crmdesk.services import document_steps

    document_steps.drop_blank(store, key)


def _listings(store: "Store") -> "dict[str, list[Listed]]":
    from datetime import date

    from crmdesk.services import document_overview

    every = document_overview.listing(store, list(_STATES), date.today())  # noqa: DTZ011 - the user's own day
    return {kind: [row for row in every if row.kind == kind] for kind in _STATES}
