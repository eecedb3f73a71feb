"""The menus of a list: how it looks, what it is sorted and grouped by, and what a column offers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.i18n import _
from crmdesk.ui.list_look import NAME, ListLook
from crmdesk.ui.record_list import RecordList

LETTER = "letter"
"""To group by the first letter of the name."""


class ListMenus:
    """They are made when they are opened; `print_list` is what the list itself cannot do."""

    def __init__(self, listed: RecordList, parent: QWidget, print_list: Callable[[], None]) -> None:
        self._list, self._parent, self._print = listed, parent, print_list

    def open_view(self, place: QPoint) -> None:
        self._with_columns(lambda: self._popup(self._view_menu(), place))

    def open_column(self, key: str, place: QPoint) -> None:
        self._with_columns(lambda: self._popup(self._column_menu(key), place))

    def choose_columns(self) -> None:
        self._with_columns(self._open_chooser)

    def turn_layout(self) -> None:
        """Lines become a table, a table lines."""
        self._set(layout="lines" if self._look.layout == "table" else "table")

    # Menus

    def _view_menu(self) -> QMenu:
        menu, look = QMenu(self._parent), self._look
        _choice(menu, _("Two lines"), look.layout == "lines", partial(self._set, layout="lines"))
        _choice(menu, _("Table"), look.layout == "table", partial(self._set, layout="table"))
        if look.layout == "table":
            menu.addSeparator()
            _choice(menu, _("Page below"), look.page == "below", partial(self._set, page="below"))
            _choice(menu, _("Page at the side"), look.page == "right", partial(self._set, page="right"))
        menu.addSeparator()
        self._add_sorting(menu.addMenu(_("Sort by")))
        self._add_grouping(menu.addMenu(_("Group by")))
        self._add_groups(menu)
        menu.addAction(_("Columns…"), self._open_chooser)
        menu.addSeparator()
        menu.addAction(_("List on paper…"), self._print)
        return menu

    def _add_sorting(self, menu: QMenu) -> None:
        """What the table shows first; chosen again, downwards; with Shift in the header, by several."""
        order = dict(self._look.sort)
        shown = list(dict.fromkeys([NAME, *self._look.keys]))
        for key in shown:
            self._add_sort(menu, key, order)
        more = menu.addMenu(_("More"))
        for key in self._list.columns:
            if key not in shown:
                self._add_sort(more, key, order)

    def _add_sort(self, menu: QMenu, key: str, order: dict[str, bool]) -> None:
        if column := self._list.columns.get(key):
            words = _("{column}, downwards").format(column=column.label) if order.get(key) else column.label
            _choice(menu, words, key in order, lambda: self._sort(key))

    def _add_grouping(self, menu: QMenu) -> None:
        group = self._look.group
        _choice(menu, _("Nothing"), not group, partial(self._set, group=""))
        _choice(menu, _("First letter"), group == LETTER, partial(self._set, group=LETTER))
        menu.addSeparator()
        for key, column in self._list.columns.items():
            if column.can_group:
                _choice(menu, column.label, group == key, partial(self._set, group=key))

    def _add_groups(self, menu: QMenu) -> None:
        groups = self._list.table.records.groups
        if groups:
            everything = set(range(len(groups.titles)))
            menu.addAction(_("Close all groups"), partial(self._list.table.close_groups, everything))
            menu.addAction(_("Open all groups"), partial(self._list.table.close_groups, set()))

    def _column_menu(self, key: str) -> QMenu:
        menu = QMenu(self._parent)
        column = self._list.columns.get(key)
        if column:
            menu.addAction(_("Sort upwards"), partial(self._set, sort=((key, False),)))
            menu.addAction(_("Sort downwards"), partial(self._set, sort=((key, True),)))
            if any(other != key for other, _down in self._look.sort):
                menu.addAction(_("Then sort by this"), lambda: self._sort(key, adds=True))
            self._add_group(menu, key, can_group=column.can_group)
            menu.addSeparator()
        if len(self._look.columns) > 1:
            menu.addAction(_("Hide column"), lambda: self._hide(key))
        menu.addAction(_("Columns…"), self._open_chooser)
        return menu

    def _add_group(self, menu: QMenu, key: str, *, can_group: bool) -> None:
        wanted = LETTER if key == NAME else key
        if self._look.group == wanted:
            menu.addAction(_("Do not group"), partial(self._set, group=""))
        elif can_group or key == NAME:
            words = _("Group by first letter") if key == NAME else _("Group by this")
            menu.addAction(words, partial(self._set, group=wanted))

    # What they do

    @property
    def _look(self) -> ListLook:
        return self._list.look

    def _set(self, **values: object) -> None:
        self._list.set_look(replace(self._look, **values))  # type: ignore[arg-type]

    def _sort(self, key: str, *, adds: bool = False) -> None:
        self._list.set_look(self._look.sorted_by(key, adds=adds))

    def _hide(self, key: str) -> None:
        self._set(columns=tuple((other, width) for other, width in self._look.columns if other != key))

    def _open_chooser(self) -> None:
        from crmdesk.ui.columns import Columns

        chooser = Columns(self._parent, list(self._list.columns.values()), self._look.keys)
        chooser.chosen.connect(lambda keys: self._list.set_look(replace(self._look.shown(keys), layout="table")))
        chooser.open()

    def _with_columns(self, then: Callable[[], None]) -> None:
        then() if self._list.columns else self._list.learn_columns(then)

    @staticmethod
    def _popup(menu: QMenu, place: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def _choice(menu: QMenu, text: str, is_on: bool, run: Callable[[], None]) -> QAction:
    made = menu.addAction(text.replace("&", "&&"))
    made.setCheckable(True)
    made.setChecked(is_on)
    made.triggered.connect(lambda _checked=False: run())
    return made
