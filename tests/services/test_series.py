"""Series changed, cut and done one by one: what was moved or deleted survives, also over a change of the clocks."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.services import activities, calendar, records, series
from crmdesk.services.calendar import Slot
from crmdesk.store.store import Store
from tests.store.template import brought, count

FIRST, LAST = date(2026, 10, 1), date(2027, 2, 28)
BERLIN = "Europe/Berlin"


def planned(store: Store, rule: str, starts: str = "2026-10-05T10:00", **values: Any) -> bytes:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    ends = values.pop("ends", "2026-10-05T11:00" if "T" in starts else "")
    return activities.plan(
        store, [ana], "meeting", "Round", starts, ends=ends, zone=BERLIN if "T" in starts else "",
        recurrence=f"RRULE:{rule}", **values,
    )  # fmt: skip


def seen(store: Store, zone: str = BERLIN) -> list[Slot]:
    return calendar.between(store, FIRST, LAST, zone=zone)


def starts(store: Store) -> list[str]:
    return [slot.starts for slot in seen(store)]


def test_weeks_keep_their_time_on_the_wall(store: Store) -> None:
    planned(store, "FREQ=WEEKLY;COUNT=4", "2026-10-19T10:00", ends="2026-10-19T11:30")
    assert starts(store) == ["2026-10-19T10:00", "2026-10-26T10:00", "2026-11-02T10:00", "2026-11-09T10:00"]
    assert {slot.ends[10:] for slot in seen(store)} == {"T11:30"}
    assert {slot.people for slot in seen(store)} == {("Ana",)}
    abroad = calendar.between(store, FIRST, LAST, zone="America/Sao_Paulo")
    assert [slot.starts[10:] for slot in abroad] == ["T05:00", "T06:00", "T06:00", "T06:00"]
    assert {slot.zone for slot in abroad} == {BERLIN}
    assert {slot.zone for slot in seen(store)} == {""}


def test_a_time_that_is_not_there_comes_later(store: Store) -> None:
    planned(store, "FREQ=DAILY;COUNT=3", "2026-03-28T02:30", ends="2026-03-28T02:45")
    found = calendar.between(store, date(2026, 3, 1), date(2026, 4, 1), zone=BERLIN)
    assert [(slot.starts, slot.ends) for slot in found] == [
        ("2026-03-28T02:30", "2026-03-28T02:45"),
        ("2026-03-29T03:30", "2026-03-29T03:45"),
        ("2026-03-30T02:30", "2026-03-30T02:45"),
    ]
    assert [slot.instance for slot in found][1] == "2026-03-29T02:30", "where its series has it"


def test_one_is_moved_and_comes_back_by_undo(store: Store) -> None:
    key = planned(store, "FREQ=WEEKLY;COUNT=5")
    before = brought(store)
    own = series.change(store, key, "2026-10-26T10:00", "this", starts="2026-10-27T15:00", subject="Moved")
    assert own != key
    told = [(slot.starts, slot.ends, slot.subject) for slot in seen(store)]
    assert told[3] == ("2026-10-27T15:00", "2026-10-27T16:00", "Moved")
    assert [each for each, _ends, _subject in told].count("2026-10-26T10:00") == 0
    assert series.change(store, own, "2026-10-26T10:00", "this", subject="Again") == own
    moved = seen(store)[3]
    assert (moved.instance, moved.subject, moved.is_series, moved.people) == (
        "2026-10-26T10:00", "Again", True, ("Ana",),
    )  # fmt: skip
    assert store.undo() == "Change activity"
    assert store.undo() == "Change activity"
    assert brought(store) == before
    assert starts(store)[3] == "2026-10-26T10:00"


def test_from_one_on_at_another_time(store: Store) -> None:
    key = planned(store, "FREQ=WEEKLY;COUNT=6")
    series.remove(store, key, "2026-11-02T10:00", "this")
    series.change(store, key, "2026-10-26T10:00", "this", subject="Kept")
    steps = count(store, "steps")
    new = series.change(store, key, "2026-10-19T10:00", "following", starts="2026-10-20T09:00")
    assert new != key
    assert count(store, "steps") == steps + 1
    assert [(slot.starts, slot.subject) for slot in seen(store)] == [
        ("2026-10-05T10:00", "Round"), ("2026-10-12T10:00", "Round"), ("2026-10-20T09:00", "Round"),
        ("2026-10-27T09:00", "Kept"), ("2026-11-10T09:00", "Round"),
    ]  # fmt: skip
    store.undo()
    assert len(seen(store)) == 5


def test_all_at_another_time_with_what_was_taken_out(store: Store) -> None:
    key = planned(store, "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261102T090000Z")
    series.remove(store, key, "2026-10-07T10:00", "this")
    series.change(store, key, "2026-10-12T10:00", "this", starts="2026-10-13T10:00")
    series.change(store, key, "2026-10-14T10:00", "this", place="Hall")
    assert series.change(store, key, "2026-10-19T10:00", "all", starts="2026-10-20T11:00", subject="Talk") == key
    assert [(slot.starts, slot.subject) for slot in seen(store)] == [
        (each, "Talk") for each in (
            "2026-10-06T11:00", "2026-10-13T10:00", "2026-10-15T11:00", "2026-10-20T11:00", "2026-10-22T11:00",
            "2026-10-27T11:00", "2026-10-29T11:00", "2026-11-03T11:00",
        )
    ]  # fmt: skip
    assert [slot.place for slot in seen(store) if slot.starts == "2026-10-15T11:00"] == ["Hall"]


@pytest.mark.parametrize(
    ("rule", "begin", "to", "wanted"),
    [
        ("FREQ=MONTHLY", "2026-10-05", "2026-10-07", ["2026-10-07", "2026-11-07", "2026-12-07"]),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "2026-10-05", "2026-10-30", ["2026-10-30", "2026-11-30", "2026-12-30"]),
        ("FREQ=MONTHLY;BYDAY=1MO", "2026-10-05", "2026-10-13", ["2026-10-13", "2026-11-10", "2026-12-08"]),
        ("FREQ=MONTHLY;BYDAY=-1MO", "2026-10-26", "2026-10-27", ["2026-10-27", "2026-11-24", "2026-12-29"]),
        ("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=5", "2026-10-05", "2026-11-06", ["2026-11-06"]),
        ("FREQ=DAILY;INTERVAL=40", "2026-10-05", "2026-10-06", ["2026-10-06", "2026-11-15", "2026-12-25"]),
        ("FREQ=WEEKLY;INTERVAL=4;BYDAY=MO", "2026-10-05", "2026-10-11", ["2026-10-11", "2026-11-08", "2026-12-06"]),
    ],
)
def test_rules_go_along(store: Store, rule: str, begin: str, to: str, wanted: list[str]) -> None:
    key = planned(store, rule, begin)
    series.change(store, key, begin, "all", starts=to)
    assert starts(store)[: len(wanted)] == wanted


def test_to_whole_days_and_back(store: Store) -> None:
    key = planned(store, "FREQ=WEEKLY;COUNT=3")
    series.remove(store, key, "2026-10-12T10:00", "this")
    series.change(store, key, "2026-10-05T10:00", "all", starts="2026-10-06", ends="2026-10-07")
    assert [(slot.starts, slot.ends) for slot in seen(store)] == [
        ("2026-10-06", "2026-10-07"), ("2026-10-20", "2026-10-21"),
    ]  # fmt: skip
    series.change(store, key, "2026-10-06", "all", starts="2026-10-05T09:00", ends="2026-10-05T09:30")
    assert starts(store) == ["2026-10-05T09:00", "2026-10-19T09:00"]


def test_deleting(store: Store) -> None:
    key = planned(store, "FREQ=WEEKLY;COUNT=6")
    series.change(store, key, "2026-10-26T10:00", "this", subject="Own")
    series.remove(store, key, "2026-10-05T10:00", "this")
    assert starts(store)[0] == "2026-10-12T10:00"
    series.remove(store, key, "2026-10-19T10:00", "following")
    assert starts(store) == ["2026-10-12T10:00"]
    store.undo()
    assert len(seen(store)) == 5
    series.remove(store, key, "2026-10-19T10:00", "all")
    assert seen(store) == []
    assert store.orphans() == []


def test_one_is_done(store: Store) -> None:
    key = planned(store, "FREQ=WEEKLY;COUNT=3", remind=10)
    done = series.complete(store, key, "2026-10-12T10:00", outcome="Agreed")
    assert [slot.is_done for slot in seen(store)] == [False, True, False]
    [row] = [doing for doing in activities.of_record(store, _ana(store)) if doing.id == done]
    assert (row.outcome, row.starts, row.is_reached) == ("Agreed", "2026-10-12T10:00", True)
    series.change(store, key, "2026-10-05T10:00", "all", starts="2026-10-05T12:00")
    assert starts(store) == ["2026-10-05T12:00", "2026-10-12T10:00", "2026-10-19T12:00"], "what was done stays"


def _ana(store: Store) -> bytes:
    return store.find("Ana")[0].id


def test_late_is_the_last_of_a_series_unless_it_is_done(store: Store) -> None:
    key = planned(store, "FREQ=WEEKLY")
    activities.change(store, key, type="to-do")
    now = datetime(2026, 10, 20, 12)  # noqa: DTZ001
    assert [slot.starts for slot in calendar.overdue(store, now, zone=BERLIN)] == ["2026-10-19T10:00"]
    series.complete(store, key, "2026-10-19T10:00")
    assert calendar.overdue(store, now, zone=BERLIN) == []
    ahead = calendar.next_of(store, key, now, zone=BERLIN)
    assert ahead
    assert ahead.starts == "2026-10-26T10:00"
    activities.plan(store, [_ana(store)], "call", "Single", "2026-09-01")
    assert [slot.subject for slot in calendar.overdue(store, now, zone=BERLIN)] == ["Single"]


def test_what_cannot_be_worked_out_is_shown_once_and_changed_as_a_whole(store: Store) -> None:
    key = planned(store, "FREQ=DAILY;INTERVAL=0")
    assert starts(store) == ["2026-10-05T10:00"]
    with pytest.raises(UserError, match="kept as it is"):
        series.change(store, key, "2026-11-05T10:00", "following", starts="2026-11-06T10:00")
    series.change(store, key, "2026-10-05T10:00", "all", subject="Other")
    assert [slot.subject for slot in seen(store)] == ["Other"]


RULES = st.sampled_from(
    ["FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=DAILY;COUNT=60", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
     "FREQ=DAILY;INTERVAL=3;UNTIL=20270110T090000Z", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=1MO;COUNT=5"]
)  # fmt: skip
HOURS = st.integers(-9, 12)


@settings(max_examples=12)
@given(rule=RULES, picks=st.lists(st.integers(0, 30), min_size=3, max_size=3), hours=HOURS, data=st.data())
def test_what_was_moved_or_deleted_survives_all_changes(
    store: Store, rule: str, picks: list[int], hours: int, data: st.DataObject
) -> None:
    """As many times as before, less those deleted, each by the clock, over the change of 25 October."""
    key = planned(store, rule)
    raw = seen(store)
    deleted, moved, cut = (raw[pick % len(raw)].instance for pick in picks)
    series.remove(store, key, deleted, "this")
    expected = {slot.starts for slot in raw} - {deleted}
    if moved != deleted:
        series.change(store, key, moved, "this", starts=f"{moved[:10]}T23:15", place="Apart")
        expected = expected - {moved} | {f"{moved[:10]}T23:15"}
    assert set(starts(store)) == expected
    if cut not in (deleted, moved):
        later = later_by(cut, hours)
        if data.draw(st.booleans()):
            series.change(store, key, cut, "following", starts=later)
            expected = {each if each < cut or each.endswith("T23:15") else later_by(each, hours) for each in expected}
        else:
            series.change(store, key, cut, "all", starts=later)
            expected = {each if each.endswith("T23:15") else later_by(each, hours) for each in expected}
        assert set(starts(store)) == expected
    assert len(starts(store)) == len(expected)
    assert (moved == deleted) or [slot.place for slot in seen(store)].count("Apart") == 1
    while store.next_undo() != "Plan meeting":
        store.undo()
    assert seen(store) == raw
    series.remove(store, key, "", "all")


def later_by(wall: str, hours: int) -> str:
    return (datetime.fromisoformat(wall) + timedelta(hours=hours)).isoformat(timespec="minutes")
