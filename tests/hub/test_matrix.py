"""Every route with everybody: only those cells of the table are let in, and who is refused leaves no trace."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgpack
import pytest
from sqlalchemy import Engine
from starlette.routing import Route

from crmdesk.hub.app import RULES
from crmdesk.hub.people import Role
from crmdesk.hub.routes_base import Way
from crmdesk.sync import sealed
from tests.hub import hubs
from tests.hub.asked import BYTES, INSIDE, OUTSIDE, PASSWORD, World

EVERYBODY = (*OUTSIDE, *INSIDE)
MEMBERS, MANAGERS = INSIDE[1:], INSIDE[2:]
FILE = b"a file"
NAME = sha256(FILE).hexdigest()
PUBLIC_KEY = "aa" * 32


@dataclass(frozen=True)
class Row:
    """Who is let in; where it is asked, and with what. The others get `otherwise`, strangers 404."""

    allowed: tuple[str, ...]
    where: Callable[[World, str], str] = lambda world, who: ""
    body: Callable[[World], Any] = lambda world: None
    kind: str = ""
    otherwise: int = 403


def _shared(world: World, who: str) -> str:
    return world.log()


def _own(world: World, who: str) -> str:
    return world.log(who, own=True) if who in INSIDE else world.log("owner", own=True)


def _of_another(world: World, who: str) -> str:
    return world.log("manager" if who == "owner" else "owner", own=True)


def _person(name: str) -> Callable[[World, str], str]:
    return lambda world, who: world.passes[name].caller.person.hex()


def _device(world: World, who: str) -> str:
    return world.passes[who if who in INSIDE else "owner"].caller.device.hex()


def _anothers_device(world: World, who: str) -> str:
    return world.passes["disabled"].caller.device.hex()


def _invitation(world: World, who: str) -> str:
    return world.invitation[0]


def _code(world: World) -> dict[str, Any]:
    return {"code": world.invitation[1]}


def _joining(world: World) -> dict[str, Any]:
    return {**_code(world), "name": "Newcomer", "machine": "laptop", "public_key": PUBLIC_KEY}


def _signing_in(world: World) -> dict[str, Any]:
    said = {"workspace": "Bell & Souza", "name": "Owner", "password": PASSWORD}
    return {**said, "machine": "laptop", "public_key": PUBLIC_KEY}


def _key(world: World) -> dict[str, Any]:
    device = world.passes["member"].caller.device.hex()
    return {"keys": [{"device": device, "number": 1, "sealed": "00ff"}]}


def _condensing(world: World) -> bytes:
    epoch = sealed.unpack_page(world.ask("owner", "GET", f"/v1/logs/{world.log()}/pull?after=0").content).epoch
    return bytes(msgpack.packb({"epoch": epoch, "upto": 0, "keep": sealed.pack_numbers([])}))


def _condensing_own(world: World) -> bytes:
    return bytes(msgpack.packb({"epoch": 1, "upto": 0, "keep": sealed.pack_numbers([])}))


def _of_log(allowed: tuple[str, ...], **more: Any) -> dict[str, Row]:
    """A log of all, one's own, and one of somebody else in the workspace."""
    return {
        "shared": Row(allowed, _shared, **more),
        "own": Row(INSIDE, _own, **more),
        "another's": Row((), _of_another, otherwise=404, **more),
    }


def _said(data: bytes) -> Callable[[World], bytes]:
    return lambda world: data


_HELLO = _said(sealed.pack_standing(hubs.standing(0, epoch=0)))
_PUSH = _said(sealed.pack_push(hubs.standing(0, epoch=0), []))
_RELAY = _said(sealed.pack_entries(hubs.some(1, 2)))
_LOG = "/v1/logs/{}"

