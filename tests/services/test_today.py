"""The start of a day: what it holds, whom to call in which order, whose day it is soon, and who fell through."""

import time
from datetime import date, datetime, timedelta

import pytest

from crmdesk.domain.activities import Activity
from crmdesk.domain.contacts import Contact
from crmdesk.domain.ids import named_id, new_id, text_id
from crmdesk.domain.preferences import Preference
from crmdesk.services import activities, groups, records, silence, today
from crmdesk.services.silence import Limit
from crmdesk.store import bulk
from crmdesk.store.store import Store

DAY = date(2026, 3, 3)


def at(days: int, clock: str = "") -> str:
    return (DAY + timedelta(days)).isoformat() + (f"T{clock}" if clock else "")


def ago(days: int) -> int:
    moment = datetime(DAY.year, DAY.month, DAY.day, 12).astimezone() - timedelta(days)
    return int(moment.timestamp() * 1000)


def person(store: Store, name: str, phone: str = "", **fields: object) -> bytes:
    parts = {"phones": [{"value": phone}]} if phone else {}
    return records.add(store, "contact", {"family_name": name, **fields}, parts)


def subjects(slots: object) -> list[str]:
    return [slot.subject for slot in slots]  # type: ignore[attr-defined]


def called(day: today.Day) -> list[str]:
    return [call.slot.subject for call in day.calls]


class TestTheDay:
    def test_has_its_agenda_and_leaves_out_what_is_of_others(self, store: Store) -> None:
        for subject, starts, kind in (
            ("Yesterday", at(-1, "10:00"), "meeting"),
            ("Late", at(0, "16:00"), "visit"),
            ("Early", at(0, "08:00"), "meeting"),
            ("Quote", at(0), "to-do"),
            ("Any call", at(0), "call"),
            ("Timed call", at(0, "09:00"), "call"),
            ("Tomorrow", at(1), "to-do"),
        ):
            activities.plan(store, [], kind, subject, starts)
        day = today.look(store, DAY)
        assert subjects(day.agenda) == ["Quote", "Early", "Timed call", "Late"]
        assert (day.appointments, day.call_count, day.late_count) == (2, 2, 1)
        assert subjects(day.late) == ["Yesterday"]

    def test_knows_where_to_go(self, store: Store) -> None:
        place = {"addresses": [{"street": "Rua Augusta 1500", "city": "São Paulo", "country": "BR"}]}
        owner = records.add(store, "contact", {"family_name": "Álvares"}, place)
        home = activities.plan(store, [owner], "visit", "There", at(0, "09:00"))
        own = activities.plan(store, [owner], "meeting", "Elsewhere", at(0, "10:00"), place="Hotel Lux")
        call = activities.plan(store, [owner], "call", "Nowhere", at(0, "11:00"))
        places = today.look(store, DAY).places
        assert "Rua Augusta 1500" in places[home]
        assert places[own] == "Hotel Lux"
        assert call not in places

    def test_names_its_holiday(self, store: Store) -> None:
        assert today.look(store, date(2026, 12, 25), "DE").holidays
        assert today.look(store, DAY, "DE").holidays == ()
        assert today.look(store, DAY, "no country").holidays == ()

    def test_shows_of_many_late_ones_the_latest_and_counts_all(self, store: Store) -> None:
        for number in range(1, today.MOST + 6):
            activities.plan(store, [], "to-do", f"{number}", at(-number))
        day = today.look(store, DAY)
        assert day.late_count == today.MOST + 5
        assert subjects(day.late)[:2] == ["1", "2"]
        assert len(day.late) == today.MOST

    def test_of_a_series_the_last_one_is_late_unless_it_was_done(self, store: Store) -> None:
        key = activities.plan(store, [], "to-do", "Water", at(-20), recurrence="RRULE:FREQ=WEEKLY")
        activities.plan(store, [], "meeting", "Over", at(-20, "09:00"), recurrence="RRULE:FREQ=WEEKLY")
        (late,) = today.look(store, DAY).late
        assert (late.subject, late.instance) == ("Water", at(-6))
        activities.complete(store, key, instance=late.instance)
        assert today.look(store, DAY).late == ()


