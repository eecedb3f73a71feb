"""The list of what a lookup finds: in which order and look, which row is chosen, and what is selected."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

from crmdesk.i18n import _
from crmdesk.ui import list_look
from crmdesk.ui.desk import Desk
from crmdesk.ui.list_look import ListLook
from crmdesk.ui.lookups import AllRecords, CurrentSet, Lookup
from crmdesk.ui.ordering import Ordering
from crmdesk.ui.sources import OrderedRecords, WithCells, keys_in, place_of
from crmdesk.widgets.record_table import RecordTable, Row, RowsSource, Source, TableColumn

if TYPE_CHECKING:
    from crmdesk.services.columns import Column
    from crmdesk.services.files import Changed, Store
    from crmdesk.widgets.column_header import ColumnHeader


class RecordList(QObject):
    settled = Signal()
    """What was asked for is here, or the rows came: the current record may be another one."""
    emptied = Signal()
    dressed = Signal()
    """It looks otherwise: as lines or as a table, with other columns."""
    header_menu_wanted = Signal(str, QPoint)

    def __init__(self, desk: Desk, lookup: Lookup, table: RecordTable) -> None:
        super().__init__()
        self.lookup, self.table = lookup, table
        self.desk, self.kind = desk, lookup.kind
        self.look = list_look.load(self.kind)
        self.columns: dict[str, Column] = {}
        """All that there are; empty before they are known."""
        self.source: Source | None = None
        self.shown: bytes | None = None
        """The record on the page stays chosen wherever it moves."""
        self.is_held = False
        """A new record is being added: no other is chosen."""
        self.is_looking = False
        """The list is being asked for anew: rows are not where they were."""
        self._base: Source | None = None
        """What the lookup found, in the order in which it did."""
        self._header: ColumnHeader | None = None
        self._is_stale = False
        """A change may have put rows elsewhere."""
        self._wanted: bytes | None = None
        """To be chosen when the list has come."""
        self._is_new_question = True
        self._answered = lookup.conditions
        self._ordering = Ordering(desk, table, self._show_ordered)
        lookup.found.connect(self._show_found)
        table.records.arrived.connect(self._arrived)
        table.moved.connect(lambda _row: self._follow())
        self.desk.changed.connect(self._refresh)
        self._dress()

    def current(self) -> Row | None:
        number = self.table.current_row()
        return self.table.records.row(number) if number >= 0 else None

    def is_settled(self) -> bool:
        """The current record is the one that was asked for last."""
        return not (self.is_looking or self._wanted or self.lookup.conditions != self._answered)

    # What is listed

    def _show_found(self, source: Source, rows: Sequence[Row]) -> None:
        """Anew, or what is there already with fresh words; the record that was shown stays chosen."""
        self._is_new_question = self.lookup.conditions != self._answered
        self._answered = self.lookup.conditions
        is_same, self._base = source == self._base and not self._is_stale, source
        if is_same and self.source is not None:
            self.table.refresh()
            self._choose_anew()
        elif self.look.is_by_name or isinstance(source, RowsSource):
            self._ordering.stop()
            self._present(self._with_cells(source), rows)
        else:
            self.is_looking = True
            self._ordering.begin(source, self.look, self.kind)

    def _with_cells(self, source: Source) -> Source:
        is_table = self.look.layout == "table"
        return WithCells(self.desk, self.kind, source, self.look.keys) if is_table else source

    def _show_ordered(self, ordered: OrderedRecords) -> None:
        self._present(ordered, headings=ordered.ordered.headings)

    def _present(self, source: Source, rows: Sequence[Row] = (), headings: Sequence[tuple[str, int]] = ()) -> None:
        row, scroll = self.table.current_row(), self.table.verticalScrollBar().value()
        self._is_stale = False
        self.source = source
        if self.look.layout == "table" and not self.columns:
            self.learn_columns(lambda: None)
        self.table.show_source(source, rows, headings)
        if rows and isinstance(source, WithCells):
            self.table.refresh()  # they are without cells
        self._tell_empty()
        self._choose_anew(row, scroll)

    def _choose_anew(self, row: int = 0, scroll: int = -1) -> None:
        source, key = self.source, self._wanted or (None if self._is_new_question else self.shown)
        if key is None or source is None:
            self.is_looking = False
            self.choose(-1 if self.is_held else 0)
            self.settled.emit()
        else:

            def found(place: int | None) -> None:
                if source is self.source and self._wanted in (None, key):
                    self._choose_again(source, place, row, scroll)
                elif source is self.source:
                    self._choose_anew(row, scroll)

            place_of(self.desk, source, self.kind, key, found)

    def _choose_again(self, source: Source, place: int | None, row: int, scroll: int) -> None:
        """The one that was chosen, else what stands in its place."""
        self.is_looking = False
        is_same_list = isinstance(self._base, AllRecords) and not self._wanted
        self._wanted = None
        if is_same_list and scroll >= 0:
            self.table.verticalScrollBar().setValue(scroll)
        if place is None:
            place = min(max(row, 0), source.count() - 1) if is_same_list else 0
        if place != self.table.current_row() and self.selected_count() < 2:  # several that were selected stay so
            self.choose(place)
        self.settled.emit()

    def _follow(self) -> None:
        """Who moves while the list is asked for anew is not pulled back to the record before."""
        row = self.current()
        if row and self.is_looking:
            self._wanted = row.key

    def choose(self, row: int) -> None:
        if 0 <= row < self.table.records.record_count():
            self.table.go_to(row)
        elif not self.table.records.record_count():
            self.emptied.emit()

    def go_to(self, key: bytes) -> None:
        """Whatever the lookup leaves out: it gives way."""
        self._wanted = key
        if self.lookup.conditions:
            self.lookup.clear()
        elif self.source is None:
            self.lookup.look()
        elif not self.is_looking:
            self._choose_anew()

    def expect(self, key: bytes) -> None:
        """Before there is a list: to be chosen when it comes, if it is there."""
        self._wanted = key or None

    def go_back(self) -> None:
        """To the record on the page, which cannot be left."""
        if self.source and self.shown:
            place_of(self.desk, self.source, self.kind, self.shown, lambda place: self.choose(place or 0))

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0 and self.table.records.record_count():
            self.table.go_to(0)

    def _tell_empty(self) -> None:
        if self.lookup.conditions:
            self.table.set_empty(_("Nothing found"), _("Any part of a name, company, number or address will do."))
        elif self.kind == "company":
            self.table.set_empty(_("No companies yet"), _("They come with contacts, or add one above."))
        else:
            self.table.set_empty(_("No contacts yet"))

    def _arrived(self) -> None:
        """Rows came: perhaps the current one is now known."""
        row = self.current()
        if row and row.key != self.shown and not self.is_looking:
            self.settled.emit()

    def _refresh(self, change: "Changed") -> None:
        if self.source is not None:
            self.is_looking = True
            self._is_stale |= isinstance(self.source, OrderedRecords) and self._moves(change)
            self.lookup.look()
        if self.columns and change.tables & {"custom_fields", "pick_entries"}:
            self.learn_columns(lambda: None)

    def _moves(self, change: "Changed") -> bool:
        """Whether rows may stand elsewhere now."""
        from crmdesk.services import columns

        keys = [*(key for key, _down in self.look.sort), *([self.look.group] if self.look.group else [])]
        return bool(change.tables & columns.rests_on(self.kind, keys))

    # How it looks

    def set_look(self, look: ListLook) -> None:
        before, self.look = self.look, look
        list_look.keep(self.kind, look)
        if (look.layout, look.keys) != (before.layout, before.keys):
            self._dress()
            self._is_stale = True
        elif look.page != before.page:
            self.dressed.emit()
        elif look.layout == "table":
            self.table.records.show_sorting(self._table_columns())
        self._is_stale |= (look.sort, look.group) != (before.sort, before.group)
        if self._is_stale and self._base is not None:
            self.is_looking = True
            self.lookup.look()

    def learn_columns(self, then: Callable[[], None]) -> None:
        """Which there are; they come with the first table."""

        def job(store: "Store") -> "list[Column]":
            from crmdesk.services import columns

            return columns.available(store, self.kind)

        def take(found: "list[Column]") -> None:
            self.columns = {column.key: column for column in found}
            if self.look.layout == "table":
                self.table.records.show_sorting(self._table_columns())
                self.table.horizontalHeader().viewport().update()
            then()

        self.desk.ask(job, take)

    def _dress(self) -> None:
        """As lines, or as a table with its header."""
        if self.look.layout == "lines":
            self._header = self._header and self.table.show_columns(())
        else:
            self._header = self.table.show_columns(self._table_columns(), [width for _key, width in self.look.columns])
            self._follow_header()
        self.dressed.emit()

    def _follow_header(self) -> None:
        if header := self._header:
            header.sorted.connect(lambda key, adds: self.set_look(self.look.sorted_by(key, adds=adds)))
            header.arranged.connect(self._take_arrangement)
            header.menu_wanted.connect(self.header_menu_wanted)

    def _take_arrangement(self) -> None:
        """Columns were moved or widened by hand: the table has done it already."""
        if self._header:
            self.look = replace(self.look, columns=tuple(self._header.arrangement()))
            list_look.keep(self.kind, self.look)

    def _table_columns(self) -> list[TableColumn]:
        """In the order in which the table has them, which may be another than they are seen in."""
        order = [key for key, _down in self.look.sort]
        down = dict(self.look.sort)
        now = [column.key for column in self.table.records.columns]
        keys = now if sorted(now) == sorted(self.look.keys) else self.look.keys
        return [
            TableColumn(
                key,
                self.columns[key].label if key in self.columns else "",
                key in self.columns and self.columns[key].is_number,
                key == list_look.NAME,
                order.index(key) + 1 if key in order else 0,
                down.get(key, False),
            )
            for key in keys
        ]

    # What is selected

    def selected_count(self) -> int:
        ranges, source = self.table.selected(), self.source
        if isinstance(source, OrderedRecords) and source.ordered.ordering.has_several:
            return source.count_of(ranges)
        return sum(map(len, ranges))

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
