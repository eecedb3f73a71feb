"""The preferences of e-mails that leave: the server that sends them, tried before it is kept."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.mail_out import Courier
from crmdesk.ui.mail_parts import PORT_WIDTH, WIDTH, set_rows, setting_line, side_by_side, told_row
from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import flat, label, link, quiet

if TYPE_CHECKING:
    from crmdesk.services.mail_out import Account


class SendingPart(QWidget):
    """Asks for a server; once that let the user in, says which one it is."""

    def __init__(self, teller: QWidget) -> None:
        super().__init__()
        self._teller = teller
        self._courier = Courier(self)
        self.form = SendingForm(self._connect, self.load)
        self.name, self.server = label("", "medium", wraps=True), label("", "second", "muted", wraps=True)
        links = side_by_side(link(_("Change…"), self._change), link(_("Forget"), self._forget))
        self.state = told_row(self.name, self.server, links)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(label(_("Sending"), "heading"))
        hint = label(_("Quotes and invoices leave from here with their PDF."), "second", "muted", wraps=True)
        hint.setContentsMargins(theme.margins(0, 4, 0, 12))
        down.addWidget(hint)
        down.addWidget(self.form)
        down.addWidget(self.state)

    def load(self) -> None:
        from crmdesk.services import mail_out

        account = mail_out.account()
        self.form.setVisible(account is None)
        self.state.setVisible(account is not None)
        self.form.show_state("", is_busy=self._courier.is_out)
        if account:
            self.name.setText(account.address)
            self.server.setText(account.server)
        elif not self.form.address.text():
            self.form.ask(mail_out.proposed(), is_change=False)

    def _change(self) -> None:
        from crmdesk.services import mail_out

        self.form.ask(mail_out.account(), is_change=True)
        self.form.show()
        self.state.hide()
        self.form.password.setFocus()

    def _forget(self) -> None:
        from crmdesk.services import mail_out

        mail_out.forget()
        self.form.ask(None, is_change=False)
        self.load()

    def _connect(self, account: "Account", password: str) -> None:
        self.form.show_state("", is_busy=True)
        self._courier.run(partial(_tried, account, password), self._connected, self._failed)

    def _connected(self, is_kept: bool) -> None:
        self.form.password.clear()
        self.load()
        told = (
            _("E-mails can be sent.") if is_kept else _("E-mails can be sent until CRMDesk ends: no keyring is here.")
        )
        announce(self._teller, told)

    def _failed(self, error: UserError) -> None:
        self.form.show_state(str(error), is_busy=False)


def _tried(account: "Account", typed: str) -> bool:
    """Whether the keyring took the password. Nothing typed is the one of the mailbox that is read, or as before."""
    from crmdesk.services import mail_out

    password = typed or mail_out.password(account) or mail_out.reading_password(account)
    if not password:
        raise UserError(_("A password is needed."))
    mail_out.check(account, password)
    return mail_out.remember(account, password)


class SendingForm(QWidget):
    """From which address, by which server; what that says against it stands below."""

    def __init__(self, connect: "Callable[[Account, str], None]", cancel: Callable[[], None]) -> None:
        super().__init__()
        self._connect = connect
        self.address, self.user, self.server, self.port, self.password = (
            setting_line(name, self.send)
            for name in (_("Your address"), _("User name"), _("Server"), _("Port"), _("Password"))
        )
        self.address.editingFinished.connect(self._guess)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = label("", "second", "bad", wraps=True)
        self.cancel_button, self.connect_button = flat(_("Cancel"), cancel), quiet(_("Connect"), self.send)
        self._arrange()

    def _arrange(self) -> None:
        self.port.setFixedWidth(theme.px(PORT_WIDTH))
        self.server.setFixedWidth(theme.px(WIDTH - PORT_WIDTH - 8))
        rows = (
            (_("Your address"), _("Answers go there."), self.address),
            (_("User name"), _("Where it is another than the address."), self.user),
            (_("Server"), _("The provider names it: for sending, SMTP, with its port."),
             side_by_side(self.server, self.port)),
            (_("Password"), _("Left empty, the one of the mailbox that is read."), self.password),
        )  # fmt: skip
        set_rows(self, rows, self.problem, self.cancel_button, self.connect_button)

    def ask(self, account: "Account | None", *, is_change: bool) -> None:
        from crmdesk.services.mail_out import STARTTLS

        self.address.setText(account.address if account else "")
        self.user.setText(account.user if account and account.user != account.address else "")
        self.server.setText(account.server if account else "")
        self.port.setText(str(account.port if account else STARTTLS))
        self.password.clear()
        self.cancel_button.setVisible(is_change)

    def _guess(self) -> None:
        domain = self.address.text().strip().rpartition("@")[2]
        if "@" in self.address.text() and "." in domain and not self.server.text():
            self.server.setText(f"smtp.{domain}")

    def send(self) -> None:
        from crmdesk.services.mail_out import STARTTLS, TLS, Account

        address, user, server, port = (
            line.text().strip() for line in (self.address, self.user, self.server, self.port)
        )
        first_empty = next((line for line in (self.address, self.server) if not line.text().strip()), None)
        if first_empty:
            first_empty.setFocus()
        elif not port.isdecimal() or not 0 < int(port) < 65536:
            self.show_state(_("A port is a number, mostly {port}.").format(port=STARTTLS), is_busy=False)
        elif self.connect_button.isEnabled():
            self._connect(Account(server, user or address, address, int(port), int(port) == TLS), self.password.text())

    def show_state(self, problem: str, *, is_busy: bool) -> None:
        self.connect_button.setEnabled(not is_busy)
        theme.set_kind(self.problem, "tone", "muted" if is_busy else "bad")
        self.problem.setText(_("Connecting…") if is_busy else problem)
