"""The menu of lookups made before."""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.i18n import _
from crmdesk.ui.lookups import Lookup
from crmdesk.ui.trail import words_of

_LONGEST = 70


def previous_menu(lookup: Lookup, parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    for text, keys, by in ((_("Back"), "Alt+Left", -1), (_("Forward"), "Alt+Right", 1)):
        action = menu.addAction(f"{text}\t{keys}", partial(lookup.go, by))
        action.setEnabled(lookup.trail.can_go(by))
    menu.addSeparator()
    for steps in lookup.previous():
        words = words_of(steps)
        shown = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        menu.addAction(shown.replace("&", "&&"), partial(lookup.set_steps, steps))
    return menu
