"""All that was done, of all: in windows that leave nothing out and tell nothing twice, narrowed down, as a table."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.ids import new_id
from crmdesk.domain.pauses import result_of
from crmdesk.services import activities, own_history, records, stream
from crmdesk.services.stream import Asked, Part, asked
from crmdesk.store import bulk
from crmdesk.store.store import Store

DAY = 86_400_000
NOON = 1_700_000_000_000


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana"}, {"affiliations": [{"company": "Acme"}]})


@pytest.fixture
def rui(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Rui"}, {})


def words(store: Store, wanted: Asked) -> list[str]:
    return [entry.done.subject or entry.done.text or "" for entry in stream.window(store, wanted).entries]


def log_some(store: Store, ana: bytes, rui: bytes) -> None:
    activities.log(store, [ana], "call", "wants three ovens", at=NOON)
    activities.log(store, [ana, rui], "visit", "Mostrou o cartão", at=NOON + DAY, outcome="Order")
    activities.log(store, [rui], "call", "nobody there", is_reached=False, at=NOON + 2 * DAY)
    activities.plan(store, [ana], "call", "to come")


def test_it_is_narrowed_down_by_whatever_is_asked(store: Store, ana: bytes, rui: bytes) -> None:
    log_some(store, ana, rui)
    acme = store.listing("company").window(0, 1)[0].id
    assert words(store, Asked()) == ["nobody there", "Mostrou o cartão", "wants three ovens"]
    assert words(store, Asked(Part(kind="call"))) == ["nobody there", "wants three ovens"]
    assert words(store, Asked(Part(person=rui))) == ["nobody there", "Mostrou o cartão"]
    assert words(store, Asked(Part(person=acme))) == ["Mostrou o cartão", "wants three ovens"]
    assert words(store, Asked(Part(since=NOON + 1, until=NOON + 2 * DAY))) == ["Mostrou o cartão"]
    assert words(store, asked(" CARTAO ", Part())) == ["Mostrou o cartão"]
    assert words(store, asked("order", Part())) == ["Mostrou o cartão"]
    assert words(store, Asked(Part(author="somebody else"))) == []


def test_those_it_was_done_with_can_be_looked_up(store: Store, ana: bytes, rui: bytes) -> None:
    log_some(store, ana, rui)
    assert stream.people(store, Asked(Part(kind="call")))["contact"] == sorted([ana, rui])
    assert stream.people(store, asked("ovens", Part())) == {"contact": [ana], "company": []}


def test_what_was_done_with_many_is_one_line(store: Store, ana: bytes, rui: bytes) -> None:
    log_some(store, ana, rui)
    own_history.note(store, "labels", "contact", None)
    first, *rest = stream.window(store, Asked(), limit=2).entries
    assert (first.done.subject, first.count) == ("Label printed", 2)
    assert [entry.count for entry in rest] == [1]


def test_the_table_has_all_of_it(store: Store, ana: bytes, rui: bytes) -> None:
    log_some(store, ana, rui)
    made = result_of(stream.table(store, Asked(), "History"))
    assert [row[1:4] for row in made.rows] == [
        ["Call", "Rui", "nobody there"],
        ["Visit", made.rows[1][2], "Mostrou o cartão"],
        ["Call", "Ana", "wants three ovens"],
    ]
    assert sorted(made.rows[1][2].split(", ")) == ["Ana", "Rui"]


def fill(store: Store, rows: list[dict[str, Any]], owner: bytes) -> None:
    with store.write("Fill") as session:
        keyed = [{"id": new_id(), "type": "call", **row} for row in rows]
        bulk.insert(session, Activity, keyed)
        bulk.insert(session, Participation, [{"activity_id": row["id"], "owner_id": owner} for row in keyed])


@given(times=st.lists(st.integers(0, 12), max_size=60), limit=st.integers(1, 7))
def test_windows_leave_nothing_out_and_tell_nothing_twice(store: Store, times: list[int], limit: int) -> None:
    me = new_id()
    fill(store, [{"done_at": NOON + at, "subject": str(at % 3)} for at in times], me)
    wanted, before, told = Asked(Part(person=me)), None, list[int]()
    while True:
        found = stream.window(store, wanted, before, limit)
        assert len(found.entries) <= limit
        told += [entry.done.done_at - NOON for entry in found.entries for _each in range(entry.count)]
        if (before := found.before) is None:
            break
    assert told == sorted(times, reverse=True)


def test_a_window_of_many_comes_at_once(store: Store, size: int) -> None:
    count = 10_000 * size
    fill(store, [{"done_at": NOON + number, "text": f"Nr {number}"} for number in range(count)], new_id())
    began = time.process_time()
    found = stream.window(store, Asked())
    for _page in range(10):
        found = stream.window(store, Asked(), found.before)
    assert time.process_time() - began < 0.3
    assert found.entries[-1].done.text == f"Nr {count - 1100}"
    began = time.process_time()
    assert words(store, asked("no such word", Part())) == []
    assert time.process_time() - began < 1
