"""Labels leave the house: to the printer or as a PDF; what was printed is kept, and how far the sheet is used."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtWidgets import QFileDialog, QWidget

from crmdesk.domain.values import file_names
from crmdesk.i18n import _
from crmdesk.printing.sheets import Sheet
from crmdesk.ui import label_used
from crmdesk.ui.desk import Desk

if TYPE_CHECKING:
    from crmdesk.printing.press import Making, Printed
    from crmdesk.services.files import Store
    from crmdesk.services.labels import Batch


@dataclass(frozen=True, slots=True)
class LabelOut:
    parent: QWidget
    desk: Desk
    batch: "Batch"
    sheet: Sheet
    start: int
    name: str
    done: Callable[[], None]

    def choose_pdf(self) -> None:
        proposed = f"{file_names.safe(self.name or _('Labels'))}.pdf"
        name, _filter = QFileDialog.getSaveFileName(self.parent, _("Save as PDF"), proposed, "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    def save_pdf(self, to: Path) -> None:
        from crmdesk.ui.to_printer import ToFile

        saving = ToFile(self.parent, self.desk, self.pages(), to)
        saving.went.connect(partial(self._finish, _("Saved as “{name}”").format(name=to.name)))

    def print_out(self) -> None:
        from crmdesk.ui import to_printer

        printer = to_printer.ask_printer(self.parent, self.sheet.paper_width, self.sheet.paper_height)
        if printer:
            printer.setDocName(self.name or _("Labels"))
            sending = to_printer.ToPrinter(self.parent, self.desk, self.pages(), printer)
            sending.went.connect(partial(self._finish, _("Sent to the printer")))

    def pages(self) -> "Callable[[BinaryIO], Making]":
        from crmdesk.services import labels

        return partial(labels.making, self.batch, self.sheet, self.start)

    def _finish(self, text: str, printed: "Printed") -> None:
        from crmdesk.ui.files import tell_problems

        label_used.note(self.sheet, self.start, len(self.batch.pieces))
        self.desk.write(self._keep)
        self.done()
        self.desk.say(text)
        if printed.warnings:
            tell_problems(self.parent, _("Look at these labels"), printed.warnings)

    def _keep(self, store: "Store") -> None:
        from crmdesk.services import labels

        labels.keep(store, self.batch, self.name, self.sheet.name, self.start)
