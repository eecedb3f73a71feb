"""Whatever is clicked, typed and dragged at random: nothing is raised, complained about, stalled or ended by it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ui.desks import sample

pytestmark = pytest.mark.timeout(240)  # other processes, on machines that may be busy
ROOT = Path(__file__).parents[2]
EVENTS = 150


def let_loose(folder: Path, seed: int, events: int, planted: str = "") -> tuple[int, dict[str, Any]]:
    """In a process of its own: what ends it does not end the tests."""
    command = [sys.executable, "-m", "tests.ui.monkey", str(sample(folder)), "--seed", str(seed)]
    command += ["--events", str(events), "--plant", planted]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else {"faults": [done.stderr[-3000:]]}


def test_random_events_do_no_harm(tmp_path: Path) -> None:
    """Beside other tests nobody can say how long something takes: stalls are judged by the long run."""
    code, told = let_loose(tmp_path, seed=1, events=EVENTS)
    assert [fault for fault in told["faults"] if not fault.startswith("stall of ")] == []
    assert code == int(bool(told["faults"]))


@pytest.mark.needs_size(10)
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_many_do_not_either(tmp_path: Path, seed: int, size: int) -> None:
    """With --size 10 there are 20,000 of them."""
    code, told = let_loose(tmp_path, seed, 500 * size)
    assert told["faults"] == []
    assert code == 0


@pytest.mark.parametrize(
    ("planted", "found"), [("exception", "exception RuntimeError: planted"), ("stall", "stall of ")]
)
def test_what_is_planted_is_found(tmp_path: Path, planted: str, found: str) -> None:
    code, told = let_loose(tmp_path, seed=1, events=4, planted=planted)
    assert code == 1
    assert found in told["faults"][0]


def test_an_end_is_found(tmp_path: Path) -> None:
    assert let_loose(tmp_path, seed=1, events=4, planted="exit")[0] == 3
