"""The commands of `actions.py` that give what is chosen, wherever one is, to somebody else, or to nobody."""

from functools import partial
from typing import TYPE_CHECKING

from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.ui.assign import Act
    from crmdesk.ui.lookups import CurrentSet
    from crmdesk.ui.window import Window


def assign_chosen(window: "Window") -> None:
    from crmdesk.ui import assign

    _with_chosen(window, assign.assign)


def hand_over_chosen(window: "Window") -> None:
    from crmdesk.ui import assign

    _with_chosen(window, assign.hand_over)


def keep_private(window: "Window") -> None:
    from crmdesk.ui import private_mark

    _with_chosen(window, private_mark.keep_private)


def share_chosen(window: "Window") -> None:
    from crmdesk.ui import private_mark

    _with_chosen(window, private_mark.share)


def _with_chosen(window: "Window", act: "Act") -> None:
    if not window.screens[window.section].with_chosen(partial(act, window, window.desk)):
        window.desk.say(_("Nothing is chosen here."))


def assign_set(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui import assign

    assign.assign(window, window.desk, assign.Chosen.of(chosen))


def hand_over_set(window: "Window", chosen: "CurrentSet") -> None:
    from crmdesk.ui import assign

    assign.hand_over(window, window.desk, assign.Chosen.of(chosen))
