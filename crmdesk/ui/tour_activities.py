"""Scenes of the tour: an activity opened, completed with what comes next, and the list of tasks."""

from typing import TYPE_CHECKING

from crmdesk.ui import activity_watch
from crmdesk.ui.tour_stage import screen_of, settle, show_record, wait_for
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
