"""The preferences of working together: a way in, or the workspace with its colleagues and a way out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import sync_watch, sync_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import Pane, SettingRow
from crmdesk.ui.sync_parts import fact, hub_hint
from crmdesk.ui.sync_people import PeoplePart
from crmdesk.widgets import theme
from crmdesk.widgets.parts import flat, link, primary, rule
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.sync_account import Account


class TogetherPane(Pane):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Together"))
        self.watch = sync_watch.of(desk.file)
        self.alone = _Alone(self._join, self._sign_in)
        self.people = PeoplePart(desk, self.watch)
        self._shared = QWidget()
        self._rows = QVBoxLayout(self._shared)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.body.addWidget(self.alone)
        self.body.addWidget(self._shared)
        self.body.addWidget(self.people)
        self.body.addStretch(1)
        self._account: Account | None = None
        self.watch.changed.connect(self._show)
        self._show()

    def load(self) -> None:
        self.watch.look(self.people.load)

    def _show(self) -> None:
        account = self.watch.account if self.watch.is_on else None  # who was shut out begins anew
        for part, is_shown in ((self.alone, account is None), (self._shared, bool(account)),
                               (self.people, bool(account))):  # fmt: skip
            part.setVisible(is_shown)
        if account and account != self._account:
            self._lay(account)
        self._account = account

    def _lay(self, account: "Account") -> None:
        while item := self._rows.takeAt(0):
            if gone := item.widget():
                gone.hide()
                gone.deleteLater()
        for number, row in enumerate(self._make_rows(account)):
            if number:
                self._rows.addWidget(rule())
            self._rows.addWidget(row)
        self._rows.addSpacing(theme.px(20))

    def _make_rows(self, account: "Account") -> list[QWidget]:
        parts = (account.name, sync_words.role(account.role), sync_words.host(account.hub))
        rows: list[QWidget] = [
            SettingRow(account.workspace_name, " · ".join(parts), link(_("Leave…"), self._leave)),
            SettingRow(_("Password"), _("With it you sign in from another computer."),
                       link(_("Change…"), self._password)),
        ]  # fmt: skip
        if account.sealed:
            hint = _("The hub cannot read this workspace. With all computers lost, the code alone opens it.")
            rows.append(SettingRow(_("Recovery code"), hint, link(_("Show…"), self._show_codes)))
        return rows

    # To the window

    def _join(self) -> None:
        self._ask("join")

    def _sign_in(self) -> None:
        self._ask("sign in")

    def _leave(self) -> None:
        self._ask("leave workspace")

    def _ask(self, command: str) -> None:
        """The preferences make place for what the window opens."""
        sheet = self.window()
        if isinstance(sheet, Sheet):
            sheet.accept()
        self.desk.asked.emit(command)

    def _password(self) -> None:
        from crmdesk.ui.sync_password import Password

        Password(self, self.watch).open()

    def _show_codes(self) -> None:
        from crmdesk.ui.sync_recovery import ask_back

        ask_back(self, self.desk)


class _Alone(QWidget):
    """What working together means, and the ways in."""

    def __init__(self, join: Callable[[], None], sign_in: Callable[[], None]) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(14))
        for icon, text, detail in (
            ("laptop", _("Everyone has all of it on their own computer."), _("It works without a network, for weeks.")),
            ("refresh-cw", _("What one changes, the others see in seconds."), _("What was done offline comes together "
             "later. Where two wrote different things, both stay to be chosen from.")),
            ("lock", _("Nothing leaves this computer until you join."), _("What you mark as private never does.")),
        ):  # fmt: skip
            down.addWidget(fact(icon, text, detail))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        self.join_button = primary(_("I have an invitation"), join)
        across.addWidget(self.join_button)
        across.addWidget(flat(_("Sign in"), sign_in))
        across.addStretch(1)
        down.addLayout(across)
        down.addWidget(rule())
        down.addWidget(hub_hint(), 0, Qt.AlignmentFlag.AlignTop)
