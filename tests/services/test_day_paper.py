"""Paper of days: who, their numbers, where, what was last said, and what is late."""

from datetime import date, datetime

import pytest

from crmdesk.domain.pauses import result_of
from crmdesk.printing.day_entries import Diary
from crmdesk.services import activities, day_paper, preferences, records
from crmdesk.services.day_paper import Wanted
from crmdesk.store.store import Store

DAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 24, 7, 30)  # noqa: DTZ001 - by the clock on the wall
LAST_WEEK = round(datetime(2026, 11, 17, 12).timestamp() * 1000)  # noqa: DTZ001


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(
        store, "contact", {"given_name": "Ana", "family_name": "Lima"},
        {"phones": [{"label": "mobile", "value": "+55 11 98765-4321"}], "affiliations": [{"company": "Padaria"}],
         "addresses": [{"street": "Rua Augusta, 1500", "city": "São Paulo", "country": "BR"}]},
    )  # fmt: skip


def gathered(store: Store, wanted: Wanted) -> Diary:
    steps = day_paper.gather(store, wanted, MORNING)
    try:
        while True:
            assert 0 < next(steps) < 1
    except StopIteration as end:
        return end.value


def test_a_day_for_the_car(store: Store, ana: bytes) -> None:
    activities.log(store, [ana], "call", "wants 3 ovens", at=LAST_WEEK)
    activities.plan(store, [ana], "visit", "Show the oven", "2026-11-24T10:00", ends="2026-11-24T11:00")
    activities.plan(store, [ana], "to-do", "Order paper", "2026-11-24")
    activities.plan(store, [ana], "to-do", "Send drawing", "2026-11-20")
    records.add(store, "contact", {"given_name": "Rui", "birthday": "1976-11-24"})
    diary = gathered(store, Wanted("day", DAY))
    (day,) = diary.days
    assert day.note == "Birthday of Rui (50)"
    (visit,) = day.items
    assert (visit.title, visit.time) == ("Show the oven", "10:00–11:00")
    lines = "\n".join(visit.lines)
    for told in ("Ana Lima, Padaria", "+55 11 98765-4321", "Rua Augusta, 1500", "wants 3 ovens"):
        assert told in lines
    assert [(item.title, item.to_tick) for item in diary.to_do] == [("Send drawing", True), ("Order paper", True)]


def test_visits_in_order_for_the_car(store: Store, ana: bytes) -> None:
    activities.plan(store, [], "meeting", "At theirs", "2026-11-24T14:00", place="Rua Nova 3")
    activities.plan(store, [ana], "visit", "Show the oven", "2026-11-24T10:00", ends="2026-11-24T11:00")
    activities.plan(store, [], "meeting", "Here", "2026-11-24T12:00")
    activities.plan(store, [ana], "call", "Prices", "2026-11-24T13:00")
    diary = gathered(store, Wanted("visits", DAY))
    assert diary.detail == "2 visits"
    assert [item.title for item in diary.days[0].items] == ["1. Show the oven", "2. At theirs"]
    assert "Rua Augusta, 1500" in "\n".join(diary.days[0].items[0].lines)
    assert diary.to_do == ()
    assert result_of(day_paper.print_pdf(diary, "visits", "a4"))[0].startswith(b"%PDF")


def test_calls_for_the_pocket_with_those_that_are_late(store: Store, ana: bytes) -> None:
    for subject, when in (("Late", "2026-11-20T09:00"), ("Now", "2026-11-24T15:30"), ("Not yet", "2026-11-25T09:00")):
        activities.plan(store, [ana], "call", subject, when)
    diary = gathered(store, Wanted("pocket", DAY, is_24h=False))
    assert diary.detail == "2 calls"
    assert [item.title for item in diary.days[0].items] == ["Late", "Now"]
    assert "Nov 20" in diary.days[0].items[0].time
    assert diary.days[0].items[1].time.replace("\u202f", " ") == "3:30 PM"


@pytest.mark.parametrize(("first_weekday", "begins"), [(0, date(2026, 11, 23)), (6, date(2026, 11, 22))])
def test_a_week_begins_where_the_user_s_does(store: Store, ana: bytes, first_weekday: int, begins: date) -> None:
    activities.plan(store, [ana], "meeting", "Fair", "2026-11-24", ends="2026-11-26")
    wanted = Wanted("week", DAY, first_weekday)
    assert day_paper.span(wanted)[0] == begins
    preferences.set_country(store, "US")
    diary = gathered(store, wanted)
    assert "Thanksgiving" in "".join(day.note for day in diary.days)
    assert [len(day.items) for day in diary.days].count(1) == 3
    assert [day.is_off for day in diary.days].count(True) == 2
    assert len(diary.weekdays) == 7


def test_a_month_is_whole_weeks(store: Store) -> None:
    diary = gathered(store, Wanted("month", DAY, 6))
    assert len(diary.days) == 35
    assert diary.title == "November 2026"
    assert [day.heading for day in diary.days if not day.is_outside] == [str(number) for number in range(1, 31)]