ROWS: dict[str, dict[str, Row]] = {
    "GET /health": {"": Row(EVERYBODY)},
    "GET /metrics": {"": Row(EVERYBODY)},
    "GET /join/{code}": {"": Row(EVERYBODY, lambda world, who: "whatever")},
    "POST /v1/offer": {"": Row(EVERYBODY, body=_code)},
    "POST /v1/join": {"": Row(EVERYBODY, body=_joining)},
    "POST /v1/sign-in": {"": Row(EVERYBODY, body=_signing_in)},
    "POST /v1/token": {"": Row((*INSIDE, "stranger"), body=lambda world: {})},
    "POST /v1/leave": {"": Row((*INSIDE, "stranger"), body=lambda world: {})},
    "GET /v1/me": {"": Row((*INSIDE, "stranger"))},
    "POST /v1/password": {"": Row((*INSIDE, "stranger"), body=lambda world: {"old": PASSWORD, "new": PASSWORD})},
    "POST /v1/presence": {"": Row((*INSIDE, "stranger"), body=lambda world: {"what": ["ab" * 16]})},
    "GET /v1/events": {"": Row((*INSIDE, "stranger"))},
    "POST /v1/logs/{log}/hello": _of_log(INSIDE, body=_HELLO),
    "POST /v1/logs/{log}/push": _of_log(MEMBERS, body=_PUSH),
    "GET /v1/logs/{log}/pull": _of_log(INSIDE, kind="?after=0"),
    "GET /v1/logs/{log}/left": _of_log(INSIDE),
    "POST /v1/logs/{log}/relay": _of_log(MEMBERS, body=_RELAY),
    "POST /v1/logs/{log}/condense": _of_log(MANAGERS, body=_condensing),
    "GET /v1/logs/{log}/keys": _of_log(INSIDE),
    "PUT /v1/logs/{log}/keys": _of_log(MANAGERS, body=_key),
    "HEAD /v1/logs/{log}/blobs/{name}": _of_log(INSIDE),
    "GET /v1/logs/{log}/blobs/{name}": _of_log(INSIDE),
    "PUT /v1/logs/{log}/blobs/{name}/{part}": _of_log(MEMBERS, body=_said(FILE), kind=BYTES),
    "GET /v1/people": {"": Row((*INSIDE, "stranger"))},
    "PATCH /v1/people/{person}": {
        "viewer": Row(MANAGERS, _person("viewer"), lambda world: {"role": "member"}),
        "manager": Row(("owner",), _person("manager"), lambda world: {"may_export": False}),
        "to manager": Row(("owner",), _person("viewer"), lambda world: {"role": "manager"}),
        "last owner": Row((), _person("owner"), lambda world: {"active": False}),
    },
    "DELETE /v1/people/{person}": {
        "viewer": Row(MANAGERS, _person("viewer")),
        "manager": Row(("owner",), _person("manager")),
    },
    "GET /v1/devices": {"": Row((*INSIDE, "stranger"))},
    "DELETE /v1/devices/{device}": {
        "own": Row(INSIDE, _device),
        "another's": Row(MANAGERS, _anothers_device, otherwise=404),
    },
    "GET /v1/invitations": {"": Row((*MANAGERS, "stranger"))},
    "POST /v1/invitations": {
        "member": Row((*MANAGERS, "stranger"), body=lambda world: {"role": "member"}),
        "manager": Row(("owner", "stranger"), body=lambda world: {"role": "manager"}),
    },
    "DELETE /v1/invitations/{invitation}": {"": Row(MANAGERS, _invitation)},
}
CONFLICTS = {("PATCH /v1/people/{person}", "last owner", "owner"): 409}


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> Iterator[World]:
    found = World(engine, tmp_path)
    with found.asked():
        found.app.state.hub.watch.stop()  # streams end at once
        for who in INSIDE:
            log = found.log(who, own=True)
            assert found.ask(who, "PUT", f"/v1/logs/{log}/blobs/{NAME}/0?parts=1", FILE, BYTES).status_code == 204
        assert found.ask("owner", "PUT", f"/v1/logs/{found.log()}/blobs/{NAME}/0?parts=1", FILE, BYTES).is_success
        assert found.ask("stranger", "GET", "/v1/me").is_success
        found.invitation = found.invite()
        yield found


def test_every_route_has_its_rows(tmp_path: Path) -> None:
    world = World(hubs.new_engine(), tmp_path)
    routes = [route for route in world.app.routes if isinstance(route, Route)]
    found = {f"{method} {route.path}" for route in routes for method in route.methods or ()}
    world.engine.dispose()
    assert len(routes) == len(world.app.routes)
    assert found == set(ROWS)
    assert found == {f"{rule.method} {rule.path}" for rule in RULES}


def test_only_these_are_let_in(world: World) -> None:
    before = world.dump()
    reads = {f"{rule.method} {rule.path}" for rule in RULES if rule.way is Way.READS}
    wrong: list[str] = []
    for route, variant, row in [(route, variant, rows[variant]) for route, rows in ROWS.items() for variant in rows]:
        for who in (each for each in EVERYBODY if each not in row.allowed):
            wrong += _wrong(world, route, variant, row, who)
        if world.dump() != before:
            wrong.append(f"{route} {variant}: who was refused left a trace")
        for who in row.allowed:
            wrong += _wrong(world, route, variant, row, who)
            if route not in reads:
                world.put_back(before)
    assert not wrong, "\n".join(wrong)


def _wrong(world: World, route: str, variant: str, row: Row, who: str) -> Iterator[str]:
    method, path = _filled(world, route, row, who)
    body = row.body(world)
    if route.endswith("/condense") and variant != "shared":
        body = _condensing_own(world)
    answer = world.ask(who, method, path, body, row.kind if row.kind == BYTES else "")
    expected = _expected(route, variant, row, who)
    if answer.status_code not in expected:
        yield f"{route} {variant}: {who} got {answer.status_code}, not {expected}: {answer.text[:200]}"


def _filled(world: World, route: str, row: Row, who: str) -> tuple[str, str]:
    method, path = route.split()
    where = row.where(world, who)
    for name, value in (("{name}", NAME), ("{part}", "0")):
        path = path.replace(name, value)
    if path.endswith("/0"):
        path += "?parts=1"
    head, brace, tail = path.partition("{")
    return method, (head + where + tail.partition("}")[2] if brace else path) + (row.kind if "?" in row.kind else "")


def _expected(route: str, variant: str, row: Row, who: str) -> tuple[int, ...]:
    if who in row.allowed:
        is_own_log = variant == "own" and route.endswith("/condense")
        return (409,) if is_own_log else (200, 204)  # a made-up epoch: let in, and told so
    if who in ("anonymous", "revoked", "disabled"):
        return (401,)
    if found := CONFLICTS.get((route, variant, who)):
        return (found,)
    return (404 if who == "stranger" else row.otherwise,)


def test_roles_are_in_the_order_of_what_they_may() -> None:
    assert list(INSIDE) == list(Role)
