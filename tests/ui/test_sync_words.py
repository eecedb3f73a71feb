"""How a file stands with the colleagues, in words; and who is there."""

import time

import pytest
from pytestqt.qtbot import QtBot

from crmdesk.services.sync import Need, State, Status
from crmdesk.ui import sync_words
from crmdesk.ui.moments import at, when
from crmdesk.ui.sync_watch import Present, others
from crmdesk.widgets.block import BlockField, Part
from crmdesk.widgets.fields import ChoiceField, DateField, LineField

NOW = int(time.time() * 1000)
HUB = "https://hub.example.org:8460/crm"


@pytest.mark.parametrize(
    ("status", "text", "tone"),
    [
        (Status(State.IN_STEP), "In step", "good"),
        (Status(State.IN_STEP, conflicts=3), "In step · 3 conflicts", "good"),
        (Status(State.TO_SEND, waiting=1204), "1,204 to send", "muted"),
        (Status(State.OFFLINE, since=NOW), f"Offline since {when(at(NOW))}", "muted"),
        (Status(State.OFFLINE), "Offline", "muted"),
        (Status(State.NEEDS_YOU, need=Need.BRAKE), "Needs you", "warning"),
        (Status(State.IN_STEP, first=(420, 1248), conflicts=1), "First sync 33 %", "accent"),
    ],
)
def test_the_foot_of_the_side_bar(status: Status, text: str, tone: str) -> None:
    line = sync_words.line(status)
    assert (line.text, line.tone) == (text, tone)


def test_why_it_is_not_in_step() -> None:
    told = sync_words.reason(Status(State.OFFLINE, reason="no answer"), HUB)
    assert told.startswith("The hub at hub.example.org is not reached: no answer.")
    assert sync_words.reason(Status(State.NEEDS_YOU, reason="Look."), HUB) == "Look."


def test_a_colleague_at_two_computers_is_there_once() -> None:
    rows = [
        {"person": "2", "name": "Ana", "what": ["a", "b"]},
        {"person": "1", "name": "Rui", "what": ["c"]},
        {"person": "2", "name": "Ana", "what": ["d"]},
    ]
    assert others(rows, me="1") == (Present("2", "Ana", frozenset("abd")),)


def test_what_a_field_met_is_told_as_it_is_read(qtbot: QtBot) -> None:
    fields = [
        LineField("Name"),
        DateField("Birthday"),
        ChoiceField("Stage", [("lead", "Lead")]),
        BlockField("Name", [Part("given_name", "First", 0, 0)], lambda value: " ".join(value.values()), "Name"),
    ]
    for field in fields:
        qtbot.addWidget(field)
    line, day, choice, block = fields
    assert line.in_words("Ana") == "Ana"
    assert day.in_words("1980-02-29") == "29 February 1980"
    assert (choice.in_words("lead"), choice.in_words("own")) == ("Lead", "own")
    assert (block.in_words({"given_name": "Ana"}), block.in_words(None)) == ("Ana", "")
