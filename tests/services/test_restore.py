"""A backup as a new file: only one this program can read, and a device of its own."""

from contextlib import closing
from pathlib import Path

import pytest

from crmdesk.services import files
from crmdesk.store import faults, upgrade
from crmdesk.store import files as store_files
from crmdesk.store.store import Store


def device(store: Store) -> bytes:
    return bytes(store.connection.execute("SELECT device FROM journal").fetchone()[0])


def test_a_restored_file_is_another_device(store: Store, tmp_path: Path) -> None:
    made = files.backup(store)
    with closing(Store.open(files.restore(made, tmp_path / "Again.crmdesk"), None)) as again:
        assert len(device(again)) == 8
        assert device(again) != device(store)


def test_a_backup_of_a_newer_program_is_refused(store: Store, tmp_path: Path) -> None:
    store.connection.execute(f"PRAGMA user_version = {upgrade.HEAD + 1}")
    made = files.backup(store, tmp_path / "copy.crmdesk")
    with pytest.raises(faults.Newer, match="newer CRMDesk"):
        files.restore(made, tmp_path / "Again.crmdesk")
    assert not (tmp_path / "Again.crmdesk").exists()


def test_a_file_whose_making_was_cut_short_becomes_a_device_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "Half.crmdesk"
    store_files.connect(path, None, create=True).close()
    with closing(files.open_file(path)) as store:
        assert len(device(store)) == 8


@pytest.mark.parametrize("protection", ["passphrase", "none"])
def test_an_empty_file_is_called_so_before_anything_is_asked(tmp_path: Path, protection: files.Protection) -> None:
    path = tmp_path / "Shop.crmdesk"
    files.new(path, protection, "secret")[0].close()
    path.write_bytes(b"")
    with pytest.raises(faults.Empty, match="can be deleted"):
        files.open_file(path)
