"""Load in short: hubs and PostgreSQL are killed amid the work; and who looks for what is lost can find it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from crmdesk.sync.sealed import Sealed
from tests.hub import load, load_faulty
from tests.hub.load_checks import Known, faults
from tests.hub.load_told import Kill, Told
from tests.hub.postgres import programs

ANA, BIA = b"device-a", b"device-b"
Log = list[Sealed]


def entry(place: int, device: bytes, number: int) -> Sealed:
    return Sealed(bytes([place]) * 16, device, number, 0, b"", (), ((1, place),))


LOG = [entry(1, ANA, 1), entry(2, BIA, 1), entry(3, ANA, 2), entry(4, BIA, 2)]


def known(log: Sequence[Sealed]) -> dict[bytes, Known]:
    heard = [each.id for each in log]
    return {name: Known([each.id for each in log if each.device == name], heard) for name in (ANA, BIA)}


def test_a_whole_log_has_no_faults() -> None:
    assert faults(LOG, known(LOG)) == []


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda log: log[:-1], "lost"),
        (lambda log: [*log[:1], *log[2:]], "gaps"),
        (lambda log: [*log, replace(log[0], places=((1, 5),))], "more than once"),
        (lambda log: [*log, entry(5, ANA, 3)], "not told"),
        (lambda log: [*log, entry(5, b"stranger", 1)], "not told"),
        (lambda log: [replace(log[2], places=((1, 1),)), log[1], replace(log[0], places=((1, 3),)), log[3]], "order"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(spoil: Callable[[Log], Log], word: str) -> None:
    assert any(word in fault for fault in faults(spoil(LOG), known(LOG)))


def test_who_stepped_past_something_is_found() -> None:
    those = known(LOG)
    those[BIA] = replace(those[BIA], heard=[each.id for each in LOG if each.id != LOG[2].id])
    assert faults(LOG, those) == [f"{BIA.hex()}: heard 3 changes, not these 4 in this order"]


def test_failures_are_explained_by_kills_alone() -> None:
    told = Told()
    told.failed("push", "ReadError")
    assert len(told.unexplained) == 1
    told.kills.append(Kill("hub", told.failures[0].moment - 1, {"push": 0.5, "pull": 2.0}))
    assert not told.unexplained
    assert told.kills[0].recovery == 2.0


SHORT = load.Plan(seconds=4, devices=10, rate=30, kinds=("hub", "postgres"), every=2)


def measured(plan: load.Plan, module: str = "crmdesk") -> load.Outcome:
    if programs() is None:
        pytest.skip("there is no PostgreSQL here (initdb, pg_ctl, postgres)")
    return load.measure(plan, 1, module, is_safe=False)


@pytest.mark.timeout(300)
def test_nothing_is_lost_when_all_are_killed() -> None:
    """However slow this machine is: times are for the long programme."""
    outcome = measured(SHORT)
    assert not outcome.faults
    assert not outcome.told.unexplained
    assert [kill.what for kill in outcome.told.kills] == ["hub", "postgres"]
    assert all(kill.back.keys() >= {"push", "pull", "events"} for kill in outcome.told.kills)
    assert outcome.changes > 20


@pytest.mark.needs_size(2)
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("fault", "word"), [("early", "lost"), ("twice", "more than once")])
def test_a_hub_with_a_fault_is_found(monkeypatch: pytest.MonkeyPatch, fault: str, word: str) -> None:
    monkeypatch.setenv(load_faulty.FAULT, fault)
    outcome = measured(replace(SHORT, kinds=("hub",)), load_faulty.__name__)
    assert any(word in found for found in outcome.faults), outcome.faults
