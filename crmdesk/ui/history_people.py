"""Those that something was done with become the lookup, or a step of it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from crmdesk.domain.criteria import These
from crmdesk.i18n import _
from crmdesk.ui.lookups import count_in_words
from crmdesk.ui.record_screen import RecordScreen
from crmdesk.ui.trail import Step, Steps
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.ui.history import History

_SECTIONS = {"contact": "contacts", "company": "companies"}


def menu_of(screen: "History", found: dict[str, list[bytes]], words: str) -> QMenu:
    menu = QMenu(screen)
    for kind, ids in found.items():
        if ids:
            _add(menu, screen, kind, ids, words)
    if menu.isEmpty():
        menu.addAction(_("Nobody in the file had a part in that")).setEnabled(False)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, screen: "History", kind: str, ids: Sequence[bytes], words: str) -> None:
    what = count_in_words(kind, len(ids))
    menu.addAction(_("Look up {what}").format(what=what), partial(put, screen, kind, ids, "new", words))
    if _steps(screen, kind):
        narrowed, added = _("Keep only these of the lookup: {what}"), _("Add to the lookup: {what}")
        menu.addAction(narrowed.format(what=what), partial(put, screen, kind, ids, "narrow", words))
        menu.addAction(added.format(what=what), partial(put, screen, kind, ids, "add", words))


def _steps(screen: "History", kind: str) -> Steps:
    shown = window_of(screen).screens.get(_SECTIONS[kind])
    return shown.lookup.kept_steps() if isinstance(shown, RecordScreen) else ()


def put(screen: "History", kind: str, ids: Sequence[bytes], how: str, words: str) -> None:
    """Shown in their section, unless something typed there would be lost."""
    window, section = window_of(screen), _SECTIONS[kind]
    before = _steps(screen, kind) if how != "new" else ()
    window.go(section)
    shown = window.screens.get(section)
    if window.section == section and isinstance(shown, RecordScreen):
        step = Step("narrow" if how == "new" else how, These(tuple(ids)), words or _("In the history"))
        shown.lookup.set_steps((*before, step))


def window_of(screen: "History") -> Window:
    window = screen.window()
    assert isinstance(window, Window)
    return window
