"""List and Rolodex: two ways to look at the same lookup, one of them shown, the choice remembered."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import Lookup

if TYPE_CHECKING:
    from crmdesk.ui.rolodex import Rolodex


class Views(QStackedWidget):
    """The list is given and made by the screen; the Rolodex is made when it is first asked for."""

    came_back = Signal(bytes, bool)
    """The list is shown again: the record to be chosen in it, and whether its page was asked for."""

    def __init__(self, desk: Desk, lookup: Lookup, list_view: QWidget, chosen: Callable[[], bytes | None]) -> None:
        super().__init__()
        self._desk = desk
        self._lookup = lookup
        self._chosen = chosen
        self.rolodex: Rolodex | None = None
        self.addWidget(list_view)

    def show_record(self, key: bytes) -> None:
        """Whichever view is shown: in the list the screen does it."""

    def show_list(self) -> None:
        self.setCurrentIndex(0)

    def enter(self) -> bool:
        """Give the keyboard to the Rolodex, if that is what is shown."""
        return False
