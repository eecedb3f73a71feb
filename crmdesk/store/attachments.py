"""The content of attached files: beside the database, named by its SHA-256, sealed with the key of the database.

Content never changes, so the database and its backups share one folder, and what is in several places is kept once.
What a removed row names stays, since undo may bring the row back; `purge` alone takes content away.
"""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path

from crmdesk.store import faults, sealed
from crmdesk.store.durable import sync_folder
from crmdesk.store.files import Connection

PIECE = sealed.PIECE
Tell = Callable[[str], object]
_NAME = re.compile(r"[0-9a-f]{64}")
_BACKUPS = " backups"


def unheard(_text: str) -> None:
    """For those who do not want to be told."""


def folder_of(path: Path) -> Path:
    """Where a database keeps the content of its attachments."""
    return path.with_name(f"{path.stem} files")


def put(connection: Connection, source: Iterable[bytes], mark: str = "") -> tuple[bytes, int]:
    """Keep a content; gives its SHA-256 and size. It is on the disk for good then, before any row names it.

    Two that may work at once have different marks.
    """
    putting = put_in_parts(connection, source, mark)
    while True:
        try:
            next(putting)
        except StopIteration as end:
            kept: tuple[bytes, int] = end.value
            return kept


def put_in_parts(
    connection: Connection, source: Iterable[bytes], mark: str = ""
) -> Generator[int, None, tuple[bytes, int]]:
    """As `put`, pausing after each piece: yields the bytes that were read so far. Closed early it leaves nothing."""
    try:
        with drafted(connection.path, mark) as draft:
            sha256, size = yield from written(draft, source, connection.key)
            _publish(draft, sha256, connection.key)
    except OSError as error:
        raise faults.system(error, connection.path) from error
    return sha256, size


def content(connection: Connection, sha256: bytes, name: str) -> Iterator[bytes]:
    """A content piece by piece; only after the last one is it known to be whole. Raises LostContent under `name`."""
    place = _place(connection.path, sha256)
    if place is None:
        raise faults.missing_content(name, folder_of(connection.path))
    try:
        yield from _read(place, sha256, connection.key)
    except sealed.Broken:
        raise faults.damaged_content(name, place) from None
    except OSError as error:
        raise faults.unreadable_content(name, place, error) from error


def is_there(connection: Connection, sha256: bytes) -> bool:
    """Whether a content has a file; not, whether that is whole."""
    return _place(connection.path, sha256) is not None


def missing(connection: Connection) -> list[tuple[bytes, int]]:
    """SHA-256 and size of what rows name and is not here, the newest first: it may be on its way from a colleague."""
    here = {place.name for place in folder_of(connection.path).glob("*")}
    rows = connection.execute(
        "SELECT sha256, max(size) FROM attachments WHERE deleted_at IS NULL GROUP BY sha256 ORDER BY max(id) DESC"
    )
    return [(sha256, size) for sha256, size in rows if sha256.hex() not in here]


def problems(connection: Connection) -> list[str]:
    """Each content that is missing or damaged, in words. Reads them all."""
    return [
        problem
        for sha256, name, alive in _named(connection)
        if alive and (problem := _problem(connection, sha256, name))
    ]


def purge(connection: Connection, deleted_before: int) -> int:
    """Take away for good what no row names but those deleted before that instant; gives how many contents."""
    kept = {
        sha256.hex()
        for (sha256,) in connection.execute(
            "SELECT sha256 FROM attachments WHERE deleted_at IS NULL OR deleted_at >= ?", (deleted_before,)
        )
    }
    folder = folder_of(connection.path)
    unused = [place for place in folder.glob("*") if _NAME.fullmatch(place.name) and place.name not in kept]
    try:
        gone = [place for place in unused if not _is_anothers(place, connection.key)]
        for place in [*gone, _draft_of(connection.path)]:
            place.unlink(missing_ok=True)
    except OSError as error:
        raise faults.system(error, folder) from error
    return len(gone)


@contextlib.contextmanager
def brought(source: Connection, target: Path, tell: Tell) -> Iterator[None]:
    """Put beside `target`, a copy of the database, the content it names and does not find there.

    What cannot be brought is told in words. If the body fails, all is taken away again.
    """
    made: list[Path] = []
    try:
        for sha256, name, alive in _named(source):
            try:
                made += _bring(source, sha256, name, target)
            except faults.LostContent as lost:
                if alive:
                    tell(str(lost))
        yield
    except BaseException:
        for place in made:
            place.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # it is there only where something was made, and stays if it holds more
            folder_of(target).rmdir()
        raise


