"""Pages of paper as they will be printed, given as pictures; one may be pressed to choose a place on it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.widgets import theme

_SHADOW = 10
_AIR = 16


class PdfPreview(QWidget):
    """Shows one page, as large as there is room for; `wanted` tells the pixels that would be sharp."""

    pressed = Signal(float, float)
    """Where on the paper, each from 0 to 1."""
    wanted = Signal(QSize)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: QImage | None = None
        self._words = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(160), theme.px(200))

    def show_page(self, page: QImage | None, words: str = "") -> None:
        """Without a page, the words stand in its place."""
        self._page, self._words = page, words
        self.update()

    def paper(self) -> QRectF:
        """Where the page is drawn."""
        if self._page is None or self._page.isNull():
            return QRectF()
        room = QRectF(self.rect()).adjusted(_AIR, _AIR, -_AIR, -_AIR - 6)
        size = self._page.deviceIndependentSize().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, round(size.width()), round(size.height()))
        box.moveCenter(QPointF(round(room.center().x()), round(room.center().y())))
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.wanted.emit(event.size() * self.devicePixelRatioF())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        paper, place = self.paper(), event.position()
        if paper.contains(place):
            self.pressed.emit((place.x() - paper.x()) / paper.width(), (place.y() - paper.y()) / paper.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._page is None or self._page.isNull():
            painter.setPen(theme.colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            return
        paper = self.paper()
        _paint_shadow(painter, paper)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(paper, QColor("white"))
        painter.drawImage(paper, self._page)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.colour("line"))
        painter.drawRect(paper)


def _paint_shadow(painter: QPainter, paper: QRectF) -> None:
    """Soft, a little below: paper lies on the table."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(_SHADOW, 0, -1):
        painter.setBrush(QColor(20, 24, 32, 14 if theme.is_dark() else 4))
        painter.drawRoundedRect(paper.adjusted(-step, -step + 5, step, step + 5), step, step)
