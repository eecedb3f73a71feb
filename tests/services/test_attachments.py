"""Files kept with contacts: added, read, removed and brought back, through every accident."""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import attachments, files, lookup, records
from crmdesk.services.files import Store
from crmdesk.store import attachments as contents
from crmdesk.store import faults
from tests.domain.hostile_names import HOSTILE
from tests.store.template import visible

DATA = b"Erasmus-Token \x00\xff" * 50


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana", "family_name": "Bell"})


def kept(store: Store) -> list[str]:
    folder = contents.folder_of(store.path)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def shown(store: Store, owner: bytes) -> list[str]:
    return [entry["name"] for entry in records.show(store, owner)["attachments"]]


def test_a_file_is_kept_whatever_happens_to_the_original(store: Store, ana: bytes, tmp_path: Path) -> None:
    source = tmp_path / "Offer 2026.pdf"
    source.write_bytes(DATA)
    key = attachments.add(store, ana, source)
    source.unlink()
    assert attachments.read(store, key) == DATA
    (entry,) = records.show(store, ana)["attachments"]
    assert (entry["name"], entry["media_type"], entry["size"]) == ("Offer 2026.pdf", "application/pdf", len(DATA))
    assert [row.id for row in lookup.find(store, "offer 2026")] == [ana]
    copy = attachments.save_as(store, key, tmp_path / "copy.pdf")
    assert copy.read_bytes() == DATA
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_adding_is_one_step_and_removing_another(store: Store, ana: bytes) -> None:
    key = attachments.add(store, ana, DATA, "scan.png")
    added = visible(store)
    assert store.next_undo() == "Add file scan.png"
    records.remove(store, "attachments", [key])
    assert shown(store, ana) == []
    with pytest.raises(UserError, match="Undo brings it back"):
        attachments.read(store, key)
    store.undo()
    assert visible(store) == added
    assert attachments.read(store, key) == DATA
    store.undo()
    assert shown(store, ana) == []
    store.redo()
    assert visible(store) == added
    assert attachments.read(store, key) == DATA


def test_a_company_has_files_too_and_twice_the_same_is_kept_once(store: Store, ana: bytes) -> None:
    acme = records.add(store, "company", {"name": "Acme"})
    attachments.add(store, acme, DATA, "one.txt")
    attachments.add(store, ana, DATA, "two.txt")
    assert (shown(store, acme), shown(store, ana)) == (["one.txt"], ["two.txt"])
    assert len(kept(store)) == 1


def test_nobody_to_keep_it_with(store: Store, ana: bytes) -> None:
    with pytest.raises(UserError, match="no such contact"):
        attachments.add(store, bytes(16), DATA, "x")
    records.delete(store, "contact", [ana])
    with pytest.raises(UserError, match="no such contact"):
        attachments.add(store, ana, DATA, "x")
    assert kept(store) == []


def test_what_is_too_large_is_refused(
    store: Store, ana: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = tmp_path / "film.mp4"
    with big.open("wb") as file:
        file.truncate(attachments.LARGEST + 1)
    with pytest.raises(UserError, match=r"“film\.mp4” is larger than 100 MB.*Nothing was added"):
        attachments.add(store, ana, big)
    monkeypatch.setattr(attachments, "LARGEST", 1024**2)
    attachments.add(store, ana, bytes(1024**2), "just.bin")
    with pytest.raises(UserError, match="larger than 1 MB"):
        attachments.add(store, ana, bytes(1024**2 + 1), "more.bin")
    assert shown(store, ana) == ["just.bin"]
    assert len(kept(store)) == 1


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes of this kind")
def test_what_is_no_file_is_refused(store: Store, ana: bytes, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("pipe", "is no file"), ("", "is no file"), ("nowhere", "No such file"), ("a\0b", "null")):
        with pytest.raises(UserError, match=words):
            attachments.add(store, ana, tmp_path / name, name)
    assert shown(store, ana) == []


def test_the_open_database_itself_is_left_alone(store: Store, ana: bytes, tmp_path: Path) -> None:
    key = attachments.add(store, ana, DATA, "x.bin")
    before = store.path.stat()
    with pytest.raises(faults.InUse):
        attachments.add(store, ana, store.path)
    with pytest.raises(faults.InUse):
        attachments.save_as(store, key, store.path)
    assert store.path.stat().st_ino == before.st_ino
    with store.write("Still works"):
        pass


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(store: Store, ana: bytes, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.iterdir())
    key = attachments.add(store, ana, DATA, name or "\x00")
    assert set(tmp_path.iterdir()) - before == {contents.folder_of(store.path)}
    assert all(len(content) == 64 for content in kept(store))
    (entry,) = records.show(store, ana)["attachments"]
    assert entry["name"]
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in entry["name"])
    to = tmp_path / "to"
    to.mkdir()
    first, second = attachments.save_as(store, key, to), attachments.save_as(store, key, to)
    assert first != second
    assert {first, second} == set(to.iterdir())
    assert first.read_bytes() == second.read_bytes() == DATA


def test_a_place_that_cannot_be_written(store: Store, ana: bytes, tmp_path: Path) -> None:
    key = attachments.add(store, ana, DATA, "x.bin")
    with pytest.raises(UserError, match=r"“x\.bin” cannot be written: No such file"):
        attachments.save_as(store, key, tmp_path / "nowhere" / "x.bin")


def test_a_damaged_file_is_never_handed_out(store: Store, ana: bytes, tmp_path: Path) -> None:
    key = attachments.add(store, ana, DATA, "x.bin")
    (name,) = kept(store)
    (contents.folder_of(store.path) / name).write_bytes(DATA[:-1])
    with pytest.raises(faults.LostContent):
        attachments.read(store, key)
    target = tmp_path / "out.bin"
    target.write_bytes(b"mine")
    with pytest.raises(faults.LostContent):
        attachments.save_as(store, key, target)
    assert target.read_bytes() == b"mine"


