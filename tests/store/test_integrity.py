"""Damage: noticed, named, and never made worse."""

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crmdesk.domain.errors import UserError
from crmdesk.store import faults, files, integrity
from tests.store import samples


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Shop.crmdesk"


def problems(path: Path, key: bytes | None) -> list[str]:
    """What opening or, if that goes, checking finds."""
    try:
        with closing(files.connect(path, key)) as connection:
            return integrity.check(connection)
    except faults.Damaged as damaged:
        return [str(damaged)]


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_sound_file(file: Path, encrypted: bool) -> None:
    assert problems(file, samples.make(file, encrypted=encrypted)) == []


def test_a_link_that_leads_nowhere(file: Path) -> None:
    key = samples.make(file)
    with closing(files.connect(file, key)) as connection:
        connection.execute("CREATE TABLE phones (person INTEGER REFERENCES people)")
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO phones VALUES (999)")
        assert integrity.check(connection) == ["Row 1 of phones points to a row of people that is not there"]


def test_every_flipped_bit_of_an_encrypted_file_is_noticed(file: Path, size: int) -> None:
    key = samples.make(file, rows=600)
    dice = random.Random(7)
    length = file.stat().st_size
    bits = [dice.randrange(length * 8) for _ in range(200 * size)]
    unnoticed = []
    for bit in bits:
        samples.flip(file, bit)
        if not problems(file, key):
            unnoticed.append(bit)
        samples.flip(file, bit)
    assert unnoticed == []
    assert problems(file, key) == []


def test_a_plain_file_would_not_notice(file: Path) -> None:
    """Why files are encrypted even for those who want no passphrase."""
    key = samples.make(file, rows=600, encrypted=False)
    dice = random.Random(7)
    noticed = 0
    for _ in range(40):
        bit = dice.randrange(samples.PAGE * 8, file.stat().st_size * 8)
        samples.flip(file, bit)
        noticed += bool(problems(file, key))
        samples.flip(file, bit)
    assert noticed < 20


