"""The windows of this process: several may show one file, and they come back together at the next start."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication

from crmdesk import settings
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.open_file import OpenFile
from crmdesk.ui.window import Window

_BESIDE = QPoint(32, 32)
_TOGETHER = 3.0
"""Seconds: windows closed within so short a time were closed together, by the user or by the end of the session."""

AGAIN = "again"
"""A property of the application: when it has ended it begins anew."""

State = dict[str, Any]


def make(desk: Desk, state: State) -> Window:
    window = Window(desk, state)
    desk.opened.connect(lambda: QTimer.singleShot(0, window, lambda: _listen(window)))
    return window


def make_first(path: Path | None) -> Window:
    """As one of this file was when it was closed; those closed with it follow behind its first rows."""
    desk, states = Desk(), last_states()
    is_alone = settings.load().last_file != str(path)
    states.sort(key=lambda state: state.get("file") != str(path))
    window = make(desk, next(iter(states), {}))

    def follow() -> None:
        desk.prepared.disconnect(follow)
        bring_back(window, states[1:], is_alone=is_alone)

    desk.prepared.connect(follow)
    return window


def open_another(window: Window, state: State | None = None) -> Window:
    """A second window of the same file."""
    made = make(Desk(window.desk.file), state or {"section": window.section})
    if not state:
        made.resize(window.size())
        made.move(window.pos() + _BESIDE)
    made.desk.opened.emit()
    made.show()
    return made


def all_open() -> list[Window]:
    return [found for found in QApplication.topLevelWidgets() if isinstance(found, Window) and not found.is_left]


def restart(window: Window) -> None:
    """All windows are closed and come back in a new process; one that cannot be left yet stays, and stops it."""
    app = QApplication.instance()
    assert app
    app.setProperty(AGAIN, True)
    window.quit()
    if all_open():
        app.setProperty(AGAIN, False)


def of_file(file: OpenFile) -> list[Window]:
    return [window for window in all_open() if window.desk.file is file]


def showing(path: Path) -> OpenFile | None:
    """The file of this path, where a window has it open."""
    wanted = path.expanduser().resolve()
    files = (window.desk.file for window in all_open())
    return next((file for file in files if file.path and file.path.resolve() == wanted), None)


def raise_one(file: OpenFile) -> None:
    """The window of a file that was used last comes to the front."""
    if found := of_file(file):
        active = QApplication.activeWindow()
        window = active if active in found else found[-1]
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()


def _listen(window: Window) -> None:
    from crmdesk.ui import single

    single.listen(window.desk.file)


# What is remembered


def last_states() -> list[State]:
    found = settings.load().window.get("windows")
    return [state for state in found if isinstance(state, dict)] if isinstance(found, list) else []


def keep(state: State) -> None:
    """A window is closed: what it was like, beside those closed with it."""
    now = time.time()
    together = [other for other in last_states() if now - other.get("closed", 0) < _TOGETHER]
    _store([*together, state | {"closed": now}])


def bring_back(window: Window, states: Sequence[State], *, is_alone: bool = False) -> None:
    """Those that showed the same file; and those of others, unless this file alone was asked for."""
    first = str(window.desk.path)
    _store([state | {"closed": 0} for state in last_states()])  # this session is another one
    by_file: dict[str, list[State]] = {}
    for state in states:
        by_file.setdefault(str(state.get("file", "")), []).append(state)
    for state in by_file.pop(first, []):
        open_another(window, state)
    by_file.pop("", None)
    for name, some in () if is_alone else by_file.items():
        _bring_file_back(window, Path(name), some)
    window.activateWindow()


def _bring_file_back(first: Window, path: Path, states: Sequence[State]) -> None:
    if not path.is_file():
        first.desk.say(_("“{name}” is not there any more: its window stays closed.").format(name=path.name))
        return
    made = make(Desk(), states[0])

    def follow() -> None:
        made.desk.prepared.disconnect(follow)
        settings.change(last_file=str(first.desk.path))  # of several files the next start begins with this one too
        for state in states[1:]:
            open_another(made, state)

    made.desk.prepared.connect(follow)
    made.open_file(path)
    made.show()


def _store(states: list[State]) -> None:
    changed = settings.load()
    changed.window["windows"] = states
    settings.save(changed)
