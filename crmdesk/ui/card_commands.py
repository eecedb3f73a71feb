"""What the commands of `actions.py` do with cards: one read in, one handed on, many on paper."""

from typing import TYPE_CHECKING

from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.ui.lookups import CurrentSet
    from crmdesk.ui.window import Window


def quick_entry(window: "Window") -> None:
    read_card(window)


def read_card(window: "Window", text: str = "") -> None:
    from crmdesk.ui.quick_entry import QuickEntry

    QuickEntry(window, text).open()


def new_lead(window: "Window") -> None:
    """Somebody who asked for something: read from what is typed or pasted, as quick entry does."""
    from crmdesk.ui.quick_entry import QuickEntry

    QuickEntry(window, as_lead=True).open()


def share(window: "Window") -> None:
    """What the page or the top of the Rolodex shows."""
    from crmdesk.ui.postcard import open_of
    from crmdesk.ui.record_screen import RecordScreen

    screen = window.screens.get(window.section)
    key = None
    if isinstance(screen, RecordScreen):
        rolodex = screen.views.rolodex if screen.views.is_rolodex else None
        key = rolodex.current() if rolodex else screen.side.shown
    if key:
        open_of(window, key)
    else:
        window.desk.say(_("Choose a contact or a company first."))


def address_book(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.book_paper import BookPaper

    BookPaper(window, chosen).open()


def cards(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.card_paper import CardPaper

    CardPaper(window, chosen).open()