class TestCalls:
    def test_come_by_urgency_then_by_the_clock_then_those_of_days_before(self, store: Store) -> None:
        for subject, starts, priority in (
            ("older", at(-5), ""),
            ("newer", at(-1), ""),
            ("older but urgent", at(-9), "high"),
            ("any time", at(0), ""),
            ("at nine", at(0, "09:00"), ""),
            ("at four, urgent", at(0, "16:00"), "high"),
            ("when bored", at(0, "08:00"), "low"),
        ):
            activities.plan(store, [], "call", subject, starts, priority=priority)
        activities.complete(store, activities.plan(store, [], "call", "was made", at(0)))
        day = today.look(store, DAY)
        assert called(day) == [
            "at four, urgent", "at nine", "any time", "when bored", "older but urgent", "newer", "older",
        ]  # fmt: skip
        assert [call.is_late for call in day.calls].count(True) == 3

    def test_tell_who_and_what_was_said_last(self, store: Store) -> None:
        ana = person(store, "Ana", "+49 30 1234567")
        activities.plan(store, [person(store, "Bo"), ana], "call", "Both", at(0))
        activities.log(store, [ana], "call", "Ask in May\nand more", is_reached=True, at=ago(8))
        (call,) = today.look(store, DAY).calls
        assert (call.person, call.name) == (ana, "Ana"), "who has a number"
        assert call.phone
        assert call.phone["value"] == "+49 30 1234567"
        assert call.last
        assert (call.last.words, call.last.type, call.last.is_reached) == ("Ask in May", "call", True)
        records.add_part(store, "notes", ana, {"text": "<p>Prefers <b>mornings</b></p>", "is_html": True})
        (call,) = today.look(store, DAY).calls
        assert call.last
        assert (call.last.words, call.last.type) == ("Prefers mornings", "")

    def test_tell_a_wish_not_to_be_called(self, store: Store) -> None:
        ana = person(store, "Ana", "+49 30 1234567")
        records.add_part(store, "opt_outs", ana, {"channel": "phone", "reason": "asked"})
        activities.plan(store, [ana], "call", "Careful", at(0))
        (call,) = today.look(store, DAY).calls
        assert [entry["channel"] for entry in call.refusals] == ["phone"]

    def test_of_whom_was_deleted_nobody_is_left(self, store: Store) -> None:
        ana = person(store, "Ana", "+49 30 1234567")
        activities.plan(store, [ana], "call", "Nobody", at(0))
        records.remove(store, "contacts", [ana])
        assert [call.person for call in today.look(store, DAY).calls] in ([None], [])


def test_days_that_come_know_whether_a_card_is_planned(store: Store) -> None:
    leap = person(store, "Leap", birthday="1996-02-29")
    person(store, "Later", birthday="--03-20")
    found = today.coming(store, date(2026, 2, 25))
    assert [(one.day.name, one.day.day, one.day.years) for one in found] == [("Leap", date(2026, 2, 28), 30)]
    assert not found[0].is_planned
    activities.plan(store, [leap], "letter", "Birthday card", "2026-02-25")
    assert today.coming(store, date(2026, 2, 25))[0].is_planned


class TestFallenThrough:
    def names(self, store: Store, most: int = 10) -> list[str]:
        return [one.name for one in silence.fallen_through(store, DAY, most)]

    def silent(self, store: Store, name: str, days: int, kind: str = "call", **fields: object) -> bytes:
        key = person(store, name, **fields)
        activities.log(store, [key], kind, "x", at=ago(days))
        return key

    def test_customers_after_ninety_days_unless_something_is_planned(self, store: Store) -> None:
        self.silent(store, "Just", 91, stage="customer")
        self.silent(store, "Long", 200, stage="customer")
        self.silent(store, "Not yet", 89, stage="customer")
        self.silent(store, "Lead", 200, stage="lead")
        again = self.silent(store, "Again", 200, stage="customer")
        activities.log(store, [again], "email", "x", at=ago(3))
        only_task = self.silent(store, "Only a task", 300, stage="customer")
        activities.log(store, [only_task], "to-do", "x", at=ago(3))
        planned = self.silent(store, "Planned", 200, stage="customer")
        activities.plan(store, [planned], "call", "x", at(30))
        person(store, "Never", stage="customer")
        assert self.names(store) == ["Just", "Long", "Only a task"]
        assert self.names(store, 1) == ["Just"]

    def test_whom_it_is_said_of_comes_first_also_before_the_first_contact(self, store: Store) -> None:
        self.silent(store, "Customer", 91, stage="customer")
        self.silent(store, "Every month", 31, stay_in_touch=30)
        self.silent(store, "Every week", 31, stay_in_touch=7)
        self.silent(store, "Heard of", 5, stay_in_touch=7)
        never = person(store, "Never", stay_in_touch=10)
        with store.write("Long ago") as session:
            bulk.update(session, Contact, [never], {"created_at": ago(12)})
        found = silence.fallen_through(store, DAY, 10)
        assert [one.name for one in found] == ["Every week", "Never", "Every month", "Customer"]
        assert [(one.days, one.why) for one in found][-2:] == [(30, ""), (90, "Customer")]
        assert found[1].last is None

    def test_groups_and_stages_as_they_are_chosen(self, store: Store) -> None:
        member = self.silent(store, "Member", 61)
        self.silent(store, "Customer", 200, stage="customer")
        group = groups.add_with(store, "Press", [member])
        silence.set_limits(store, [Limit("group", text_id(group), 60), Limit("group", "gone", 10)])
        assert self.names(store) == ["Member"]
        silence.set_limits(store, [])
        assert self.names(store) == []
        store.undo()
        assert self.names(store) == ["Member"]

    def test_what_another_version_wrote_is_passed_over(self, store: Store) -> None:
        silence.set_limits(store, [])
        with store.write("Other") as session:
            bulk.update(session, Preference, [named_id("preference", "silence")], {"value": '{"a": 1}'})
        with store.read() as session:
            assert silence.limits(session) == silence.USUAL


@pytest.mark.parametrize("count", [3_000])
def test_much_of_everything_takes_no_longer(store: Store, count: int) -> None:
    """A day of a file with a long history is looked at in a few statements."""
    rows = [{"id": new_id(), "type": "call", "done_at": ago(number % 900)} for number in range(count)]
    with store.write("Past") as session:
        bulk.insert(session, Activity, rows)
    today.look(store, DAY)
    begin = time.thread_time()
    today.look(store, DAY)
    silence.fallen_through(store, DAY, 5)
    assert time.thread_time() - begin < 0.1
