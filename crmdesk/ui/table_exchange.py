"""Products, prices, exchange rates, deals, orders and invoices: taken to a spreadsheet, and brought from one."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from crmdesk import paths
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.table_cells import Taken

SOLD, OFFERED = ("documents", "deals"), ("products", "prices", "rates")
"""Of which menu."""
_IMPORT = {
    "documents": mark("Import invoices and orders (CSV)…"),
    "deals": mark("Import deals (CSV)…"),
    "products": mark("Import products (CSV)…"),
    "prices": mark("Import prices of price books (CSV)…"),
    "rates": mark("Import exchange rates (CSV)…"),
}
_EXPORT = {
    "documents": mark("Export invoices and orders (CSV)…"),
    "deals": mark("Export deals (CSV)…"),
    "products": mark("Export products (CSV)…"),
    "prices": mark("Export prices of price books (CSV)…"),
}
_NAMES = {
    "documents": mark("Invoices and orders"),
    "deals": mark("Deals"),
    "products": mark("Products"),
    "prices": mark("Prices"),
}
_CSV = "CSV (*.csv)"
_MOST = 200
"""Rejected lines that are told."""


def open_menu(desk: Desk, button: QWidget, tables: Sequence[str]) -> None:
    menu = menu_of(desk, button, tables)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def menu_of(desk: Desk, parent: QWidget, tables: Sequence[str]) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for what in tables:
        for words, choose in ((_IMPORT, choose_import), (_EXPORT, choose_export)):
            if what in words:
                menu.addAction(_(words[what])).triggered.connect(partial(_chosen, choose, desk, parent, what))
    return menu


def _chosen(choose: Callable[[Desk, QWidget, str], None], desk: Desk, parent: QWidget, what: str, _on: bool) -> None:
    choose(desk, parent, what)


def choose_export(desk: Desk, parent: QWidget, what: str) -> None:
    proposed = str(paths.documents() / f"{_(_NAMES[what])}.csv")
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Export"), proposed, _CSV)
    if chosen:
        export(desk, what, Path(chosen))


def export(desk: Desk, what: str, to: Path) -> None:
    desk.ask(partial(_export, what, to), partial(_exported, desk, what, to))


def _exported(desk: Desk, what: str, to: Path, count: int) -> None:
    if what == "deals":
        words = ngettext("{count} deal saved as “{name}”", "{count} deals saved as “{name}”", count)
    elif what == "documents":
        words = ngettext("{count} document saved as “{name}”", "{count} documents saved as “{name}”", count)
    else:
        words = ngettext("{count} line saved as “{name}”", "{count} lines saved as “{name}”", count)
    desk.say(words.format(count=grouped(count), name=to.name))


def choose_import(desk: Desk, parent: QWidget, what: str) -> None:
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Import"), str(paths.documents()), _CSV)
    if chosen:
        take_in(desk, what, Path(chosen))


def take_in(desk: Desk, what: str, path: Path) -> None:
    desk.write(partial(_take_in, what, path), partial(_told, desk))


def _told(desk: Desk, taken: "Taken") -> None:
    words = _("{added} added, {changed} changed, {unchanged} were there already")
    told = {"added": taken.added, "changed": taken.changed, "unchanged": taken.unchanged}
    desk.say_undoable(words.format(**{name: grouped(count) for name, count in told.items()}))
    if taken.rejected:
        count = len(taken.rejected)
        head = ngettext("{count} line was not taken", "{count} lines were not taken", count)
        lines = [_("Line {line}: {reason}").format(line=line, reason=reason) for line, reason in taken.rejected]
        rest = _("Mend these in the list and import it again: what is there already is not added twice.")
        desk.unmet.emit(UserError(f"{head.format(count=grouped(count))}. {rest}", tuple(lines[:_MOST])))


def _export(what: str, to: Path, store: "Store") -> int:
    from crmdesk.services import deal_tables, document_tables, price_lists, product_lists

    ways = {
        "documents": document_tables.export,
        "deals": deal_tables.export,
        "products": product_lists.export,
        "prices": price_lists.export,
    }
    return ways[what](store, to)


def _take_in(what: str, path: Path, store: "Store") -> "Taken":
    from crmdesk.services import deal_tables, document_tables, price_lists, product_lists, rate_lists

    ways = {
        "documents": document_tables.take_in,
        "deals": deal_tables.take_in,
        "products": product_lists.take_in,
        "prices": price_lists.take_in,
        "rates": rate_lists.take_in,
    }
    return ways[what](store, path)
