"""List and Rolodex: two ways to look at the same lookup, one of them shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import Lookup
from crmdesk.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from crmdesk.ui.rolodex import Rolodex
    from crmdesk.ui.window import Window

LIST, ROLODEX = range(2)
SHORTCUT = "Ctrl+R"


class Views(QStackedWidget):
    """The list is given and made by the screen; the Rolodex is made when it is first asked for."""

    came_back = Signal(bytes, bool)
    """The list is shown again: the record to be chosen in it, and whether its page was asked for."""

    def __init__(
        self,
        desk: Desk,
        lookup: Lookup,
        list_view: QWidget,
        chosen: Callable[[], bytes | None],
        can_leave: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__()
        self._desk, self._lookup = desk, lookup
        self._chosen, self._can_leave = chosen, can_leave
        self.rolodex: Rolodex | None = None
        keys = QKeySequence(SHORTCUT).toString(QKeySequence.SequenceFormat.NativeText)
        self.switch = ViewSwitch(_("List or Rolodex"), (_("List"), _("Rolodex")), keys)
        self.switch.chosen.connect(self.show_view)
        self.switch.show_chosen(LIST)
        self.addWidget(list_view)

    @property
    def is_rolodex(self) -> bool:
        return self.currentIndex() == ROLODEX

    def shown_rolodex(self) -> "Rolodex | None":
        return self.rolodex if self.is_rolodex else None

    def toggle(self) -> None:
        self.show_view(LIST if self.is_rolodex else ROLODEX)

    def show_view(self, view: int) -> None:
        if view == self.currentIndex():
            return
        if view == ROLODEX and self._can_leave():
            self._show_rolodex()
        elif view == LIST:
            self._come_back(is_opened=False)
        self.switch.show_chosen(self.currentIndex())

    def show_record(self, key: bytes) -> None:
        """Whichever view is shown: in the list the screen does it."""
        if self.is_rolodex and self.rolodex:
            self.rolodex.show_record(key)

    def show_list(self) -> None:
        self.setCurrentIndex(LIST)
        self.switch.show_chosen(LIST)

    def enter(self) -> bool:
        """Give the keyboard to the Rolodex, if that is what is shown."""
        if self.is_rolodex and self.rolodex:
            self.rolodex.setFocus()
        return self.is_rolodex

    def _show_rolodex(self) -> None:
        from crmdesk.ui.rolodex import Rolodex

        if self.rolodex is None:
            self.rolodex = Rolodex(self._desk, self._lookup)
            self.rolodex.opened.connect(lambda _key: self._come_back(is_opened=True))
            self.addWidget(self.rolodex)
        self.setCurrentIndex(ROLODEX)
        if self._desk.path:
            self.rolodex.show_record(self._chosen())
        self.rolodex.setFocus()

    def _come_back(self, *, is_opened: bool) -> None:
        key = self.rolodex.current() if self.rolodex else None
        self.show_list()
        if key:
            self.came_back.emit(key, is_opened)


def toggle(window: "Window") -> None:
    """In a section without these views: the Rolodex of all contacts."""
    from crmdesk.ui.record_screen import RecordScreen

    screen = window.screens.get(window.section)
    if isinstance(screen, RecordScreen):
        screen.views.toggle()
        return
    window.go("contacts")
    if isinstance(screen := window.screens["contacts"], RecordScreen):
        screen.views.show_view(ROLODEX)
