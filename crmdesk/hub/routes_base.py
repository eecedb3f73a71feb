"""How a route is declared and answered: who asks, whether they may, and only then what they said."""

import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoRoomError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from crmdesk.hub import devices, routes_bodies
from crmdesk.hub.database import in_transaction, reading
from crmdesk.hub.errors import HubError
from crmdesk.hub.events import Watch
from crmdesk.hub.limits import Limits, TooOftenError, who_asks
from crmdesk.hub.logs import OURS
from crmdesk.hub.metrics import Metrics
from crmdesk.hub.people import Caller, Role
from crmdesk.hub.settings import HubSettings
from crmdesk.i18n import _
from crmdesk.sync import packing
from crmdesk.sync.sealed import MessageError

T = TypeVar("T")
THREADS = 20
"""As many as the database has connections."""
_AT_ONCE = 64 << 10
"""Bytes that are read before it is known whose they are."""
_LONGEST_TOKEN = 200
_large = Lock()
"""One at a time: made up of nothing but empty lists, a message takes a hundred times its length."""


class Right(Enum):
    NOBODY = auto()
    """It takes no token."""
    ANYBODY = auto()
    READ = auto()
    WRITE = auto()
    TEND = auto()
    """What only managers do to the log of all, and everybody to their own."""
    MANAGE = auto()


class Way(Enum):
    READS = auto()
    WRITES = auto()
    ALONE = auto()
    """It cares for its transactions itself."""


@dataclass(slots=True)
class Hub:
    """Of one process."""

    settings: HubSettings
    engine: Engine
    limits: Limits
    watch: Watch = field(init=False)
    metrics: Metrics = field(init=False)
    _threads: CapacityLimiter | None = None

    def __post_init__(self) -> None:
        self.watch = Watch(self.engine, self.in_thread)
        self.metrics = Metrics(lambda: self.watch.listening)

    def in_thread(self, work: Callable[[], T]) -> Awaitable[T]:
        if self._threads is None:  # it belongs to the loop that runs now
            self._threads = CapacityLimiter(THREADS)
        return to_thread.run_sync(work, limiter=self._threads)


@dataclass(slots=True)
class Call:
    hub: Hub
    rule: "Rule"
    request: Request
    body: Any = None
    log: bytes | None = None
    now: int = field(default_factory=lambda: int(time.time() * 1000))
    has_news: bool = False
    """Others want to know."""
    _connection: Connection | None = None
    _caller: Caller | None = None

    @property
    def connection(self) -> Connection:
        assert self._connection
        return self._connection

    @property
    def caller(self) -> Caller:
        assert self._caller
        return self._caller

    @property
    def its_log(self) -> bytes:
        assert self.log
        return self.log

    @property
    def token(self) -> str:
        kind, _space, token = self.request.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" and len(token) <= _LONGEST_TOKEN else ""

    def key(self, name: str) -> bytes:
        return _key(self.request.path_params[name])

    def number(self, name: str, default: int | None = None) -> int:
        told = self.request.query_params.get(name, "" if default is None else str(default))
        if not (told.isascii() and told.isdecimal() and len(told) < 19):
            raise HubError(422, "number", _("This is not as the hub expects it: {name}").format(name=name))
        return int(told)

    def admit(self, connection: Connection) -> None:
        """The only way past a right."""
        self._connection = connection
        if self.rule.right is Right.NOBODY:
            return
        caller = devices.who(connection, self.token, self.now) if self.token else None
        if caller is None:
            raise _stranger(connection, self.token)
        if "log" in self.request.path_params:
            self.log = _key(self.request.path_params["log"])
        self._caller = authorise(caller, self.rule.right, self.log)
        self.request.scope["crmdesk.device"] = caller.device.hex()[:8]


def _key(text: str) -> bytes:
    """Of 16 bytes; whatever else is asked for, nothing has it."""
    try:
        return bytes.fromhex(text) if len(text) == 32 else b""
    except ValueError:
        return b""


def _stranger(connection: Connection, token: str) -> HubError:
    if token and devices.is_shut_out(connection, token):
        return HubError(401, "revoked", _("This device no longer has access."))
    return HubError(401, "token", _("This device is not known here."))


def authorise(caller: Caller, right: Right, log: bytes | None) -> Caller:
    """Raises HubError: what is not theirs does not exist for them; what they may not is refused."""
    if log is not None and log not in (caller.shared_log, caller.own_log):
        raise HubError(404, "no_log", _("There is nothing here."))
    if log != caller.own_log and not caller.role.covers(_NEEDED.get(right, Role.VIEWER)):
        raise HubError(403, "role", _("Your role does not allow this."))
    return caller


_NEEDED = {Right.WRITE: Role.MEMBER, Right.TEND: Role.MANAGER, Right.MANAGE: Role.MANAGER}


