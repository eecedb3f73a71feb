"""Two files and a hub: what is new comes to both, whatever goes wrong on the way."""

import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.hub import log
from crmdesk.services import conflicts, records, sync, sync_account, sync_condensing, sync_people
from crmdesk.services.sync import Need, State
from crmdesk.store.store import Store
from crmdesk.sync import exchange
from tests.services.colleagues import Team, cheap_passwords, open_team

__all__ = ["cheap_passwords", "open_team"]
T = TypeVar("T")


def test_what_is_new_here_comes_there_and_back(open_team: Team) -> None:
    ana = open_team.owner()
    key = ana.add("Maria")
    assert ana.status.state is State.TO_SEND
    assert ana.sync().sent
    assert ana.status.state is State.IN_STEP
    rui = open_team.colleague()
    assert rui.sync().received
    assert rui.names() == {"Maria Bell"}
    rui.edit(key, given_name="Marie")
    assert rui.status.waiting == 1
    rui.sync()
    ana.sync()
    assert ana.names() == {"Marie Bell"}
    assert asdict(ana.sync()) == {"sent": 0, "received": 0, "conflicts": 0, "refused": 0}


def test_both_change_one_and_neither_edit_is_lost(open_team: Team) -> None:
    ana = open_team.owner()
    key = ana.add("Maria")
    ana.sync()
    rui = open_team.colleague()
    rui.sync()
    ana.edit(key, given_name="Marie")
    rui.edit(key, given_name="Mary", birthday="1980-02-01")
    open_team.settle(ana, rui)
    assert ana.value(key, "given_name") == rui.value(key, "given_name")
    assert ana.value(key, "birthday") == "1980-02-01"
    assert ana.status.conflicts == rui.status.conflicts == 1


def test_a_hub_that_is_gone_for_a_while(open_team: Team) -> None:
    ana = open_team.owner()
    ana.sync()
    ana.add("Maria")
    open_team.hub.is_gone = True
    pauses = []
    for _ in range(3):
        with pytest.raises(UserError, match="not reached"):
            ana.sync()
        assert ana.status.state is State.OFFLINE
        pauses.append(sync.sync_kept.state(ana.store)["tries"])
    assert pauses == [1, 2, 3]
    assert ana.status.waiting
    open_team.hub.is_gone = False
    assert ana.sync().sent
    assert (ana.status.state, ana.status.next_try) == (State.IN_STEP, 0)


def test_tries_become_rare_and_are_not_the_same_for_all() -> None:
    pauses = [[sync.pause(tries) for _ in range(50)] for tries in range(12)]
    assert all(0.5 <= each <= 1 for each in pauses[0])
    assert all(150 <= each <= 300 for each in pauses[11])
    assert len(set(pauses[3])) > 40
    assert sync.pause(0, 40) == 40


@pytest.mark.parametrize("lost", ["push", "pull", "hello", "me"])
def test_an_answer_that_is_lost_doubles_nothing(open_team: Team, lost: str) -> None:
    ana = open_team.owner()
    ana.sync()
    ana.add("Maria")
    open_team.hub.loses_answer_of = lost
    with pytest.raises(UserError, match="not reached"):
        ana.sync()
    ana.sync()
    rui = open_team.colleague()
    rui.sync()
    assert rui.names() == {"Maria Bell"}
    assert ana.status.waiting == 0


