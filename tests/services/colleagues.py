"""People with a file each, and a hub between them."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from argon2 import PasswordHasher

from crmdesk.domain.contacts import Contact
from crmdesk.domain.ids import new_id
from crmdesk.hub import tokens
from crmdesk.services import records, sync, sync_account, sync_joining, sync_people
from crmdesk.services.sync import RoundReport, Status
from crmdesk.services.sync_account import Account
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.services.hubs import Hub, serving
from tests.store.template import reopened

T = TypeVar("T")


@dataclass
class Laptop:
    name: str
    store: Store

    def call(self, job: Callable[[Store], T], /) -> T:
        return job(self.store)

    def sync(self) -> RoundReport:
        return sync.run_round(self.call)

    @property
    def status(self) -> Status:
        return sync.status(self.store)

    @property
    def account(self) -> Account:
        return sync_account.required(self.store)

    def join(self, link: str, password: str = "") -> None:
        sync_account.refuse_joined(self.store)
        joined = sync_joining.join(sync_joining.read_link(link), self.name, password)
        sync_account.connect(self.store, joined)

    def sign_in(self, password: str, like: Account, codes: Sequence[str] = ()) -> None:
        sync_account.refuse_joined(self.store)
        joined = sync_joining.sign_in(like.hub, like.workspace_name, self.name, password, codes=codes)
        sync_account.connect(self.store, joined)

    def leave(self, *, is_heard: bool = True) -> None:
        assert sync_joining.leave(self.account) is is_heard
        sync_account.disconnect(self.store)

    def add(self, name: str) -> bytes:
        return records.add(self.store, "contact", {"given_name": name, "family_name": "Bell"})

    def add_all(self, rows: list[dict[str, Any]]) -> list[bytes]:
        keys = [new_id() for _ in rows]
        with self.store.write("Import") as session:
            bulk.insert(session, Contact, [{"id": key, **row} for key, row in zip(keys, rows, strict=True)])
        return keys

    def delete(self, keys: list[bytes]) -> None:
        with self.store.write("Delete") as session:
            bulk.mark_deleted(session, Contact, "id", keys)

    def contacts(self) -> int:
        return self.store.listing("contact").count()

    def edit(self, key: bytes, **values: object) -> None:
        self.store.author = self.name
        records.set_values(self.store, "contacts", key, values)

    def value(self, key: bytes, name: str) -> object:
        return self.store.connection.execute(f"SELECT {name} FROM contacts WHERE id = ?", (key,)).fetchone()[0]

    def names(self) -> set[str]:
        return {row.name for row in self.store.find("bell")}


@dataclass
class Team:
    template: Path
    folder: Path
    stack: ExitStack
    hub: Hub
    laptops: dict[str, Laptop] = field(default_factory=dict)

    def file(self, name: str) -> Laptop:
        path = shutil.copy(self.template, self.folder / f"{name}.crmdesk")
        laptop = self.laptops[name] = Laptop(name, reopened(Path(path)))
        self.stack.callback(laptop.store.close)
        return laptop

    def owner(self, name: str = "Ana") -> Laptop:
        laptop = self.file(name)
        laptop.join(f"{self.hub.address}/join/{self.hub.code}{self.hub.key}")
        return laptop

    def colleague(self, name: str = "Rui", role: str = "member", password: str = "") -> Laptop:
        owner = next(iter(self.laptops.values()))
        laptop = self.file(name)
        laptop.join(sync_people.invite(owner.account, role), password)
        return laptop

    def settle(self, *laptops: Laptop) -> None:
        for _ in range(2):
            for laptop in laptops:
                laptop.sync()


def team(template: Path, folder: Path, *, is_sealed: bool) -> Iterator[Team]:
    with ExitStack() as stack:
        hub = stack.enter_context(serving(Hub(folder / "hub", is_sealed=is_sealed)))
        yield Team(template, folder, stack, hub)


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(tokens, "HASHER", hasher)
    monkeypatch.setattr(tokens, "NOBODY", hasher.hash("nobody"))


@pytest.fixture
def open_team(template: Path, tmp_path: Path, cheap_passwords: None) -> Iterator[Team]:
    yield from team(template, tmp_path, is_sealed=False)


@pytest.fixture
def sealed_team(template: Path, tmp_path: Path, cheap_passwords: None) -> Iterator[Team]:
    yield from team(template, tmp_path, is_sealed=True)
