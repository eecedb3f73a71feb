"""The log: who tells what twice is heard once, and nobody steps past what comes late."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from crmdesk.hub import keeping, log
from crmdesk.hub.database import in_transaction
from crmdesk.hub.errors import HubError
from crmdesk.hub.tables import logs, workspaces
from crmdesk.sync.messages import Answer, Pushed, Welcome
from crmdesk.sync.sealed import Sealed, SealedPage, pack_page, unpack_page
from tests.hub.hubs import DEVICE, NOW, OTHER, Log, entry, some, standing


@pytest.fixture
def hub(engine: Engine) -> Log:
    return Log.new(engine)


def numbers(page: SealedPage) -> list[int]:
    return [each.number for each in page.entries]


def test_what_was_told_is_read_in_its_order(hub: Log) -> None:
    assert hub.hello(standing(0)) == Welcome(1, True, [])
    assert hub.push(standing(0), some(1, 3)) == Pushed(Answer.TAKEN, NOW)
    assert hub.push(standing(0, OTHER), some(1, 60, OTHER)).answer is Answer.TAKEN
    page = hub.pull()
    assert [(each.device, each.number) for each in page.entries[:4]] == [
        (DEVICE, 1),
        (DEVICE, 2),
        (DEVICE, 3),
        (OTHER, 1),
    ]
    assert [each.places for each in page.entries] == [((1, place),) for place in range(1, 64)]
    assert page.entries[0] == replace(entry(1), places=((1, 1),))
    assert (page.read, page.end, page.floor) == (63, 63, 0)
    assert in_transaction(hub.engine, lambda c: log.heads(c, [hub.log, b"none" * 4])) == {hub.log: 63}
    assert keeping.check(hub.engine) == [f"Souza ({(b'w' * 16).hex()}): there is no owner"]


def test_a_page_ends_where_it_says(hub: Log) -> None:
    hub.push(standing(0), some(1, 5))
    page = hub.pull(1, 2)
    assert (numbers(page), page.read, page.end) == ([2, 3], 3, 5)
    page = hub.pull(3, 2)
    assert (numbers(page), page.read) == ([4, 5], 5)
    assert hub.pull(5).read == 5
    assert hub.pull(9).read == 9
    assert len(hub.pull(0, 0).entries) == 1


def test_a_page_is_a_message_however_long_its_entries(hub: Log) -> None:
    long = b"x" * log.LONGEST
    hub.push(standing(0), [entry(1, body=long), entry(2, body=long), entry(3, body=long), entry(4)])
    first = hub.pull()
    assert (numbers(first), first.read, first.end) == ([1, 2], 2, 4)
    unpack_page(pack_page(first))
    assert numbers(hub.pull(2)) == [3, 4]
    with pytest.raises(HubError) as told:
        hub.push(standing(4), [entry(5, body=long + b"x")])
    assert told.value.status == 413


def test_told_again_is_there_once(hub: Log) -> None:
    hub.push(standing(0), some(1, 3))
    assert hub.push(standing(0), some(1, 3)).answer is Answer.TAKEN
    assert hub.push(standing(1), some(2, 5)).answer is Answer.TAKEN
    assert numbers(hub.pull()) == [1, 2, 3, 4, 5]
    assert hub.hello(standing(2)) == Welcome(1, True, [entry(number).id for number in (3, 4, 5)])
    assert hub.hello(standing(4)).beyond == [entry(5).id]
    assert hub.hello(standing(5)) == Welcome(1, True, [])


def test_another_file_does_not_fit(hub: Log) -> None:
    hub.push(standing(0), some(1, 3))
    strange = replace(standing(2), chain=b"c" * 32)
    for mine in (strange, standing(4), replace(standing(3), chain=b""), replace(standing(0), chain=b"c" * 32)):
        assert not hub.hello(mine).fits
        assert hub.push(mine, some(mine.told + 1, mine.told + 1)).answer is Answer.UNFIT
    fork = replace(entry(3), id=b"f" * 16)
    assert hub.push(standing(2), [fork, entry(4)]).answer is Answer.UNFIT
    assert numbers(hub.pull()) == [1, 2, 3]


def test_a_name_belongs_to_the_device_that_took_it_first(hub: Log) -> None:
    hub.push(standing(0), some(1, 1))
    assert not hub.hello(standing(1), pairing=b"q" * 16).fits
    assert hub.push(standing(1), some(2, 2), pairing=b"q" * 16).answer is Answer.UNFIT
    assert hub.push(standing(1), some(2, 2)).answer is Answer.TAKEN


def test_a_stamp_of_tomorrow_is_not_taken(hub: Log) -> None:
    late = entry(1, clock=(NOW + log.AHEAD + 1) << 16)
    assert hub.push(standing(0), [late]) == Pushed(Answer.CLOCK, NOW)
    assert not hub.pull().entries
    assert hub.push(standing(0), [late], now=NOW + 1).answer is Answer.TAKEN


@pytest.mark.parametrize("wrong", [
    [entry(2)], [entry(1, OTHER)], [entry(1), entry(1)], some(1, 1001), [replace(entry(1), labels=((OTHER, 9),))],
    [replace(entry(1), places=((7, 7),))], [entry(1, body=b"")],
])  # fmt: skip
def test_what_does_not_follow_is_refused(hub: Log, wrong: list[Sealed]) -> None:
    with pytest.raises(HubError) as told:
        hub.push(standing(0), wrong)
    assert told.value.status in (413, 422)
    assert hub.pull().end == 0


def test_a_backup_begins_a_new_epoch(hub: Log) -> None:
    hub.push(standing(0), some(1, 2))
    assert hub.begin_epoch() == NOW
    assert [each.places for each in hub.pull().entries] == [((1, 1), (NOW, 1)), ((1, 2), (NOW, 2))]
    hub.relay([replace(entry(2), places=((1, 2),)), replace(entry(3), places=((1, 3),))])
    hub.relay([replace(entry(3), places=((1, 3),))])
    page = hub.pull(2)
    assert (numbers(page), page.end) == ([3], 3)
    assert page.entries[0].places == ((1, 3), (NOW, 3))
    assert hub.begin_epoch(now=5) == NOW + 1


def test_relayed_as_another_it_is_there_again(hub: Log) -> None:
    hub.push(standing(0), some(1, 1))
    hub.relay([replace(entry(1), device=OTHER, number=4, labels=((DEVICE, 1), (b"device_3", 2)))])
    assert hub.pull(1).entries == [
        replace(entry(1), labels=((OTHER, 4), (b"device_3", 2)), places=((1, 1), (1, 2)))
    ]  # fmt: skip
    assert not keeping.check(hub.engine)[1:]


def test_who_has_read_what_is_not_here_proves_a_loss(hub: Log) -> None:
    hub.push(standing(0), some(1, 2))
    assert hub.hello(standing(2, read=2)).epoch == 1
    assert hub.hello(standing(2, read=3)).epoch == NOW
    assert hub.hello(standing(2, read=3)).epoch == NOW, "of an epoch that is over it proves nothing"
    assert hub.hello(standing(2, epoch=NOW + 5), now=NOW).epoch == NOW + 6
    assert hub.hello(standing(2, epoch=2**62)).epoch == NOW + 6


LATER = NOW + log.REST


def test_what_was_replaced_long_ago_is_taken_out_and_kept_for_a_while(hub: Log, tmp_path: Path) -> None:
    hub.push(standing(0), some(1, 9))
    assert hub.condense(7, [2, 5]) == 0
    assert hub.condense(7, [2, 4, 5], now=LATER - 1) == 0
    assert (len(hub.pull().entries), hub.pull().floor) == (9, 0)
    assert hub.condense(7, [2, 5], now=LATER) == 4, "of 4 it was not said all the time"
    assert keeping.purge(hub.engine, tmp_path, LATER + log.REST - 1) == 0
    page = hub.pull()
    assert (numbers(page), page.read, page.end, page.floor) == ([2, 4, 5, 8, 9], 9, 9, 7)
    assert hub.condense(7, [2, 5], now=LATER) == 0
    hub.relay([entry(1)])
    assert hub.pull().end == 9, "it is known still"
    keeping.purge(hub.engine, tmp_path, LATER + log.REST)
    assert numbers(hub.pull()) == [2, 5, 8, 9], "nobody has to say it again"
    for epoch, upto in ((2, 7), (1, 10)):
        with pytest.raises(HubError) as told:
            hub.condense(upto, [], epoch=epoch)
        assert told.value.status == 409
    assert not keeping.check(hub.engine)[1:]


def test_the_grave_is_emptied_after_its_time(hub: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "REST", 0)
    hub.push(standing(0), some(1, 4))
    assert hub.condense(4, [4]) == 3
    assert keeping.purge(hub.engine, tmp_path, NOW + keeping.GRAVE - 1) == 0
    assert keeping.bring_back(hub.engine, hub.log) == 3
    assert numbers(hub.pull()) == [1, 2, 3, 4]
    hub.condense(4, [4])
    assert keeping.purge(hub.engine, tmp_path, NOW + keeping.GRAVE) == 3
    assert keeping.purge(hub.engine, tmp_path, NOW + keeping.GRAVE) == 0
    assert keeping.bring_back(hub.engine, hub.log) == 0
    assert numbers(hub.pull()) == [4]
    assert not keeping.check(hub.engine)[1:]


def test_what_was_purged_is_known_when_an_old_copy_tells_it(
    hub: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "REST", 0)
    hub.push(standing(0), some(1, 2))
    hub.condense(2, [2])
    keeping.purge(hub.engine, tmp_path, NOW + keeping.GRAVE)
    again = replace(entry(1), device=OTHER)
    assert hub.push(standing(0, OTHER), [again]).answer is Answer.TAKEN
    assert hub.pull(2).entries == [replace(entry(1), labels=((OTHER, 1),), places=((1, 1), (1, 3)))]


def test_a_full_workspace_takes_no_more(hub: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "REST", 0)
    with hub.engine.begin() as connection:
        connection.execute(workspaces.update().values(quota=10))
    hub.push(standing(0), some(1, 2))
    with pytest.raises(HubError) as told:
        hub.push(standing(2), some(3, 3))
    assert told.value.code == "quota"
    assert hub.push(standing(1), some(2, 2)).answer is Answer.TAKEN, "it is there already"
    hub.condense(2, [2])
    assert hub.push(standing(2), some(3, 3)).answer is Answer.TAKEN


def test_an_unknown_log_is_not_there(engine: Engine) -> None:
    strange = Log(engine, b"?" * 16)
    for call in (strange.pull, lambda: strange.hello(standing(0)), strange.begin_epoch):
        with pytest.raises(HubError) as told:
            call()
        assert told.value.status == 404


def test_damage_is_found(hub: Log) -> None:
    hub.push(standing(0), some(1, 3))
    for values in ({"head": 4}, {"size": 1}, {"epochs": b"\x92\x02\x01"}):
        with hub.engine.begin() as connection:
            was = connection.execute(select(logs)).one()._asdict()
            connection.execute(logs.update().values(values))
        assert len(keeping.check(hub.engine)) == 2, values
        with hub.engine.begin() as connection:
            connection.execute(logs.update().values(was))
    assert len(keeping.check(hub.engine)) == 1
