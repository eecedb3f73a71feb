"""The menu of the window, made of its commands; Undo and Redo say what."""

from collections.abc import Callable, Mapping
from itertools import groupby

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.i18n import _
from crmdesk.ui import actions


def make_menu(parent: QWidget, steps: Mapping[str, str], ask: Callable[[str], None]) -> QMenu:
    """`steps`: by the key of a command what it would undo or do again."""
    menu = QMenu(parent)
    shown = [command for command in actions.COMMANDS if command.menu]
    for name, commands in groupby(shown, key=lambda command: command.menu):
        part = menu.addMenu(_("Appearance")) if name == actions.APPEARANCE else menu
        for command in commands:
            _add(part, command, steps.get(command.key, ""), ask)
        menu.addSeparator()
    return menu


def _add(menu: QMenu, command: actions.Command, step: str, ask: Callable[[str], None]) -> None:
    text = f"{_(command.text)}: {step}" if step else _(command.text)
    action = menu.addAction(text.replace("&", "&&"))
    if keys := command.shortcuts():
        action.setShortcut(QKeySequence(keys[0]))
        action.setShortcutVisibleInContextMenu(True)
    if command.is_on:
        action.setCheckable(True)
        action.setChecked(command.is_on())
    action.triggered.connect(lambda _on=False: ask(command.key))
