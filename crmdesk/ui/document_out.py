"""A document on its way out: numbered and locked, then e-mailed, printed, kept as a file, or handed over."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.printing import letter_forms
from crmdesk.ui import mail_out, opened_copies, to_printer
from crmdesk.ui.desk import Desk
from crmdesk.ui.to_printer import ToPrinter
from crmdesk.widgets import links
from crmdesk.widgets.messages import Action

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from crmdesk.services.files import Store

Then = Callable[[], None]
Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    text: str
    file_name: str
    sender: str


class DocumentOut:
    """`done` is called once it went out, `failed` where it did not: then it may be locked already."""

    def __init__(self, parent: QWidget, desk: Desk, key: bytes, *, is_draft: bool, done: Then, failed: Failed) -> None:
        self._parent, self._desk, self._key = parent, desk, key
        self.is_draft = is_draft
        self._done, self._failed = done, failed
        self._courier = mail_out.Courier(parent)

    # Numbered

    def _lock(self, way: str, then: Then) -> None:
        """Or, where it was sent before, written into the history again."""
        key, is_draft = self._key, self.is_draft

        def job(store: "Store") -> None:
            from crmdesk.services import document_mails, document_steps

            if is_draft:
                document_mails.check(store, key)
                document_steps.send(store, key, way=way)
            elif way:
                document_mails.note(store, key, way)

        def locked(_none: None) -> None:
            self.is_draft = False
            then()

        self._desk.write(job, locked, self._failed)

    def _with_pdf(self, then: Callable[[tuple[bytes, int]], None]) -> None:
        key = self._key

        def job(store: "Store") -> tuple[bytes, int]:
            from crmdesk.services import document_mails

            return document_mails.pdf(store, key)

        self._desk.ask(job, then, self._failed)

    # Handed over, printed, kept

    def hand_over(self) -> None:
        self._lock("handed over", self._done)

    def print(self) -> bool:
        """False where the user thought better of it."""
        form = letter_forms.of_country(self._desk.country)
        printer = to_printer.ask_printer(self._parent, *letter_forms.PAPERS[form.paper])
        if printer:
            self._lock("printed", partial(self._with_pdf, partial(self._print, printer)))
        return printer is not None

    def _print(self, printer: "QPrinter", made: tuple[bytes, int]) -> None:
        sending = ToPrinter(self._parent, self._desk, partial(to_printer.as_made, *made), printer)
        sending.went.connect(lambda _printed: self._done())

    def save(self, proposed: str) -> Path | None:
        name, _filter = QFileDialog.getSaveFileName(self._parent, _("Save as PDF"), proposed, "PDF (*.pdf)")
        if not name:
            return None
        self.save_to(Path(name))
        return Path(name)

    def save_to(self, to: Path) -> None:
        self._lock("sent", partial(self._with_pdf, partial(self._write, to, self._done)))

    def _write(self, to: Path, then: Then, made: tuple[bytes, int]) -> None:
        def write() -> None:
            from crmdesk.services.writing import whole_file

            with whole_file(to) as file:
                file.write(made[0])

        self._desk.run(write, lambda _none: then(), self._failed)

    # E-mailed

    def mail_by_program(self, letter: Letter, then: Callable[[Path, bool], None]) -> None:
        """In the user's own one: `then` gets the file, and whether it is on the e-mail already."""
        to = opened_copies.place_for_copy() / letter.file_name
        self._lock(
            "mailed", partial(self._with_pdf, partial(self._write, to, partial(self._write_mail, letter, to, then)))
        )

    def _write_mail(self, letter: Letter, file: Path, then: Callable[[Path, bool], None]) -> None:
        try:
            is_on_it = links.write_mail(letter.to, letter.subject, letter.text, file)
        except UserError as error:
            self._failed(error)
            return
        if not is_on_it:
            carried = QMimeData()
            carried.setUrls([QUrl.fromLocalFile(str(file))])
            QApplication.clipboard().setMimeData(carried)
        then(file, is_on_it)

    def mail(self, letter: Letter) -> None:
        """By the server of the preferences; the history tells of it once it is gone."""
        self._lock("", partial(self._with_pdf, partial(self._mail, letter)))

    def _mail(self, letter: Letter, made: tuple[bytes, int]) -> None:
        from crmdesk.services import mail_out as server

        try:
            account = server.account()
            if account is None:
                raise UserError(_("No server is known that e-mails are sent by. Preferences, E-mail, asks for it."))
            attached = [server.Attached(letter.file_name, made[0])]
            message = server.compose(account, letter.to, letter.subject, letter.text, attached, letter.sender)
        except UserError as error:
            self._failed(error)
            return
        mail_out.send(self._courier, message, self._mailed, self._failed)

    def _mailed(self, _refused: list[str]) -> None:
        self._lock("mailed", self._done)


def attach_words(file: Path) -> tuple[str, Action]:
    """What is left to be done where a mail program takes no files from others."""
    words = _("Paste “{name}” into the e-mail: it is on the clipboard").format(name=file.name)
    return words, Action(_("Show the file"), partial(links.open_folder, file.parent))
