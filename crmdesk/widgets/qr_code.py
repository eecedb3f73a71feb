"""A QR code: dark on light in any scheme, in whole pixels, with the quiet ground round it that cameras need."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.widgets import theme

_QUIET = 4
_CORNER = 10
_DARK, _LIGHT = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)

Rows = Sequence[Sequence[bool]]


class QrCode(QWidget):
    def __init__(self, name: str, side: int = 300) -> None:
        """`name` says what it leads to; `side` is about what it should have, as a measure of the grid."""
        super().__init__()
        self._side = side
        self._rows: Rows = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Rows) -> None:
        self._rows = rows
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Nearest to what is wanted in whole pixels a module."""
        count, ratio = len(self._rows) + 2 * _QUIET, self.devicePixelRatioF()
        pixels = max(round(theme.px(self._side) * ratio / count), 2)
        side = round(pixels * count / ratio)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(_LIGHT)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.px(_CORNER), theme.px(_CORNER))
        if self._rows:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.drawImage(self.place(), self._picture())

    def place(self) -> QRect:
        """Of the code itself: as large as whole pixels of the screen and its quiet ground allow."""
        count, ratio = len(self._rows), self.devicePixelRatioF()
        side = max(int(self.width() * ratio / (count + 2 * _QUIET)), 1) * count / ratio
        return QRect(round((self.width() - side) / 2), round((self.height() - side) / 2), round(side), round(side))

    def _picture(self) -> QImage:
        """A pixel a module."""
        made = QImage(len(self._rows), len(self._rows), QImage.Format.Format_RGB32)
        made.fill(_LIGHT)
        for down, row in enumerate(self._rows):
            for across, is_dark in enumerate(row):
                if is_dark:
                    made.setPixelColor(across, down, _DARK)
        return made
