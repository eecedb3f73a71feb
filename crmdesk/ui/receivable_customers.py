"""Who owes: a list of customers, the latest first, and the account of the one that is chosen."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crmdesk.domain.folding import fold
from crmdesk.i18n import _, ngettext
from crmdesk.ui.amounts import shown
from crmdesk.ui.desk import Desk
from crmdesk.ui.payment_words import days_late, level_words
from crmdesk.ui.receivable_account import AccountPanel
from crmdesk.widgets import theme
from crmdesk.widgets.beside import list_and_side, scroller, side_card
from crmdesk.widgets.ledger import Entry, Figure, Ledger, Tone
from crmdesk.widgets.ledger_paint import Columns
from crmdesk.widgets.parts import label

if TYPE_CHECKING:
    from crmdesk.services.receivables import Customer, Owing


class Customers(QWidget):
    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._rows: dict[bytes, Customer] = {}
        self.ledger = Ledger(_("Customers who owe"), Columns(tag=120, figures=(116, 116),
                                                             heads=(_("Customer"), _("Late"), _("Open"))))  # fmt: skip
        self.list = self.ledger.list
        self.panel = AccountPanel(desk)
        self.side = side_card(scroller(self.panel))
        self._nothing = label(_("Nobody owes anything. Invoices that were sent and are open stand here."), "second",
                              "muted", wraps=True)  # fmt: skip
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setContentsMargins(theme.margins(24, 24, 24, 24))
        self.setLayout(list_and_side((self.ledger, self._nothing), self.side))
        self.list.moved.connect(self._choose)
        self.list.opened.connect(lambda _key: self.panel.go())
        self.panel.opened.connect(self.opened)

    def show_owing(self, owing: "Owing", currency: str, age: int, text: str) -> None:
        """Of a currency; of an age only who owes something of it."""
        words = fold(text).split()
        rows = [
            each
            for each in owing.customers
            if each.currency == currency
            and (age < 0 or each.ages[age])
            and all(word in fold(each.name) for word in words)
        ]
        self._rows = {each.id: each for each in rows}
        self._nothing.setHidden(bool(rows))
        self.ledger.setVisible(bool(rows))
        self.side.setVisible(bool(rows))
        self.list.show_rows([each.id for each in rows], partial(_entry_at, rows))
        if rows and self.list.current() is None:
            self.list.go_to(rows[0].id)
        self._choose(self.list.current())

    def _choose(self, key: bytes | None) -> None:
        if key in self._rows:
            self.panel.show_customer(self._rows[key])

    def enter(self) -> None:
        self.list.begin()


def _entry_at(rows: "list[Customer]", place: int) -> Entry:
    return _entry(rows[place])


def _entry(each: "Customer") -> Entry:
    late = sum(each.ages[1:])
    count = ngettext("{count} invoice", "{count} invoices", len(each.items)).format(count=len(each.items))
    below = " · ".join(filter(None, (count, level_words(each.reminders) if each.reminders else "")))
    tone: Tone = "bad" if each.late > 30 else "warning"
    figures = (
        Figure(shown(late, each.currency) if late else "–", tone="bad" if late else "muted"),
        Figure(shown(each.open, each.currency), is_strong=True),
    )
    return Entry(each.id, (each.name, below), tag=(days_late(each.late), tone) if each.late else None, figures=figures)