def test_a_change_that_the_hub_never_takes_holds_up_no_other(open_team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LONGEST", 100_000)
    ana = open_team.owner()
    ana.add("Maria")
    ana.add_all([{"given_name": "Huge", "family_name": "Bell", "nickname": "x" * 150_000}])
    ana.add("Pedro")
    assert ana.sync().refused == 1
    rui = open_team.colleague()
    rui.sync()
    assert rui.names() == {"Maria Bell", "Pedro Bell"}
    assert (ana.status.state, ana.status.need) == (State.NEEDS_YOU, Need.REFUSED)


def test_a_laptop_that_was_shut_out_locks_and_keeps_what_it_has(open_team: Team) -> None:
    ana = open_team.owner()
    ana.add("Maria")
    ana.sync()
    rui = open_team.colleague()
    rui.sync()
    sync_people.revoke(ana.call, rui.account.device)
    for _ in range(2):
        with pytest.raises(UserError):
            rui.sync()
    assert (rui.status.state, rui.status.need) == (State.NEEDS_YOU, Need.REVOKED)
    assert "shut out" in rui.status.reason
    assert rui.names() == {"Maria Bell"}


def test_who_left_comes_back_and_nothing_doubles(open_team: Team) -> None:
    ana = open_team.owner()
    ana.add("Maria")
    rui = open_team.colleague(password="open sesame")
    open_team.settle(ana, rui)
    rui.leave()
    assert rui.status.state is State.OFF
    rui.add("Pedro")
    ana.add("Eva")
    with pytest.raises(UserError, match="name or password"):
        rui.sign_in("wrong", ana.account)
    rui.sign_in("open sesame", ana.account)
    with pytest.raises(UserError, match="belongs to"):
        rui.sign_in("open sesame", ana.account)
    open_team.settle(rui, ana)
    assert ana.names() == rui.names() == {"Maria Bell", "Pedro Bell", "Eva Bell"}
    assert [rui.contacts(), ana.contacts(), rui.status.conflicts, ana.status.conflicts] == [3, 3, 0, 0]


def test_the_brake_asks_before_much_is_deleted_and_does_as_was_said(open_team: Team) -> None:
    ana = open_team.owner()
    keys = ana.add_all([{"given_name": f"No{number}", "family_name": "Bell"} for number in range(60)])
    ana.sync()
    rui, eva = open_team.colleague(), open_team.colleague("Eva")
    for laptop in (rui, eva):
        laptop.sync()
    ana.delete(keys)
    ana.sync()
    for laptop in (rui, eva):
        with pytest.raises(UserError, match="Colleagues have deleted 60 records"):
            laptop.sync()
        assert (laptop.status.need, laptop.status.deletions) == (Need.BRAKE, 60)
        assert "60" in laptop.status.reason
        assert len(laptop.names()) == 60
    open_team.hub.is_gone = True
    with pytest.raises(UserError, match="not reached"):
        eva.sync()
    assert (eva.status.need, eva.status.deletions) == (Need.BRAKE, 60)
    open_team.hub.is_gone = False
    sync.allow_deletions(eva.store)
    eva.sync()
    assert not eva.names()
    sync.keep_them(rui.store)
    rui.sync()
    open_team.settle(ana, eva, rui)
    assert [len(laptop.names()) for laptop in (ana, rui, eva)] == [60, 60, 60]
    assert [conflicts.count(laptop.store) for laptop in (ana, rui, eva)] == [0, 0, 0], "it was decided"


def test_what_is_kept_keeps_its_parts_that_come_pages_later(open_team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_A_PAGE", 80)
    ana = open_team.owner()
    keys = ana.add_all([{"given_name": f"No{number}", "family_name": "Bell"} for number in range(60)])
    for key in keys:
        records.add_part(ana.store, "phones", key, {"value": "+351 210 000 000"})
    ana.sync()
    rui = open_team.colleague()
    rui.sync()
    records.delete(ana.store, "contact", keys)
    ana.sync()
    with pytest.raises(UserError):
        rui.sync()
    sync.keep_them(rui.store)
    open_team.settle(rui, ana)
    sql = "SELECT count(*) FROM phones WHERE deleted_at IS NULL"
    assert [each.store.connection.execute(sql).fetchone() for each in (rui, ana)] == [(60,), (60,)]


def test_one_round_at_a_time_and_a_long_step_is_waited_for(open_team: Team) -> None:
    ana = open_team.owner()
    ana.sync()
    busy = threading.Event()

    def call(job: Callable[[Store], T], /) -> T:
        if not busy.is_set():  # the first time a step seems to be open
            busy.set()
            assert job(_Busy()) == ()  # type: ignore[arg-type, comparison-overlap]
        return job(ana.store)

    class _Busy:
        busy = True

    assert sync.run_round(call).sent == 0


def test_a_file_that_is_not_shared(open_team: Team) -> None:
    alone = open_team.file("Solo")
    assert alone.status.state is State.OFF
    with pytest.raises(UserError, match="not shared yet"):
        alone.sync()
    assert sync_account.account(alone.store) is None


def test_a_long_log_is_made_shorter_and_nobody_misses_anything(
    open_team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_condensing, "FEW", 24)
    monkeypatch.setattr(log, "REST", 0)
    ana = open_team.owner()
    keys = [ana.add("Maria"), ana.add("Pedro")]
    rui = open_team.colleague()
    rui.sync()
    for number in range(12):
        for key in keys:
            ana.edit(key, nickname=f"No {number}")
        ana.sync()
    assert len(open_team.hub.entries(ana.account.shared)) < 15
    eva = open_team.colleague("Eva")
    open_team.settle(rui, eva)
    for laptop in (rui, eva):
        assert [laptop.value(key, "nickname") for key in keys] == ["No 11", "No 11"]
        assert laptop.names() == {"Maria Bell", "Pedro Bell"}
        assert laptop.status.conflicts == 0
    assert eva.sync().sent == rui.sync().sent == 0
