"""The world of the simulation on real files: nothing is lost, wherever the power is cut."""

from functools import partial
from pathlib import Path

import pytest

from tests.store.template import template
from tests.sync.files import Filed, Folder
from tests.sync.world import World

__all__ = ["template"]


@pytest.mark.timeout(3600)
def test_nothing_is_lost(template: Path, tmp_path: Path, size: int) -> None:
    for seed in range(4 * size):
        folder = Folder(template, tmp_path)
        world = World(seed, partial(Filed, folder=folder))
        try:
            world.run(60 if size < 10 else 200)
            for laptop in world.laptops:
                laptop.file.is_shaky = False  # type: ignore[attr-defined]
            world.settle()
            found = world.faults()
        finally:
            folder.close()
        assert not found, f"seed {seed}: {found}"
