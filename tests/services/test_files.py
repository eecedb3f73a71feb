"""The file as a whole: made, opened, remembered, backed up when it is time, checked."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.pauses import result_of
from crmdesk.services import files, preferences, records
from crmdesk.store.store import Store
from tests.store import samples
from tests.store.template import visible

assert samples.keys.ARGON_MEMORY == 64, "passphrases of tests are cheap"


def test_a_new_file_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "Shop.crmdesk"
    store, code = files.new(path, "passphrase", "correct horse")
    with closing(store):
        records.add(store, "contact", {"given_name": "Ana"})
    assert code
    assert files.protection_of(path) == "passphrase"
    for options in ({"passphrase": "correct horse"}, {"recovery_code": code}):
        with closing(files.open_file(path, **options)) as again:
            assert again.listing("contact").count() == 1
    with pytest.raises(files.NeedsPassphrase):
        files.open_file(path)
    with pytest.raises(UserError):
        files.open_file(path, "wrong")


def test_a_file_that_could_not_be_made_leaves_no_key(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere" / "Shop.crmdesk", tmp_path):
        with pytest.raises(UserError):
            files.new(path, "passphrase", "correct horse")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_stays_as_it_is(desk: Path) -> None:
    before = desk.read_bytes()
    with pytest.raises(UserError):
        files.new(desk, "none")
    assert desk.read_bytes() == before


def test_the_last_file_is_remembered(desk: Path) -> None:
    files.remember(desk)
    assert files.last_file() == desk


def test_a_backup_is_made_when_something_changed_and_it_is_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert result_of(files.backup_if_due(store)) is None, "nothing in it"
    records.add(store, "contact", {"given_name": "Ana"})
    assert result_of(files.backup_if_due(store)) is not None
    assert result_of(files.backup_if_due(store)) is None, "nothing changed"
    records.add(store, "contact", {"given_name": "Rui"})
    assert result_of(files.backup_if_due(store)) is None, "not yet"
    monkeypatch.setattr(files, "BACKUP_EVERY", -1)
    past = datetime.now(UTC) - timedelta(seconds=5)
    monkeypatch.setattr(files, "last_backup", lambda _store: past)
    assert result_of(files.backup_if_due(store)) is not None


def test_no_backup_amid_a_step(store: Store) -> None:
    records.add(store, "contact", {"given_name": "Ana"})
    with store.write("Long"):
        assert result_of(files.backup_if_due(store)) is None
    assert result_of(files.backup_if_due(store)) is not None


def test_a_restored_backup_is_a_device_of_its_own(store: Store, tmp_path: Path) -> None:
    records.add(store, "contact", {"given_name": "Ana"})
    made = files.backup(store, tmp_path / "copy.crmdesk")
    again = files.restore(made, tmp_path / "again.crmdesk")
    device = "SELECT device FROM journal"
    with closing(Store.open(again, None)) as other:
        assert visible(other) == visible(store)
        assert other.connection.execute(device).fetchone() != store.connection.execute(device).fetchone()
        assert other.next_undo() == "Add contact"


def test_the_country_of_the_file(store: Store) -> None:
    preferences.set_country(store, "br")
    with store.read() as session:
        assert preferences.country(session) == "BR"
    preferences.set_country(store, "DE")
    store.undo()
    with store.read() as session:
        assert preferences.country(session) == "BR"
