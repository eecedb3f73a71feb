"""The mailbox of an open file: looked into by a thread of its own, when asked and as often as the user wants."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui import windows
from crmdesk.ui.aside import Aside, report
from crmdesk.ui.said import Notice
from crmdesk.widgets.messages import Action
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.mail_intake import Fetched, New
    from crmdesk.services.mailbox import Account
    from crmdesk.ui.desk import Desk
    from crmdesk.ui.open_file import OpenFile

T = TypeVar("T")
_BEAT = 60_000
_SINGLY = 5
"""More e-mails at once are one notice."""


class MailWatch(Aside):
    """One for each file, from `of`. While it fetches it cannot be asked again."""

    changed = Signal()
    """It began or ended to fetch."""

    def __init__(self, file: "OpenFile") -> None:
        super().__init__(file)
        self._typed = ""
        self._tried_at: float | None = None
        self._told = ""
        self._aloud: Desk | None = None
        self.is_busy = False
        self.problem = ""
        self.fetched: Fetched | None = None
        """Of the last time, if that went well."""
        self._timer = QTimer(self, interval=_BEAT)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def leave(self) -> None:
        super().leave()
        self._timer.stop()

    def beat(self) -> None:
        from crmdesk.services import mail_account

        path = self.file.path
        minutes = mail_account.every(path) if path else 0
        now = time.monotonic()
        if minutes and mail_account.account() and (self._tried_at is None or now - self._tried_at >= minutes * 60):
            self.fetch(by_itself=True)

    def fetch(self, *, by_itself: bool = False) -> None:
        """What is new becomes notices; what went wrong is told once, and stays in `problem`."""
        self._tried_at = time.monotonic()
        self._start(self._fetch, self._tell, partial(self._fail, by_itself=by_itself))

    def fetch_aloud(self, desk: "Desk") -> None:
        """Says in a window what came of it."""
        desk.say(_("Fetching e-mails…"))
        self._aloud = desk
        self.fetch()

    def _say(self) -> None:
        desk, self._aloud = self._aloud, None
        if desk is None or not is_there(desk.say):
            return
        if self.problem:
            desk.unmet.emit(UserError(self.problem))
        elif self.fetched:
            count = self.fetched.logged
            words = ngettext("{count} new e-mail in the history", "{count} new e-mails in the history", count)
            desk.say(words.format(count=count), Action(_("Show"), self._show_history))

    def _fetch(self) -> "Fetched":
        from crmdesk.services import mail_account, mail_intake

        account = mail_account.account()
        if account is None:
            raise UserError(_("No mailbox is known yet."))
        password = self._typed or mail_account.password(account)
        if not password:
            raise UserError(_("The password is not known any more. Type it again under Change."))
        return mail_intake.fetch_into(self.reach, account, password)

    def connect_to(self, account: "Account", password: str, done: Callable[[], None]) -> None:
        """Remembers the mailbox once it let the user in; what went wrong is in `problem`."""
        self._start(partial(_connect, account, password), partial(self._connected, password, done), self._fail)

    def _connected(self, password: str, done: Callable[[], None], is_kept: bool) -> None:
        """Where there is no keyring the password is known as long as the file is open."""
        self._typed = "" if is_kept else password
        if is_there(done):
            done()

    def forget(self) -> None:
        from crmdesk.services import mail_account

        mail_account.forget()
        self._typed = self.problem = self._told = ""
        self.fetched = None
        self.changed.emit()

    def _start(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        if not self.is_busy:
            self.is_busy, self.problem = True, ""
            self.begin("mail", job, partial(self._end, done), partial(self._end, failed))
            self.changed.emit()

    def _end(self, tell: Callable[[T], None], result: T) -> None:
        self.is_busy = False
        tell(result)
        self._say()
        self.changed.emit()

    # What came of it

    def _tell(self, fetched: "Fetched") -> None:
        self.fetched, self._told = fetched, ""
        if len(fetched.news) > _SINGLY:
            self.file.said.add(_of_many(fetched.news, self._show_history))
        else:
            for new in fetched.news:
                self.file.said.add(_of_one(new, partial(self._open, new.id)))

    def _fail(self, error: Exception, *, by_itself: bool = False) -> None:
        report(error)
        self.problem = str(error) if isinstance(error, UserError) else _("This could not be done.")
        if by_itself and self.problem != self._told:
            self._told = self.problem
            self.file.said.add(Notice(_("E-mails could not be fetched"), self.problem, is_error=True))

    def _open(self, key: bytes) -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        if found := windows.of_file(self.file):
            open_sheet(found[-1].desk, key)

    def _show_history(self) -> None:
        if found := windows.of_file(self.file):
            found[-1].go("history")


def of(file: "OpenFile") -> MailWatch:
    file.mail = file.mail or MailWatch(file)
    return file.mail


def _connect(account: "Account", password: str) -> bool:
    """Whether the keyring took the password."""
    from crmdesk.services import mail_account, mailbox

    found = mailbox.folders(account, password)
    is_kept = mail_account.remember(account, password)
    mail_account.keep_folders(found)
    return is_kept


def _of_one(new: "New", show: Callable[[], None]) -> Notice:
    words = _("E-mail with {name}").format(name=new.who)
    return Notice(words, new.subject, Action(_("Open"), show), icon="mail")


def _of_many(news: "tuple[New, ...]", show: Callable[[], None]) -> Notice:
    words = ngettext("{count} new e-mail in the history", "{count} new e-mails in the history", len(news))
    names = ", ".join(dict.fromkeys(new.who for new in news))
    return Notice(words.format(count=len(news)), names, Action(_("Show"), show), icon="mail")
