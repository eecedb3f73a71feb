"""What can be done with the records selected in a list."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from crmdesk.i18n import _
from crmdesk.ui.numbers import grouped
from crmdesk.ui.record_commands import press

if TYPE_CHECKING:
    from crmdesk.ui.record_screen import RecordScreen

_FOR_SEVERAL = ("merge",)


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
    for key, text in _set_commands():
        if count > 1 or key not in _FOR_SEVERAL:
            menu.addAction(text, partial(_act, screen, key))
    if count == 1 and screen.kind == "contact":
        menu.addAction(_("Export everything about this person…"), partial(_act, screen, "export person"))
    menu.addSeparator()
    menu.addAction(_("Delete"), partial(screen.act, "delete"))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)


def _set_commands() -> list[tuple[str, str]]:
    from crmdesk.ui import actions

    return [(command.key, _(command.text)) for command in actions.SET_COMMANDS]


def _share(screen: "RecordScreen") -> None:
    screen.show_current()
    screen.desk.asked.emit("share")


def _act(screen: "RecordScreen", key: str) -> None:
    """On what is selected, even if it is one."""
    if key == "labels":
        screen.list.with_selected(lambda chosen: screen.desk.wanted.emit("labels", chosen))
    else:
        screen.list.with_selected(lambda chosen: screen.desk.set_asked.emit(key, chosen))
