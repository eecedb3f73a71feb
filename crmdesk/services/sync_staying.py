"""Staying in step without a window: a round when the hub tells of something new, and one from time to time."""

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress

from crmdesk.domain.base import now
from crmdesk.domain.errors import UserError
from crmdesk.services import sync, sync_account
from crmdesk.services.sync import Call, RoundReport
from crmdesk.services.sync_account import Account
from crmdesk.sync.http import NotReachedError, RefusedError

_AT_LEAST = 300
"""Seconds after which it looks, though nothing was told."""


def rounds(call: Call) -> Iterator[RoundReport | UserError]:
    """Each round as it ends, for as long as one listens; ends where only the user can go on."""
    ears = _Ears(call(sync_account.required))
    try:
        while True:
            try:
                yield sync.run_round(call)
                ears.open()
            except UserError as error:
                yield error
            status = call(sync.status)
            if status.need in sync.FINAL:
                return
            ears.wait(max(0, status.next_try - now()) / 1000 or _AT_LEAST)
    finally:
        ears.close()


class _Ears:
    """Hears that something is new, in a thread of its own, from `open` until the hub is not reached any more."""

    def __init__(self, account: Account) -> None:
        self._door = account.door()
        self._events = self._door.events()
        self._news: queue.Queue[None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        if not self._thread or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._listen, name="events of the hub")
            self._thread.start()

    def wait(self, seconds: float) -> None:
        """Until there is news, or so long."""
        with suppress(queue.Empty):
            self._news.get(timeout=seconds)
        while not self._news.empty():
            self._news.get_nowait()

    def close(self) -> None:
        self._events.stop()
        if self._thread:
            self._thread.join()
        self._door.close()

    def _listen(self) -> None:
        """The end of what was well heard is news too: this computer may have been shut out."""
        is_news = False
        try:
            for event in self._events:
                is_news = True
                if event.kind == "heads":
                    self._news.put(None)
        except NotReachedError:
            pass
        except RefusedError as error:
            is_news = error.status == 401
        if is_news:
            self._news.put(None)
