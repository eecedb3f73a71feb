"""Attached files go where their database goes: into backups and out of them, and through the complete export."""

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import attachments, exporting, files, importing, records
from crmdesk.services.files import Store
from crmdesk.services.importing import Report, Verdict
from crmdesk.store import attachments as contents
from crmdesk.store import backup as backups
from crmdesk.store import faults
from tests.store.template import another, brought

KEY = bytes(range(32))
DATA = {"offer.pdf": b"Offer" * 1000, "empty.txt": b"", "film.bin": bytes(range(256)) * 9000}


@pytest.fixture(scope="module", params=[KEY, None], ids=["encrypted", "plain"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes | None]:
    folder = tmp_path_factory.mktemp("filled")
    with closing(Store.create(folder / "Shop.crmdesk", request.param)) as store:
        fill(store)
    return folder, request.param


@pytest.fixture
def shop(filled: tuple[Path, bytes | None], tmp_path: Path) -> Iterator[Store]:
    """With a contact that has three files, and one removed."""
    folder, key = filled
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with closing(Store.open(tmp_path / "Shop.crmdesk", key)) as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        yield store


def fill(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    for name, data in DATA.items():
        attachments.add(store, ana, data, name)
    records.remove(store, "attachments", [attachments.add(store, ana, b"removed", "removed.txt")])


def kept(store: Store) -> dict[str, bytes]:
    (ana,) = (row.id for row in store.find("Ana"))
    return {entry["name"]: attachments.read(store, entry["id"]) for entry in records.show(store, ana)["attachments"]}


def stored(path: Path) -> set[str]:
    folder = contents.folder_of(path)
    return {place.name for place in folder.iterdir()} if folder.exists() else set()


# Backups


def test_backups_of_the_file_share_its_content(shop: Store, tmp_path: Path) -> None:
    made = backups.make(shop.connection)
    assert not contents.folder_of(made).exists()
    told: list[str] = []
    again = backups.restore(made, tmp_path / "Again.crmdesk", shop.connection.key, tell=told.append)
    assert told == []
    assert stored(again) == stored(shop.path)
    with closing(Store.open(again, shop.connection.key)) as restored:
        assert kept(restored) == DATA
        restored.undo()
        assert kept(restored) == DATA | {"removed.txt": b"removed"}


def test_a_restored_file_does_not_need_the_first_one(shop: Store, tmp_path: Path) -> None:
    made = backups.make(shop.connection)
    again = backups.restore(made, tmp_path / "Again.crmdesk", shop.connection.key)
    shop.close()
    shutil.rmtree(contents.folder_of(shop.path))
    with closing(Store.open(again, shop.connection.key)) as restored:
        assert kept(restored) == DATA
        attachments.purge(restored, older_than_days=-1)
        assert files.check(restored) == []


def test_a_lost_file_comes_back_under_its_name(shop: Store) -> None:
    made = backups.make(shop.connection)
    shop.close()
    shop.path.unlink()
    backups.restore(made, shop.path, shop.connection.key)
    with closing(Store.open(shop.path, shop.connection.key)) as restored:
        assert kept(restored) == DATA


def test_a_backup_elsewhere_is_complete_by_itself(shop: Store, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backups.make(shop.connection, stick / "copy.crmdesk")
    second = backups.make(shop.connection, stick / "copy 2.crmdesk")
    shop.close()
    for path in (contents.folder_of(shop.path), shop.path.with_name("Shop backups")):
        shutil.rmtree(path, ignore_errors=True)
    for copy in (made, second):
        again = backups.restore(copy, tmp_path / f"From {copy.name}", shop.connection.key)
        with closing(Store.open(again, shop.connection.key)) as restored:
            assert kept(restored) == DATA


def test_a_backup_opened_as_it_is_finds_its_content(shop: Store) -> None:
    made = backups.make(shop.connection)
    with closing(Store.open(made, shop.connection.key)) as opened:
        assert kept(opened) == DATA


def test_where_links_are_not_possible_content_is_copied(
    shop: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_paths: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", refused)
    made = backups.make(shop.connection, tmp_path / "copy.crmdesk")
    for place in contents.folder_of(made).iterdir():
        assert place.stat().st_nlink == 1
    with closing(Store.open(made, shop.connection.key)) as opened:
        assert kept(opened) == DATA


def test_what_cannot_be_brought_is_told_and_the_rest_comes(shop: Store, tmp_path: Path) -> None:
    made = backups.make(shop.connection)
    folder = contents.folder_of(shop.path)
    names = dict(shop.connection.execute("SELECT name, lower(hex(sha256)) FROM attachments").fetchall())
    for lost in ("offer.pdf", "removed.txt"):
        (folder / names[lost]).unlink()
    (folder / names["film.bin"]).write_bytes(b"overwritten")
    for act in (
        lambda tell: backups.restore(made, tmp_path / "Again.crmdesk", shop.connection.key, tell=tell),
        lambda tell: backups.make(shop.connection, tmp_path / "copy.crmdesk", tell),
    ):
        told: list[str] = []
        made_there = act(told.append)
        missing, damaged = told
        assert "“offer.pdf” is not in the folder" in missing
        assert "“film.bin” is damaged" in damaged
        assert stored(made_there) == {names["empty.txt"]}


def test_a_restore_that_fails_leaves_no_content(shop: Store, tmp_path: Path) -> None:
    def failing(_: object) -> None:
        raise ValueError("no device")

    made = backups.make(shop.connection)
    with pytest.raises(ValueError, match="no device"):
        backups.restore(made, tmp_path / "Again.crmdesk", shop.connection.key, failing)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("Again")]
    assert len(stored(shop.path)) == 4


def test_content_of_another_database_is_not_taken_for_ours(shop: Store, tmp_path: Path) -> None:
    made = backups.make(shop.connection)
    theirs = b"\7" * 32 if shop.connection.key is None else None
    with closing(Store.create(tmp_path / "Again.crmdesk", theirs)) as other:
        fill(other)
    (tmp_path / "Again.crmdesk").unlink()
    told: list[str] = []
    backups.restore(made, tmp_path / "Again.crmdesk", shop.connection.key, tell=told.append)
    assert len(told) == 3
    assert all("another database" in text for text in told)


# The complete export


def export(store: Store, to: Path, ids: list[bytes] | None = None) -> Path:
    for _progress in exporting.export(store, to, "json", ids):
        pass
    return to


def take_in(store: Store, *paths: Path, work: Callable[..., object] = importing.run) -> Report:
    running = work(store, paths)
    while True:
        try:
            next(running)  # type: ignore[call-overload]
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def test_an_export_taken_into_an_empty_file_is_equal(shop: Store, template: Path, tmp_path: Path) -> None:
    made = export(shop, tmp_path / "all.json")
    with closing(another(template, tmp_path)) as other:
        report = take_in(other, made, work=importing.preview)
        assert (report.counts, stored(other.path)) == ({Verdict.ADDED: 1}, set())
        report = take_in(other, made)
        assert (report.counts, report.warnings) == ({Verdict.ADDED: 1}, [])
        assert brought(other) == brought(shop)
        assert kept(other) == DATA
        assert export(other, tmp_path / "again.json").read_bytes() == made.read_bytes()
        before = other.last_change_at()
        assert take_in(other, made).counts == {Verdict.UNCHANGED: 1}
        assert other.last_change_at() == before
        other.undo()
        assert other.find("Ana") == []
        other.redo()
        assert kept(other) == DATA


def test_an_export_laid_out_otherwise_is_read_too(shop: Store, template: Path, tmp_path: Path) -> None:
    made = export(shop, tmp_path / "all.json")
    document = json.loads(made.read_bytes())
    assert {base64.b64decode(data) for data in document["files"].values()} == set(DATA.values())
    layouts = [{"indent": 4}, {"sort_keys": True}, {"separators": (",", ":")}, {"indent": 0}]
    for number, layout in enumerate(layouts):
        made.write_text(json.dumps(document, **layout), "utf-8")  # type: ignore[arg-type]
        with closing(another(template, tmp_path, f"Other {number}.crmdesk")) as other:
            take_in(other, made)
            assert kept(other) == DATA


def test_an_export_of_some_carries_their_files_only(shop: Store, tmp_path: Path) -> None:
    ben = records.add(shop, "contact", {"given_name": "Ben"})
    attachments.add(shop, ben, b"Ben's", "his.txt")
    made = json.loads(export(shop, tmp_path / "some.json", [ben]).read_bytes())
    assert [base64.b64decode(data) for data in made["files"].values()] == [b"Ben's"]


def test_an_export_that_would_not_be_complete_is_refused(shop: Store, tmp_path: Path) -> None:
    target = tmp_path / "all.json"
    target.write_text("the last one")
    hurt = max(contents.folder_of(shop.path).iterdir(), key=lambda place: place.stat().st_size)
    for spoil in (lambda: hurt.write_bytes(hurt.read_bytes()[:-1]), hurt.unlink):
        spoil()
        with pytest.raises(faults.LostContent, match=r"“film\.bin”"):
            export(shop, target)
    assert target.read_text() == "the last one"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda text: text[: len(text) // 2], "damaged at files"),
        (lambda text: text[: text.rindex("\n}}")], "ends too early"),
        (lambda text: text.replace("T2ZmZXJP", "T2ZmZXJQ", 1), "is not what it was"),
        (lambda text: text.replace("T2ZmZXJP", "T2Z!ZXJP", 1), "damaged at files"),
        (lambda text: text.replace('\n"files": {', '\n"files": [', 1), "damaged at files"),
    ],
)
def test_a_damaged_export_changes_nothing(
    store: Store, tmp_path: Path, template: Path, wrong: Callable[[str], str], words: str
) -> None:
    fill(store)
    made = export(store, tmp_path / "all.json")
    made.write_text(wrong(made.read_text("utf-8")), "utf-8")
    with closing(another(template, tmp_path)) as other:
        with pytest.raises(UserError, match=words):
            take_in(other, made)
        assert other.find("Ana") == []
        assert other.next_undo() is None


def test_an_export_without_the_content_is_taken_in_with_a_warning(store: Store, tmp_path: Path, template: Path) -> None:
    fill(store)
    made = export(store, tmp_path / "all.json")
    document = json.loads(made.read_text("utf-8"))
    del document["files"]
    made.write_text(json.dumps(document), "utf-8")
    with closing(another(template, tmp_path)) as other:
        report = take_in(other, made)
        assert report.counts == {Verdict.ADDED: 1}
        assert {item.name for item in report.warnings} == set(DATA)
        assert len(files.check(other)) == 3
