"""Assigned and handed over: one step each, to colleagues of the list, with what is open and not a third one's."""

from datetime import date, timedelta
from typing import Any

import pytest

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import Record
from crmdesk.domain.errors import UserError
from crmdesk.domain.leads import Lead
from crmdesk.domain.planned import ENTRY
from crmdesk.services import activities, assigning, deals, leads, records, tasks, team
from crmdesk.services.assigning import KINDS
from crmdesk.store import bulk
from crmdesk.store.store import Store

TODAY = date.today()  # noqa: DTZ011


@pytest.fixture(autouse=True)
def ana(store: Store) -> None:
    store.author = "Ana"


@pytest.fixture
def lena(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Lena", "family_name": "Berg"})


def whose(store: Store, kind: str) -> dict[bytes, str | None]:
    with store.read() as session:
        return {row["id"]: row["responsible"] for row in bulk.whole(session, KINDS[kind])}


def rows(store: Store, record: type[Record]) -> list[dict[str, Any]]:
    with store.read() as session:
        return list(bulk.whole(session, record))


def steps(store: Store) -> int:
    return int(store.connection.execute("SELECT count(*) FROM steps").fetchone()[0])


class TestAssigning:
    def test_every_kind_is_somebodys_in_one_step(self, store: Store, lena: bytes) -> None:
        firm = records.add(store, "company", {"name": "Berg Ltd"})
        made = {
            "contact": lena, "company": firm, "deal": deals.add(store, "Oven"), "lead": leads.add(store, lena, "Mixer"),
            "activity": activities.plan(store, [lena], "call", "Ask"),
        }  # fmt: skip
        assert set(made) == set(KINDS)
        for kind, key in made.items():
            before = steps(store), whose(store, kind)
            assert assigning.assign(store, kind, [key], " bia ") == 1
            assert whose(store, kind)[key] == "bia"
            assert (steps(store), store.next_undo()) == (before[0] + 1, "Assign to bia")
            assert assigning.assign(store, kind, [key], "Bia") == 0
            store.undo()
            assert whose(store, kind) == before[1]

    def test_many_are_given_and_taken_back(self, store: Store) -> None:
        ids = [records.add(store, "contact", {"family_name": f"N{number}"}) for number in range(4)]
        assigning.assign(store, "contact", ids[:1], "Bia")
        assert team.look(store).others == ("Bia",)
        assert assigning.assign(store, "contact", ids, "Bia") == 3
        assert assigning.assign(store, "contact", ids, "") == 4
        assert store.next_undo() == "Assign to nobody"
        assert set(whose(store, "contact").values()) == {None}

    def test_one_of_a_series_leaves_it(self, store: Store, lena: bytes) -> None:
        series = activities.plan(store, [lena], "call", "Weekly", TODAY.isoformat(), recurrence="RRULE:FREQ=DAILY")
        tomorrow = (TODAY + timedelta(days=1)).isoformat()
        assert assigning.assign_times(store, [(series, tomorrow)], "Bia") == 1
        found = {row["instance"]: row["responsible"] for row in rows(store, Activity)}
        assert found == {None: None, tomorrow: "Bia"}
        assert assigning.assign_times(store, [(series, "")], "Bia") == 1


class TestHandingOver:
    def test_it_tells_both_and_takes_what_is_open_along(self, store: Store, lena: bytes) -> None:
        oven = deals.add(store, "Oven", contact_id=lena)
        lost = deals.add(store, "Lost", contact_id=lena)
        deals.lose(store, lost, "Price")
        theirs = deals.add(store, "Caio's", contact_id=lena, responsible="Caio")
        call = activities.plan(store, [lena], "call", "Ask", TODAY.isoformat())
        done = activities.log(store, [lena], "call", "Long ago")
        visit = activities.plan(store, [lena], "visit", "Show", TODAY.isoformat(), responsible="Caio")
        before = steps(store)
        along = assigning.along(store, "contact", [lena])
        assert (along.activities, along.deals) == ((call,), (oven,))
        assert assigning.hand_over(store, "contact", [lena], "Bia", " Wants two ovens. ") == 1
        assert (steps(store), store.next_undo()) == (before + 1, "Hand over to Bia")
        assert whose(store, "contact") == {lena: "Bia"}
        assert whose(store, "deal") == {oven: "Bia", lost: None, theirs: "Caio"}
        found = whose(store, "activity")
        assert (found[call], found[done], found[visit]) == ("Bia", None, "Caio")
        entry = next(row for row in rows(store, Activity) if row["text"] == "Wants two ovens.")
        assert (entry["type"], entry["subject"]) == (ENTRY, "Handed over to Bia by Ana")
        task = next(row for row in rows(store, Activity) if row["type"] == "to-do")
        assert (task["subject"], task["responsible"], task["author"]) == ("Handed over by Ana: Lena Berg", "Bia", "Ana")
        assert {one.id for one in activities.of_record(store, lena)} >= {entry["id"], task["id"]}
        store.author = "Bia"
        assert [key.id for key in tasks.listing(store, TODAY)["today"]][-1] == task["id"]
        store.undo()
        assert whose(store, "contact") == {lena: None}

    def test_what_is_open_may_stay(self, store: Store, lena: bytes) -> None:
        call = activities.plan(store, [lena], "call", "Ask")
        assigning.hand_over(store, "contact", [lena], "Bia", with_open=False)
        assert whose(store, "activity")[call] is None

    def test_a_company_a_deal_and_a_lead(self, store: Store, lena: bytes) -> None:
        firm = records.add(store, "company", {"name": "Berg Ltd"})
        oven = deals.add(store, "Oven", company_id=firm)
        lead = leads.add(store, lena, "Mixer")
        drawing = activities.plan(store, [oven], "to-do", "Drawing")
        assigning.hand_over(store, "deal", [oven], "Bia", "Mind the drawing")
        assert whose(store, "activity")[drawing] == "Bia"
        assigning.hand_over(store, "company", [firm], "Caio")
        assert whose(store, "deal")[oven] == "Bia"
        assigning.hand_over(store, "lead", [lead], "Bia")
        assert rows(store, Lead)[0]["responsible"] == "Bia"
        subjects = [row["subject"] for row in rows(store, Activity) if row["type"] == "to-do"]
        told = ["Drawing", *(f"Handed over by Ana: {what}" for what in ("Oven", "Berg Ltd", "Mixer"))]
        assert sorted(subjects) == sorted(told)
        of_deal = [row for row in rows(store, Activity) if row["deal_id"] == oven and row["text"]]
        assert [row["text"] for row in of_deal] == ["Mind the drawing"] * 2

    def test_several_give_one_task(self, store: Store) -> None:
        ids = [records.add(store, "contact", {"family_name": f"N{number}"}) for number in range(30)]
        assigning.hand_over(store, "contact", ids, "Bia", "My region")
        task = next(row for row in rows(store, Activity) if row["type"] == "to-do")
        assert task["subject"] == "Handed over by Ana: 30 contacts"
        assert all(one.text == "My region" for key in ids[-1:] for one in activities.of_record(store, key))

    def test_a_task_carries_the_note_itself(self, store: Store, lena: bytes) -> None:
        key = activities.plan(store, [lena], "call", "Ask", text="About the oven")
        assert assigning.hand_over_times(store, [(key, "")], "Bia", "She is back on Monday") == 1
        assert [row["text"] for row in rows(store, Activity)] == [
            "Handed over to Bia by Ana: She is back on Monday\n\nAbout the oven"
        ]

    def test_nobody_takes_nothing_over(self, store: Store, lena: bytes) -> None:
        for hand_over in (
            lambda: assigning.hand_over(store, "contact", [lena], "  "),
            lambda: assigning.hand_over_times(store, [], ""),
        ):
            with pytest.raises(UserError, match="not said yet who"):
                hand_over()
