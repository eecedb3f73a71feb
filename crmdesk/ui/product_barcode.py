"""A barcode as it would be scanned from the screen, or why what was typed is none."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label

if TYPE_CHECKING:
    from crmdesk.printing.barcodes import Code

_KINDS = {13: "ean13", 8: "ean8"}
_MODULE, _TALL = 2, 48
_DARK, _LIGHT = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)


class Barcode(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.text = ""
        self.bars = _Bars()
        self.problem = label("", "second", "warning", wraps=True)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(10, 0, 0, 4))
        for part in (self.bars, self.problem):
            down.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_text(self, text: str) -> None:
        self.text = text.strip()
        self.setVisible(bool(self.text))
        if self.text:
            wanted = self.text
            self._desk.run(lambda: _encoded(wanted), self._show, self._refuse, replace=self)

    def _show(self, code: "Code") -> None:
        self.bars.show_code(code, self.text)
        self.problem.hide()

    def _refuse(self, error: Exception) -> None:
        self.bars.hide()
        self.problem.setText(words_of(error))
        self.problem.show()


def _encoded(text: str) -> "Code":
    """Eight or thirteen digits are a number of a shop, anything else is written as it is."""
    from crmdesk.printing import barcodes

    kind = _KINDS.get(len(text), "code128") if text.isdecimal() else "code128"
    return barcodes.encode(kind, text)


class _Bars(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._code: Any = None
        self._text = ""

    def show_code(self, code: "Code", text: str) -> None:
        self._code, self._text = code, text
        self.setAccessibleName(_("Barcode {text}").format(text=text))
        self.setFixedSize(self.sizeHint())
        self.show()
        self.update()

    def sizeHint(self) -> QSize:
        wide = int(self._code.width) if self._code else 100
        return QSize(wide * _MODULE + 16, theme.px(_TALL) + 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(_LIGHT)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if self._code is None:
            return
        tall = self.height() - 28
        for left, top, width, height in self._code.boxes:
            box = QRectF(8 + left * _MODULE, 8 + top * tall, width * _MODULE, min(height, 1) * tall)
            painter.fillRect(box, _DARK)
        painter.setPen(_DARK)
        painter.setFont(theme.font("second"))
        painter.drawText(QRect(0, self.height() - 20, self.width(), 18), Qt.AlignmentFlag.AlignCenter, self._text)
