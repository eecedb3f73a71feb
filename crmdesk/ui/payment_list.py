"""Invoices and credit notes by what became of them, with the panel of what is chosen beside the list."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.payment_panel import PaymentPanel
from crmdesk.ui.payment_words import entry_of
from crmdesk.widgets import theme
from crmdesk.widgets.beside import list_and_side, scroller, side_card
from crmdesk.widgets.ledger import Entry, Ledger
from crmdesk.widgets.ledger_paint import Columns
from crmdesk.widgets.nothing_here import NothingHere
from crmdesk.widgets.parts import quiet
from crmdesk.widgets.pills import Part, Pills

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.invoices import InvoiceRow, Listing


class PaymentList(QWidget):
    opened = Signal(object)
    """The id of a document."""
    beginning = Signal()
    """A new invoice."""
    counted = Signal(int)
    """How many there are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.which, self._text = "all", ""
        self._rows: dict[bytes, InvoiceRow] = {}
        self._wanted: bytes | None = None
        self._is_paying = False
        self.pills = Pills(_("Which invoices"))
        self.ledger = Ledger(_("Invoices"), Columns(lead=136, tag=106, figures=(112,)))
        self.list = self.ledger.list
        self.panel = PaymentPanel(desk)
        self._first = quiet(_("New invoice"), self.beginning.emit)
        self._nothing = NothingHere(way=self._first)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.side = side_card(scroller(self.panel))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(10))
        down.addWidget(self.pills)
        down.addLayout(list_and_side((self.ledger, self._nothing), self.side), 1)

    def _connect(self) -> None:
        self.pills.chosen.connect(self.choose)
        self.list.chosen.connect(self._show_chosen)
        self.list.opened.connect(self.opened)
        self.panel.wanted.connect(self.opened)

    # Asking

    def choose(self, which: str) -> None:
        self.which = which
        self.look()

    def search(self, text: str) -> None:
        self._text = text
        self.look()

    def go_to(self, key: bytes) -> None:
        """As soon as it is there."""
        self._wanted = key
        self.choose("all")

    def pay(self, key: bytes) -> None:
        """The cursor stands in the amount, which is what is open."""
        self._is_paying = True
        self.go_to(key)

    def look(self) -> None:
        self._desk.ask(partial(_listing, self.which, self._text), self._show, replace=self)

    def _show(self, found: "Listing") -> None:
        self._rows = {row.id: row for row in found.rows}
        self.pills.show_parts(_parts(found.counts), self.which)
        self.counted.emit(found.counts["all"])
        is_empty = not found.rows
        self.ledger.setHidden(is_empty)
        self._nothing.setVisible(is_empty)
        self._tell(has_any=bool(found.counts["all"]))
        self.list.show_rows(list(self._rows), partial(_entry, found.rows))
        if self._wanted in self._rows:
            self.list.go_to(self._wanted or b"")
        elif self.list.current() is None and found.rows:
            self.list.go_to(found.rows[0].id)
        self._wanted = None
        self._show_chosen()
        if self._is_paying:
            self._is_paying = False
            self.panel.begin()

    def _tell(self, *, has_any: bool) -> None:
        self._first.setHidden(has_any)
        if has_any:
            self._nothing.tell(_("Nothing here"), _("None of them is so or has these words."))
        else:
            advice = _("An invoice is made of an order or a quote that was accepted, or from nothing here.")
            self._nothing.tell(_("No invoices yet"), advice)

    def _show_chosen(self) -> None:
        rows = [self._rows[key] for key in self.list.selected() if key in self._rows]
        self.side.setVisible(bool(rows))
        self.panel.show_rows(rows)

    def enter(self) -> None:
        self.list.begin()


def _entry(rows: "list[InvoiceRow]", place: int) -> Entry:
    return entry_of(rows[place])


def _listing(which: str, text: str, store: "Store") -> "Listing":
    from crmdesk.services import invoices

    return invoices.listing(store, date.today(), which, text)  # noqa: DTZ011 - the user's own day


def _parts(counts: dict[str, int]) -> list[Part]:
    words = {
        "all": _("All"), "open": _("Open"), "overdue": _("Overdue"), "draft": _("Drafts"), "paid": _("Paid"),
    }  # fmt: skip
    return [
        Part(key, words[key], grouped(count) if count or key == "all" else "", key == "overdue" and count > 0)
        for key, count in counts.items()
    ]
