"""What the program writes into the history of people by itself, and the choice of its kinds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import Pane, SettingRow
from crmdesk.widgets.parts import rule
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.files import Store


def note(desk: Desk, line: str, kind: str, ids: Sequence[bytes] | None) -> None:
    """With these, or with all of a kind, unless such lines are not wanted."""

    def job(store: "Store") -> int:
        from crmdesk.services import own_history

        return own_history.note(store, line, kind, ids)

    desk.write(job)


class OwnHistory(Pane):
    tables = ("preferences",)

    def __init__(self, desk: Desk) -> None:
        from crmdesk.services.own_history import LINES

        hint = _("What CRMDesk writes by itself into the history of everybody it was done for, in this file.")
        super().__init__(desk, _("History"), hint)
        self.switches = {key: Switch(_(line.text)) for key, line in LINES.items()}
        for number, (key, switch) in enumerate(self.switches.items()):
            if number:
                self.body.addWidget(rule())
            switch.clicked.connect(lambda is_on, key=key: self._choose(key, is_on))
            self.body.addWidget(SettingRow(switch.accessibleName(), "", switch))
        self.body.addStretch(1)

    def load(self) -> None:
        def read(store: "Store") -> dict[str, bool]:
            from crmdesk.services import own_history

            return own_history.wanted(store)

        self.desk.ask(read, self._show, replace=self)

    def _show(self, wanted: dict[str, bool]) -> None:
        for key, is_on in wanted.items():
            self.switches[key].setChecked(is_on)

    def _choose(self, line: str, is_on: bool) -> None:
        name = self.switches[line].accessibleName()
        words = _("From now on in the history: {what}") if is_on else _("No longer in the history: {what}")

        def job(store: "Store") -> None:
            from crmdesk.services import own_history

            own_history.choose(store, line, is_on=is_on)

        self.write(job, lambda _none: words.format(what=name))
