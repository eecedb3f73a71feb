"""Files for the tests of what can happen to a file: made, damaged, and touched by other processes and users."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crmdesk.store import files, keys

ROOT = Path(__file__).parents[2]
PAGE = 4096

REAL_ARGON_MEMORY = keys.ARGON_MEMORY
keys.ARGON_MEMORY = 64  # what is protected here is not worth a quarter of a second a time


def make(path: Path, rows: int = 200, *, encrypted: bool = True) -> bytes | None:
    """A closed file with `rows` rows in one table, and the key's record beside it."""
    key, _code = keys.create(path, "passphrase", "secret") if encrypted else (None, None)
    with closing(files.connect(path, key, create=True)) as connection:
        fill(connection, rows)
    return key


def fill(connection: files.Connection, rows: int) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS people (id INTEGER PRIMARY KEY, name TEXT)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO people (name) VALUES (?)", [(f"Person {n:05} " * 8,) for n in range(rows)])
    connection.execute("COMMIT")


def count(path: Path, key: bytes | None) -> int:
    with closing(files.connect(path, key)) as connection:
        return int(connection.execute("SELECT count(*) FROM people").fetchone()[0])


def flip(path: Path, bit: int) -> None:
    with path.open("rb+") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def python(code: str, *arguments: object, **options: object) -> "subprocess.CompletedProcess[str]":
    """Another process of this program."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


@contextlib.contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may do everything, so a test of rights lays root's down for a while."""
    if os.name != "posix":
        pytest.skip("rights are tested where they are POSIX's")
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    os.setresuid(nobody, nobody, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that another user may enter: pytest's own may not be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


@contextlib.contextmanager
def small_disk(folder: Path, size: str = "2m") -> Iterator[Path]:
    """A file system of its own that is soon full."""
    folder.mkdir()
    mounted = sys.platform == "linux" and os.geteuid() == 0
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if not mounted or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def stuff(path: Path) -> None:
    """Take all the room there is left."""
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(512))


def told(run: "subprocess.CompletedProcess[str]") -> tuple[str, str, int]:
    assert run.returncode == 0, run
    kind, text, stored = json.loads(run.stdout)
    return kind, text, stored
