"""Kill a writer at random moments, again and again, and look whether anything it had acknowledged is lost.

`python -m tests.store.crash saves --kills 300` prints what happened as JSON. `kill -9` cannot show a missing fsync,
since the system keeps what was written: that is what power.py is for.
"""

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.store.scenes import SCENES, Scene

AT_WORK = 0.75
"""How many are killed while they work, and not already while they open the file."""


def run(scene: Scene, kills: int, seed: int) -> dict[str, object]:
    dice = random.Random(seed)
    problems: list[str] = []
    at_work = stored = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Shop.crmdesk"
        scene.prepare(path)
        for life in range(kills):
            last = _live_and_die(scene, path, dice.uniform(0, scene.patience), at_work=dice.random() < AT_WORK)
            start = time.perf_counter()
            stored, found = scene.check(path, last or stored, thorough=life % 20 == 19 or life == kills - 1)
            slowest = max(slowest, time.perf_counter() - start)
            problems += [f"life {life}: {problem}" for problem in found]
            at_work += bool(last)
            if len(problems) > 20:
                break
    return {
        "kills": kills,
        "killed_at_work": at_work,
        "stored": stored,
        "slowest_check": round(slowest, 3),
        "problems": problems,
    }


def _live_and_die(scene: Scene, path: Path, seconds: float, at_work: bool) -> int:
    """The last number that was acknowledged before the kill, or 0."""
    reading, writing = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(reading)
        _work(scene, path, lambda number: os.write(writing, b"%d\n" % number))
    os.close(writing)
    if at_work:
        select.select([reading], [], [], 30)
    acks = _listen(reading, time.monotonic() + seconds)
    os.kill(writer, signal.SIGKILL)
    _pid, status = os.waitpid(writer, 0)
    acks += _listen(reading, None)
    os.close(reading)
    if not os.WIFSIGNALED(status):
        raise SystemExit("the writer ended by itself: see above")
    whole = acks[: acks.rfind(b"\n") + 1].split()
    return int(whole[-1]) if whole else 0


def _work(scene: Scene, path: Path, ack: Callable[[int], object]) -> None:
    try:
        for number in scene.steps(path):
            ack(number)
    finally:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        os._exit(1)


def _listen(pipe: int, until: float | None) -> bytes:
    """What comes until then, or until the other end is dead."""
    heard = b""
    while until is None or (left := until - time.monotonic()) > 0:
        if until is not None and not select.select([pipe], [], [], left)[0]:
            break
        part = os.read(pipe, 65536)
        if not part:
            break
        heard += part
    return heard


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", choices=SCENES, nargs="+")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name in options.scenes:
        print(json.dumps({"scene": name, **run(SCENES[name](), options.kills, options.seed)}))
