"""Scenes of the tour: an activity opened, completed with what comes next, and the list of tasks."""

from typing import TYPE_CHECKING, Any

from crmdesk.ui import activity_watch
from crmdesk.ui.tour_stage import Scene, screen_of, settle, show_record, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_PERSON = "Álvares"


def _meeting(store: "Store", person: str) -> bytes:
    """With all that an activity may have."""
    from crmdesk.services import activities, checklists, lookup

    firm = lookup.find(store, "Padaria", 1, "company")[0].id
    key = activities.plan(
        store,
        {lookup.as_id(person): "host", firm: "with"},
        "visit",
        "Show the deck oven",
        "2026-11-26T10:00",
        ends="2026-11-26T11:30",
        text="Bring the blue catalogue.\nAsk about the second shop.",
        remind=30,
        priority="high",
    )
    items = [checklists.add(store, key, text) for text in ("Catalogue", "Price list", "Sample tray")]
    checklists.tick(store, items[0], is_done=True)
    return key


def _plan(window: Window) -> bytes:
    page = show_record(window, _PERSON).page
    assert page
    record, made = page.editor.record, list[bytes]()
    window.desk.write(lambda store: _meeting(store, record), made.append)
    wait_for(lambda: made)
    settle(window)
    return made[0]


def panel(window: Window) -> None:
    """Where it stands in the stream."""
    key = _plan(window)
    page = screen_of(window).page
    assert page
    wait_for(lambda: key in page.activities._rows)
    page.activities.open(key)


def completing(window: Window) -> None:
    from crmdesk.ui.activity_done import CompleteSheet, open_panel

    activity_watch.start(window.desk)
    open_panel(window.desk, _plan(window))
    wait_for(lambda: window.findChildren(CompleteSheet))


def sheet(window: Window) -> None:
    from crmdesk.ui.activity_sheet import ActivitySheet, open_sheet

    open_sheet(window.desk, _plan(window))
    wait_for(lambda: window.findChildren(ActivitySheet))
    settle(window)


def new(window: Window) -> None:
    from crmdesk.ui.activity_sheet import ActivitySheet, new_sheet

    person = show_record(window, _PERSON).page
    assert person
    new_sheet(window.desk, starts="2026-11-26T14:00", ends="2026-11-26T15:00", people=[person.editor.record])
    wait_for(lambda: window.findChildren(ActivitySheet))
    settle(window)


def _business(store: "Store") -> None:
    """What is to be done in a usual week."""
    from datetime import date, timedelta

    from crmdesk.services import activities, checklists, lookup

    today = date.today()  # noqa: DTZ011 - the wall
    people = [row.id for row in lookup.first_rows(store, "contact", 20)]
    firms = [row.id for row in lookup.first_rows(store, "company", 6)]
    planned: tuple[tuple[int, str, str, str, bytes, dict[str, Any]], ...] = (
        (-3, "", "call", "Ask for the signed order", people[1], {"priority": "high"}),
        (-1, "", "to-do", "Send the drawing of the second shop", people[2], {}),
        (0, "T09:00", "call", "Delivery date of the mixer", people[3], {}),
        (0, "T14:30", "visit", "Show the deck oven", people[4], {"place": "Rua Augusta, 1500"}),
        (0, "", "to-do", "Price list for spring", firms[0], {"priority": "high"}),
        (1, "T10:00", "meeting", "Yearly agreement", firms[1], {}),
        (2, "", "letter", "Thank them for the tour", people[5], {}),
        (4, "", "call", "", people[6], {"recurrence": "RRULE:FREQ=WEEKLY"}),
        (19, "", "visit", "Look at the new bakehouse", people[7], {}),
    )
    for days, time, kind, subject, who, more in planned:
        starts = (today + timedelta(days=days)).isoformat() + time
        key = activities.plan(store, [who], kind, subject, starts, **more)
        if subject.startswith("Price"):
            items = [checklists.add(store, key, text) for text in ("Ovens", "Mixers", "Trays", "Spare parts", "Cover")]
            for item in items[:2]:
                checklists.tick(store, item, is_done=True)
    activities.plan(store, [], "to-do", "Learn some Turkish")
    activities.complete(store, activities.plan(store, [people[8]], "email", "Invitation to the open house"))


def tasks(window: Window) -> None:
    from crmdesk.ui.tasks import Tasks

    made: list[None] = []
    window.desk.write(_business, made.append)
    wait_for(lambda: made)
    window.go("tasks")
    settle(window)
    screen = window.screens["tasks"]
    assert isinstance(screen, Tasks)
    screen.line.line.setText("call Alvares fri 10 !high")
    settle(window, 0.3)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("activity", True, sheet),
    ("new-activity", True, new),
    ("completing", True, completing),
    ("completing-in-place", True, panel),
    ("tasks", True, tasks),
)
