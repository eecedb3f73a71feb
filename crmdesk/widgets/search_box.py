"""The search box: typed letters are told at once, its shortcut is shown inside."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crmdesk.widgets import icons, keys, theme


class SearchBox(QLineEdit):
    """Down goes to the list, Enter takes the first, Esc empties."""

    searched = Signal(str)
    left_down = Signal()
    entered = Signal()

    def __init__(self, placeholder: str, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = keys.in_words(shortcut)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMaximumWidth(theme.px(460))
        self.setMinimumWidth(theme.px(160))
        self.setTextMargins(theme.px(22), 0, theme.px(60) if self._hint else 0, 0)
        self.textChanged.connect(self.searched)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(340), super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """An empty box leaves Undo to the window."""
        if event.type() == QEvent.Type.ShortcutOverride and not self.text() and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Down:
            self.left_down.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def type_on(self, event: QKeyEvent) -> None:
        """Take over a letter typed elsewhere in the window."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.deselect()
        self.end(False)
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.rect().center()
        middle.setX(theme.px(18))
        icons.paint(painter, "search", "muted", middle, 14)
        if self._hint and not self.text():
            keys.paint(painter, self._hint, QPointF(self.width() - 9.5, self.height() / 2))


def _is_undo(event: QEvent) -> bool:
    assert isinstance(event, QKeyEvent)
    return any(event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
