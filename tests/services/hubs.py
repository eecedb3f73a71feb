"""A real hub on this machine, which can be told to misbehave."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import uvicorn
from sqlalchemy import Connection
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crmdesk.hub import database, log, workspaces
from crmdesk.hub.app import make_app
from crmdesk.hub.limits import Limiter, Limits, Rate
from crmdesk.hub.settings import HubSettings
from crmdesk.sync.keys import Ring

T = TypeVar("T")


class Hub:
    def __init__(self, folder: Path, *, is_sealed: bool = False) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.engine = database.open_database(f"sqlite:///{folder}/hub.db")
        database.upgrade(self.engine)
        self.traffic: list[bytes] = []
        self.is_gone = False
        self.fails: Callable[[str], bool] = lambda _path: False
        """Asked for each request, by its path."""
        self.loses_answer_of = ""
        self.refuses: tuple[int, str] | None = None
        """Status and code of every answer."""
        self.key = f"#{Ring.new().text()}" if is_sealed else ""
        """As whoever made the workspace wrote it behind the owner's link."""
        self.workspace, self.code = self.do(
            lambda c: workspaces.make(c, "Bell & Souza", "Ana", None, int(time.time() * 1000), is_sealed=is_sealed)
        )
        self.socket = socket.socket(proto=socket.IPPROTO_TCP)  # said, or asyncio lets short answers wait for others
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen()
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        limits = Limits()
        limits.secrets = Limiter(Rate(1000, 0.001))
        self.app = make_app(HubSettings(str(self.engine.url), str(folder / "files")), self.engine, limits)

    def do(self, work: Callable[[Connection], T]) -> T:
        return database.in_transaction(self.engine, work)

    def entries(self, name: str) -> list[Any]:
        """Of a log, that newcomers read."""
        return list(self.do(lambda c: log.pull(c, bytes.fromhex(name), 0, 5000)).entries)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answers = self._misbehaved(scope["path"])
        if answers:
            await answers(scope, receive, send)
        elif self.loses_answer_of and scope["path"].endswith(self.loses_answer_of):
            self.loses_answer_of = ""
            await self.app(scope, self._heard(receive), _lost)
            await _away()(scope, receive, send)
        else:
            await self.app(scope, self._heard(receive), self._said(send))

    def _misbehaved(self, path: str) -> ASGIApp | None:
        if self.is_gone or self.fails(path):
            return _away()
        if self.refuses:
            status, code = self.refuses
            return JSONResponse({"error": code, "message": "No."}, status)
        return None

    def _heard(self, receive: Receive) -> Receive:
        async def noted() -> Message:
            message = await receive()
            self.traffic.append(message.get("body", b""))
            return message

        return noted

    def _said(self, send: Send) -> Send:
        async def noted(message: Message) -> None:
            self.traffic.append(message.get("body", b""))
            await send(message)

        return noted


def _away() -> Response:
    return JSONResponse({"error": "away", "message": "The hub is away."}, 503)


async def _lost(_message: Message) -> None:
    pass


class _Server(uvicorn.Server):
    async def main_loop(self) -> None:
        """As it does, and ends sooner."""
        import asyncio

        while not self.should_exit:
            await self.on_tick(1)
            await asyncio.sleep(0.01)


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    config = uvicorn.Config(hub, log_config=None, timeout_graceful_shutdown=1, access_log=False, server_header=False)
    server = _Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [hub.socket]}, name="hub")
    thread.start()
    try:
        yield hub
    finally:
        hub.app.state.hub.watch.stop_soon()
        server.should_exit = True
        thread.join()
        with suppress(OSError):
            hub.socket.close()
