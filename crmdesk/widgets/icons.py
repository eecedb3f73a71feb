"""Icons of one family, tinted by role: drawn from bundled SVG in the theme's colour at the screen's own resolution."""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from crmdesk import paths
from crmdesk.widgets import theme

SIZE = 16


@cache
def _svg(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")


@cache
def _pixmap(name: str, colour: str, width: int, height: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # 8 ms that a window without icons need not spend

    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    side = min(width, height)
    box = QRectF((width - side) / 2, (height - side) / 2, side, side)
    QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode())).render(painter, box)
    painter.end()
    return pixmap


def pixmap(name: str, role: str = "text", size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    side = round(theme.px(size) * ratio)
    found = _pixmap(name, theme.colour(role).name(), side, side)
    if ratio != 1.0:
        found = QPixmap(found)
        found.setDevicePixelRatio(ratio)
    return found


def paint(painter: QPainter, name: str, role: str, middle: QPoint, size: int = SIZE) -> None:
    side = theme.px(size)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(middle.x() - side // 2, middle.y() - side // 2, pixmap(name, role, size, ratio))


class _Engine(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def _colour(self, mode: QIcon.Mode) -> str:
        return theme.colour("faint" if mode == QIcon.Mode.Disabled else self._role).name()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _pixmap(self._name, self._colour(mode), size.width(), size.height())

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self.pixmap(size, mode, state)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = rect.size() * painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(size, mode, state))

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)


@cache
def icon(name: str, role: str = "text") -> QIcon:
    """An icon that keeps to the theme: drawn anew in the role's colour whenever it is painted.

    Kept for good: an engine written in Python lives as long as any copy that Qt holds.
    """
    return QIcon(_Engine(name, role))
