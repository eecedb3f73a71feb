"""The hub: changes taken beside the same rows written bare, and what a laptop at rest asks of its database.

All in seconds of the clock: what is measured is done by PostgreSQL, in processes of its own.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine

from crmdesk.hub import database, keeping, log, workspaces
from crmdesk.hub.database import add, in_transaction
from crmdesk.hub.tables import entries
from crmdesk.sync.messages import MOST_CHANGES, Answer, Standing, chained
from crmdesk.sync.sealed import Sealed
from tests.bench.table import Line, aim
from tests.bench.workshop import Workshop, medians
from tests.hub.postgres import Postgres, programs

TIMES = 4
"""How many times the bare rows the hub may take, for order, idempotence and its chain."""
PULLED = 2.0
"""Seconds for 100,000 changes, in pages."""


def run(workshop: Workshop) -> Iterator[Line]:
    with ExitStack() as stack:
        for name, bare, url in _databases(workshop.folder, stack):
            engine = database.open_database(url)
            stack.callback(engine.dispose)
            database.upgrade(engine)
            yield from _lines(engine, name, bare, workshop)


def _databases(folder: Path, stack: ExitStack) -> Iterator[tuple[str, str, str]]:
    (folder / "hub.db").unlink(missing_ok=True)
    yield "SQLite", "INSERT", f"sqlite:///{folder}/hub.db"
    if where := programs():
        server = Postgres(where)
        stack.callback(server.remove)
        server.stop()
        server.start(is_safe=True)
        yield "PostgreSQL", "COPY", server.url


def _lines(engine: Engine, name: str, bare: str, workshop: Workshop) -> Iterator[Line]:
    size = workshop.size
    told = _Told(engine, size)
    ours, other = medians(min(workshop.rounds, 3), told.tell, told.write_bare)
    yield Line(f"hub: changes taken, {name}", size, ours, other, f"bare {bare}", TIMES)
    (pulled,) = medians(1, told.pull)
    yield aim(f"hub: changes given, {name}", size, pulled, PULLED * size / 100_000)
    assert not keeping.check(engine)


class _Told:
    """The same changes again and again, each time in a log of its own."""

    def __init__(self, engine: Engine, size: int) -> None:
        self._engine, random, now = engine, Random(1), int(time.time() * 1000)
        self._now, self._device = now, random.randbytes(8)
        self._changes = [
            Sealed(random.randbytes(16), self._device, number, now << 16, random.randbytes(random.randint(60, 200)))
            for number in range(1, size + 1)
        ]

    def _do(self, work: Callable[..., Any]) -> Any:
        return in_transaction(self._engine, work)

    def _new_log(self) -> bytes:
        _id, _code = self._do(lambda c: workspaces.make(c, "Bench", "Ana", None, self._now))
        return self._do(lambda c: workspaces.find(c, _id.hex())).shared_log

    def _parts(self) -> Iterator[Sequence[Sealed]]:
        for first in range(0, len(self._changes), MOST_CHANGES):
            yield self._changes[first : first + MOST_CHANGES]

    def tell(self) -> None:
        self._log, standing = self._new_log(), Standing(self._device, 1, 0, 0, b"")
        for part in self._parts():
            pushed = self._do(partial(_push, self._log, standing, part, self._now))
            assert pushed.answer is Answer.TAKEN
            chain = chained(standing.chain, [entry.id for entry in part])
            standing = Standing(self._device, 1, 0, part[-1].number, chain)

    def write_bare(self) -> None:
        """By the same driver in the same parts, into the same table, in a log that no hub knows."""
        nobody = Random().randbytes(16)
        for part in self._parts():
            rows = [
                {"log": nobody, "place": entry.number, "epoch": 1, "id": entry.id, "device": entry.device,
                 "number": entry.number, "clock": entry.clock, "body": entry.body}
                for entry in part
            ]  # fmt: skip
            self._do(lambda c, rows=rows: add(c, entries, rows))

    def pull(self) -> None:
        read, is_left = 0, True
        while is_left:
            page = self._do(lambda c, read=read: log.pull(c, self._log, read, log.MOST_ENTRIES))
            read, is_left = page.read, page.read < page.end


def _push(key: bytes, standing: Standing, part: Sequence[Sealed], now: int, connection: Any) -> Any:
    return log.push(connection, key, b"p" * 16, standing, part, now)
