"""The hub as a process: one that serves, or one that starts several on one port."""

import asyncio
import ssl
from hashlib import sha256
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Any

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from crmdesk.hub import logs
from crmdesk.hub.app import make_app
from crmdesk.hub.database import open_database
from crmdesk.hub.settings import HubSettings

MOST_CONNECTIONS = 2000
HEADERS_WITHIN = 15.0
"""Seconds from the first byte of a request to the last of its headers."""
MOST_HEADERS = 16 << 10
_REST = 75
"""Seconds that an idle connection is kept; longer than what stands before a hub usually keeps it."""
_GRACE = 20


class Patient(H11Protocol):
    """But not for ever: who sends a header now and then would keep a connection for nothing."""

    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._wait()
        else:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._due is None:
            self._due = self.loop.call_later(HEADERS_WITHIN, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._due:
            self._due.cancel()
            self._due = None


def app() -> Starlette:
    """For the processes that one with several workers starts."""
    settings = HubSettings.handed_on()
    logs.begin(settings.level)
    return make_app(settings, open_database(settings.database))


def serve(settings: HubSettings, port: int, certificate: Path | None, key: Path | None, proxies: str) -> None:
    """Until it is told to end."""
    settings.hand_on()
    logs.begin(settings.level)
    options: dict[str, Any] = {
        "host": settings.host, "port": port, "workers": settings.workers, "factory": True,
        "http": Patient, "ws": "none", "log_config": None, "access_log": False, "server_header": False,
        "proxy_headers": bool(proxies), "forwarded_allow_ips": proxies or None,
        "ssl_certfile": certificate, "ssl_keyfile": key,
        "limit_concurrency": MOST_CONNECTIONS, "h11_max_incomplete_event_size": MOST_HEADERS,
        "timeout_keep_alive": _REST, "timeout_graceful_shutdown": _GRACE,
    }  # fmt: skip
    config = uvicorn.Config(f"{__name__}:app", **options)
    socket = config.bind_socket()
    socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # what is accepted on it would else keep each answer for 40 ms
    if settings.workers > 1:
        Multiprocess(config, sockets=[socket]).run()
    else:
        uvicorn.Server(config).run(sockets=[socket])


def pin(certificate: Path) -> str:
    return sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text("ascii"))).hexdigest()
