"""A line that tells how far long work has come, with a Cancel that works."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label, quiet


class ProgressLine(QWidget):
    cancelled = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label(text)
        self._detail = label("", "second", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        self._cancel = quiet(_("Cancel"), self._give_up)
        words = QHBoxLayout()
        words.addWidget(self._words, 1)
        words.addWidget(self._detail)
        left = QVBoxLayout()
        left.setSpacing(theme.px(6))
        left.addLayout(words)
        left.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(theme.PAD))
        layout.addLayout(left, 1)
        layout.addWidget(self._cancel)

    def show_progress(self, done: int, total: int = 0, detail: str = "") -> None:
        """Without a total it only moves."""
        shift = max(total.bit_length() - 30, 0)  # the bar counts in 32 bits
        self._bar.setRange(0, total >> shift)
        self._bar.setValue(done >> shift)
        self._detail.setText(detail)

    def set_text(self, text: str) -> None:
        self._words.setText(text)
        self._bar.setAccessibleName(text)

    def _give_up(self) -> None:
        """Taking back what was begun may last a moment: say so, and take no second press."""
        self._cancel.setEnabled(False)
        self.set_text(_("Taking back what was begun"))
        self.cancelled.emit()
