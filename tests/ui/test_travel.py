"""The way of a day: its visits in order, the time between, the map outside, and paper."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from crmdesk.services import activities, records, travel
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.day_paper import DayPaper
from crmdesk.ui.travel import Travel, route_address
from crmdesk.widgets import links
from crmdesk.widgets.line_row import LineRow
from tests.ui.desks import Seat

DAY = date(2027, 3, 2)
ROUTE = "https://www.google.com/maps/dir/?api=1"


@pytest.fixture
def planned(seat: Seat) -> Seat:
    def plan(store: Any) -> None:
        ana = records.add(
            store, "contact", {"given_name": "Ana", "family_name": "Lima"},
            {"phones": [{"label": "work", "value": "+55 11 98765-4321"}],
             "addresses": [{"street": "Rua Augusta, 1500", "city": "São Paulo", "country": "BR"}]},
        )  # fmt: skip
        for kind, subject, first, last, place in (
            ("visit", "Second", "14:00", "15:00", "Praça da Sé 1"),
            ("visit", "First", "09:00", "10:30", None),
            ("meeting", "Third", "14:30", "15:00", "Rua Nova 3"),
            ("meeting", "Online", "11:00", "12:00", "https://meet.example/x"),
            ("meeting", "Nowhere", "12:00", "12:30", None),
            ("call", "Call", "13:00", "13:15", "Office"),
        ):
            people = [ana] if subject in ("First", "Call") else []
            activities.plan(store, people, kind, subject, f"{DAY}T{first}", ends=f"{DAY}T{last}", place=place)

    seat.asked(plan)
    return seat


def test_stops_in_their_order_with_the_time_between(planned: Seat) -> None:
    stops = planned.asked(lambda store: travel.stops(store, DAY))
    assert [(stop.slot.subject, stop.minutes) for stop in stops] == [("First", None), ("Second", 210), ("Third", -30)]
    assert (stops[0].name, stops[0].place) == ("Ana Lima", "Rua Augusta, 1500, São Paulo, Brazil")
    assert stops[0].phone["value"] == "+55 11 98765-4321"
    assert planned.asked(lambda store: travel.stops(store, DAY + timedelta(days=1))) == []


def test_the_list_opens_maps_numbers_and_paper(planned: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    monkeypatch.setattr(links, "open_external", gone.append)
    seat = planned
    seat.window.go("calendar", DAY)
    seat.settle()
    seat.window.ask("visits")
    sheet = seat.sheet(Travel)
    seat.until(lambda: len(sheet.stops) == 3)
    rows = sheet.findChildren(LineRow)
    assert [row.line.title for row in rows] == ["1. Ana Lima", "2. Second", "3. Third"]
    for button in rows[0]._buttons:
        button.click()
    sheet.route.click()
    assert [unquote(address) for address in gone] == [
        "tel:+5511987654321",
        "https://www.openstreetmap.org/search?query=Rua Augusta, 1500, São Paulo, Brazil",
        f"{ROUTE}&destination=Rua Nova 3&waypoints=Rua Augusta, 1500, São Paulo, Brazil|Praça da Sé 1",
    ]
    sheet.turn(1)
    seat.until(lambda: not sheet.stops and sheet.route.isHidden())
    assert not sheet.paper.isEnabled()
    sheet.turn(-1)
    seat.until(lambda: len(sheet.stops) == 3)
    seat.settle()
    sheet.findChildren(LineRow)[-1].click()
    seat.sheet(ActivitySheet).reject()
    seat.window.ask("visits")
    sheet = seat.sheet(Travel)
    seat.until(lambda: len(sheet.stops) == 3)
    sheet.paper.click()
    paper = seat.sheet(DayPaper)
    assert (paper.chosen_layout, paper.day) == ("visits", DAY)
    seat.settle()
    paper.reject()


def test_a_route_of_one_and_of_very_many() -> None:
    assert route_address(["A & B"]) == f"{ROUTE}&destination=A%20%26%20B"
    assert route_address([str(number) for number in range(30)]).count("%7C") == 9