def _named(connection: Connection) -> list[tuple[bytes, str, bool]]:
    """Each content that rows name, with a file name and whether one of the rows is not deleted."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'attachments'").fetchone():
        return []  # of an older program
    rows = connection.execute(
        "SELECT sha256, name, max(deleted_at IS NULL) FROM attachments GROUP BY sha256 ORDER BY min(id)"
    )
    return [(sha256, name, bool(alive)) for sha256, name, alive in rows]


def _problem(connection: Connection, sha256: bytes, name: str) -> str:
    try:
        for _piece in content(connection, sha256, name):
            pass
    except faults.LostContent as lost:
        return str(lost)
    return ""


def _bring(source: Connection, sha256: bytes, name: str, target: Path) -> list[Path]:
    """The file that was made, if one was needed."""
    if there := _place(target, sha256):
        if _is_anothers(there, source.key):
            raise faults.anothers_content(there)
        return []
    place = _place(source.path, sha256)
    if place is None:
        raise faults.missing_content(name, folder_of(source.path))
    try:
        with drafted(target) as draft:
            _copy(place, draft)
            if not _is_sound(draft, sha256, source.key):
                raise faults.damaged_content(name, place)
            return [_publish(draft, sha256, source.key)]
    except OSError as error:
        raise faults.system(error, target) from error


def _copy(place: Path, draft: Path) -> None:
    try:
        os.link(place, draft)  # it never changes
    except OSError:  # another disk, or one that has no links
        shutil.copyfile(place, draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())


@contextlib.contextmanager
def drafted(path: Path, mark: str = "") -> Iterator[Path]:
    """A name to write under in the folder, made where it is not there yet."""
    folder = folder_of(path)
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)
    draft = _draft_of(path, mark)
    draft.unlink(missing_ok=True)  # left by a crash
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _draft_of(path: Path, mark: str = "") -> Path:
    return folder_of(path) / f"{path.name}{mark}.part"


def written(draft: Path, source: Iterable[bytes], key: bytes | None) -> Generator[int, None, tuple[bytes, int]]:
    digest = hashlib.sha256()
    size = 0

    def measured() -> Iterator[bytes]:
        nonlocal size
        for piece in source:
            digest.update(piece)
            size += len(piece)
            yield piece

    with os.fdopen(
        os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as file:
        for part in measured() if key is None else sealed.seal(measured(), key):
            file.write(part)
            yield size
        file.flush()
        os.fsync(file.fileno())
    return digest.digest(), size


def _publish(draft: Path, sha256: bytes, key: bytes | None) -> Path:
    """Give a content its name. The same one there is left alone; a damaged one of ours is mended."""
    place = draft.with_name(sha256.hex())
    if place.exists() and _is_anothers(place, key):
        raise faults.anothers_content(place)
    if not (place.exists() and _is_sound(place, sha256, key)):
        draft.replace(place)
    sync_folder(place.parent)
    return place


def _place(path: Path, sha256: bytes) -> Path | None:
    """The file of a content that a database or one of its backups names."""
    name = sha256.hex()
    folders = [folder_of(path)]
    if path.parent.name.endswith(_BACKUPS):
        folders.append(path.parent.with_name(f"{path.parent.name.removesuffix(_BACKUPS)} files"))
    if not _NAME.fullmatch(name):
        return None
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _read(place: Path, sha256: bytes, key: bytes | None) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in pieces_of(place, key):
        digest.update(piece)
        yield piece
    if digest.digest() != sha256:
        raise sealed.Broken


def pieces_of(place: Path, key: bytes | None) -> Iterator[bytes]:
    """What `written` wrote. Raises Broken, unless it is plain."""
    with place.open("rb") as file:
        yield from iter(lambda: file.read(PIECE), b"") if key is None else sealed.unseal(file, key)


def _is_sound(place: Path, sha256: bytes, key: bytes | None) -> bool:
    try:
        for _piece in _read(place, sha256, key):
            pass
    except (sealed.Broken, OSError):
        return False
    return True


def _is_anothers(place: Path, key: bytes | None) -> bool:
    """Another database may have had this name before, and its backups may still need what it left."""
    with place.open("rb") as file:
        start = file.read(sealed.START)
    if sealed.is_sealed(start):
        return not (key and sealed.is_sealed(start, key)) and not _is_plain(place)
    return key is not None and _is_plain(place)


def _is_plain(place: Path) -> bool:
    return _is_sound(place, bytes.fromhex(place.name), None)
