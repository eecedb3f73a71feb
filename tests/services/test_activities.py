"""What is done and planned with people: one step each, and summed up for hundreds at once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import new_id
from crmdesk.services import activities, records
from crmdesk.services.activities import Doing, Summary
from crmdesk.store.store import Store
from tests.store.template import count, visible

DAY = 86_400_000
NOON = 1_700_000_000_000


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana"}, {"affiliations": [{"company": "Acme"}]})


@pytest.fixture
def rui(store: Store, ana: bytes) -> bytes:
    return records.add(store, "contact", {"given_name": "Rui"}, {"affiliations": [{"company": "Acme"}]})


@pytest.fixture
def acme(store: Store, ana: bytes) -> bytes:
    return next(iter(visible(store)["companies"]))


def summary(store: Store, key: bytes) -> Summary:
    with store.read() as session:
        return activities.summary(session, [key])[key]


def only(store: Store, key: bytes) -> Doing:
    (found,) = activities.of_record(store, key)
    return found


class TestWriting:
    def test_a_call_is_logged_with_all_that_is_said(self, store: Store, ana: bytes, rui: bytes) -> None:
        key = activities.log(
            store, [ana, rui, ana], "call", " wants 3 ovens ", is_reached=True, outcome="Order", at=NOON, duration=12
        )
        assert store.next_undo() == "Log call"
        found = only(store, rui)
        assert (found.id, found.type, found.text, found.done_at, found.duration, found.outcome, found.is_reached) == (
            key, "call", "wants 3 ovens", NOON, 12, "Order", True,
        )  # fmt: skip
        assert sorted(name for _key, name in found.people) == ["Ana", "Rui"]
        assert found.author == store.author
        assert found.words == "wants 3 ovens"

    def test_who_was_met_was_reached_and_a_letter_reaches_nobody(self, store: Store, ana: bytes) -> None:
        for kind, reached in (("meeting", True), ("visit", True), ("letter", None), ("email", None), ("Golf", None)):
            activities.log(store, [ana], kind)
            assert activities.of_record(store, ana)[0].is_reached is reached
        activities.log(store, [ana], "visit", is_reached=False)
        assert activities.of_record(store, ana, kind="visit")[0].is_reached is False

    def test_a_plan_is_completed_reopened_and_removed_a_step_each(self, store: Store, ana: bytes) -> None:
        key = activities.plan(store, [ana], "visit", "Bring the catalogue", "2026-11-26T10:00", text="blue one")
        assert store.next_undo() == "Plan visit"
        planned = only(store, ana)
        assert (planned.done_at, planned.starts, planned.is_reached) == (None, "2026-11-26T10:00", None)
        activities.complete(store, key, outcome="Order", text="took two", duration=40)
        done = only(store, ana)
        assert done.done_at
        assert (done.is_reached, done.outcome, done.text, done.duration) == (True, "Order", "blue one\ntook two", 40)
        activities.reopen(store, key)
        assert only(store, ana).done_at is None
        activities.change(store, key, starts="2026-12-01", subject="Bring both")
        assert (only(store, ana).starts, only(store, ana).subject) == ("2026-12-01", "Bring both")
        activities.remove(store, key)
        assert activities.of_record(store, ana) == []
        assert not visible(store)["participations"]
        undone = [store.undo() for _step in range(5)]
        assert undone == [
            "Delete activity", "Change activity", "Reopen activity", "Complete activity", "Plan visit",
        ]  # fmt: skip
        assert not visible(store)["activities"]

    @pytest.mark.parametrize("starts", ["soon", "2026-02-30", "2026-11-26T25:00"])
    def test_what_is_no_time_is_refused(self, store: Store, ana: bytes, starts: str) -> None:
        steps = count(store, "steps")
        with pytest.raises(UserError, match="is no time"):
            activities.plan(store, [ana], "call", "x", starts)
        assert count(store, "steps") == steps

    def test_nothing_is_kept_of_nobody_and_of_nothing(self, store: Store, ana: bytes) -> None:
        records.delete(store, "contact", [ana])
        before = visible(store)
        for people in ([], [ana], [new_id()]):
            with pytest.raises(UserError, match="deleted"):
                activities.log(store, people)
        with pytest.raises(UserError, match="Nothing was typed"):
            activities.plan(store, [ana], "call", " ")
        for gone in (activities.complete, activities.reopen):
            with pytest.raises(UserError, match="deleted"):
                gone(store, new_id())
        assert visible(store) == before


class TestStream:
    def test_next_steps_stand_ahead_then_the_newest(self, store: Store, ana: bytes) -> None:
        for days in (3, 1, 2):
            activities.log(store, [ana], "call", f"{days} days ago", at=NOON - days * DAY)
        for subject, starts in (("some day", ""), ("late", "2026-12-24"), ("soon", "2026-11-25T09:00")):
            activities.plan(store, [ana], "to-do", subject, starts)
        found = [doing.words for doing in activities.of_record(store, ana)]
        assert found == ["soon", "late", "some day", "1 days ago", "2 days ago", "3 days ago"]
        assert [doing.words for doing in activities.of_record(store, ana, limit=2)] == ["soon", "late"]

    def test_it_is_narrowed_by_text_in_any_spelling_and_by_type(self, store: Store, ana: bytes) -> None:
        activities.log(store, [ana], "call", "Über die Öfen")
        activities.log(store, [ana], "letter", "Prices 100%")
        assert [doing.type for doing in activities.of_record(store, ana, text="uber")] == ["call"]
        assert [doing.type for doing in activities.of_record(store, ana, text="100%")] == ["letter"]
        assert [doing.type for doing in activities.of_record(store, ana, kind="letter")] == ["letter"]
        assert activities.of_record(store, ana, kind="letter", text="uber") == []

    def test_a_company_has_part_in_what_its_people_do(self, store: Store, ana: bytes, rui: bytes, acme: bytes) -> None:
        activities.log(store, [ana, rui], "call", "both", is_reached=True)
        activities.log(store, [acme], "letter", "the house")
        assert [doing.words for doing in activities.of_record(store, acme)] == ["the house", "both"]
        assert [doing.words for doing in activities.of_record(store, ana)] == ["both"]
        place = records.show(store, ana)["affiliations"][0]["id"]
        records.remove(store, "affiliations", [place])
        assert len(activities.of_record(store, acme)) == 2
        records.remove(store, "affiliations", [records.show(store, rui)["affiliations"][0]["id"]])
        assert [doing.words for doing in activities.of_record(store, acme)] == ["the house"]


class TestSummary:
    def test_of_nobody_known_it_is_empty(self, store: Store, ana: bytes) -> None:
        assert summary(store, ana) == Summary()
        assert summary(store, ana).author == ""
        with store.read() as session:
            assert activities.summary(session, []) == {}

    def test_it_tells_reach_attempt_meeting_and_next_step_apart(self, store: Store, ana: bytes, acme: bytes) -> None:
        activities.log(store, [ana], "call", "reached", is_reached=True, at=NOON - 3 * DAY)
        activities.log(store, [ana], "call", "in vain", is_reached=False, at=NOON - DAY)
        activities.log(store, [ana], "meeting", "met", at=NOON - 9 * DAY)
        activities.log(store, [ana], "meeting", "did not come", is_reached=False, at=NOON - 2 * DAY)
        activities.log(store, [ana], "to-do", "sorted cards", at=NOON)
        activities.plan(store, [ana], "to-do", "some day")
        activities.plan(store, [ana], "visit", "visit", "2026-11-26T10:00")
        overdue = activities.plan(store, [ana], "call", "overdue", "2026-11-01")
        for key in (ana, acme):
            found = summary(store, key)
            assert [
                doing and doing.words
                for doing in (found.last_reach, found.last_attempt, found.last_meeting, found.next_step, found.last_any)
            ] == ["reached", "in vain", "met", "overdue", "in vain"]
            assert found.author == store.author
        activities.complete(store, overdue, is_reached=False, at=NOON + DAY)
        found = summary(store, acme)
        assert found.next_step
        assert found.last_attempt
        assert (found.next_step.words, found.last_attempt.words) == ("visit", "overdue")

    def test_what_was_deleted_does_not_count(self, store: Store, ana: bytes) -> None:
        activities.remove(store, activities.log(store, [ana], is_reached=True))
        assert summary(store, ana) == Summary()

    def test_hundreds_take_few_statements(self, store: Store, ana: bytes) -> None:
        activities.log(store, [ana], is_reached=True)
        asked: list[str] = []
        with store.read() as session:
            activities.summary(session, [ana])
            store.connection.set_trace_callback(asked.append)
            found = activities.summary(session, [ana, *(new_id() for _ in range(300))])
            store.connection.set_trace_callback(None)
        assert len(found) == 301
        assert found[ana].last_reach
        assert len([sql for sql in asked if "SELECT" in sql]) == 3  # two of them ask for the team


@given(
    st.lists(
        st.tuples(st.sampled_from(["call", "meeting", "letter", "to-do"]), st.sampled_from([True, False, None]),
                  st.one_of(st.none(), st.integers(NOON, NOON + 50))),
        max_size=8,
        unique_by=lambda each: each[2] if each[2] is not None else object(),
    )
)  # fmt: skip
def test_the_summary_is_what_a_look_at_the_stream_gives(
    store: Store, told: list[tuple[str, bool | None, int | None]]
) -> None:
    key = records.add(store, "contact", {"given_name": "Ana"})
    for kind, reached, at in told:
        if at is None:
            activities.plan(store, [key], kind, "x", "2026-11-26")
        else:
            activities.log(store, [key], kind, is_reached=reached, at=at)
    stream = [replace(doing, people=()) for doing in activities.of_record(store, key)]
    done = [doing for doing in stream if doing.done_at is not None]
    found = summary(store, key)
    assert found.last_reach == next((doing for doing in done if doing.is_reached), None)
    assert found.last_attempt == next((doing for doing in done if doing.is_reached is False), None)
    assert found.last_meeting == next((doing for doing in done if doing.type == "meeting" and doing.is_reached), None)
    assert found.last_any == next((doing for doing in done if doing.type != "to-do"), None)
    assert (found.next_step is None) == (len(done) == len(stream))