@pytest.mark.parametrize("with_record", [True, False])
def test_a_damaged_beginning_is_not_taken_for_a_wrong_key(file: Path, with_record: bool) -> None:
    key = samples.make(file)
    if not with_record:
        file.with_name(file.name + "-key").unlink()
    for bit in range(0 if with_record else 128, 800, 8):
        samples.flip(file, bit + bit // 8 % 8)
        before = file.read_bytes()
        with pytest.raises(faults.Damaged, match="damaged and cannot be read"):
            files.connect(file, key)
        assert file.read_bytes() == before
        samples.flip(file, bit + bit // 8 % 8)
    assert samples.count(file, key) == 200


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_file_that_lost_its_end(file: Path, encrypted: bool) -> None:
    key = samples.make(file, encrypted=encrypted)
    whole = file.read_bytes()
    for length in (1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, 9000, len(whole) - 4096, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises((faults.Damaged, faults.Foreign, faults.WrongKey) if length < 16 else faults.Damaged):
            files.connect(file, key)
        assert file.read_bytes() == whole[:length]


def test_damage_found_while_working_is_explained(file: Path) -> None:
    key = samples.make(file, rows=600)
    samples.flip(file, (file.stat().st_size - samples.PAGE // 2) * 8)
    with closing(files.connect(file, key)) as connection:
        with pytest.raises(dbapi2.DatabaseError) as told:
            connection.execute("SELECT sum(length(name)) FROM people").fetchone()
        assert isinstance(files.explain(told.value, file), faults.Damaged)


# The journal


@pytest.fixture(params=[True, False], ids=["encrypted", "plain"])
def hot(request: pytest.FixtureRequest, file: Path) -> tuple[Path, bytes | None]:
    """A file with 200 rows, and 30 commits of one row each in a journal, as after a crash."""
    key = samples.make(file, encrypted=request.param)
    with closing(files.connect(file, key)) as connection:
        for number in range(30):
            connection.execute("INSERT INTO people (name) VALUES (?)", (f"late {number}",))
        crashed = file.parent / "crashed"
        crashed.mkdir()
        for suffix in ("", "-wal"):
            copied = samples.python(  # by another process: closing the file here would drop the lock
                "import shutil, sys; shutil.copy(*sys.argv[1:])", f"{file}{suffix}", crashed / f"{file.name}{suffix}"
            )
            assert copied.returncode == 0, copied
    return crashed / file.name, key


def late(path: Path, key: bytes | None) -> list[str]:
    with closing(files.connect(path, key)) as connection:
        assert connection.execute("SELECT count(*) FROM people WHERE id <= 200").fetchone() == (200,)
        return [name for (name,) in connection.execute("SELECT name FROM people WHERE id > 200 ORDER BY id")]


def test_a_journal_cut_anywhere_gives_a_clean_beginning(hot: tuple[Path, bytes | None], size: int) -> None:
    path, key = hot
    journal = path.with_name(path.name + "-wal")
    main, whole = path.read_bytes(), journal.read_bytes()
    dice = random.Random(1)
    lengths = {0, 1, 31, 32, 33, 56, len(whole) - 1, *(dice.randrange(len(whole)) for _ in range(60 * size))}
    counts = []
    for length in sorted(lengths):
        path.write_bytes(main)
        journal.write_bytes(whole[:length])
        found = late(path, key)
        assert found == [f"late {number}" for number in range(len(found))]
        counts.append(len(found))
    assert counts == sorted(counts)
    assert len(set(counts)) > 10


def test_a_flipped_bit_in_the_journal_gives_a_clean_beginning(hot: tuple[Path, bytes | None], size: int) -> None:
    path, key = hot
    journal = path.with_name(path.name + "-wal")
    main, whole = path.read_bytes(), journal.read_bytes()
    dice = random.Random(2)
    for _ in range(60 * size):
        path.write_bytes(main)
        journal.write_bytes(whole)
        samples.flip(journal, dice.randrange(len(whole) * 8))
        found = late(path, key)
        assert found == [f"late {number}" for number in range(len(found))]


def test_a_page_torn_where_the_journal_has_it_whole_is_no_damage(hot: tuple[Path, bytes | None]) -> None:
    path, key = hot
    last_leaf = path.stat().st_size - 100
    samples.flip(path, 8 * last_leaf)
    assert problems(path, key) == []
    assert len(late(path, key)) == 30


def test_a_deleted_journal_leaves_what_was_before_it(hot: tuple[Path, bytes | None]) -> None:
    path, key = hot
    path.with_name(path.name + "-wal").unlink()
    assert late(path, key) == []


# Erasing


def test_what_is_deleted_is_gone_from_the_disk(file: Path) -> None:
    samples.make(file, encrypted=False)
    token = "Ерёма Erasmus-Token"
    with closing(files.connect(file, None)) as connection:
        connection.execute("CREATE INDEX names ON people (name)")
        connection.executemany("INSERT INTO people (name) VALUES (?)", [(f"{token} {n}",) for n in range(50)])
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute("DELETE FROM people WHERE name LIKE ?", (f"{token}%",))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        found = samples.python("import sys; print(sys.argv[2].encode() in open(sys.argv[1], 'rb').read())", file, token)
    assert found.stdout == "False\n"
    assert token.encode() not in file.read_bytes()


def test_without_the_switch_it_would_still_be_there(file: Path) -> None:
    samples.make(file, encrypted=False)
    with closing(files.connect(file, None)) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("INSERT INTO people (name) VALUES ('Erasmus-Token')")
        connection.execute("DELETE FROM people WHERE name = 'Erasmus-Token'")
    assert b"Erasmus-Token" in file.read_bytes()


# The disk

FILL = """
import json, resource, sys
from pathlib import Path
from crmdesk.store import files
from crmdesk.store.driver import sqlite
path, key, limit = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]) or None, int(sys.argv[3])
connection = files.connect(path, key)
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
stored = 0
try:
    while stored < 5000:
        connection.execute("INSERT INTO people (name) VALUES (?)", ("x" * 2000,))
        stored += 1
except sqlite.Error as error:
    fault = files.explain(error, path)
    print(json.dumps([type(fault).__name__, str(fault), stored]), flush=True)
"""


def test_a_full_file_system(encrypted_twice: bool, tmp_path: Path) -> None:
    with samples.small_disk(tmp_path / "disk") as disk:
        path = disk / "Shop.crmdesk"
        key = samples.make(path, encrypted=encrypted_twice)
        kind, text, stored = samples.told(samples.python(FILL, path, (key or b"").hex(), 0))
        assert (kind, "Free some space" in text) == ("DiskFull", True)
        shutil.copy(path, tmp_path)
        shutil.copy(f"{path}-wal", tmp_path) if Path(f"{path}-wal").exists() else None
        assert 0 < stored <= samples.count(tmp_path / path.name, key) - 200 < stored + 1
        samples.stuff(disk / "rest")
        with pytest.raises(faults.DiskFull):
            files.connect(disk / "New.crmdesk", None, create=True)
        assert not (disk / "New.crmdesk").exists()
        (disk / "rest").unlink()
        assert samples.count(path, key) == 200 + stored


@pytest.fixture(params=[True, False], ids=["encrypted", "plain"])
def encrypted_twice(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_limit_on_the_size_of_files(encrypted_twice: bool, file: Path) -> None:
    key = samples.make(file, encrypted=encrypted_twice)
    kind, text, stored = samples.told(samples.python(FILL, file, (key or b"").hex(), 1_000_000))
    assert (kind, "a limit is reached" in text, stored > 0) == ("DiskFault", True, True)
    assert samples.count(file, key) == 200 + stored


def test_a_limit_on_pages(encrypted_twice: bool, file: Path) -> None:
    key = samples.make(file, encrypted=encrypted_twice)
    with closing(files.connect(file, key)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 3}")
        with pytest.raises(dbapi2.OperationalError) as told:
            samples.fill(connection, 5000)
        assert isinstance(files.explain(told.value, file), faults.DiskFull)
    assert samples.count(file, key) == 200


def test_no_more_open_files(file: Path) -> None:
    samples.make(file, encrypted=False)
    code = """
import resource, sys
from pathlib import Path
from crmdesk.domain.errors import UserError
from crmdesk.store import files
import encodings.idna
resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))
try:
    files.connect(Path(sys.argv[1]), None, anywhere=True)
except UserError as error:
    print(type(error).__name__)
"""
    assert samples.python(code, file).stdout == "DiskFault\n"


def test_a_fault_of_ours_is_not_blamed_on_the_disk(file: Path) -> None:
    samples.make(file)
    with closing(dbapi2.connect(":memory:")) as connection:
        with pytest.raises(dbapi2.OperationalError) as told:
            connection.execute("SELEKT")
        assert files.explain(told.value, file) is None


CODES = [
    ("SQLITE_IOERR_FSYNC", 10 | 4 << 8, faults.DiskFault),
    ("SQLITE_IOERR_READ", 10 | 1 << 8, faults.DiskFault),
    ("SQLITE_FULL", 13, faults.DiskFull),
    ("SQLITE_CORRUPT_INDEX", 11 | 3 << 8, faults.Damaged),
    ("SQLITE_NOTADB", 26, faults.Damaged),
    ("SQLITE_READONLY_DIRECTORY", 8 | 6 << 8, faults.NotAllowed),
    ("SQLITE_CANTOPEN_ISDIR", 14 | 2 << 8, faults.DiskFault),
    ("SQLITE_BUSY_RECOVERY", 5 | 1 << 8, faults.InUse),
    ("SQLITE_NOMEM", 7, faults.DiskFault),
    ("SQLITE_INTERRUPT", 9, faults.Cancelled),
    ("SQLITE_CONSTRAINT_UNIQUE", 19 | 8 << 8, None),
]


@pytest.mark.parametrize(("name", "code", "kind"), CODES)
def test_every_code_has_its_words(name: str, code: int, kind: type[UserError] | None, file: Path) -> None:
    error = dbapi2.OperationalError("…")
    error.sqlite_errorcode, error.sqlite_errorname = code, name
    fault = files.explain(error, file)
    assert type(fault) is kind if kind else fault is None
    assert fault is None or file.name in str(fault)
