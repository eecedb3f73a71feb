"""What is watched while a monkey plays: stalls, uncaught exceptions, complaints of Qt; and faults planted to be found.

A stall is the time that one event keeps the window from doing anything else: the processor time of the GUI thread, as
it would be were nobody else at work on this machine, and the time it waits for something. Not counted is what is not
ours: waiting for a processor that other programs have, and the rest that an event loop takes until something happens.

One thing may take longer, `DRESSING`: other colours or another size of letters, by which Qt dresses every widget of
every window anew, 0.13 ms each. Three windows with all their pages and sheets have some thousands.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any, Protocol

from PySide6.QtCore import QAbstractEventDispatcher, Qt, QTimer, qInstallMessageHandler, qWarning
from PySide6.QtGui import QDesktopServices, QDrag
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog

from crmdesk.widgets import theme

STALL = 0.3
"""Seconds that one event may keep the window."""
DRESSING = 1.0
"""And those in which all widgets are dressed anew."""
_SCHEDULER = Path("/proc/thread-self/schedstat")


class Watch:
    """Notes where the program was when an event took long, for who has to mend it; holds no frame, so no painter."""

    def __init__(self) -> None:
        self.stack = ""
        signal.signal(signal.SIGALRM, self._note)
        self._best = min(_spin() for _try in range(10))
        self._rested = 0.0
        self._lay_down = 0.0
        loop = QAbstractEventDispatcher.instance()
        loop.aboutToBlock.connect(self._lie_down)
        loop.awake.connect(self._get_up)
        self._limit = STALL
        self._apply, theme.apply = theme.apply, self._dress

    def _dress(self, *args: Any, **more: Any) -> None:
        self._limit = DRESSING
        self._apply(*args, **more)

    def _lie_down(self) -> None:
        self._lay_down = time.perf_counter()

    def _get_up(self) -> None:
        if self._lay_down:
            self._rested += time.perf_counter() - self._lay_down
            self._lay_down = 0.0

    def begin(self) -> None:
        self.stack = ""
        signal.setitimer(signal.ITIMER_REAL, STALL * 0.8)
        self._limit, self._lay_down, self._rested = STALL, 0.0, 0.0
        self._queued, self._worked, self._begun = _queued(), time.thread_time(), time.perf_counter()

    def end(self) -> float:
        passed, worked = time.perf_counter() - self._begun, time.thread_time() - self._worked
        waited = passed - worked - (_queued() - self._queued) - self._rested
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.waited = max(waited, 0.0)
        if worked + self.waited > STALL:
            worked, self.waited = self._undisturbed(worked, self.waited)
        return worked + self.waited

    def _undisturbed(self, worked: float, waited: float) -> tuple[float, float]:
        """Whom one waits for, another thread of ours, had to share the machine too."""
        begun = time.perf_counter()
        spins = [_spin() for _try in range(5)]
        passed = (time.perf_counter() - begun) / len(spins)
        return worked * self._best / max(self._best, median(spins)), waited * self._best / max(self._best, passed)

    def is_stall(self, taken: float) -> bool:
        return taken > self._limit

    def _note(self, _number: int, frame: FrameType | None) -> None:
        """Between two steps of Python: to look from another thread while it runs may end the process."""
        self.stack = "".join(traceback.format_stack(frame)[-8:])


def _spin() -> float:
    begun = time.thread_time()
    sum(range(400_000))
    return time.thread_time() - begun


def _queued() -> float:
    """Seconds that this thread was ready to go on, but others had the processor; other systems do not tell."""
    return int(_SCHEDULER.read_text().split()[1]) / 1e9 if _SCHEDULER.exists() else 0.0


class Teller(Protocol):
    def tell(self, what: str, more: str = "") -> None: ...


@contextmanager
def heard(monkey_of: Callable[[], Teller | None]) -> Iterator[list[str]]:
    """Uncaught exceptions and what Qt complains about, with what was done before."""
    early: list[str] = []

    def tell(what: str, more: str = "") -> None:
        monkey = monkey_of()
        monkey.tell(what, more) if monkey else early.append(f"{what}\n{more}")

    def caught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        tell(f"exception {kind.__name__}: {error}", "".join(traceback.format_tb(trace)[-5:]))

    def said(_kind: Any, _context: Any, text: str) -> None:
        if not text.startswith("This plugin does not support"):
            tell(f"Qt: {text}", "".join(traceback.format_stack()[-5:-1]))

    before, sys.excepthook = sys.excepthook, caught
    qInstallMessageHandler(said)
    try:
        yield early
    finally:
        qInstallMessageHandler(None)
        sys.excepthook = before


def stub_the_world() -> None:
    """Dialogs of the system answer nothing, other programs are not started, drags end where they begin."""
    for name in ("getOpenFileName", "getSaveFileName"):
        setattr(QFileDialog, name, staticmethod(lambda *_args, **_more: ("", "")))
    QFileDialog.getOpenFileNames = staticmethod(lambda *_args, **_more: ([], ""))  # type: ignore[assignment, method-assign]
    QDesktopServices.openUrl = staticmethod(lambda *_args: True)  # type: ignore[assignment, method-assign]
    QPrintDialog.exec = lambda _dialog: 0  # type: ignore[assignment, method-assign]
    QDrag.exec = lambda *_args: Qt.DropAction.IgnoreAction  # type: ignore[assignment, method-assign]


def plant(what: str, at: int) -> Callable[[int], None]:
    """A fault on purpose, to see that it is found."""

    def fail() -> None:
        raise RuntimeError("planted")

    def dawdle() -> None:
        end = time.thread_time() + 2 * STALL
        while time.thread_time() < end:
            pass

    faults = {
        "exception": lambda: QTimer.singleShot(0, fail),
        "stall": dawdle,
        "warning": lambda: qWarning("planted"),
        "exit": lambda: os._exit(3),
    }
    return lambda number: faults[what]() if what and number == at else None
