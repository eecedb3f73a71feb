"""Real load on real hubs: laptops at work through hub processes on one PostgreSQL, which are killed if so wished.

`python -m tests.hub.load --minutes 10 --devices 100 --rate 100 [--kill hub|postgres|both --every 30]`
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from sqlalchemy import Connection

from crmdesk.hub import devices, keeping, people, workspaces
from crmdesk.hub.database import in_transaction
from crmdesk.hub.people import Role
from crmdesk.sync import sealed
from crmdesk.sync.sealed import Sealed
from tests.hub.load_checks import Known, faults
from tests.hub.load_devices import Device, Way
from tests.hub.load_hubs import Hubs, Use
from tests.hub.load_probes import recover
from tests.hub.load_told import Kill, Told

SLOWEST = 0.5
"""Seconds that p99 of every route has to stay within."""
RECOVERED = {"hub": 5.0, "postgres": 15.0}
IN_EACH = 10
"""Laptops of a workspace."""
MIX = {"look": 30, "edit": 25, "presence": 15, "me": 5, "file": 2}
LISTENING = 0.3
"""Of all, those that have the stream of events open."""


@dataclass(frozen=True, slots=True)
class Plan:
    seconds: float
    devices: int
    rate: float
    kinds: Sequence[str] = ()
    """To be killed, in turn."""
    every: float = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    told: Told
    faults: list[str]
    changes: int
    uses: list[tuple[Use, Use]]
    """Of each hub and of PostgreSQL, before and after."""
    processor: float
    """Seconds that the load itself took."""

    @property
    def is_well(self) -> bool:
        late = any(kill.recovery > RECOVERED[kill.what] for kill in self.told.kills)
        return not (self.faults or late or self.told.unexplained or self.is_slow)

    @property
    def is_slow(self) -> bool:
        return not self.told.kills and self.told.slowest > SLOWEST


class Load:
    def __init__(self, hubs: Hubs, plan: Plan, seed: int = 1) -> None:
        self.hubs, self.plan, self.random, self.told = hubs, plan, Random(seed), Told()
        self.way = Way(hubs.ports, self.told, self.random)
        made = [self._device(number) for number in self._settled(plan.devices)]
        self.devices, self.probe = made[:-1], made[-1]

    def _settled(self, count: int) -> list[devices.Pass]:
        """So many and one who only tries whether a hub is there again."""
        now, found = int(time.time() * 1000), []
        for first in range(0, count + 1, IN_EACH):
            here = min(IN_EACH, count + 1 - first)
            found += in_transaction(self.hubs.engine, partial(_settle, f"Workspace {first}", here, now))
        return found

    def _device(self, admitted: devices.Pass) -> Device:
        random = Random(self.random.random())
        log = admitted.caller.shared_log.hex()
        return Device(random.randbytes(8), admitted.token, log, self.way, random)

    async def run(self) -> Outcome:
        await self.hubs.ready()
        before, processor = self.hubs.use(), time.process_time()
        keeper = asyncio.create_task(self.hubs.keep_running())
        listeners = [asyncio.create_task(each.listen()) for each in self._listeners()]
        killer = asyncio.create_task(self._kill())
        await self._work()
        await killer
        uses, processor = list(zip(before, self.hubs.use(), strict=True)), time.process_time() - processor
        for listener in listeners:
            listener.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)
        found, changes = await self._checked()
        await self.way.close()
        self.hubs.is_over = True
        await keeper
        return Outcome(self.told, found, changes, uses, processor)

    def _listeners(self) -> list[Device]:
        return self.random.sample(self.devices, round(len(self.devices) * LISTENING))

    async def _work(self) -> None:
        """So many requests a second, whoever makes them: who is waiting for an answer does not slow the others."""
        began, at_work = time.monotonic(), set[asyncio.Task[None]]()
        behind = 0
        while (now := time.monotonic()) < began + self.plan.seconds:
            due = (now - began) * self.plan.rate - self.told.requests - behind
            behind += max(0, int(due - self.plan.rate))  # what an outage kept from being asked is not asked at once
            if due > len(at_work) and (free := [each for each in self.devices if not each.lock.locked()]):
                task = asyncio.create_task(self._act(self.random.choice(free)))
                at_work.add(task)
                task.add_done_callback(at_work.discard)
            await asyncio.sleep(0.2 / self.plan.rate)
        await asyncio.gather(*at_work)
        self.told.rate = self.told.requests / (time.monotonic() - began)

    async def _act(self, device: Device) -> None:
        kind = self.random.choices(list(MIX), list(MIX.values()))[0]
        await device.until_done(getattr(device, kind))

    async def _kill(self) -> None:
        began, count = time.monotonic(), 0
        while self.plan.kinds and (count + 1) * self.plan.every <= self.plan.seconds:
            await asyncio.sleep(began + (count + 0.5) * self.plan.every - time.monotonic())
            await self._kill_one(self.plan.kinds[count % len(self.plan.kinds)], count)
            count += 1

    async def _kill_one(self, what: str, count: int) -> None:
        hub = self.hubs.hubs[count // len(self.plan.kinds) % len(self.hubs.hubs)]
        kill = Kill(what, time.monotonic())
        self.told.kills.append(kill)
        if what == "hub":
            hub.kill()
            await recover(self.probe, kill, [hub.port])
        else:
            await asyncio.gather(self.hubs.kill_postgres(), recover(self.probe, kill, self.hubs.ports))

    # At the end

    async def _checked(self) -> tuple[list[str], int]:
        """Everybody says what is left to say, and then hears everything."""
        everybody = [*self.devices, self.probe]
        for act in (Device.edit, Device.look):
            for each in everybody:
                await each.until_done(partial(act, each))
        found = list(self.told.faults)
        logs = {log: await self._log(log) for log in sorted({each.log for each in everybody})}
        for log, entries in logs.items():
            found += faults(entries, {each.name: Known(each.told, each.heard) for each in everybody if each.log == log})
        for each in everybody:
            for name in each.files:
                await each.until_done(partial(each.check_file, name))
        return found + keeping.check(self.hubs.engine), sum(map(len, logs.values()))

    async def _log(self, log: str) -> list[Sealed]:
        reader = next(each for each in [*self.devices, self.probe] if each.log == log)
        found, read, is_left = list[Sealed](), 0, True
        while is_left:
            path = f"/v1/logs/{log}/pull?after={read}&limit=5000"
            page = sealed.unpack_page(await self.way.send("whole log", "GET", path, reader.token))
            found += page.entries
            read, is_left = page.read, page.read < page.end
        return found


def _settle(name: str, count: int, now: int, connection: Connection) -> list[devices.Pass]:
    workspace, _code = workspaces.make(connection, name, "Owner", None, now)
    made = [
        people.add_person(connection, workspace, f"Person {number}", Role.MEMBER, None, now) for number in range(count)
    ]
    return [devices.admit(connection, workspace, person, "Laptop", bytes(32), now) for person in made]


def measure(plan: Plan, hubs: int, module: str = "crmdesk", *, is_safe: bool = True) -> Outcome:
    running = Hubs(hubs, module, is_safe=is_safe)
    try:
        return asyncio.run(_run(running, plan))
    except BaseException:
        print(running.said[-5000:], file=sys.stderr)
        raise
    finally:
        running.close()


async def _run(hubs: Hubs, plan: Plan) -> Outcome:
    return await Load(hubs, plan).run()


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    kinds = {"hub": ["hub"], "postgres": ["postgres"], "both": ["hub", "postgres"], None: []}[options.kill]
    outcome = measure(
        Plan(options.minutes * 60, options.devices, options.rate, kinds, options.every), options.hubs
    )  # fmt: skip
    print("\n".join(_lines(outcome)))
    return not outcome.is_well


def _lines(outcome: Outcome) -> Iterator[str]:
    yield from outcome.told.lines()
    if not outcome.told.kills:
        yield from _used(outcome.uses)
    yield f"the load itself: {outcome.processor:.1f} s; {outcome.changes} changes in the logs"
    yield from outcome.faults
    well = "All well." if outcome.is_well else "NOT WELL."
    yield f"Load {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors. {well}"


def _used(uses: list[tuple[Use, Use]]) -> Iterator[str]:
    names = [*(f"hub {number}" for number in range(1, len(uses))), "PostgreSQL"]
    for name, (before, after) in zip(names, uses, strict=True):
        taken = after.processor - before.processor
        yield f"{name}: {before.memory:.0f} MB, then {after.memory:.0f} MB; {taken:.1f} s of the processor"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.hub.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--devices", type=int, default=100)
    parser.add_argument("--rate", type=float, default=100, help="requests a second")
    parser.add_argument("--hubs", type=int, default=2, help="processes")
    parser.add_argument("--kill", choices=("hub", "postgres", "both"))
    parser.add_argument("--every", type=float, default=30, help="seconds between two kills")
    return parser


if __name__ == "__main__":
    sys.exit(main())
