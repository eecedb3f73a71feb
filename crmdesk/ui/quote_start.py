"""A new quote from wherever one is: empty, or for whoever is shown."""

from typing import TYPE_CHECKING

from crmdesk.ui.lookup_commands import shown_screen
from crmdesk.ui.record_commands import with_page

if TYPE_CHECKING:
    from crmdesk.ui.page import Page
    from crmdesk.ui.window import Window


def begin(window: "Window") -> None:
    window.go("quotes", "new")


def for_shown(window: "Window") -> None:
    screen = shown_screen(window)

    def make(_page: "Page") -> None:
        row = screen.list.current()
        if row:
            column = "company_id" if screen.kind == "company" else "contact_id"
            window.go("quotes", ("new", {column: row.key}))

    with_page(screen, make)
