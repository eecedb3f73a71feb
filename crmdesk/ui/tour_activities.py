"""Scenes of the tour: an activity opened, completed with what comes next, and the list of tasks."""

from typing import TYPE_CHECKING

from crmdesk.ui.tour_stage import settle, show_record, wait_for
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


def sheet(window: Window) -> None:
    from crmdesk.ui.activity_sheet import ActivitySheet, open_sheet

    person = show_record(window, _PERSON).page
    assert person
    record, made = person.editor.record, list[bytes]()
    window.desk.write(lambda store: _meeting(store, record), made.append)
    wait_for(lambda: made)
    open_sheet(window.desk, made[0])
    wait_for(lambda: window.findChildren(ActivitySheet))
    settle(window)


def new(window: Window) -> None:
    from crmdesk.ui.activity_sheet import ActivitySheet, new_sheet

    person = show_record(window, _PERSON).page
    assert person
    new_sheet(window.desk, starts="2026-11-26T14:00", ends="2026-11-26T15:00", people=[person.editor.record])
    wait_for(lambda: window.findChildren(ActivitySheet))
    settle(window)
