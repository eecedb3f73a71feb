"""When we made a mistake: say so, keep a report without any data of the user, and go on."""

import contextlib
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from crmdesk import __version__, paths

if TYPE_CHECKING:
    from crmdesk.widgets.crash_sheet import CrashSheet

_KEPT = 10
_QUIET_SECONDS = 60.0
_HARMLESS = ("This plugin does not support propagateSizeHints",)


def report_of(error: BaseException) -> str:
    """Where it happened and what kind of error, never its message: that may quote what a user typed."""
    import platform

    head = (
        f"CRMDesk {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        time.strftime("%Y-%m-%d %H:%M:%S %z"),
    )
    return "\n".join([*head, *_chain(error)])


def _chain(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        kind = type(following)
        lines += ["", f"{kind.__module__}.{kind.__qualname__}", *_frames(following.__traceback__)]
        following = following.__cause__ or following.__context__
    return lines


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    return [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}\n    {frame.line or ''}" for frame in frames]


def _short(filename: str) -> str:
    """Without the folders above the package: they hold the name of the user."""
    parts = Path(filename).parts
    for mark in ("site-packages", "crmdesk"):
        if mark in parts:
            return "/".join(parts[parts.index(mark) :])
    return parts[-1]


def _mutter(text: str) -> None:
    """To the terminal, where there is one."""
    if sys.stderr:
        sys.stderr.write(text + "\n")


def keep_report(text: str) -> Path:
    """The newest ten stay."""
    folder = paths.state() / "crashes"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"crash-{time.time_ns()}.txt"
    target.write_text(text, "utf-8")
    for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
        old.unlink(missing_ok=True)
    return target


class _Reporter(QObject):
    """Takes errors of any thread to the window; the same one only once a minute, one dialog at a time."""

    happened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}
        self._sheet: CrashSheet | None = None
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def take(self, error: BaseException) -> None:
        place = "".join(_frames(error.__traceback__)[-1:]) + type(error).__qualname__
        now = time.monotonic()
        if now - self._last.get(place, -_QUIET_SECONDS) < _QUIET_SECONDS:
            return
        self._last[place] = now
        report = report_of(error)
        with contextlib.suppress(OSError):  # a full disk must not hide the dialog
            keep_report(report)
        _mutter(report)
        self.happened.emit(report)

    def _show(self, report: str) -> None:
        if self._sheet is None:
            from crmdesk.widgets.crash_sheet import CrashSheet, parent_for_sheet

            self._sheet = CrashSheet(report, parent_for_sheet())
            self._sheet.finished.connect(self._forget)
            self._sheet.open()

    def _forget(self) -> None:
        self._sheet = None


class QtError(Exception):
    """Qt complained about how we use it."""


def install() -> Callable[[], None]:
    """From now on no error goes unseen; the function given back takes that back."""
    reporter = _Reporter()
    before = sys.excepthook, threading.excepthook

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
        else:
            reporter.take(error.with_traceback(trace))

    def on_thread_error(args: threading.ExceptHookArgs) -> None:
        if args.exc_value and not isinstance(args.exc_value, SystemExit):
            reporter.take(args.exc_value)

    sys.excepthook, threading.excepthook = on_error, on_thread_error
    qt_before = qInstallMessageHandler(_on_qt_message(reporter))

    def uninstall() -> None:
        sys.excepthook, threading.excepthook = before
        qInstallMessageHandler(qt_before)

    return uninstall


def _on_qt_message(reporter: _Reporter) -> Callable[[QtMsgType, QMessageLogContext, str], None]:
    def handle(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if message.startswith(_HARMLESS):
            return
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            reporter.take(QtError(message))
        elif kind == QtMsgType.QtWarningMsg:
            _mutter(f"Qt: {message}")

    return handle
