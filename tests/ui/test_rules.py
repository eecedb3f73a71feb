"""Follow-up rules are read as sentences, begun as examples, tried on the past, kept by Save, switched and deleted."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain.criteria import All, Condition
from crmdesk.domain.rules import FollowUpRule, Occasion
from crmdesk.services import activities, lookup, rules
from crmdesk.services.rules import Rule
from crmdesk.store import bulk
from crmdesk.ui import rule_words
from crmdesk.ui.rule_words import Vocabulary
from crmdesk.ui.rules import FollowUpRules
from tests.ui.desks import Seat
from tests.ui.test_preferences import opened


def pane_of(seat: Seat) -> FollowUpRules:
    _sheet, pane = opened(seat, "rules")
    assert isinstance(pane, FollowUpRules)
    return pane


def kept(seat: Seat) -> list[Any]:
    return list(seat.asked(rules.list_rules))


def test_an_example_is_tried_saved_switched_and_deleted(seat: Seat) -> None:
    long_ago = int((datetime.now().astimezone() - timedelta(days=5)).timestamp() * 1000)
    seat.asked(lambda store: activities.log(store, [lookup.find(store, "Ayşe")[0].id], "meeting", at=long_ago))
    pane = pane_of(seat)
    seat.click(pane.examples.buttons[0])
    assert pane.editor
    seat.click(pane.editor.try_button)
    seat.until(pane.editor.result.isVisible)
    assert "it would have planned" in pane.editor.count.text()
    assert "Ayşe" in pane.editor.names.text()
    assert kept(seat) == [], "half a rule plans nothing"
    pane.editor.subject.setText("Say thanks")
    seat.click(pane.editor.save_button)
    seat.until(lambda: pane.rows)
    (row,) = pane.rows
    assert row.words.accessibleName() == "When a meeting is done: Call “Say thanks” 3 days later"
    seat.click(row.switch)
    seat.until(lambda: not kept(seat)[0].is_on)
    seat.settle()
    seat.click(pane.rows[0].away)
    seat.until(lambda: not kept(seat))
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: pane.rows)


def test_one_is_changed_in_place_and_what_is_wrong_is_told(seat: Seat) -> None:
    customers = All((Condition("stage", "is", "customer"),))
    seat.asked(lambda store: rules.save(store, Rule("silence", Occasion(where=customers, days=45), "call", "Hello")))
    pane = pane_of(seat)
    seat.until(lambda: pane.rows)
    seat.click(pane.rows[0].words)
    editor = pane.editor
    assert editor
    assert editor.rule() == kept(seat)[0].rule, "shown and read again it is the same"
    form = editor.occasion
    form.event_chooser.set_value("field")
    form._show_event()
    form.field.set_value("stage")
    form.value.setText("prospect")
    editor.subject.clear()
    editor.save()
    seat.until(lambda: "what is to be planned" in editor._problem.text())
    editor.subject.setText("Offer")
    editor.days.setText("2")
    editor.side.set_value(-1)
    editor.save()
    seat.until(lambda: pane.editor is None)
    expected = Rule("field", Occasion(where=customers, field="stage", value="prospect"), "call", "Offer", days=-2)
    assert [row.rule for row in kept(seat)] == [expected]
    assert pane.rows[0].words.accessibleName().startswith("When stage becomes Prospect: Call “Offer” 2 days before")


def test_what_a_newer_version_made_is_shown_and_left_alone(seat: Seat) -> None:
    key = seat.asked(lambda store: rules.save(store, Rule("added", subject="x")))

    def spoil(store: Any) -> None:
        with store.write("As a later version has it") as session:
            bulk.update(session, FollowUpRule, [key], {"details": '{"where": {"moon": "full"}}'})

    seat.asked(spoil)
    pane = pane_of(seat)
    seat.until(lambda: pane.rows)
    assert pane.rows[0].words.accessibleName().startswith("Made by a newer version")
    assert not pane.rows[0].words.isEnabled()
    assert not pane.rows[0].switch.isEnabled()


WORDS = Vocabulary((("call", "Call"), ("fair", "Fair")), (("busy", "Busy"),), {"contact": (), "company": ()})


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("added", Occasion("company"), "call", "Hi"), "When a company is added: Call “Hi” on that day"),
        (Rule("done", Occasion(type="fair"), "call", "Hi", days=1), "When “Fair” is done: Call “Hi” 1 day later"),
        (
            Rule("done", Occasion(is_reached=False, outcome="busy"), "fair", "Hi", days=2),
            "When an activity is done · not reached · Busy: Fair “Hi” 2 days later",
        ),
        (Rule("silence", Occasion(days=1), "call", "Hi"), "After 1 day without contact: Call “Hi” on that day"),
    ],
)
def test_in_words(rule: Rule, words: str) -> None:
    assert rule_words.sentence(rule, WORDS) == words


def test_every_example_could_be_kept() -> None:
    for _name, rule in rule_words.examples():
        rules.occasions.check(rule.event, rule.occasion)
        assert rule.subject
