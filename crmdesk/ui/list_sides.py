"""The list and the page of the chosen one: side by side, or a table over it; each arrangement keeps its sizes."""

from contextlib import suppress
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from crmdesk.ui.list_look import ListLook
from crmdesk.widgets import theme

_USUAL = {"lines": (330, 750), "right": (620, 460), "below": (300, 380)}
_LIST_LEAST, _PAGE_LEAST = 240, 430
_LOW = 160


class ListSides(QSplitter):
    def __init__(self, table: QWidget, page: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._arrangement = ""
        self._sizes = {key: [theme.px(size) for size in sizes] for key, sizes in _USUAL.items()}
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._parts = (table, page)
        for part in self._parts:
            self.addWidget(part)
        self.setStretchFactor(1, 1)

    def arrange(self, look: ListLook) -> None:
        wanted = look.page if look.layout == "table" else "lines"
        if wanted != self._arrangement:
            self._note()
            self._arrangement = wanted
            is_below = wanted == "below"
            self.setOrientation(Qt.Orientation.Vertical if is_below else Qt.Orientation.Horizontal)
            for part, least in zip(self._parts, (_LIST_LEAST, _PAGE_LEAST), strict=True):
                part.setMinimumSize(*((0, theme.px(_LOW)) if is_below else (theme.px(least), 0)))
            self.setSizes(self._sizes[wanted])

    def _note(self) -> None:
        if self._arrangement and sum(self.sizes()):  # else it was never seen
            self._sizes[self._arrangement] = self.sizes()

    def state(self) -> dict[str, list[int]]:
        self._note()
        return self._sizes

    def restore(self, state: Any) -> None:
        with suppress(AttributeError, TypeError, ValueError):  # settings are a file that anybody may have changed
            for key, (first, second) in state.items():
                if key in self._sizes and int(first) > 0 and int(second) > 0:
                    self._sizes[key] = [int(first), int(second)]
        if self._arrangement:
            self.setSizes(self._sizes[self._arrangement])
