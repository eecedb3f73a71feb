"""A file as an exchange needs it while another thread has it open: each call is one short job there."""

from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

from crmdesk.services import brake
from crmdesk.services.sync import Call, Progress
from crmdesk.services.sync_shelf import laptop
from crmdesk.store import sync_kept, sync_state
from crmdesk.store.store import Store
from crmdesk.sync.exchange import Halt
from crmdesk.sync.laptop import Laptop
from crmdesk.sync.messages import Change, Page, Placed, Standing

T = TypeVar("T")
BeforeTelling = Callable[[Sequence[Change]], object]
_AT_ONCE = 500
"""Changes that are made ready in one job."""


class Away:
    """A `Replica`. Without anything to do before telling it only reads, and keeps to itself what was done."""

    def __init__(self, call: Call, log: int, before_telling: BeforeTelling | None, on_progress: Progress) -> None:
        self._call, self._log, self._before_telling, self._on_progress = call, log, before_telling, on_progress
        self._told = self._to_tell = 0

    def _do(self, job: Callable[[Laptop], T]) -> T:
        return self._call(lambda store: job(laptop(store, self._log)))

    def freeze_some(self, limit: int) -> bool:
        return self._do(lambda laptop: laptop.freeze_some(min(limit, _AT_ONCE)))

    def refuse(self, change: bytes, reason: str) -> None:
        self._do(lambda laptop: laptop.refuse(change, reason))

    def standing(self) -> Standing:
        return self._do(lambda laptop: laptop.standing())

    def pending(self, limit: int) -> Sequence[Change]:
        if not self._before_telling:
            return ()
        found = self._do(lambda laptop: laptop.pending(limit))
        self._to_tell = self._to_tell or self._call(sync_state.waiting_count)
        self._before_telling(found)
        return found

    def was_told(self, count: int) -> None:
        self._told += count
        self._do(lambda laptop: laptop.was_told(count))
        self._came(self._told, max(self._told, self._to_tell))

    def recognises(self, ids: Sequence[bytes]) -> bool:
        return self._do(lambda laptop: laptop.recognises(ids))

    def take(self, page: Page) -> int:
        found = self._call(partial(_take, self._log, page))
        self._came(page.read, page.end)
        return found

    def put_clock_right(self, now: int) -> None:
        self._do(lambda laptop: laptop.put_clock_right(now))

    def become_another(self) -> None:
        self._do(lambda laptop: laptop.become_another())

    def misses(self) -> bool:
        return self._do(lambda laptop: laptop.misses())

    def let_go(self, left: Container[int]) -> None:
        self._do(lambda laptop: laptop.let_go(left))

    def kept(self) -> Iterator[Placed]:
        placed = self._do(lambda laptop: laptop.kept())
        while part := self._call(lambda _store: list(islice(placed, _AT_ONCE))):
            yield from part

    def meet(self, epoch: int) -> None:
        self._do(lambda laptop: laptop.meet(epoch))

    def _came(self, done: int, of: int) -> None:
        self._call(partial(_note, done=done, of=of))
        self._on_progress(done, of)


def _take(log: int, page: Page, store: Store) -> int:
    """As was decided about what colleagues deleted, where the brake has asked."""
    decided, heard = sync_kept.state(store).get("deleting"), [placed.change for placed in page.changes]
    brake.bring_back(store)  # the program may have ended amid the last page
    if decided == "kept":  # parts of a record may come pages later
        brake.will_bring_back(store, heard)
    try:
        found = laptop(store, log, may_delete=bool(decided)).take(page)
    except Halt:
        brake.note(store, heard)
        raise
    brake.bring_back(store)
    return found


def _note(store: Store, done: int, of: int) -> None:
    """Of the first round the file knows how far it is: it may be interrupted, and takes a while."""
    if not sync_kept.state(store).get("at"):
        sync_kept.note(store, first=[done, of])
