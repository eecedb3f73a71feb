"""Backups: verified before they get their name, thinned out sensibly, restored without writing over anything."""

import itertools
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.contacts import Contact
from crmdesk.store import backup, faults, files, integrity, keys
from crmdesk.store.store import Store, new_device
from tests.store import samples

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Shop.crmdesk"


@pytest.fixture(params=[True, False], ids=["encrypted", "plain"])
def opened(request: pytest.FixtureRequest, file: Path) -> Iterator[files.Connection]:
    with closing(files.connect(file, samples.make(file, encrypted=request.param))) as connection:
        yield connection


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_holds_everything_and_opens_with_the_same_key(opened: files.Connection) -> None:
    samples.fill(opened, 5)  # still in the journal
    made = backup.make(opened)
    assert made.parent == opened.path.with_name("Shop backups")
    assert samples.count(made, opened.key) == 205
    assert list(backup.taken(made.parent)) == [made]
    if opened.key:
        assert keys.unlock(made, "secret") == opened.key
        assert b"Person" not in made.read_bytes()


def test_deleted_rows_are_not_in_the_backup(opened: files.Connection) -> None:
    opened.execute("INSERT INTO people (name) VALUES ('Erasmus-Token')")
    opened.execute("DELETE FROM people WHERE name = 'Erasmus-Token'")
    assert b"Erasmus-Token" not in backup.make(opened).read_bytes()


def test_two_in_a_second_get_two_names(opened: files.Connection) -> None:
    made = [backup.make(opened) for _ in range(3)]
    assert len(set(made)) == 3
    assert set(backup.taken(made[0].parent)) == set(made)


def test_a_backup_to_a_chosen_place_never_overwrites(opened: files.Connection, tmp_path: Path) -> None:
    target = tmp_path / "stick" / "copy.crmdesk"
    target.parent.mkdir()
    assert backup.make(opened, target) == target
    before = target.read_bytes()
    with pytest.raises(faults.Exists):
        backup.make(opened, target)
    assert target.read_bytes() == before
    with pytest.raises(faults.Missing, match="no folder"):
        backup.make(opened, tmp_path / "nowhere" / "copy.crmdesk")


def test_a_backup_where_nobody_may_write() -> None:
    with samples.open_folder() as place:
        path = place / "Shop.crmdesk"
        key = samples.make(path)
        (place / "stick").mkdir(mode=0o555)
        with closing(files.connect(path, key)) as connection:
            refused = pytest.raises(faults.NotAllowed, match=r"copy\.crmdesk")
            with samples.ordinary_user(), refused:
                backup.make(connection, place / "stick" / "copy.crmdesk")


