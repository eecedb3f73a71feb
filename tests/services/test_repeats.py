"""Repetition as people say it."""

import pytest

from crmdesk.services.repeats import Rule, in_words, rule_of, with_rule

STARTS = "2026-11-23T10:00"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270303T080000Z", "Every week on Mon, Wed until Mar 3, 2027"),
        ("FREQ=WEEKLY;UNTIL=20270302T233000Z", "Every week on Monday until Mar 3, 2027"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every week on weekdays"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=5", "Every 2 weeks on Monday, 5 times"),
        ("FREQ=DAILY;COUNT=1", "Every day, once"),
        ("FREQ=MONTHLY", "Every month on day 23"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU", "Every 3 months on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "Every month on the last weekday"),
        ("FREQ=YEARLY", "Every year on Nov 23"),
        ("FREQ=YEARLY;BYMONTH=10;BYDAY=1MO", "Every year on the first Monday of October"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "Every year on the last day of February"),
        ("FREQ=YEARLY;BYWEEKNO=20", "Repeats by a rule of its own"),
        ("FREQ=DAILY;INTERVAL=0", "Repeats by a rule that is not supported; shown once"),
    ],
)
def test_words(rule: str, words: str) -> None:
    assert in_words(f"RRULE:{rule}", STARTS, "Europe/Berlin") == words


def test_an_editor_takes_a_rule_and_gives_one() -> None:
    lines = "RRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE;TZID=Europe/Berlin:20261130T100000"
    rule = rule_of(lines)
    assert rule == Rule("WEEKLY", weekdays=((0, 0),))
    changed = with_rule(lines, Rule("MONTHLY", interval=2, weekdays=((-1, 4),), count=6))
    assert changed == "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;COUNT=6\nEXDATE;TZID=Europe/Berlin:20261130T100000"
    assert rule_of(changed) == Rule("MONTHLY", interval=2, weekdays=((-1, 4),), count=6)
    assert with_rule(changed, None) is None
    assert in_words(None, STARTS) == ""
