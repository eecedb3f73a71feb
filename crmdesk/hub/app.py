"""The hub as an ASGI application: the table of its routes, behind one gate."""

import signal
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from types import FrameType

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crmdesk.hub import routes_blobs, routes_door, routes_logs, routes_people
from crmdesk.hub.errors import HubError
from crmdesk.hub.limits import Limits
from crmdesk.hub.logs import OURS
from crmdesk.hub.routes_base import Hub, Rule, answer, told
from crmdesk.hub.settings import HubSettings
from crmdesk.i18n import _

RULES: list[Rule] = [
    rule for module in (routes_door, routes_logs, routes_blobs, routes_people) for rule in module.table.rules
]
_SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}


def make_app(settings: HubSettings, engine: Engine, limits: Limits | None = None) -> Starlette:
    hub = Hub(settings, engine, limits or Limits(settings.workers))
    app = Starlette(
        routes=[_route(hub, rule) for rule in RULES],
        middleware=[Middleware(Gate, hub=hub)],
        exception_handlers={HTTPException: _elsewhere},
        lifespan=_lifespan,
    )
    app.router.redirect_slashes = False
    app.state.hub = hub
    return app


def _route(hub: Hub, rule: Rule) -> Route:
    route = Route(rule.path, partial(answer, hub, rule), methods=[rule.method])
    route.methods = {rule.method}  # HEAD is answered where it is declared, and nowhere else
    return route


async def _elsewhere(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "method" if error.status_code == 405 else "no_route"
    return told(HubError(error.status_code, code, _("There is nothing here.")))


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    hub: Hub = app.state.hub
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            _end_streams_at(number, hub)
    yield
    hub.watch.stop()
    hub.engine.dispose()


def _end_streams_at(number: signal.Signals, hub: Hub) -> None:
    """The server waits for answers that are under way, and a stream would have no end."""
    before = signal.getsignal(number)

    def end(at: int, frame: FrameType | None) -> None:
        hub.watch.stop_soon()
        if callable(before):
            before(at, frame)

    signal.signal(number, end)


class Gate:
    """Who asks for another host is sent away; every answer is counted, written down, and safe to show."""

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        self._app, self._hub = app, hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(_SAFE)
                self._note(scope, status, time.perf_counter() - began)
            await send(message)

        app = self._app if self._is_meant(Headers(scope=scope)) else told(
            HubError(400, "host", _("There is no hub of this name here."))
        )  # fmt: skip
        await app(scope, receive, send_safely)

    def _is_meant(self, headers: Headers) -> bool:
        host = headers.get("host", "").lower()
        name = host[1 : host.find("]")] if host.startswith("[") else host.partition(":")[0]
        return name in self._hub.settings.names

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = scope.get("crmdesk.route", "")
        method = scope["method"] if route else ""
        self._hub.metrics.answered(method, route, status, seconds)
        about = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
        OURS.info("answered", extra={**about, "device": scope.get("crmdesk.device", "")})
