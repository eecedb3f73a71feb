"""The routes of a hub besides its logs: joining, who one is, colleagues, devices, files, and what happens now."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2

from crmdesk.sync.http import NotReachedError, RefusedError, Wire, no_hub

T = TypeVar("T")
_LISTENING = httpx2.Timeout(10, read=45)
"""Seconds; a hub that has nothing to tell says so every 15."""


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    role: str
    may_export: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation is to."""

    workspace: str
    invited_by: str
    role: str
    sealed: bool
    for_name: str = ""
    """How whoever invites calls the one who is meant."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who is meant by a token, and which logs are theirs."""

    person: Person
    workspace: str
    workspace_name: str
    sealed: bool
    device: str
    shared: str
    own: str


@dataclass(frozen=True, slots=True, repr=False)
class Pass:
    token: str
    me: Me


@dataclass(frozen=True, slots=True)
class Event:
    kind: str
    """`heads` or `presence`."""
    data: Any


class HubDoor(Wire):
    # For whoever has no token

    def offer(self, code: str) -> Offer:
        told = self.ask("POST", "/v1/offer", {"code": code}, again=False)
        workspace, inviter, role, name = (
            _of(told, each, str) for each in ("workspace", "invited_by", "role", "for_name")
        )
        return Offer(workspace, inviter, role, _of(told, "sealed", bool), name)

    def join(self, code: str, name: str, password: str, machine: str, public_key: bytes) -> Pass:
        said = {"code": code, "name": name, "machine": machine, "public_key": public_key.hex()}
        return self._admitted("/v1/join", said | ({"password": password} if password else {}))

    def sign_in(self, workspace: str, name: str, password: str, machine: str, public_key: bytes) -> Pass:
        said = {"workspace": workspace, "name": name, "password": password, "machine": machine}
        return self._admitted("/v1/sign-in", {**said, "public_key": public_key.hex()})

    def _admitted(self, path: str, said: Mapping[str, str]) -> Pass:
        told = self.ask("POST", path, said, again=False)
        return Pass(_of(told, "token", str), _me(told))

    # For each device

    def me(self) -> Me:
        return _me(self.ask("GET", "/v1/me"))

    def new_token(self) -> str:
        """The one in use goes on until the new one is used."""
        return _of(self.ask("POST", "/v1/token", {}, again=False), "token", str)

    def leave(self) -> None:
        self.ask("POST", "/v1/leave", {}, again=False)

    def set_password(self, old: str, new: str, *, end_others: bool = False) -> None:
        self.ask("POST", "/v1/password", {"old": old, "new": new, "end_others": end_others}, again=False)

    def tell_presence(self, opaque: Sequence[str]) -> None:
        self.ask("POST", "/v1/presence", {"what": list(opaque)})

    # Colleagues

    def people(self) -> list[dict[str, Any]]:
        return _rows(self.ask("GET", "/v1/people"), "people")

    def change_person(self, person: str, **values: object) -> None:
        """`role`, `may_export`, `active`."""
        self.ask("PATCH", f"/v1/people/{person}", values)

    def remove_person(self, person: str) -> None:
        self.ask("DELETE", f"/v1/people/{person}")

    def devices(self) -> list[dict[str, Any]]:
        return _rows(self.ask("GET", "/v1/devices"), "devices")

    def revoke(self, device: str) -> None:
        self.ask("DELETE", f"/v1/devices/{device}")

    def invitations(self) -> list[dict[str, Any]]:
        return _rows(self.ask("GET", "/v1/invitations"), "invitations")

    def invite(self, role: str, for_name: str, days: int) -> tuple[str, str]:
        """Its id, and the code that stands in the link."""
        said = {"role": role, "days": days} | ({"for_name": for_name} if for_name else {})
        told = self.ask("POST", "/v1/invitations", said, again=False)
        return _of(told, "id", str), _of(told, "code", str)

    def withdraw(self, invitation: str) -> None:
        self.ask("DELETE", f"/v1/invitations/{invitation}")

    # Keys of a sealed workspace

    def keys(self, log: str) -> list[bytes]:
        """What was closed for this device."""
        found = _rows(self.ask("GET", f"/v1/logs/{log}/keys"), "keys")
        try:
            return [bytes.fromhex(_of(row, "sealed", str)) for row in found]
        except ValueError:
            raise no_hub() from None

    def put_keys(self, log: str, number: int, by_device: Mapping[str, bytes]) -> None:
        rows = [{"device": device, "number": number, "sealed": told.hex()} for device, told in by_device.items()]
        self.ask("PUT", f"/v1/logs/{log}/keys", {"keys": rows})

    # Files

    def has_file(self, log: str, name: str) -> bool:
        try:
            self.send("HEAD", f"/v1/logs/{log}/blobs/{name}")
        except RefusedError as error:
            if error.status == 404:
                return False
            raise
        return True

    def put_part(self, log: str, name: str, part: int, parts: int, data: bytes) -> None:
        self.send("PUT", f"/v1/logs/{log}/blobs/{name}/{part}?parts={parts}", data, "application/octet-stream")

    def file_part(self, log: str, name: str, start: int, most: int) -> bytes:
        """Raises RefusedError where the hub has no such file."""
        wanted = {"Range": f"bytes={start}-{start + most - 1}"}
        return self.send("GET", f"/v1/logs/{log}/blobs/{name}", headers=wanted)

    # What happens now

    def events(self) -> "Events":
        return Events(self)


class Events:
    """What a hub tells while one listens; `stop` ends it from another thread."""

    def __init__(self, door: HubDoor) -> None:
        self._door = door
        self._socket: socket.socket | None = None
        self._stopped = threading.Event()

    def __iter__(self) -> Iterator[Event]:
        said = {"Accept": "text/event-stream"}
        try:
            with self._door.opened("GET", "/v1/events", headers=said, timeout=_LISTENING) as response:
                stream = response.extensions.get("network_stream")
                self._socket = stream.get_extra_info("socket") if stream else None
                if self._stopped.is_set():  # before there was a socket to be shut
                    return
                for event in httpx2.EventSource(response):
                    if self._stopped.is_set():
                        return
                    yield Event(event.event, _json(event.data))
        except NotReachedError:
            if not self._stopped.is_set():
                raise

    def stop(self) -> None:
        self._stopped.set()
        if self._socket:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _me(told: Any) -> Me:
    person, workspace, logs = (_of(told, name, dict) for name in ("person", "workspace", "logs"))
    device = told["device"]["id"] if isinstance(told.get("device"), dict) else told.get("device")
    return Me(
        Person(
            _of(person, "id", str), _of(person, "name", str), _of(person, "role", str), _of(person, "may_export", bool)
        ),
        _of(workspace, "id", str), _of(workspace, "name", str), _of(workspace, "sealed", bool), _typed(device, str),
        _of(logs, "shared", str), _of(logs, "own", str),
    )  # fmt: skip


def _of(told: Any, name: str, kind: type[T]) -> T:
    return _typed(told.get(name) if isinstance(told, dict) else None, kind)


def _typed(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise no_hub()
    return value


def _rows(told: Any, name: str) -> list[dict[str, Any]]:
    rows = told.get(name) if isinstance(told, dict) else told
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise no_hub()
    return rows


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise no_hub() from None
