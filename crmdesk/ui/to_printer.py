"""Pages on their way out: made in pieces, then kept as a file or handed to a printer as it was measured."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QRect, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.printing import calibration
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.paper import as_image, bitmap
from crmdesk.ui.pieces import Pieces
from crmdesk.widgets.progress import ProgressLine
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtPrintSupport import QPrinter

    from crmdesk.printing.press import Making, Printed
    from crmdesk.services.files import Store

DPI = 300
_INCH = 25.4
_STEPS = 1000
_SOON = 400
"""Milliseconds: what is done by then needs no progress."""
_BAND = 400
"""Rows of a page that are handed over at once: a whole page would keep the window waiting."""


class Leaving(Sheet):
    """Shows itself when it takes long; Cancel gives it up."""

    went = Signal(object)
    """All is out: `Printed`."""

    def __init__(self, parent: QWidget, desk: Desk, title: str, pages: "Callable[[BinaryIO], Making]") -> None:
        super().__init__(parent, title, width=420)
        self._desk, self._pages = desk, pages
        self._line = ProgressLine(_("Making the pages"))
        self._line.cancelled.connect(self.reject)
        self.body.addWidget(self._line)
        self.close_button.hide()
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.open)
        self._soon.start()
        self._work = Pieces(desk, self._made, self._take, self._show)
        self.finished.connect(self._end)

    def _made(self, _store: "Store") -> "Generator[float, None, tuple[bytes, Printed] | UserError]":
        file = BytesIO()
        try:
            printed = yield from self._pages(file)
        except UserError as error:
            return error
        return file.getvalue(), printed

    def _show(self, share: float) -> None:
        self._line.show_progress(round(share * _STEPS), _STEPS)

    def _take(self, made: "tuple[bytes, Printed] | UserError") -> None:
        if isinstance(made, UserError):
            self.refuse(made)
        else:
            self.hand_over(*made)

    def refuse(self, error: Exception) -> None:
        """Nothing has left."""
        self.reject()
        if isinstance(error, UserError):
            self._desk.unmet.emit(error)

    def hand_over(self, pdf: bytes, printed: "Printed") -> None:
        raise NotImplementedError

    def _end(self) -> None:
        self._soon.stop()
        self._work.stop()


class ToFile(Leaving):
    def __init__(self, parent: QWidget, desk: Desk, pages: "Callable[[BinaryIO], Making]", to: Path) -> None:
        self._to = to
        super().__init__(parent, desk, _("Save as PDF"), pages)

    def hand_over(self, pdf: bytes, printed: "Printed") -> None:
        self._desk.run(partial(self._write, pdf), partial(self._written, printed), self.refuse)

    def _write(self, pdf: bytes) -> None:
        from crmdesk.services.writing import whole_file

        with whole_file(self._to) as file:
            file.write(pdf)

    def _written(self, printed: "Printed", _none: None) -> None:
        self.accept()
        self.went.emit(printed)


class ToPrinter(Leaving):
    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        pages: "Callable[[BinaryIO], Making]",
        printer: "QPrinter",
        *,
        is_corrected: bool = True,
    ) -> None:
        """Only what the printer is measured by is not corrected."""
        super().__init__(parent, desk, _("Printing"), pages)
        self._printer, self._is_corrected = printer, is_corrected
        self._pdf, self._page = b"", 0
        self._printed: Printed | None = None
        self._image, self._top = QImage(), 0
        self._painter = QPainter()
        self.rejected.connect(self._stop)

    def hand_over(self, pdf: bytes, printed: "Printed") -> None:
        self._pdf, self._printed = pdf, printed
        self._line.set_text(_("Handing over to the printer"))
        if not self._painter.begin(self._printer):
            message = _("The printer takes no pages now. See whether it is switched on, then print again.")
            self.refuse(UserError(message))
            return
        self._fetch()

    def _fetch(self) -> None:
        pages = self._printed.pages if self._printed else 0
        place = _("Page {page} of {pages}").format(page=grouped(self._page + 1), pages=grouped(pages))
        self._line.show_progress(self._page, pages, place)
        self._desk.run(partial(bitmap, self._pdf, self._page, DPI), self._take_page)

    def _take_page(self, made: tuple[bytes, int, int, int]) -> None:
        if not self._painter.isActive():
            return  # stopped meanwhile
        if self._page:
            self._printer.newPage()
        self._image, self._top = as_image(*made), 0
        width, height = self._image.width() / DPI * _INCH, self._image.height() / DPI * _INCH
        self._ground = ground(self._printer, width, height, is_corrected=self._is_corrected)
        self._draw_band()

    def _draw_band(self) -> None:
        """The next band of the page; then the next page."""
        if not self._painter.isActive():
            return
        rows = min(_BAND + 1, self._image.height() - self._top)  # one more, so that no seam shows
        self._painter.drawImage(self._band(rows), self._image, QRect(0, self._top, self._image.width(), rows))
        self._top += _BAND
        if self._top < self._image.height():
            QTimer.singleShot(0, self, self._draw_band)
        else:
            self._end_page()

    def _band(self, rows: int) -> QRectF:
        ground, row = self._ground, self._ground.height() / self._image.height()
        return QRectF(ground.left(), ground.top() + self._top * row, ground.width(), rows * row)

    def _end_page(self) -> None:
        self._page += 1
        if self._printed and self._page < self._printed.pages:
            self._fetch()
        else:
            self._painter.end()
            self.accept()
            self.went.emit(self._printed)

    def _stop(self) -> None:
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
            self._desk.say(_("Printing was stopped at page {page}").format(page=grouped(self._page + 1)))


def ask_printer(parent: QWidget, width: float, height: float) -> "QPrinter | None":
    """The system's own question. Paper of this size in millimetres, edge to edge: nothing is fitted."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if last := calibration.last_printer():
        printer.setPrinterName(last)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter))
    question = QPrintDialog(printer, parent)
    question.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)  # a part is chosen by its pieces
    if question.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    if printer.printerName():
        calibration.remember(printer.printerName())
    return printer


def as_made(pdf: bytes, pages: int, file: BinaryIO) -> "Making":
    """They are there already."""
    from crmdesk.printing.press import Printed

    yield 1.0
    file.write(pdf)
    return Printed(pages=pages)


def ground(printer: "QPrinter", width: float, height: float, *, is_corrected: bool = True) -> QRectF:
    """Where a page of this size lies, so that this printer puts it where it should be. On paper of another size it is
    cut, or leaves some white, but never fitted."""
    paper = calibration.paper_of(width, height)
    found = calibration.of(printer.printerName(), paper) if is_corrected else calibration.NONE
    unit = printer.resolution() / _INCH
    return QRectF(
        found.right * unit, found.down * unit, width * found.across_scale * unit, height * found.down_scale * unit
    )
