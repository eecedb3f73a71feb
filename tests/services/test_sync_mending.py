"""Copies, backups, newer programs and nonsense: what repairs itself in a round, without losing an edit."""

import os
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crmdesk.hub import keeping
from crmdesk.services import files, sync, sync_people
from crmdesk.services.sync import Need, State
from crmdesk.sync import exchange, sealed
from crmdesk.sync.messages import Change, Placed, Standing
from crmdesk.sync.sealed import Plain, Sealed
from tests.services.colleagues import Laptop, Team, cheap_passwords, open_team

__all__ = ["cheap_passwords", "open_team"]


def in_step(*laptops: Laptop) -> None:
    for _ in range(3):
        for laptop in laptops:
            laptop.sync()
    names = [laptop.names() for laptop in laptops]
    assert all(some == names[0] for some in names)
    assert [laptop.contacts() for laptop in laptops] == [len(names[0])] * len(laptops)
    assert [laptop.status.conflicts for laptop in laptops] == [0] * len(laptops)


def test_a_backup_that_was_restored_goes_on_as_another_laptop(open_team: Team, tmp_path: Path) -> None:
    ana = open_team.owner()
    ana.add("Maria")
    rui = open_team.colleague()
    in_step(ana, rui)
    backup = files.backup(ana.store, tmp_path / "backup.crmdesk")
    ana.add("Pedro")
    in_step(ana, rui)
    ana.add("Nuno")
    with closing(files.open_file(files.restore(backup, tmp_path / "Restored.crmdesk"))) as store:
        restored = Laptop("Ana", store)
        restored.add("Eva")
        in_step(restored, ana, rui)
        assert rui.names() == {f"{name} Bell" for name in ("Maria", "Pedro", "Nuno", "Eva")}


def test_a_hub_that_was_restored_gets_back_what_it_lost(open_team: Team) -> None:
    ana, rui = open_team.owner(), open_team.colleague()
    ana.add("Maria")
    in_step(ana, rui)
    rui.add("Pedro")
    keeping.restored(open_team.hub.engine, int(time.time() * 1000))
    in_step(ana, rui)
    assert ana.names() == {"Maria Bell", "Pedro Bell"}
    eva = open_team.colleague("Eva")
    in_step(ana, rui, eva)


def test_a_restored_hub_asks_nobody_again_about_what_lives_again(
    open_team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_A_PAGE", 60)
    ana, rui = open_team.owner(), open_team.colleague()
    keys = ana.add_all([{"given_name": f"No{number}", "family_name": "Bell"} for number in range(60)])
    in_step(ana, rui)
    ana.delete(keys)
    ana.sync()
    sync.allow_deletions(rui.store)
    rui.sync()
    ana.store.undo()
    in_step(ana, rui)
    keeping.restored(open_team.hub.engine, int(time.time() * 1000))
    in_step(rui, ana)
    assert rui.contacts() == 60


def test_who_was_removed_and_invited_again_doubles_nothing(open_team: Team) -> None:
    ana, rui = open_team.owner(), open_team.colleague()
    ana.add("Maria")
    rui.add("Pedro")
    in_step(ana, rui)
    before = rui.account
    sync_people.remove_person(ana.call, before.person)
    rui.leave(is_heard=False)
    rui.add("Eva")
    rui.join(sync_people.invite(ana.account, "member"))
    assert (rui.account.shared, rui.account.own != before.own) == (before.shared, True)
    in_step(ana, rui)
    assert ana.names() == {"Maria Bell", "Pedro Bell", "Eva Bell"}


def pushed(laptop: Laptop, *entries: Sealed) -> None:
    """As a device of the person that no program of ours drives."""
    with laptop.account.door() as door:
        standing = Standing(entries[0].device, 0, 0, 0, b"")
        door.tell(f"/v1/logs/{laptop.account.shared}/push", sealed.pack_push(standing, entries))


def change(number: int, **values: object) -> Sealed:
    told = {1: 5, **{int(name[1:]): value for name, value in values.items()}}
    fields = Change(os.urandom(16), b"newer_01", number, number, (), 999, os.urandom(16), told, (), "Eva", "x")  # type: ignore[arg-type]
    return sealed.sealed(Placed((), fields), Plain())


def test_what_a_newer_program_says_is_kept_and_nonsense_is_set_aside(open_team: Team) -> None:
    ana, rui = open_team.owner(), open_team.colleague()
    in_step(ana, rui)
    nonsense = replace(change(2), body=b"\xc1 nonsense")
    pushed(rui, change(1, f3="new"), nonsense, change(3, f4="newer"))
    ana.add("Maria")
    ana.sync()
    assert (ana.status.state, ana.status.need) == (State.NEEDS_YOU, Need.NEWER)
    assert ana.status.unreadable == 1
    rui.sync()
    assert rui.names() == {"Maria Bell"}
