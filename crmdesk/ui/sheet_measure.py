"""One measure in a form: its name, what is typed, and under it what is wrong with that."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from crmdesk.ui.counting import scrolled
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label


class MeasureLine(QWidget):
    edited = Signal()
    entered = Signal()

    def __init__(self, text: str, *, beside: int = 0) -> None:
        """The name stands above, or before a line of this width."""
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName(text)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.installEventFilter(self)
        self._problem = label("", "second", "bad", wraps=True)
        self._problem.hide()
        words = label(text, "second", "muted", wraps=bool(beside))
        words.setBuddy(self.line)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(3))
        head = QHBoxLayout() if beside else QVBoxLayout()
        head.addWidget(words, int(bool(beside)))
        head.addWidget(self.line)
        if beside:
            self.line.setFixedWidth(theme.px(beside))
        down.addLayout(head)
        down.addWidget(self._problem)
        down.addStretch(1)

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)

    def problem(self) -> str:
        return self._problem.text()

    def set_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.line.setAccessibleDescription(text)
        theme.set_kind(self.line, "wrong", bool(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return False


def column(holder: QWidget, least: int) -> QScrollArea:
    """Of a sheet: as wide as its words need; in a low window it scrolls."""
    area = scrolled(holder)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedWidth(max(theme.px(least), holder.minimumSizeHint().width() + theme.px(16)))
    return area
