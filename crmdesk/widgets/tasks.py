"""One thread for the database: jobs go in, answers come back on the GUI thread, long jobs let short ones pass."""

import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from crmdesk.domain.errors import UserError
from crmdesk.widgets.collector import Collector

T = TypeVar("T")
P = TypeVar("P")
Failed = Callable[[Exception], None]


def _nothing(*_: object) -> None:
    pass


@dataclass(slots=True, eq=False, weakref_slot=True)
class Task:
    """What was asked for; all one can do with it is to give it up."""

    job: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failed | None
    writes: bool
    is_long: bool = False
    progress: Callable[[Any], None] = _nothing
    gave_up: Callable[[], None] = _nothing
    cancelled: bool = False
    steps: Generator[Any, None, Any] | None = None
    latest: Any = None
    latest_is_posted: bool = False

    def cancel(self) -> None:
        """The result is not delivered; a long job is closed at its next step: GeneratorExit is raised inside it."""
        self.cancelled = True

    def forget(self) -> None:
        """Whoever asked is gone: what is short and writes is still written, all else is given up, nothing is told."""
        self.cancelled |= self.is_long or not self.writes
        self.done = self.failed = self.progress = self.gave_up = _nothing


class _Post(QObject):
    """Carries calls to the thread it was made on."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def _open(self, call: Callable[[], None]) -> None:
        call()


def _call(callback: Callable[..., None], *values: Any) -> None:
    if is_there(callback):
        callback(*values)


def is_there(callback: Callable[..., object]) -> bool:
    """Not so where the screen that asked was closed meanwhile: who asks by a method, or by a `partial` of one."""
    owner = getattr(getattr(callback, "func", callback), "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


class Worker:
    """Jobs run one after the other in the order given; between two steps of a long job the short reads that wait are
    answered, while what writes, and other long jobs, wait until it has ended. Make it on the GUI thread, `stop()` it.

    An error goes to `failed` where that was given, else a UserError goes to `unmet`. What is not a UserError is a
    mistake of ours: it goes to `sys.excepthook` in any case.
    """

    def __init__(self, unmet: Callable[[UserError], None] = _nothing) -> None:
        self.unmet = unmet
        self._post = _Post()
        self._waiting: deque[Task] = deque()
        self._newest: dict[Hashable, Task] = {}
        self._long: Task | None = None
        self._taken: deque[Task] = deque()
        """Let go of on the GUI thread: a task may be the last to hold a widget."""
        self._changed = threading.Condition()
        self._stopping = False
        self._collector = Collector()
        self._thread = threading.Thread(target=self._loop, name="database", daemon=True)
        self._thread.start()

    def run(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] = _nothing,
        failed: Failed | None = None,
        *,
        writes: bool = False,
        replace: Hashable = None,
    ) -> Task:
        """Of jobs with the same `replace` key only the newest is answered: search as you type."""
        task = Task(job, done, failed, writes)
        if replace is not None:
            self._supersede(replace, task)
        return self._put(task)

    def run_steps(
        self,
        job: Callable[[], Generator[P, None, T]],
        done: Callable[[T], None] = _nothing,
        progress: Callable[[P], None] = _nothing,
        failed: Failed | None = None,
        gave_up: Callable[[], None] = _nothing,
    ) -> Task:
        """A long job is a generator: it yields its progress (only the latest is told) and returns its result.

        `gave_up` is called when the job has ended because of `cancel`, its own undoing included.
        """
        return self._put(Task(job, done, failed, writes=True, is_long=True, progress=progress, gave_up=gave_up))

    def stop(self) -> None:
        """Writes that wait are still done and answered, everything else is given up; then the thread ends."""
        with self._changed:
            self._stopping = True
            for task in [*self._waiting, *([self._long] if self._long else [])]:
                task.cancelled |= task.is_long or not task.writes
            self._changed.notify()
        self._thread.join()
        QCoreApplication.sendPostedEvents(self._post, 0)
        self._collector.end()

    def _supersede(self, key: Hashable, task: Task) -> None:
        if older := self._newest.get(key):
            older.cancel()
        self._newest[key] = task

    def _put(self, task: Task) -> Task:
        with self._changed:
            if self._stopping and task.writes:
                raise RuntimeError("the database thread has ended")
            if not self._stopping:
                self._waiting.append(task)
                self._changed.notify()
        return task

    def _loop(self) -> None:
        while self._turn():
            self._post.arrived.emit(self._taken.popleft)

    def _turn(self) -> bool:
        """When it returns, nothing here holds the task any more."""
        task = self._next()
        if task is None:
            return False
        self._taken.append(task)
        try:
            self._step(task) if task.is_long else self._answer(task)
        except Exception as error:  # noqa: BLE001  (whatever it is, it goes to the GUI thread)
            self._drop(task)
            self._tell(self._deliver_error, task, error)
        return True

    def _next(self) -> Task | None:
        with self._changed:
            if self._long:
                return self._next_read() or self._long
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            return self._waiting.popleft() if self._waiting else None

    def _next_read(self) -> Task | None:
        found = next((task for task in self._waiting if not task.writes), None)
        if found:
            self._waiting.remove(found)
        return found

    def _answer(self, task: Task) -> None:
        if not task.cancelled:
            self._tell(self._deliver, task, task.job())

    def _step(self, task: Task) -> None:
        if task.cancelled:
            self._close(task)
            return
        if task.steps is None:
            task.steps, self._long = task.job(), task
        try:
            self._show_progress(task, next(task.steps))
        except StopIteration as end:
            self._drop(task)
            self._tell(self._deliver, task, end.value)

    def _close(self, task: Task) -> None:
        if task.steps is not None:
            task.steps.close()
        self._drop(task)
        self._tell(_call, task.gave_up)

    def _drop(self, task: Task) -> None:
        if self._long is task:
            with self._changed:
                self._long = None

    def _show_progress(self, task: Task, value: Any) -> None:
        task.latest = value
        if not task.latest_is_posted:
            task.latest_is_posted = True
            self._tell(self._deliver_progress, task)

    def _tell(self, call: Callable[..., None], *values: Any) -> None:
        self._post.arrived.emit(lambda: call(*values))

    def _deliver(self, task: Task, result: Any) -> None:
        if not task.cancelled:
            _call(task.done, result)

    def _deliver_progress(self, task: Task) -> None:
        task.latest_is_posted = False
        if not task.cancelled:
            _call(task.progress, task.latest)

    def _deliver_error(self, task: Task, error: Exception) -> None:
        if not isinstance(error, UserError):
            sys.excepthook(type(error), error, error.__traceback__)
        if task.cancelled and not task.writes:
            return
        if task.failed:
            _call(task.failed, error)
        elif isinstance(error, UserError):
            self.unmet(error)
