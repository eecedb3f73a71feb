"""Routes of coming in, of being somebody, and of whether the hub is well."""

from dataclasses import asdict, dataclass
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any

from sqlalchemy import select
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from crmdesk.hub import devices, invitations, keeping, people, presence
from crmdesk.hub.devices import Pass
from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Caller
from crmdesk.hub.routes_base import Call, Right, Table, Way
from crmdesk.i18n import _

table = Table()


@dataclass(frozen=True, slots=True)
class Code:
    code: str


@dataclass(frozen=True, slots=True)
class Joining:
    code: str
    name: str
    machine: str
    public_key: bytes
    password: str = ""


@dataclass(frozen=True, slots=True)
class SigningIn:
    workspace: str
    name: str
    password: str
    machine: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True)
class NewPassword:
    old: str
    new: str
    end_others: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    what: list[bytes]


# For whoever has no token


@table.add("GET", "/health", Right.NOBODY)
def health(call: Call) -> dict[str, str]:
    call.connection.execute(select(1))
    return {"status": "ok"}


@table.add("GET", "/metrics", Right.NOBODY, Way.ALONE)
def metrics(call: Call) -> Response:
    if not (_is_near(call) or _has_metrics_token(call)):
        raise HubError(401, "token", _("Metrics are for this machine, or whoever has their token."))
    return Response(
        call.hub.metrics.text(keeping.statistics(call.hub.engine)), media_type="text/plain; version=0.0.4"
    )  # fmt: skip


def _is_near(call: Call) -> bool:
    """From this machine, and not for somebody else."""
    client, headers = call.request.client, call.request.headers
    try:
        is_here = client is not None and ip_address(client.host).is_loopback
    except ValueError:
        return False
    return is_here and not any(name in headers for name in ("x-forwarded-for", "forwarded"))


def _has_metrics_token(call: Call) -> bool:
    token = call.hub.settings.metrics_token
    return bool(token) and compare_digest(token.encode(), call.token.encode())


@table.add("GET", "/join/{code}", Right.NOBODY, Way.ALONE)
def page(_call: Call) -> Response:
    """The same for every code: whether it is good is told to CRMDesk alone."""
    return PlainTextResponse(
        _("This is an invitation to work together in CRMDesk.\n\n"
          "Copy the whole link from your browser's address line, open CRMDesk, and choose “Join colleagues”.\n")
    )  # fmt: skip


@table.add("POST", "/v1/offer", Right.NOBODY, body=Code, is_secret=True)
def offer(call: Call) -> dict[str, Any]:
    found = invitations.offer(call.connection, call.body.code, call.now)
    return {
        "workspace": found.workspace, "invited_by": found.invited_by, "role": found.role, "for_name": found.for_name,
        "sealed": found.is_sealed,
    }  # fmt: skip


@table.add("POST", "/v1/join", Right.NOBODY, Way.WRITES, body=Joining, is_secret=True)
def join(call: Call) -> dict[str, Any]:
    told = {**asdict(call.body), "password": call.body.password or None}
    return _pass(invitations.join(call.connection, now=call.now, **told))


@table.add("POST", "/v1/sign-in", Right.NOBODY, Way.WRITES, body=SigningIn, is_secret=True)
def sign_in(call: Call) -> dict[str, Any]:
    return _pass(devices.sign_in(call.connection, now=call.now, **asdict(call.body)))


# For each device


@table.add("POST", "/v1/token", Right.ANYBODY, Way.WRITES, body=Nothing)
def rotate(call: Call) -> dict[str, str]:
    return {"token": devices.rotate(call.connection, call.caller)}


@table.add("POST", "/v1/leave", Right.ANYBODY, Way.WRITES, body=Nothing)
def leave(call: Call) -> None:
    devices.leave(call.connection, call.caller, call.now)


@table.add("GET", "/v1/me", Right.ANYBODY)
def me(call: Call) -> dict[str, Any]:
    return {**_me(call.caller), "time": call.now}


@table.add("POST", "/v1/password", Right.ANYBODY, Way.WRITES, body=NewPassword, is_secret=True)
def set_password(call: Call) -> None:
    told = call.body
    people.set_password(call.connection, call.caller, told.old, told.new, call.now, end_others=told.end_others)


@table.add("POST", "/v1/presence", Right.ANYBODY, Way.WRITES, body=Open)
def is_open(call: Call) -> None:
    presence.put(call.connection, call.caller, call.body.what, call.now)
    call.has_news = True


@table.add("GET", "/v1/events", Right.ANYBODY, Way.ALONE)
def events(call: Call) -> Response:
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(call.hub.watch.stream(call.caller), headers=headers, media_type="text/event-stream")


def _pass(made: Pass) -> dict[str, Any]:
    return {"token": made.token, **_me(made.caller)}


def _me(caller: Caller) -> dict[str, Any]:
    return {
        "person": {
            "id": caller.person.hex(), "name": caller.name, "role": caller.role, "may_export": caller.may_export,
        },
        "workspace": {"id": caller.workspace.hex(), "name": caller.workspace_name, "sealed": caller.is_sealed},
        "device": {"id": caller.device.hex()},
        "logs": {"shared": caller.shared_log.hex(), "own": caller.own_log.hex()},
    }  # fmt: skip
