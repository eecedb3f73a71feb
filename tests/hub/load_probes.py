"""After a kill: how long it takes until a hub answers each kind of request again."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from random import Random

import httpx2

from tests.hub.load_devices import Device, UnreachedError, Way
from tests.hub.load_told import Kill, Told

OFTEN = 0.05
"""Seconds between two tries."""


async def recover(probe: Device, kill: Kill, ports: list[int]) -> None:
    """Its failures are nobody's: it only tries."""
    usual = probe.way
    for port in ports:
        probe.way = Way([port], Told(), Random(1))
        try:
            await _recover(probe, kill)
        finally:
            usual.told.faults += probe.way.told.faults
            await probe.way.close()
    probe.way = usual


async def _recover(probe: Device, kill: Kill) -> None:
    for kind in ("me", "hello", "pull", "push", "presence", "file", "events"):
        act = partial(_events, probe) if kind == "events" else getattr(probe, kind)
        await _until(act)
        kill.back[kind] = max(kill.back.get(kind, 0.0), time.monotonic() - kill.moment)


async def _until(act: Callable[[], Awaitable[None]]) -> None:
    while True:
        with suppress(UnreachedError, httpx2.HTTPError):
            await act()
            return
        await asyncio.sleep(OFTEN)


async def _events(probe: Device) -> None:
    said = {"Authorization": f"Bearer {probe.token}"}
    async with probe.way.client().stream("GET", "/v1/events", headers=said) as response:
        if response.status_code != 200:
            raise UnreachedError
