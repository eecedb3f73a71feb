"""Products and prices taken to a spreadsheet, and brought from one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from crmdesk import paths
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.table_cells import Taken

_CSV = "CSV (*.csv)"
_MOST = 200
"""Rejected lines that are told."""


def open_menu(desk: Desk, button: QWidget) -> None:
    menu = menu_of(desk, button)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def menu_of(desk: Desk, parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    ways: tuple[tuple[str, str, Callable[[Desk, QWidget, str], None]], ...] = (
        (_("Import products (CSV)…"), "products", choose_import),
        (_("Export products (CSV)…"), "products", choose_export),
        (_("Import prices of price books (CSV)…"), "prices", choose_import),
        (_("Export prices of price books (CSV)…"), "prices", choose_export),
        (_("Import exchange rates (CSV)…"), "rates", choose_import),
    )
    for words, what, run in ways:
        menu.addAction(words).triggered.connect(partial(_chosen, run, desk, parent, what))
    return menu


def _chosen(run: Callable[[Desk, QWidget, str], None], desk: Desk, parent: QWidget, what: str, _on: bool) -> None:
    run(desk, parent, what)


def choose_export(desk: Desk, parent: QWidget, what: str) -> None:
    name = {"products": _("Products"), "prices": _("Prices")}[what]
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Export"), str(paths.documents() / f"{name}.csv"), _CSV)
    if chosen:
        export(desk, what, Path(chosen))


def export(desk: Desk, what: str, to: Path) -> None:
    def job(store: "Store") -> int:
        from crmdesk.services import price_lists, product_lists

        return product_lists.export(store, to) if what == "products" else price_lists.export(store, to)

    def done(count: int) -> None:
        words = ngettext("{count} line saved as “{name}”", "{count} lines saved as “{name}”", count)
        desk.say(words.format(count=grouped(count), name=to.name))

    desk.ask(job, done)


def choose_import(desk: Desk, parent: QWidget, what: str) -> None:
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Import"), str(paths.documents()), _CSV)
    if chosen:
        take_in(desk, what, Path(chosen))


def take_in(desk: Desk, what: str, path: Path) -> None:
    def job(store: "Store") -> "Taken":
        from crmdesk.services import price_lists, product_lists, rate_lists

        ways = {"products": product_lists.take_in, "prices": price_lists.take_in, "rates": rate_lists.take_in}
        return ways[what](store, path)

    desk.write(job, partial(_told, desk))


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
