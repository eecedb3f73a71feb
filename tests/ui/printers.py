"""Printers of paper that is a file: what they were given can be read back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

from crmdesk.ui import to_printer
from tests.printing import pdf

_COARSE = 36
"""Dots per inch: nobody looks at it."""


class Printers:
    """The system's own question is answered with Enter."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self.papers: list[Path] = []
        monkeypatch.setattr(to_printer, "ask_printer", self.ask)
        monkeypatch.setattr(to_printer, "DPI", _COARSE)

    def ask(self, _parent: object, width: float, height: float) -> QPrinter:
        self.papers.append(self._folder / f"printed {len(self.papers)}.pdf")
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(self.papers[-1]))
        made.setFullPage(True)
        made.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter))
        return made

    @staticmethod
    def pages(data: bytes) -> int:
        return len(pdf.texts(data))

    def last(self) -> bytes:
        return self.papers[-1].read_bytes()
