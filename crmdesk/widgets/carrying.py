"""What the mouse carries from a list to another place of the application."""

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from crmdesk.widgets import theme

_HEIGHT, _AIR = 30, 12
_UNDER_THE_MOUSE = QPoint(-10, -6)


class Carried(QMimeData):
    """Other applications find nothing in it."""

    def __init__(self, what: object, words: str = "") -> None:
        super().__init__()
        self.what, self.words = what, words


def carry(source: QWidget, what: object, words: str) -> None:
    """Until the button of the mouse is let go; the words go with it."""
    drag = QDrag(source)
    drag.setMimeData(Carried(what, words))
    drag.setPixmap(_picture(words, source.devicePixelRatioF()))
    drag.setHotSpot(_UNDER_THE_MOUSE)
    drag.exec(Qt.DropAction.CopyAction)


def _picture(words: str, ratio: float) -> QPixmap:
    font = theme.font("strong")
    width, height = QFontMetrics(font).horizontalAdvance(words) + 2 * theme.px(_AIR), theme.px(_HEIGHT)
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    box = QRectF(0.5, 0.5, width - 1, height - 1)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("accent"))
    painter.setBrush(theme.colour("accent_ground"))
    painter.drawRoundedRect(box, 8, 8)
    painter.setFont(font)
    painter.setPen(theme.colour("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return picture
