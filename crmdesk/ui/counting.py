"""How many meet some conditions, and the first of them: told while the conditions are being made."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk, reason
from crmdesk.ui.lookups import count_in_words
from crmdesk.widgets import theme
from crmdesk.widgets.parts import label

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.conditions import ConditionTree

_PAUSE = 200
_NAMES = 6
_HEIGHT = 300


class Counting(QFrame):
    """The newest question alone is answered; typing is not kept waiting."""

    def __init__(self, desk: Desk, tree: "ConditionTree") -> None:
        super().__init__()
        self._desk, self._tree = desk, tree
        self.setProperty("ground", "accent")
        self.count = label("", "strong", "accent")
        self.names = label("", "second", "muted", wraps=True)
        down = QVBoxLayout(self)
        down.setContentsMargins(14, 10, 14, 10)
        down.setSpacing(2)
        down.addWidget(self.count)
        down.addWidget(self.names)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.ask)
        tree.changed.connect(self._pause.start)
        self.names.setMinimumHeight(theme.px(18))

    def ask(self) -> None:
        node, kind = self._tree.node(), self._tree.kind

        def job(store: "Store") -> tuple[int, list[str]]:
            from crmdesk.services import criteria

            return criteria.preview(store, kind, node, _NAMES)

        self._desk.ask(job, self._show, self._tell, replace=self)

    def _show(self, found: tuple[int, list[str]]) -> None:
        count, names = found
        self.count.setText(count_in_words(self._tree.kind, count))
        more = _(" and others") if count > len(names) else ""
        self.names.setText(", ".join(names) + more)

    def _tell(self, error: Exception) -> None:
        self.count.setText(str(error) if isinstance(error, UserError) else reason(error))
        self.names.setText("")


def scrolled(widget: QWidget) -> QScrollArea:
    """With room for some rows, and a bar for more."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setMinimumHeight(theme.px(_HEIGHT))
    return area
