"""The stopwatch of a call: begun by dialling or by hand, seen as it runs, told in minutes when the call is logged."""

import time
from collections.abc import Collection
from weakref import WeakKeyDictionary

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import Button, plain

_SECOND = 1000
Whose = Collection[bytes]
"""Of whom a call may be; nobody named, of anybody."""
_running: WeakKeyDictionary[Desk, tuple[float, bytes | None]] = WeakKeyDictionary()
"""When the one of each window was begun, and who was dialled."""


def start(desk: Desk, dialled: bytes | None = None) -> None:
    _running[desk] = time.monotonic(), dialled


def seconds(desk: Desk, whose: Whose = ()) -> int | None:
    """Nothing while none runs, or it is of a call to somebody else."""
    since, dialled = _running.get(desk, (None, None))
    if since is None or (whose and dialled and dialled not in whose):
        return None
    return int(time.monotonic() - since)


def stop(desk: Desk, whose: Whose = ()) -> int | None:
    """Minutes, begun ones too; nothing where none ran."""
    passed = seconds(desk, whose)
    if passed is None:
        return None
    _running.pop(desk, None)
    return passed // 60 + 1


class WatchButton(Button):
    """Shows the running time; pressed, it begins or gives up."""

    def __init__(self, desk: Desk, whose: Whose = ()) -> None:
        super().__init__()
        self._desk, self._whose = desk, whose
        self.setProperty("kind", "flat")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._beat = QTimer(self, interval=_SECOND)
        self._beat.timeout.connect(self._tell)
        self.clicked.connect(self._toggle)
        self._tell()

    def _toggle(self) -> None:
        if stop(self._desk, self._whose) is None:
            start(self._desk)
        self._tell()

    def _tell(self) -> None:
        passed = seconds(self._desk, self._whose)
        name = _("Start the stopwatch") if passed is None else _("Stop the stopwatch")
        self.setText("" if passed is None else f"{passed // 60}:{passed % 60:02}")
        self.setIcon(icons.icon("clock", "muted" if passed is None else "accent"))
        self.setAccessibleName(name)
        self.setToolTip(plain(name))
        self.setMinimumWidth(theme.px(theme.CONTROL if passed is None else 76))
        if passed is None:
            self._beat.stop()
        elif self.isVisible() and not self._beat.isActive():
            self._beat.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()
