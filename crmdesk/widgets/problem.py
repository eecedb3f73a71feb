"""What is wrong, in words under what was typed; it takes no room while nothing is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crmdesk.widgets import theme


class Problem(QLabel):
    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("second"))
        self.setProperty("tone", "bad")
        self.setWordWrap(True)
        self.hide()

    def say(self, problem: str = "") -> None:
        self.setText(problem)
        self.setVisible(bool(problem))
