"""A panel that floats over a window as long as it is needed: Esc or a press beside it puts it away."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from crmdesk.widgets.parts import frame

SHADOW = 14
_DARKEST = 26


class Overlay(QWidget):
    """Put the content into `body`, say in `place` where the panel is to lie, and call `open`."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.setAccessibleName(name)
        self.panel = frame("sheet")
        self.panel.setParent(self)
        self.panel.setAccessibleName(name)
        self.body = QVBoxLayout(self.panel)
        self.body.setContentsMargins(0, 0, 0, 0)  # the frame keeps room for its line
        self.body.setSpacing(0)
        window.installEventFilter(self)
        self.hide()

    def place(self) -> QRect:
        """Within the window."""
        raise NotImplementedError

    def open(self) -> None:
        self._before = QApplication.focusWidget()
        self.fit()
        self.show()
        self.raise_()

    def fit(self) -> None:
        """After the content changed, or the window."""
        self.setGeometry(self._window.rect())
        before, place = self.panel.geometry(), self.place()
        if place != before:  # all under it is drawn anew: no more of that than needed
            self.panel.setGeometry(place)
            self.update(before.united(place).adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW + 5))

    def leave(self) -> None:
        """The keyboard goes back to where it was."""
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if self._before and isValid(self._before) and self._window.isAncestorOf(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  (Qt's name)
        """Tab stays inside."""
        stops = [stop for stop in self.panel.findChildren(QWidget) if _takes_tab(stop)]
        focused = QApplication.focusWidget()
        if stops:
            place = stops.index(focused) + (1 if next else -1) if focused in stops else 0
            reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
            stops[place % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key goes on to the window under it."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A soft shadow, no dimming: the window under it is still worth reading."""
        paint_shadow(QPainter(self), self.panel.geometry())


def paint_shadow(painter: QPainter, box: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for reach in range(SHADOW, 0, -2):
        painter.setBrush(QColor(0, 0, 0, _DARKEST * (SHADOW - reach + 2) // (4 * SHADOW)))
        painter.drawRoundedRect(box.adjusted(-reach, 3 - reach, reach, 5 + reach), 16, 16)


def _takes_tab(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def put_away(window: QWidget) -> None:
    """Whatever floats over the window."""
    for overlay in window.findChildren(Overlay, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if overlay.isVisible():
            overlay.leave()
