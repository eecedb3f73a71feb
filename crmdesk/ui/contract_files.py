"""The papers of a contract: added, opened as copies, removed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.values import file_names
from crmdesk.i18n import _, ngettext
from crmdesk.ui import opened_copies
from crmdesk.ui.desk import Desk
from crmdesk.ui.documents import files_in
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, link, quiet, show_instead, small_button

if TYPE_CHECKING:
    from collections.abc import Generator

    from crmdesk.services.attachments import Added
    from crmdesk.services.files import Store
    from crmdesk.services.reports import Progress


class ContractFiles(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._owner = b""
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.px(2))
        head = QHBoxLayout()
        head.addWidget(label(_("Files"), "strong"), 1)
        head.addWidget(quiet(_("Add files"), self.choose, "paperclip"))
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 8, 0, 0))
        down.setSpacing(theme.px(6))
        down.addLayout(head)
        down.addLayout(self.rows)
        self.setAcceptDrops(True)

    def show_files(self, owner: bytes, files: Sequence[dict[str, Any]]) -> None:
        self._owner = owner
        empty = label(_("Drop the signed contract here."), "second", "muted", wraps=True)
        show_instead(self.rows, [self._row(file) for file in files] or [empty])

    def _row(self, file: dict[str, Any]) -> QWidget:
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        name = str(file["name"])
        across.addWidget(link(name.replace("&", "&&"), partial(self.open, file["id"], name)))
        across.addStretch(1)
        removing = partial(self._remove, file["id"], name)
        across.addWidget(small_button("x", _("Remove {name}").format(name=name), removing))
        return made

    def open(self, key: bytes, name: str) -> None:
        """A copy, in the program of the system for it."""
        try:
            opened_copies.refuse_programs(file_names.safe(name))
        except UserError as error:
            self._desk.unmet.emit(error)
            return
        folder = opened_copies.place_for_copy()

        def copy(store: "Store") -> Path:
            from crmdesk.services import attachments

            return opened_copies.protect(attachments.save_as(store, key, folder))

        self._desk.ask(copy, self._show)

    def _show(self, copy: Path) -> None:
        try:
            opened_copies.show(copy)
        except UserError as error:
            self._desk.unmet.emit(error)

    def _remove(self, key: bytes, name: str) -> None:
        def remove(store: "Store") -> None:
            from crmdesk.services import records

            records.remove(store, "attachments", [key])

        self._desk.write(remove, lambda _none: self._desk.say_undoable(_("Removed {name}").format(name=name)))

    # Adding

    def choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileNames(self, _("Add files"))
        self.take([Path(name) for name in chosen])

    def take(self, files: Sequence[Path]) -> None:
        owner = self._owner

        def add(store: "Store") -> "Generator[Progress, None, Added]":
            from crmdesk.services import attachments

            return attachments.add_all(store, owner, files)

        if files:
            self._desk.run_steps(add, self._added)

    def _added(self, added: "Added") -> None:
        if added.ids:
            words = ngettext("{count} file added", "{count} files added", len(added.ids))
            self._desk.say_undoable(words.format(count=len(added.ids)))
        if added.problems:
            self._desk.unmet.emit(UserError(added.problems[0], tuple(added.problems)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if event.proposedAction() != Qt.DropAction.IgnoreAction and (files := files_in(event.mimeData())):
            event.acceptProposedAction()
            self.take(files)
