"""What was half typed is there after a crash, and in nobody else's sight."""

from pathlib import Path

import pytest

from crmdesk import paths
from crmdesk.services import drafts
from crmdesk.store.store import Store


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRMDESK_STATE", str(tmp_path / "state"))


def left(store: Store, key: str) -> str:
    """What the next start finds."""
    with pytest.MonkeyPatch.context() as next_start:
        next_start.setattr(drafts, "_this_start", "another")
        return drafts.get(store, key)


def files() -> list[Path]:
    return list(paths.state().glob("draft-*"))


def test_kept_changed_and_forgotten(store: Store) -> None:
    assert left(store, "note 1") == ""
    drafts.put(store, {"note 1": "Half a", "note 2": "Other"})
    drafts.put(store, {"note 1": "Half a sentence"})
    assert left(store, "note 1") == "Half a sentence"
    assert left(store, "note 2") == "Other"
    drafts.put(store, {"note 1": "", "note 2": ""})
    assert left(store, "note 1") == ""
    assert not files()


def test_what_is_on_a_screen_is_not_brought_again(store: Store) -> None:
    drafts.put(store, {"note": "being typed"})
    assert drafts.get(store, "note") == ""
    assert left(store, "note") == "being typed"


def test_bounded(store: Store) -> None:
    drafts.put(store, {f"note {number}": "x" for number in range(drafts.MOST + 10)})
    assert left(store, "note 0") == ""
    assert left(store, f"note {drafts.MOST + 9}") == "x"
    drafts.put(store, {"long": "x" * (drafts.LONGEST + 1)})
    assert left(store, "long") == ""


def test_the_old_are_forgotten(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "now", lambda: 1)
    drafts.put(store, {"old": "x"})
    monkeypatch.undo()
    drafts.put(store, {"young": "y"})
    assert left(store, "old") == ""
    assert left(store, "young") == "y"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"a": 1}', b"\xff\xfe", b"CRMDesk sealed 1" + bytes(80)])
def test_a_damaged_file_is_no_draft(content: bytes, store: Store) -> None:
    drafts.put(store, {"note": "x"})
    (place,) = files()
    place.write_bytes(content)
    assert left(store, "note") == ""
    drafts.put(store, {"note": "again"})
    assert left(store, "note") == "again"


def test_of_an_encrypted_file_nothing_can_be_read(tmp_path: Path) -> None:
    made = Store.create(tmp_path / "Sealed.crmdesk", bytes(range(32)))
    try:
        drafts.put(made, {"note": "Nobody may see this"})
        (place,) = files()
        assert b"Nobody" not in place.read_bytes()
        assert left(made, "note") == "Nobody may see this"
        assert place.stat().st_mode & 0o077 == 0
    finally:
        made.close()
