"""The worlds of the protocol with the hub's own log: nothing is lost there either."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from crmdesk.hub import log
from crmdesk.hub.errors import HubError
from crmdesk.sync.exchange import NotInStepError
from crmdesk.sync.keys import Closed, Ring
from tests.hub.hubs import DatabaseHub
from tests.sync.world import World

Patch = pytest.MonkeyPatch


REST = 6 * 3_600_000


class HubWorld(World):
    """A backup of the hub that is put back is younger than what was replaced has to be before it is taken out."""

    def _copied(self, hub: Any) -> Any:
        is_old = hub is self.hub_backup and self.now - hub.made_at >= REST
        return (self.hub if is_old else hub).copy()

    def _told(self) -> set[bytes]:
        hub: Any = self.hub
        return set(hub.log.all_ids())


@pytest.fixture(autouse=True)
def short_rest(monkeypatch: Patch) -> None:
    monkeypatch.setattr(log, "REST", REST)


def faults(seed: int, steps: int) -> list[str]:
    world: Any = HubWorld(seed, hub=DatabaseHub.new)  # type: ignore[arg-type]
    world.run(steps)
    world.settle()
    return world.faults()


@pytest.mark.timeout(3600 * 6)
def test_nothing_is_lost(size: int) -> None:
    for seed in range(12 * size):
        found = faults(seed, 200)
        assert not found, f"seed {seed}: {found}"


class Secretive(HubWorld):
    def _word(self) -> str:
        return f"Geheimnis{super()._word()}"


def test_a_sealed_workspace_loses_nothing_and_tells_the_hub_no_word(size: int) -> None:
    for seed in range(5 * size):
        hub = partial(DatabaseHub.new, seal=Closed(Ring.new()))
        world: Any = Secretive(seed, hub=hub)  # type: ignore[arg-type]
        world.run(200)
        world.settle()
        assert not world.faults(), f"seed {seed}"
        assert any("Geheimnis" in str(laptop.values()) for laptop in world.laptops)
        with world.hub.log.engine.connect() as connection:
            kept: Any = connection.connection.driver_connection
            assert b"Geheimnis" not in b"".join(_everything(kept))


def _everything(connection: Any) -> Iterator[bytes]:
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in connection.execute(f"SELECT * FROM {table}"):
            yield from (value if isinstance(value, bytes) else str(value).encode() for value in row)


def a_restored_hub_says_nothing(patch: Patch) -> None:
    patch.setattr(log, "begin_epoch", lambda connection, which, now: log._counter(connection, which).epoch)


def a_copy_goes_on_under_the_same_name(patch: Patch) -> None:
    patch.setattr(log, "_fits", lambda *what: True)
    patch.setattr(log, "_ids", lambda *what: [])


def where_it_stood_before_is_forgotten(patch: Patch) -> None:
    entry = log._entry
    patch.setattr(log, "_entry", lambda row, epochs: replace(entry(row, epochs), places=((row.epoch, row.place),)))


def pages_have_holes(patch: Patch) -> None:
    pull = log.pull

    def holed(*what: Any) -> Any:
        page = pull(*what)
        return replace(page, entries=page.entries[:-1]) if len(page.entries) > 3 else page

    patch.setattr(log, "pull", holed)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "plant",
    [
        a_restored_hub_says_nothing,
        a_copy_goes_on_under_the_same_name,
        where_it_stood_before_is_forgotten,
        pages_have_holes,
    ],
)
def test_what_is_planted_is_found(plant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    plant(monkeypatch)
    assert any(_is_found(seed) for seed in range(100))


def _is_found(seed: int) -> bool:
    try:
        return bool(faults(seed, 200))
    except (NotInStepError, HubError, DBAPIError, LookupError, RecursionError):
        return True
