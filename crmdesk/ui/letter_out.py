"""Letters on their way out: to the printer, as one file, one each, or as a list for an office program."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from crmdesk.domain.values import file_names
from crmdesk.i18n import _, ngettext
from crmdesk.printing.letter_forms import PAPERS, by_key
from crmdesk.ui import to_printer
from crmdesk.ui.numbers import grouped
from crmdesk.ui.to_printer import Leaving, ToFile, ToPrinter

if TYPE_CHECKING:
    from crmdesk.printing.press import Making, Printed
    from crmdesk.services.files import Store
    from crmdesk.services.letter_runs import Batch
    from crmdesk.ui.letters import Letters


class ToFolder(Leaving):
    """Each written as it is made: what Cancel leaves there is whole."""

    def hand_over(self, pdf: bytes, printed: "Printed") -> None:
        self.accept()
        self.went.emit(printed)


class LetterOut:
    def __init__(self, screen: "Letters") -> None:
        self._screen = screen

    def _name(self) -> str:
        screen = self._screen
        if screen.again:
            return screen.again.name
        return screen.template.name if screen.template else _("Letters")

    def open_menu(self, made: QPushButton) -> None:
        menu = QMenu(made)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, run in (
            (_("All as one PDF…"), self.choose_pdf),
            (_("A PDF for each…"), self.choose_folder),
            (_("The list for Word or LibreOffice (CSV)…"), self.choose_list),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, run=run: run())
        menu.popup(made.mapToGlobal(made.rect().bottomLeft()))

    # To the printer

    def print(self) -> None:
        self._screen.with_batch(self._print)

    def _print(self, batch: "Batch") -> None:
        printer = to_printer.ask_printer(self._screen, *PAPERS[by_key(batch.look.form).paper])
        if printer:
            printer.setDocName(self._name())
            sending = ToPrinter(self._screen, self._screen.desk, _making(batch), printer)
            self._follow(sending, batch, _("Sent to the printer"))

    # To files

    def choose_pdf(self) -> None:
        proposed = f"{file_names.safe(self._name())}.pdf"
        name, _filter = QFileDialog.getSaveFileName(self._screen, _("Save as PDF"), proposed, "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    def save_pdf(self, to: Path) -> None:
        self._screen.with_batch(partial(self._save_pdf, to))

    def _save_pdf(self, to: Path, batch: "Batch") -> None:
        saving = ToFile(self._screen, self._screen.desk, _making(batch), to)
        self._follow(saving, batch, _("Saved as “{name}”").format(name=to.name))

    def choose_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self._screen, _("A PDF for each, in this folder")):
            self.save_each(Path(name))

    def save_each(self, folder: Path) -> None:
        self._screen.with_batch(partial(self._save_each, folder))

    def _save_each(self, folder: Path, batch: "Batch") -> None:
        name = self._name()

        def pages(_file: BinaryIO) -> "Making":
            from crmdesk.services import letter_runs

            return letter_runs.save_each(batch, folder, name)

        count = len(batch.letters)
        words = ngettext("{count} file in “{folder}”", "{count} files in “{folder}”", count)
        saving = ToFolder(self._screen, self._screen.desk, _("Save as PDF"), pages)
        self._follow(saving, batch, words.format(count=grouped(count), folder=folder.name))

    def choose_list(self) -> None:
        proposed = f"{file_names.safe(self._name())}.csv"
        name, _filter = QFileDialog.getSaveFileName(self._screen, _("Save as CSV"), proposed, "CSV (*.csv)")
        if name:
            self.save_list(Path(name))

    def save_list(self, to: Path) -> None:
        self._screen.with_batch(partial(self._save_list, to))

    def _save_list(self, to: Path, batch: "Batch") -> None:

        def job(store: "Store") -> int:
            from crmdesk.services import letter_runs

            return letter_runs.save_list(store, batch, to)

        desk = self._screen.desk
        desk.ask(job, lambda _count: desk.say(_("Saved as “{name}”").format(name=to.name)))

    # What is kept

    def _follow(self, leaving: Leaving, batch: "Batch", text: str) -> None:
        leaving.went.connect(partial(self._went, batch, self._name(), text))

    def _went(self, batch: "Batch", name: str, text: str, printed: "Printed") -> None:
        from crmdesk.ui.files import tell_problems

        self._keep(batch, name)
        self._screen.desk.say(text)
        if printed.warnings:
            tell_problems(self._screen, _("Look at these letters"), printed.warnings)

    def _keep(self, batch: "Batch", name: str) -> None:
        keeps = "line" if batch.again else self._screen.side.keeps.value() or "line"

        def job(store: "Store") -> "Generator[float, None, bytes]":
            from crmdesk.services import letter_runs

            return letter_runs.keep(store, batch, name, keeps)

        self._screen.desk.run_steps(job)


def _making(batch: "Batch") -> "Callable[[BinaryIO], Making]":
    def pages(file: BinaryIO) -> "Making":
        from crmdesk.services import letter_runs

        return letter_runs.render(batch, file)

    return pages
