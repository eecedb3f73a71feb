"""Attached files go to colleagues whole, or wait."""

import os
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import attachments, sync_blobs
from crmdesk.store import arriving
from crmdesk.store import attachments as contents
from crmdesk.sync import keys
from tests.services.colleagues import Laptop, Team, cheap_passwords, open_team, sealed_team

__all__ = ["cheap_passwords", "open_team", "sealed_team"]
DATA = os.urandom(1000) * 7


@pytest.fixture(params=["open_team", "sealed_team"])
def team(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Team:
    """Whose files travel in parts of 2,000 bytes."""
    monkeypatch.setattr(keys, "PART", 2000)
    monkeypatch.setattr(sync_blobs, "PART", 2000)
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Team)
    return found


def has(laptop: Laptop, owner: bytes) -> list[bytes]:
    return [attachments.read(laptop.store, row["id"]) for row in attachments.of_owner(laptop.store, owner)]


def test_files_come_with_what_names_them(team: Team) -> None:
    ana = team.owner()
    key = ana.add("Maria")
    for content in (DATA, b"", b"x" * 2000):
        attachments.add(ana.store, key, content, "scan.bin")
    ana.sync()
    rui = team.colleague()
    rui.sync()
    assert sorted(has(rui, key)) == sorted([DATA, b"", b"x" * 2000])
    assert rui.status.missing == 0
    assert not list(contents.folder_of(rui.store.path).glob("*.*"))


def test_a_fetch_that_broke_off_goes_on_where_it_was(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = team.owner()
    key = ana.add("Maria")
    attachments.add(ana.store, key, DATA, "scan.bin")
    ana.sync()
    rui = team.colleague()
    kept = list[int]()

    def keep(connection: contents.Connection, sha256: bytes, part: int, data: bytes) -> None:
        if len(kept) == 2:
            team.hub.is_gone = True
        kept.append(part)
        known(connection, sha256, part, data)

    known = arriving.keep
    monkeypatch.setattr(arriving, "keep", keep)
    with pytest.raises(UserError):
        rui.sync()
    with pytest.raises(UserError):
        has(rui, key)
    team.hub.is_gone = False
    rui.sync()
    assert has(rui, key) == [DATA]
    assert sorted(kept) == list(range(len(kept)))


def test_files_that_take_long_come_over_several_rounds(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = team.owner()
    key = ana.add("Maria")
    for content in (DATA, DATA[1:]):
        attachments.add(ana.store, key, content, "scan.bin")
    ana.sync()
    rui = team.colleague()
    monkeypatch.setattr(sync_blobs, "AT_ONCE", 0.0)
    rounds = 0
    while rounds == 0 or rui.status.missing:
        rounds += 1
        rui.sync()
        assert bool(rui.status.next_try) == bool(rui.status.missing)
        monkeypatch.setattr(sync_blobs, "AT_ONCE", 0.000_1)
    assert rounds > 2
    assert sorted(has(rui, key)) == sorted([DATA, DATA[1:]])


def test_one_that_is_not_on_the_hub_yet_is_waited_for(team: Team) -> None:
    ana = team.owner()
    key = ana.add("Maria")
    attachments.add(ana.store, key, DATA, "scan.bin")
    (place,) = contents.folder_of(ana.store.path).iterdir()
    content = place.read_bytes()
    place.unlink()
    ana.sync()
    rui = team.colleague()
    rui.sync()
    assert rui.status.missing == 1
    with pytest.raises(UserError, match="on its way"):
        has(rui, key)
    place.write_bytes(content)
    ana.sync()
    rui.sync()
    assert (has(rui, key), rui.status.missing) == ([DATA], 0)


def test_what_a_hub_gives_for_a_file_must_be_it(open_team: Team, tmp_path: Path) -> None:
    ana = open_team.owner()
    key = ana.add("Maria")
    attachments.add(ana.store, key, DATA, "scan.bin")
    ana.sync()
    for place in (open_team.hub.folder / "files").rglob("*"):
        if place.is_file():
            place.write_bytes(place.read_bytes()[::-1])
    rui = open_team.colleague()
    rui.sync()
    assert rui.status.missing == 1
    assert not contents.is_there(rui.store.connection, attachments.of_owner(rui.store, key)[0]["sha256"])
