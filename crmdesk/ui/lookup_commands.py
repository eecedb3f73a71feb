"""What the commands of `actions.py` do with lookups and groups."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmdesk.ui.lookups import CurrentSet
    from crmdesk.ui.record_screen import RecordScreen
    from crmdesk.ui.window import Window


def shown_screen(window: "Window") -> "RecordScreen":
    """The one that is shown if it has a lookup, else the contacts."""
    from crmdesk.ui.record_screen import RecordScreen

    shown = window.screens.get(window.section)
    if not isinstance(shown, RecordScreen):
        window.go("contacts")
        shown = window.screens["contacts"]
    assert isinstance(shown, RecordScreen)
    return shown


def look_up(window: "Window") -> None:
    """On the screen that is shown, if it can; else among the contacts."""
    shown = window.screens.get(window.section)
    if shown is None or not shown.narrow():
        shown_screen(window).bar.narrow()


def back(window: "Window") -> None:
    shown_screen(window).lookup.go(-1)


def forward(window: "Window") -> None:
    shown_screen(window).lookup.go(1)


def everything(window: "Window") -> None:
    shown_screen(window).lookup.clear()


def new_group(window: "Window") -> None:
    from crmdesk.ui.group_editor import open_editor

    open_editor(window, window.desk)


def mail(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui import mailing

    mailing.write(window, chosen)


def tag(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui.tagging import TagAll

    TagAll(window, chosen).open()
