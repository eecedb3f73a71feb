"""What can be done with the records selected in a list."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from crmdesk.i18n import _
from crmdesk.ui.numbers import grouped
from crmdesk.ui.record_commands import press
from crmdesk.widgets.parts import plain

if TYPE_CHECKING:
    from crmdesk.ui.record_screen import RecordScreen


def popup(screen: "RecordScreen", place: QPoint) -> None:
    menu, count = QMenu(screen), screen.list.selected_count()
    if count == 1:
        menu.addAction(_("Open"), screen.open_page)
        menu.addAction(_("Dial"), partial(press, screen, "call", _("There is no phone number here.")))
        menu.addAction(_("Write"), partial(press, screen, "write", _("There is no e-mail address here.")))
        menu.addAction(_("Share…"), partial(_share, screen))
        menu.addSeparator()
    else:
        menu.addAction(_("{count} selected").format(count=grouped(count))).setEnabled(False)
    _add_lookup(menu, screen, count)
    _add_set_commands(menu, screen, count)
    if count == 1 and screen.kind == "contact":
        menu.addAction(_("Export everything about this person…"), partial(_act, screen, "export person"))
    menu.addSeparator()
    menu.addAction(_("Delete"), partial(screen.act, "delete"))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)


def _add_lookup(menu: QMenu, screen: "RecordScreen", count: int) -> None:
    keep, leave = (_("Keep only these"), _("Leave these out")) if count > 1 else (_("Keep only this"), _("Leave out"))
    menu.addAction(keep, partial(screen.put_selected, "narrow"))
    menu.addAction(leave, partial(screen.put_selected, "remove"))
    menu.addSeparator()


def _add_set_commands(menu: QMenu, screen: "RecordScreen", count: int) -> None:
    """One that takes more records is not offered; one that takes fewer says so."""
    from crmdesk.ui import actions

    menu.setToolTipsVisible(True)
    for command in actions.SET_COMMANDS:
        if count > 1 or command.takes(count):
            added = menu.addAction(_(command.text), partial(_act, screen, command.key))
            added.setEnabled(command.takes(count))
            added.setToolTip(plain("" if command.takes(count) else _(command.otherwise)))


def _share(screen: "RecordScreen") -> None:
    screen.show_current()
    screen.desk.asked.emit("share")


def _act(screen: "RecordScreen", key: str) -> None:
    """On what is selected, even if it is one."""
    if key == "labels":
        screen.list.with_selected(lambda chosen: screen.desk.wanted.emit("labels", chosen))
    else:
        screen.list.with_selected(lambda chosen: screen.desk.set_asked.emit(key, chosen))
