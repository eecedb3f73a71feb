"""What is half typed on a screen, put down at most once a second so that a crash does not lose it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crmdesk.ui.desk import Desk

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_MOMENT = 1000


class Drafts(QObject):
    """Of one desk: get it by `of(desk)`. A key says whose text it is, such as `note` and the id of the record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: dict[str, str] = {}
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self._put)
        desk.opened.connect(self._waiting.clear)  # what was typed belongs to the file before

    def keep(self, key: str, text: str) -> None:
        """An empty text is forgotten."""
        self._waiting[key] = text
        if not self._soon.isActive():
            self._soon.start()

    def forget(self, key: str) -> None:
        self.keep(key, "")

    def take(self, key: str, use: Callable[[str], None]) -> None:
        """`use` gets what a crash left, mostly nothing."""

        def left(store: "Store") -> str:
            from crmdesk.services import drafts

            return drafts.get(store, key)

        self._desk.ask(left, use)

    def _put(self) -> None:
        texts, self._waiting = self._waiting, {}
        if not texts or not self._desk.path:
            return

        def put(store: "Store") -> None:
            from crmdesk.services import drafts

            drafts.put(store, texts)

        self._desk.ask(put)  # as a question, so that long work does not hold it up


def of(desk: Desk) -> Drafts:
    return next((found for found in desk.children() if isinstance(found, Drafts)), None) or Drafts(desk)
