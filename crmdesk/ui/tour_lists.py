"""A scene of the tour: a list in groups with its totals, as it will be printed."""

from dataclasses import replace

from crmdesk.ui import list_look
from crmdesk.ui.list_paper import ListPaper
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.tour_stage import go, settle, wait_for
from crmdesk.ui.window import Window

_COLUMNS = (("shown_name", 190), ("company", 150), ("addresses.city", 95), ("stage", 118), ("rating", 80))


def totals(window: Window) -> None:
    look = replace(list_look.usual("contact"), columns=_COLUMNS, group="stage")
    list_look.keep("contact", look)
    go(window, "contacts")
    settle(window)
    window.ask_on_set("list", CurrentSet("contact", None, 160))
    sheet = next(iter(window.findChildren(ListPaper)))
    wait_for(sheet.print_button.isEnabled)
    sheet.totals.setCurrentIndex(sheet.totals.findData("sum average"))
    sheet.totals.activated.emit(0)
    wait_for(sheet.print_button.isEnabled)
    settle(window)
