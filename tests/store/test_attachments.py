"""The content of attached files: kept once, sealed, never half there, and no change of it goes unnoticed."""

import os
import signal
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crmdesk.store import attachments, faults, files, sealed
from crmdesk.store.attachments import folder_of, put
from tests.store import samples
from tests.store.samples import flip

KEY = bytes(range(32))
PIECE = attachments.PIECE
TEXT = b"Erasmus-Token " * 20


@pytest.fixture(params=[KEY, None], ids=["encrypted", "plain"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[files.Connection]:
    with closing(files.connect(tmp_path / "Shop.crmdesk", request.param, create=True)) as connection:
        yield connection


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[files.Connection]:
    with closing(files.connect(tmp_path / "Shop.crmdesk", KEY, create=True)) as connection:
        yield connection


def read(connection: files.Connection, sha256: bytes) -> bytes:
    return b"".join(attachments.content(connection, sha256, "scan.pdf"))


def place(connection: files.Connection, sha256: bytes) -> Path:
    return folder_of(connection.path) / sha256.hex()


def kept(connection: files.Connection) -> list[Path]:
    return sorted(folder_of(connection.path).iterdir())


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
@pytest.mark.parametrize("part", [300_000, PIECE, 5 * PIECE])
def test_what_is_put_is_read(opened: files.Connection, size: int, part: int) -> None:
    data = os.urandom(size)
    sha256, counted = put(opened, (data[start : start + part] for start in range(0, size, part)))
    assert counted == size
    assert read(opened, sha256) == data
    assert [path.name for path in kept(opened)] == [sha256.hex()]


def test_nothing_can_be_read_without_the_key(encrypted: files.Connection) -> None:
    first, _size = put(encrypted, [TEXT])
    stored = place(encrypted, first).read_bytes()
    assert b"Erasmus" not in stored
    assert stored.startswith(sealed.FORM)
    assert len(set(stored)) > 150
    second, _size = put(encrypted, [TEXT + b"."])
    assert place(encrypted, second).read_bytes()[64:80] != stored[64:80]  # no two are sealed alike


def test_a_plain_database_keeps_plain_files(tmp_path: Path) -> None:
    with closing(files.connect(tmp_path / "Shop.crmdesk", None, create=True)) as connection:
        sha256, _size = put(connection, [TEXT])
        assert place(connection, sha256).read_bytes() == TEXT


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_others_on_this_computer_see_nothing(opened: files.Connection) -> None:
    sha256, _size = put(opened, [TEXT])
    assert folder_of(opened.path).stat().st_mode & 0o777 == 0o700
    assert place(opened, sha256).stat().st_mode & 0o777 == 0o600


def test_every_flipped_byte_is_noticed(opened: files.Connection) -> None:
    sha256, _size = put(opened, [TEXT])
    path = place(opened, sha256)
    for byte in range(path.stat().st_size):
        flip(path, 8 * byte + byte % 8)
        with pytest.raises(faults.LostContent, match=r"“scan\.pdf” is damaged"):
            read(opened, sha256)
        flip(path, 8 * byte + byte % 8)
    assert read(opened, sha256) == TEXT


@pytest.mark.parametrize("cut", [0, 20, 48, 60, 48 + PIECE + 16, 48 + 2 * (PIECE + 16), -1])
def test_a_lost_end_is_noticed(encrypted: files.Connection, cut: int) -> None:
    sha256, _size = put(encrypted, [bytes(2 * PIECE + 5)])
    path = place(encrypted, sha256)
    os.truncate(path, cut if cut >= 0 else path.stat().st_size - 1)
    with pytest.raises(faults.LostContent, match="damaged"):
        read(encrypted, sha256)


def test_moved_repeated_and_foreign_pieces_are_noticed(encrypted: files.Connection) -> None:
    data = bytes(PIECE) + b"\1" * PIECE + b"end"
    sha256, _size = put(encrypted, [data])
    path = place(encrypted, sha256)
    whole = path.read_bytes()
    head, one, two, end = whole[:48], *(whole[48 + n * (PIECE + 16) :][: PIECE + 16] for n in range(3))
    for wrong in (head + two + one + end, head + one + one + end, head + one + end, whole + end, whole + b"x"):
        path.write_bytes(wrong)
        with pytest.raises(faults.LostContent, match="damaged"):
            read(encrypted, sha256)
    other, _size = put(encrypted, [TEXT])
    path.write_bytes(place(encrypted, other).read_bytes())
    with pytest.raises(faults.LostContent, match="damaged"):
        read(encrypted, sha256)


def test_the_same_content_is_kept_once(opened: files.Connection) -> None:
    first, _size = put(opened, [TEXT])
    before = place(opened, first).stat()
    second, _size = put(opened, [TEXT[:5], TEXT[5:]])
    assert first == second
    after = place(opened, first).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_adding_again_mends_what_is_damaged_or_missing(opened: files.Connection) -> None:
    sha256, _size = put(opened, [TEXT])
    flip(place(opened, sha256), 8 * 50)
    put(opened, [TEXT])
    assert read(opened, sha256) == TEXT
    place(opened, sha256).unlink()
    with pytest.raises(faults.LostContent, match=r"not in the folder .*Shop files”.*add the file once more"):
        read(opened, sha256)
    put(opened, [TEXT])
    assert read(opened, sha256) == TEXT


@pytest.mark.parametrize("mine", [b"\7" * 32, None], ids=["encrypted", "plain"])
def test_what_a_database_of_the_same_name_left_is_not_touched(opened: files.Connection, mine: bytes | None) -> None:
    sha256, _size = put(opened, [TEXT])
    theirs = place(opened, sha256).read_bytes()
    opened.close()
    opened.path.unlink()
    with closing(files.connect(opened.path, mine, create=True)) as connection:
        connection.execute("CREATE TABLE attachments (id, sha256, name, deleted_at)")
        if opened.key != mine:
            with pytest.raises(faults.LostContent, match="another database"):
                put(connection, [TEXT])
            assert attachments.purge(connection, 0) == 0
            assert place(connection, sha256).read_bytes() == theirs
        else:
            put(connection, [TEXT])


@pytest.mark.parametrize("sha256", [b"", b"short", b"x" * 500, bytes(32)])
def test_a_row_with_an_odd_hash_names_nothing(opened: files.Connection, sha256: bytes) -> None:
    assert not attachments.is_there(opened, sha256)
    with pytest.raises(faults.LostContent):
        read(opened, sha256)


# What can go wrong while writing


def test_the_order_that_survives_a_power_cut(opened: files.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(number: int) -> None:
        done.append(f"sync {Path(f'/proc/self/fd/{number}').readlink().name}")
        fsync(number)

    def noted_replace(path: Path, target: Path) -> Path:
        done.append("rename")
        return replace(path, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc to see which file is synchronised")
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    put(opened, [TEXT])
    assert done == [f"sync {opened.path.parent.name}", "sync Shop.crmdesk.part", "rename", "sync Shop files"]


def test_a_source_that_fails_leaves_nothing(opened: files.Connection) -> None:
    def failing() -> Iterator[bytes]:
        yield bytes(3 * PIECE)
        raise ValueError("pulled out")

    with pytest.raises(ValueError, match="pulled out"):
        put(opened, failing())
    assert kept(opened) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a writer is forked and killed")
def test_a_kill_leaves_a_draft_that_the_next_one_clears(tmp_path: Path) -> None:
    connection = files.connect(tmp_path / "Shop.crmdesk", KEY, create=True)

    def killed() -> Iterator[bytes]:
        yield bytes(3 * PIECE)
        os.kill(os.getpid(), signal.SIGKILL)

    with closing(connection):
        child = os.fork()
        if child == 0:
            put(connection, killed())
            os._exit(1)
        os.waitpid(child, 0)
        assert [path.name for path in kept(connection)] == ["Shop.crmdesk.part"]
        sha256, _size = put(connection, [TEXT])
        assert [path.name for path in kept(connection)] == [sha256.hex()]


def test_a_full_disk(tmp_path: Path) -> None:
    with (
        samples.small_disk(tmp_path / "disk") as disk,
        closing(files.connect(disk / "Shop.crmdesk", KEY, create=True)) as connection,
    ):
        small, _size = put(connection, [TEXT])
        with pytest.raises(faults.DiskFull, match="no room left"):
            put(connection, [os.urandom(3 * PIECE)])
        assert [path.name for path in kept(connection)] == [small.hex()]
        assert read(connection, small) == TEXT
        put(connection, [TEXT * 2])


def test_a_folder_that_may_not_be_written() -> None:
    with samples.open_folder() as folder:
        path = folder / "Shop.crmdesk"
        with closing(files.connect(path, KEY, create=True)) as connection:
            put(connection, [TEXT])
            folder_of(path).chmod(0o555)
            with samples.ordinary_user(), pytest.raises(faults.NotAllowed):
                put(connection, [TEXT * 2])


def test_a_file_where_the_folder_should_be(opened: files.Connection) -> None:
    folder_of(opened.path).write_text("mine")
    with pytest.raises(faults.FileFault):
        put(opened, [TEXT])
    assert folder_of(opened.path).read_text() == "mine"


def test_memory_does_not_grow_with_the_content(opened: files.Connection) -> None:
    tracemalloc.start()
    try:
        sha256, size = put(opened, (bytes(PIECE) for _ in range(32)))
        for _piece in attachments.content(opened, sha256, "big"):
            pass
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size == 32 * PIECE
    assert peak < 8 * PIECE
