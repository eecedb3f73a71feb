"""The page beside the list: of the record that is chosen, of a new one, or what to do where there is none."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from crmdesk.ui.desk import Desk
from crmdesk.ui.nothing import Nothing

if TYPE_CHECKING:
    from crmdesk.ui.page import Page


class RecordPage(QStackedWidget):
    added = Signal(object)
    """A new record was saved: its id."""
    given_up = Signal()
    """No new record after all."""

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk, self._kind = desk, kind
        self.page: Page | None = None
        self.shown: bytes | None = None
        self.is_adding = False
        self._nothing = Nothing(desk, kind)
        self.addWidget(self._nothing)

    def show_record(self, key: bytes) -> None:
        self.shown = key
        self.is_adding = False
        self._ensure_page().show_record(key)
        self._desk.visit(key)

    def show_nothing(self, *, is_file_empty: bool) -> None:
        self.shown = None
        self._nothing.tell(is_file_empty=is_file_empty)
        self.setCurrentIndex(0)

    def begin_new(self, name: str = "") -> None:
        self.shown = None
        self.is_adding = True
        page = self._ensure_page()
        page.begin_new()
        if name and page.new_record:
            page.new_record.lines["name"].setText(name)

    def enter(self) -> None:
        if self.page:
            self.page.enter()

    def can_leave(self) -> bool:
        return self.page is None or self.page.can_leave()

    def _ensure_page(self) -> "Page":
        """Made when the first record is shown: the list is on the screen by then."""
        from crmdesk.ui.page import Page

        if self.page is None:
            self.page = Page(self._desk, self._kind, self)
            self.page.created.connect(self._created)
            self.page.left.connect(self._give_up)
            self.addWidget(self.page)
        self.setCurrentWidget(self.page)
        return self.page

    def _created(self, key: bytes) -> None:
        self.is_adding = False
        self.added.emit(key)

    def _give_up(self) -> None:
        self.is_adding = False
        self.given_up.emit()
