"""What the user was told in this session about one file: the notices, and how many of them nobody has seen."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from crmdesk.widgets.messages import Action

_KEPT = 60


@dataclass(slots=True, eq=False)
class Notice:
    text: str
    detail: str = ""
    action: "Action | None" = None
    is_error: bool = False
    icon: str = ""
    """Of what is neither done nor wrong."""
    by: object = None
    """Whose action it is: it goes with them."""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Said(QObject):
    """Shared by the windows of the file."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[Notice] = []
        """The newest first."""
        self.unread = 0

    def add(self, notice: Notice) -> None:
        self.notices = [notice, *self.notices][:_KEPT]
        self.unread = min(self.unread + 1, len(self.notices))
        self.changed.emit()

    def read(self) -> None:
        self.unread = 0
        self.changed.emit()

    def settle(self) -> None:
        """A step was taken: what would now undo another one than it says is no longer offered."""
        self._withdraw([notice for notice in self.notices if notice.action and not notice.action.lasts])

    def forget_actions(self, by: object) -> None:
        """Their window is gone."""
        self._withdraw([notice for notice in self.notices if notice.action and notice.by is by])

    def _withdraw(self, notices: list[Notice]) -> None:
        for notice in notices:
            notice.action = None
        if notices:
            self.changed.emit()
