"""A hub's log, by hand, and in the place of the one in memory, so that the worlds of the protocol run on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, select

from crmdesk.hub import database, log
from crmdesk.hub.tables import entries, metadata, workspaces
from crmdesk.sync.messages import Change, Page, Placed, Pushed, Standing, Welcome, chained
from crmdesk.sync.sealed import (
    Plain,
    Seal,
    Sealed,
    SealedPage,
    opened,
    pack_entries,
    pack_numbers,
    pack_page,
    unpack_entries,
    unpack_numbers,
    unpack_page,
)
from crmdesk.sync.sealed import sealed as sealed_one

NOW = 1_790_000_000_000
PAIRING = b"p" * 16
DEVICE, OTHER = b"device_1", b"device_2"


def new_engine() -> Engine:
    engine = database.open_database("sqlite://")
    metadata.create_all(engine)
    return engine


def new_workspace(connection: Connection) -> bytes:
    found = {"id": b"w" * 16, "name": "Souza", "folded": "souza", "is_sealed": False, "shared_log": b"", "made_at": 0}
    connection.execute(workspaces.insert(), found)
    return b"w" * 16


def entry(number: int, device: bytes = DEVICE, body: bytes = b"body", clock: int = NOW << 16) -> Sealed:
    return Sealed(device + number.to_bytes(8), device, number, clock, body)


def some(first: int, last: int, device: bytes = DEVICE) -> list[Sealed]:
    return [entry(number, device) for number in range(first, last + 1)]


def standing(told: int, device: bytes = DEVICE, epoch: int = 1, read: int = 0) -> Standing:
    chain = chained(b"", [each.id for each in some(1, told, device)])
    return Standing(device, epoch, read, told, chain)


@dataclass
class Log:
    engine: Engine
    log: bytes

    @classmethod
    def new(cls, engine: Engine) -> "Log":
        return cls(engine, database.in_transaction(engine, lambda c: log.make(c, new_workspace(c), None, 1)))

    def _do(self, call: Any, *what: Any) -> Any:
        return database.in_transaction(self.engine, lambda connection: call(connection, self.log, *what))

    def hello(self, mine: Standing, pairing: bytes = PAIRING, now: int = NOW) -> Welcome:
        return self._do(log.hello, pairing, mine, now)

    def push(self, mine: Standing, new: Sequence[Sealed], pairing: bytes = PAIRING, now: int = NOW) -> Pushed:
        return self._do(log.push, pairing, mine, new, now)

    def pull(self, after: int = 0, limit: int = 5000) -> SealedPage:
        return self._do(log.pull, after, limit)

    def left(self) -> Sequence[int]:
        return self._do(log.left)

    def all_ids(self) -> Sequence[bytes]:
        with self.engine.connect() as connection:
            return connection.scalars(select(entries.c.id).where(entries.c.log == self.log)).all()

    def relay(self, old: Sequence[Sealed]) -> None:
        self._do(log.relay, old)

    def condense(self, upto: int, keep: Sequence[int], epoch: int = 1, now: int = NOW) -> int:
        return self._do(log.condense, epoch, upto, keep, now)

    def begin_epoch(self, now: int = NOW) -> int:
        return self._do(log.begin_epoch, now)


@dataclass
class DatabaseHub:
    """What would go over the wire is packed and unpacked as it would be there."""

    now: Callable[[], int]
    log: Log
    made_at: int
    seal: Seal = field(default_factory=Plain)
    """Of the laptops; the hub has no part in it."""

    @classmethod
    def new(cls, now: Callable[[], int], seal: Seal | None = None) -> "DatabaseHub":
        return cls(now, Log.new(new_engine()), 0, seal or Plain())

    @property
    def epoch(self) -> int:
        return self.log.pull(0, 1).epoch

    def restored(self, _epoch: int) -> None:
        self.log.begin_epoch(self.now())

    def hello(self, mine: Standing) -> Welcome:
        return self.log.hello(mine, now=self.now())

    def push(self, mine: Standing, changes: Sequence[Change]) -> Pushed:
        return self.log.push(mine, self._sent(Placed((), change) for change in changes), now=self.now())

    def pull(self, after: int, limit: int) -> Page:
        page = unpack_page(pack_page(self.log.pull(after, limit)))
        return Page(page.epoch, [opened(each, self.seal) for each in page.entries], page.read, page.end, page.floor)

    def left(self) -> Sequence[int]:
        return unpack_numbers(pack_numbers(self.log.left()))

    def relay(self, changes: Sequence[Placed]) -> None:
        self.log.relay(self._sent(changes))

    def condense(self, upto: int, keep: Iterable[int]) -> None:
        self.log.condense(upto, sorted(keep), self.epoch, self.now())

    def copy(self) -> "DatabaseHub":
        """A backup."""
        other = database.open_database("sqlite://")
        with self.log.engine.connect() as here, other.connect() as there:
            driver: Any = here.connection.driver_connection
            driver.backup(there.connection.driver_connection)
        return DatabaseHub(self.now, Log(other, self.log.log), self.now(), self.seal)

    def _sent(self, changes: Iterable[Placed]) -> list[Sealed]:
        return unpack_entries(pack_entries([sealed_one(placed, self.seal) for placed in changes]))
