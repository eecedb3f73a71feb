"""Pages to a printer, in their true size."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QWidget

_DPI = 300


def print_text(parent: QWidget, lines: Sequence[str]) -> bool:
    """A few lines on one sheet."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    painter.setFont(QFont("monospace", 14))
    room = QRectF(painter.viewport())
    painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, "\n\n".join(lines))
    painter.end()
    return True


def print_pdf(parent: QWidget, pdf: bytes, width: float, height: float, *, is_corrected: bool = True) -> bool:
    """Pages of this size in millimetres, edge to edge, each put where it should be by what is known of the printer;
    save on the page that this is measured by."""
    from crmdesk.ui.to_printer import ask_printer, ground

    printer = ask_printer(parent, width, height)
    if printer is None:
        return False
    paper = ground(printer) if is_corrected else QRectF(printer.paperRect(printer.Unit.DevicePixel))
    painter = QPainter(printer)
    for number, picture in enumerate(pictures(pdf, _DPI)):
        if number:
            printer.newPage()
        painter.drawImage(paper, picture)
    painter.end()
    return True


def pictures(pdf: bytes, dpi: float) -> list[QImage]:
    return [as_image(*page) for page in bitmaps(pdf, dpi)]


def bitmaps(pdf: bytes, dpi: float) -> list[tuple[bytes, int, int, int]]:
    """Data, width, height and bytes a line of each page; no Qt, for any thread."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        made = (page.render(scale=dpi / 72, rev_byteorder=False, prefer_bgrx=True) for page in document)
        return [(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride) for bitmap in made]
    finally:
        document.close()


def bitmap(pdf: bytes, page: int, dpi: float) -> tuple[bytes, int, int, int]:
    """As `bitmaps`, of one page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        made = document[page].render(scale=dpi / 72, rev_byteorder=False, prefer_bgrx=True)
        return bytes(made.buffer), made.width, made.height, made.stride
    finally:
        document.close()


def as_image(data: bytes, width: int, height: int, stride: int) -> QImage:
    return QImage(data, width, height, stride, QImage.Format.Format_RGB32).copy()
