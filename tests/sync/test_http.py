"""The way to a hub: what is refused, what is only not reached, and what never leaves the laptop."""

import hashlib
import json
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx2
import pytest
import zstandard

from crmdesk.sync import sealed
from crmdesk.sync.door import HubDoor
from crmdesk.sync.http import HttpHub, NotReachedError, PoisonError, RefusedError, WrongCertificateError
from crmdesk.sync.messages import Answer, Change, Pushed, Standing, Welcome, chained
from crmdesk.sync.packing import packed
from crmdesk.sync.sealed import Plain, Sealed, SealedPage
from tests.services.imap_server import certificate

HUB, TOKEN, LOG = "https://hub.example.org", "canary-token", "ab" * 16
Answering = Callable[[httpx2.Request], httpx2.Response]
HERE = Standing(b"device_1", 1, 0, 0, b"")


def said(data: bytes | object = b"", status: int = 200, **headers: str) -> httpx2.Response:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(status, headers=named, stream=httpx2.ByteStream(content))


def door(answering: Answering) -> HubDoor:
    return HubDoor(HUB, "", TOKEN, httpx2.MockTransport(answering))


def log(answering: Answering, unreadable: list[Sealed] | None = None) -> HttpHub:
    aside = [] if unreadable is None else unreadable
    return HttpHub(door(answering), LOG, Plain(), aside.append)


def change(number: int, size: int = 1) -> Change:
    return Change(number.to_bytes(16), b"device_1", number, 5, (), 2, b"r" * 16, {3: "x" * size})


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda: said({"error": "revoked", "message": "No."}, 401), RefusedError),
        (lambda: said({"error": "forbidden", "message": "No."}, 403), RefusedError),
        (lambda: said({"error": "busy", "message": "Later."}, 503), NotReachedError),
        (lambda: said({"error": "limited", "message": "Later."}, 429), NotReachedError),
        (lambda: said(b"<html>Hotel Wi-Fi: sign in", 200), NotReachedError),
        (lambda: said(b"<html>Not here", 404), NotReachedError),
        (lambda: said(b"", 302, location="https://elsewhere.example.org"), NotReachedError),
        (lambda: said([1], 200), NotReachedError),
        (lambda: said(bytes(9 << 20), 200), NotReachedError),
        (lambda: said(zstandard.compress(bytes(1 << 28)), 200, content_encoding="zstd"), NotReachedError),
        (lambda: said(b"(/\xb5\xfd broken", 200, content_encoding="zstd"), NotReachedError),
    ],
)
def test_what_is_refused_is_told_from_what_is_not_reached(
    answer: Callable[[], httpx2.Response], error: type[Exception]
) -> None:
    with door(lambda _request: answer()) as client, pytest.raises(error):
        client.me()


def test_a_hub_says_why_and_when() -> None:
    with (
        door(lambda _request: said({"error": "revoked", "message": "Gone."}, 401)) as client,
        pytest.raises(RefusedError) as refused,
    ):
        client.people()
    assert (refused.value.code, str(refused.value), refused.value.status) == ("revoked", "Gone.", 401)
    with (
        door(lambda _request: said({"error": "limited", "message": ""}, 429, retry_after="7")) as client,
        pytest.raises(NotReachedError) as late,
    ):
        client.people()
    assert late.value.wait == 7


