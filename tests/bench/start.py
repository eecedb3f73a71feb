"""The start: from the command to the window painted with its first rows, beside a bare PySide6 window."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.bench.table import Line
from tests.bench.window import ROOT
from tests.bench.workshop import Workshop

PAINTED, READY = 2, 4
"""How many times the bare window the first rows may take, and everything behind them."""
PATIENCE = 60


def run(workshop: Workshop) -> Iterator[Line]:
    path = workshop.sample(workshop.size, encrypted=False)
    rounds = 2 * workshop.rounds + 1
    yield from _lines("offscreen", {"QT_QPA_PLATFORM": "offscreen"}, path, workshop.size, rounds)
    with _xvfb() as display:
        if display:
            screen = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
            yield from _lines("Xvfb", screen, path, workshop.size, rounds)


def _lines(screen: str, variables: dict[str, str], path: Path, size: int, rounds: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        own = dict.fromkeys(("CRMDESK_CONFIG", "CRMDESK_HOME", "CRMDESK_STATE"), folder)
        environment = {**os.environ, **own, **variables, "PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # users do not compile the program at every start
        _start(environment)
        _start(environment, path)  # the first start writes what Python compiles
        taken = [(_start(environment)["rows"], _start(environment, path)) for _ in range(rounds)]
    limit = median(bare for bare, _ours in taken)
    painted, ready = (median(ours[name] for _bare, ours in taken) for name in ("rows", "ready"))
    yield Line(f"start: first rows painted, {screen}", size, painted, limit, "bare PySide6 window", PAINTED)
    yield Line(f"start: everything ready, {screen}", size, ready, limit, "bare PySide6 window", READY)


def _start(environment: dict[str, str], *path: Path) -> dict[str, float]:
    """Seconds from the start of the process to each moment it tells."""
    command = [sys.executable, "-m", "tests.bench.painted", *map(str, path)]
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE
    )
    return {what: float(moment) - start for what, moment in map(str.split, done.stdout.splitlines())}


@contextmanager
def _xvfb() -> Iterator[str]:
    """The name of a display of our own; nothing where there is no Xvfb."""
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except FileNotFoundError:
        yield ""
        return
    with server:
        assert server.stdout
        yield f":{server.stdout.readline().strip()}"
        server.terminate()
