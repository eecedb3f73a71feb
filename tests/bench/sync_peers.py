"""Radicale and vdirsyncer, where they are installed: as many cards fetched for the first time."""

import json
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx2

from tests.bench import importing
from tests.bench.sync_parts import Relay
from tests.bench.table import Line
from tests.bench.workshop import Workshop
from tests.hub.load_hubs import free_port

CARDS = 10_000
TIMES = 4
"""How many times theirs ours may be: they keep files of text, we a journal and indexes of all that can be searched."""
_RADICALE = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {folder}/server
[logging]
level = error
"""
_VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair cards]
a = "far"
b = "near"
collections = ["contacts"]
[storage far]
type = "carddav"
url = "http://127.0.0.1:{port}/"
username = "bench"
password = "bench"
[storage near]
type = "filesystem"
path = "{folder}/near/"
fileext = ".vcf"
"""


def lines(workshop: Workshop, processor: float, heard: float) -> Iterator[Line]:
    """Beside our seconds and bytes of a contact."""
    size, name = min(CARDS, workshop.size), "Radicale + vdirsyncer"
    if not shutil.which("radicale") or not shutil.which("vdirsyncer"):
        return
    seconds, down = _fetched(replace(workshop, size=size))
    yield Line("sync: who hears, seconds of the processor", size, processor * size, seconds, name, TIMES)
    yield Line("sync: bytes of a contact, heard", size, heard, down / size, name, TIMES, "B")


def _fetched(workshop: Workshop) -> tuple[float, float]:
    folder, port = workshop.folder / "peers", free_port()
    shutil.rmtree(folder, ignore_errors=True)
    _put_cards(folder / "server/collection-root/bench/contacts", importing.written(workshop, importing.vcards))
    (folder / "radicale").write_text(_RADICALE.format(port=port, folder=folder))
    said = subprocess.DEVNULL
    with subprocess.Popen(["radicale", "--config", str(folder / "radicale")], stdout=said, stderr=said) as server:
        relay = Relay(port)
        try:
            _wait(port)
            return _taken(folder, relay)
        finally:
            server.terminate()
            relay.close()


def _put_cards(folder: Path, cards: Path) -> None:
    """As its own uploads would leave them: those take minutes."""
    folder.mkdir(parents=True)
    (folder / ".Radicale.props").write_text(json.dumps({"tag": "VADDRESSBOOK"}))
    found = cards.read_bytes().split(b"END:VCARD\r\n")[:-1]
    for number, card in enumerate(found):
        name = f"card-{number}"
        head, rest = card.split(b"\r\n", 1)
        rest = b"\r\n".join(line for line in rest.split(b"\r\n") if not line.startswith(b"UID:"))
        (folder / f"{name}.vcf").write_bytes(head + f"\r\nUID:{name}\r\n".encode() + rest + b"END:VCARD\r\n")


def _wait(port: int) -> None:
    patience = time.monotonic() + 30
    while time.monotonic() < patience:
        with suppress(httpx2.HTTPError):
            httpx2.get(f"http://127.0.0.1:{port}/", trust_env=False)
            return
        time.sleep(0.1)


def _taken(folder: Path, relay: Relay) -> tuple[float, float]:
    """Seconds of vdirsyncer's processor, and bytes that came."""
    config = folder / "vdirsyncer"
    config.write_text(_VDIRSYNCER.format(port=relay.port, folder=folder))
    command = ["vdirsyncer", "--config", str(config)]
    subprocess.run([*command, "discover"], input=b"y\n" * 9, capture_output=True, check=True)
    down, before = relay.down, _children()
    subprocess.run([*command, "sync"], capture_output=True, check=True)
    return _children() - before, relay.down - down


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
