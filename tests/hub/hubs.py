"""The hub's log in the place of the one in memory, so that the worlds of the protocol run on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from crmdesk.hub import database, log
from crmdesk.hub.tables import metadata, workspaces
from crmdesk.sync.messages import Change, Page, Placed, Pushed, Standing, Welcome
from crmdesk.sync.sealed import (
    Plain,
    opened,
    pack_entries,
    pack_page,
    sealed,
    unpack_entries,
    unpack_page,
)  # fmt: skip

T = TypeVar("T")
NOW = 1_790_000_000_000
PAIRING = b"p" * 16


def new_engine() -> Engine:
    engine = database.open_database("sqlite://")
    metadata.create_all(engine)
    return engine


def new_workspace(connection: Connection, quota: int | None = None) -> bytes:
    connection.execute(
        workspaces.insert(),
        {
            "id": b"w" * 16, "name": "Souza", "folded": "souza", "is_sealed": False, "shared_log": b"", "quota": quota,
            "made_at": 0,
        },
    )  # fmt: skip
    return b"w" * 16


@dataclass
class DatabaseHub:
    """What stands in for HTTP is packed and unpacked as it would be."""

    now: Callable[[], int]
    engine: Engine
    log: bytes

    @classmethod
    def new(cls, now: Callable[[], int]) -> "DatabaseHub":
        engine = new_engine()
        with engine.begin() as connection:
            made = log.make(connection, new_workspace(connection), None, 1)
        return cls(now, engine, made)

    def _do(self, call: Callable[..., T], *what: Any) -> T:
        return database.in_transaction(self.engine, lambda connection: call(connection, self.log, *what))

    @property
    def epoch(self) -> int:
        return self._do(log.pull, 0, 1).epoch

    def restored(self, _epoch: int) -> None:
        self._do(log.begin_epoch, self.now())

    def hello(self, standing: Standing) -> Welcome:
        return self._do(log.hello, PAIRING, standing, self.now())

    def push(self, standing: Standing, changes: Sequence[Change]) -> Pushed:
        return self._do(log.push, PAIRING, standing, _packed(Placed((), change) for change in changes), self.now())

    def pull(self, after: int, limit: int) -> Page:
        page = unpack_page(pack_page(self._do(log.pull, after, limit)))
        return Page(page.epoch, [opened(entry, Plain()) for entry in page.entries], page.read, page.end, page.floor)

    def relay(self, changes: Sequence[Placed]) -> None:
        self._do(log.relay, _packed(changes))

    def condense(self, upto: int, keep: Sequence[int]) -> int:
        return self._do(log.condense, self.epoch, upto, keep, self.now())

    def copy(self) -> "DatabaseHub":
        """A backup."""
        other = database.open_database("sqlite://")
        with self.engine.connect() as here, other.connect() as there:
            driver: Any = here.connection.driver_connection
            driver.backup(there.connection.driver_connection)
        return DatabaseHub(self.now, other, self.log)


def _packed(changes: Any) -> list[Any]:
    return unpack_entries(pack_entries([sealed(placed, Plain()) for placed in changes]))
