"""What was used of late: records looked at for more than a moment, commands of the palette."""

from collections.abc import Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from crmdesk import settings

T = TypeVar("T")
_KEPT = 8
_A_LOOK = 1500
"""Milliseconds: what is only passed by on the way through a list was not looked at."""


class Recents(QObject):
    """Of one file; shared by its windows."""

    def __init__(self) -> None:
        super().__init__()
        known = settings.load().window
        self.records = [bytes.fromhex(key) for key in _texts(known.get("recent_records")) if _is_hex(key)]
        self.commands = _texts(known.get("recent_commands"))
        self._seen = b""
        self._look = QTimer(self, singleShot=True, interval=_A_LOOK)
        self._look.timeout.connect(lambda: self.add_record(self._seen))

    def see(self, key: bytes) -> None:
        """Its page is shown."""
        self._seen = key
        self._look.start()

    def add_record(self, key: bytes) -> None:
        self.records = _first(key, self.records)

    def add_command(self, key: str) -> None:
        self.commands = _first(key, self.commands)

    def keep(self) -> None:
        changed = settings.load()
        changed.window["recent_records"] = [key.hex() for key in self.records]
        changed.window["recent_commands"] = self.commands
        settings.save(changed)


def _first(wanted: T, known: Sequence[T]) -> list[T]:
    return [wanted, *(other for other in known if other != wanted)][:_KEPT]


def _texts(found: Any) -> list[str]:
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _is_hex(text: str) -> bool:
    return len(text) == 32 and all(letter in "0123456789abcdef" for letter in text)
