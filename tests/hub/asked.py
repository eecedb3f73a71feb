"""A hub that is asked as over the network, by everybody there is: each role, strangers, and those who were shut out."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import Engine
from starlette.testclient import TestClient

from crmdesk.hub import devices, invitations, people, workspaces
from crmdesk.hub.app import make_app
from crmdesk.hub.database import in_transaction, reading
from crmdesk.hub.devices import Pass
from crmdesk.hub.limits import Limits
from crmdesk.hub.people import Role
from crmdesk.hub.settings import HubSettings
from crmdesk.hub.tables import metadata
from tests.hub.hubs import NOW

KEY = b"k" * 32
PASSWORD = "correct horse"
PACKED, JSON, BYTES = "application/x-msgpack", "application/json", "application/octet-stream"
INSIDE = ("viewer", "member", "manager", "owner")
OUTSIDE = ("anonymous", "revoked", "disabled", "stranger")
"""A stranger owns another workspace."""


def error_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content)["error"]


def patient() -> Limits:
    """Long enough between two calls, whoever makes them."""
    return Limits(clock=itertools.count(0, 10_000).__next__)


@dataclass
class World:
    engine: Engine
    files: Path
    limits: Limits = field(default_factory=patient)
    passes: dict[str, Pass] = field(default_factory=dict)
    workspace: bytes = b""
    invitation: tuple[str, str] = ("", "")
    """Its id and its code."""

    def __post_init__(self) -> None:
        settings = HubSettings("", str(self.files), url="https://hub.example.org", metrics_token="m" * 30)
        self.app = make_app(settings, self.engine, self.limits)
        self.workspace, code = self.do(workspaces.make, "Bell & Souza", "Owner", None, NOW)
        self.passes["owner"] = self._join(code, "Owner", PASSWORD)
        for role in ("viewer", "member", "manager"):
            self.passes[role] = self.add(role.title(), Role(role))
        for name in ("revoked", "disabled"):
            self.passes[name] = self.add(name.title(), Role.MEMBER)
        self.do(devices.revoke, self.workspace, None, self.passes["revoked"].caller.device, NOW)
        self.do(people.change_person, self.workspace, None, self.passes["disabled"].caller.person, is_active=False)
        _theirs, code = self.do(workspaces.make, "Elsewhere", "Stranger", None, NOW)
        self.passes["stranger"] = self._join(code, "Stranger")

    @contextmanager
    def asked(self) -> Iterator[None]:
        """From this machine."""
        with TestClient(self.app, "http://127.0.0.1", client=("127.0.0.1", 50_000)) as client:
            self.client = client
            yield

    def do(self, work: Callable[..., Any], *what: Any, **more: Any) -> Any:
        return in_transaction(self.engine, lambda connection: work(connection, *what, **more))

    def _join(self, code: str, name: str, password: str | None = None) -> Pass:
        found = self.do(invitations.join, code, name, password, "laptop", KEY, NOW)
        assert isinstance(found, Pass)
        return found

    def invite(self, role: Role = Role.MEMBER) -> tuple[str, str]:
        key, code = self.do(invitations.invite, self.workspace, None, role, "", 7, self.now)
        return key.hex(), code

    def add(self, name: str, role: Role) -> Pass:
        return self._join(self.invite(role)[1], name, PASSWORD)

    @property
    def now(self) -> int:
        return int(time.time() * 1000)

    def token(self, who: str) -> str:
        return self.passes[who].token if who in self.passes else ""

    def log(self, who: str = "owner", *, own: bool = False) -> str:
        caller = self.passes[who].caller
        return (caller.own_log if own else caller.shared_log).hex()

    def ask(
        self, who: str, method: str, path: str, body: Any = None, kind: str = "", headers: dict[str, str] | None = None
    ) -> httpx2.Response:
        said = dict(headers or {})
        if token := self.token(who):
            said["Authorization"] = f"Bearer {token}"
        if body is not None:
            said.setdefault("Content-Type", kind or (PACKED if isinstance(body, bytes) else JSON))
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.request(method, path, content=body, headers=said, follow_redirects=False)

    # Everything that is kept

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        def work(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
            return {
                table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
                for table in metadata.sorted_tables
            }

        return reading(self.engine, work)

    def put_back(self, dump: dict[str, list[tuple[Any, ...]]]) -> None:
        def work(connection: Any) -> None:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
                if rows := dump[table.name]:
                    names = [column.name for column in table.columns]
                    connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])

        in_transaction(self.engine, work)
