"""The files of a record: dropped, pasted or chosen; renamed in place, looked into, opened, saved, removed."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from crmdesk import paths
from crmdesk.domain.errors import UserError
from crmdesk.domain.values import file_names
from crmdesk.i18n import _, ngettext
from crmdesk.ui import opened_copies
from crmdesk.ui.document_row import DocumentRow
from crmdesk.ui.document_view import DocumentView
from crmdesk.ui.editor import Editor
from crmdesk.ui.nothing import DOCUMENTS, ENDINGS
from crmdesk.ui.tab import Tab
from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.parts import frame, label, link, quiet
from crmdesk.widgets.progress import ProgressLine

if TYPE_CHECKING:
    from crmdesk.services.attachments import Added
    from crmdesk.services.files import Store
    from crmdesk.services.records import Look
    from crmdesk.services.reports import Progress

_AT_ONCE = 40
_STEPS = 1000


class Documents(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._files: list[dict[str, Any]] = []
        self._rows: dict[str, DocumentRow] = {}
        self._most = _AT_ONCE
        self._strip = frame("drop")
        self._empty = label(
            _("No files yet. What is added is a copy: the original may go."), "second", "muted", wraps=True
        )
        self._empty.setContentsMargins(theme.margins(12, 0, 0, 0))
        self._more = link("", self._show_more)
        self.view = DocumentView(editor.desk)
        self.view.closed.connect(self._close_view)
        self.view.hide()
        self.setAcceptDrops(True)
        self._arrange()
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _arrange(self) -> None:
        across = QHBoxLayout(self._strip)
        across.setContentsMargins(theme.margins(12, 6, 6, 6))
        across.addWidget(label(_("Drop files here, or paste a picture"), "second", "muted", wraps=True), 1)
        across.addWidget(quiet(_("Add files"), self.choose, "paperclip"))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._list)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        self._sides = sides = QSplitter(Qt.Orientation.Vertical)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(1)
        sides.addWidget(area)
        sides.addWidget(self.view)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(theme.px(8))
        self._down.addWidget(self._strip)
        self._down.addWidget(self._empty)
        self._down.addWidget(sides, 1)

    def fields(self) -> list[Field]:
        return [row.name for row in self._rows.values()]

    # Showing

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        if is_other:
            self._most = _AT_ONCE
            self._close_view()
        self._files = sorted(look.shown["attachments"], key=lambda file: -file["created_at"])
        if self.view.key() and self.view.key() not in {file["id"] for file in self._files}:
            self._close_view()
        self._show()

    def _show(self) -> None:
        shown = self._files[: self._most]
        for gone in self._rows.keys() - {file["id"] for file in shown}:
            row = self._rows.pop(gone)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, file in enumerate(shown):
            self._show_at(place, file)
        self._empty.setVisible(not self._files)
        left = len(self._files) - len(shown)
        self._more.setText(ngettext("{count} more file", "{count} more files", left).format(count=left))
        self._more.setVisible(left > 0)

    def _show_at(self, place: int, file: dict[str, Any]) -> None:
        row = self._rows.get(file["id"])
        if row is None:
            row = self._rows[file["id"]] = DocumentRow(self._editor, file)
            row.asked.connect(lambda action, row=row: self._act(action, row.file))
        else:
            row.show_file(file)
        row.set_chosen(file["id"] == self.view.key())
        if self._list.indexOf(row) != place:
            self._list.insertWidget(place, row)

    def _show_more(self) -> None:
        self._most += _AT_ONCE
        self._show()

    # Acting on one

    def _act(self, action: str, file: dict[str, Any]) -> None:
        if action == "preview":
            self._look_into(file)
        elif action == "open":
            self.open(file)
        elif action == "save":
            self._save(file)
        else:
            self._editor.remove("attachments", file["id"], _("Removed {name}").format(name=file["name"]))

    def _look_into(self, file: dict[str, Any]) -> None:
        if self.view.key() == file["id"]:
            self._close_view()
            return
        if self.view.isHidden():
            self.view.show()
            self._sides.setSizes([self._sides.height() * 3 // 10, self._sides.height() * 7 // 10])
        self.view.show_file(file["id"], file["name"])
        self._mark_chosen()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self._rows[file["id"]]))

    def _close_view(self) -> None:
        self.view.forget()
        self.view.hide()
        self._mark_chosen()

    def _mark_chosen(self) -> None:
        for key, row in self._rows.items():
            row.set_chosen(key == self.view.key())

    def open(self, file: dict[str, Any]) -> None:
        """A copy, in the program of the system for it."""
        desk, key, name = self._editor.desk, file["id"], file["name"]
        try:
            opened_copies.refuse_programs(file_names.safe(name))
        except UserError as error:
            desk.unmet.emit(error)
            return
        folder = opened_copies.place_for_copy()

        def copy(store: "Store") -> Path:
            from crmdesk.services import attachments

            return opened_copies.protect(attachments.save_as(store, key, folder))

        desk.ask(copy, self._show_copy)

    def _show_copy(self, copy: Path) -> None:
        desk = self._editor.desk
        try:
            opened_copies.show(copy)
        except UserError as error:
            desk.unmet.emit(error)
            return
        words = _("A copy of “{name}” is open. What is changed in it is not kept here; it goes when CRMDesk is closed.")
        desk.say(words.format(name=copy.name))

    def _save(self, file: dict[str, Any]) -> None:
        from PySide6.QtWidgets import QFileDialog

        proposed = paths.documents() / file_names.safe(file["name"])
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save a copy"), str(proposed))
        if not chosen:
            return
        desk, key, to = self._editor.desk, file["id"], Path(chosen)

        def save(store: "Store") -> Path:
            from crmdesk.services import attachments

            return attachments.save_as(store, key, to)

        desk.ask(save, lambda made: desk.say(_("Saved {name}").format(name=made.name)))

    # Adding

    def choose(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _filter = QFileDialog.getOpenFileNames(self, _("Add files"))
        if chosen:
            self.take([Path(name) for name in chosen])

    def take(self, files: Sequence[Path]) -> None:
        """All of them as one step; large ones tell how far they are."""
        self.wanted.emit()
        desk = self._editor.desk
        text = ngettext("Adding {count} file", "Adding {count} files", len(files)).format(count=len(files))
        work = ProgressLine(text)
        self._down.insertWidget(1, work)

        def done(added: "Added") -> None:
            self._end(work)
            self._added(added)

        def failed(error: Exception) -> None:
            self._end(work)
            desk.unmet.emit(error)

        def gave_up() -> None:
            self._end(work)
            desk.say(_("Cancelled. Everything is as it was before."))

        job = _adding(self._editor.record, tuple(files))
        task = desk.run_steps(
            job, done, lambda told: work.show_progress(int(told.done * _STEPS), _STEPS), failed, gave_up
        )
        work.cancelled.connect(task.cancel)

    def _end(self, work: ProgressLine) -> None:
        self._down.removeWidget(work)
        work.hide()
        work.deleteLater()

    def _added(self, added: "Added") -> None:
        if added.ids:
            words = ngettext("{count} file added", "{count} files added", len(added.ids))
            self._editor.desk.say_undoable(words.format(count=len(added.ids)))
        if added.problems:
            words = ngettext("{count} file was not added", "{count} files were not added", len(added.problems))
            self._editor.desk.unmet.emit(UserError(words.format(count=len(added.problems)), tuple(added.problems)))

    def paste(self) -> None:
        """Files, or a picture."""
        data = QApplication.clipboard().mimeData()
        if files := files_in(data):
            self.take(files)
        elif data.hasImage() and not (image := QImage(data.imageData())).isNull():
            self._take_picture(image)
        else:
            self._editor.desk.say(_("There is neither a file nor a picture in the clipboard."))

    def _take_picture(self, image: QImage) -> None:
        from datetime import datetime

        record, desk = self._editor.record, self._editor.desk
        name = _("Picture {when}").format(when=datetime.now().astimezone().strftime("%Y-%m-%d %H.%M")) + ".png"
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        data = bytes(buffer.data().data())

        def add(store: "Store") -> bytes:
            from crmdesk.services import attachments

            return attachments.add(store, record, data, name)

        desk.write(add, lambda _key: desk.say_undoable(_("Added {name}").format(name=name)))

    # Dropping

    def meet(self, event: QDropEvent) -> None:
        """Of what is dropped elsewhere on the page, unless all of it is something to import."""
        files = files_in(event.mimeData())
        if not self._editor.record or all(_is_import(file) for file in files):
            event.ignore()
            return
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(files)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            theme.set_kind(self._strip, "over", True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        theme.set_kind(self._strip, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        theme.set_kind(self._strip, "over", False)
        if files := files_in(event.mimeData()):
            event.acceptProposedAction()
            self.take(files)


def _adding(record: str, files: Sequence[Path]) -> "Callable[[Store], Generator[Progress, None, Added]]":
    def job(store: "Store") -> "Generator[Progress, None, Added]":
        from crmdesk.services import attachments

        return attachments.add_all(store, record, files)

    return job


def _is_import(file: Path) -> bool:
    return file.suffix.lower() in ENDINGS and file.suffix.lower() not in DOCUMENTS


def files_in(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
