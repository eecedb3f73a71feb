"""The worlds of the protocol with the hub's own log: nothing is lost there either."""

from typing import Any

import pytest

from tests.hub.hubs import DatabaseHub
from tests.sync.world import World


class HubWorld(World):
    def _copied(self, hub: Any) -> Any:
        return hub.copy()


def faults(seed: int, steps: int, hub: Any = DatabaseHub) -> list[str]:
    world = HubWorld(seed, hub=hub.new)
    world.run(steps)
    world.settle()
    return world.faults()


@pytest.mark.timeout(3600 * 6)
def test_nothing_is_lost(size: int) -> None:
    for seed in range(12 * size):
        found = faults(seed, 200)
        assert not found, f"seed {seed}: {found}"