def test_a_copy_that_does_not_read_back_gets_no_name(
    opened: files.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Liar(files.Connection):
        def backup(self, target: files.Connection, **ways: object) -> None:  # type: ignore[override]
            super().backup(target, **ways)  # type: ignore[arg-type]
            samples.flip(target.path, 8 * (samples.PAGE * 2 + 100))
            os.truncate(target.path, target.path.stat().st_size - samples.PAGE)

    opened.close()
    monkeypatch.setattr(files, "Connection", Liar)
    with closing(files.connect(opened.path, opened.key)) as lying, pytest.raises(faults.FileFault):
        backup.make(lying, tmp_path / "copy.crmdesk")
    assert not any(name.startswith("copy") for name in names(tmp_path))


def test_it_is_read_while_it_is_copied_and_what_was_given_up_leaves_nothing(
    opened: files.Connection, tmp_path: Path
) -> None:
    samples.fill(opened, 40_000)
    copying = backup.make_in_steps(opened, tmp_path / "copy.crmdesk")
    next(copying)
    assert opened.execute("SELECT count(*) FROM people").fetchone() == (40_200,)
    copying.close()
    assert not any(name.startswith("copy") for name in names(tmp_path))
    assert backup.result_of(backup.make_in_steps(opened, tmp_path / "copy.crmdesk")).exists()


def test_a_lost_row_is_noticed(opened: files.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = itertools.count()
    monkeypatch.setattr(backup, "_content", lambda _: ([], {"people": next(counts)}))
    with pytest.raises(faults.DiskFault, match="did not read back"):
        backup.make(opened, tmp_path / "copy.crmdesk")
    assert not any(name.startswith("copy") for name in names(tmp_path))


def test_a_full_disk_leaves_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "Shop.crmdesk"
    key = samples.make(path, rows=20_000)
    with samples.small_disk(tmp_path / "disk") as disk, closing(files.connect(path, key)) as connection:
        with pytest.raises(faults.DiskFull, match=r"copy\.crmdesk”"):
            backup.make(connection, disk / "copy.crmdesk")
        assert list(disk.iterdir()) == []
        samples.fill(connection, 1)


def test_a_damaged_file_gives_no_backup_but_a_message(tmp_path: Path) -> None:
    path = tmp_path / "Shop.crmdesk"
    key = samples.make(path, rows=600)
    samples.flip(path, 8 * (path.stat().st_size - 100))
    with closing(files.connect(path, key)) as connection:
        assert integrity.check(connection)
        with pytest.raises(faults.Damaged):
            backup.make(connection)
    assert names(tmp_path / "Shop backups") == set()


def test_the_rest_of_a_crash_does_not_matter(opened: files.Connection, tmp_path: Path) -> None:
    for suffix in ("", "-wal", "-journal"):
        (tmp_path / f"copy.crmdesk.part{suffix}").write_bytes(b"left over")
    made = backup.make(opened, tmp_path / "copy.crmdesk")
    assert samples.count(made, opened.key) == 200
    assert not any(".part" in name for name in names(tmp_path))


def test_the_products_own_file(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "Shop.crmdesk", bytes(32))
    with closing(store):
        with store.write("Add") as session:
            session.add(Contact(given_name="Işıl", family_name="Müller"))
        made = backup.make(store.connection)
        assert integrity.check(store.connection) == []
        device = store.connection.execute("SELECT device FROM journal").fetchone()
    restored = Store.open(backup.restore(made, tmp_path / "Again.crmdesk", bytes(32), new_device), bytes(32))
    with closing(restored):
        assert [row.name for row in restored.find("isil mueller")] == ["Işıl Müller"]
        assert restored.connection.execute("SELECT device FROM journal").fetchone() != device


# Restoring


def test_restoring_makes_a_new_file(opened: files.Connection, tmp_path: Path) -> None:
    made = backup.make(opened)
    before = made.read_bytes()
    samples.fill(opened, 50)
    restored = backup.restore(made, tmp_path / "Restored.crmdesk", opened.key, lambda copy: samples.fill(copy, 1))
    assert samples.count(restored, opened.key) == 201
    assert made.read_bytes() == before
    if opened.key:
        assert keys.unlock(restored, "secret") == opened.key
    with pytest.raises(faults.Exists):
        backup.restore(made, restored, opened.key)
    with pytest.raises(faults.Exists):
        backup.restore(made, opened.path, opened.key)
    assert samples.count(restored, opened.key) == 201


def test_a_restore_that_fails_leaves_nothing(opened: files.Connection, tmp_path: Path) -> None:
    made = backup.make(opened)
    target = tmp_path / "Restored.crmdesk"

    def failing(_: files.Connection) -> None:
        raise ValueError("no device")

    with pytest.raises(ValueError, match="no device"):
        backup.restore(made, target, opened.key, failing)
    samples.flip(made, 8 * (samples.PAGE + 50))
    with pytest.raises(faults.FileFault):
        backup.restore(made, target, bytes(32))
    if opened.key:
        with pytest.raises(faults.Damaged):
            backup.restore(made, target, opened.key)
    assert not any(name.startswith("Restored") for name in names(tmp_path))


def test_nothing_stale_is_mixed_into_a_restored_file(opened: files.Connection, tmp_path: Path) -> None:
    made = backup.make(opened)
    stale = tmp_path / "Restored.crmdesk-wal"
    stale.write_bytes(opened.path.with_name("Shop.crmdesk-wal").name.encode())
    with pytest.raises(faults.Exists):
        backup.restore(made, tmp_path / "Restored.crmdesk", opened.key)
    assert stale.exists()


def test_a_copied_file_with_its_journal_is_restored_whole(tmp_path: Path) -> None:
    path = tmp_path / "Shop.crmdesk"
    key = samples.make(path)
    copy = tmp_path / "stick" / "Shop.crmdesk"
    copy.parent.mkdir()
    with closing(files.connect(path, key)) as connection:
        samples.fill(connection, 7)
        code = "import shutil, sys; [shutil.copy(sys.argv[1] + s, sys.argv[2] + s) for s in ('', '-wal', '-key')]"
        assert samples.python(code, path, copy).returncode == 0
    assert samples.count(backup.restore(copy, tmp_path / "Restored.crmdesk", key), key) == 207


def test_a_newer_backup_is_refused(opened: files.Connection, tmp_path: Path) -> None:
    opened.execute("PRAGMA user_version = 100")
    made = backup.make(opened)
    with pytest.raises(faults.Newer):
        backup.restore(made, tmp_path / "Restored.crmdesk", opened.key, newest=99)


# Thinning out

TIMES = st.lists(st.integers(-60, 900 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=300)


@given(TIMES)
def test_what_is_kept(times: list[datetime]) -> None:
    kept = backup.keep(times, NOW)
    recent = {when for when in times if when > NOW - backup.ALL_FOR}
    assert recent <= kept <= set(times)
    assert len(kept - recent) <= backup.DAILY + backup.WEEKLY + backup.MONTHLY
    assert not times or max(times) in kept
    assert backup.keep(kept, NOW) == kept
    days = sorted({when.date() for when in times if when not in recent}, reverse=True)[: backup.DAILY]
    assert set(days) <= {when.date() for when in kept}


def test_a_year_and_a_half_of_work() -> None:
    kept: set[datetime] = set()
    start = NOW - timedelta(days=550)
    for half_hour in range(550 * 48):
        now = start + timedelta(minutes=30 * half_hour)
        if 9 <= now.hour < 18:
            kept = backup.keep(kept | {now}, now)
    ages = sorted((now - when).days for when in kept)
    assert len([age for age in ages if age >= 2]) == backup.DAILY + backup.WEEKLY + backup.MONTHLY
    assert {2, 3, 4, 5, 6, 7} <= set(ages)
    assert ages[-1] > 340
    assert max(later - earlier for earlier, later in itertools.pairwise(ages)) <= 38  # weeks do not end with months


def test_thinning_deletes_backups_and_nothing_else(tmp_path: Path) -> None:
    old = [NOW - timedelta(days=30, minutes=minutes) for minutes in range(5)]
    for when in [NOW, *old]:
        made = tmp_path / f"Shop {when.astimezone():%Y-%m-%d %H.%M.%S}.crmdesk"
        made.touch()
        keys.record_of(made).touch()
    others = ["Shop.crmdesk", "Shop old.crmdesk", "Shop 2026-13-45 99.00.00.crmdesk", "notes 2020-01-01 00.00.00.txt"]
    for name in others:
        (tmp_path / name).touch()
    assert len(backup.thin(tmp_path, NOW)) == 4
    assert len(backup.taken(tmp_path)) == 2
    assert set(others) <= names(tmp_path)
    assert len([name for name in names(tmp_path) if name.endswith("-key")]) == 2


def test_no_backups_at_all(tmp_path: Path) -> None:
    assert backup.thin(tmp_path / "none", NOW) == []
