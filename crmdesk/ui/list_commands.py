"""What the commands of `actions.py` do with lists."""

from typing import TYPE_CHECKING

from crmdesk.ui.lookup_commands import shown_screen

if TYPE_CHECKING:
    from crmdesk.ui.lookups import CurrentSet
    from crmdesk.ui.window import Window


def print_set(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.list_paper import ListPaper

    ListPaper(window, chosen).open()


def print_shown(window: "Window") -> None:
    """The list or the labels; where there is neither, the list of the contacts."""
    if not window.screens[window.section].print_shown():
        shown_screen(window).print_shown()


def turn_layout(window: "Window") -> None:
    shown_screen(window).menus.turn_layout()


def choose_columns(window: "Window") -> None:
    shown_screen(window).menus.choose_columns()
