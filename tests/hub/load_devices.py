"""Laptops as the load makes them: each tells and hears as a real one does, and keeps what it was promised."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

import httpx2

from crmdesk.sync import packing, sealed
from crmdesk.sync.messages import Answer, Standing, chained
from crmdesk.sync.sealed import Sealed, SealedPage
from tests.hub.load_told import Told

PATIENCE = 60.0
"""Seconds until a laptop counts as left alone."""
_PACKED = {"Content-Type": "application/x-msgpack", "Accept-Encoding": "zstd"}


class UnreachedError(Exception):
    """Later, perhaps."""


class Way:
    """To any of the hubs, as what balances between them would choose, each request timed."""

    def __init__(self, ports: Sequence[int], told: Told, random: Random) -> None:
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
        self._clients = [
            httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20, limits=limits, trust_env=False)
            for port in ports
        ]
        self.told, self._random = told, random

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()

    def client(self) -> httpx2.AsyncClient:
        return self._random.choice(self._clients)

    async def send(
        self, kind: str, method: str, path: str, token: str, content: bytes | None = None, fine: int = 200
    ) -> bytes:
        began = time.monotonic()
        said = {**_PACKED, "Authorization": f"Bearer {token}"}
        if content and len(content) > packing.WORTH_IT and "blobs" not in path:
            content, said["Content-Encoding"] = packing.packed(content), "zstd"
        try:
            response = await self.client().request(method, path, headers=said, content=content)
        except httpx2.HTTPError as error:
            self.told.failed(kind, type(error).__name__)
            raise UnreachedError from error
        self._check(kind, response, fine)
        self.told.times[kind].append(time.monotonic() - began)
        if response.headers.get("content-encoding") == "zstd":
            return packing.unpacked(response.content, sealed.MOST_BYTES)
        return response.content

    def _check(self, kind: str, response: httpx2.Response, fine: int) -> None:
        status = response.status_code
        if status < 300 or status == fine:
            return
        self.told.failed(kind, f"{status} {response.text[:100]}")
        if status < 500 and status != 429:
            self.told.faults.append(f"{kind}: {status} {response.text[:100]}")
        raise UnreachedError


@dataclass
class Device:
    name: bytes
    token: str
    log: str
    way: Way
    random: Random
    epoch: int = 0
    read: int = 0
    chain: bytes = b""
    told: list[bytes] = field(default_factory=list)
    """What the hub has said it has."""
    waiting: list[Sealed] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def until_done(self, act: Callable[[], Awaitable[None]]) -> None:
        """Again and again, with longer and longer rests, until it is done."""
        rest, left_alone = 0.1, time.monotonic() + PATIENCE
        async with self.lock:
            while time.monotonic() < left_alone:
                try:
                    await act()
                    return
                except UnreachedError:
                    pass
                except Exception as error:  # noqa: BLE001 - told at the end
                    self._fault(repr(error))
                    return
                await asyncio.sleep(rest * self.random.uniform(0.5, 1.5))
                rest = min(2 * rest, 2.0)
        self._fault("was left alone")

    # What it does

    async def look(self) -> None:
        await self.hello()
        await self.pull()

    async def edit(self) -> None:
        await self.look()
        await self.push()
        await self.pull()

    async def hello(self) -> None:
        found = await self._tell("hello", sealed.pack_standing(self._standing()))
        welcome = sealed.unpack_welcome(found)
        if not welcome.fits or self.epoch not in (0, welcome.epoch):
            self._fault(f"does not fit: {welcome.epoch} {welcome.fits}")
        self.epoch = welcome.epoch
        if [entry.id for entry in self.waiting[: len(welcome.beyond)]] != list(welcome.beyond):
            self._fault("was told of changes that it never told")
        self._acknowledge(len(welcome.beyond))

    async def push(self) -> None:
        """Now and then as if the first answer had been lost."""
        if not self.waiting:
            self._work(self.random.randint(1, 20))
        said = sealed.pack_push(self._standing(), self.waiting)
        if self.random.random() < 0.05:
            await self._tell("push", said)
        pushed = sealed.unpack_pushed(await self._tell("push", said))
        if pushed.answer is Answer.TAKEN:
            self._acknowledge(len(self.waiting))
        else:
            self._fault(f"push was {pushed.answer}")

    async def pull(self) -> None:
        while (page := await self._page()).read < page.end:
            pass

    async def _page(self) -> SealedPage:
        path = f"/v1/logs/{self.log}/pull?after={self.read}&limit=1000"
        page = sealed.unpack_page(await self.way.send("pull", "GET", path, self.token))
        self.heard += [entry.id for entry in page.entries]
        self.read = page.read
        return page

    async def presence(self) -> None:
        said = json.dumps({"what": [self.random.randbytes(16).hex()]}).encode()
        await self.way.send("presence", "POST", "/v1/presence", self.token, said)

    async def me(self) -> None:
        await self.way.send("me", "GET", "/v1/me", self.token)

    async def file(self) -> None:
        data = self.random.randbytes(self.random.randint(1_000, 300_000))
        name = sha256(data).hexdigest()
        path = f"/v1/logs/{self.log}/blobs/{name}"
        await self.way.send("has file", "HEAD", path, self.token, fine=404)
        await self.way.send("put file", "PUT", f"{path}/0?parts=1", self.token, data)
        self.files.append(name)
        await self.check_file(name)

    async def check_file(self, name: str) -> None:
        found = await self.way.send("get file", "GET", f"/v1/logs/{self.log}/blobs/{name}", self.token)
        if sha256(found).hexdigest() != name:
            self._fault("got another file than it put")

    async def listen(self) -> None:
        """For as long as it is let; what comes is fetched at once."""
        while True:
            try:
                await self._listen()
            except httpx2.HTTPError as error:
                self.way.told.failed("events", type(error).__name__)
            except Exception as error:  # noqa: BLE001 - told at the end
                self._fault(repr(error))
            await asyncio.sleep(self.random.uniform(0.1, 1))

    async def _listen(self) -> None:
        began, said = time.monotonic(), {"Authorization": f"Bearer {self.token}"}
        async with self.way.client().stream("GET", "/v1/events", headers=said) as response:
            if response.status_code != 200:
                self.way.told.failed("events", str(response.status_code))
                return
            self.way.told.times["events"].append(time.monotonic() - began)
            async for event in httpx2.EventSource(response):
                if event.event == "heads" and json.loads(event.data).get(self.log, 0) > self.read:
                    await self.until_done(self._follow)

    async def _follow(self) -> None:
        entries = (await self._page()).entries
        now = time.time()
        self.way.told.seen += [now - (each.clock >> 16) / 1000 for each in entries if each.device != self.name]

    # What it knows

    def _standing(self) -> Standing:
        return Standing(self.name, self.epoch, self.read, len(self.told), self.chain)

    def _work(self, count: int) -> None:
        number, clock = len(self.told) + 1, int(time.time() * 1000) << 16
        self.waiting += [
            Sealed(self.random.randbytes(16), self.name, number + more, clock, self._body()) for more in range(count)
        ]

    def _body(self) -> bytes:
        return self.random.randbytes(self.random.randint(40, 400))

    def _acknowledge(self, count: int) -> None:
        ids = [entry.id for entry in self.waiting[:count]]
        self.told += ids
        self.chain = chained(self.chain, ids)
        del self.waiting[:count]

    async def _tell(self, kind: str, data: bytes) -> bytes:
        return await self.way.send(kind, "POST", f"/v1/logs/{self.log}/{kind}", self.token, data)

    def _fault(self, what: str) -> None:
        self.way.told.faults.append(f"{self.name.hex()} {what}")
