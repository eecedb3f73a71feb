"""The open file as the screens see it: questions and changes go to its one thread, what changed comes back."""

from collections.abc import Callable, Generator, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.widgets.tasks import Failed, Task, Worker

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.importing import Progress
    from crmdesk.widgets.messages import Action

T = TypeVar("T")


def _nothing(*_: object) -> None:
    pass


class Desk(QObject):
    """One for each window. A job is a function of the store; its answer comes on the GUI thread."""

    opened = Signal()
    prepared = Signal()
    """Records can be read and changed: what that needs is imported."""
    changed = Signal(object)
    """A step was taken: `Changed`."""
    said = Signal(str, object)
    """Something went well: the words and an Action or None."""
    unmet = Signal(object)
    """A UserError that nobody else answers for."""
    wanted = Signal(str, object)
    """Go to a section, with what it is to show."""
    asked = Signal(str)
    """A command of the window."""
    set_asked = Signal(str, object)
    """A command on a CurrentSet."""
    dropped = Signal(object)
    """Files to be imported."""
    _stepped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.is_prepared = False
        self.country = ""
        """The user's own: telephone numbers and addresses are shown as from there."""
        self.worker = Worker(self.unmet.emit)
        self._store: Store | None = None  # touched by the database thread alone
        self._stepped.connect(self.changed, Qt.ConnectionType.QueuedConnection)

    def open(
        self,
        make: "Callable[[], tuple[Store, T]]",
        done: Callable[[T], None] = _nothing,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """`make` opens or creates a file; the one that was open is closed only when that went well."""

        def job() -> "tuple[Path, T]":
            store, answer = make()
            before, self._store = self._store, store
            store.changed.append(self._stepped.emit)
            if before:
                before.close()
            return store.path, answer

        def arrived(result: "tuple[Path, T]") -> None:
            self.path, answer = result
            self.is_prepared = False
            self.opened.emit()
            done(answer)

        self.worker.run(job, arrived, failed, writes=True)

    def prepare(self) -> None:
        """Import behind the first rows what else is needed."""
        if not self.is_prepared:
            self.ask(_prepare, self._take_country, replace="prepare")

    def _take_country(self, country: str) -> None:
        self.country = country
        self.is_prepared = True
        self.prepared.emit()

    def _open_store(self) -> "Store":
        assert self._store, "no file is open"
        return self._store

    def ask(
        self,
        question: "Callable[[Store], T]",
        done: Callable[[T], None] = _nothing,
        failed: Failed | None = None,
        *,
        replace: Hashable = None,
    ) -> Task:
        return self.worker.run(lambda: question(self._open_store()), done, failed, replace=replace)

    def write(
        self, change: "Callable[[Store], T]", done: Callable[[T], None] = _nothing, failed: Failed | None = None
    ) -> Task:
        return self.worker.run(lambda: change(self._open_store()), done, failed, writes=True)

    def run_steps(
        self,
        job: "Callable[[Store], Generator[Progress, None, T]]",
        done: Callable[[T], None] = _nothing,
        progress: "Callable[[Progress], None]" = _nothing,
        failed: Failed | None = None,
        gave_up: Callable[[], None] = _nothing,
    ) -> Task:
        """Long work; between its steps questions of others are answered."""
        return self.worker.run_steps(lambda: job(self._open_store()), done, progress, failed, gave_up)

    def say(self, text: str, action: "Action | None" = None) -> None:
        self.said.emit(text, action)

    def say_undoable(self, text: str) -> None:
        self.say(text, _action(_("Undo"), self.undo))

    def undo(self) -> None:
        self.write(lambda store: store.undo(), self._undone)

    def redo(self) -> None:
        self.write(lambda store: store.redo(), self._redone)

    def _undone(self, text: str | None) -> None:
        if text:
            self.say(_("Undone: {step}").format(step=text), _action(_("Redo"), self.redo))
        else:
            self.say(_("There is nothing to undo."))

    def _redone(self, text: str | None) -> None:
        if text:
            self.say_undoable(_("Done again: {step}").format(step=text))
        else:
            self.say(_("There is nothing to redo."))

    def close(self) -> None:
        """What waits to be written is written; then the file is closed and the thread ends."""
        self.worker.run(self._close_store, writes=True)
        self.worker.stop()

    def _close_store(self) -> None:
        if self._store:
            self._store.close()
            self._store = None


def _action(text: str, run: Callable[[], None]) -> "Action":
    from crmdesk.widgets.messages import Action

    return Action(text, run)


def _prepare(store: "Store") -> str:
    store.prepare()
    from crmdesk.services import history, preferences, records  # noqa: F401  (the GUI thread will not wait for them)

    with store.read() as session:
        return preferences.country(session)


def reason(error: Exception) -> str:
    return str(error) if isinstance(error, UserError) else _("This could not be done.")
