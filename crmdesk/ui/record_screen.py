"""Contacts, companies: the lookup, the list of what it finds, and the page of the one that is chosen."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.faces import Faces
from crmdesk.ui.list_menu import ListMenus
from crmdesk.ui.list_sides import ListSides
from crmdesk.ui.lookup_bar import LookupBar
from crmdesk.ui.lookups import CurrentSet, Lookup, count_in_words
from crmdesk.ui.record_list import RecordList
from crmdesk.ui.record_page import RecordPage
from crmdesk.ui.screen import Draft, Screen
from crmdesk.ui.team_choice import WhoseInLookup
from crmdesk.ui.views import Views
from crmdesk.widgets import theme
from crmdesk.widgets.parts import icon_button, primary, quiet, rule
from crmdesk.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from crmdesk.ui.assign import Chosen
    from crmdesk.ui.page import Page

_MOMENT = 30
"""Milliseconds that a row is the current one before its page is fetched: rows run past are not."""
_WHILE_TYPING = 120
"""The same while the search is being typed: a page drawn between two letters would keep the second one waiting."""
_ROOM_FOR_WHOSE = 900
_TYPING = 0.15
"""Seconds after a letter in which the next one is expected."""


class RecordScreen(Screen):
    searches = True

    def __init__(self, desk: Desk, kind: str, name: str, new_text: str) -> None:
        super().__init__(desk)
        self.kind = kind
        self.lookup = Lookup(desk, kind)
        self.bar = LookupBar(self.lookup)
        self.table = RecordTable(name)
        self.list = RecordList(desk, self.lookup, self.table)
        for part in (self.lookup, self.list):
            part.setParent(self)  # they go with the screen, and hear nothing of the next file
        self.side = RecordPage(desk, kind)
        self.menus = ListMenus(self.list, self, lambda: self.act("list"))
        self._faces = Faces(desk, self.table)
        self._typed_at = 0.0
        self._view_button = icon_button("sliders-horizontal", _("View"), self._open_view_menu)
        self.whose = WhoseInLookup(desk, self.lookup)
        self._new_button = primary(new_text, lambda: desk.wanted.emit(self.window_key(), "new"))
        self._arrange()
        self._connect()

    @property
    def page(self) -> "Page | None":
        return self.side.page

    def _arrange(self) -> None:
        self._sides = ListSides(self.table, self.side)
        self._sides.arrange(self.list.look)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.bar)
        down.addWidget(rule())
        self.views = Views(self.desk, self.lookup, self._sides, lambda: self.list.shown, self.can_leave)
        down.addWidget(self.views, 1)

    def _connect(self) -> None:
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.show_current)
        self.lookup.changed.connect(self._conditions_changed)
        self.list.settled.connect(self._show_soon)
        self.list.emptied.connect(self._show_nothing)
        self.table.moved.connect(lambda _row: self._start_soon())
        self.table.chosen.connect(lambda: self.bar.show_selected(self.list.selected_count()))
        self.table.opened.connect(lambda _row: self.open_page())
        self.table.lifted.connect(self._carry)
        self.table.menu_wanted.connect(self._open_row_menu)
        self.list.dressed.connect(lambda: self._sides.arrange(self.list.look))
        self.list.header_menu_wanted.connect(self.menus.open_column)
        self.bar.acted.connect(self.act)
        self.views.came_back.connect(self._come_back)
        self.side.added.connect(self._added)
        self.side.given_up.connect(self._give_up_new)
        self.desk.prepared.connect(self._show_soon)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(lambda: self.act("delete"))

    # What the window asks

    def tools(self) -> Sequence[QWidget]:
        import_button = quiet(_("Import"), lambda: self.desk.asked.emit("import"))
        return (self.whose, self.views.switch, self._view_button, import_button, self._new_button)

    def window_key(self) -> str:
        return "companies" if self.kind == "company" else "contacts"

    def arrive(self, what: object = None) -> None:
        self.whose.look()
        if what == "new":
            self._begin_new()
        elif isinstance(what, Draft):
            self._begin_new(what.name)
        elif isinstance(what, bytes):
            self.show_record(what)
        elif what is not None:
            self.lookup.set_group(what.id, what.name)  # type: ignore[attr-defined]
        elif self.list.source is None and self.desk.path:
            self.lookup.look()

    def search(self, text: str) -> None:
        self._typed_at = time.monotonic()
        self.lookup.set_typed(text)

    def typed(self) -> str:
        return self.lookup.conditions.typed

    def _conditions_changed(self) -> None:
        if not self.lookup.conditions.typed:
            self.let_go.emit()

    def keep_search(self) -> None:
        self.lookup.keep_typed()

    def enter(self) -> None:
        if not self.views.enter():
            self.list.enter()

    def can_leave(self) -> bool:
        return self.side.can_leave()

    def state(self) -> dict[str, Any]:
        shown = (self.list.shown or b"").hex()
        view = self.views.currentIndex()
        return {"record": shown, "sides": self._sides.state(), "view": view, "whose": self.whose.key}

    def restore(self, state: dict[str, Any]) -> None:
        with suppress(KeyError, TypeError, ValueError):  # settings are a file that anybody may have changed
            self.whose.restore(state.get("whose"))
            self.list.expect(bytes.fromhex(state["record"]))
            self._sides.restore(state["sides"])
            self.views.show_view(int(state.get("view", 0)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.whose.give_room(self.width() >= theme.px(_ROOM_FOR_WHOSE))

    # The page

    def show_record(self, key: bytes) -> None:
        self.views.show_record(key)
        self.list.go_to(key)

    def _come_back(self, key: bytes, is_opened: bool) -> None:
        """From the Rolodex: the card that lay on top is the record that is chosen."""
        self.list.shown = key
        self.list.go_back()
        self.side.show_record(key)
        if is_opened:
            self.side.enter()

    def _show_soon(self) -> None:
        """The current record, unless a new one is being added: only who moves in the list leaves that."""
        if not self.side.is_adding:
            self._start_soon()

    def _start_soon(self) -> None:
        is_typing = time.monotonic() - self._typed_at < _TYPING
        self._soon.start(_WHILE_TYPING if is_typing else _MOMENT)

    def show_current(self) -> None:
        if not self.desk.is_prepared:
            self.desk.prepare()  # the rows are painted by now
            return
        row = None if self.list.is_looking else self.list.current()
        if row is None or row.key == self.list.shown:
            return
        if not self.can_leave():
            self.list.go_back()
            return
        self._end_adding()
        self.list.shown = row.key
        self.side.show_record(row.key)

    def _show_nothing(self) -> None:
        self.list.shown = None
        self.side.show_nothing(is_file_empty=not self.lookup.conditions)

    def open_page(self) -> None:
        self.show_current()
        self.side.enter()

    # Menus

    def _open_view_menu(self) -> None:
        self.menus.open_view(self._view_button.mapToGlobal(self._view_button.rect().bottomLeft()))

    def _open_row_menu(self, place: QPoint) -> None:
        from crmdesk.ui import row_menu

        row_menu.popup(self, place)

    def _carry(self) -> None:
        from crmdesk.ui import handful

        words = count_in_words(self.kind, self.list.selected_count())
        handful.carry(self.table, self.desk, words, self.list.with_selected)

    # A new record

    def _begin_new(self, name: str = "") -> None:
        if self.can_leave():
            self.views.show_list()
            self._soon.stop()
            self.desk.prepare()
            self.list.shown = None
            self.table.clearSelection()
            self.list.is_held = True
            self._new_button.hide()  # the filled button is Save now
            self.side.begin_new(name)

    def _end_adding(self) -> None:
        self.list.is_held = False
        self._new_button.show()

    def _give_up_new(self) -> None:
        self._end_adding()
        self.table.setFocus()
        self.list.choose(max(self.table.current_row(), 0))
        self._show_soon()

    def _added(self, key: bytes) -> None:
        self._end_adding()
        self.show_record(key)

    # The current set

    def set_in_words(self) -> str:
        count = self.list.selected_count()
        if count > 1:
            return ngettext("{count} selected", "{count} selected", count).format(count=count)
        return self.lookup.in_words() if self.table.records.rowCount() else ""

    def act(self, action: str) -> None:
        if action == "delete":
            self.list.with_selected(self._delete)
        elif action == "labels":
            self.list.with_current_set(lambda chosen: self.desk.wanted.emit("labels", chosen))
        else:
            self.list.with_current_set(lambda chosen: self.desk.set_asked.emit(action, chosen))

    def with_chosen(self, use: "Callable[[Chosen], None]") -> bool:
        from crmdesk.ui.assign import Chosen

        rolodex = self.views.shown_rolodex()
        one = rolodex.file.card() if rolodex else self.list.current()
        if self.list.selected_count() > 1 and rolodex is None:
            self.list.with_selected(lambda chosen: use(Chosen.of(chosen)))
        elif one:
            use(Chosen(self.kind, [one.key], (self.page.name_of(one.key) if self.page else "") or one.title))
        return one is not None

    def print_shown(self) -> bool:
        self.act("list")
        return True

    def put_selected(self, how: str) -> None:
        """Keep only the rows selected, or leave them out."""
        from crmdesk.widgets.messages import Action

        def put(chosen: CurrentSet) -> None:
            before = self.lookup.kept_steps()
            self.lookup.put_these(how, chosen.ids or [])
            text = _("Only {what} kept in the lookup") if how == "narrow" else _("{what} left out of the lookup")
            back = Action(_("Undo"), lambda: self.lookup.set_steps(before))
            self.desk.say(text.format(what=count_in_words(self.kind, chosen.count)), back)

        self.list.with_selected(put)

    def _delete(self, chosen: CurrentSet) -> None:
        from crmdesk.services import records

        kind, ids = self.kind, chosen.ids or []
        self.desk.write(lambda store: records.delete(store, kind, ids), self._deleted)

    def _deleted(self, count: int) -> None:
        self.desk.say_undoable(_("Deleted {what}").format(what=count_in_words(self.kind, count)))
