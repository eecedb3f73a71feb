"""Contacts, companies: the lookup, the list of what it finds, and the page of the one that is chosen."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookup_bar import LookupBar
from crmdesk.ui.lookups import AllRecords, CurrentSet, Lookup, count_in_words
from crmdesk.ui.nothing import Nothing
from crmdesk.ui.screen import Screen
from crmdesk.ui.sources import keys_in, place_of
from crmdesk.widgets import theme
from crmdesk.widgets.parts import primary, quiet, rule
from crmdesk.widgets.record_table import RecordTable, Row, Source

if TYPE_CHECKING:
    from crmdesk.services.files import Changed
    from crmdesk.ui.page import Page

_LIST_WIDTH = 330
_PAGE_LEAST = 430
_MOMENT = 30
"""Milliseconds that a row is the current one before its page is fetched: rows run past are not."""


class RecordScreen(Screen):
    searches = True

    def __init__(self, desk: Desk, kind: str, name: str, new_text: str) -> None:
        super().__init__(desk)
        self.kind = kind
        self.lookup = Lookup(desk, kind)
        self.bar = LookupBar(self.lookup)
        self.table = RecordTable(name)
        self.page: Page | None = None
        self._source: Source | None = None
        self._shown: bytes | None = None
        self._wanted: bytes | None = None
        """To be chosen when the list has come."""
        self._is_looking = False
        """The list is being asked for anew: rows are not where they were."""
        self._is_adding = False
        self._answered = self.lookup.conditions
        self._new_button = primary(new_text, lambda: desk.wanted.emit(self.window_key(), "new"))
        self._right = QStackedWidget()
        self._nothing = Nothing(desk, kind)
        self._right.addWidget(self._nothing)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setHandleWidth(1)
        sides.setChildrenCollapsible(False)
        self.table.setMinimumWidth(theme.px(240))
        self._right.setMinimumWidth(theme.px(_PAGE_LEAST))
        sides.addWidget(self.table)
        sides.addWidget(self._right)
        sides.setStretchFactor(1, 1)
        sides.setSizes([theme.px(_LIST_WIDTH), theme.px(750)])
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.bar)
        down.addWidget(rule())
        down.addWidget(sides, 1)

    def _connect(self) -> None:
        self._soon = QTimer(self, singleShot=True, interval=_MOMENT)
        self._soon.timeout.connect(self._show_current)
        self.lookup.found.connect(self._show_found)
        self.lookup.changed.connect(self._conditions_changed)
        self.table.moved.connect(lambda _row: self._soon.start())
        self.table.chosen.connect(self._show_selected)
        self.table.opened.connect(lambda _row: self._go_to_page())
        self.table.records.arrived.connect(self._arrived)
        self.bar.acted.connect(self._act)
        self.desk.changed.connect(self._refresh)
        self.desk.prepared.connect(self._show_soon)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(lambda: self._act("delete"))

    # What the window asks

    def tools(self) -> Sequence[QWidget]:
        return (quiet(_("Import"), lambda: self.desk.asked.emit("import")), self._new_button)

    def window_key(self) -> str:
        return "companies" if self.kind == "company" else "contacts"

    def arrive(self, what: object = None) -> None:
        if what == "new":
            self._begin_new()
        elif isinstance(what, bytes):
            self.show_record(what)
        elif what is not None:
            self.lookup.set_group(what.id, what.name)  # type: ignore[attr-defined]
        elif self._source is None and self.desk.path:
            self.lookup.look()

    def search(self, text: str) -> None:
        self.lookup.set_typed(text)

    def typed(self) -> str:
        return self.lookup.conditions.typed

    def _conditions_changed(self) -> None:
        if not self.lookup.conditions.typed:
            self.let_go.emit()

    def keep_search(self) -> None:
        self.lookup.keep_typed()

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0 and self.table.records.rowCount():
            self.table.go_to(0)

    def can_leave(self) -> bool:
        return self.page is None or self.page.can_leave()

    # The list

    def _show_found(self, source: Source, rows: Sequence[Row]) -> None:
        """Anew, or what is there already with fresh words; the record that was shown stays chosen."""
        row, scroll = self.table.current_row(), self.table.verticalScrollBar().value()
        is_new_question = self.lookup.conditions != self._answered
        self._answered = self.lookup.conditions
        if source == self._source:
            self.table.refresh()
        else:
            self._source = source
            self.table.show_source(source, rows)
            self._tell_empty()
        key = self._wanted or (None if is_new_question else self._shown)
        if key is None:
            self._is_looking = False
            self._choose(-1 if self._is_adding else 0)
            self._show_soon()
        else:
            place_of(self.desk, source, self.kind, key, lambda place: self._choose_again(source, place, row, scroll))

    def _choose_again(self, source: Source, place: int | None, row: int, scroll: int) -> None:
        """The one that was chosen, else what stands in its place."""
        if source != self._source:
            return
        self._is_looking = False
        is_same_list = isinstance(source, AllRecords) and not self._wanted
        self._wanted = None
        if is_same_list:
            self.table.verticalScrollBar().setValue(scroll)
        if place is None:
            place = min(max(row, 0), source.count() - 1) if is_same_list else 0
        if place != self.table.current_row():
            self._choose(place)
        self._show_soon()

    def _choose(self, row: int) -> None:
        if 0 <= row < self.table.records.rowCount():
            self.table.go_to(row)
        elif not self.table.records.rowCount():
            self._shown = None
            self._nothing.tell(is_file_empty=not self.lookup.conditions)
            self._right.setCurrentIndex(0)

    def _tell_empty(self) -> None:
        if self.lookup.conditions:
            self.table.set_empty(_("Nothing found"), _("Any part of a name, company, number or address will do."))
        elif self.kind == "company":
            self.table.set_empty(_("No companies yet"), _("They come with contacts, or add one above."))
        else:
            self.table.set_empty(_("No contacts yet"), _("Import a file, drop one here, or add a contact."))

    def _arrived(self) -> None:
        """Rows came: perhaps the current one is now known."""
        row = self.table.records.row(self.table.current_row()) if self.table.current_row() >= 0 else None
        if row and row.key != self._shown and not self._is_looking:
            self._show_soon()

    def _refresh(self, change: "Changed") -> None:
        if self._source is not None:
            self._is_looking = True
            self.lookup.look()

    # The page

    def show_record(self, key: bytes) -> None:
        """Whatever the lookup leaves out: it gives way."""
        self._wanted = key
        if self.lookup.conditions:
            self.lookup.clear()
        elif self._source is None:
            self.lookup.look()
        elif not self._is_looking:
            source = self._source
            place_of(self.desk, source, self.kind, key, lambda place: self._choose_again(source, place, 0, 0))

    def _show_soon(self) -> None:
        """The current record, unless a new one is being added: only who moves in the list leaves that."""
        if not self._is_adding:
            self._soon.start()

    def _show_current(self) -> None:
        if not self.desk.is_prepared:
            self.desk.prepare()  # the rows are painted by now
            return
        if self._is_looking:
            return
        row = self.table.records.row(self.table.current_row()) if self.table.current_row() >= 0 else None
        if row is None or row.key == self._shown:
            return
        if not self.can_leave():
            self._go_back()
            return
        self._shown = row.key
        self._is_adding = False
        self._new_button.show()
        self._ensure_page().show_record(row.key)

    def _go_back(self) -> None:
        if self._source and self._shown:
            place_of(self.desk, self._source, self.kind, self._shown, lambda place: self._choose(place or 0))

    def _ensure_page(self) -> "Page":
        """Made when the first record is shown: the list is on the screen by then."""
        from crmdesk.ui.page import Page

        if self.page is None:
            self.page = Page(self.desk, self.kind)
            self.page.created.connect(self._created)
            self.page.left.connect(self._give_up_new)
            self._right.addWidget(self.page)
        self._right.setCurrentWidget(self.page)
        return self.page

    def _go_to_page(self) -> None:
        self._show_current()
        if self.page:
            self.page.enter()

    def _begin_new(self) -> None:
        if self.can_leave():
            self._soon.stop()
            self.desk.prepare()
            self._shown = None
            self.table.clearSelection()
            self._is_adding = True
            self._new_button.hide()  # the filled button is Save now
            self._ensure_page().begin_new()

    def _give_up_new(self) -> None:
        self._new_button.show()
        self._is_adding = False
        self.table.setFocus()
        self._choose(max(self.table.current_row(), 0))
        self._show_soon()

    def _created(self, key: bytes) -> None:
        self._new_button.show()
        self._is_adding = False
        self.show_record(key)

    # The current set

    def _show_selected(self) -> None:
        self.bar.show_selected(sum(len(part) for part in self.table.selected()))

    def _with_set(self, use: Callable[[CurrentSet], None]) -> None:
        """The rows selected, if there are several; else all that the lookup finds."""
        ranges, source = self.table.selected(), self._source
        count = sum(len(part) for part in ranges)
        if count < 2 or source is None:
            self.lookup.with_current_set(use)
            return
        words = _("selected")
        self.desk.ask(
            lambda store: keys_in(store, source, ranges),
            lambda ids: use(CurrentSet(self.kind, ids, len(ids), words)),
        )

    def _act(self, action: str) -> None:
        if action == "delete":
            self._delete()
        elif action == "labels":
            self._with_set(lambda chosen: self.desk.wanted.emit("labels", chosen))
        else:
            self._with_set(lambda chosen: self.desk.set_asked.emit(action, chosen))

    def _delete(self) -> None:
        from crmdesk.services import records

        ranges, source, kind = self.table.selected(), self._source, self.kind
        if ranges and source is not None:
            self.desk.write(lambda store: records.delete(store, kind, keys_in(store, source, ranges)), self._deleted)

    def _deleted(self, count: int) -> None:
        self.desk.say_undoable(_("Deleted {what}").format(what=count_in_words(self.kind, count)))
