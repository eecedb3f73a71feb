"""History that writes itself: what is written with whom, what the user leaves out, and that it is no contact."""

import time
from datetime import date

import pytest

from crmdesk.domain.contacts import Contact
from crmdesk.domain.criteria import Condition
from crmdesk.domain.ids import new_id
from crmdesk.domain.rules import Occasion
from crmdesk.services import activities, calendar, criteria, merging, own_history, picks, records, rules, tasks
from crmdesk.services.activities import Doing
from crmdesk.services.rules import Rule
from crmdesk.store import bulk
from crmdesk.store.store import Store


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana"}, {})


@pytest.fixture
def rui(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Rui"}, {})


def lines(store: Store, key: bytes) -> list[Doing]:
    return activities.of_record(store, key)


def test_all_get_a_line_of_their_own_in_one_step(store: Store, ana: bytes, rui: bytes) -> None:
    assert own_history.note(store, "labels", "contact", [ana, rui, new_id()]) == 2
    assert store.next_undo() == "Print labels"
    mine, other = lines(store, ana)[0], lines(store, rui)[0]
    assert (mine.type, mine.subject, mine.author) == ("entry", "Label printed", store.author)
    assert (mine.done_at, mine.people) == (other.done_at, ((ana, "Ana"),))
    store.undo()
    assert lines(store, ana) == lines(store, rui) == []


def test_the_user_says_which_kinds(store: Store, ana: bytes) -> None:
    assert own_history.note(store, "exports", "contact", None) == 0
    own_history.choose(store, "exports", is_on=True)
    own_history.choose(store, "labels", is_on=False)
    assert own_history.wanted(store)["exports"]
    assert own_history.note(store, "exports", "contact", None) == 1
    assert own_history.note(store, "labels", "contact", [ana]) == 0
    store.undo()
    store.undo()
    assert own_history.wanted(store)["labels"]


def test_an_e_mail_is_a_contact_and_a_label_is_none(store: Store, ana: bytes, rui: bytes) -> None:
    own_history.note(store, "mail", "contact", [ana])
    own_history.note(store, "labels", "contact", [rui])
    with store.read() as session:
        found = activities.summary(session, [ana, rui])
    assert found[ana].last_any
    assert found[rui].last_any is None
    ever = Condition("activities.last", "after", "2000-01-01")
    assert criteria.find(store, "contact", ever) == [ana]


def test_nobody_is_offered_to_plan_one(store: Store, ana: bytes) -> None:
    assert "entry" not in dict(picks.choices(store, "activity"))
    assert picks.text_of(store, "activity", "entry") == "Entry"
    own_history.note(store, "labels", "contact", [ana])
    today = date.today()  # noqa: DTZ011
    assert calendar.between(store, today, today, with_done=True) == []
    assert not any(tasks.listing(store, today).values())


def test_it_sets_no_rule_off(store: Store, ana: bytes) -> None:
    rules.save(store, Rule("done", Occasion(), "call", "Ask"))
    own_history.note(store, "labels", "contact", [ana])
    assert rules.run(store) == 0
    activities.log(store, [ana], "call", "by hand")
    assert rules.run(store) == 1


def test_a_merge_says_who_was_merged(store: Store, ana: bytes, rui: bytes) -> None:
    merging.merge(store, ana, [rui])
    assert [line.subject for line in lines(store, ana)] == ["Merged with Rui"]
    store.undo()
    assert lines(store, ana) == lines(store, rui) == []
    list(merging.merge_all(store, [[rui, ana]]))
    assert [line.subject for line in lines(store, rui)] == ["Merged with Ana"]


def test_ten_thousand_take_less_than_a_second(store: Store, size: int) -> None:
    count = 1000 * size
    with store.write("Many") as session:
        bulk.insert(session, Contact, ({"given_name": f"Nr {number}"} for number in range(count)))
    began = time.process_time()
    assert own_history.note(store, "labels", "contact", None) == count
    assert time.process_time() - began < count / 10_000 + 0.2
