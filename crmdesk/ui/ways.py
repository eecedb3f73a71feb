"""The ways to somebody: what can be called, and the menu of several numbers or addresses."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.ui.reach import Reach, Way
from crmdesk.widgets.icons import icon

Worded = Sequence[tuple[str, Way]]
"""What stands beside each in the menu."""


def voices(phones: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What one can talk to, the first choice first."""
    found = [phone for phone in phones if "fax" not in phone["label"] and phone["label"] != "pager"]
    return sorted(found, key=lambda phone: not phone.get("is_primary"))


def warned(*, is_refused: bool) -> QIcon:
    """Seen before anything is dialled or sent."""
    return icon("triangle-alert", "warning") if is_refused else QIcon()


def choose(reach: Reach, button: QWidget, ways: Worded) -> None:
    """At once where there is one way, else by a menu, whose first line Enter takes."""
    if len(ways) < 2:
        for _words, way in ways:  # none before the record has come
            reach.go(way)
        return
    menu = menu_of(reach, button, ways)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    menu.setActiveAction(menu.actions()[0])


def menu_of(reach: Reach, button: QWidget, ways: Worded) -> QMenu:
    menu = QMenu(button)
    for words, way in ways:
        action = menu.addAction(f"{way.words}    {words}".replace("&", "&&"))
        action.setIcon(warned(is_refused=bool(reach.refusal(way.channel))))
        action.triggered.connect(_goer(reach, way))
    return menu


def _goer(reach: Reach, way: Way) -> Callable[[], None]:
    return lambda: reach.go(way)
