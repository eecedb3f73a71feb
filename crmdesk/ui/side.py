"""The side bar with what it counts: sections, groups, and at its foot the state of the file, alone and with others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QMimeData, QPoint, QTimer, Signal

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.menu import make_menu
from crmdesk.ui.moments import when
from crmdesk.ui.sections import SECTIONS
from crmdesk.widgets.side_bar import Item, SideBar
from crmdesk.widgets.state_line import StateLine

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.groups import GroupRow

_SOON = 200
"""Milliseconds of rest before what takes longer is counted."""
_OLD = timedelta(days=1)
"""A backup is made every half hour of work: one that is older than this was not possible."""
_GROUP_COLOURS = ("#D07A45", "#3F8FC9", "#A45BD0", "#3F9B6C", "#C9973F", "#C95A7F")


@dataclass(frozen=True, slots=True)
class _Counts:
    by_kind: dict[str, int]
    waiting: dict[str, int]
    """By section: leads and deals that are open, quotes that nobody has answered."""
    groups: "list[GroupRow]"
    read: dict[bytes, frozenset[str] | None]
    """Of the groups that take longer to count: the tables whose changes count; None for all."""
    backed_up: datetime | None
    is_backed_up: bool
    """Nothing was changed since."""
    steps: dict[str, str]
    """What `undo` and `redo` would do."""


class Side(SideBar):
    """Choosing a group looks it up among the contacts."""

    asked = Signal(str)
    """A command of the file menu."""
    sync_pressed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("CRMDesk")
        self._desk = desk
        self._groups: dict[str, GroupRow] = {}
        self._uncounted: list[bytes] = []
        self._touched: set[str] | None = None
        """The tables that changed since the groups were counted; None: all."""
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._count_next)
        self.is_counted = False
        self.steps: dict[str, str] = {}
        """By the key of a command what it would do, as Undo does."""
        shown = [section for section in SECTIONS if not section.within]
        self.add_sections([Item(section.key, _(section.text), section.icon) for section in shown])
        self.set_menu(lambda: make_menu(self, self.steps, self.asked.emit), _("File"))
        self.asked_about.connect(self._open_group_menu)
        self.sync_line = StateLine(_("Together"))
        self.sync_line.clicked.connect(self.sync_pressed)
        self.add_above_foot(self.sync_line)
        self.sync_line.hide()
        desk.synced.connect(self._show_sync)

    def choose(self, key: str) -> None:
        """A group is no place of its own: it is looked up among the contacts."""
        if not key.startswith("group:"):
            super().choose(key)

    def pressed(self, key: str) -> None:
        if group := self._groups.get(key):
            self._desk.wanted.emit("contacts", group)
        else:
            super().pressed(key)

    def _open_group_menu(self, key: str, at: QPoint) -> None:
        if group := self._groups.get(key):
            from crmdesk.ui.group_menu import group_menu

            menu = group_menu(self, self._desk, group)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)

    def takes(self, key: str, carried: QMimeData) -> bool:
        """A group that finds by itself is filled by its conditions alone."""
        from crmdesk.ui import handful

        group = self._groups.get(key)
        return bool(group and not group.criteria and handful.is_of(self._desk, carried))

    def opens(self, key: str, carried: QMimeData) -> bool:
        """A thing to do is let go on a day or an hour of the calendar."""
        from crmdesk.ui.calendar_tasks import is_task
        from crmdesk.widgets.carrying import Carried

        return key == "calendar" and isinstance(carried, Carried) and is_task(carried.what)

    def take(self, key: str, carried: QMimeData) -> None:
        from crmdesk.ui import handful

        handful.put_in(self._desk, self._groups[key], carried)

    def groups(self) -> "list[GroupRow]":
        return list(self._groups.values())

    def show_file(self, name: str) -> None:
        """Counts come with `refresh`, behind the first rows."""
        self.is_counted = False
        self._touched = None
        self.set_name(name)
        self.set_state("")
        self._show_sync()

    def _show_sync(self) -> None:
        """Of a file that is not shared there is nothing to say."""
        watch = self._desk.file.sync
        status = watch.status if watch and watch.account else None
        self.sync_line.setVisible(status is not None)
        if status:
            from crmdesk.ui import sync_words

            state = sync_words.line(status)
            self.sync_line.show_state(state.text, state.tone, state.icon)

    def changed(self, change: "Changed") -> None:
        """Groups that the change cannot touch are not counted anew."""
        if self._touched is not None:
            self._touched |= change.tables
        self.refresh()

    def refresh(self) -> None:
        """Count anew; done behind what the user waits for."""
        self._desk.ask(_count, self._show_counts, replace=self)

    def _show_counts(self, counts: _Counts) -> None:
        locale = QLocale()
        for section in SECTIONS:
            if section.kind:
                self.set_count(section.key, locale.toString(counts.by_kind[section.kind]))
        for key, count in counts.waiting.items():
            self.set_count(key, locale.toString(count) if count else "")
        self._show_groups(counts.groups)
        self._uncounted = [key for key, read in counts.read.items() if self._may_differ(key, read)]
        self._touched = set()
        self._soon.start()
        self._show_backup(counts)
        self.steps = counts.steps
        self.is_counted = True

    def _show_groups(self, groups: "Sequence[GroupRow]") -> None:
        """Those that take longer keep the number they had until `_count_next` has a new one."""
        known = {group.id: group.count for group in self._groups.values()}
        groups = [group if group.count is not None else replace(group, count=known.get(group.id)) for group in groups]
        items = [_item(group, number) for number, group in enumerate(groups)]
        self._groups = {item.key: group for item, group in zip(items, groups, strict=True)}
        self.show_list(items, _("Groups"))

    def _may_differ(self, key: bytes, read: frozenset[str] | None) -> bool:
        shown = self._groups.get(f"group:{key.hex()}")
        if shown is None or shown.count is None or key in self._uncounted:
            return True
        return self._touched is None or bool(self._touched if read is None else self._touched & read)

    def _count_next(self) -> None:
        """One after the other, so that questions of the user go between them."""
        if self._uncounted:
            key = self._uncounted.pop(0)
            self._desk.ask(
                lambda store: _count_group(store, key),
                partial(self._counted, key),
                self._not_counted,
                replace="group",
            )

    def _not_counted(self, _error: Exception) -> None:
        """Who opens the group is told what is wrong with it."""
        self._count_next()

    def _counted(self, group: bytes, count: int) -> None:
        self._show_groups([replace(row, count=count) if row.id == group else row for row in self._groups.values()])
        self._count_next()

    def _show_backup(self, counts: _Counts) -> None:
        moment = counts.backed_up
        if moment is None:
            words = "" if counts.is_backed_up else _("No backup yet")
            self.set_state(words, "warning" if words else "")  # of an empty file there is nothing to say
        elif not counts.is_backed_up and datetime.now(UTC) - moment > _OLD:
            self.set_state(_("Not backed up since {when}").format(when=when(moment)), "warning")
        else:
            self.set_state(_("Backed up {when}").format(when=when(moment)))

    def back_up_if_due(self) -> None:
        from crmdesk.services import files

        self._desk.run_steps(files.backup_if_due, self._backed_up)

    def _backed_up(self, _made: object) -> None:
        self.refresh()


def _item(group: "GroupRow", number: int) -> Item:
    return Item(
        f"group:{group.id.hex()}",
        group.name,
        colour=group.colour or _GROUP_COLOURS[number % len(_GROUP_COLOURS)],
        count="" if group.count is None else QLocale().toString(group.count),
        depth=group.depth,
    )


def _count_group(store: "Store", key: bytes) -> int:
    from crmdesk.services import groups

    return groups.count(store, key)


def _count(store: "Store") -> _Counts:
    from crmdesk.services import board, document_lists, files, groups, leads, lookup

    kinds = {section.kind for section in SECTIONS if section.kind}
    counted = {kind: lookup.count(store, kind) for kind in kinds}
    rows = groups.list_groups(store, counted=False)
    read = {row.id: groups.tables(rows, row) for row in rows if row.count is None}
    steps = {"undo": store.next_undo() or "", "redo": store.next_redo() or ""}
    backed_up, is_backed_up = files.last_backup(store), files.is_backed_up(store)
    waiting = {"leads": leads.count_open(store), "deals": board.count(store), "quotes": document_lists.waiting(store)}
    return _Counts(counted, waiting, rows, read, backed_up, is_backed_up, steps)
