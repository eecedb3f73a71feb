"""Scenes of the tour: a deal with its parts, one that was lost, the deals of somebody, and a deal of an activity."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.ui.deal_page import DealPage
from crmdesk.ui.tour_stage import Scene, settle, show_record, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_OPEN, _LOST, _PERSON = "Hotel kitchen, second phase", "Cold room", "Álvares"


def open_page(window: Window, name: str) -> DealPage:
    """The page of the first deal that is called so."""
    found: list[bytes] = []
    window.desk.ask(partial(_key_of, name), found.append)
    wait_for(lambda: found)
    window.go("deals", found[0])
    page = window.screens["deals"].page  # type: ignore[attr-defined]
    assert isinstance(page, DealPage)
    wait_for(lambda: page.shows(found[0]))
    settle(window)
    return page


def _key_of(name: str, store: "Store") -> bytes:
    from crmdesk.services import deal_lists

    return next(row.id for row in deal_lists.find(store, name, 5) if row.name == name)


def _tab(key: str, name: str, window: Window) -> None:
    open_page(window, name).tabs.choose(key)
    settle(window)


def _won(window: Window) -> None:
    page = open_page(window, _OPEN)
    page.header.won.click()
    wait_for(lambda: page.editor.look and page.editor.look.deal["status"] == "won")
    settle(window)


def _losing(window: Window) -> None:
    open_page(window, _OPEN).header.lost.click()
    settle(window)


def _of_person(window: Window) -> None:
    page = show_record(window, _PERSON).page
    assert page
    page.show_tab("deals")
    page.deals.new.name.line.setText("Second line of ovens")
    settle(window)


def _of_activity(window: Window) -> None:
    page = open_page(window, _OPEN)
    step = page.editor.look.summary.next_step if page.editor.look else None
    assert step
    from crmdesk.ui.activity_sheet import ActivitySheet, open_sheet

    open_sheet(window.desk, step.id)
    wait_for(lambda: [sheet for sheet in window.findChildren(ActivitySheet) if sheet.isVisible()])
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("deal", True, partial(_tab, "activities", _OPEN)),
    ("deal-products", True, partial(_tab, "products", _OPEN)),
    ("deal-quotes", True, partial(_tab, "quotes", "Three ovens")),
    ("deal-history", True, partial(_tab, "history", _OPEN)),
    ("deal-lost", True, partial(_tab, "stages", _LOST)),
    ("deal-won", True, _won),
    ("deal-losing", True, _losing),
    ("deals-of-person", True, _of_person),
    ("deal-of-activity", True, _of_activity),
)
