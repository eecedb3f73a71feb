"""Files of a log: in parts as they were sent, each under the digest that the file goes by."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, select

from crmdesk.hub import quotas
from crmdesk.hub.database import add_unless_there, in_transaction, reading
from crmdesk.hub.errors import HubError
from crmdesk.hub.tables import blobs, logs, workspaces
from crmdesk.i18n import _

PART = 4 << 20
MOST_PARTS = 1000
_CHUNK = 256 << 10
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Blob:
    name: str
    parts: int
    sizes: dict[int, int]
    """Of the parts that are here."""

    @property
    def is_whole(self) -> bool:
        return len(self.sizes) == self.parts

    @property
    def size(self) -> int:
        return sum(self.sizes.values())


def has(connection: Connection, log: bytes, name: str) -> Blob | None:
    query = select(blobs.c.part, blobs.c.parts, blobs.c.size).where(_is(log, name)).order_by(blobs.c.part)
    rows = connection.execute(query).all()
    return Blob(name, rows[0].parts, {row.part: row.size for row in rows}) if rows else None


def put_part(engine: Engine, folder: Path, log: bytes, name: str, part: int, parts: int, data: bytes) -> Blob:
    """Once. When all are here they must be what the name says, where that can be known; or all are sent anew."""
    _check(name, part, parts, data)
    found = reading(engine, lambda connection: _before(connection, log, name, len(data)))
    if found and (found.is_whole or (found.parts == parts and part in found.sizes)):
        return found
    if found and found.parts != parts:
        drop(engine, folder, log, name)
    _write(_path(folder, log, name, part), data)
    row = {"log": log, "name": bytes.fromhex(name), "part": part, "parts": parts, "size": len(data)}
    blob = in_transaction(engine, lambda connection: _add(connection, row))
    if blob.is_whole and not reading(engine, lambda connection: _is_sealed(connection, log)):
        _check_digest(engine, folder, log, blob)
    return blob


def _before(connection: Connection, log: bytes, name: str, more: int) -> Blob | None:
    quotas.check(connection, log, more)
    return has(connection, log, name)


def _add(connection: Connection, row: dict[str, Any]) -> Blob:
    add_unless_there(connection, blobs, [row])
    blob = has(connection, row["log"], row["name"].hex())
    assert blob
    return blob


def read(folder: Path, log: bytes, blob: Blob, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """From one byte up to another."""
    end = blob.size if end is None else end
    begins = 0
    for part, size in sorted(blob.sizes.items()):
        first, last = max(start - begins, 0), min(end - begins, size)
        if first < last:
            yield from _some(_path(folder, log, blob.name, part), first, last)
        begins += size


def _some(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while first < last and (data := file.read(min(_CHUNK, last - first))):
            first += len(data)
            yield data


def forget(folder: Path, log: bytes) -> None:
    """With a log go its files."""
    shutil.rmtree(folder / log.hex(), ignore_errors=True)


def missing(folder: Path, log: bytes, blob: Blob) -> list[int]:
    """Parts that should be in the folder as they were put."""
    return [part for part, size in blob.sizes.items() if _size(_path(folder, log, blob.name, part)) != size]


def _size(path: Path) -> int | None:
    with suppress(OSError):
        return path.stat().st_size
    return None


def _check(name: str, part: int, parts: int, data: bytes) -> None:
    if not _NAME.fullmatch(name):
        raise HubError(422, "name", _("A file goes by 64 hexadecimal digits."))
    if not 0 <= part < parts <= MOST_PARTS or not data:
        raise HubError(422, "parts", _("A file has up to {count} parts.").format(count=MOST_PARTS))
    if len(data) > PART:
        raise HubError(413, "too_long", _("This is too much at once."))


def _check_digest(engine: Engine, folder: Path, log: bytes, blob: Blob) -> None:
    digest = sha256()
    for chunk in read(folder, log, blob):
        digest.update(chunk)
    if digest.hexdigest() != blob.name:
        drop(engine, folder, log, blob.name)
        raise HubError(422, "digest", _("The file is not what its name says. It has to be sent anew."))


def drop(engine: Engine, folder: Path, log: bytes, name: str) -> None:
    """So that it can be sent anew."""
    in_transaction(engine, lambda connection: connection.execute(delete(blobs).where(_is(log, name))))
    shutil.rmtree(_path(folder, log, name, 0).parent, ignore_errors=True)


def _is_sealed(connection: Connection, log: bytes) -> bool:
    query = select(workspaces.c.is_sealed).join(logs, logs.c.workspace == workspaces.c.id).where(logs.c.log == log)
    return bool(connection.scalar(query))


def _is(log: bytes, name: str) -> ColumnElement[bool]:
    return (blobs.c.log == log) & (blobs.c.name == bytes.fromhex(name))


def _path(folder: Path, log: bytes, name: str, part: int) -> Path:
    return folder / log.hex() / name[:2] / name / str(part)


def _write(path: Path, data: bytes) -> None:
    """Wholly or not at all, whoever writes the same at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(f".{token_hex(8)}")
    try:
        with half.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
