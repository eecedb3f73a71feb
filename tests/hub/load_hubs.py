"""Hub processes on one real PostgreSQL: started, watched and started again like systemd would, and killed."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx2

from crmdesk.hub import database
from tests.hub.postgres import Postgres, programs

ROOT = Path(__file__).parents[2]
RESTART = 0.5
"""Seconds until a process that has gone is started again."""
_READY = 30.0
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Use:
    """Of a process and those that it started."""

    memory: float
    """MB that are its own."""
    processor: float
    """Seconds."""


def use_of(pid: int) -> Use:
    memory = processor = 0.0
    for each in _family(pid):
        with suppress(OSError):
            stat = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            processor += sum(map(int, stat[11:15])) / _TICKS  # with children that have gone
            resident, shared = map(int, Path(f"/proc/{each}/statm").read_text().split()[1:3])
            memory += (resident - shared) * _PAGE / (1 << 20)
    return Use(memory, processor)


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        with suppress(OSError):
            found += map(int, Path(f"/proc/{each}/task/{each}/children").read_text().split())
    return found


class HubProcess:
    def __init__(self, command: list[str], port: int, said: IO[bytes]) -> None:
        self.port = port
        self._command, self._said = [*command, "--port", str(port)], said
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self._command, cwd=ROOT, stdout=self._said, stderr=self._said, stdin=subprocess.DEVNULL
        )

    def kill(self) -> None:
        for pid in _family(self.process.pid):
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


class Hubs:
    """A PostgreSQL that keeps what it said it keeps, and so many hub processes before it."""

    def __init__(self, count: int, module: str = "crmdesk", *, is_safe: bool = True) -> None:
        """Safe: against a power cut too, which costs time; who is only killed loses nothing that it gave away."""
        where = programs()
        assert where, "there is no PostgreSQL here"
        self.postgres, self._is_safe = Postgres(where), is_safe
        if is_safe:
            self.postgres.stop()
            self.postgres.start(is_safe=True)
        self.engine = database.open_database(self.postgres.url)
        database.upgrade(self.engine)
        self.folder = Path(tempfile.mkdtemp(prefix="crmdesk-hubs-"))
        self._said = (self.folder / "log").open("wb")
        command = [sys.executable, "-m", module, "hub", "serve", "--database", self.postgres.url]
        command += ["--data", str(self.folder)]
        self.hubs = [HubProcess(command, free_port(), self._said) for _ in range(count)]
        self.is_over = False

    @property
    def ports(self) -> list[int]:
        return [hub.port for hub in self.hubs]

    @property
    def said(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    async def ready(self) -> None:
        async with httpx2.AsyncClient(trust_env=False) as client, asyncio.timeout(_READY):
            for port in self.ports:
                while not await _is_well(client, port):
                    await asyncio.sleep(0.05)

    async def keep_running(self) -> None:
        while not self.is_over:
            for hub in self.hubs:
                if hub.process.poll() is not None:
                    await asyncio.sleep(RESTART)
                    hub.start()
            await asyncio.sleep(0.05)

    async def kill_postgres(self) -> None:
        """And start it again, as soon as what is left of it has gone."""
        os.kill(self._postmaster, signal.SIGKILL)
        await asyncio.sleep(RESTART)
        is_up = False
        while not is_up:
            with suppress(AssertionError):
                await asyncio.to_thread(self.postgres.start, is_safe=self._is_safe)
                is_up = True

    @property
    def _postmaster(self) -> int:
        return int((self.postgres.folder / "data" / "postmaster.pid").read_text().split("\n")[0])

    def use(self) -> list[Use]:
        """Of each hub, and last of PostgreSQL."""
        return [use_of(pid) for pid in (*(hub.process.pid for hub in self.hubs), self._postmaster)]

    def close(self) -> None:
        self.is_over = True
        for hub in self.hubs:
            hub.stop()
        self._said.close()
        self.engine.dispose()
        self.postgres.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


async def _is_well(client: httpx2.AsyncClient, port: int) -> bool:
    with suppress(httpx2.HTTPError):
        return (await client.get(f"http://127.0.0.1:{port}/health")).status_code == 200
    return False
