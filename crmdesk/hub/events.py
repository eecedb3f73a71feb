"""What happens now, as a stream: one look a second at the database for all who listen in this process."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from crmdesk.hub import log, presence
from crmdesk.hub.database import reading
from crmdesk.hub.logs import OURS
from crmdesk.hub.people import Caller

T = TypeVar("T")
Threads = Callable[[Callable[[], T]], Awaitable[T]]

EACH = 1.0
"""Seconds between two looks; less where this process itself has taken something."""
AT_LEAST = 0.1
KEEP_ALIVE = 15.0


@dataclass(frozen=True, slots=True)
class Seen:
    still: set[bytes]
    """Devices that may listen on."""
    heads: dict[bytes, int]
    here: dict[bytes, list[presence.Here]]


@dataclass(eq=False)
class Listener:
    caller: Caller
    news: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False
    told: dict[str, str] = field(default_factory=dict)
    """By kind, what was told last."""
    waiting: dict[str, str] = field(default_factory=dict)
    """The newest alone: who reads slowly makes no heap."""

    def hear(self, seen: Seen) -> None:
        self.is_over |= self.caller.device not in seen.still
        logs = (self.caller.shared_log, self.caller.own_log)
        self._offer("heads", {log.hex(): seen.heads[log] for log in logs if log in seen.heads})
        self._offer("presence", [_told(each) for each in seen.here.get(self.caller.workspace, [])])
        if self.is_over or self.waiting:
            self.news.set()

    def _offer(self, kind: str, data: Any) -> None:
        text = json.dumps(data)
        if self.told.get(kind) != text:
            self.told[kind] = self.waiting[kind] = text

    def end(self) -> None:
        self.is_over = True
        self.news.set()

    async def next(self) -> str:
        """Empty events keep what stands between from closing the connection."""
        try:
            async with asyncio.timeout(KEEP_ALIVE):
                await self.news.wait()
        except TimeoutError:
            return ":\n\n"
        self.news.clear()
        found, self.waiting = self.waiting, {}
        return "".join(f"event: {kind}\ndata: {text}\n\n" for kind, text in found.items())


def _told(here: presence.Here) -> dict[str, Any]:
    person, name, what = here
    return {"person": person.hex(), "name": name, "what": [each.hex() for each in what]}


class Watch:
    """Looks as long as somebody listens."""

    def __init__(self, engine: Engine, in_thread: "Threads[Seen]") -> None:
        self._engine, self._in_thread = engine, in_thread
        self._listeners: set[Listener] = set()
        self._looking: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_stopped = False

    @property
    def listening(self) -> int:
        return len(self._listeners)

    async def stream(self, caller: Caller) -> AsyncIterator[str]:
        listener = Listener(caller, is_over=self._is_stopped)
        self._listeners.add(listener)
        self._begin()
        try:
            while not listener.is_over:
                yield await listener.next()
        finally:
            self._listeners.discard(listener)

    def _begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._woken.set()
        if self._looking is None or self._looking.done():
            self._looking = self._loop.create_task(self._look_on())

    def wake(self) -> None:
        """From any thread: something was taken here."""
        if self._loop and self._listeners:
            self._loop.call_soon_threadsafe(self._woken.set)

    def stop(self) -> None:
        """Everybody is asked to listen elsewhere."""
        self._is_stopped = True
        for listener in self._listeners:
            listener.end()
        self._woken.set()

    def stop_soon(self) -> None:
        """From a handler of a signal."""
        if self._loop:
            self._loop.call_soon_threadsafe(self.stop)

    async def _look_on(self) -> None:
        while self._listeners and not self._is_stopped:
            self._woken.clear()
            await self._look()
            await asyncio.sleep(AT_LEAST)
            try:
                async with asyncio.timeout(EACH - AT_LEAST):
                    await self._woken.wait()
            except TimeoutError:
                pass

    async def _look(self) -> None:
        callers = [each.caller for each in self._listeners]
        try:
            seen = await self._in_thread(lambda: reading(self._engine, lambda found: _seen(found, callers)))
        except Exception:  # noqa: BLE001 - the database is away; who listens waits with us
            OURS.warning("nothing to tell of: the database does not answer")
            return
        asked = {caller.device for caller in callers}
        for listener in self._listeners:
            if listener.caller.device in asked:
                listener.hear(seen)


def _seen(connection: Connection, callers: Sequence[Caller]) -> Seen:
    logs = {each for caller in callers for each in (caller.shared_log, caller.own_log)}
    workspaces = sorted({caller.workspace for caller in callers})
    return Seen(
        presence.still(connection, workspaces, [caller.device for caller in callers]),
        log.heads(connection, sorted(logs)),
        presence.everywhere(connection, workspaces, int(time.time() * 1000)),
    )
