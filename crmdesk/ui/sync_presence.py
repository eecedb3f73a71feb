"""Who has the same record open: told to colleagues while one looks at it, and shown on its page."""

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.widgets import theme

if TYPE_CHECKING:
    from crmdesk.services.sync_account import Account
    from crmdesk.ui.desk import Desk
    from crmdesk.ui.sync_watch import SyncWatch
    from crmdesk.ui.window import Window

_SOON, _LOOK = 700, 2000
"""Milliseconds that a page is open before it is told, as those run past are not; between two looks at what is open."""
_AGAIN = 60
"""Seconds; a hub forgets it after a minute and a half."""
_HERE = b""
"""Instead of a record: one is there."""


class Presence(QObject):
    """Of one file; what its windows show."""

    def __init__(self, watch: "SyncWatch") -> None:
        super().__init__(watch)
        self._watch = watch
        self._shown: dict[int, tuple[str, bytes]] = {}
        """By window the section and the record."""
        self._told: frozenset[bytes] = frozenset()
        self._told_at = 0.0
        self._is_telling = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def see(self, desk: "Desk", key: bytes) -> None:
        window = next((window for window in self._windows() if window.desk is desk), None)
        if window:
            self._shown[id(desk)] = (window.section, key)
            self._timer.start(_SOON)

    def come(self) -> None:
        """The hub listens: it hears that one is there, whatever is open."""
        if not self._timer.isActive():
            self._timer.start(_SOON)

    def forget(self, desk: "Desk") -> None:
        self._shown.pop(id(desk), None)

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        """Only while the hub is reached: nobody else hears of it."""
        self._timer.start(_LOOK)
        account, opened = self._watch.account, self._open_now()
        is_due = opened != self._told or time.monotonic() - self._told_at > _AGAIN
        if account and self._watch.is_heard and is_due and not self._is_telling:
            self._is_telling, self._told, self._told_at = True, opened, time.monotonic()
            self._watch.ask(partial(_tell, account, sorted(opened)), self._is_told, self._is_told)

    def _windows(self) -> "list[Window]":
        from crmdesk.ui import windows

        return windows.of_file(self._watch.file)

    def _open_now(self) -> frozenset[bytes]:
        """What was opened and is still the section that is shown."""
        found = [(window.section, self._shown.get(id(window.desk))) for window in self._windows()]
        return frozenset(shown[1] for section, shown in found if shown and shown[0] == section)

    def _is_told(self, _end: UserError | None) -> None:
        """Or not: nothing hangs on it."""
        self._is_telling = False

    def who_has(self, key: bytes) -> list[str]:
        from crmdesk.services import sync_people

        account = self._watch.account
        if account is None or not self._watch.present:
            return []
        name = sync_people.opaque(account, key)
        return [colleague.name for colleague in self._watch.present if name in colleague.has_open]


def _tell(account: "Account", keys: list[bytes]) -> None:
    from crmdesk.services import sync_account, sync_people

    with sync_account.told(account.hub), account.door() as door:
        door.tell_presence([sync_people.opaque(account, key) for key in (_HERE, *keys)])


class OpenBy(QLabel):
    """On the page of a record; says nothing while nobody else has it open."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self._desk = desk
        self._key = b""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("second"))
        self.setProperty("tone", "accent")
        self.hide()
        desk.synced.connect(self._show)

    def show_record(self, key: bytes) -> None:
        self._key = key
        self._show()

    def _show(self) -> None:
        watch = self._desk.file.sync
        names = watch.presence.who_has(self._key) if watch and self._key else []
        self.setVisible(bool(names))
        if names:
            self.setText(_("Open by {names}").format(names=", ".join(names)))
