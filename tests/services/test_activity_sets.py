"""Sets of activities are kept, applied, moved with their start and stopped: one step each."""

from dataclasses import replace
from datetime import date

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import activities, activity_sets, records
from crmdesk.services.activity_sets import SetStep
from crmdesk.store.store import Store
from tests.store.template import visible

WELCOME = (
    SetStep("letter", "Thank you", day=0),
    SetStep("call", "All right with it?", day=7, time="9:30", duration=15, priority="high", remind=10),
    SetStep("visit", "See how it works", day=30),
)
START = date(2026, 12, 1)


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana"})


@pytest.fixture
def welcome(store: Store) -> bytes:
    return activity_sets.save(store, " New customer ", WELCOME)


def planned(store: Store, who: bytes) -> dict[str, str | None]:
    return {doing.words: doing.starts for doing in activities.of_record(store, who)}


def test_a_set_is_kept_as_it_is_said(store: Store, welcome: bytes) -> None:
    (row,) = activity_sets.list_sets(store)
    assert (row.name, row.runs, row.is_archived) == ("New customer", 0, False)
    assert [replace(step, id=None) for step in row.steps] == [
        WELCOME[0], replace(WELCOME[1], time="09:30"), WELCOME[2],
    ]  # fmt: skip
    activity_sets.save(store, "Welcome", [row.steps[2], replace(row.steps[0], day=40), SetStep(subject="Ask")], welcome)
    (row,) = activity_sets.list_sets(store)
    assert [(step.subject, step.day) for step in row.steps] == [
        ("Ask", 0), ("See how it works", 30), ("Thank you", 40),
    ]  # fmt: skip
    assert store.undo() == "Save activity set Welcome"
    assert len(activity_sets.list_sets(store)[0].steps) == 3


@pytest.mark.parametrize(
    ("name", "step", "words"),
    [
        (" ", SetStep(subject="x"), "no name"),
        ("A", SetStep(subject=" "), "Step 1 does not say"),
        ("A", SetStep(subject="x", day=99_999), "ten years"),
        ("A", SetStep(subject="x", time="25:00"), "Time"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_changes(store: Store, name: str, step: SetStep, words: str) -> None:
    with pytest.raises(UserError, match=words):
        activity_sets.save(store, name, [step])
    assert activity_sets.list_sets(store) == []


def test_applied_it_plans_each_step_for_each_of_them(store: Store, ana: bytes, welcome: bytes) -> None:
    rui = records.add(store, "contact", {"given_name": "Rui"})
    before = visible(store)
    assert activity_sets.apply(store, welcome, [ana, rui, ana], START) == 6
    days = {"Thank you": "2026-12-01", "All right with it?": "2026-12-08T09:30", "See how it works": "2026-12-31"}
    assert planned(store, ana) == planned(store, rui) == days
    (call,) = activities.of_record(store, ana, kind="call")
    assert (call.duration, call.priority) == (15, "high")
    (run,) = activity_sets.runs_of(store, ana)
    assert (run.name, run.starts, run.done, run.total) == ("New customer", START, 0, 3)
    assert store.undo() == "Apply activity set"
    assert visible(store) == before


def test_another_start_moves_what_is_not_done(store: Store, ana: bytes, welcome: bytes) -> None:
    activity_sets.apply(store, welcome, [ana], START)
    (letter,) = activities.of_record(store, ana, kind="letter")
    activities.complete(store, letter.id)
    (visit,) = activities.of_record(store, ana, kind="visit")
    activities.change(store, visit.id, starts="2027-01-04T14:00", ends="2027-01-04T15:00")
    (run,) = activity_sets.runs_of(store, ana)
    assert activity_sets.shift(store, run.id, date(2026, 12, 11)) == 2
    assert planned(store, ana) == {
        "Thank you": "2026-12-01", "All right with it?": "2026-12-18T09:30", "See how it works": "2027-01-14T14:00",
    }  # fmt: skip
    assert activities.of_record(store, ana, kind="visit")[0].ends == "2027-01-14T15:00"
    (run,) = activity_sets.runs_of(store, ana)
    assert (run.starts, run.done) == (date(2026, 12, 11), 1)
    with pytest.raises(UserError, match="end of the calendar"):
        activity_sets.shift(store, run.id, date.max)


def test_stopped_it_takes_back_what_is_not_done(store: Store, ana: bytes, welcome: bytes) -> None:
    activity_sets.apply(store, welcome, [ana], START)
    activities.complete(store, activities.of_record(store, ana, kind="letter")[0].id)
    (run,) = activity_sets.runs_of(store, ana)
    before = visible(store)
    assert activity_sets.stop(store, run.id) == "2 planned activities taken away"
    assert list(planned(store, ana)) == ["Thank you"]
    assert activity_sets.runs_of(store, ana) == []
    store.undo()
    assert visible(store) == before


def test_an_archived_set_is_not_offered_and_an_empty_one_plans_nothing(
    store: Store, ana: bytes, welcome: bytes
) -> None:
    activity_sets.archive(store, welcome)
    assert activity_sets.list_sets(store) == []
    assert [row.is_archived for row in activity_sets.list_sets(store, archived=True)] == [True]
    empty = activity_sets.save(store, "Empty", [])
    with pytest.raises(UserError, match="no steps yet"):
        activity_sets.apply(store, empty, [ana], START)
    with pytest.raises(UserError, match="deleted meanwhile"):
        activity_sets.apply(store, welcome, [b"nobody" * 3], START)
