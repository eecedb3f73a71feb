"""What the window asks of the screen of a section."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.ui.desk import Desk

if TYPE_CHECKING:
    from crmdesk.ui.assign import Chosen


@dataclass(frozen=True, slots=True)
class Draft:
    """A screen arrives at it: a new record, begun with the name that was typed elsewhere."""

    name: str


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

    def set_in_words(self) -> str:
        """What the current set is, such as `48 contacts in this lookup`; empty where there is none."""
        return ""

    def narrow(self) -> bool:
        """Ask for one more condition; False where nothing is looked up."""
        return False

    def act(self, action: str) -> None:
        """One of SET_COMMANDS on the current set."""

    def with_chosen(self, use: "Callable[[Chosen], None]") -> bool:
        """What is chosen here and may be somebody's; False where nothing is."""
        return False

    def print_shown(self) -> bool:
        """What is shown goes to paper; False where that is nothing to print."""
        return False

    def state(self) -> dict[str, Any]:
        """What the screen remembers until the next start, in words that JSON knows: the last record, a splitter."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Just made: be as `state` told at another time, of this file or another one."""
