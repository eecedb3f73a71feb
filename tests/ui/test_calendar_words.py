"""A line is read: what, when, how long, with whom; what is no time stays a word."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from crmdesk import i18n
from crmdesk.ui import calendar_entries
from crmdesk.ui.calendar_words import read
from crmdesk.widgets import clock
from crmdesk.widgets.calendar_times import Span

NOW = datetime.fromisoformat("2026-11-22T10:00")
DAY, HOUR = Span.of("2026-11-25"), Span.of("2026-11-25T17:00", "2026-11-25T18:00")
TYPES = {"call": "Call", "meeting": "Meeting", "visit": "Visit", "to-do": "To-do", "tasting": "Tasting"}


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.speak("en")
    QLocale.setDefault(QLocale("en_GB"))


@pytest.mark.parametrize(
    ("typed", "drawn", "title", "starts", "ends"),
    [
        ("Lunch with Ana 13:00", DAY, "Lunch with Ana", "2026-11-25T13:00", "2026-11-25T14:00"),
        ("Lunch with Ana 13:00", HOUR, "Lunch with Ana", "2026-11-25T13:00", "2026-11-25T14:00"),
        ("Lunch with Ana", HOUR, "Lunch with Ana", "2026-11-25T17:00", "2026-11-25T18:00"),
        ("Lunch with Ana", DAY, "Lunch with Ana", "2026-11-25", ""),
        ("9:30-11:00 Team", DAY, "Team", "2026-11-25T09:30", "2026-11-25T11:00"),
        ("Team tomorrow 9-10:30", DAY, "Team", "2026-11-23T09:00", "2026-11-23T10:30"),
        ("Team 2pm", DAY, "Team", "2026-11-25T14:00", "2026-11-25T15:00"),
        ("Team at 14:00 90 min", DAY, "Team", "2026-11-25T14:00", "2026-11-25T15:30"),
        ("Call Greta 11:00", DAY, "Call Greta", "2026-11-25T11:00", "2026-11-25T11:15"),
        ("tomorrow 10:00 visit the bakery", DAY, "visit the bakery", "2026-11-23T10:00", "2026-11-23T11:00"),
        ("Stocktaking tomorrow", DAY, "Stocktaking", "2026-11-23", ""),
        ("Stocktaking tomorrow", HOUR, "Stocktaking", "2026-11-23T17:00", "2026-11-23T18:00"),
        ("Order 3 ovens", DAY, "Order 3 ovens", "2026-11-25", ""),
        ("Order ovens 3", DAY, "Order ovens 3", "2026-11-25", ""),
        ("Lunch with Sun", DAY, "Lunch with Sun", "2026-11-25", ""),
        ("Open the shop 30 min", HOUR, "Open the shop", "2026-11-25T17:00", "2026-11-25T17:30"),
    ],
)
def test_when(typed: str, drawn: Span, title: str, starts: str, ends: str) -> None:
    found = read(typed, drawn, TYPES, NOW)
    assert (found.title, *found.span.wall()) == (title, starts, ends)


@pytest.mark.parametrize(
    ("typed", "kind", "who"),
    [
        ("Lunch with Ana Souza 13:00", "", ("Ana", "Souza")),
        ("Call Greta", "call", ("Greta",)),
        ("tasting with João", "tasting", ("João",)),
        ("Stocktaking", "", ()),
        ("", "", ()),
    ],
)
def test_which_and_who(typed: str, kind: str, who: tuple[str, ...]) -> None:
    found = read(typed, DAY, TYPES, NOW)
    assert (found.type, found.who) == (kind, who)


def test_anything_can_be_typed() -> None:
    for typed in ("-", "@", "with", "13:00", "25:00", "1-2", "::", "at", "2 min", "   ", "13:00 - ", "31 Feb"):
        assert isinstance(read(typed, DAY, TYPES, NOW).span.first, date)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 - the wall
    st.sampled_from(["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin", "Pacific/Apia"]),
)
def test_times_elsewhere_are_those_of_its_clocks(here: datetime, zone: str) -> None:
    starts = here.strftime("%Y-%m-%dT%H:%M")
    there = datetime.fromisoformat(starts).astimezone(ZoneInfo(zone))
    wanted = clock.words(f"{there:%H:%M}")
    assert calendar_entries._time_there(starts, zone, False).startswith(f"{wanted} in ")
    assert calendar_entries._time_there(starts, "Nowhere/At all", False) == "Nowhere/At all"
