"""Pages on their way to a printer, in their true size and as it was measured; the window lives meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.printing import calibration
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.paper import as_image, bitmap
from crmdesk.widgets.progress import ProgressLine
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 300
_BAND = 400
"""Rows of a page that are handed over at once: a whole page would keep the window waiting."""


@dataclass(frozen=True, slots=True)
class Job:
    pdf: bytes
    pages: int
    title: str
    """In the queue of the printer."""


def ask_printer(parent: QWidget, width: float, height: float) -> "QPrinter | None":
    """The system's own question. Paper of this size in millimetres, edge to edge: nothing is fitted."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if last := calibration.last_printer():
        printer.setPrinterName(last)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter))
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return None
    if printer.printerName():
        calibration.remember(printer.printerName())
    return printer


class Sending(Sheet):
    """Opens itself, and closes when all is sent; Cancel stops it where it is."""

    sent = Signal()

    def __init__(self, parent: QWidget, desk: Desk, printer: "QPrinter", job: Job) -> None:
        super().__init__(parent, _("Printing"), width=420)
        self._desk, self._printer, self._job = desk, printer, job
        self._page = 0
        self._image = QImage()
        self._top = 0
        self._line = ProgressLine(job.title)
        self._line.cancelled.connect(self.reject)
        self.body.addWidget(self._line)
        self.close_button.hide()
        printer.setDocName(job.title)
        self._painter = QPainter(printer)
        self._ground = _ground(printer)
        self.rejected.connect(self._stop)
        self.open()
        self._fetch()

    def _fetch(self) -> None:
        self._line.show_progress(self._page, self._job.pages, self._where())
        pdf, page = self._job.pdf, self._page
        self._desk.run(lambda: bitmap(pdf, page, DPI), self._take)

    def _where(self) -> str:
        return _("Page {page} of {pages}").format(page=grouped(self._page + 1), pages=grouped(self._job.pages))

    def _take(self, made: tuple[bytes, int, int, int]) -> None:
        if not self._painter.isActive():
            return  # stopped meanwhile
        if self._page:
            self._printer.newPage()
        self._image, self._top = as_image(*made), 0
        self._hand_over()

    def _hand_over(self) -> None:
        """The next band of the page; then the next page."""
        if not self._painter.isActive():
            return
        rows = min(_BAND + 1, self._image.height() - self._top)  # one more, so that no seam shows
        self._painter.drawImage(self._band(rows), self._image, QRect(0, self._top, self._image.width(), rows))
        self._top += _BAND
        if self._top < self._image.height():
            QTimer.singleShot(0, self, self._hand_over)
        else:
            self._turn()

    def _band(self, rows: int) -> QRectF:
        ground, row = self._ground, self._ground.height() / self._image.height()
        return QRectF(ground.left(), ground.top() + self._top * row, ground.width(), rows * row)

    def _turn(self) -> None:
        self._page += 1
        if self._page < self._job.pages:
            self._fetch()
        else:
            self._painter.end()
            self.sent.emit()
            self.accept()

    def _stop(self) -> None:
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
            self._desk.say(_("Printing was stopped at page {page}").format(page=grouped(self._page + 1)))


def _ground(printer: "QPrinter") -> QRectF:
    """Where the page lies, so that this printer puts it where it should be."""
    paper = printer.paperRect(printer.Unit.DevicePixel)
    millimetres = printer.paperRect(printer.Unit.Millimeter).size()
    found = calibration.of(printer.printerName(), calibration.paper_of(millimetres.width(), millimetres.height()))
    across, down = paper.width() / millimetres.width(), paper.height() / millimetres.height()
    return QRectF(
        paper.left() + found.right * across,
        paper.top() + found.down * down,
        paper.width() * found.across_scale,
        paper.height() * found.down_scale,
    )


def send(parent: QWidget, desk: Desk, printer: "QPrinter", job: Job, done: Callable[[], None]) -> None:
    """`done` is called when all is sent, and never when it was stopped."""
    Sending(parent, desk, printer, job).sent.connect(done)
