"""The world of the simulation on real files: nothing is lost, wherever the power is cut."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from crmdesk.services import sync_shelf
from crmdesk.store import sync_show
from crmdesk.store.sync_shapes import Shape
from tests.store.template import template
from tests.sync.files import Filed, Folder
from tests.sync.world import World

__all__ = ["template"]


@pytest.mark.timeout(3600)
def test_nothing_is_lost(template: Path, tmp_path: Path, size: int) -> None:
    for seed in range(4 * size):
        found = _faults(seed, template, tmp_path, 60 if size < 10 else 200)
        assert not found, f"seed {seed}: {found}"


def _faults(seed: int, template: Path, folder: Path, steps: int = 60) -> list[str]:
    files = Folder(template, folder)
    world = World(seed, partial(Filed, folder=files))
    try:
        world.run(steps)
        for laptop in world.laptops:
            laptop.file.is_shaky = False  # type: ignore[attr-defined]
        world.settle()
        return world.faults()
    finally:
        files.close()


@pytest.mark.parametrize("planted", ["heads", "shown"])
def test_what_is_planted_is_found(
    planted: str, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if planted == "heads":  # of two values that nobody compared one is dropped
        pack = sync_shelf.pack_heads
        monkeypatch.setattr(
            sync_shelf,
            "pack_heads",
            lambda heads, shape: pack({group: some[:1] for group, some in heads.items()}, shape),
        )
    else:  # a change of one field writes the others empty
        monkeypatch.setattr(sync_show, "_write_table", _forgetful(sync_show._write_table))
    assert any(_faults(seed, template, tmp_path) for seed in range(20))


def _forgetful(write: Callable[..., None]) -> Callable[..., None]:
    def write_table(connection: object, shape: Shape, rows: dict[bytes, dict[int, object]]) -> None:
        write(connection, shape, {key: dict.fromkeys(shape.names) | values for key, values in rows.items()})

    return write_table
