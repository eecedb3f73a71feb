"""A hub on this machine for tests: the real log and people behind a server of a few lines."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import Connection

from crmdesk.hub import blobs, database, devices, invitations, log, people, workspaces
from crmdesk.hub.devices import Pass, SealedKey
from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Caller, Role
from crmdesk.sync import packing, sealed
from crmdesk.sync.keys import Ring


class Hub:
    def __init__(self, folder: Path, *, is_sealed: bool = False) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.engine = database.open_database(f"sqlite:///{folder}/hub.db")
        database.upgrade(self.engine)
        self.traffic: list[bytes] = []
        self.is_gone = False
        self.loses_answer_of = ""
        self.refuses: tuple[int, str] | None = None
        """Status and code of every answer to a device."""
        self.address = ""
        self.key = f"#{Ring.new().text()}" if is_sealed else ""
        """As whoever made the workspace wrote it behind the owner's link."""
        self.workspace, self.code = self.do(
            lambda c: workspaces.make(c, "Bell & Souza", "Ana", None, self.now(), is_sealed=is_sealed)
        )

    def do(self, work: Any) -> Any:
        return database.in_transaction(self.engine, work)

    def now(self) -> int:
        return int(time.time() * 1000)

    def answer(self, method: str, path: str, query: dict[str, str], token: str, body: bytes) -> tuple[int, bytes]:
        with_caller = path not in ("/v1/offer", "/v1/join", "/v1/sign-in")
        caller = self.do(lambda c: devices.who(c, token, self.now())) if with_caller else None
        if self.refuses:
            raise HubError(*self.refuses, "No.")
        if with_caller and caller is None:
            is_known = self.do(lambda c: devices.is_shut_out(c, token))
            raise HubError(401, "revoked" if is_known else "unknown", "This device is not let in.")
        if path.startswith("/v1/logs/"):
            return self._log(caller, method, path.split("/")[3:], query, body)
        told, parts = json.loads(body) if body else {}, path.split("/")[2:]
        part = self._own if caller and len(parts) == 1 and parts[0] in ("me", "token", "leave") else self._people
        part = part if caller else self._door
        return 200, json.dumps(self.do(lambda c: part(c, caller, method, parts, told))).encode()

    def _door(self, c: Connection, caller: Any, method: str, path: list[str], told: dict[str, Any]) -> Any:
        key = bytes.fromhex(told.get("public_key", ""))
        match method, path:
            case "POST", ["offer"]:
                offer = invitations.offer(c, told["code"], self.now())
                return {"workspace": offer.workspace, "invited_by": offer.invited_by, "role": offer.role,
                        "sealed": offer.is_sealed}  # fmt: skip
            case "POST", ["join"]:
                return _pass(invitations.join(
                    c, told["code"], told["name"], told.get("password"), told["machine"], key, self.now()
                ))  # fmt: skip
            case "POST", ["sign-in"]:
                return _pass(devices.sign_in(
                    c, told["workspace"], told["name"], told["password"], told["machine"], key, self.now()
                ))  # fmt: skip
        raise HubError(404, "no_route", "No such route.")

    def _own(self, c: Connection, caller: Any, method: str, path: list[str], told: dict[str, Any]) -> Any:
        match method, path:
            case "GET", ["me"]:
                return _me(caller)
            case "POST", ["token"]:
                return {"token": devices.rotate(c, caller)}
            case "POST", ["leave"]:
                return devices.leave(c, caller, self.now())
        raise HubError(404, "no_route", "No such route.")

    def _people(self, c: Connection, caller: Any, method: str, path: list[str], told: dict[str, Any]) -> Any:
        match method, path:
            case "GET", ["people"]:
                return [{"id": each.id.hex(), "name": each.name, "role": each.role, "may_export": each.may_export,
                         "active": each.is_active} for each in people.everyone(c, caller.workspace)]  # fmt: skip
            case "PATCH", ["people", person]:
                return people.change_person(c, caller.workspace, caller, bytes.fromhex(person), **told)
            case "DELETE", ["people", person]:
                return people.remove_person(c, caller.workspace, caller, bytes.fromhex(person), self.now())
            case "GET", ["devices"]:
                return [{"id": each.id.hex(), "person": each.person.hex(), "machine": each.machine,
                         "seen_at": each.seen_at, "public_key": each.public_key.hex()}
                        for each in devices.devices_of(c, caller.workspace)]  # fmt: skip
            case "DELETE", ["devices", device]:
                return devices.revoke(c, caller.workspace, caller, bytes.fromhex(device), self.now())
            case "GET", ["invitations"]:
                return [{"id": each.id.hex(), "role": each.role, "for_name": each.for_name,
                         "expires_at": each.expires_at}
                        for each in invitations.open_invitations(c, caller.workspace, self.now())]  # fmt: skip
            case "DELETE", ["invitations", invitation]:
                return invitations.withdraw(c, caller.workspace, bytes.fromhex(invitation))
            case "POST", ["invitations"]:
                key, code = invitations.invite(
                    c, caller.workspace, caller, Role(told["role"]), told.get("for_name", ""), told["days"], self.now()
                )
                return {"id": key.hex(), "code": code}
        raise HubError(404, "no_route", "No such route.")

    def _log(self, caller: Any, method: str, path: list[str], query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        key, rest, now = bytes.fromhex(path[0]), path[1:], self.now()
        if key not in (caller.shared_log, caller.own_log):
            raise HubError(404, "no_log", "No such log.")
        if rest[0] in ("push", "relay", "condense") and caller.role is Role.VIEWER and key == caller.shared_log:
            raise HubError(403, "role", "You may only read.")
        match rest:
            case ["hello"]:
                standing = sealed.unpack_standing(body)
                return 200, sealed.pack_welcome(self.do(lambda c: log.hello(c, key, caller.device, standing, now)))
            case ["push"]:
                standing, new = sealed.unpack_push(body)
                if any(len(entry.body) > 100_000 for entry in new):
                    raise HubError(413, "too_long", "This is too long.")
                return 200, sealed.pack_pushed(self.do(lambda c: log.push(c, key, caller.device, standing, new, now)))
            case ["pull"]:
                after, limit = int(query["after"]), int(query["limit"])
                return 200, sealed.pack_page(self.do(lambda c: log.pull(c, key, after, limit)))
            case ["relay"]:
                return 200, self.do(lambda c: log.relay(c, key, sealed.unpack_entries(body))) or b""
        return self._beside(caller, method, key, rest, query, body)

    def _beside(
        self, caller: Any, method: str, key: bytes, rest: list[str], query: dict[str, str], body: bytes
    ) -> tuple[int, bytes]:
        match rest:
            case ["keys"] if method == "GET":
                found = self.do(lambda c: devices.keys_for(c, key, caller.device))
                return 200, json.dumps([{"sealed": each.sealed.hex()} for each in found]).encode()
            case ["keys"]:
                new_keys = [SealedKey(bytes.fromhex(row["device"]), row["number"], bytes.fromhex(row["sealed"]))
                            for row in json.loads(body)["keys"]]  # fmt: skip
                self.do(lambda c: devices.put_keys(c, caller.workspace, key, new_keys))
                return 200, b""
            case ["blobs", name, part]:
                blobs.put_part(self.engine, self.folder, key, name, int(part), int(query["parts"]), body)
                return 200, b""
            case ["blobs", name]:
                blob = self.do(lambda c: blobs.has(c, key, name))
                if blob is None or not blob.is_whole:
                    raise HubError(404, "no_blob", "No such file.")
                first, last = map(int, query.get("range", "0-0").split("-"))
                data = b"".join(blobs.read(self.folder, key, blob, first, min(last + 1, blob.size)))
                return 200, b"" if method == "HEAD" else data
        raise HubError(404, "no_route", "No such route.")


def _pass(made: Pass) -> dict[str, Any]:
    return {"token": made.token, **_me(made.caller)}


def _me(caller: Caller) -> dict[str, Any]:
    return {
        "person": {
            "id": caller.person.hex(), "name": caller.name, "role": caller.role, "may_export": caller.may_export
        },
        "workspace": {"id": caller.workspace.hex(), "name": caller.workspace_name, "sealed": caller.is_sealed},
        "device": {"id": caller.device.hex()},
        "logs": {"shared": caller.shared_log.hex(), "own": caller.own_log.hex()},
    }  # fmt: skip


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_any(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            hub.traffic.append(data)
            if self.headers.get("Content-Encoding") == "zstd":
                data = packing.unpacked(data, 8 << 20)
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            query["range"] = self.headers.get("Range", "").removeprefix("bytes=") or "0-0"
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, answer = 503, b""
            if not hub.is_gone:
                try:
                    status, answer = hub.answer(self.command, url.path, query, token, data)
                except HubError as error:
                    status = error.status
                    answer = json.dumps({"error": error.code, "message": error.message}).encode()
            if hub.loses_answer_of and url.path.endswith(hub.loses_answer_of):
                hub.loses_answer_of = ""
                status, answer = 502, b""
            hub.traffic.append(answer)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_any  # noqa: N815

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        hub.engine.dispose()
