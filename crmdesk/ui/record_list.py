"""The list of what a lookup finds: which row is chosen, and what is selected."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import AllRecords, CurrentSet, Lookup
from crmdesk.ui.sources import keys_in, place_of
from crmdesk.widgets.record_table import RecordTable, Row, Source

if TYPE_CHECKING:
    from crmdesk.services.files import Changed


class RecordList(QObject):
    settled = Signal()
    """What was asked for is here, or the rows came: the current record may be another one."""
    emptied = Signal()

    def __init__(self, desk: Desk, lookup: Lookup, table: RecordTable) -> None:
        super().__init__()
        self.lookup, self.table = lookup, table
        self.desk, self.kind = desk, lookup.kind
        self.source: Source | None = None
        self.shown: bytes | None = None
        """The record on the page stays chosen wherever it moves."""
        self.is_held = False
        """A new record is being added: no other is chosen."""
        self.is_looking = False
        """The list is being asked for anew: rows are not where they were."""
        self._wanted: bytes | None = None
        """To be chosen when the list has come."""
        self._answered = lookup.conditions
        lookup.found.connect(self._show_found)
        table.records.arrived.connect(self._arrived)
        self.desk.changed.connect(self._refresh)

    def current(self) -> Row | None:
        number = self.table.current_row()
        return self.table.records.row(number) if number >= 0 else None

    # What is listed

    def _show_found(self, source: Source, rows: Sequence[Row]) -> None:
        """Anew, or what is there already with fresh words; the record that was shown stays chosen."""
        row, scroll = self.table.current_row(), self.table.verticalScrollBar().value()
        is_new_question = self.lookup.conditions != self._answered
        self._answered = self.lookup.conditions
        if source == self.source:
            self.table.refresh()
        else:
            self.source = source
            self.table.show_source(source, rows)
            self._tell_empty()
        key = self._wanted or (None if is_new_question else self.shown)
        if key is None:
            self.is_looking = False
            self.choose(-1 if self.is_held else 0)
            self.settled.emit()
        else:
            place_of(self.desk, source, self.kind, key, lambda place: self._choose_again(source, place, row, scroll))

    def _choose_again(self, source: Source, place: int | None, row: int, scroll: int) -> None:
        """The one that was chosen, else what stands in its place."""
        if source != self.source:
            return
        self.is_looking = False
        is_same_list = isinstance(source, AllRecords) and not self._wanted
        self._wanted = None
        if is_same_list:
            self.table.verticalScrollBar().setValue(scroll)
        if place is None:
            place = min(max(row, 0), source.count() - 1) if is_same_list else 0
        if place != self.table.current_row():
            self.choose(place)
        self.settled.emit()

    def choose(self, row: int) -> None:
        if 0 <= row < self.table.records.rowCount():
            self.table.go_to(row)
        elif not self.table.records.rowCount():
            self.emptied.emit()

    def go_to(self, key: bytes) -> None:
        """Whatever the lookup leaves out: it gives way."""
        self._wanted = key
        if self.lookup.conditions:
            self.lookup.clear()
        elif self.source is None:
            self.lookup.look()
        elif not self.is_looking:
            source = self.source
            place_of(self.desk, source, self.kind, key, lambda place: self._choose_again(source, place, 0, 0))

    def expect(self, key: bytes) -> None:
        """Before there is a list: to be chosen when it comes, if it is there."""
        self._wanted = key or None

    def go_back(self) -> None:
        """To the record on the page, which cannot be left."""
        if self.source and self.shown:
            place_of(self.desk, self.source, self.kind, self.shown, lambda place: self.choose(place or 0))

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0 and self.table.records.rowCount():
            self.table.go_to(0)

    def _tell_empty(self) -> None:
        if self.lookup.conditions:
            self.table.set_empty(_("Nothing found"), _("Any part of a name, company, number or address will do."))
        elif self.kind == "company":
            self.table.set_empty(_("No companies yet"), _("They come with contacts, or add one above."))
        else:
            self.table.set_empty(_("No contacts yet"), _("Import a file, drop one here, or add a contact."))

    def _arrived(self) -> None:
        """Rows came: perhaps the current one is now known."""
        row = self.current()
        if row and row.key != self.shown and not self.is_looking:
            self.settled.emit()

    def _refresh(self, change: "Changed") -> None:
        if self.source is not None:
            self.is_looking = True
            self.lookup.look()

    # What is selected

    def selected_count(self) -> int:
        return sum(len(part) for part in self.table.selected())

    def with_selected(self, use: Callable[[CurrentSet], None]) -> None:
        """The rows selected, even one."""
        source, ranges = self.source, self.table.selected()
        if source and ranges:
            words = _("selected")
            self.desk.ask(
                lambda store: keys_in(store, source, ranges),
                lambda ids: use(CurrentSet(self.kind, ids, len(ids), words)),
            )

    def with_current_set(self, use: Callable[[CurrentSet], None]) -> None:
        """The rows selected, if there are several; else all that the lookup finds."""
        if self.selected_count() < 2:
            self.lookup.with_current_set(use)
        else:
            self.with_selected(use)
