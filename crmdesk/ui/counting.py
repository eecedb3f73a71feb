"""How many meet some conditions, and the first of them: told while the conditions are being made."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crmdesk.domain.criteria import All
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
HEIGHT = 300
"""Of the conditions: room for some rows, and a bar for more."""


class Counting(QFrame):
    """The newest question alone is answered; typing is not kept waiting."""

    def __init__(self, desk: Desk, tree: "ConditionTree", without: str = "") -> None:
        """`without`: what to say while there are no conditions; nothing: everybody meets them."""
        super().__init__()
        self._desk, self._tree, self._without = desk, tree, without
        self.setProperty("ground", "accent")
        self.count = label("", "strong", "accent")
        self.names = label("", "second", "muted", wraps=True)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(14, 10, 14, 10))
        down.setSpacing(2)
        down.addWidget(self.count)
        down.addWidget(self.names)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.ask)
        tree.changed.connect(self._pause.start)
        self.names.setMinimumHeight(theme.px(18))

    def ask(self) -> None:
        node, kind = self._tree.node(), self._tree.kind
        if node == All() and self._without:
            self._desk.ask(lambda _store: None, self._show_none, replace=self)
            return

        def job(store: "Store") -> tuple[int, list[str]]:
            from crmdesk.services import criteria

            return criteria.preview(store, kind, node, _NAMES)

        self._desk.ask(job, self._show, self._tell, replace=self)

    def _show(self, found: tuple[int, list[str]]) -> None:
        count, names = found
        more = _(" and others") if count > len(names) else ""
        text = ", ".join(names) + more if names else _("Nobody meets this.")
        self._say(count_in_words(self._tree.kind, count), text)

    def _tell(self, error: Exception) -> None:
        self._say(reason(error), "")

    def _show_none(self, _none: None) -> None:
        self._say("", self._without)

    def _say(self, count: str, names: str) -> None:
        self.count.setText(count)
        self.count.setVisible(bool(count))
        self.names.setText(names)


def scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
