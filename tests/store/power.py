"""Cut the power of the real program: its system calls are recorded once, and replayed up to random moments.

What was written and not yet synchronised is then dropped, torn at a sector, or kept, each as the dice fall, as a disk
without power may do. `python -m tests.store.power saves --cuts 5000` prints as JSON what the images so made hold.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.store.driver import sqlite
from tests.store.scenes import SCENES, Scene

SECTOR = 512
CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,openat,unlink"
STRACE = ["strace", "-qq", "-f", "--seccomp-bpf"]
ACKS = "acknowledged"
_FILE = r"\d+<([^>]*)>"
_WRITE = re.compile(rf'pwrite64\({_FILE}, "([^"]*)", \d+, (\d+)\)')
_ACK = re.compile(rf'write\({_FILE}, "([^"]*)", \d+\)')
_SYNC = re.compile(rf"f(?:data)?sync\({_FILE}\)")
_CUT = re.compile(rf"ftruncate\({_FILE}, (\d+)\)")
_CREATE = re.compile(r'openat\([^"]*"([^"]*)", [A-Z_|]*O_CREAT')
_UNLINK = re.compile(r'unlink\("([^"]*)"\)')


@dataclass(frozen=True, slots=True)
class Call:
    """One thing the program asked of the disk; `kind` is write, cut, create, unlink, sync or ack."""

    kind: str
    file: str = ""
    data: bytes = b""
    place: int = 0


@dataclass(slots=True)
class Disk:
    """What is surely stored, and what is asked for and not yet synchronised."""

    stored: dict[str, bytearray]
    asked: list[Call] = field(default_factory=list)
    acked: int = 0

    def take(self, call: Call) -> None:
        if call.kind == "ack":
            self.acked = int(call.data.split()[-1])
        elif call.kind == "sync":
            self._sync(call.file)
        else:
            self.asked.append(call)

    def _sync(self, file: str) -> None:
        for call in self.asked:
            if call.file == file:
                _apply(self.stored, call)
        self.asked = [call for call in self.asked if call.file != file]

    def without_power(self, dice: random.Random) -> dict[str, bytearray]:
        left = {name: bytearray(data) for name, data in self.stored.items()}
        for call in self.asked:
            fate = dice.random()
            if call.kind in ("create", "unlink") or fate >= 0.65:  # names are in the file system's own journal
                _apply(left, call)
            elif fate >= 0.5:
                _apply(left, _torn(call, dice))
        return left


def _torn(call: Call, dice: random.Random) -> Call:
    sectors = len(call.data) // SECTOR
    return Call(call.kind, call.file, call.data[: dice.randint(0, sectors) * SECTOR], call.place)


def _apply(files: dict[str, bytearray], call: Call) -> None:
    if call.kind == "unlink":
        files.pop(call.file, None)
        return
    data = files.setdefault(call.file, bytearray())
    if call.kind == "write" and call.data:
        data.extend(bytes(max(0, call.place - len(data))))
        data[call.place : call.place + len(call.data)] = call.data
    elif call.kind == "cut":
        del data[call.place :]


def run(name: str, cuts: int, seed: int, steps: int) -> dict[str, object]:
    dice = random.Random(seed)
    scene = SCENES[name]()
    problems: list[str] = []
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as place:
        folder = Path(place)
        path = folder / "Shop.crmdesk"
        scene.prepare(path)
        disk = Disk({file.name: bytearray(file.read_bytes()) for file in folder.iterdir()})
        calls = _record(name, path, steps)
        moments = sorted(dice.randrange(len(calls)) for _ in range(cuts))
        for number, image in enumerate(_images(disk, calls, moments, dice)):
            problems += _look(scene, folder / "image", image, disk.acked, thorough=number % 20 == 0)
    counted = {"lost": sum("lost" in text for text in problems), "other": sum("lost" not in text for text in problems)}
    return {"cuts": cuts, "calls": len(calls), "acknowledged": steps, **counted, "problems": problems[:10]}


def _images(disk: Disk, calls: list[Call], moments: list[int], dice: random.Random) -> Iterator[dict[str, bytearray]]:
    done = 0
    for moment in moments:
        for call in calls[done:moment]:
            disk.take(call)
        done = moment
        yield disk.without_power(dice)


def _look(scene: Scene, folder: Path, image: dict[str, bytearray], acked: int, thorough: bool) -> list[str]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in image.items():
        (folder / name).write_bytes(data)
    try:
        return scene.check(folder / "Shop.crmdesk", acked, thorough)[1]
    except (UserError, sqlite.Error) as error:
        return [f"{type(error).__name__}: {error}"]


def _record(name: str, path: Path, steps: int) -> list[Call]:
    trace = path.with_name("trace")
    strace = [*STRACE, "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", str(trace)]
    work = [sys.executable, "-m", "tests.store.power", name, "--work", str(path), "--steps", str(steps)]
    subprocess.run([*strace, *work], check=True, capture_output=True)
    with trace.open(encoding="ascii") as lines:
        return [call for line in lines if (call := _parse(line, path))]


def _parse(line: str, path: Path) -> Call | None:
    """Only what concerns the file and what stands beside it under its name."""
    for kind, pattern in (("write", _WRITE), ("ack", _ACK), ("sync", _SYNC), ("cut", _CUT), ("create", _CREATE),
                          ("unlink", _UNLINK)):  # fmt: skip
        match = pattern.search(line)
        if match:
            file = Path(os.fsdecode(_unescape(match[1])))
            ours = file.name == ACKS if kind == "ack" else file.name.startswith(path.name)
            if file.parent != path.parent or not ours:
                return None
            return Call(kind, file.name, *_details(kind, match))
    return None


def _details(kind: str, match: "re.Match[str]") -> tuple[bytes, int]:
    if kind in ("write", "ack"):
        return _unescape(match[2]), int(match[3]) if kind == "write" else 0
    return b"", int(match[2]) if kind == "cut" else 0


def _unescape(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else os.fsencode(text)


def _work(scene: Scene, path: Path, steps: int) -> None:
    with path.with_name(ACKS).open("wb", buffering=0) as acks:
        for number, _turn in zip(scene.steps(path), range(steps), strict=False):
            acks.write(b"%d\n" % number)
    os._exit(0)  # without closing: a power cut does not close either


def _fast_folder() -> str | None:
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", choices=SCENES, nargs="+")
    parser.add_argument("--cuts", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    if options.work:
        _work(SCENES[options.scenes[0]](), options.work, options.steps)
    for each in options.scenes:
        print(json.dumps({"scene": each, **run(each, options.cuts, options.seed, options.steps)}))
