"""What is between laptops when sync is measured: a hub in a process of its own, and a way to it that counts bytes."""

import select
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TypeVar

import httpx2
import uvicorn
from sqlalchemy import Engine, event

from crmdesk.hub import database, workspaces
from crmdesk.hub.app import make_app
from crmdesk.hub.settings import HubSettings
from crmdesk.services import sync, sync_account, sync_joining, sync_people
from crmdesk.services.sync_account import Account
from crmdesk.store.store import Store
from tests.bench.workshop import KEY, Workshop, opened
from tests.hub.load_hubs import HubProcess, free_port

T = TypeVar("T")
_READY = 30.0


class Relay:
    """Hands on what comes, and counts it; the connection is one of TCP as it would be through any network."""

    def __init__(self, port: int) -> None:
        self.to, self.up, self.down = port, 0, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = Thread(target=self._serve)
        self._is_over = False
        self._thread.start()

    @property
    def both(self) -> int:
        return self.up + self.down

    def close(self) -> None:
        self._is_over = True
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        """One thread for all: what it takes is not the laptop's."""
        pairs: dict[socket.socket, socket.socket] = {}
        inner = set[socket.socket]()
        while not self._is_over:
            for ready in select.select([self._listener, *pairs], [], [], 0.1)[0]:
                if ready is self._listener:
                    outer, other = self._listener.accept()[0], socket.create_connection(("127.0.0.1", self.to))
                    pairs |= {outer: other, other: outer}
                    inner.add(other)
                elif ready in pairs and not self._hand_on(ready, pairs[ready], ready in inner):
                    for each in (pairs.pop(ready), ready):
                        pairs.pop(each, None)
                        each.close()
        for each in pairs:
            each.close()

    def _hand_on(self, source: socket.socket, to: socket.socket, is_down: bool) -> bool:
        data = b""
        with suppress(OSError):
            data = source.recv(1 << 20)
            to.sendall(data)
        if is_down:
            self.down += len(data)
        else:
            self.up += len(data)
        return bool(data)


@dataclass(frozen=True, slots=True)
class Taken:
    """By one round."""

    processor: float
    """Seconds of the laptop."""
    seconds: float
    up: int
    down: int


@dataclass
class Laptop:
    store: Store
    relay: Relay

    def call(self, job: Callable[[Store], T], /) -> T:
        return job(self.store)

    @property
    def account(self) -> Account:
        return sync_account.required(self.store)

    def round(self) -> Taken:
        up, down, start, processor = self.relay.up, self.relay.down, time.perf_counter(), time.thread_time()
        sync.run_round(self.call)
        taken = Taken(time.thread_time() - processor, time.perf_counter() - start, 0, 0)
        time.sleep(0.01)  # the relay counts in a thread of its own
        return Taken(taken.processor, taken.seconds, self.relay.up - up, self.relay.down - down)


@dataclass
class Office:
    """A workspace, and files that belong to it."""

    workshop: Workshop
    relay: Relay
    url: str
    """Of the hub's database."""
    engine: Engine
    stack: ExitStack
    laptops: list[Laptop] = field(default_factory=list)

    def laptop(self, name: str, file: Path | None = None) -> Laptop:
        store = self.workshop.empty(name)
        if file:
            store.close()
            shutil.copy(file, self.workshop.folder / f"{name}.crmdesk")
            store = Store.open(self.workshop.folder / f"{name}.crmdesk", KEY)
        self.stack.enter_context(opened(store))
        store.prepare()
        sync_account.connect(store, sync_joining.join(sync_joining.read_link(self._link(name)), name))
        self.laptops.append(Laptop(store, self.relay))
        return self.laptops[-1]

    def _link(self, name: str) -> str:
        if self.laptops:
            return sync_people.invite(self.laptops[0].account, "member")
        now = int(time.time() * 1000)
        _id, code = database.in_transaction(self.engine, lambda c: workspaces.make(c, "Bench", name, None, now))
        return f"http://127.0.0.1:{self.relay.port}/join/{code}"


@contextmanager
def office(workshop: Workshop) -> Iterator[Office]:
    """With a hub as it is tried out: one process, SQLite, all in a folder."""
    folder = workshop.folder / "hub"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    url = f"sqlite:///{folder}/hub.db"
    engine = database.open_database(url)
    database.upgrade(engine)
    command = [sys.executable, "-m", "crmdesk", "hub", "serve", "--database", url, "--data", str(folder)]
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        hub = HubProcess(command, free_port(), stack.enter_context((folder / "log").open("wb")))
        stack.callback(hub.stop)
        wait(hub.port)
        relay = Relay(hub.port)
        stack.callback(relay.close)
        yield Office(workshop, relay, url, engine, stack)


@dataclass
class Asked:
    """Statements that a database was given."""

    count: int = 0

    def one_more(self, *_about: object) -> None:
        self.count += 1


@contextmanager
def counting(here: Office) -> Iterator[Asked]:
    """Another hub on the same database, in a thread of this process, that counts what it asks."""
    engine, asked, usual = database.open_database(here.url), Asked(), here.relay.to
    event.listen(engine, "before_cursor_execute", asked.one_more)
    app = make_app(HubSettings(here.url, str(here.workshop.folder / "hub/files")), engine)
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_config=None, access_log=False))
    thread = Thread(target=server.run)
    thread.start()
    wait(server.config.port)
    here.relay.to = server.config.port
    try:
        yield asked
    finally:
        here.relay.to, server.should_exit = usual, True
        thread.join()


def wait(port: int) -> None:
    patience = time.monotonic() + _READY
    while time.monotonic() < patience:
        with suppress(httpx2.HTTPError):
            if httpx2.get(f"http://127.0.0.1:{port}/health", trust_env=False).status_code == 200:
                return
        time.sleep(0.05)
    raise TimeoutError("the hub does not answer")
