"""Work for an open file in threads of their own, as with a network: the file is reached by one short job at a time."""

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crmdesk.domain.errors import UserError

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.open_file import OpenFile

T = TypeVar("T")
_LOOK = 0.1
"""Seconds after which whoever waits for the file looks whether it is being left."""


class Left(Exception):  # noqa: N818 - caught at once
    """The file is closed: nobody waits for this any more."""


class Aside(QObject):
    """One for each file and purpose. What becomes of a job is told on the GUI thread, while the file is open."""

    _arrived = Signal(object)

    def __init__(self, file: "OpenFile") -> None:
        super().__init__(file)
        self.file = file
        self.is_left = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        file.closing.connect(self.leave)

    def leave(self) -> None:
        """A job that is under way ends the next time it reaches for the file."""
        self.is_left = True

    def begin(
        self, name: str, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        threading.Thread(target=self._run, args=(job, done, failed), name=name, daemon=True).start()

    def _run(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        try:
            end = partial(done, job())
        except Left:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the GUI thread
            end = partial(failed, error)
        self.post(end)

    def post(self, call: Callable[[], None]) -> None:
        """To the GUI thread, from any other."""
        with suppress(RuntimeError):  # the file was closed and is gone
            self._arrived.emit(call)

    def _take(self, call: Callable[[], None]) -> None:
        if not self.is_left:
            call()

    def reach(self, job: "Callable[[Store], T]", /) -> T:
        """In the thread of the file, waited for by the one that asks. Raises Left."""
        answers: SimpleQueue[Callable[[], T]] = SimpleQueue()
        store = self.file.store
        self._put(lambda: answers.put(_outcome(lambda: job(store()))))
        while True:
            try:
                return answers.get(timeout=_LOOK)()
            except Empty:
                self.check()

    def _put(self, job: Callable[[], None]) -> None:
        self.check()
        try:
            self.file.worker.run(job, writes=True)
        except RuntimeError as error:  # it was left since
            raise Left from error

    def check(self) -> None:
        if self.is_left:
            raise Left


def report(error: Exception) -> None:
    """What is no UserError is a mistake of ours."""
    if not isinstance(error, UserError):
        sys.excepthook(type(error), error, error.__traceback__)


def _outcome(job: Callable[[], T]) -> Callable[[], T]:
    """Returns what the job gave, or raises what it raised."""
    try:
        result = job()
    except Exception as error:  # noqa: BLE001 - raised again where it is waited for
        return partial(_raise, error)
    return lambda: result


def _raise(error: Exception) -> T:  # type: ignore[type-var]
    raise error
