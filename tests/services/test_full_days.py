"""What is first on full days is what the whole calendar has first, by whatever clocks; and the others are counted."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.activities import Activity
from crmdesk.domain.ids import new_id
from crmdesk.services import calendar, day_counts, full_days
from crmdesk.store import bulk
from crmdesk.store.store import Store

FIRST, LAST = date(2026, 10, 24), date(2026, 10, 26)
"""Clocks are set back in between."""
ZONES = (None, "Europe/Berlin", "America/Sao_Paulo", "Asia/Tokyo", "No/Where")
CLOCKS = ("", "T00:00", "T00:30", "T09:00", "T09:30", "T23:30")
MINUTE, DAY = 60_000, 86_400_000


def some_row(chance: Random) -> dict[str, Any]:
    day, clock = FIRST + timedelta(chance.randrange(-2, 5)), chance.choice(CLOCKS)
    row: dict[str, Any] = {"id": new_id(), "type": chance.choice(["call", "visit"]), "subject": "Some"}
    if chance.random() < 0.3:
        done_at = (day - date(1970, 1, 1)).days * DAY + chance.randrange(1440) * MINUTE
        return {**row, "done_at": done_at, "duration": chance.choice([None, 20])}
    if chance.random() < 0.2:
        row["ends"] = f"{day + timedelta(chance.randrange(1, 4))}{clock}"
    if chance.random() < 0.2:
        row["recurrence"] = f"RRULE:FREQ=DAILY;COUNT={chance.randrange(2, 5)}"
    return {**row, "starts": f"{day}{clock}", "zone": chance.choice(ZONES), "done_at": chance.choice([None, None, 5])}


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    size=st.integers(1, 80),
    most=st.integers(1, 9),
    zone=st.sampled_from(ZONES),
    hidden=st.sampled_from([(), ("visit",), ("call", "visit")]),
    with_done=st.booleans(),
)
def test_the_first_of_all(
    store: Store, seed: int, size: int, most: int, zone: str | None, hidden: tuple[str, ...], with_done: bool
) -> None:
    chance = Random(seed)
    made = [some_row(chance) for _each in range(size)]
    with store.write("Plan") as session:
        bulk.insert(session, Activity, made)
    found = calendar.between(store, FIRST, LAST, zone=zone, with_done=with_done)
    slots, others = full_days.first_of(store, FIRST, LAST, most, hidden, zone=zone, with_done=with_done)
    store.undo()
    shown = [slot for slot in found if slot.type not in hidden and (with_done or not slot.is_done)]
    assert set(slots) <= set(shown)
    lasting = {row["id"] for row in made if "ends" in row}
    assert {slot for slot in shown if slot.activity_id in lasting} <= set(slots)
    left: Counter[date] = Counter()
    for day in (FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)):
        begun, kept = (
            [slot.starts for slot in some if slot.first_day == day and slot.activity_id not in lasting]
            for some in (shown, slots)
        )
        assert kept == begun[:most]
        left[day] = max(len(begun) - most, 0)
    assert +left == others


def test_as_many_days_as_are_enough(store: Store) -> None:
    rows = [{"id": new_id(), "type": "call", "starts": f"{FIRST + timedelta(day)}T10:00"} for day in (0, 0, 2, 4, 4, 6)]
    with store.write("Plan") as session:
        bulk.insert(session, Activity, rows)

    def days(most: int, *, is_earlier: bool = False, with_done: bool = True) -> list[int]:
        span = day_counts.enough(
            store, FIRST, FIRST + timedelta(6), most, (), with_done=with_done, is_earlier=is_earlier
        )
        return [(day - FIRST).days for day in span]

    assert days(1) == [0, 0]
    assert days(3) == [0, 2]
    assert days(4) == [0, 4]
    assert days(6) == days(60) == [0, 6]
    assert days(1, is_earlier=True) == [6, 6]
    assert days(2, is_earlier=True) == [4, 6]
    assert days(6, is_earlier=True, with_done=False) == [0, 6]
