"""The tabs of a page: each is made when it is first looked at."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.ui.editor import Editor
from crmdesk.ui.record_commands import NEXT_TAB, TAB_BEFORE
from crmdesk.widgets import keys
from crmdesk.widgets.fields import Field
from crmdesk.widgets.tabs import TabbedPages

if TYPE_CHECKING:
    from crmdesk.services.records import Look

FIND_KEY = "Ctrl+Shift+F"
"""Finds in the notes."""


class Tab(QWidget):
    wanted = Signal()
    """It is to be seen."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        """Another one, or it has changed."""

    def fields(self) -> list[Field]:
        """What may hold something typed."""
        return []


T = TypeVar("T", bound=Tab)


class Tabs(TabbedPages):
    """By their keys: what stands on it, and what asks `get` for it."""

    def __init__(self, editor: Editor, tabs: dict[str, tuple[str, Callable[[], Tab]]]) -> None:
        super().__init__()
        self._editor = editor
        self._tabs = tabs
        self._made: dict[str, Tab] = {}
        self._look: Look | None = None
        for text, _ask in tabs.values():
            self.add_room(text)
        self.tabs.changed.connect(lambda _number: self._make_current())
        before, after = keys.in_words(TAB_BEFORE), keys.in_words(NEXT_TAB)
        self.tabs.set_hint(_("Tab before: {before}, next tab: {next}").format(before=before, next=after))

    def current(self) -> str:
        return list(self._tabs)[self.tabs.current()]

    def choose(self, key: str) -> None:
        self.tabs.choose(self._number(key))

    def get(self, key: str, kind: type[T]) -> T:
        """From now on it follows what is shown."""
        made = self._made.get(key)
        if not isinstance(made, kind):
            self._made[key] = made = kind(self._editor)
            made.wanted.connect(lambda: self.choose(key))
            self.fill(self._number(key), made)
            if self._look:
                made.show_record(self._look, is_other=True)
        return made

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        known, self._look = list(self._made.values()), look
        self._make_current()
        for tab in known:
            tab.show_record(look, is_other=is_other)

    def fields(self) -> list[Field]:
        return [field for tab in self._made.values() for field in tab.fields()]

    def count(self, key: str, count: int) -> None:
        text = self._tabs[key][0]
        self.tabs.set_text(self._number(key), f"{text} {count}" if count else text)

    def _make_current(self) -> None:
        if self._look:
            _text, ask = self._tabs[self.current()]
            ask()

    def _number(self, key: str) -> int:
        return list(self._tabs).index(key)