@dataclass(frozen=True, slots=True)
class Rule:
    method: str
    path: str
    right: Right
    way: Way
    work: Callable[[Call], Any]
    """Gives what goes as JSON, bytes of a packed message, None for nothing, or a whole response."""
    body: type | Callable[[bytes], Any] | None = None
    """The form of JSON, or what reads bytes."""
    is_secret: bool = False
    """Somebody could try secrets here."""

    @property
    def most(self) -> int:
        return routes_bodies.MOST_JSON if isinstance(self.body, type) else routes_bodies.MOST_PACKED

    def read(self, data: bytes) -> Any:
        if isinstance(self.body, type):
            return routes_bodies.form(self.body, data)
        return self.body(data) if self.body else None


Made = Callable[[Callable[[Call], Any]], Callable[[Call], Any]]


@dataclass
class Table:
    """Of the routes that one module declares."""

    rules: list[Rule] = field(default_factory=list)

    def add(self, method: str, path: str, right: Right, way: Way = Way.READS, **options: Any) -> Made:
        def put(work: Callable[[Call], Any]) -> Callable[[Call], Any]:
            self.rules.append(Rule(method, path, right, way, work, **options))
            return work

        return put


# From a request to its answer


async def answer(hub: Hub, rule: Rule, request: Request) -> Response:
    request.scope["crmdesk.route"] = rule.path
    try:
        call = Call(hub, rule, request)
        _ration(call)
        found = await hub.in_thread(partial(_answer, call, await _body(call)))
        if call.has_news:
            hub.watch.wake()
        return _response(request, found)
    except TooOftenError as error:
        return told(error, {"Retry-After": str(error.wait)})
    except HubError as error:
        return told(error)
    except (OperationalError, InterfaceError, NoRoomError) as error:
        OURS.error("the database does not answer", exc_info=error)
        return told(
            HubError(503, "database", _("The hub cannot reach its data. Try again later.")), {"Retry-After": "2"}
        )
    except Exception:  # noqa: BLE001 - the only place that hears of faults of ours
        OURS.exception("a fault")
        return told(HubError(500, "fault", _("The hub has a fault. Nothing was changed.")))


def _ration(call: Call) -> None:
    limits, address = call.hub.limits, who_asks(call.request.client.host if call.request.client else "")
    limits.addresses.check(address)
    if call.token:
        limits.callers.check(sha256(call.token.encode()).hexdigest())
    if call.rule.is_secret:
        limits.secrets.check(address)


async def _body(call: Call) -> bytes:
    """Strangers get no further than a few bytes."""
    rule, headers = call.rule, call.request.headers
    if rule.body is None:
        return b""
    length = headers.get("content-length", "")
    is_short = length.isdecimal() and len(length) < 9 and int(length) <= _AT_ONCE and "content-encoding" not in headers
    if not is_short and rule.right is not Right.NOBODY:
        await call.hub.in_thread(lambda: reading(call.hub.engine, call.admit))
    return await routes_bodies.read(call.request, rule.most)


def _answer(call: Call, data: bytes) -> Any:
    rule, engine = call.rule, call.hub.engine
    wrong = _understand(call, data)

    def work(connection: Connection) -> Any:
        call.admit(connection)
        if wrong:
            raise wrong
        return rule.work(call)

    if rule.way is Way.ALONE:
        if rule.right is not Right.NOBODY:
            reading(engine, call.admit)
        if wrong:
            raise wrong
        return rule.work(call)
    return (reading if rule.way is Way.READS else in_transaction)(engine, work)


def _understand(call: Call, data: bytes) -> HubError | None:
    """What is wrong with it is told last: to nobody who may not even ask."""
    try:
        data = routes_bodies.unpacked(call.request.headers, data)
        with _large if len(data) > _AT_ONCE else nullcontext():
            call.body = call.rule.read(data)
    except MessageError:
        return HubError(400, "message", _("This is no message for a hub."))
    except HubError as error:
        return error
    return None


def _response(request: Request, found: Any) -> Response:
    if isinstance(found, Response):
        return found
    if found is None:
        return Response(status_code=204)
    if not isinstance(found, bytes):
        return JSONResponse(found)
    headers = {"Vary": "Accept-Encoding"}
    if len(found) > packing.WORTH_IT and "zstd" in request.headers.get("accept-encoding", ""):
        found, headers["Content-Encoding"] = packing.packed(found), "zstd"
    return Response(found, headers=headers, media_type=routes_bodies.PACKED)


def told(error: HubError, headers: dict[str, str] | None = None) -> JSONResponse:
    document = {"error": error.code, "message": error.message}
    return JSONResponse(
        document, error.status, {**(headers or {}), **({"WWW-Authenticate": "Bearer"} if error.status == 401 else {})}
    )
