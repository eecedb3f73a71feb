"""Opening: the settings, the lock, and each way of failing with words of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crmdesk.store import faults, files
from tests.store import samples

HOLD = """
import sys, time
from pathlib import Path
from crmdesk.store import files
path, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
connection = files.connect(path, key or None)
print("open", flush=True)
time.sleep(60)
"""
OPEN = """
import sys
from pathlib import Path
from crmdesk.domain.errors import UserError
from crmdesk.store import files
try:
    files.connect(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]) or None)
except UserError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture(params=["encrypted", "plain"])
def encrypted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "encrypted")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Shop.crmdesk"


def pragma(connection: files.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_settings(file: Path, encrypted: bool) -> None:
    key = samples.make(file, encrypted=encrypted)
    with closing(files.connect(file, key)) as connection:
        values = {"journal_mode": "wal", "locking_mode": "exclusive", "synchronous": 2, "foreign_keys": 1}
        values |= {"recursive_triggers": 1, "secure_delete": 1, "cache_size": -65536, "temp_store": 2}
        values |= {"application_id": files.APPLICATION_ID}
        assert {name: pragma(connection, name) for name in values} == values
        assert not file.with_name(file.name + "-shm").exists()
    assert dbapi2.sqlite_version_info >= files.OLDEST_SQLITE


def test_only_an_encrypted_file_hides_its_content(file: Path, encrypted: bool) -> None:
    samples.make(file, encrypted=encrypted)
    assert (b"Person 00007" in file.read_bytes()) is not encrypted


def test_old_sqlite_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(RuntimeError, match="lose data"):
        files.connect(file, None, create=True)


def test_start_is_quick(file: Path, encrypted: bool) -> None:
    key = samples.make(file, encrypted=encrypted)

    def once() -> float:
        start = time.perf_counter()
        files.connect(file, key).close()
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) < 0.015


@pytest.mark.skipif(os.name != "posix", reason="Windows allows no such names")
@pytest.mark.parametrize(
    "name", ["a b", "50 % off", "what?#2", 'say "hi"', "it's", "Çağrı & Söhne", "Ёлкин", "-x", "日本"]
)
def test_any_name_will_do(tmp_path: Path, name: str, encrypted: bool) -> None:
    path = tmp_path / name / f"{name}.crmdesk"
    path.parent.mkdir()
    key = samples.make(path, rows=3, encrypted=encrypted)
    assert samples.count(path, key) == 3


@pytest.mark.parametrize("there", ["Shop.crmdesk", "Shop.crmdesk-wal", "Shop.crmdesk-journal"])
@pytest.mark.parametrize("content", [b"", b"precious"])
def test_nothing_is_created_over_a_file(file: Path, there: str, content: bytes) -> None:
    other = file.with_name(there)
    other.write_bytes(content)
    with pytest.raises(faults.Exists, match="never overwritten"):
        files.connect(file, None, create=True)
    assert [other] == list(file.parent.iterdir())
    assert other.read_bytes() == content


def test_a_failed_creation_leaves_nothing(file: Path) -> None:
    with pytest.raises(faults.Missing, match="no folder"):
        files.connect(file.parent / "nowhere" / file.name, None, create=True)
    with pytest.raises(Exception, match="odd"):
        files.connect(file, _OddKey(b"1" * 32), create=True)
    assert list(file.parent.iterdir()) == []


class _OddKey(bytes):
    def __add__(self, other: object) -> bytes:
        raise RuntimeError("odd")


# The lock


def holder(path: Path, key: bytes | None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLD, str(path), (key or b"").hex()]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(samples.ROOT)}, stdout=-1, text=True)
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    return process


def test_a_second_process_is_told_who_has_the_file(file: Path, encrypted: bool) -> None:
    key = samples.make(file, encrypted=encrypted)
    with holder(file, key) as first:
        try:
            before = file.read_bytes()
            start = time.perf_counter()
            with pytest.raises(faults.InUse, match=f"already open .*process {first.pid}"):
                files.connect(file, key)
            assert time.perf_counter() - start < 0.5
            assert file.read_bytes() == before
            found = files.lock_holder(file)
            assert found
            assert found.pid == first.pid
        finally:
            first.send_signal(signal.SIGKILL)
    assert samples.count(file, key) == 200  # the lock dies with its process; the note beside the file does not matter
    assert files.lock_holder(file) is None


def test_opening_twice_here_does_not_lose_the_lock(file: Path, encrypted: bool) -> None:
    key = samples.make(file, encrypted=encrypted)
    with closing(files.connect(file, key)):
        with pytest.raises(faults.InUse, match="this window"):
            files.connect(file, key)
        second = samples.python(OPEN, file, (key or b"").hex())
    assert second.stdout.startswith("InUse"), second


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"host": 1}', b"\xff"])
def test_a_spoilt_lock_note_is_no_holder(file: Path, note: bytes) -> None:
    file.with_name("Shop.crmdesk-lock").write_bytes(note)
    assert files.lock_holder(file) is None


# What is no file to open


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("BEGIN:VCARD\n" * 900)


