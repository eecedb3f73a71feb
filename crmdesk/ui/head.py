"""The head of the window: the search box, and the tools of the screen that is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.search_box import SearchBox

_HEIGHT = 51
_WIDTH = 340


class Head(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.search = SearchBox(_("Find"), "Ctrl+F")
        self.search.setMaximumWidth(theme.px(_WIDTH))
        self._tools = QStackedWidget()
        self.setFixedHeight(theme.px(_HEIGHT))
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(20, 0, 20, 0))
        across.setSpacing(theme.px(theme.PAD))
        across.addWidget(self.search, 2)
        across.addWidget(self._tools, 3)

    def to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def show_typed(self, text: str) -> None:
        """Each screen has its own words in the one box."""
        if self.search.text() != text:
            with QSignalBlocker(self.search):
                self.search.setText(text)

    def add_tools(self, tools: Sequence[QWidget]) -> None:
        self._tools.addWidget(_row(tools))

    def show_tools(self, number: int) -> None:
        self._tools.setCurrentIndex(number)

    def forget_tools(self) -> None:
        while tools := self._tools.widget(0):
            self._tools.removeWidget(tools)
            tools.deleteLater()


def _row(tools: Sequence[QWidget]) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(theme.GAP))
    across.addStretch(1)
    for tool in tools:
        across.addWidget(tool)
    return row
