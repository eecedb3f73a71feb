"""What can be done with a group in the side bar."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.group_editor import open_editor

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.groups import GroupRow


def group_menu(parent: QWidget, desk: Desk, group: "GroupRow") -> QMenu:
    menu = QMenu(parent)
    menu.addAction(_("Contacts in it"), lambda: desk.wanted.emit("contacts", group))
    menu.addAction(_("Companies in it"), lambda: desk.wanted.emit("companies", group))
    menu.addSeparator()
    menu.addAction(_("Edit…"), partial(open_editor, parent, desk, group.id))
    menu.addAction(_("New sub-group…"), partial(open_editor, parent, desk, None, group.id))
    menu.addAction(_("New group…"), partial(open_editor, parent, desk))
    menu.addSeparator()
    menu.addAction(_("Delete"), partial(_delete, desk, group.id))
    return menu


def _delete(desk: Desk, group: bytes) -> None:
    def job(store: "Store") -> str:
        from crmdesk.services import groups

        return groups.remove(store, group)

    desk.write(job, lambda name: desk.say_undoable(_("Group “{name}” deleted").format(name=name)))