def test_a_crash_between_file_and_row_leaves_all_sound(
    store: Store, ana: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def crashing(self: Store, text: str) -> Iterator[None]:
        raise KeyboardInterrupt
        yield

    before = visible(store)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", crashing)
        with pytest.raises(KeyboardInterrupt):
            attachments.add(store, ana, DATA, "x.bin")
    assert visible(store) == before
    assert len(kept(store)) == 1
    assert files.check(store) == []
    assert attachments.purge(store) == 1
    assert kept(store) == []


def test_check_names_what_is_missing_and_what_is_damaged(store: Store, ana: bytes) -> None:
    names = ("fine.txt", "gone.txt", "hurt.txt", "removed.txt")
    keys = {name: attachments.add(store, ana, name.encode(), name) for name in names}
    assert files.check(store) == []
    places = {path.read_bytes().decode(): path for path in contents.folder_of(store.path).iterdir()}
    for name in ("gone.txt", "removed.txt"):
        places[name].unlink()
    places["hurt.txt"].write_bytes(b"other")
    records.remove(store, "attachments", [keys["removed.txt"]])
    gone, hurt = files.check(store)
    assert "“gone.txt” is not in the folder" in gone
    assert "“hurt.txt” is damaged" in hurt
    attachments.add(store, ana, b"gone.txt", "again.txt")
    attachments.add(store, ana, b"hurt.txt", "again.txt")
    assert files.check(store) == []


def test_purging_takes_what_was_removed_long_ago_and_nothing_else(
    store: Store, ana: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = attachments.now()
    for days, name in ((40, "old"), (40, "both"), (10, "recent"), (0, "kept")):
        monkeypatch.setattr("crmdesk.store.bulk.now", lambda ago=days: today - ago * 24 * 3600 * 1000)
        key = attachments.add(store, ana, name.encode(), name)
        if name != "kept":
            records.remove(store, "attachments", [key])
    attachments.add(store, ana, b"both", "still wanted")
    (contents.folder_of(store.path) / "Thumbs.db").write_bytes(b"not ours")
    assert attachments.purge(store) == 1
    left = {path.read_bytes() for path in contents.folder_of(store.path).iterdir()}
    assert left == {b"both", b"recent", b"kept", b"not ours"}
    assert attachments.purge(store, older_than_days=-1) == 1
    assert files.check(store) == []


def test_an_encrypted_file_keeps_all_of_it_secret(tmp_path: Path) -> None:
    with closing(files.new(tmp_path / "Shop.crmdesk", "passphrase", "secret")[0]) as store:
        ana = records.add(store, "contact", {"given_name": "Ana"})
        key = attachments.add(store, ana, DATA, "Contract-Token.pdf")
        assert attachments.read(store, key) == DATA
    with closing(files.open_file(tmp_path / "Shop.crmdesk", "secret")) as store:
        assert attachments.read(store, key) == DATA
    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"Erasmus" in data or b"Contract-Token" in data for data in stored)


class TestSeveral:
    """Files dropped together are one step, and one that is none holds nobody up."""

    def add(self, store: Store, owner: bytes, files: list[Path]) -> tuple[attachments.Added, list[float]]:
        adding, told = attachments.add_all(store, owner, files), []
        while True:
            try:
                told.append(next(adding).done)
            except StopIteration as end:
                return end.value, told

    def test_one_step_with_progress(self, store: Store, ana: bytes, tmp_path: Path) -> None:
        files = [tmp_path / name for name in ("a.txt", "b.pdf", "c.bin")]
        for number, file in enumerate(files):
            file.write_bytes(bytes([number]) * 2_500_000)
        added, told = self.add(store, ana, files)
        assert len(added.ids) == 3
        assert not added.problems
        assert told == sorted(told)
        assert 0 < told[0] < 0.5
        assert told[-1] == 1.0
        assert sorted(shown(store, ana)) == ["a.txt", "b.pdf", "c.bin"]
        assert store.undo() == "Add 3 files"
        assert shown(store, ana) == []

    def test_those_that_cannot_be_kept_are_told(self, store: Store, ana: bytes, tmp_path: Path) -> None:
        good = tmp_path / "good.txt"
        good.write_bytes(DATA)
        added, _told = self.add(store, ana, [tmp_path, tmp_path / "gone.txt", good])
        assert shown(store, ana) == ["good.txt"]
        assert len(added.problems) == 2
        assert "gone.txt" in added.problems[1]
        assert store.next_undo() == "Add file good.txt"

    def test_given_up_it_leaves_nothing(self, store: Store, ana: bytes, tmp_path: Path) -> None:
        file = tmp_path / "large.bin"
        file.write_bytes(bytes(3_000_000))
        adding = attachments.add_all(store, ana, [file])
        next(adding)
        adding.close()
        assert shown(store, ana) == []
        assert kept(store) == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Offer", "Offer.pdf"), ("Offer.txt", "Offer.txt"), ("../../x", "../../x"), ("  ", "Nameless.pdf")],
)
def test_renamed_it_keeps_its_ending(typed: str, name: str, store: Store, ana: bytes) -> None:
    key = attachments.add(store, ana, DATA, "Angebot.pdf")
    attachments.rename(store, key, typed)
    assert shown(store, ana) == [name]
    assert store.undo() == "Rename file"


def test_a_beginning_is_read_without_the_rest(store: Store, ana: bytes) -> None:
    key = attachments.add(store, ana, bytes(range(256)) * 20_000, "large.bin")
    assert attachments.beginning(store, key, 300) == (bytes(range(256)) * 2)[:300]
