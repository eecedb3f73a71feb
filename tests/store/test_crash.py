"""`kill -9` in the middle of the work loses nothing that was acknowledged."""

import json
import os

import pytest

from tests.store import samples

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a writer is forked and killed")


def killed(*scenes: str, kills: int) -> list[dict[str, object]]:
    run = samples.python(
        "import runpy, sys; runpy.run_module('tests.store.crash', run_name='__main__')", *scenes, "--kills", kills
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.timeout(3600)
def test_nothing_acknowledged_is_lost(size: int) -> None:
    """60 kills; `--size 5` makes them 300."""
    for found in killed("saves", "bulk", "imports", "attachments", "upgrade", "backups", kills=10 * size):
        assert found["problems"] == [], found["scene"]
        assert found["killed_at_work"]


def test_a_writer_that_acknowledges_too_early_is_caught() -> None:
    (found,) = killed("rows-hasty", kills=25)
    assert "lost" in str(found["problems"])
