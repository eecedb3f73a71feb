"""What is known of somebody at a glance, and what is left out."""

from datetime import date, datetime, timedelta

from crmdesk.domain.ids import new_id
from crmdesk.services.activities import Doing, Summary
from crmdesk.ui.rollup import NEXT_STEP, contacted_by_another, facts_of
from crmdesk.widgets.facts import Fact

TYPES = {"call": "Call", "visit": "Visit", "letter": "Letter"}
ME = "ana"


def doing(kind: str = "call", days: float | None = None, **more: object) -> Doing:
    done = None
    if days is not None:
        done = int((datetime.now().astimezone() - timedelta(days=days)).timestamp() * 1000)
    empty = dict.fromkeys(("subject", "text", "starts", "ends", "is_reached", "outcome", "duration", "place"))
    values = {"id": new_id(), "type": kind, "done_at": done, "priority": None, "author": ME, **empty, **more}
    return Doing(**values)  # type: ignore[arg-type]


def facts(summary: Summary, birthday: str = "") -> dict[str, Fact]:
    return {fact.name: fact for fact in facts_of(summary, {"birthday": birthday}, TYPES, ME)}


def day(distance: int, *, year: bool = True) -> str:
    found = date.today() + timedelta(days=distance)  # noqa: DTZ011 - as the screen reckons
    return f"{found.year - 40}{found:-%m-%d}" if year else f"-{found:-%m-%d}"


def test_of_nobody_known_nothing_is_said() -> None:
    assert facts(Summary()) == {}


def test_each_says_when_and_how() -> None:
    found = facts(Summary(last_reach=doing(days=3), last_attempt=doing(days=1), last_meeting=doing("visit", 60)))
    assert {name: fact.value for name, fact in found.items()} == {
        "Last reached": "3 days ago, call",
        "Last attempt": "yesterday, call",
        "Last meeting": "2 months ago, visit",
    }


def test_an_attempt_warns_until_somebody_comes_through() -> None:
    assert facts(Summary(last_attempt=doing(days=1)))["Last attempt"].tone == "warning"
    assert facts(Summary(last_attempt=doing(days=1), last_reach=doing(days=2)))["Last attempt"].tone == "warning"
    assert facts(Summary(last_attempt=doing(days=2), last_reach=doing(days=1)))["Last attempt"].tone == "muted"


def test_a_meeting_that_was_the_last_reach_is_not_said_twice() -> None:
    met = doing("visit", 4)
    assert list(facts(Summary(last_reach=met, last_meeting=met))) == ["Last reached"]


def test_the_next_step_can_be_pressed_and_warns_when_it_is_late() -> None:
    tomorrow = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011
    step = facts(Summary(next_step=doing("visit", starts=f"{tomorrow}T10:00", subject="Show it")))["Next step"]
    assert (step.tone, step.key) == ("accent", NEXT_STEP)
    assert step.value.startswith("tomorrow 10:00")
    assert "Show it" in step.hint
    late = facts(Summary(next_step=doing("call", starts="2020-01-01")))["Next step"]
    assert (late.tone, "Overdue" in late.hint) == ("warning", True)
    today = facts(Summary(next_step=doing("call", starts=date.today().isoformat())))["Next step"]  # noqa: DTZ011
    assert (today.tone, today.value) == ("accent", "today, call")
    assert facts(Summary(next_step=doing("call")))["Next step"].value == "call"


def test_a_birthday_is_counted_in_days_with_or_without_its_year() -> None:
    for distance, value in ((0, "today"), (1, "tomorrow"), (12, "in 12 days")):
        assert facts(Summary(), day(distance))["Birthday"].value == value
        assert facts(Summary(), day(distance, year=False))["Birthday"].value == value
    assert "turns 40" in facts(Summary(), day(3))["Birthday"].hint
    assert "turns" not in facts(Summary(), day(3, year=False))["Birthday"].hint
    assert facts(Summary(), day(3))["Birthday"].tone == "accent"
    assert facts(Summary(), day(30))["Birthday"].tone == "text"
    for nothing in ("", "1980", "1980-05"):
        assert facts(Summary(), nothing) == {}


def test_only_a_colleague_s_recent_contact_is_worth_a_word() -> None:
    told = contacted_by_another(
        Summary(last_any=doing(days=1, author="bia", text="wants 3 ovens\nand more")), TYPES, ME
    )
    assert told == "Already contacted by bia, yesterday: call, wants 3 ovens"
    for silent in (doing(days=1), doing(days=90, author="bia"), doing(days=1, author=None)):
        assert contacted_by_another(Summary(last_any=silent), TYPES, ME) == ""
