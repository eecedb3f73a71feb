"""When the power goes, nothing acknowledged is lost; and the tests could tell."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store import power, samples
from tests.store.scenes import Rows

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace records what the program asks of the disk")


def cut(*scenes: str, cuts: int, steps: int) -> list[dict[str, object]]:
    run = samples.python(
        "import runpy; runpy.run_module('tests.store.power', run_name='__main__')",
        *(*scenes, "--cuts", cuts, "--steps", steps),
    )
    if "ptrace" in run.stderr:
        pytest.skip("strace may not trace here")
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.timeout(3600)
def test_nothing_acknowledged_is_lost(size: int) -> None:
    bare = cut("rows", cuts=350 * size, steps=60)
    real = cut("saves", cuts=150 * size, steps=10)
    assert [(found["lost"], found["other"], found["problems"]) for found in bare + real] == [(0, 0, [])] * 2


def test_without_synchronisation_it_would_be() -> None:
    (found,) = cut("rows-normal", cuts=100, steps=60)
    assert found["lost"] > 20  # type: ignore[operator]
    assert found["other"] == 0  # never half a step, never damage


def test_what_is_not_synchronised_may_be_torn() -> None:
    disk = power.Disk({"f": bytearray(b"old" * 1000)})
    disk.take(power.Call("write", "f", b"new" * 1000))
    images = {bytes(disk.without_power(random.Random(seed))["f"]) for seed in range(50)}
    assert {b"old" * 1000, b"new" * 1000} < images
    disk.take(power.Call("sync", "f"))
    assert bytes(disk.without_power(random.Random(1))["f"]) == b"new" * 1000


WORK = """
import sys
from pathlib import Path
from crmdesk.domain.errors import UserError
from crmdesk.store import files
from crmdesk.store.driver import sqlite
from tests.store.scenes import Rows
path = Path(sys.argv[1])
acked = 0
try:
    for acked in Rows().steps(path):
        if acked == 12:
            break
    print("None", acked, flush=True)
except (UserError, sqlite.Error) as error:
    fault = error if isinstance(error, UserError) else files.explain(error, path)
    print(type(fault).__name__, acked, flush=True)
"""
FAULTS = [
    ("pwrite64:error=ENOSPC", "DiskFull"),
    ("pwrite64:error=EIO", "DiskFault"),
    ("fdatasync:error=EIO", "DiskFault"),
]


@pytest.mark.parametrize(("fault", "kind"), FAULTS)
@pytest.mark.parametrize("lasting", [False, True])
def test_the_nth_call_fails(tmp_path: Path, fault: str, kind: str, lasting: bool, size: int) -> None:
    """For each n: the fault is told, what was acknowledged is there, and the file is sound."""
    for number in range(3, 4 + 10 * (size - 1)):
        path = tmp_path / f"Shop {number}.crmdesk"
        scene = Rows()
        scene.prepare(path)
        inject = f"inject={fault}:when={number}{'+' * lasting}"
        trace = [*power.STRACE, "-o", os.devnull, "-e", f"trace={fault.partition(':')[0]}", "-e", inject]
        command = [*trace, sys.executable, "-c", WORK, str(path)]
        environment = {**os.environ, "PYTHONPATH": str(samples.ROOT)}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if "ptrace" in run.stderr:
            pytest.skip("strace may not trace here")
        told, acked = run.stdout.split()
        assert told == kind if int(acked) < 12 else told == "None"
        _stored, problems = scene.check(path, int(acked), thorough=True)
        assert problems == []
