"""E-mails on their way: each leaves by a thread of its own, so that neither window nor file waits for the network."""

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.widgets.tasks import is_there

if TYPE_CHECKING:
    from email.message import EmailMessage

T = TypeVar("T")
Failed = Callable[[UserError], None]


class Courier(QObject):
    """Takes one errand after the other; answers come on the GUI thread, and to nobody where the asker is gone."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_out = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def run(self, errand: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """A window that closes meanwhile stops nothing: what was sent off is sent."""
        if not self.is_out:
            self.is_out = True
            threading.Thread(target=self._run, args=(errand, done, failed), name="mail out").start()

    def _run(self, errand: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        try:
            end: Callable[[], None] = partial(_answer, done, errand())
        except UserError as error:
            end = partial(_answer, failed, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the GUI thread
            end = partial(_confess, failed, error)
        with suppress(RuntimeError):  # whoever asked is gone
            self._arrived.emit(end)

    def _take(self, end: Callable[[], None]) -> None:
        self.is_out = False
        end()


def send(courier: Courier, message: "EmailMessage", sent: Callable[[list[str]], None], failed: Failed) -> None:
    """By the server of the preferences; `sent` gets the addresses that were refused while others got it."""
    courier.run(partial(_sent, message), sent, failed)


def _sent(message: "EmailMessage") -> list[str]:
    from crmdesk.services import mail_out

    account = mail_out.account()
    if account is None:
        raise UserError(_("No server is known that e-mails are sent by. Preferences, E-mail, asks for it."))
    return mail_out.send(account, message)


def _confess(failed: Failed, error: Exception) -> None:
    """A mistake of ours is reported; whoever waits need not wait for ever."""
    sys.excepthook(type(error), error, error.__traceback__)
    _answer(failed, UserError(_("This could not be done.")))


def _answer(to: Callable[[T], None], what: T) -> None:
    if is_there(to):
        to(what)
