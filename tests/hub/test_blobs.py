"""Files of a log: sent in parts, whole or not at all, and never elsewhere than in their folder."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from crmdesk.hub import blobs, keeping, log, quotas
from crmdesk.hub.blobs import Blob
from crmdesk.hub.database import in_transaction, reading
from crmdesk.hub.errors import HubError
from crmdesk.hub.tables import workspaces
from tests.hub.hubs import new_workspace


@dataclass
class Files:
    engine: Engine
    folder: Path
    log: bytes

    def put(self, name: str, part: int, parts: int, data: bytes) -> Blob:
        return blobs.put_part(self.engine, self.folder, self.log, name, part, parts, data)

    def has(self, name: str) -> Blob | None:
        return reading(self.engine, partial(blobs.has, log=self.log, name=name))

    def read(self, name: str, start: int = 0, end: int | None = None) -> bytes:
        blob = self.has(name)
        assert blob
        return b"".join(blobs.read(self.folder, self.log, blob, start, end))

    def on_disk(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())

    def seal(self) -> None:
        with self.engine.begin() as connection:
            connection.execute(workspaces.update().values(is_sealed=True))


@pytest.fixture
def files(engine: Engine, tmp_path: Path) -> Files:
    return Files(engine, tmp_path, in_transaction(engine, lambda c: log.make(c, new_workspace(c), None, 1)))


def name_of(*parts: bytes) -> str:
    return sha256(b"".join(parts)).hexdigest()


def test_a_file_in_parts(files: Files) -> None:
    parts = [b"first", b"second", b"3"]
    name = name_of(*parts)
    assert files.has(name) is None
    files.put(name, 2, 3, parts[2])
    some = files.put(name, 0, 3, parts[0])
    assert (some.is_whole, sorted(some.sizes)) == (False, [0, 2])
    assert files.put(name, 0, 3, b"again").sizes == {0: 5, 2: 1}
    whole = files.put(name, 1, 3, parts[1])
    assert whole.is_whole
    assert whole == files.has(name)
    assert files.put(name, 0, 7, b"again") == whole, "it is here already"
    assert files.read(name) == b"firstsecond3"
    assert files.on_disk() == ["0", "1", "2"]
    assert reading(files.engine, lambda c: quotas.used(c, b"w" * 16)) == whole.size == 12


@given(st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=4), st.integers(0, 40), st.integers(0, 40))
def test_any_range_of_it(tmp_path: Path, parts: list[bytes], start: int, end: int) -> None:
    blob = Blob(name_of(*parts), len(parts), {number: len(part) for number, part in enumerate(parts)})
    for number, part in enumerate(parts):
        blobs._write(blobs._path(tmp_path, b"log", blob.name, number), part)
    assert b"".join(blobs.read(tmp_path, b"log", blob, start, end)) == b"".join(parts)[start:end]


def test_what_is_not_what_it_says_is_forgotten(files: Files) -> None:
    name = name_of(b"good")
    files.put(name, 0, 2, b"go")
    with pytest.raises(HubError) as told:
        files.put(name, 1, 2, b"od?")
    assert told.value.code == "digest"
    assert files.has(name) is None
    assert files.on_disk() == []
    assert files.put(name, 0, 1, b"good").is_whole


def test_of_a_sealed_workspace_nobody_here_can_tell(files: Files) -> None:
    files.seal()
    assert files.put(name_of(b"good"), 0, 1, b"closed").is_whole


def test_half_a_file_can_be_begun_anew(files: Files) -> None:
    name = name_of(b"good")
    files.put(name, 2, 3, b"bad")
    assert files.put(name, 0, 1, b"good").is_whole
    assert files.on_disk() == ["0"]


@pytest.mark.parametrize(
    "name",
    [
        "", "a", "..", "../" * 21 + "a", "A" * 64, "g" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "a" * 63 + "/",
        "C:\\" + "a" * 61, "con", "a" * 63 + "\0", "a" * 63 + "．", "a" * 63 + "٣", "%2e%2e/" + "a" * 57,
    ],
)  # fmt: skip
def test_a_name_is_64_digits_and_nothing_else(files: Files, name: str) -> None:
    with pytest.raises(HubError) as told:
        files.put(name, 0, 1, b"data")
    assert told.value.status == 422
    assert not list(files.folder.iterdir())


@pytest.mark.parametrize(
    ("part", "parts", "data"),
    [
        (1, 1, b"x"),
        (-1, 1, b"x"),
        (0, 0, b"x"),
        (0, blobs.MOST_PARTS + 1, b"x"),
        (0, 1, b""),
        (0, 1, b"x" * (blobs.PART + 1)),
    ],
)
def test_parts_have_bounds(files: Files, part: int, parts: int, data: bytes) -> None:
    with pytest.raises(HubError) as told:
        files.put(name_of(data), part, parts, data)
    assert told.value.status in (413, 422)


def test_a_full_workspace_takes_no_more(files: Files) -> None:
    with files.engine.begin() as connection:
        connection.execute(workspaces.update().values(quota=5))
    files.put(name_of(b"four"), 0, 1, b"four")
    with pytest.raises(HubError) as told:
        files.put(name_of(b"more"), 0, 1, b"more")
    assert told.value.code == "quota"
    assert files.on_disk() == ["0"]


def test_a_missing_part_is_found(files: Files) -> None:
    name = name_of(b"good")
    files.put(name, 0, 1, b"good")
    assert len(keeping.check(files.engine, files.folder)) == 1
    next(path for path in files.folder.rglob("0")).unlink()
    assert any(name in problem for problem in keeping.check(files.engine, files.folder))


def test_all_parts_at_once(on_postgres: Engine, tmp_path: Path) -> None:
    made = in_transaction(on_postgres, lambda c: log.make(c, new_workspace(c), None, 1))
    files, name = Files(on_postgres, tmp_path, made), name_of(b"abcabc")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda part: files.put(name, part % 3, 3, (b"ab", b"ca", b"bc")[part % 3]), range(12)))
    assert files.read(name) == b"abcabc"
    assert files.on_disk() == ["0", "1", "2"]
