"""Words on paper, and pages as pictures."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QWidget


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


def bitmap(pdf: bytes, page: int, dpi: float) -> tuple[bytes, int, int, int]:
    """Data, width, height and bytes a line of a page, from 0; no Qt, for any thread."""
    from crmdesk.printing import pdf_pages

    with pdf_pages.opened(pdf) as document:
        return pdf_pages.picture(document, page, dpi / 72)


def as_image(data: bytes, width: int, height: int, stride: int) -> QImage:
    return QImage(data, width, height, stride, QImage.Format.Format_RGB32).copy()
