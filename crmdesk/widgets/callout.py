"""A few words that point at a part of the window; one goes on working under it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import button, frame, label

_WIDTH = 320
_TIP = 9
_AROUND = 12


class Callout(QWidget):
    """Under what it points at, or beside it where there is no room; follows it when the window changes."""

    went_on = Signal()
    skipped = Signal()

    def __init__(self, window: QWidget, target: QWidget, head: str, text: str, place: str, on: str) -> None:
        """`place` tells how far one is, `on` is what the button says."""
        super().__init__(window)
        self._window, self._target = window, target
        self._tip = 0
        self.setAccessibleName(f"{head}. {text}")
        panel = frame("toast")
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(theme.margins(16, 12, 12, 8))
        inside.setSpacing(theme.px(4))
        inside.addWidget(label(head, "strong", wraps=True))
        inside.addWidget(label(text, "second", wraps=True))
        foot = QHBoxLayout()
        foot.addWidget(label(place, "second"))
        foot.addStretch(1)
        self.button = button(on, self.went_on.emit, kind="toast")
        foot.addWidget(self.button)
        inside.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.px(_TIP), 0, 0)
        outer.addWidget(panel)
        window.installEventFilter(self)
        target.installEventFilter(self)
        self._settle()
        self.show()
        self.raise_()
        announce(self, self.accessibleName())

    def _settle(self) -> None:
        """In its place, as high as its words need."""
        self.setFixedWidth(min(theme.px(_WIDTH), self._window.width() - 2 * _AROUND))
        layout = self.layout()
        assert layout
        self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        box = QRect(self._target.mapTo(self._window, QPoint()), self._target.size())
        middle = min(box.center().x(), box.left() + theme.px(_WIDTH) // 2)
        left = min(max(middle - theme.px(48), _AROUND), self._window.width() - self.width() - _AROUND)
        top = min(box.bottom() + 4, self._window.height() - self.height() - _AROUND)
        self._tip = min(max(middle - left, 2 * _TIP), self.width() - 2 * _TIP)
        self.move(left, top)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        half, foot = theme.px(_TIP), theme.px(_TIP) + 1
        corners = ((self._tip - half, foot), (self._tip, 0), (self._tip + half, foot))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nobody else wanted reaches the window; it puts this away."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._settle()
        if watched is self._window and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_taken(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_taken(event):
            super().keyPressEvent(event)

    def _is_taken(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape or not self.isVisible():
            return False
        self.skipped.emit()
        return True
