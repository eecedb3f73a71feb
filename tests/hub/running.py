"""A hub as a process of its own, as whoever runs it starts it."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_PATIENCE = 50.0


class Running:
    def __init__(self, folder: Path, *options: str) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        self.errors = (folder / "errors").open("wb+")
        command = [sys.executable, "-m", "crmdesk", "hub", "serve", "--port", str(self.port), *options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=self.errors, stdin=subprocess.DEVNULL
        )  # fmt: skip
        self._until_ready()

    def _until_ready(self) -> None:
        end = time.monotonic() + _PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            with suppress(OSError):
                if self.ask("GET", "/health")[0] == 200:
                    return
            time.sleep(0.02)
        raise AssertionError(self.said)

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def connect(self, first: bytes) -> socket.socket:
        found = socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE)
        found.sendall(first)
        return found

    @property
    def said(self) -> str:
        self.errors.flush()
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(_PATIENCE)

    def first_line(self) -> bytes:
        assert self.process.stdout
        return self.process.stdout.readline()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.errors.close()


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Running]:
    folder.mkdir(exist_ok=True)
    hub = Running(folder, *options)
    try:
        yield hub
    finally:
        hub.close()
