"""Price books: whom they are for, by what rule they change prices, the prices in them, and what comes of it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.moments import wall
from crmdesk.ui.numbers import grouped
from crmdesk.ui.price_book_page import BookPage
from crmdesk.ui.product_editor import figure
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.pair_cells import Cell
from crmdesk.widgets.pair_table import PairColumn, PairRow, PairTable

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.price_books import BookRow

_SHOWN_OF = frozenset({"price_books", "prices", "price_book_uses", "products", "groups", "contacts", "companies"})


class PriceBooks(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._to_show: bytes | None = None
        self.table = PairTable(_("Price books"), [PairColumn("name", _("Price book"), 200, 1),
                                                  PairColumn("for", _("For"), 110, is_number=True)])  # fmt: skip
        self.table.set_empty(
            _("No price books yet"), _("One holds other prices for dealers, a group or a time, or from a quantity on.")
        )
        self.page = BookPage(desk)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setHandleWidth(1)
        across.setChildrenCollapsible(False)
        across.addWidget(self.table)
        across.addWidget(scroller(self.page))
        across.setSizes([theme.px(340), theme.px(740)])
        across.setStretchFactor(1, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(across)
        self.table.chosen.connect(self.page.show_book)
        self.table.opened.connect(lambda _key: self.page.enter())
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table.view, self.page.remove)
        desk.changed.connect(self._changed)

    def _changed(self, change: "Changed") -> None:
        if not self.isHidden() and change.tables & _SHOWN_OF:
            self.look()
            self.page.reload()

    def look(self) -> None:
        self.desk.ask(_listing, self._show, replace=self)

    def _show(self, rows: "list[BookRow]") -> None:
        self.table.show_rows([_row(row) for row in rows])
        if self._to_show and self.table.go_to(self._to_show):
            self._to_show = None
            self.page.enter()
        self.page.show_book(self.table.current())

    def begin(self) -> None:
        self.desk.write(partial(_add, _("New price book")), self._added)

    def _added(self, key: bytes) -> None:
        self._to_show = key
        self.look()


def _row(book: "BookRow") -> PairRow:
    starts = _("from {day}").format(day=wall(book.starts_on)) if book.starts_on else ""
    ends = _("until {day}").format(day=wall(book.ends_on)) if book.ends_on else ""
    change = _("{percent} %").format(percent=figure(book.percent)) if book.percent else ""
    count = ngettext("{count} price", "{count} prices", book.prices).format(count=grouped(book.prices))
    below = " · ".join(filter(None, (book.currency, change, count if book.prices else "", starts, ends)))
    users = ngettext("{count} customer", "{count} customers", book.users).format(count=grouped(book.users))
    whom = _("everybody") if book.is_default else users if book.users else _("nobody yet")
    name = Cell(book.name, below, font="medium", tone="muted" if book.is_archived else "text")
    return PairRow(book.id, (name, Cell(whom, tone="muted", is_number=True)))


def _listing(store: "Store") -> "list[BookRow]":
    from crmdesk.services import price_books

    return price_books.listing(store)


def _add(name: str, store: "Store") -> bytes:
    from crmdesk.services import prices

    return prices.add_book(store, name)
