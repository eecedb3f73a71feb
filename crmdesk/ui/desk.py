"""The open file as the screens of a window see it: questions and changes go to its thread, news comes back."""

from collections.abc import Callable, Generator, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui.open_file import OpenFile
from crmdesk.ui.said import Notice
from crmdesk.widgets.tasks import Failed, Task, is_there

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.widgets.messages import Action

T = TypeVar("T")
P = TypeVar("P")


def _nothing(*_: object) -> None:
    pass


class Desk(QObject):
    """One for each window. A job is a function of the store; its answer comes on the GUI thread."""

    opened = Signal()
    prepared = Signal()
    """Records can be read and changed: what that needs is imported."""
    changed = Signal(object)
    """A step was taken: `Changed`."""
    synced = Signal()
    """How the file stands with the colleagues may be otherwise."""
    said = Signal(str, object)
    """Something went well: the words and an Action or None."""
    noted = Signal()
    """Something was said or told in any window of the file, or has been read."""
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

    def __init__(self, file: OpenFile | None = None) -> None:
        """On a file that another window has open, or none yet."""
        super().__init__()
        self.file = file or OpenFile()
        self._opening: set[OpenFile] = set()
        self._tasks: WeakSet[Task] = WeakSet()
        self._is_closed = False
        self._enter()

    def _enter(self) -> None:
        self.file.join(self)
        self.file.changed.connect(self.changed)
        self.file.prepared.connect(self.prepared)
        self.file.synced.connect(self.synced)
        self.file.said.changed.connect(self.noted)

    def _leave(self) -> None:
        self.file.changed.disconnect(self.changed)
        self.file.prepared.disconnect(self.prepared)
        self.file.synced.disconnect(self.synced)
        self.file.said.changed.disconnect(self.noted)
        self.file.said.forget_actions(self)
        if self.file.sync:
            self.file.sync.presence.forget(self)
        self.file.leave(self)

    @property
    def path(self) -> Path | None:
        return self.file.path

    @property
    def is_prepared(self) -> bool:
        return self.file.is_prepared

    @property
    def country(self) -> str:
        """The user's own: telephone numbers and addresses are shown as from there."""
        return self.file.country

    def prepare(self) -> None:
        self.file.prepare()

    def open(
        self,
        make: "Callable[[], tuple[Store, T]]",
        done: Callable[[T], None] = _nothing,
        failed: Failed | None = None,
    ) -> None:
        """`make` opens or creates a file; the one that was open is left only when that went well."""
        file = OpenFile() if self.path else self.file
        self._opening.add(file)

        def arrived(result: "tuple[Path, T]") -> None:
            self._opening.discard(file)
            file.path, answer = result
            file.is_prepared = False
            self.share(file)
            done(answer)

        def broke(error: Exception) -> None:
            self._opening.discard(file)
            if file is not self.file:
                file.close()
            tell = failed if failed and is_there(failed) else self._tell
            tell(error)

        self._tasks.add(file.worker.run(lambda: file.take(make), arrived, broke, writes=True))

    def share(self, file: OpenFile) -> None:
        """From now on this is the window's file; the one it had is closed unless another window has it."""
        if file is not self.file:
            self._forget_tasks()
            self._leave()
            self.file = file
            self._enter()
        self.opened.emit()

    def _tell(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.unmet.emit(error)

    # Work

    def run(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] = _nothing,
        failed: Failed | None = None,
        *,
        writes: bool = False,
        replace: Hashable = None,
    ) -> Task:
        """A job without the file, in its thread; of those with the same `replace` only the newest is answered."""
        key = None if replace is None else (id(self), replace)
        task = self.file.worker.run(job, done, failed or self._tell, writes=writes, replace=key)
        return self._keep(task)

    def ask(
        self,
        question: "Callable[[Store], T]",
        done: Callable[[T], None] = _nothing,
        failed: Failed | None = None,
        *,
        replace: Hashable = None,
    ) -> Task:
        store = self.file.store
        return self.run(lambda: question(store()), done, failed, replace=replace)

    def write(
        self, change: "Callable[[Store], T]", done: Callable[[T], None] = _nothing, failed: Failed | None = None
    ) -> Task:
        store = self.file.store
        return self.run(lambda: change(store()), done, failed, writes=True)

    def run_steps(
        self,
        job: "Callable[[Store], Generator[P, None, T]]",
        done: Callable[[T], None] = _nothing,
        progress: Callable[[P], None] = _nothing,
        failed: Failed | None = None,
        gave_up: Callable[[], None] = _nothing,
    ) -> Task:
        """Long work; between its steps questions of others are answered."""
        file = self.file
        task = file.worker.run_steps(lambda: job(file.store()), done, progress, failed or self._tell, gave_up)
        return self._keep(task)

    def _keep(self, task: Task) -> Task:
        """What is asked while the window goes is answered to nobody."""
        self._tasks.add(task)
        if self._is_closed:
            task.forget()
        return task

    def _forget_tasks(self) -> None:
        for task in list(self._tasks):
            task.forget()

    def visit(self, key: bytes) -> None:
        """Its page is shown."""
        self.file.recents.see(key)
        if self.file.sync:
            self.file.sync.presence.see(self, key)

    def say(self, text: str, action: "Action | None" = None) -> None:
        self.file.said.add(Notice(text, action=action, by=self))
        self.said.emit(text, action)

    def say_undoable(self, text: str) -> None:
        self.say(text, _action(_("Undo"), self.undo))

    def note_error(self, error: UserError) -> None:
        """It was told: it stays among the notices."""
        head, _dot, rest = str(error).partition(". ")
        self.file.said.add(Notice(head, rest, is_error=True))

    def undo(self) -> None:
        self.write(lambda store: (store.undo(), store.left), self._undone)

    def redo(self) -> None:
        self.write(lambda store: (store.redo(), store.left), self._redone)

    def _undone(self, told: tuple[str | None, int]) -> None:
        text, left = told
        if text:
            self.say(_("Undone: {step}").format(step=text) + _what_stays(left), _action(_("Redo"), self.redo))
        else:
            self.say(_("There is nothing to undo."))

    def _redone(self, told: tuple[str | None, int]) -> None:
        text, left = told
        if text:
            self.say_undoable(_("Done again: {step}").format(step=text) + _what_stays(left))
        else:
            self.say(_("There is nothing to redo."))

    def close(self) -> None:
        """What waits to be written is written; nobody waits for answers any more."""
        if self._is_closed:
            return
        self._is_closed = True
        self._forget_tasks()
        for file in self._opening - {self.file}:
            file.close()
        self._leave()


def _action(text: str, run: Callable[[], None]) -> "Action":
    from crmdesk.widgets.messages import Action

    return Action(text, run, lasts=False)


def reason(error: Exception) -> str:
    return str(error) if isinstance(error, UserError) else _("This could not be done.")


def _what_stays(left: int) -> str:
    """After the text of an undo, where colleagues were quicker."""
    if not left:
        return ""
    told = ngettext(
        "{count} record stays as a colleague changed it since.",
        "{count} records stay as colleagues changed them since.",
        left,
    )
    return " · " + told.format(count=left)
