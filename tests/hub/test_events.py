"""What is told as it happens: to whom it concerns, once, and no longer than they may hear it."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from crmdesk.hub import devices, events, log, people, presence
from crmdesk.hub.events import Watch
from tests.hub import hubs
from tests.hub.asked import World
from tests.hub.hubs import NOW


@dataclass
class Ear:
    """Somebody who listens."""

    watch: Watch
    world: World
    who: str
    heard: list[tuple[str, Any]] = field(default_factory=list)
    pauses: int = 0
    task: asyncio.Task[None] | None = None

    def begin(self) -> "Ear":
        self.task = asyncio.create_task(self._listen())
        return self

    async def _listen(self) -> None:
        async for text in self.watch.stream(self.world.passes[self.who].caller):
            if text == ":\n\n":
                self.pauses += 1
            for event in text.split("\n\n"):
                if event.startswith("event: "):
                    kind, data = event.removeprefix("event: ").split("\ndata: ")
                    self.heard.append((kind, json.loads(data)))

    async def until(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not is_so():
                await asyncio.sleep(0.005)

    def last(self, kind: str) -> Any:
        return next((data for each, data in reversed(self.heard) if each == kind), None)


async def in_thread(work: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(work)


Scene = Callable[[World, Watch], Awaitable[None]]


def play(engine: Engine, files: Path, scene: Scene) -> None:
    world = World(engine, files)

    async def run() -> None:
        watch = Watch(engine, in_thread)
        try:
            await scene(world, watch)
        finally:
            watch.stop()
            await asyncio.sleep(0.05)

    asyncio.run(run())


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "EACH", 0.02)
    monkeypatch.setattr(events, "AT_LEAST", 0.01)


def _push(world: World, whose: bytes, first: int, last: int) -> None:
    def work(connection: Any) -> None:
        mine = hubs.standing(first - 1, epoch=0)
        log.push(connection, whose, hubs.PAIRING, mine, hubs.some(first, last), NOW)

    world.do(work)


def test_heads_go_to_those_who_may_read(on_sqlite: Engine, tmp_path: Path) -> None:
    async def scene(world: World, watch: Watch) -> None:
        member, viewer, stranger = (Ear(watch, world, who).begin() for who in ("member", "viewer", "stranger"))
        caller = world.passes["member"].caller
        shared, own = caller.shared_log.hex(), caller.own_log.hex()
        await member.until(lambda: member.last("heads") == {shared: 0, own: 0})
        _push(world, caller.shared_log, 1, 3)
        watch.wake()
        await member.until(lambda: member.last("heads") == {shared: 3, own: 0})
        await viewer.until(lambda: viewer.last("heads")[shared] == 3)
        _push(world, caller.own_log, 1, 2)
        await member.until(lambda: member.last("heads") == {shared: 3, own: 2})
        assert own not in viewer.last("heads")
        assert len(stranger.heard) == 2  # how it stood at first: nothing of this concerns it
        assert [data for kind, data in member.heard if kind == "presence"] == [[]]

    play(on_sqlite, tmp_path, scene)


def test_presence_stays_in_the_workspace(on_sqlite: Engine, tmp_path: Path) -> None:
    async def scene(world: World, watch: Watch) -> None:
        owner, stranger = (Ear(watch, world, who).begin() for who in ("owner", "stranger"))
        now = int(time.time() * 1000)
        world.do(presence.put, world.passes["member"].caller, [b"r" * 16], now)
        told = {"person": world.passes["member"].caller.person.hex(), "name": "Member", "what": [b"r".hex() * 16]}
        await owner.until(lambda: owner.last("presence") == [told])
        world.do(presence.put, world.passes["member"].caller, [], now)
        await owner.until(lambda: owner.last("presence") == [])
        assert [data for kind, data in stranger.heard if kind == "presence"] == [[]]

    play(on_sqlite, tmp_path, scene)


@pytest.mark.parametrize("how", ["revoked", "disabled", "removed"])
def test_who_is_shut_out_hears_no_more(on_sqlite: Engine, tmp_path: Path, how: str) -> None:
    async def scene(world: World, watch: Watch) -> None:
        member, owner = Ear(watch, world, "member").begin(), Ear(watch, world, "owner").begin()
        await member.until(lambda: member.heard and owner.heard)
        caller = world.passes["member"].caller
        if how == "revoked":
            world.do(devices.revoke, world.workspace, None, caller.device, NOW)
        elif how == "disabled":
            world.do(people.change_person, world.workspace, None, caller.person, is_active=False)
        else:
            world.do(people.remove_person, world.workspace, None, caller.person, NOW)
        assert member.task
        assert owner.task
        await asyncio.wait_for(member.task, 20)
        assert not owner.task.done()

    play(on_sqlite, tmp_path, scene)


def test_all_listen_by_one_look_and_nobody_by_none(
    on_sqlite: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    seen = events._seen

    def counting(connection: Any, callers: Any) -> events.Seen:
        looks.append(len(callers))
        return seen(connection, callers)

    monkeypatch.setattr(events, "_seen", counting)

    async def scene(world: World, watch: Watch) -> None:
        ears = [Ear(watch, world, who).begin() for who in ("member", "viewer", "owner") * 10]
        await ears[0].until(lambda: len(looks) > 3)
        assert looks[-1] == watch.listening == 30
        for ear in ears:
            assert ear.task
            ear.task.cancel()
        await asyncio.gather(*(ear.task for ear in ears if ear.task), return_exceptions=True)
        assert watch.listening == 0
        await asyncio.sleep(0.1)
        count = len(looks)
        await asyncio.sleep(0.1)
        assert len(looks) == count
        again = Ear(watch, world, "member").begin()
        await again.until(lambda: again.heard)

    play(on_sqlite, tmp_path, scene)


def test_streams_are_kept_alive_and_end_with_the_hub(
    on_sqlite: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "KEEP_ALIVE", 0.02)

    async def scene(world: World, watch: Watch) -> None:
        ear = Ear(watch, world, "member").begin()
        await ear.until(lambda: ear.heard and ear.pauses > 2)
        watch.stop()
        assert ear.task
        await asyncio.wait_for(ear.task, 20)
        late = Ear(watch, world, "member").begin()
        assert late.task
        await asyncio.wait_for(late.task, 20)

    play(on_sqlite, tmp_path, scene)


def test_a_database_that_is_away_ends_no_stream(
    on_sqlite: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(world: World, watch: Watch) -> None:
        ear = Ear(watch, world, "member").begin()
        await ear.until(lambda: ear.heard)
        seen = events._seen
        monkeypatch.setattr(events, "_seen", lambda *what: 1 // 0)
        await ear.until(lambda: len(caplog.records) > 1)
        monkeypatch.setattr(events, "_seen", seen)
        _push(world, world.passes["member"].caller.shared_log, 1, 3)
        await ear.until(lambda: 3 in ear.last("heads").values())

    play(on_sqlite, tmp_path, scene)
