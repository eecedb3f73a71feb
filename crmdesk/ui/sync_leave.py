"""Leaving a workspace: what stays, what ends, and how to come back."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui import sync_watch
from crmdesk.ui.sync_parts import fact
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.ui.window import Window


class Leave(Sheet):
    def __init__(self, window: "Window") -> None:
        self._desk, self._watch = window.desk, sync_watch.of(window.desk.file)
        account, status = self._watch.account, self._watch.status
        self._name = account.workspace_name if account else ""
        super().__init__(window, _("Leave “{workspace}”").format(workspace=self._name), width=460)
        self.body.addWidget(
            fact("database", _("All that is in this file stays in it."), _("Nothing is sent or fetched any more."))
        )
        back = _("An invitation or your password brings you back. Nothing doubles then.")
        self.body.addWidget(fact("repeat", _("You can come back."), back))
        if status and status.waiting:
            words = ngettext("{count} change was not sent yet.", "{count} changes were not sent yet.", status.waiting)
            told = words.format(count=status.waiting)
            self.body.addWidget(fact("triangle-alert", told, _("Colleagues do not get it."), "warning"))
        self._problem = Problem()
        self.body.addWidget(self._problem)
        self.button = self.set_primary(_("Leave"), self._tell_hub)

    def _tell_hub(self) -> None:
        from crmdesk.services import sync_joining

        account = self._watch.account
        if account is None:
            self.accept()
            return
        self.button.setEnabled(False)
        self._watch.ask(partial(sync_joining.leave, account), self._leave, self._refused)

    def _leave(self, is_heard: bool) -> None:
        from crmdesk.services import sync_account

        self._desk.write(sync_account.disconnect, partial(self._left, is_heard), self._refused)

    def _left(self, is_heard: bool, _none: None) -> None:
        words = _("Left “{workspace}”") if is_heard else _(
            "Left “{workspace}”. The hub was not reached: a manager can remove this computer there."
        )  # fmt: skip
        self.accept()
        self._desk.say(words.format(workspace=self._name))
        self._watch.look()

    def _refused(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self._problem.say(str(error) if isinstance(error, UserError) else _("This could not be done."))
        self.refit()
