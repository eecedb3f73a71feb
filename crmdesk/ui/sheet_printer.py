"""A line that says which printer is corrected for a paper, and leads to putting it right."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.printing import calibration
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, link


class PrinterLine(QWidget):
    def __init__(self, desk: Desk, question: str) -> None:
        """What is asked as long as nothing was printed."""
        super().__init__()
        self._desk, self._question = desk, question
        self._size = (210.0, 297.0)
        self._words = label("", "second", "muted", wraps=True)
        self.adjust = link(_("Adjust"), self.open)
        self.adjust.setAccessibleDescription(_("Put the printer right"))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(4))
        across.addWidget(self._words, 1)
        across.addWidget(self.adjust)

    def show_paper(self, width: float, height: float) -> None:
        self._size = width, height
        self.refresh()

    def refresh(self) -> None:
        printer = calibration.last_printer()
        words = calibration.in_words(calibration.of(printer, calibration.paper_of(*self._size)))
        if words:
            self._words.setText(_("{printer}, corrected: {words}").format(printer=printer, words=words))
        else:
            self._words.setText(printer or self._question)

    def open(self) -> None:
        from crmdesk.ui.sheet_calibrating import Calibrating

        sheet = Calibrating(self, self._desk, self._size, installed())
        sheet.changed.connect(self.refresh)
        sheet.finished.connect(lambda _result: self.refresh())
        sheet.open()


def installed() -> list[str]:
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())
