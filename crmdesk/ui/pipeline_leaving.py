"""Where the deals of a stage go that shall be deleted: asked under the stages, nothing is done before."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from crmdesk.i18n import _, ngettext
from crmdesk.widgets import theme
from crmdesk.widgets.beside import reveal
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.parts import label, quiet

if TYPE_CHECKING:
    from crmdesk.services.pipelines import StageRow


class Leaving(QFrame):
    def __init__(self, remove: Callable[[bytes, bytes], None]) -> None:
        super().__init__()
        self._remove = remove
        self.key = b""
        self.setProperty("ground", "warning")
        self.words = label("", "medium", "warning", wraps=True)
        self.into = Chooser(_("Move them to"), ())
        self.go = quiet(_("Move and delete"), self._go)
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(label(_("Move them to"), "second", "warning"))
        across.addWidget(self.into, 1)
        across.addWidget(self.go)
        across.addWidget(quiet(_("Keep it"), self.hide))
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(14, 10, 14, 10))
        down.setSpacing(theme.px(8))
        down.addWidget(self.words)
        down.addLayout(across)
        self.hide()

    def ask(self, stage: "StageRow", count: int, others: "Sequence[StageRow]") -> None:
        self.key = stage.id or b""
        words = ngettext("{count} open deal is in “{stage}”.", "{count} open deals are in “{stage}”.", count)
        self.words.setText(words.format(count=count, stage=stage.name))
        self.into.clear()
        for other in others:
            self.into.addItem(other.name, other.id)
        self.show()
        reveal(self)
        self.into.setFocus(Qt.FocusReason.TabFocusReason)

    def settle(self, stages: "Sequence[StageRow]") -> None:
        """It may be gone."""
        if not any(stage.id == self.key for stage in stages):
            self.hide()

    def _go(self) -> None:
        self._remove(self.key, self.into.value())
