"""Deals as a table: columns to choose, sorted by any of them, in groups by stage; open ones, won ones, lost ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.ui.board_base import DealsView, Usual, asked, is_called, usual
from crmdesk.ui.board_columns import BY_KEY, COLUMNS, USUAL, title
from crmdesk.ui.board_state import Boards
from crmdesk.ui.board_words import all_sums, held, totals
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.parts import icon_button, quiet
from crmdesk.widgets.record_table import RecordTable, Row, TableColumn

if TYPE_CHECKING:
    from crmdesk.domain.criteria import Node
    from crmdesk.services.board import Card, Sums
    from crmdesk.services.files import Store

OPEN, WON, LOST, ALL = "open", "won", "lost", "all"
Listed = tuple["list[Card]", "dict[str, Sums]", Usual]
Sorts = tuple[tuple[str, bool], ...]
_ENDED = {WON: ("closed",), LOST: ("closed", "reason"), ALL: ("status",)}
"""Columns that are shown besides the chosen ones."""
_KEYS = {Qt.Key.Key_W: "won", Qt.Key.Key_L: "lost"}


@dataclass(frozen=True)
class _Source:
    """Rows are worded when they are looked at."""

    cards: "Sequence[Card]"
    word: "Callable[[Card], Row]"

    def count(self) -> int:
        return len(self.cards)

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        ready([self.word(card) for card in self.cards[first : first + count]])


class _Table(RecordTable):
    """Letters act as they do on the board."""

    def __init__(self, view: "ListView") -> None:
        super().__init__(_("List of deals"))
        self._view = view

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._view.is_key_taken(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)


class ListView(DealsView):
    def __init__(self, boards: Boards) -> None:
        super().__init__(boards)
        self.listed: list[Card] = []
        """As they stand in the table."""
        self._found: list[Card] = []
        """As the file gives them."""
        self.keys: tuple[str, ...] = USUAL
        self.widths: dict[str, int] = {}
        self.sorts: Sorts = ()
        self.status = Segments(
            _("Which deals"), ((OPEN, _("Open")), (WON, _("Won")), (LOST, _("Lost")), (ALL, _("All")))
        )
        self.grouped = quiet(_("By stage"))
        self.grouped.setCheckable(True)
        self.columns_button = icon_button("columns-3", _("Choose columns…"), self.choose_columns)
        self.table = _Table(self)
        self._is_arranging = False
        self._wanted: bytes | None = None
        self.status.set_value(OPEN)
        self._arrange()
        self._connect()
        self._show_columns()

    def _arrange(self) -> None:
        strip = QWidget()
        across = QHBoxLayout(strip)
        across.setContentsMargins(theme.margins(20, 0, 20, 10))
        across.setSpacing(theme.px(8))
        across.addWidget(self.status)
        across.addStretch(1)
        across.addWidget(self.grouped)
        across.addWidget(self.columns_button)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(strip)
        down.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.status.chosen.connect(self._set_status)
        self.grouped.clicked.connect(lambda _on: self._regroup())
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._tell_chosen)
        self.table.menu_wanted.connect(lambda place: self.open_menu(self.selection(), place))

    # Asking

    def look(self) -> None:
        if self.isVisible() and (pipeline := self.boards.current):
            conditions = self.boards.lookup.conditions
            chosen = self.status.value()
            statuses = (OPEN, WON, LOST) if chosen == ALL else (chosen,)
            job = partial(
                listing, pipeline.id, pipeline.currency or "", asked(conditions), conditions.typed, statuses
            )  # fmt: skip
            self.desk.ask(job, self._show, replace=self)

    def _set_status(self, _status: str) -> None:
        self._show_columns()
        self.look()

    def _show(self, found: Listed) -> None:
        cards, sums, known = found
        self.take(cards, known)
        self._found = cards
        self._show_cards()
        is_open = self.status.value() == OPEN
        self.told.emit(totals(sums, is_open=is_open) if sums else "", all_sums(sums))

    # Showing

    def _shown_keys(self) -> list[str]:
        more = (key for key in _ENDED.get(self.status.value(), ()) if key not in self.keys)
        told = {"stage"} if self.grouped.isChecked() else set()  # by its heading
        return [key for key in (*self.keys, *more) if key not in told] or ["name"]

    def _show_columns(self) -> None:
        self._is_arranging = True
        keys = self._shown_keys()
        columns = [self._column(key) for key in keys]
        header = self.table.show_columns(columns, [self.widths.get(key, BY_KEY[key].width) for key in keys])
        if header:
            header.sorted.connect(self._sort)
            header.arranged.connect(self._keep_arrangement)
            header.menu_wanted.connect(lambda _key, _place: self.choose_columns())
        self._is_arranging = False

    def _column(self, key: str) -> TableColumn:
        place = next((number for number, (name, _down) in enumerate(self.sorts, 1) if name == key), 0)
        is_down = dict(self.sorts).get(key, False)
        return TableColumn(key, title(key), BY_KEY[key].is_number, sorted=place, is_descending=is_down)

    def _show_cards(self) -> None:
        """Within the groups of their stages where these are wanted."""
        before = set(self.selection())
        cards = self._sorted(self._found)
        headings = self._headings(cards) if self.grouped.isChecked() else []
        self.listed = cards
        is_narrowed = bool(self.boards.lookup.conditions) or self.status.value() != OPEN
        self.table.set_empty(
            _("No deal meets this") if is_narrowed else _("No open deals"),
            "" if is_narrowed else _("N writes one down."),
        )
        scrolled = self.table.verticalScrollBar().value()
        self.table.show_source(_Source(cards, self._row), (), headings)
        wanted, self._wanted = self._wanted, None
        kept = {wanted} if wanted in self.cards else before
        self._select([number for number, card in enumerate(cards) if card.id in kept])
        if wanted not in self.cards:
            self.table.verticalScrollBar().setValue(scrolled)
            self._wanted = wanted

    def _regroup(self) -> None:
        self._show_columns()
        self._show_cards()

    def _select(self, numbers: list[int]) -> None:
        if numbers:
            self.table.go_to(numbers[0])
        if len(numbers) > 1:
            self.table.select([range(number, number + 1) for number in numbers])

    def _sorted(self, cards: "list[Card]") -> "list[Card]":
        found = list(cards)
        for key, is_down in reversed(self.sorts):
            if key == "stage":
                found.sort(key=self._stage_place, reverse=is_down)
            else:
                found.sort(key=BY_KEY[key].rank, reverse=is_down)
        if self.grouped.isChecked():
            found.sort(key=self._stage_place)
        return found

    def _stage_place(self, card: "Card") -> int:
        stages = self.boards.current.stages if self.boards.current else ()
        places = {stage.id: place for place, stage in enumerate(stages)}
        return places.get(card.stage_id, len(places))

    def _headings(self, cards: "list[Card]") -> list[tuple[str, int]]:
        """Each with what its deals sum up to."""
        from crmdesk.services import board

        found: list[tuple[str, int]] = []
        for key, group in groupby(enumerate(cards), key=lambda pair: pair[1].stage_id):
            numbered = list(group)
            sums = board.sums(card for _number, card in numbered)
            found.append((" · ".join(filter(None, (self.stage_name(key), held(sums)))), numbered[0][0]))
        return found

    def _row(self, card: "Card") -> Row:
        cells = tuple(BY_KEY[key].show(card, self.stage_name, self.types) for key in self._shown_keys())
        return Row(card.id, card.name, card.who, cells=cells)

    # Columns

    def _sort(self, key: str, adds: bool) -> None:
        """Up, down, and as it was."""
        known = dict(self.sorts)
        others = tuple(pair for pair in self.sorts if pair[0] != key) if adds else ()
        if key not in known:
            self.sorts = (*others, (key, False))
        else:
            self.sorts = others if known[key] else (*others, (key, True))
        self.table.records.show_sorting([self._column(each) for each in self._shown_keys()])
        if self.sorts:
            self._show_cards()
        else:
            self.look()

    def _keep_arrangement(self) -> None:
        header = self.table.horizontalHeader()
        arrangement = getattr(header, "arrangement", None)
        if arrangement and not self._is_arranging:
            found = arrangement()
            self.widths |= dict(found[:-1])
            shown = [key for key, _width in found if key in self.keys]
            self.keys = (*shown, *(key for key in self.keys if key not in shown))

    def choose_columns(self) -> None:
        from crmdesk.services.columns import Column
        from crmdesk.ui.columns import Columns

        known = [Column(column.key, _(column.title)) for column in COLUMNS]
        sheet = Columns(self, known, self.keys)
        sheet.chosen.connect(self._take_columns)
        sheet.open()

    def _take_columns(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        self._show_columns()
        self._show_cards()

    # Choosing

    def selection(self) -> list[bytes]:
        return [
            self.listed[number].id for part in self.table.selected() for number in part if number < len(self.listed)
        ]

    def choose_nothing(self) -> None:
        self.table.clearSelection()

    def _tell_chosen(self) -> None:
        self.chosen.emit(len(self.selection()))

    def go_to(self, key: bytes) -> None:
        self._wanted = key
        self.look()

    def begin(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self, number: int) -> None:
        self.opened.emit(self.listed[number].id)

    def is_key_taken(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        keys = self.selection()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return False
        if key == Qt.Key.Key_N:
            self.adding.emit(None)
        elif key == Qt.Key.Key_Delete and keys:
            self.acts.delete(keys)
        elif key in _KEYS and keys and all(self.cards[each].status == OPEN for each in keys):
            self.acts.near = None
            self.acts.close(keys, _KEYS[key])
        else:
            return False
        return True

    # The next start

    def state(self) -> dict[str, Any]:
        return {
            "columns": list(self.keys),
            "widths": self.widths,
            "sorts": [list(pair) for pair in self.sorts],
            "grouped": self.grouped.isChecked(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        keys = [key for key in state.get("columns", ()) if key in BY_KEY]
        self.keys = tuple(keys) or USUAL
        widths = state.get("widths")
        self.widths = {key: int(width) for key, width in widths.items()} if isinstance(widths, dict) else {}
        self.sorts = tuple((str(key), bool(down)) for key, down in state.get("sorts", ()) if key in BY_KEY)
        self.grouped.setChecked(bool(state.get("grouped")))
        self._show_columns()


def listing(
    pipeline: bytes, currency: str, where: "Node", typed: str, statuses: Sequence[str], store: "Store"
) -> Listed:  # fmt: skip
    from crmdesk.services import board

    words = fold(typed).strip()
    cards = board.listing(store, pipeline, statuses, where)
    found = [card for card in cards if not words or is_called(words, card)]
    return found, board.sums(found), usual(store, currency)
