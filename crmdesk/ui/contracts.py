"""Contracts: what has to be decided first comes first, with the page of the one that is chosen beside the list."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.ui.amounts import shown
from crmdesk.ui.contract_page import ContractPage
from crmdesk.ui.contract_words import entry_of
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.beside import list_and_side, scroller, side_card
from crmdesk.widgets.ledger import Ledger
from crmdesk.widgets.ledger_paint import Columns
from crmdesk.widgets.nothing_here import NothingHere
from crmdesk.widgets.parts import label, quiet

if TYPE_CHECKING:
    from crmdesk.services.contracts import ContractRow
    from crmdesk.services.files import Store


class Contracts(QWidget):
    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._text = ""
        self._rows: list[ContractRow] = []
        self._wanted: bytes | None = None
        self._is_adding = False
        self.told = label("", "second", "muted")
        self.ledger = Ledger(_("Contracts"), Columns(tag=128, figures=(112,),
                                                     heads=(_("Contract"), _("Value"))))  # fmt: skip
        self.list = self.ledger.list
        self.page = ContractPage(desk)
        self.side = side_card(scroller(self.page))
        advice = _("Service, rent, maintenance: what runs for a time. You are reminded before notice has to be given.")
        self._nothing = NothingHere(_("No contracts yet"), advice, quiet(_("New contract"), self.begin))
        self._arrange()
        self.list.moved.connect(self._choose)
        self.list.removed.connect(self.page.remove)
        self.list.opened.connect(lambda _key: self.page.enter())
        self.page.added.connect(self._added)
        self.page.given_up.connect(self._give_up)

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(10))
        down.addWidget(self.told)
        down.addLayout(list_and_side((self.ledger, self._nothing), self.side), 1)

    # Asking

    def search(self, text: str) -> None:
        self._text = text
        self._draw()
        self.look()

    def look(self) -> None:
        self._desk.ask(_listing, self._show, replace=self)

    def _show(self, rows: "list[ContractRow]") -> None:
        self._rows = rows
        self._draw()

    def _draw(self) -> None:
        words = fold(self._text).split()
        found = [row for row in self._rows if all(word in fold(f"{row.name} {row.who}") for word in words)]
        self.ledger.setVisible(bool(self._rows))
        self._nothing.setHidden(bool(self._rows))
        self.side.setVisible(bool(found) or self._is_adding)
        self.list.show_entries([entry_of(row) for row in found])
        self.told.setText(_per_year(self._rows))
        self.told.setVisible(bool(self._rows))
        if self._wanted:
            self.list.go_to(self._wanted)
        elif self.list.current() is None and found and not self._is_adding:
            self.list.go_to(found[0].id)
        self._wanted = None
        self._choose(self.list.current())

    def _choose(self, key: bytes | None) -> None:
        if key and not self._is_adding:
            self.page.show_contract(key)

    def go_to(self, key: bytes) -> None:
        self._is_adding, self._wanted = False, key
        self.look()

    # New ones

    def begin(self) -> None:
        self._is_adding = True
        self.list.clearSelection()
        self.side.show()
        self.page.begin()

    def _added(self, key: bytes) -> None:
        self.go_to(key)

    def _give_up(self) -> None:
        self._is_adding = False
        self._draw()

    def enter(self) -> None:
        self.list.begin()

    def can_leave(self) -> bool:
        return self.page.can_leave()


def _per_year(rows: "list[ContractRow]") -> str:
    """What runs, by currency."""
    sums: dict[str, int] = {}
    for row in rows:
        if row.state not in ("ended", "draft") and row.per_year:
            sums[row.currency] = sums.get(row.currency, 0) + row.per_year
    told = " · ".join(shown(amount, currency) for currency, amount in sums.items())
    return _("{amount} a year").format(amount=told) if told else ""


def _listing(store: "Store") -> "list[ContractRow]":
    from crmdesk.services import contracts

    return contracts.listing(store, date.today())  # noqa: DTZ011 - the user's own day
