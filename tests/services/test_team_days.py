"""Days of a team: everybody's own first, private things untold, reminders for who is to do it, a time for all."""

from datetime import date, datetime, timedelta

import pytest

from crmdesk.domain.free_times import Hours
from crmdesk.domain.whose import EVERYBODY, ME
from crmdesk.services import (
    activities,
    assigning,
    calendar,
    deals,
    records,
    reminders,
    stream,
    tasks,
    team,
    team_times,
    today,
    travel,
)
from crmdesk.store.store import Store

DAY = date.today() + timedelta(days=(7 - date.today().weekday()) % 7)  # noqa: DTZ011 - a Monday
HOURS = Hours(9 * 60, 17 * 60)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(DAY, datetime.min.time()).replace(hour=hour, minute=minute)


@pytest.fixture(autouse=True)
def ana(store: Store) -> None:
    store.author = "Ana"
    team.add(store, ["Bia", "Caio"])


def plan(store: Store, name: str, first: int, last: int, whose: str | None = None, **more: object) -> bytes:
    starts, ends = (f"{at(hour):%Y-%m-%dT%H:%M}" for hour in (first, last))
    return activities.plan(store, [], "meeting", name, starts, ends=ends, responsible=whose, **more)  # type: ignore[arg-type]


def of_today(store: Store, whose: str) -> list[str]:
    return [slot.subject for slot in today.look(store, DAY, whose=whose).agenda]


def test_today_is_ones_own_and_nobodys(store: Store) -> None:
    plan(store, "mine", 9, 10)
    plan(store, "hers", 10, 11, "Bia")
    plan(store, "secret", 11, 12, "Bia", is_private=True)
    store.author = "Old name"
    plan(store, "nobody's", 12, 13)
    store.author = "Ana"
    assert of_today(store, ME) == ["mine", "nobody's"]
    assert of_today(store, EVERYBODY) == ["mine", "hers", "nobody's"]
    assert of_today(store, "Bia") == ["hers"]
    assert of_today(store, "Caio") == []
    store.author = "Bia"
    assert of_today(store, ME) == ["hers", "secret", "nobody's"]


def test_what_is_late_is_counted_for_each(store: Store) -> None:
    before = (DAY - timedelta(days=3)).isoformat()
    for number in range(5):
        activities.plan(
            store, [], "to-do" if number else "call", "x", before, responsible="Bia" if number % 2 else None
        )
    assert [today.look(store, DAY, whose=whose).late_count for whose in (ME, EVERYBODY, "Bia")] == [2, 4, 2]
    assert [len(today.look(store, DAY, whose=whose).calls) for whose in (ME, EVERYBODY, "Bia")] == [1, 1, 0]


def test_tasks_tell_whose_they_are_and_keep_private_ones(store: Store) -> None:
    given = activities.plan(store, [], "to-do", "given", DAY.isoformat())
    assigning.assign(store, "activity", [given], "Bia")
    activities.plan(store, [], "to-do", "secret", DAY.isoformat(), responsible="Bia", is_private=True)
    activities.plan(store, [], "to-do", "mine", DAY.isoformat(), is_private=True)

    def shown(whose: str) -> list[tuple[str, str]]:
        keys = tasks.listing(store, DAY, whose=whose)["today"]
        return [(task.subject, task.colleague) for task in tasks.rows(store, keys) if task]

    assert shown(ME) == [("mine", "")]
    assert shown("Bia") == [("given", "Bia")]
    assert sorted(shown(EVERYBODY)) == [("given", "Bia"), ("mine", "")]
    assert tasks.without_hour(store, DAY, 5)[1] == 1


def test_reminders_and_visits_are_ones_own(store: Store) -> None:
    now = datetime.now().astimezone()
    starts = f"{now + timedelta(minutes=10):%Y-%m-%dT%H:%M}"
    for name, whose in (("mine", None), ("hers", "Bia")):
        activities.plan(store, [], "visit", name, starts, remind=60, place="Rua 1", responsible=whose)
    for author, own in (("Ana", ["mine"]), ("Bia", ["hers"]), ("Caio", [])):
        store.author = author
        assert [reminder.slot.subject for reminder in reminders.due(store, now)] == own
        assert [stop.slot.subject for stop in travel.stops(store, date.fromisoformat(starts[:10]))] == own


def test_of_private_ones_only_that_they_are_busy(store: Store) -> None:
    plan(store, "Doctor", 9, 10, "Bia", is_private=True, place="Rua 1")
    (slot,) = calendar.discreet(calendar.between(store, DAY, DAY), team.look(store).others)
    assert (slot.is_hidden, slot.subject, slot.place, slot.people, slot.owner) == (True, "", "", (), "Bia")
    store.author = "Bia"
    (slot,) = calendar.discreet(calendar.between(store, DAY, DAY), team.look(store).others)
    assert (slot.is_hidden, slot.subject) == (False, "Doctor")


def test_a_time_for_all_passes_over_private_ones_and_weekends(store: Store) -> None:
    plan(store, "mine", 9, 12)
    plan(store, "Doctor", 12, 15, "Bia", is_private=True)
    plan(store, "free", 15, 17, "Bia", is_free=True)
    hour, morning = timedelta(hours=1), at(8)
    assert team_times.free(store, ["", "Bia"], hour, morning, HOURS, 1)[0].start == at(15)
    assert team_times.free(store, ["Bia"], hour, morning, HOURS, 1)[0].start == at(9)
    assert team_times.free(store, ["Caio"], hour, at(16, 30), HOURS, 1)[0].start == at(9) + timedelta(days=1)
    assert len(team_times.free(store, ["", "Bia"], hour, morning, HOURS, 30)) == 30
    assert team_times.free(store, [""], 9 * hour, morning, HOURS) == []


def test_deals_without_a_next_step_are_those_of_who_looks(store: Store) -> None:
    from crmdesk.services import deal_lists

    for whose in ("Ana", "Bia", None):
        deals.add(store, f"of {whose}", responsible=whose)
    with store.read() as session:
        found = [deal_lists.aimless(session, 5, team.look(store).whose(key)) for key in (ME, "Bia", EVERYBODY)]
    assert [(sorted(row.name for row in rows), count) for rows, count in found] == [
        (["of Ana", "of None"], 2), (["of Bia"], 1), (["of Ana", "of Bia", "of None"], 3),
    ]  # fmt: skip


def test_on_a_page_private_things_of_colleagues_are_not_told(store: Store) -> None:
    lena = records.add(store, "contact", {"family_name": "Berg"})
    store.author = "Bia"
    activities.log(store, [lena], "call", "open")
    key = activities.log(store, [lena], "visit", "secret")
    activities.change(store, key, is_private=True)
    activities.plan(store, [lena], "call", "soon", responsible="Caio")
    for author, texts in (("Bia", ["soon", "secret", "open"]), ("Ana", ["soon", "open"])):
        store.author = author
        found = activities.of_record(store, lena)
        assert [doing.words for doing in found] == texts
        assert found[0].responsible == "Caio"
        history = stream.window(store, stream.asked("", stream.Part())).entries
        assert [entry.done.text for entry in history] == texts[1:]
        with store.read() as session:
            summary = activities.summary(session, [lena])[lena]
        assert summary.last_any
        assert summary.last_any.words == texts[1]
