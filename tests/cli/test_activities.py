"""`crmdesk agenda`, `log` and `todo`, as a script uses them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crmdesk.domain.ids import text_id
from crmdesk.services import activities, records
from tests.cli.test_commands import NOBODY, Run, plain, run
from tests.store.template import reopened

__all__ = ["plain", "run"]
TODAY = datetime.now().astimezone().date()


@pytest.fixture
def ana(desk: Path) -> str:
    store = reopened(desk)
    key = records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})
    store.close()
    return text_id(key)


def test_what_was_done_is_logged_and_in_the_agenda(run: Run, plain: Run, ana: str) -> None:
    run("log", ana, "call", "wants 3 ovens", "--attempt", "--minutes", "12", "--outcome", "Busy")
    run("log", ana, "visit", "saw the shop", "--at", "2026-01-05")
    run("log", ana, "Golf", "won", "--at", "2026-01-05T15:30")
    assert [entry["step"] for entry in run("history", ana)][:2] == ["Log golf", "Log visit"]
    told = plain("agenda", "--from", "2026-01-05")
    assert "12:00  ✓ Visit: saw the shop · Ana Lima" in told
    assert "15:30  ✓ Golf: won · Ana Lima" in told
    assert [(entry["type"], entry["is_done"]) for entry in run("agenda")] == [("call", True)]
    for words in (("--at", "yesterday?"), ("--at", "2999-01-05"), ("--minutes", "many"), ("--minutes", "-5")):
        with pytest.raises(SystemExit):
            run("log", ana, "call", "x", *words, code=2)
    run("log", NOBODY, "call", "x", code=1)
    run("agenda", "--from", "2026-01-05", "--to", "2026-01-04", code=1)


def test_what_is_planned_is_listed_and_ticked_off(run: Run, plain: Run, ana: str) -> None:
    run("todo", "Order paper")
    made = run("todo", "Call about the oven", "--with", ana, "--on", "+2", "--type", "call", "--priority", "high")
    at_noon = run("todo", "Lunch", "--with", ana, "--on", f"{TODAY.isoformat()}T13:00", "--type", "meeting")
    listed = {entry["subject"]: entry for entry in run("todo")}
    assert listed["Call about the oven"] == {
        "id": made["id"], "instance": None, "starts": (TODAY + timedelta(days=2)).isoformat(), "type": "call",
        "subject": "Call about the oven", "people": ["Ana Lima"], "priority": "high",
    }  # fmt: skip
    assert listed["Order paper"]["starts"] is None
    assert [(entry["subject"], entry["people"]) for entry in run("agenda")] == [("Lunch", ["Ana Lima"])]
    week = run("agenda", "--from", "today", "--to", "+7")
    assert [entry["subject"] for entry in week] == ["Lunch", "Call about the oven"]
    assert "  13:00  Meeting: Lunch · Ana Lima" in plain("agenda")
    run("todo", "--done", made["id"])
    assert "Call about the oven" not in {entry["subject"] for entry in run("todo")}
    run("todo", "--done", at_noon["id"])
    assert "✓ Meeting: Lunch" in plain("agenda")
    run("todo", "--done", NOBODY, code=1)


def test_of_a_series_the_next_one_is_ticked_off(run: Run, desk: Path, ana: str) -> None:
    store = reopened(desk)
    key = activities.plan(store, [], "to-do", "Backup", TODAY.isoformat(), recurrence="RRULE:FREQ=DAILY")
    store.close()
    run("todo", "--done", text_id(key))
    (left,) = (entry for entry in run("todo") if entry["subject"] == "Backup")
    assert left["starts"] == (TODAY + timedelta(days=1)).isoformat()


def test_nothing_is_said_plainly(plain: Run) -> None:
    assert "Nothing is planned." in plain("agenda")
    assert "Nothing is to be done." in plain("todo")
    with pytest.raises(SystemExit):
        plain("agenda", "--from", "someday")
