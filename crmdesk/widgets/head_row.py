"""The head of a page: words, and what is chosen at the end of the same line; below it where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import title


class HeadRow(QWidget):
    def __init__(self, text: str, told: QLabel, parts: Sequence[QWidget]) -> None:
        super().__init__()
        words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        words.setSpacing(0)
        words.addWidget(title(text))
        words.addWidget(told)
        self._ends = QWidget()
        flow = FlowLayout(self._ends, 8)
        for part in parts:
            flow.addWidget(part)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(theme.px(12))
        self._across.addLayout(words, 1)
        self._across.addWidget(self._ends, 0, Qt.AlignmentFlag.AlignVCenter)
        told.setWordWrap(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side as long as the ends fit beside half of the width."""
        wide = self._ends.sizeHint().width()
        is_narrow = wide > event.size().width() * 0.6
        self._across.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        self._ends.setMinimumWidth(0 if is_narrow else wide)
        super().resizeEvent(event)
