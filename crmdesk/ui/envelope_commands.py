"""What the commands of `actions.py` do with envelopes, and with what was printed before."""

from typing import TYPE_CHECKING

from crmdesk.domain.ids import parse_id
from crmdesk.ui.lookup_commands import shown_screen
from crmdesk.ui.record_commands import with_page

if TYPE_CHECKING:
    from crmdesk.ui.lookups import CurrentSet
    from crmdesk.ui.page import Page
    from crmdesk.ui.window import Window


def for_set(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.envelopes import EnvelopePaper

    EnvelopePaper(window, chosen).open()


def for_shown(window: "Window") -> None:
    """For whom the page or the top of the Rolodex shows."""
    from crmdesk.ui.lookups import CurrentSet

    screen = shown_screen(window)

    def open_for(key: bytes, name: str) -> None:
        for_set(window, CurrentSet(screen.kind, [key], 1, name))

    def of_page(page: "Page") -> None:
        open_for(parse_id(page.editor.record), page.header.face.accessibleName())

    rolodex = screen.views.shown_rolodex()
    if rolodex is None:
        with_page(screen, of_page)
    elif key := rolodex.current():
        open_for(key, "")


def printed_before(window: "Window") -> None:
    from crmdesk.ui.print_runs import PastRuns

    PastRuns(window, window.desk).open()
