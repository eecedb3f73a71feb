"""The days of activities are renewed step by step to what a start from nothing gives, and known as far as one looks."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.activities import Activity
from crmdesk.domain.ids import new_id
from crmdesk.store import bulk, occurrences
from crmdesk.store.store import Store
from tests.store.template import reopened

TODAY = date.today()  # noqa: DTZ011 - by the clock on the wall
STARTS = f"{TODAY}T10:00"


def days(store: Store) -> set[tuple[Any, ...]]:
    columns = "day, activity_id, instance, last, ends, zone, clock, type, is_done"
    return set(store.connection.execute(f"SELECT {columns} FROM occurrences"))


def assert_as_rebuilt(store: Store) -> None:
    kept = days(store)
    with store._transaction():
        occurrences.rebuild(store.connection, TODAY, TODAY, TODAY)
    assert kept == days(store)


def add(store: Store, **values: Any) -> bytes:
    key = new_id()
    with store.write("Plan") as session:
        bulk.insert(session, Activity, [{"id": key, "type": "call", **values}])
    return key


def change(store: Store, key: bytes, **values: Any) -> None:
    with store.write("Change") as session:
        bulk.update(session, Activity, [key], values)


def ordinals(store: Store, key: bytes) -> list[int]:
    return sorted(day for day, each, *_rest in days(store) if each == key)


BEGINS = (STARTS, str(TODAY - timedelta(90)), f"{TODAY - timedelta(700)}T08:00", None, "2026-9", f"{TODAY}Tnoon")
REPEATS = (None, "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY;COUNT=5", "RRULE:FREQ=DAILY;INTERVAL=0", "nonsense")
VALUES = st.fixed_dictionaries(
    {"starts": st.sampled_from(BEGINS)},
    optional={
        "ends": st.sampled_from([None, str(TODAY + timedelta(3)), f"{TODAY}T12:00"]),
        "recurrence": st.sampled_from(REPEATS),
        "instance": st.sampled_from([None, STARTS]),
        "zone": st.sampled_from([None, "Europe/Berlin", "No/Where"]),
        "deleted_at": st.sampled_from([None, 5]),
        "done_at": st.sampled_from([None, 5]),
        "type": st.sampled_from(["call", "visit"]),
    },
)


@settings(max_examples=12)
@given(steps=st.lists(st.tuples(st.integers(0, 3), VALUES, st.booleans()), min_size=2, max_size=8))
def test_step_by_step_is_all_at_once(store: Store, steps: list[tuple[int, dict[str, Any], bool]]) -> None:
    store.look_ahead(TODAY, TODAY)
    keys = [add(store, starts=STARTS) for _each in range(3)]
    for number, values, joins in steps:
        if number == 3:
            store.undo()
        else:
            series = {"series_id": keys[0]} if joins and number else {}
            change(store, keys[number], **values, **series)
    assert_as_rebuilt(store)


def test_the_horizon_moves_when_somebody_looks_beyond(store: Store) -> None:
    key = add(store, starts=STARTS, recurrence="RRULE:FREQ=YEARLY")
    store.look_ahead(TODAY, TODAY)
    assert len(ordinals(store, key)) == 3
    far = TODAY + timedelta(365 * 9)
    store.look_ahead(far, far)
    assert len(ordinals(store, key)) >= 10
    past = TODAY - timedelta(365 * 5)
    before = len(ordinals(store, key))
    store.look_ahead(past, past)
    assert len(ordinals(store, key)) == before, "nothing before its first"
    late = add(store, starts=f"{past}T10:00", recurrence="RRULE:FREQ=YEARLY")
    assert len(ordinals(store, late)) >= 14, "a new one is known as far"
    assert store.next_undo() == "Plan", "looking is no step"


def test_the_horizon_goes_with_time(store: Store) -> None:
    key = add(store, starts=STARTS, recurrence="RRULE:FREQ=MONTHLY")
    store.look_ahead(TODAY, TODAY)
    before = ordinals(store, key)
    later = TODAY + timedelta(500)
    assert not occurrences.is_known(store.connection, later, later, later)
    with store._transaction():
        occurrences.look_further(store.connection, later, later, later)
    assert ordinals(store, key)[: len(before)] == before
    assert ordinals(store, key)[-1] > (later + timedelta(700)).toordinal()
    assert occurrences.is_known(store.connection, later, later, later)


def test_looking_within_a_step_goes_with_it(store: Store) -> None:
    with store.write("Plan") as session:
        bulk.insert(
            session, Activity, [{"id": new_id(), "type": "call", "starts": STARTS, "recurrence": "RRULE:FREQ=DAILY"}]
        )
        session.flush()
        store.look_ahead(TODAY, TODAY)
        assert occurrences.between(store.connection, TODAY, TODAY)
    assert_as_rebuilt(store)


def test_it_is_all_there_after_opening(desk: Path) -> None:
    store = reopened(desk)
    add(store, starts=STARTS, recurrence="RRULE:FREQ=WEEKLY")
    store.look_ahead(TODAY, TODAY)
    before = days(store)
    store.close()
    store = reopened(desk)
    assert days(store) == before
    store.close()


def test_what_reaches_into_a_day_is_found(store: Store) -> None:
    long = add(store, starts=str(TODAY - timedelta(40)), ends=str(TODAY + timedelta(40)))
    add(store, starts=str(TODAY - timedelta(40)), ends=str(TODAY - timedelta(30)))
    store.look_ahead(TODAY, TODAY)
    assert [key for key, _instance, _ends in occurrences.between(store.connection, TODAY, TODAY)] == [long]
