"""What the window asks of the screen of a section."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.ui.desk import Desk


class Screen(QWidget):
    """A section's page; the window gives it the room under its head and the letters typed in its search box."""

    searches = False
    """What is typed in the search box is for this screen."""

    let_go = Signal()
    """What stands in the search box no longer counts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def tools(self) -> Sequence[QWidget]:
        """What stands at the right of the window's head while this screen is shown."""
        return ()

    def arrive(self, what: object = None) -> None:
        """The screen is shown, perhaps for something in particular."""

    def can_leave(self) -> bool:
        """Nothing typed would be lost; else it has said what is to be done."""
        return True

    def search(self, text: str) -> None:
        """As it is typed."""

    def typed(self) -> str:
        """What of it is still being looked for."""
        return ""

    def keep_search(self) -> None:
        """Enter in the search box."""

    def enter(self) -> None:
        """The keyboard comes down from the search box."""
