"""What stands in the place of a list that has nothing in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import label


class NothingHere(QWidget):
    """Says that there is nothing, and what can be done about it; a button may do it at once."""

    def __init__(self, words: str = "", advice: str = "", way: QWidget | None = None) -> None:
        super().__init__()
        self.words, self._advice = label(words, "strong", wraps=True), label(advice, "second", "muted", wraps=True)
        down = QVBoxLayout(self)
        down.addStretch(2)
        for each in (self.words, self._advice):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            down.addWidget(each)
        if way:
            down.addSpacing(theme.px(8))
            down.addWidget(way, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addStretch(3)
        self.hide()

    def tell(self, words: str, advice: str) -> None:
        self.words.setText(words)
        self._advice.setText(advice)
