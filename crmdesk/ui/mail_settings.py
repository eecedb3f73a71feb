"""The preferences of e-mail: the mailbox that is read, which folder of it and how often, and how far it was read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui import mail_watch
from crmdesk.ui.desk import Desk
from crmdesk.ui.mail_out_settings import SendingPart
from crmdesk.ui.mail_parts import PORT_WIDTH, WIDTH, set_rows, setting_line, side_by_side, told_row
from crmdesk.ui.moments import at, when
from crmdesk.ui.preference_panes import Pane, SettingRow
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import flat, label, link, primary, quiet, rule

if TYPE_CHECKING:
    from crmdesk.services.mailbox import Account

_PORT = 993


class MailPane(Pane):
    """Asks for a mailbox; once that let the user in, shows what is done with it."""

    def __init__(self, desk: Desk) -> None:
        hint = _(
            "E-mails from and to people of this file come into their history. The mailbox is only read, and of "
            "e-mails of all others nothing is kept."
        )
        super().__init__(desk, _("E-mail"), hint)
        self._watch = mail_watch.of(desk.file)
        self.form, self.state = MailboxForm(self._connect, self.load), MailboxState(desk, self._watch)
        self.state.changing.connect(self._change)
        self.sending = SendingPart(self)
        self.body.addWidget(self.form)
        self.body.addWidget(self.state)
        self.body.addSpacing(theme.px(28))
        self.body.addWidget(self.sending)
        self.body.addStretch(1)
        self._watch.changed.connect(self._show_watch)

    def load(self) -> None:
        from crmdesk.services import mail_account

        account = mail_account.account()
        self.form.setVisible(account is None)
        self.state.setVisible(account is not None)
        self.sending.load()
        self._show_watch()

    def _show_watch(self) -> None:
        from crmdesk.services import mail_account

        if self.form.isHidden() and mail_account.account() is None:
            self.load()
        self.form.show_state(self._watch.problem, is_busy=self._watch.is_busy)
        self.state.load()

    def _change(self) -> None:
        from crmdesk.services import mail_account

        self.form.ask_again(mail_account.account())
        self.form.show()
        self.state.hide()

    def _connect(self, account: "Account", password: str) -> None:
        self._watch.connect_to(account, password, self._connected)

    def _connected(self) -> None:
        self.form.forget_password()
        self.load()
        announce(self, _("The mailbox lets you in."))


class MailboxForm(QWidget):
    """Whose mailbox, where it is, and its password; what the server says against it stands below."""

    def __init__(self, connect: "Callable[[Account, str], None]", cancel: Callable[[], None]) -> None:
        super().__init__()
        self._connect = connect
        self.user, self.server, self.port, self.password = (
            setting_line(name, self.send) for name in (_("User name"), _("Server"), _("Port"), _("Password"))
        )
        self.user.editingFinished.connect(self._guess_server)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = label("", "second", "bad", wraps=True)
        self.cancel_button = flat(_("Cancel"), cancel)
        self.connect_button = primary(_("Connect"), self.send)
        self._arrange()

    def _arrange(self) -> None:
        self.port.setFixedWidth(theme.px(PORT_WIDTH))
        self.server.setFixedWidth(theme.px(WIDTH - PORT_WIDTH - 8))
        rows = (
            (_("User name"), _("Mostly the whole address."), self.user),
            (_("Server"), _("The provider of the mailbox names it: for reading, IMAP, with its port."),
             side_by_side(self.server, self.port)),
            (_("Password"), _("Kept in the keyring of the system alone. Some providers want one made for this."),
             self.password),
        )  # fmt: skip
        set_rows(self, rows, self.problem, self.cancel_button, self.connect_button)
        self.ask_again(None)

    def ask_again(self, account: "Account | None") -> None:
        """With what is known but the password."""
        self.user.setText(account.user if account else "")
        self.server.setText(account.server if account else "")
        self.port.setText(str(account.port if account else _PORT))
        self.password.clear()
        self.cancel_button.setVisible(account is not None)

    def forget_password(self) -> None:
        self.password.clear()

    def _guess_server(self) -> None:
        domain = self.user.text().strip().rpartition("@")[2]
        if "@" in self.user.text() and "." in domain and not self.server.text():
            self.server.setText(f"imap.{domain}")

    def send(self) -> None:
        from crmdesk.services.mailbox import Account

        user, server, port = (line.text().strip() for line in (self.user, self.server, self.port))
        first_empty = next((line for line in (self.user, self.server, self.password) if not line.text().strip()), None)
        if first_empty:
            first_empty.setFocus()
        elif not port.isdecimal() or not 0 < int(port) < 65536:
            self.show_state(_("A port is a number, mostly {port}.").format(port=_PORT), is_busy=False)
        elif self.connect_button.isEnabled():
            self._connect(Account(server, user, int(port)), self.password.text())

    def show_state(self, problem: str, *, is_busy: bool) -> None:
        self.connect_button.setEnabled(not is_busy)
        theme.set_kind(self.problem, "tone", "muted" if is_busy else "bad")
        self.problem.setText(_("Connecting…") if is_busy else problem)


class MailboxState(QWidget):
    """The mailbox that is known."""

    changing = Signal()

    def __init__(self, desk: Desk, watch: "mail_watch.MailWatch") -> None:
        super().__init__()
        from crmdesk.services.mail_account import HOURLY, NEVER, OFTEN

        self._desk, self._watch = desk, watch
        self.name, self.server = label("", "medium", wraps=True), label("", "second", "muted", wraps=True)
        self.folder = _chooser(_("Folder"), [])
        self.every = _chooser(_("Fetch"), [
            (NEVER, _("When asked")), (OFTEN, _("Every quarter of an hour")), (HOURLY, _("Every hour")),
        ])  # fmt: skip
        self.told = label("", "second", "muted", wraps=True)
        self.fetch_button = quiet(_("Fetch now"), watch.fetch, "refresh-cw")
        self.folder.chosen.connect(self._choose_folder)
        self.every.chosen.connect(self._choose_every)
        self._arrange()

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        links = side_by_side(link(_("Change…"), self.changing.emit), link(_("Forget"), self._watch.forget))
        rows = (
            told_row(self.name, self.server, links),
            SettingRow(_("Folder"), "", self.folder),
            SettingRow(_("Fetch"), _("While CRMDesk is open, into this file."), self.every),
            told_row(label(_("Read so far"), "medium"), self.told, self.fetch_button),
        )
        for number, row in enumerate(rows):
            if number:
                down.addWidget(rule())
            down.addWidget(row)

    def load(self) -> None:
        from crmdesk.services import mail_account

        account, path = mail_account.account(), self._desk.path
        if account is None or path is None:
            return
        self.name.setText(account.user)
        self.server.setText(account.server)
        self.folder.clear()
        for name in mail_account.folders():
            self.folder.addItem(_("Inbox") if name == "INBOX" else name, name)
        self.folder.set_value(account.folder)
        self.every.set_value(mail_account.every(path))
        self.fetch_button.setEnabled(not self._watch.is_busy)
        self._tell(account)

    def _tell(self, account: "Account") -> None:
        from crmdesk.services import mail_account, mailbox

        read = mail_account.last_read(self._desk.path, account) if self._desk.path else None
        words = _("Nothing yet. The newest {most} messages are looked at first.").format(most=mailbox.MOST)
        if read:
            looked = ngettext("{count} message looked at", "{count} messages looked at", read.looked_at)
            logged = ngettext("{count} came into the history", "{count} came into the history", read.logged)
            parts = (when(at(read.at)), looked.format(count=read.looked_at), logged.format(count=read.logged))
            words = " · ".join(parts)
        if self._watch.is_busy:
            words = _("Fetching…")
        theme.set_kind(self.told, "tone", "bad" if self._watch.problem else "muted")
        self.told.setText(self._watch.problem or words)
        if self.isVisible() and not self._watch.is_busy and self._watch.fetched:
            announce(self, self.told.text())

    def _choose_folder(self, name: str) -> None:
        from crmdesk.services import mail_account

        mail_account.choose_folder(name)
        self.load()

    def _choose_every(self, minutes: int) -> None:
        from crmdesk.services import mail_account

        if self._desk.path:
            mail_account.fetch_every(self._desk.path, minutes)


def _chooser(name: str, choices: list[tuple[int, str]]) -> Chooser:
    made = Chooser(name, choices)
    made.setFixedWidth(theme.px(WIDTH))
    return made
