"""A calm panel over the window: a title, a body, one filled button; Esc puts it away."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.parts import frame, label, primary, quiet

_AIR = 16
"""What at least is seen of the window at both sides of a sheet together."""
_LEAST = 96
_ANY_HEIGHT = 16_777_215
"""Qt's own greatest, which it does not name in Python."""


class Scrim(QWidget):
    """Dims the window under a sheet."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(window.rect())
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("scrim"))


class Sheet(QDialog):
    """Put the content into `body`; `set_primary` names the one thing to do. Opens with `open()`, window modal."""

    def __init__(self, parent: QWidget | None, title: str, *, width: int = 480) -> None:
        super().__init__(parent.window() if parent else None, Qt.WindowType.FramelessWindowHint)
        self._scrim: Scrim | None = None
        self._primary: QPushButton | None = None
        self._roomy: tuple[QWidget, int] | None = None
        self._width = width
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._limit_width(parent)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(10))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.px(8))
        self.buttons.addStretch(1)
        self._put_together(title)
        self.close_button = quiet(_("Cancel"), self.reject)
        self.buttons.addWidget(self.close_button)
        self.finished.connect(self._clear_scrim)

    def accept(self) -> None:
        """Perhaps by an answer that comes when it was closed meanwhile."""
        if isValid(self):
            super().accept()

    def _put_together(self, title: str) -> None:
        panel = self._panel = frame("sheet")
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(theme.margins(24, 20, 24, 20))
        inside.setSpacing(theme.px(14))
        self.head = label(title, "heading", wraps=True)
        inside.addWidget(self.head)
        inside.addLayout(self.body, 1)
        inside.addLayout(self.buttons)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(panel)

    def set_primary(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        """The one filled button; Enter presses it. It does not close the sheet: `accept()` does."""
        self._primary = primary(text, pressed)
        self._primary.setDefault(True)
        self.buttons.addWidget(self._primary)
        return self._primary

    def add_text(self, text: str) -> None:
        self.body.addWidget(label(text, wraps=True))

    def give_height(self, part: QWidget, height: int) -> None:
        """So high where the window is high enough; `part` scrolls what it cannot show."""
        self._roomy = part, height
        part.setMinimumHeight(theme.px(height))

    def _limit_width(self, parent: QWidget | None) -> None:
        """Never wider than the window."""
        room = parent.window().width() - theme.px(_AIR) if parent else theme.px(self._width)
        self.setMinimumWidth(min(theme.px(self._width), room))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window = self.parentWidget()
        if window:
            self._scrim = Scrim(window)
            self.refit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Also for a while, as long as another sheet goes on for it."""
        super().hideEvent(event)
        self._clear_scrim()

    def refit(self) -> None:
        """After its content changed: as large as that needs, and in its place."""
        self._fit()
        if window := self.parentWidget():
            self._keep_inside(window)
            self.move(window.mapToGlobal(self._place(window)))

    def _keep_inside(self, window: QWidget) -> None:
        if self._roomy is None:
            return
        part, height = self._roomy
        part.setMinimumHeight(theme.px(height))
        part.setMaximumHeight(_ANY_HEIGHT)
        self._fit()
        excess = self.height() - (window.height() - theme.px(_AIR))
        if excess > 0:
            self._lay_out()
            part.setFixedHeight(max(part.height() - excess, theme.px(_LEAST)))
            self._fit()

    def _lay_out(self) -> None:
        """At once: what it was before would keep it from getting smaller."""
        for part in (self._panel, self):
            if inside := part.layout():
                inside.activate()

    def _fit(self) -> None:
        """As high as its wrapped words need at its width, no higher."""
        self._lay_out()
        self.adjustSize()
        inside = self.layout()
        if inside and inside.hasHeightForWidth():
            self.resize(self.width(), inside.totalHeightForWidth(self.width()))

    def _place(self, window: QWidget) -> QPoint:
        """In the middle, a little higher than half way."""
        free_across, free_down = window.width() - self.width(), window.height() - self.height()
        return QPoint(max(free_across // 2, 0), max(int(free_down * 0.4), 0))

    def _clear_scrim(self) -> None:
        if self._scrim:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Taken anywhere outside its controls, it can be moved away."""
        if (handle := self.windowHandle()) is not None:
            handle.startSystemMove()


def snapshot(window: QWidget) -> QPixmap:
    """A picture of a window with the sheets and menus that lie on it, as the user sees it."""
    picture = window.grab()
    painter = QPainter(picture)
    for above in (*window.findChildren(QDialog), *window.findChildren(QMenu)):
        if above.isVisible():
            painter.drawPixmap(above.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), _grab(above))
    painter.end()
    return picture


def _grab(sheet: QWidget) -> QPixmap:
    picture = QPixmap(sheet.size() * sheet.devicePixelRatioF())
    picture.setDevicePixelRatio(sheet.devicePixelRatioF())
    picture.fill(Qt.GlobalColor.transparent)
    sheet.render(picture)
    return picture


def parent_for_sheet() -> QWidget | None:
    return QApplication.activeModalWidget() or QApplication.activeWindow()
