"""A password for signing in from another computer."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.sync_parts import asked, asked_line
from crmdesk.widgets.messages import announce
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.ui.sync_watch import SyncWatch

_SHORTEST = 8


class Password(Sheet):
    def __init__(self, parent: QWidget, watch: "SyncWatch") -> None:
        super().__init__(parent, _("Password"), width=420)
        self._watch = watch
        self.old, self.new = (asked_line(name, is_secret=True) for name in (_("The one you have"), _("The new one")))
        self.ends_others = QCheckBox(_("Sign my other computers out"))
        self._problem = Problem()
        self.body.addWidget(asked(_("The one you have"), self.old, _("Empty if you have none.")))
        self.body.addWidget(asked(_("The new one"), self.new))
        for part in (self.ends_others, self._problem):
            self.body.addWidget(part)
        self.button = self.set_primary(_("Set it"), self._set)
        self.old.setFocus()

    def _set(self) -> None:
        from crmdesk.services import sync_people

        account, new = self._watch.account, self.new.text()
        if len(new) < _SHORTEST:
            words = _("Take at least {count} letters; a few words are easy to keep in mind.")
            self._refused(UserError(words.format(count=_SHORTEST)))
        elif account:
            self.button.setEnabled(False)
            job = partial(sync_people.set_password, account, self.old.text(), new,
                          end_others=self.ends_others.isChecked())  # fmt: skip
            self._watch.ask(job, self._is_set, self._refused)

    def _is_set(self, _none: None) -> None:
        announce(self, _("The new password holds."))
        self.accept()

    def _refused(self, error: UserError) -> None:
        self.button.setEnabled(True)
        self._problem.say(str(error))
        self.refit()
