"""Notices of the operating system: by the desktop's own service where there is one, else beside the clock."""

import sys
from collections.abc import Callable
from functools import cache

from PySide6.QtWidgets import QSystemTrayIcon

from crmdesk.widgets import icons


def tell(title: str, text: str, pressed: Callable[[], None]) -> bool:
    """Whether somebody takes care that it is seen; `pressed` is called where it can be pressed."""
    if sys.platform.startswith("linux"):
        from crmdesk.ui import desktop_notice

        if desktop_notice.of_session().tell(title, text, pressed):
            return True
    return _tell_beside_clock(title, text, pressed)


def _tell_beside_clock(title: str, text: str, pressed: Callable[[], None]) -> bool:
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return False
    tray = _tray()
    tray.pressed = pressed
    tray.show()
    tray.showMessage(title, text)
    return True


class _Tray(QSystemTrayIcon):
    pressed: Callable[[], None]

    def __init__(self) -> None:
        super().__init__(icons.icon("bell", "accent"))
        self.setToolTip("CRMDesk")
        self.messageClicked.connect(self._take)
        self.activated.connect(self._take)

    def _take(self, *_reason: object) -> None:
        self.hide()
        self.pressed()


@cache
def _tray() -> _Tray:
    """It has to stay as long as what it tells."""
    return _Tray()
