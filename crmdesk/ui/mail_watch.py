"""The mailbox of an open file: looked into by a thread of its own, when asked and as often as the user wants."""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui import windows
from crmdesk.ui.said import Notice
from crmdesk.widgets.messages import Action
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.mail_intake import Fetched, New
    from crmdesk.services.mailbox import Account
    from crmdesk.ui.desk import Desk
    from crmdesk.ui.open_file import OpenFile

T = TypeVar("T")
_BEAT = 60_000
_LOOK = 0.1
"""Seconds after which whoever waits for the file looks whether it is being left."""
_SINGLY = 5
"""More e-mails at once are one notice."""


class _Left(Exception):  # noqa: N818 - caught at once
    """The file is closed: nobody waits for the mail any more."""


class MailWatch(QObject):
    """One for each file, from `of`. While it fetches it cannot be asked again."""

    changed = Signal()
    """It began or ended to fetch."""
    _arrived = Signal(object)

    def __init__(self, file: "OpenFile") -> None:
        super().__init__(file)
        self._file = file
        self._typed = ""
        self._tried_at: float | None = None
        self._told = ""
        self._aloud: Desk | None = None
        self._is_left = False
        self.is_busy = False
        self.problem = ""
        self.fetched: Fetched | None = None
        """Of the last time, if that went well."""
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        file.closing.connect(self._leave)
        self._timer = QTimer(self, interval=_BEAT)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def _leave(self) -> None:
        self._is_left = True
        self._timer.stop()

    def beat(self) -> None:
        from crmdesk.services import mail_account

        path = self._file.path
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
        return mail_intake.fetch_into(self._reach, account, password)

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

    # The thread

    def _start(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        if not self.is_busy:
            self.is_busy, self.problem = True, ""
            threading.Thread(target=self._run, args=(job, done, failed), name="mail", daemon=True).start()
            self.changed.emit()

    def _run(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        try:
            end = partial(done, job())
        except _Left:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the GUI thread
            end = partial(failed, error)
        with suppress(RuntimeError):  # the file was closed and is gone
            self._arrived.emit(end)

    def _take(self, end: Callable[[], None]) -> None:
        if not self._is_left:
            self.is_busy = False
            end()
            self._say()
            self.changed.emit()

    def _reach(self, job: "Callable[[Store], T]", /) -> T:
        """In the thread of the file, waited for by that of the mail."""
        answers: SimpleQueue[Callable[[], T]] = SimpleQueue()
        store = self._file.store
        self._put(lambda: answers.put(_outcome(lambda: job(store()))))
        while True:
            try:
                return answers.get(timeout=_LOOK)()
            except Empty:
                self._check()

    def _put(self, job: Callable[[], None]) -> None:
        self._check()
        try:
            self._file.worker.run(job, writes=True)
        except RuntimeError as error:  # it was left since
            raise _Left from error

    def _check(self) -> None:
        if self._is_left:
            raise _Left

    # What came of it

    def _tell(self, fetched: "Fetched") -> None:
        self.fetched, self._told = fetched, ""
        if len(fetched.news) > _SINGLY:
            self._file.said.add(_of_many(fetched.news, self._show_history))
        else:
            for new in fetched.news:
                self._file.said.add(_of_one(new, partial(self._open, new.id)))

    def _fail(self, error: Exception, *, by_itself: bool = False) -> None:
        if not isinstance(error, UserError):
            sys.excepthook(type(error), error, error.__traceback__)
        self.problem = str(error) if isinstance(error, UserError) else _("This could not be done.")
        if by_itself and self.problem != self._told:
            self._told = self.problem
            self._file.said.add(Notice(_("E-mails could not be fetched"), self.problem, is_error=True))

    def _open(self, key: bytes) -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        if found := windows.of_file(self._file):
            open_sheet(found[-1].desk, key)

    def _show_history(self) -> None:
        if found := windows.of_file(self._file):
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


def _outcome(job: Callable[[], T]) -> Callable[[], T]:
    """Returns what the job gave, or raises what it raised."""
    try:
        result = job()
    except Exception as error:  # noqa: BLE001 - raised again where it is waited for
        return partial(_raise, error)
    return lambda: result


def _raise(error: Exception) -> T:  # type: ignore[type-var]
    raise error


def _of_one(new: "New", show: Callable[[], None]) -> Notice:
    words = _("E-mail with {name}").format(name=new.who)
    return Notice(words, new.subject, Action(_("Open"), show), icon="mail")


def _of_many(news: "tuple[New, ...]", show: Callable[[], None]) -> Notice:
    words = ngettext("{count} new e-mail in the history", "{count} new e-mails in the history", len(news))
    names = ", ".join(dict.fromkeys(new.who for new in news))
    return Notice(words.format(count=len(news)), names, Action(_("Show"), show), icon="mail")
