"""An invitation: for whom and as what; then its link, to be sent, or shown as a code to a camera."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, inside, ngettext
from crmdesk.ui import sync_words
from crmdesk.ui.sync_parts import asked, asked_line
from crmdesk.ui.sync_person import below
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.messages import announce, copy
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.qr_code import QrCode
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.printing.codes import Matrix
    from crmdesk.services.sync_account import Account
    from crmdesk.ui.sync_watch import SyncWatch

_DAYS = (1, 7, 30)
_CODE = 220


class Invite(Sheet):
    def __init__(self, parent: QWidget, watch: "SyncWatch") -> None:
        super().__init__(parent, _("Invite a colleague"), width=480)
        assert watch.account
        self._watch, self._account = watch, watch.account
        self.link = ""
        self.name = asked_line(_("Who is it for?"))
        roles = below(self._account.role)
        self.role = Chooser(_("What they may do"), [(role, sync_words.role(role)) for role in roles])
        self.role.chosen.connect(self._show_role)
        self.days = Segments(_("How long it holds"), [(days, _days(days)) for days in _DAYS])
        self._hint = label("", "second", "muted", wraps=True)
        self._form = self._make_form()
        self._problem = Problem()
        self.body.addWidget(self._form)
        self.body.addWidget(self._problem)
        self.button = self.set_primary(_("Make the link"), self._make)
        self.role.set_value("member")
        self.days.set_value(7)
        self._show_role("member")
        self.name.setFocus()

    def _make_form(self) -> QWidget:
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(12))
        down.addWidget(asked(_("Who is it for?"), self.name))
        down.addWidget(asked(_("What they may do"), self.role))
        down.addWidget(self._hint)
        down.addWidget(asked(_("How long it holds"), self.days))
        return made

    def _show_role(self, role: str) -> None:
        self._hint.setText(_(sync_words.ROLES[role][1]))
        if self.isVisible():
            self.refit()

    def _make(self) -> None:
        if self.link:
            self.copy_link()
            return
        self.button.setEnabled(False)
        job = partial(_invite, self._account, str(self.role.value()), self.name.text().strip(), int(self.days.value()))
        self._watch.ask(job, self.show_link, self._refused)

    def _refused(self, error: UserError) -> None:
        self.button.setEnabled(True)
        self._problem.say(str(error))
        self.refit()

    def show_link(self, made: "tuple[str, Matrix]") -> None:
        self.link, rows = made
        self._form.hide()
        self._problem.say()
        who = self.name.text().strip()
        self.head.setText(_("Invitation for {name}").format(name=who) if who else _("Invitation"))
        self.body.insertLayout(0, self._link_part(rows))
        self.button.setText(_("Copy the link"))
        self.button.setEnabled(True)
        self.button.setFocus()
        self.close_button.setText(_("Done"))
        self.refit()

    def _link_part(self, rows: "Matrix") -> QVBoxLayout:
        code = QrCode(_("The link as a code for a camera"), _CODE)
        code.show_rows(rows)
        line = QLineEdit(self.link)
        line.setReadOnly(True)
        line.setAccessibleName(_("Invitation link"))
        line.setCursorPosition(0)
        down = QVBoxLayout()
        down.setSpacing(theme.px(12))
        down.addWidget(label(self._words(), "body", "muted", wraps=True))
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(code, 0, Qt.AlignmentFlag.AlignHCenter)
        across.addStretch(1)
        down.addLayout(across)
        down.addWidget(line)
        return down

    def _words(self) -> str:
        days, role = int(self.days.value()), inside(sync_words.role(str(self.role.value())))
        words = _("It lets one person in, as {role}, once, within {days}. Send it so that nobody else sees it.")
        told = words.format(role=role, days=_days(days))
        return " ".join((told, _("The key of the workspace stands in it."))) if self._account.sealed else told

    def copy_link(self) -> None:
        copy(self.link)
        self.button.setText(_("Copied"))
        announce(self, _("Copied"))


def _days(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)


def _invite(account: "Account", role: str, for_name: str, days: int) -> "tuple[str, Matrix]":
    from crmdesk.printing import codes
    from crmdesk.services import sync_people

    link = sync_people.invite(account, role, for_name, days)
    return link, codes.matrix(link)
