"""The side bar with what it counts: sections, groups, and the state of the file at its foot."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from crmdesk.i18n import _
from crmdesk.ui import actions
from crmdesk.ui.desk import Desk
from crmdesk.ui.moments import when
from crmdesk.ui.sections import SECTIONS
from crmdesk.widgets.side_bar import Item, SideBar

if TYPE_CHECKING:
    from pathlib import Path

    from crmdesk.services.files import Store
    from crmdesk.services.groups import GroupRow

_GROUP_COLOURS = ("#D07A45", "#3F8FC9", "#A45BD0", "#3F9B6C", "#C9973F", "#C95A7F")


@dataclass(frozen=True, slots=True)
class _Counts:
    by_kind: dict[str, int]
    groups: "list[GroupRow]"
    backed_up: datetime | None


class Side(SideBar):
    """Choosing a group looks it up among the contacts."""

    asked = Signal(str)
    """A command of the file menu."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("CRMDesk")
        self._desk = desk
        self._groups: dict[str, GroupRow] = {}
        self.is_counted = False
        self.add_sections([Item(section.key, _(section.text), section.icon) for section in SECTIONS])
        self.set_menu(self.make_menu, _("File"))

    def choose(self, key: str) -> None:
        """A group is no place of its own: it is looked up among the contacts."""
        if not key.startswith("group:"):
            super().choose(key)

    def pressed(self, key: str) -> None:
        if group := self._groups.get(key):
            self._desk.wanted.emit("contacts", group)
        else:
            super().pressed(key)

    def groups(self) -> "list[GroupRow]":
        return list(self._groups.values())

    def show_file(self, name: str) -> None:
        """Counts come with `refresh`, behind the first rows."""
        self.is_counted = False
        self.set_name(name)
        self.set_state("")

    def refresh(self) -> None:
        """Count anew; done behind what the user waits for."""
        self._desk.ask(_count, self._show_counts, replace=self)

    def _show_counts(self, counts: _Counts) -> None:
        locale = QLocale()
        for section in SECTIONS:
            if section.kind:
                self.set_count(section.key, locale.toString(counts.by_kind[section.kind]))
        self._show_groups(counts.groups)
        self._show_backup(counts.backed_up)
        self.is_counted = True

    def _show_groups(self, groups: "list[GroupRow]") -> None:
        items = [
            Item(
                f"group:{group.id.hex()}",
                group.name,
                colour=group.colour or _GROUP_COLOURS[number % len(_GROUP_COLOURS)],
                count="" if group.count is None else QLocale().toString(group.count),
            )
            for number, group in enumerate(groups)
        ]
        self._groups = {item.key: group for item, group in zip(items, groups, strict=True)}
        self.show_list(items, _("Groups"))

    def _show_backup(self, moment: datetime | None) -> None:
        if moment is None:
            self.set_state(_("No backup yet"), "warning")
        else:
            self.set_state(_("Backed up {when}").format(when=when(moment)))

    def back_up_if_due(self) -> None:
        from crmdesk.services import files

        self._desk.write(files.backup_if_due, self._backed_up)

    def _backed_up(self, made: "Path | None") -> None:
        if made:
            self.refresh()

    # The file menu

    def make_menu(self) -> QMenu:
        menu = QMenu(self)
        parts = groupby((command for command in actions.COMMANDS if command.menu), key=lambda command: command.menu)
        for name, commands in parts:
            part = menu.addMenu(_("Appearance")) if name == actions.APPEARANCE else menu
            for command in commands:
                self._add_action(part, command)
            menu.addSeparator()
        return menu

    def _add_action(self, menu: QMenu, command: actions.Command) -> None:
        action = menu.addAction(_(command.text))
        if keys := command.shortcuts():
            action.setShortcut(QKeySequence(keys[0]))
            action.setShortcutVisibleInContextMenu(True)
        if command.is_on:
            action.setCheckable(True)
            action.setChecked(command.is_on())
        action.triggered.connect(lambda _on=False: self.asked.emit(command.key))


def _count(store: "Store") -> _Counts:
    from crmdesk.services import files, groups, lookup

    kinds = {section.kind for section in SECTIONS if section.kind}
    counted = {kind: lookup.count(store, kind) for kind in kinds}
    return _Counts(counted, groups.list_groups(store), files.last_backup(store))