def test_once_again_only_where_that_does_no_harm() -> None:
    asked: list[str] = []

    def dropping(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        raise httpx2.RemoteProtocolError("gone")

    with door(dropping) as client:
        for call in (client.people, lambda: client.join("code", "Ana", "", "laptop", b""), client.new_token):
            with pytest.raises(NotReachedError):
                call()
    assert asked == ["/v1/people", "/v1/people", "/v1/join", "/v1/token"]


def test_messages_go_packed_and_come_back() -> None:
    heard: list[httpx2.Request] = []
    entries = [sealed.sealed(sealed.Placed((), change(1, 1000)), Plain())]

    def answering(request: httpx2.Request) -> httpx2.Response:
        heard.append(request)
        if request.url.path.endswith("hello"):
            return said(sealed.pack_welcome(Welcome(3, True, [b"i" * 16])))
        if request.url.path.endswith("push"):
            return said(sealed.pack_pushed(Pushed(Answer.TAKEN, 9)))
        return said(packed(sealed.pack_page(SealedPage(3, entries, 1, 1))), content_encoding="zstd")

    hub = log(answering)
    assert hub.hello(HERE) == Welcome(3, True, [b"i" * 16])
    assert hub.push(HERE, [change(1, 1000)]).answer is Answer.TAKEN
    assert [placed.change for placed in hub.pull(0, 1000).changes] == [change(1, 1000)]
    assert [request.url.path for request in heard] == [f"/v1/logs/{LOG}/{name}" for name in ("hello", "push", "pull")]
    assert all(request.headers["authorization"] == f"Bearer {TOKEN}" for request in heard)
    assert heard[1].headers["content-encoding"] == "zstd"
    assert len(heard[1].content) < 500
    assert heard[2].url.query == b"after=0&limit=1000"


def taking(refuses: Callable[[Sealed], bool], told: list[Sealed]) -> Answering:
    """A hub that checks what is said to follow on what was told, and takes all of a message or none."""

    def answering(request: httpx2.Request) -> httpx2.Response:
        data = request.content
        if request.headers.get("content-encoding") == "zstd":
            data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
        standing, entries = sealed.unpack_push(data)
        assert standing.told == len(told)
        assert standing.chain == chained(b"", [entry.id for entry in told])
        if any(map(refuses, entries)) or len(data) > 4 << 20:
            return said({"error": "too_large", "message": "Too large."}, 413)
        told.extend(entries)
        return said(sealed.pack_pushed(Pushed(Answer.TAKEN, 1)))

    return answering


def test_one_that_is_refused_is_found_among_the_others() -> None:
    told: list[Sealed] = []
    with pytest.raises(PoisonError, match="Too large") as poison:
        log(taking(lambda entry: entry.number == 5, told)).push(HERE, [change(number) for number in range(1, 10)])
    assert poison.value.change == change(5).id
    assert [entry.number for entry in told] == [1, 2, 3, 4]


def test_large_ones_go_in_several_messages() -> None:
    told: list[Sealed] = []
    changes = [change(number, 900_000) for number in range(1, 10)]
    assert log(taking(lambda _entry: False, told)).push(HERE, changes).answer is Answer.TAKEN
    assert len(told) == 9


def test_nobody_is_told_apart_where_rights_are_missing() -> None:
    asked: list[int] = []

    def forbidding(request: httpx2.Request) -> httpx2.Response:
        asked.append(1)
        return said({"error": "forbidden", "message": "You may only read."}, 403)

    with pytest.raises(RefusedError, match="only read"):
        log(forbidding).push(HERE, [change(1), change(2)])
    assert len(asked) == 1


def test_what_nobody_can_open_is_set_aside_and_the_others_go_on() -> None:
    good = sealed.sealed(sealed.Placed((), change(2)), Plain())
    bad = Sealed(b"j" * 16, b"device_9", 1, 5, b"\xc1 nonsense", (), ((1, 1),))
    aside: list[Sealed] = []
    page = log(lambda _request: said(sealed.pack_page(SealedPage(1, [bad, good], 2, 2))), aside).pull(0, 10)
    assert [placed.change.number for placed in page.changes] == [2]
    assert (page.read, aside) == (2, [bad])


@contextmanager
def https(folder: Path, heard: list[str]) -> Iterator[tuple[str, str]]:
    """A hub that signs its own certificate: its address, and the pin of it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers["Authorization"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"people": []}')

        def log_message(self, *args: object) -> None: ...

    path = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_args: None  # type: ignore[method-assign, assignment]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    pem = path.read_text()
    der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE") :])
    try:
        yield f"https://127.0.0.1:{server.server_port}", hashlib.sha256(der).hexdigest()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_hub_is_known_by_its_certificate(tmp_path: Path) -> None:
    heard: list[str] = []
    with https(tmp_path, heard) as (address, pin):
        for wrong in ("", "ab" * 32):
            with HubDoor(address, wrong, TOKEN) as client, pytest.raises(WrongCertificateError):
                client.people()
        assert not heard
        with HubDoor(address, pin, TOKEN) as client:
            assert client.people() == []
    assert heard == [f"Bearer {TOKEN}"]


def test_neither_proxies_nor_logs_hear_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    caplog.set_level(logging.DEBUG)
    with https(tmp_path, []) as (address, pin), HubDoor(address, pin, TOKEN) as client:
        client.people()
    assert caplog.text
    assert TOKEN not in caplog.text


def test_where_nobody_answers() -> None:
    with HubDoor("http://127.0.0.1:1") as client, pytest.raises(NotReachedError):
        client.people()
