"""Follow-up rules plan what they say, once for each cause, and look ahead only."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from crmdesk.domain.criteria import All, Condition
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.rules import FollowUpRule, Occasion
from crmdesk.services import activities, custom, records, rules
from crmdesk.services.rules import Rule
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import visible

TODAY = datetime.now().astimezone().date()
CUSTOMERS = All((Condition("stage", "is", "customer"),))
DAY = 86_400_000


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana", "stage": "prospect"})


def later(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def planned(store: Store, who: bytes) -> Iterator[tuple[str, str, str | None]]:
    return ((doing.type, doing.words, doing.starts) for doing in activities.of_record(store, who) if not doing.done_at)


def ago(days: int) -> int:
    return int((datetime.now().astimezone() - timedelta(days=days)).timestamp() * 1000)


class TestEvents:
    def test_who_is_added_after_the_rule(self, store: Store, ana: bytes) -> None:
        rules.save(store, Rule("added", Occasion(where=CUSTOMERS), "letter", "Welcome", days=2))
        rui = records.add(store, "contact", {"given_name": "Rui", "stage": "customer"})
        eva = records.add(store, "contact", {"given_name": "Eva", "stage": "lead"})
        assert rules.run(store) == 1
        assert list(planned(store, rui)) == [("letter", "Welcome", later(2))]
        assert not [*planned(store, ana), *planned(store, eva)]

    def test_a_field_that_becomes_a_value_and_stays_so(self, store: Store, ana: bytes) -> None:
        rules.save(store, Rule("field", Occasion(field="stage", value="customer"), "call", "Thank you", days=7))
        records.set_value(store, "contacts", ana, "stage", "customer")
        records.set_value(store, "contacts", ana, "stage", "former")
        assert rules.run(store) == 0, "it is no customer any more"
        records.set_value(store, "contacts", ana, "stage", "customer")
        assert rules.run(store) == 1
        assert list(planned(store, ana)) == [("call", "Thank you", later(7))]

    def test_an_activity_done_with_a_result(self, store: Store, ana: bytes) -> None:
        rules.save(store, Rule("done", Occasion(type="call", is_reached=False), "call", "Try again", days=1))
        activities.log(store, [ana], "call", "no answer", is_reached=False)
        activities.log(store, [ana], "call", "spoke", is_reached=True)
        activities.log(store, [ana], "meeting")
        assert rules.run(store) == 1
        assert list(planned(store, ana)) == [("call", "Try again", later(1))]

    def test_silence_without_a_next_step(self, store: Store, ana: bytes) -> None:
        rui = records.add(store, "contact", {"given_name": "Rui"})
        never = records.add(store, "contact", {"given_name": "Eva"})
        rules.save(store, Rule("silence", Occasion(days=60), "call", "How are you"))
        activities.log(store, [ana], "call", at=ago(70))
        activities.log(store, [rui], "call", at=ago(70))
        activities.plan(store, [rui], "visit", "Fair")
        assert rules.run(store) == 1
        assert list(planned(store, ana)) == [("call", "How are you", later(-10))]
        assert not list(planned(store, never)), "who was never in contact is not missed"
        activities.complete(store, next(d.id for d in activities.of_record(store, ana) if not d.done_at))
        assert rules.run(store) == 0

    def test_so_many_days_from_a_date_every_year(self, store: Store, ana: bytes) -> None:
        near = TODAY + timedelta(days=10)
        records.set_value(store, "contacts", ana, "birthday", f"--{near:%m-%d}")
        far = records.add(store, "contact", {"given_name": "Far", "birthday": (TODAY + timedelta(90)).isoformat()})
        rules.save(store, Rule("day", Occasion(field="birthday"), "letter", "Card", days=-7))
        assert rules.run(store) == 1
        assert list(planned(store, ana)) == [("letter", "Card", later(3))]
        assert not list(planned(store, far))
        assert rules.run(store, TODAY + timedelta(days=90)) == 1, "nearer to the other's day"

    def test_a_date_of_a_field_of_ones_own(self, store: Store, ana: bytes) -> None:
        field = custom.add_field(store, "contacts", "Contract ends", Kind.DATE)
        records.set_custom(store, ana, field, later(20))
        rules.save(store, Rule("day", Occasion(field=f"custom.{field.hex()}"), "call", "Renew", days=-14))
        assert rules.run(store) == 1
        assert list(planned(store, ana)) == [("call", "Renew", later(6))]


class TestOnce:
    def test_each_cause_counts_once_also_when_its_plan_was_deleted(self, store: Store, ana: bytes) -> None:
        rules.save(store, Rule("done", Occasion(type="visit"), "letter", "Thanks"))
        activities.log(store, [ana], "visit")
        before = visible(store)
        assert rules.run(store) == 1
        assert rules.run(store) == 0
        assert store.undo() == "Plan follow-ups"
        assert visible(store) == before
        assert rules.run(store) == 0

    def test_off_it_plans_nothing_and_on_again_it_looks_ahead(self, store: Store, ana: bytes) -> None:
        key = rules.save(store, Rule("done", Occasion(), "call", "Ask"))
        rules.switch(store, key, on=False)
        activities.log(store, [ana], "letter")
        assert rules.run(store) == 0
        rules.switch(store, key, on=True)
        assert rules.run(store) == 0
        rules.remove(store, key)
        activities.log(store, [ana], "letter")
        assert rules.run(store) == 0 == len(rules.list_rules(store))


def test_a_trial_tells_what_would_have_been_and_changes_nothing(store: Store, ana: bytes) -> None:
    activities.log(store, [ana], "visit", at=ago(5))
    activities.log(store, [ana], "visit", at=ago(200))
    before = visible(store)
    (found,) = rules.trial(store, Rule("done", Occasion(type="visit"), "letter", "Thanks", days=2), days=90)
    assert (found.day, found.subject, found.people) == (TODAY - timedelta(days=3), "Thanks", ("Ana",))
    assert visible(store) == before


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("eclipse", subject="x"), "no event"),
        (Rule("field", subject="x"), "which field"),
        (Rule("day", Occasion(field="stage"), subject="x"), "which date"),
        (Rule("added"), "what is to be planned"),
        (Rule("added", Occasion(where=Condition("nose", "is", "long")), subject="x"), "nose"),
    ],
)
def test_a_rule_that_could_never_run_is_refused(store: Store, rule: Rule, words: str) -> None:
    with pytest.raises(UserError, match=words):
        rules.save(store, rule)
    assert rules.list_rules(store) == []


def test_what_another_version_wrote_is_kept_and_does_not_run(store: Store) -> None:
    key = rules.save(store, Rule("added", subject="x"))
    with store.write("As a later version has it") as session:
        bulk.update(session, FollowUpRule, [key], {"details": '{"where": {"moon": "full"}}'})
    records.add(store, "contact", {"given_name": "Rui"})
    assert [row.rule for row in rules.list_rules(store)] == [None]
    assert rules.run(store) == 0


def test_what_is_asked_comes_back_as_it_was_said(store: Store) -> None:
    rule = Rule("done", Occasion("company", CUSTOMERS, type="call", is_reached=False, outcome="Busy"), "call", "Again")
    rules.save(store, rule)
    assert [row.rule for row in rules.list_rules(store)] == [rule]
    assert rules.list_rules(store)[0].since <= ago(0)
