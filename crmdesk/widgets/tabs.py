"""Tabs of words only: the chosen one is dark, the others grey."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import button, plain


class TextTabs(QWidget):
    """A row of words; arrow keys go from one to the next."""

    changed = Signal(int)

    def __init__(self, texts: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self._layout = FlowLayout(self, 12, 0)
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        number = len(self._group.buttons())
        made = button(text, kind="tab")
        made.setCheckable(True)
        _make_room(made)
        self._group.addButton(made, number)
        self._layout.addWidget(made)
        if number == 0:
            made.setChecked(True)

    def replace(self, texts: Sequence[str]) -> None:
        """Other ones, the first chosen."""
        for made in self._group.buttons():
            self._group.removeButton(made)
        self._layout.clear()
        for text in texts:
            self.add(text)

    def _toggled(self, number: int, on: bool) -> None:
        if on:
            self.changed.emit(number)

    def set_text(self, number: int, text: str) -> None:
        self._button(number).setText(text)
        _make_room(self._button(number))

    def choose(self, number: int) -> None:
        self._button(number).setChecked(True)

    def current(self) -> int:
        return self._group.checkedId()

    def _button(self, number: int) -> QPushButton:
        found = self._group.button(number)
        assert isinstance(found, QPushButton)
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._group.buttons():
            self.turn(step)
            self.enter()
        else:
            super().keyPressEvent(event)

    def turn(self, step: int) -> None:
        """To one further on or back, and round."""
        self.choose((self.current() + step) % len(self._group.buttons()))

    def enter(self) -> None:
        self._button(self.current()).setFocus(Qt.FocusReason.TabFocusReason)

    def set_hint(self, text: str) -> None:
        for tab in self._group.buttons():
            tab.setToolTip(plain(text))


def _make_room(tab: QPushButton) -> None:
    """For its words as they are when it is chosen: they do not move then."""
    tab.setMinimumWidth(QFontMetrics(theme.font("strong")).horizontalAdvance(tab.text()) + theme.px(4))


class TabbedPages(QWidget):
    """Text tabs over their pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = TextTabs()
        self.pages = QStackedWidget()
        self.tabs.changed.connect(self.pages.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.tabs)
        layout.addWidget(self.pages, 1)

    def add_page(self, text: str, page: QWidget) -> None:
        page.setAccessibleName(text)
        self.pages.addWidget(page)
        self.tabs.add(text)

    def turn(self, step: int) -> None:
        """By key, from wherever the keyboard is; where that goes out of sight, the tab has it."""
        focused = QApplication.focusWidget()
        self.tabs.turn(step)
        if focused and self.pages.isAncestorOf(focused):
            self.tabs.enter()

    def add_room(self, text: str) -> None:
        """For a page that is made later."""
        room = QWidget(self.pages)
        QVBoxLayout(room).setContentsMargins(0, 0, 0, 0)
        self.add_page(text, room)

    def fill(self, number: int, page: QWidget) -> None:
        room = self.pages.widget(number)
        layout = room.layout() if room else None
        assert room
        assert layout
        page.setAccessibleName(room.accessibleName())
        layout.addWidget(page)
        page.show()
