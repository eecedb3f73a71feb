"""Reminders come once, on one laptop, also after a night in the bag, and again when they were put off."""

from datetime import datetime, timedelta

import pytest

from crmdesk.domain.activities import Activity
from crmdesk.services import activities, reminders, series
from crmdesk.store import bulk
from crmdesk.store.store import Store

NOW = datetime.now().astimezone().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=2)


def plan(store: Store, subject: str, when: str, remind: int | None = 15, **more: object) -> bytes:
    return activities.plan(store, [], "call", subject, when, remind=remind, **more)


def at(minutes: int) -> str:
    return (NOW + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def told(store: Store, later: timedelta = timedelta()) -> list[str]:
    """As the window asks: what is told is seen."""
    found = reminders.due(store, NOW + later)
    reminders.seen(store, found)
    return [each.slot.subject for each in found]


def test_each_comes_at_its_time_and_once(store: Store) -> None:
    plan(store, "Soon", at(10))
    plan(store, "Later", at(20))
    plan(store, "Not wanted", at(5), None)
    assert told(store) == ["Soon"]
    assert told(store) == []
    assert told(store, timedelta(minutes=5)) == ["Later"]


def test_what_the_laptop_slept_over_comes_when_it_wakes(store: Store) -> None:
    plan(store, "In the night", at(30))
    plan(store, "Long ago", at(60))
    assert told(store, timedelta(hours=9)) == ["In the night", "Long ago"]
    assert told(store, timedelta(hours=10)) == []
    plan(store, "A year ago", at(90))
    assert told(store, timedelta(days=60)) == [], "that is overdue, and no news"


def test_put_off_it_comes_again_once(store: Store) -> None:
    key = plan(store, "Ring Ana", at(0))
    assert told(store) == ["Ring Ana"]
    reminders.snooze(store, key, NOW + timedelta(minutes=30))
    assert told(store, timedelta(minutes=29)) == []
    assert told(store, timedelta(minutes=30)) == ["Ring Ana"]
    assert told(store, timedelta(minutes=31)) == []


def test_done_deleted_or_moved(store: Store) -> None:
    done, gone, moved = (plan(store, name, at(0)) for name in ("Done", "Gone", "Moved"))
    activities.complete(store, done)
    activities.remove(store, gone)
    assert told(store) == ["Moved"]
    activities.change(store, moved, starts=at(60))
    assert told(store) == []
    assert told(store, timedelta(minutes=50)) == ["Moved"], "its new time wants a reminder too"


def test_of_a_series_the_latest_only(store: Store) -> None:
    key = plan(store, "Every morning", at(-24 * 60 + 30), 60, recurrence="RRULE:FREQ=DAILY")
    (first,) = reminders.due(store, NOW)
    assert first.own_start == at(30)
    assert told(store) == ["Every morning"]
    series.complete(store, key, at(30))
    assert told(store, timedelta(minutes=30)) == []
    assert told(store, timedelta(days=3)) == ["Every morning"], "three were missed, one is told"


def test_a_whole_day_is_told_in_the_morning(store: Store) -> None:
    plan(store, "Fair", NOW.date().isoformat(), 0)
    assert told(store, timedelta(hours=-1, minutes=-1)) == []
    assert told(store, timedelta(hours=-1)) == ["Fair"]


def test_what_was_over_when_it_was_written_down_is_no_news(store: Store) -> None:
    begun = datetime.now().astimezone() - timedelta(days=3)
    plan(store, "Imported", begun.strftime("%Y-%m-%dT%H:%M"))
    assert told(store) == []


def test_another_laptop_saw_it(store: Store) -> None:
    key = plan(store, "Meeting", at(5))
    with store.write("What came from the other one") as session:
        bulk.update(session, Activity, [key], {"reminded": at(5)})
    assert told(store) == []


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_by_the_clocks_of_elsewhere(store: Store, zone: str) -> None:
    from zoneinfo import ZoneInfo

    there = (NOW + timedelta(minutes=10)).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    plan(store, "Far away", there, zone=zone)
    assert told(store, timedelta(minutes=-6)) == []
    assert told(store) == ["Far away"]
