"""The rules of one stage: what is to be seen to in it, what it starts, what must be there to enter."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crmdesk.domain.base import declared_fields
from crmdesk.domain.deals import Deal
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.fields import TextField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import icon_button, label, quiet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.pipelines import StageRow

_ASKED = (
    "amount", "expected_on", "company_id", "contact_id", "responsible", "source", "probability", "forecast",
    "competitor",
)  # fmt: skip
"""Fields that a stage may ask for."""


class StagePage(QWidget):
    def __init__(self, desk: Desk, keep: "Callable[[StageRow], None]", go_back: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._keep = desk, keep
        self._row: StageRow | None = None
        self.name = label("", "strong", wraps=True)
        self.checklist = TextField(_("Checklist"))
        self.checklist.set_placeholder(_("One thing a line: budget known, who decides, by when"))
        self.set = Chooser(_("Activity set"), ((None, _("none")),))
        self.required: dict[str, QPushButton] = {}
        self._arrange(go_back)
        self.checklist.kept.connect(self._keep_checklist)
        self.set.chosen.connect(self._keep_set)

    @property
    def key(self) -> bytes | None:
        return self._row.id if self._row else None

    def _arrange(self, go_back: Callable[[], None]) -> None:
        head = QHBoxLayout()
        self.back = icon_button("chevron-left", _("Back to the stages"), go_back)
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, theme.px(8), 0)
        down.setSpacing(theme.px(6))
        down.addLayout(head)
        self._part(down, _("Checklist"), _("What is to be seen to here. It is ticked on the page of each deal."))
        self.checklist.edit.setProperty("inline", False)
        down.addWidget(self.checklist)
        self._part(down, _("Starts"), _("A set of activities that is planned when a deal enters."))
        down.addWidget(self.set)
        self._part(down, _("Needs"), _("What must be filled in before a deal enters; it is asked for on the way."))
        down.addWidget(self._fields())
        down.addStretch(1)

    def _part(self, down: QVBoxLayout, head: str, words: str) -> None:
        down.addSpacing(theme.px(8))
        down.addWidget(label(head, "strong"))
        down.addWidget(label(words, "second", "muted", wraps=True))

    def _fields(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        known = declared_fields(Deal)
        for name in _ASKED:
            made = quiet(_(known[name].label), self._keep_required)
            made.setCheckable(True)
            self.required[name] = made
            flow.addWidget(made)
        return holder

    def begin(self) -> None:
        self.checklist.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def show_stage(self, row: "StageRow") -> None:
        self._row = row
        self.name.setText(row.name)
        self.checklist.set_value("\n".join(row.checklist))
        for name, made in self.required.items():
            made.setChecked(name in row.required)
        self._desk.ask(_sets, self._show_sets, replace=self)

    def _show_sets(self, sets: list[tuple[bytes, str]]) -> None:
        self.set.clear()
        self.set.addItem(_("none"), None)
        for key, name in sets:
            self.set.addItem(name, key)
        self.set.set_value(self._row.set_id if self._row else None)

    # Keeping

    def _put(self, changed: "StageRow") -> None:
        """What is kept next goes on from there, whenever the file answers."""
        self._row = changed
        self._keep(changed)

    def _keep_checklist(self, text: str) -> None:
        if self._row:
            lines = tuple(line.strip() for line in text.splitlines() if line.strip())
            self._put(replace(self._row, checklist=lines))

    def _keep_set(self, key: bytes | None) -> None:
        if self._row:
            self._put(replace(self._row, set_id=key))

    def _keep_required(self) -> None:
        if self._row:
            others = tuple(name for name in self._row.required if name not in self.required)
            chosen = tuple(name for name, made in self.required.items() if made.isChecked())
            self._put(replace(self._row, required=(*others, *chosen)))


def _sets(store: "Store") -> list[tuple[bytes, str]]:
    from crmdesk.services import activity_sets

    return [(row.id, row.name) for row in activity_sets.list_sets(store)]
