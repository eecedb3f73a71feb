"""A file that is open, with the one thread that touches it; windows share it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal

from crmdesk import settings
from crmdesk.ui.filing import Filing
from crmdesk.ui.recents import Recents
from crmdesk.ui.said import Said
from crmdesk.widgets.tasks import Worker

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.ui.mail_watch import MailWatch
    from crmdesk.ui.reminders import Reminders
    from crmdesk.ui.sync_watch import SyncWatch

T = TypeVar("T")
_QUIET = 1500
"""Milliseconds after the first rows: whoever opens the palette then does not wait for its modules."""


class OpenFile(QObject):
    """Empty until `take` has run in its thread; closed when its last user leaves it."""

    changed = Signal(object)
    """A step was taken: `Changed`."""
    prepared = Signal()
    synced = Signal()
    """How it stands with the colleagues may be otherwise."""
    closing = Signal()
    """It can still be written."""
    closed = Signal()
    _stepped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.is_prepared = False
        self.country = ""
        self.worker = Worker()
        self.recents = Recents()
        self.said = Said()
        self._users: set[object] = set()
        self._store: Store | None = None  # touched by the database thread alone
        self._stepped.connect(self._changed, Qt.ConnectionType.QueuedConnection)
        self._filing = Filing(self)
        self.reminders: Reminders | None = None
        self.mail: MailWatch | None = None
        self.sync: SyncWatch | None = None
        self.changed.connect(self._renew_country)

    def take(self, make: "Callable[[], tuple[Store, T]]") -> "tuple[Path, T]":
        """In the database thread: `make` opens or creates a file."""
        store, answer = make()
        before, self._store = self._store, store
        store.changed.append(self._stepped.emit)
        if before:
            before.close()
        return store.path, answer

    def _changed(self, change: "Changed") -> None:
        if change.can_undo:
            self.said.settle()
        self.changed.emit(change)

    def store(self) -> "Store":
        assert self._store, "no file is open"
        return self._store

    def prepare(self) -> None:
        """Import behind the first rows what else is needed."""
        if not self.is_prepared:
            self.worker.run(lambda: _prepare(self.store()), self._take_country, replace="prepare")

    def _take_country(self, country: str) -> None:
        self.country = country
        self.is_prepared = True
        self.prepared.emit()
        QTimer.singleShot(_QUIET, self, self._go_on)

    def _go_on(self) -> None:
        """What can wait until the window is there."""
        if self._users:
            from crmdesk.ui import amounts, mail_watch
            from crmdesk.ui.reminders import Reminders

            self.worker.run(_import_palette)
            self.worker.run(partial(amounts.prepare, QLocale().name()))
            self.reminders = self.reminders or Reminders(self)
            self.worker.run(lambda: _is_shared(self.store()), self._begin_sync)
            if settings.load().mail:
                mail_watch.of(self)

    def _begin_sync(self, is_shared: bool) -> None:
        if is_shared:
            from crmdesk.ui import sync_watch

            sync_watch.of(self).start()

    def _renew_country(self, change: "Changed") -> None:
        if "preferences" in change.tables:
            self.worker.run(lambda: _country(self.store()), self._set_country, replace="country")

    def _set_country(self, country: str) -> None:
        self.country = country

    def join(self, user: object) -> None:
        self._users.add(user)

    def leave(self, user: object) -> None:
        """The last one closes it."""
        self._users.remove(user)
        if not self._users:
            self.close()

    def close(self) -> None:
        """What waits to be written is written, then the thread ends."""
        self.closing.emit()
        self.worker.run(self._close_store, writes=True)
        self.worker.stop()
        self.recents.keep()
        self.closed.emit()

    def _close_store(self) -> None:
        if self._store:
            self._store.close()
            self._store = None


def _prepare(store: "Store") -> str:
    store.prepare()
    from crmdesk.services import history, records  # noqa: F401  (the GUI thread will not wait for them)

    return _country(store)


def _country(store: "Store") -> str:
    from crmdesk.services import preferences

    with store.read() as session:
        return preferences.country(session)


def _is_shared(store: "Store") -> bool:
    from crmdesk.services import sync_account

    return sync_account.account(store) is not None


def _import_palette() -> None:
    from crmdesk.ui import palette  # noqa: F401
