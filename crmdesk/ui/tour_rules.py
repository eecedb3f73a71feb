"""Scenes of the tour: reminders that wait, rules that plan by themselves, sets of activities and their use."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from crmdesk.ui.reminder_cards import cards_of
from crmdesk.ui.reminders import Reminders
from crmdesk.ui.tour_stage import Scene, settle, show_record, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_DUE = (
    ("call", "Okafor Builders: delivery dates", "Sam", 24, True),
    ("to-do", "Quote for the bakery fair", "", 75, False),
    ("visit", "Show the deck oven", "João Álvares", 130, False),
)


def _written(window: Window, job: "object") -> object:
    """In the file, and on the screen."""
    answers: list[object] = []
    window.desk.write(job, answers.append)  # type: ignore[arg-type]
    wait_for(lambda: answers)
    settle(window)
    return answers[0]


def _plan_due(store: "Store", count: int) -> None:
    from crmdesk.services import activities, lookup

    now = datetime.now().astimezone()
    for kind, subject, name, minutes, _is_soon in _DUE[:count]:
        people = [lookup.find(store, name, 1, "contact")[0].id] if name else []
        starts = (now + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")
        activities.plan(store, people, kind, subject, starts, remind=30)


def reminded(window: Window, count: int, *, is_open: bool = False) -> None:
    show_record(window, "Álvares")
    _written(window, lambda store: _plan_due(store, count))
    file = window.desk.file
    watch = file.reminders = file.reminders or Reminders(file)
    later = datetime.now().astimezone() + timedelta(minutes=104)
    watch.now = lambda: later
    watch.beat()
    wait_for(lambda: len(watch.waiting) == count)
    if (cards := cards_of(window)) and is_open:
        cards.fold.click()
    settle(window)


def rules(window: Window, example: int | None = None) -> None:
    """The list, or an example tried on what is past."""
    from crmdesk.services import rules as service
    from crmdesk.ui import rule_words
    from crmdesk.ui.preferences import Preferences
    from crmdesk.ui.rules import FollowUpRules

    for _name, rule in rule_words.examples()[:4]:
        _written(window, lambda store, rule=rule: service.save(store, rule))
    _written(window, lambda store: service.switch(store, service.list_rules(store)[2].id, on=False))
    sheet = Preferences(window, "rules")
    sheet.open()
    settle(window)
    pane = sheet.panes["rules"]
    assert isinstance(pane, FollowUpRules)
    if example is not None:
        pane.examples.buttons[example].click()
        assert pane.editor
        pane.editor.try_out()
    settle(window)


def sets(window: Window, *, is_open: bool = False, is_empty: bool = False) -> None:
    from crmdesk.services import activity_sets
    from crmdesk.ui.activity_set_words import examples
    from crmdesk.ui.activity_sets import ActivitySets
    from crmdesk.ui.preferences import Preferences

    for name, steps in () if is_empty else examples():
        _written(window, lambda store, name=name, steps=steps: activity_sets.save(store, name, steps))
    sheet = Preferences(window, "sets")
    sheet.open()
    settle(window)
    pane = sheet.panes["sets"]
    assert isinstance(pane, ActivitySets)
    if is_open:
        pane.open(next(iter(pane._sets)))
    settle(window)


def apply(window: Window) -> None:
    show_record(window, "Álvares")
    window.ask("apply set")
    settle(window)


def under_way(window: Window) -> None:
    """On the page of somebody."""
    from crmdesk.services import activity_sets
    from crmdesk.ui.activity_set_words import examples

    page = show_record(window, "Álvares").page
    assert page
    (_name, _steps), fair = examples()

    def begin(store: "Store") -> None:
        starts = date.today() - timedelta(days=3)  # noqa: DTZ011 - the wall
        activity_sets.apply(store, activity_sets.save(store, *fair), [page.editor.record], starts)

    _written(window, begin)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("reminders", True, partial(reminded, count=2)),
    ("reminders-folded", True, partial(reminded, count=3)),
    ("reminders-unfolded", True, partial(reminded, count=3, is_open=True)),
    ("rules", True, rules),
    ("rule", True, partial(rules, example=0)),
    ("sets", True, sets),
    ("sets-empty", True, partial(sets, is_empty=True)),
    ("set-steps", True, partial(sets, is_open=True)),
    ("set-apply", True, apply),
    ("set-under-way", True, under_way),
    ("rule-silence", True, partial(rules, example=4)),
)
