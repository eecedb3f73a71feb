"""What can be left out of a picture: a box in the colour of its things, ticked while they are shown."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QStyle

from crmdesk.widgets import theme
from crmdesk.widgets.parts import PaintedButton, plain
from crmdesk.widgets.tones import tone

_HEIGHT, _BOX, _EDGE = 28, 14, 6


class LayerBox(PaintedButton):
    def __init__(self, text: str, colour: str) -> None:
        super().__init__()
        self._colour = colour
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(plain(text))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font("body")).horizontalAdvance(self.text())
        return QSize(words + theme.px(_BOX + 3 * _EDGE), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hover(painter, QRectF(self.rect()), 6, "line" if self.underMouse() else "window")
        side = theme.px(_BOX)
        whole = self.rect()
        box = QRectF(theme.px(_EDGE), (self.height() - side) / 2, side, side)
        box = QRectF(QStyle.visualRect(self.layoutDirection(), whole, box.toRect()))
        self._paint_box(painter, box)
        words = whole.adjusted(theme.px(2 * _EDGE + _BOX) + 2, 0, -theme.px(_EDGE), 0)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if self.isChecked() else "muted"))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        words = QStyle.visualRect(self.layoutDirection(), whole, words)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        colour = tone(self._colour).mark
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
        if self.isChecked():
            points = ((0.26, 0.52), (0.44, 0.70), (0.75, 0.34))
            painter.setPen(QPen(theme.colour("surface"), 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(
                QPolygonF([QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in points])
            )
