"""A computer that was shut out of its workspace, perhaps because it is lost: the file closes, and asks who is there."""

from pathlib import Path
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui import windows
from crmdesk.ui.desk import Desk
from crmdesk.ui.sync_parts import fact
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.ui.open_file import OpenFile
    from crmdesk.ui.window import Window


class Locked(Sheet):
    def __init__(self, window: "Window", path: Path, workspace: str) -> None:
        title = _("This computer was shut out of “{workspace}”").format(workspace=workspace)
        super().__init__(window, title, width=480)
        self._window, self._path = window, path
        asks = _("It opens with its passphrase or recovery code, and you can go on with it alone.")
        self.body.addWidget(fact("lock", _("“{name}” is locked.").format(name=path.stem), asks))
        stays = _("Nothing was taken out of it. Nothing is sent or fetched any more.")
        self.body.addWidget(fact("database", _("All that is in it stays in it."), stays))
        self.close_button.setText(_("Close"))
        self.button = self.set_primary(_("Unlock…"), self._unlock)

    def _unlock(self) -> None:
        from crmdesk.ui import files

        self.accept()
        files.open_path(self._window, self._path)


def lock(file: "OpenFile", workspace: str) -> None:
    """In all its windows at once: what can be kept of what is being typed is kept."""
    path, shown = file.path, windows.of_file(file)
    if path is None or not shown:
        return
    made = windows.make(Desk(), {"section": "contacts"})
    made.setGeometry(shown[-1].geometry())
    made.show_welcome()
    made.show()
    for window in shown:
        _close(window)
    Locked(made, path, workspace).open()


def _close(window: "Window") -> None:
    for sheet in window.findChildren(Sheet):
        sheet.reject()
    if not window.close():  # something wrong in a field must not keep it open
        window.section = ""
        window.close()
