"""Invoices: what is to come in and what came, what is late, and contracts; a document is opened in their place."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _, mark
from crmdesk.ui import document_new
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.payment_list import PaymentList
from crmdesk.ui.screen import Screen
from crmdesk.widgets import theme
from crmdesk.widgets.made_pages import MadePages
from crmdesk.widgets.parts import icon_button, quiet
from crmdesk.widgets.tabs import TextTabs

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.contracts import Contracts
    from crmdesk.ui.quote_editor import QuoteEditor
    from crmdesk.ui.receivables import Receivables

TABS = (("invoices", mark("Invoices")), ("receivables", mark("Receivables")), ("contracts", mark("Contracts")))
_TABLES = {"documents", "document_lines", "payments", "payment_reminders", "contracts", "contacts", "companies",
           "preferences", "attachments"}  # fmt: skip


def make(desk: Desk) -> "Invoices":
    return Invoices(desk)


class Invoices(Screen):
    searches = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._text = ""
        self.editor: QuoteEditor | None = None
        self.tabs = TextTabs([_(text) for _key, text in TABS])
        self.payments = PaymentList(desk)
        self.pages = MadePages()
        self.pages.addWidget(self.payments)
        self.new_button = quiet(_("New invoice"), self.begin)
        self.pay_button = quiet(_("Record payment"), self.pay, "wallet")
        self.pay_button.hide()
        self._open_key = b""
        self.more = icon_button("ellipsis", _("More"), self._open_menu)
        self.stack = QStackedWidget()
        self._arrange()
        self._connect()

    def tools(self) -> Sequence[QWidget]:
        return self.more, self.pay_button, self.new_button

    def _arrange(self) -> None:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(theme.margins(28, 16, 28, 20))
        down.setSpacing(theme.px(10))
        down.addWidget(self.tabs)
        down.addWidget(self.pages, 1)
        self.stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _connect(self) -> None:
        self.tabs.changed.connect(self._choose)
        self.payments.opened.connect(self.open)
        self.payments.beginning.connect(self.begin)
        self.payments.counted.connect(self._count)
        self.desk.changed.connect(self._changed)

    # The tabs

    @property
    def tab(self) -> str:
        return TABS[self.tabs.current()][0]

    @property
    def receivables(self) -> "Receivables":
        from crmdesk.ui.receivables import Receivables

        def make() -> Receivables:
            made = Receivables(self.desk)
            made.opened.connect(self.open)
            made.overdue_wanted.connect(self.show_overdue)
            return made

        return self.pages.get("receivables", Receivables, make)

    @property
    def contracts(self) -> "Contracts":
        from crmdesk.ui.contracts import Contracts

        return self.pages.get("contracts", Contracts, partial(Contracts, self.desk))

    def _current(self) -> Any:
        return self.payments if self.tab == "invoices" else getattr(self, self.tab)

    def _choose(self, _number: int) -> None:
        page = self._current()
        self.pages.setCurrentWidget(page)
        self.new_button.setText(_("New contract") if self.tab == "contracts" else _("New invoice"))
        if self.desk.path:
            page.search(self._text)

    def show_tab(self, key: str) -> None:
        self.stack.setCurrentIndex(0)
        self.tabs.choose([name for name, _text in TABS].index(key))

    def show_overdue(self) -> None:
        self.show_tab("invoices")
        self.payments.choose("overdue")

    def _count(self, count: int) -> None:
        self.tabs.set_text(0, f"{_('Invoices')} {grouped(count)}" if count else _("Invoices"))

    # What the window asks

    def arrive(self, what: object = None) -> None:
        """An id opens that document, the name of a tab shows it, ("contract", id) that contract."""
        if isinstance(what, bytes):
            self.open(what)
        elif what == "new":
            self.show_tab("invoices")
            self.begin()
        elif isinstance(what, tuple) and what[0] == "new":
            document_new.make(self.desk, "invoice", what[1], self.open)
        elif isinstance(what, tuple) and what[0] == "contract":
            self.show_tab("contracts")
            self.contracts.go_to(what[1])
        elif isinstance(what, str):
            self.show_tab(what)
        self.look()

    def look(self) -> None:
        if self.desk.path and self.isVisible():
            self._current().look()

    def _changed(self, change: Any) -> None:
        if change.tables & _TABLES:
            self.look()
            self._look_at_open()

    def enter(self) -> None:
        if self.stack.currentIndex() == 0:
            self._current().enter()
        elif self.editor:
            self.editor.setFocus()

    def can_leave(self) -> bool:
        return "contracts" not in self.pages.made or self.contracts.can_leave()

    def search(self, text: str) -> None:
        self._text = text
        if self.stack.currentIndex() == 0 or text:
            self.show_list()
            self._current().search(text)

    def typed(self) -> str:
        return self._text

    def state(self) -> dict[str, Any]:
        return {"tab": self.tab, "which": self.payments.which}

    def restore(self, state: dict[str, Any]) -> None:
        from crmdesk.services.invoices import FILTERS

        if state.get("which") in FILTERS:
            self.payments.which = str(state["which"])
        if state.get("tab") in dict(TABS):
            self.show_tab(str(state["tab"]))

    # One document

    def begin(self) -> None:
        if self.tab == "contracts":
            self.contracts.begin()
        else:
            document_new.make(self.desk, "invoice", {}, self.open)

    def open(self, key: bytes) -> None:
        if self.editor is None:
            from crmdesk.ui.quote_editor import QuoteEditor

            self.editor = QuoteEditor(self.desk)
            self.editor.left.connect(self.show_list)
            self.stack.addWidget(self.editor)
        self._open_key = key
        self.payments.go_to(key)
        self.editor.show_document(key)
        self.stack.setCurrentIndex(1)
        self.editor.setFocus()
        self._look_at_open()

    def _look_at_open(self) -> None:
        """Whether anything of the document that is open can be paid."""
        self.pay_button.hide()
        if self.stack.currentIndex():
            self.desk.ask(partial(_can_be_paid, self._open_key), self.pay_button.setVisible, replace=(self, "open"))

    def pay(self) -> None:
        """Of the document that is open, in the panel beside the list."""
        self.show_tab("invoices")
        self._look_at_open()
        self.payments.pay(self._open_key)

    def show_list(self) -> None:
        if self.stack.currentIndex():
            self.stack.setCurrentIndex(0)
            self._look_at_open()
            self._current().enter()

    def _open_menu(self) -> None:
        from crmdesk.ui import table_exchange

        table_exchange.open_menu(self.desk, self.more, table_exchange.SOLD)


def _can_be_paid(key: bytes, store: "Store") -> bool:
    from crmdesk.services import invoices

    return bool(invoices.look(store, key, date.today()).row.open)  # noqa: DTZ011 - the user's own day
