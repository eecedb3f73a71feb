"""A hub as a process: it ends in peace, waits for nobody for ever, and writes down no secret."""

import asyncio
import json
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from crmdesk.hub import serve
from tests.hub.running import Running, running

KEY = "aa" * 32
PASSWORD = "a password like a canary"
PERSON, MACHINE = "Canary Birdwood", "cage-of-canary"


def join(hub: Running, link: str) -> tuple[str, dict[str, str]]:
    """A token, and the logs."""
    code = link.rpartition("/")[2]
    said = {"code": code, "name": PERSON, "password": PASSWORD, "machine": MACHINE, "public_key": KEY}
    status, body = hub.ask("POST", "/v1/join", said)
    assert status == 200, body
    admitted = json.loads(body)
    return admitted["token"], admitted["logs"]


def test_try_it_out_and_tell_no_secret(tmp_path: Path) -> None:
    """From nothing to a laptop that listens; and then everything that was secret is looked for in what it wrote."""
    data = tmp_path / "hub"
    with running(tmp_path, "--data", str(data), "--json", "--log-level", "debug") as hub:
        first = json.loads(hub.first_line())
        token, logs = join(hub, first["link"])
        person = json.loads(hub.ask("GET", "/v1/me", token=token)[1])["person"]["id"]
        _status, invited = hub.ask("POST", "/v1/invitations", {"role": "member", "for_name": "Bia Birdwood"}, token)
        new_code = json.loads(invited)["code"]
        hub.ask("GET", f"/join/{new_code}")
        hub.ask("POST", "/v1/offer", {"code": new_code})
        said = {"workspace": "Our contacts", "name": "Nobody Birdwood", "password": PASSWORD, "machine": MACHINE}
        assert hub.ask("POST", "/v1/sign-in", {**said, "public_key": KEY})[0] == 401
        assert hub.ask("GET", "/v1/me", token="not-a-token-but-a-canary")[0] == 401
        new_token = json.loads(hub.ask("POST", "/v1/token", {}, token)[1])["token"]
        for strange in (b"X: a\rb\nc\x1b[31m", b"X: \x00", b"Authorization: Bearer \x1b]0;canary\x07"):
            hub.connect(b"GET /v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\n" + strange + b"\r\n\r\n").close()
        listener = hub.connect(_listening(new_token))
        assert b"event: heads" in _read_until(listener, b"event: heads")
        assert hub.stop() == 0 or hub.process.returncode == -signal.SIGTERM
        assert _read_until(listener, b"never") is not None  # the stream has an end
        listener.close()
        lines = [json.loads(line) for line in hub.said.splitlines()]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).lower()
    code = first["link"].rpartition("/")[2]
    secrets = (
        token,
        new_token,
        code,
        new_code,
        PASSWORD,
        KEY,
        logs["shared"],
        person,
        "birdwood",
        "canary",
        "127.0.0.1",
    )
    assert [secret for secret in secrets if secret.lower() in text] == []
    assert not any(letter in text for letter in "\x1b\x00\r\x07")
    answered = {line["route"] for line in lines if line["message"] == "answered"}
    assert answered >= {"/health", "/v1/join", "/v1/me", "/join/{code}", "/v1/events"}
    assert (data / "hub.db").stat().st_mode & 0o77 == 0


def _listening(token: str) -> bytes:
    return f"GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


def _read_until(found: socket.socket, what: bytes) -> bytes:
    data = b""
    while what not in data and (piece := found.recv(65536)):
        data += piece
    return data


# Whoever is slow


async def _well(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def _ended(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """All that is answered until the connection is closed; by us after long."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        with suppress(ConnectionError):
            writer.write(piece)
            await asyncio.sleep(pause)
    try:
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionError:
        return b"closed"
    finally:
        writer.close()


def _on_a_patient_server(monkeypatch: pytest.MonkeyPatch, scene: Callable[[int], Awaitable[None]]) -> None:
    monkeypatch.setattr(serve, "HEADERS_WITHIN", 0.3)
    config = uvicorn.Config(
        _well, http=serve.Patient, lifespan="off", log_config=None, h11_max_incomplete_event_size=16384
    )
    config.load()

    async def run() -> None:
        state, loop = ServerState(), asyncio.get_running_loop()
        server = await loop.create_server(lambda: serve.Patient(config, state, {}), "127.0.0.1", 0)
        await scene(server.sockets[0].getsockname()[1])
        server.close()
        for each in list(state.connections):
            each.shutdown()
        await asyncio.sleep(0.05)

    asyncio.run(run())


@pytest.mark.parametrize(
    "pieces",
    [(), (b"GET / HTTP/1.1\r\n",), (b"GET / HTTP/1.1\r\nHost: x\r\n", *[b"X: y\r\n"] * 20),
     (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\n", *[b"X: y\r\n"] * 20)],
    ids=["silent", "begins", "drips", "drips later"],
)  # fmt: skip
def test_nobody_keeps_a_connection_by_dripping(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, pieces: tuple[bytes, ...]
) -> None:
    async def scene(port: int) -> None:
        await _ended(port, *pieces, pause=0.05)

    _on_a_patient_server(monkeypatch, scene)


def test_who_speaks_and_rests_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for rest in (0.5, 0.5, 0.0):
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 204")
            await asyncio.sleep(rest)
        writer.close()

    _on_a_patient_server(monkeypatch, scene)


def test_headers_have_an_end(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(port: int) -> None:
        told = await _ended(port, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * (1 << 20))
        assert told.startswith((b"HTTP/1.1 400", b"closed"))

    _on_a_patient_server(monkeypatch, scene)


def test_several_processes_answer_on_one_port(tmp_path: Path) -> None:
    with running(tmp_path, "--data", str(tmp_path / "hub"), "--json", "--workers", "2") as hub:
        token, _logs = join(hub, json.loads(hub.first_line())["link"])
        listener = hub.connect(_listening(token))
        assert b"event: heads" in _read_until(listener, b"event: heads")
        for _ in range(10):
            assert hub.ask("GET", "/v1/me", token=token)[0] == 200
        hub.stop()
        assert b"never" not in _read_until(listener, b"never")
        listener.close()
        assert hub.said.count("Finished server process") == 2
