"""Keeps an open file in step with its hub: in threads of its own, after each change, when told, and from time to time.

It is silent when it works: what it knows stands at the foot of the side bar.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from crmdesk.domain.errors import UserError
from crmdesk.ui.aside import Aside, report
from crmdesk.ui.sync_presence import Presence

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.sync import RoundReport, Status
    from crmdesk.services.sync_account import Account
    from crmdesk.sync.door import Event, Events
    from crmdesk.ui.open_file import OpenFile

T = TypeVar("T")
_SOON, _AT_ONCE = 300, 30
"""Milliseconds of rest after a change before it is told, and after the hub says that there is news."""
_LISTENING, _DEAF = 300_000, 30_000
"""Milliseconds between two rounds that nobody asked for: with and without a hub that says when there is news."""
_LEAST = 500
_ENDED = (500, 3000)
"""Milliseconds within which one asks why the hub does not tell any more."""


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who is there now."""

    person: str
    name: str
    has_open: frozenset[str]
    """Records that are on their screen, by ids that say nothing to a hub."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file says about its workspace."""

    account: "Account | None"
    status: "Status"


class SyncWatch(Aside):
    """One for each file, from `of`. Does nothing until the file belongs to a workspace."""

    changed = Signal()
    """How the file stands, whether a round is under way, or who is there."""
    ended = Signal(object)
    """A round went well: RoundReport."""
    failed = Signal(object)

    def __init__(self, file: "OpenFile") -> None:
        super().__init__(file)
        self.account: Account | None = None
        self.status: Status | None = None
        self.present: tuple[Present, ...] = ()
        self.presence = Presence(self)
        self.is_busy = False
        self._told = ""
        self._is_due = False
        """Something came while a round was under way."""
        self._events: Events | None = None
        self._is_listening = False
        self.is_heard = False
        """The hub tells at once what is new."""
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.sync)
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.sync)
        file.changed.connect(self._stepped)
        self.changed.connect(file.synced)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._come_back)

    def leave(self) -> None:
        super().leave()
        self._soon.stop()
        self._later.stop()
        self.presence.stop()
        if self._events:
            self._events.stop()

    @property
    def is_on(self) -> bool:
        return self.account is not None and not self.account.revoked

    @property
    def online(self) -> tuple[str, ...]:
        return tuple(colleague.name for colleague in self.present)

    def start(self) -> None:
        """As soon as the file is open, and when it has just joined."""
        self.look(self.sync)

    def look(self, then: Callable[[], None] | None = None) -> None:
        """What the file says; in its thread."""
        if not self.is_left and self.file.path:
            job, key = lambda: _look(self.file.store()), None if then else self
            self.file.worker.run(job, partial(self._show, then), replace=key)

    def _show(self, then: Callable[[], None] | None, found: Look) -> None:
        if self.is_left:
            return
        was_on, self.account, self.status = self.is_on, found.account, found.status
        if self._events and not self.is_on:
            self._events.stop()
        self.changed.emit()
        if was_on and self.account and self.account.revoked:
            from crmdesk.ui import sync_locked

            sync_locked.lock(self.file, self.account.workspace_name)
        elif then:
            then()

    # When

    def _stepped(self, change: "Changed") -> None:
        """An own step is told at once; while the hub is not reached the timer decides."""
        if self.is_on and change.can_undo:
            self.look()
            if not self._is_offline():
                self._soon.start(_SOON)

    def _is_offline(self) -> bool:
        return self.status is not None and self.status.state == "offline"

    def _come_back(self, state: Qt.ApplicationState) -> None:
        """A laptop that was opened somewhere else does not wait for its time."""
        if state is Qt.ApplicationState.ApplicationActive and self.is_on and self._is_offline():
            self.sync()

    def _wait(self) -> None:
        """For the next round."""
        if self._is_due:
            self.sync()
        elif self.is_on:
            self._later.start(self._pause())

    def _pause(self) -> int:
        from crmdesk.domain.base import now

        if self.status and self.status.next_try:
            return max(self.status.next_try - now(), _LEAST)
        return _LISTENING if self._is_listening else _DEAF

    # Rounds

    def sync(self) -> None:
        """A round, unless one is under way: then another one after it."""
        self._later.stop()
        self._soon.stop()
        if self.is_left or not self.is_on:
            return
        self._is_due = self.is_busy
        if not self.is_busy:
            self.is_busy = True
            self.begin("sync", self._round, self._ended, self._failed)
            self.changed.emit()

    def _round(self) -> "RoundReport":
        from crmdesk.services import sync

        return sync.run_round(self.reach, self._progress)

    def _progress(self, _done: int, _of: int) -> None:
        """It stands in the file: what is seen there is what would go on after an end."""
        self.post(self.look)

    def _ended(self, done: "RoundReport") -> None:
        self.is_busy = False
        self.look(self._wait)
        self._listen()
        self.ended.emit(done)

    def _failed(self, error: Exception) -> None:
        """A mistake of ours is told once, however often it comes again."""
        self.is_busy = False
        if repr(error) != self._told:
            self._told = repr(error)
            report(error)
        self.look(self._wait)
        self.failed.emit(error)

    # What the hub tells

    def _listen(self) -> None:
        if not self._is_listening and self.is_on:
            self._is_listening = True
            self.begin("sync events", self._hear_all, self._deaf, self._deaf)

    def _hear_all(self) -> None:
        account = self.account
        assert account
        with account.door() as door:
            self._events = events = door.events()
            self.check()
            for event in events:
                self.post(partial(self._hear, event))
                self.check()

    def _hear(self, event: "Event") -> None:
        self.is_heard = True
        self.presence.come()
        if event.kind == "heads":
            self._soon.start(_AT_ONCE)
        elif event.kind == "presence" and self.account:
            self.present = others(event.data, self.account.person)
            self.changed.emit()

    def _deaf(self, _end: object) -> None:
        """Until the next round went well, which says why the hub has ended it: soon, but not all laptops at once."""
        was_heard, self.is_heard = self.is_heard, False
        self._is_listening, self._events, self.present = False, None, ()
        self.changed.emit()
        if was_heard and self.is_on:
            self._soon.start(random.randint(*_ENDED))
        elif not self.is_busy:
            self._wait()

    # What else is asked of a hub

    def ask(self, job: "Callable[[], T]", done: Callable[[T], None], failed: Callable[[UserError], None]) -> None:
        """In a thread of its own; a job that needs the file uses `reach`. What is refused goes to `failed`."""
        self.begin("sync question", job, partial(_answer, done), partial(_refuse, failed))


def others(rows: list[dict[str, Any]], me: str) -> tuple[Present, ...]:
    """Each colleague once, with whatever they have open on all their computers."""
    found: dict[str, Present] = {}
    for row in rows:
        person, name, opened = str(row["person"]), str(row["name"]), frozenset(map(str, row.get("what") or ()))
        before = found.get(person)
        found[person] = Present(person, name, opened | before.has_open if before else opened)
    return tuple(colleague for person, colleague in found.items() if person != me)


def _answer(done: Callable[[T], None], result: T) -> None:
    from crmdesk.widgets.tasks import is_there

    if is_there(done):
        done(result)


def _refuse(failed: Callable[[UserError], None], error: Exception) -> None:
    from crmdesk.ui.desk import reason
    from crmdesk.widgets.tasks import is_there

    report(error)
    if is_there(failed):
        failed(error if isinstance(error, UserError) else UserError(reason(error)))


def of(file: "OpenFile") -> SyncWatch:
    file.sync = file.sync or SyncWatch(file)
    return file.sync


def _look(store: "Store") -> Look:
    from crmdesk.services import sync, sync_account

    return Look(sync_account.account(store), sync.status(store))