def binary(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n" + bytes(range(256)) * 3)


def huge(path: Path) -> None:
    with path.open("wb") as made:
        made.truncate(1 << 40)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def dead_link(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def other_database(path: Path) -> None:
    with closing(dbapi2.connect(path)) as connection:
        connection.executescript("CREATE TABLE bookmarks (url); INSERT INTO bookmarks VALUES ('x')")


def newer(path: Path) -> None:
    with closing(files.connect(path, None, create=True)) as connection:
        connection.execute("PRAGMA user_version = 100")


def locked(path: Path) -> None:
    samples.make(path)


def locked_without_record(path: Path) -> None:
    samples.make(path)
    path.with_name(path.name + "-key").unlink()


def scratched(path: Path) -> None:
    samples.make(path, encrypted=False)
    samples.flip(path, 8 * 5 + 1)


def cut_off(path: Path) -> None:
    samples.make(path, encrypted=False)
    os.truncate(path, 50)


def overwritten(path: Path) -> None:
    samples.make(path, encrypted=False)
    with path.open("rb+") as made:
        made.seek(100)
        made.write(b"\xaa" * 3800)


NO_FILES = [
    (lambda path: None, faults.Missing, "is not in the folder"),
    (folder, faults.Missing, "a folder or a device"),
    (pipe, faults.Missing, "a folder or a device"),
    (dead_link, faults.Missing, "is not in the folder"),
    (empty, faults.Empty, "It can be deleted"),
    (text, faults.Foreign, "not a CRMDesk file"),
    (binary, faults.Foreign, "not a CRMDesk file"),
    (huge, faults.Foreign, "not a CRMDesk file"),
    (other_database, faults.Foreign, "not a CRMDesk file"),
    (newer, faults.Newer, "newer CRMDesk"),
    (locked, faults.WrongKey, "is encrypted"),
    (locked_without_record, faults.WrongKey, "is encrypted"),
    (scratched, faults.Damaged, "damaged"),
    (cut_off, faults.Damaged, "damaged"),
    (overwritten, faults.Damaged, "damaged"),
]


@pytest.mark.parametrize(("spoil", "kind", "words"), NO_FILES)
def test_what_is_no_file_to_open(
    file: Path, spoil: Callable[[Path], None], kind: type[faults.FileFault], words: str
) -> None:
    spoil(file)
    before = stand(file.parent)
    with pytest.raises(kind, match=words) as told:
        files.connect(file, None, newest=9)
    assert type(told.value) is kind
    assert stand(file.parent) == before


def stand(place: Path) -> dict[str, tuple[int, int]]:
    found = {path.name: path.lstat() for path in place.iterdir()}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


def test_the_wrong_key(file: Path) -> None:
    key = samples.make(file)
    before = file.read_bytes()
    with pytest.raises(faults.WrongKey, match="does not fit"):
        files.connect(file, bytes(32))
    assert file.read_bytes() == before
    assert samples.count(file, key) == 200


def test_a_key_for_a_plain_file(file: Path) -> None:
    samples.make(file, encrypted=False)
    with pytest.raises(faults.WrongKey):
        files.connect(file, bytes(32))


# Rights


def rights(path: Path, file_mode: int, folder_mode: int) -> None:
    path.chmod(file_mode)
    path.parent.chmod(folder_mode)


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "words"),
    [(0o000, 0o777, "may not read"), (0o444, 0o777, "read-only"), (0o666, 0o555, "read-only")],
)
def test_rights(encrypted: bool, file_mode: int, folder_mode: int, words: str) -> None:
    with samples.open_folder() as place:
        path = place / "Shop.crmdesk"
        key = samples.make(path, encrypted=encrypted)
        before = path.read_bytes()
        rights(path, file_mode, folder_mode)
        with samples.ordinary_user(), pytest.raises(faults.NotAllowed, match=words):
            files.connect(path, key)
        rights(path, 0o666, 0o777)
        assert path.read_bytes() == before


def test_no_right_to_create() -> None:
    with samples.open_folder() as place:
        place.chmod(0o555)
        with samples.ordinary_user(), pytest.raises(faults.NotAllowed):
            files.connect(place / "Shop.crmdesk", None, create=True)
        assert list(place.iterdir()) == []


def test_a_backup_is_read_from_a_read_only_folder(encrypted: bool) -> None:
    with samples.open_folder() as place:
        path = place / "Shop.crmdesk"
        key = samples.make(path, encrypted=encrypted)
        rights(path, 0o444, 0o555)
        with samples.ordinary_user(), closing(files.read_only(path, key)) as connection:
            assert connection.execute("SELECT count(*) FROM people").fetchone() == (200,)
            with pytest.raises(dbapi2.OperationalError) as told:
                connection.execute("DELETE FROM people")
        assert isinstance(files.explain(told.value, path), faults.NotAllowed)


# Moved while open


@pytest.fixture
def opened(file: Path, encrypted: bool) -> files.Connection:
    return files.connect(file, samples.make(file, encrypted=encrypted))


def move(path: Path) -> None:
    path.rename(path.with_name("Elsewhere.crmdesk"))


def replace(path: Path) -> None:
    copy = path.with_name("copy")
    copy.write_bytes(b"what the cloud had")
    copy.replace(path)


def drop_journal(path: Path) -> None:
    path.with_name(path.name + "-wal").unlink()


@pytest.mark.parametrize("disturb", [Path.unlink, move, replace, drop_journal])
def test_a_file_that_vanished_is_noticed_before_a_write(
    opened: files.Connection, disturb: Callable[[Path], object]
) -> None:
    files.still_there(opened)
    disturb(opened.path)
    with pytest.raises(faults.Gone, match="moved or deleted"):
        files.still_there(opened)
    opened.close()


def test_a_lost_journal_loses_nothing_when_closed(file: Path, encrypted: bool) -> None:
    key = samples.make(file, encrypted=encrypted)
    with closing(files.connect(file, key)) as connection:
        samples.fill(connection, 50)
        drop_journal(file)
    assert samples.count(file, key) == 250


def test_a_stray_shared_memory_file_does_not_matter(file: Path, encrypted: bool) -> None:
    key = samples.make(file, encrypted=encrypted)
    shared = file.with_name(file.name + "-shm")
    shared.write_bytes(os.urandom(32768))
    with closing(files.connect(file, key)) as connection:
        os.truncate(shared, 3)
        samples.fill(connection, 50)
    assert samples.count(file, key) == 250
