"""Pages of paper as they will be printed, given as pictures; one may be pressed to choose a place on it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button

_SHADOW = 10
_AIR = 16
MOST = 4.0
_STEP = 1.5
_NOTCH = 120


class PdfPreview(QWidget):
    """Shows one page, as large as there is room for, or nearer: then it is dragged about. `wanted` tells the pixels
    that would be sharp."""

    pressed = Signal(float, float)
    """Where on the paper, each from 0 to 1."""
    wanted = Signal(QSize)
    zoomed = Signal(float)
    """1 is the whole page."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: QImage | None = None
        self._words = ""
        self.zoom = 1.0
        self._moved = QPointF()
        self._held: QPointF | None = None
        self._is_dragged = False
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
        room = self._room()
        size = self._page.deviceIndependentSize().scaled(room.size() * self.zoom, Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, round(size.width()), round(size.height()))
        box.moveCenter(QPointF(round(room.center().x() + self._moved.x()), round(room.center().y() + self._moved.y())))
        return box

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_AIR, _AIR, -_AIR, -_AIR - 6)

    # Nearer and farther

    def zoom_in(self) -> None:
        self._zoom(self.zoom * _STEP, self._room().center())

    def zoom_out(self) -> None:
        self._zoom(self.zoom / _STEP, self._room().center())

    def _zoom(self, zoom: float, around: QPointF) -> None:
        """What lies at a point stays there."""
        zoom = min(max(zoom, 1.0), MOST)
        if zoom != self.zoom:
            from_middle = around - self._room().center()
            self._moved = from_middle - (from_middle - self._moved) * (zoom / self.zoom)
            self.zoom = zoom
            self._move(QPointF())
            self._want()
            self.zoomed.emit(zoom)

    def _move(self, by: QPointF) -> None:
        """Never so far that the room is not filled."""
        self._moved += by
        size, room = self.paper().size(), self._room()
        across, down = max(size.width() - room.width(), 0) / 2, max(size.height() - room.height(), 0) / 2
        self._moved = QPointF(
            min(max(self._moved.x(), -across), across),
            min(max(self._moved.y(), -down), down),
        )
        self.update()

    def _want(self) -> None:
        self.wanted.emit(self.size() * self.devicePixelRatioF() * self.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._move(QPointF())
        self._want()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl nearer or farther, else up and down what is near."""
        notches = event.angleDelta().y() / _NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(self.zoom * _STEP**notches, event.position())
        else:
            self._move(QPointF(event.angleDelta()) / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held, self._is_dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            return
        by = event.position() - self._held
        self._is_dragged = self._is_dragged or by.manhattanLength() >= QApplication.startDragDistance()
        if self._is_dragged:
            self._held = event.position()
            self._move(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        paper, place = self.paper(), event.position()
        if self._held is not None and not self._is_dragged and paper.contains(place):
            self.pressed.emit((place.x() - paper.x()) / paper.width(), (place.y() - paper.y()) / paper.height())
        self._held = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._page is None or self._page.isNull():
            painter.setPen(theme.colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            return
        paper = self.paper()
        paint_shadow(painter, paper)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(paper, QColor("white"))
        painter.drawImage(paper, self._page)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.colour("line"))
        painter.drawRect(paper)


class ZoomButtons(QWidget):
    """Farther, nearer."""

    def __init__(self, preview: PdfPreview) -> None:
        super().__init__()
        self._farther = icon_button("minus", _("Farther"), preview.zoom_out)
        self._nearer = icon_button("plus", _("Nearer"), preview.zoom_in)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._farther)
        across.addWidget(self._nearer)
        preview.zoomed.connect(self._show)
        self._show(preview.zoom)

    def _show(self, zoom: float) -> None:
        self._farther.setEnabled(zoom > 1)
        self._nearer.setEnabled(zoom < MOST)


def paint_shadow(painter: QPainter, paper: QRectF) -> None:
    """Soft, a little below: paper lies on the table."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(_SHADOW, 0, -1):
        painter.setBrush(QColor(20, 24, 32, 14 if theme.is_dark() else 4))
        painter.drawRoundedRect(paper.adjusted(-step, -step + 5, step, step + 5), step, step)
