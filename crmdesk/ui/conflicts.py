"""Conflicts: what was changed apart and waits for somebody to look at it, settled one by one or all of a kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui import conflict_words
from crmdesk.ui.conflict_card import ConflictCard
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.screen import Screen
from crmdesk.widgets import theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.nothing_here import NothingHere
from crmdesk.widgets.parts import label, link, rule, show_instead, title
from crmdesk.widgets.record_table import RecordTable, Row

if TYPE_CHECKING:
    from crmdesk.services.conflicts import Conflict, Key, Open
    from crmdesk.services.files import Changed, Store

_LIST, _PAGE, _WIDEST = 340, 740, 860
_LIST_LEAST, _PAGE_LEAST = 240, 430
_KEYS = {Qt.Key.Key_M: "mine", Qt.Key.Key_T: "theirs", Qt.Key.Key_B: "both", Qt.Key.Key_S: "shown"}


def make(desk: Desk) -> "Conflicts":
    return Conflicts(desk)


@dataclass(frozen=True)
class _Listed:
    """Their rows are put into words when they are seen."""

    desk: Desk
    keys: "Sequence[Key]"

    def count(self) -> int:
        return len(self.keys)

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        wanted = self.keys[first : first + count]
        self.desk.ask(partial(_described, keys=wanted), lambda found: ready(_rows(wanted, found)))


class Conflicts(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._open: Open | None = None
        self._wanted: bytes | None = None
        """Whose is to be chosen when they have come."""
        self._enters = False
        """The keyboard is to be here as soon as there is something."""
        self.card: ConflictCard | None = None
        self.table = RecordTable(_("Conflicts"))
        self._nothing = NothingHere(
            _("Nothing to settle"),
            _("Where you and a colleague change the same thing without knowing of each other, both values stand here."),
        )
        self._nothing.show()
        self._place, self._kind = QVBoxLayout(), QVBoxLayout()
        self._stack = QStackedWidget()
        self._arrange()
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._ask_chosen)
        self.table.chosen.connect(self._soon.start)
        self.table.opened.connect(lambda _row: self.next())
        desk.changed.connect(self._changed)
        desk.synced.connect(self._look_if_seen)

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(theme.px(_WIDEST))
        down = QVBoxLayout(column)
        down.setContentsMargins(theme.margins(28, 24, 28, 20))
        down.setSpacing(theme.px(20))
        down.addLayout(self._place)
        down.addLayout(self._kind)
        down.addStretch(1)
        hint = _("M keeps mine, T takes theirs, B keeps both, S leaves what is shown, Enter goes to the next")
        down.addWidget(label(hint, "second", "muted", wraps=True))
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setHandleWidth(1)
        sides.setChildrenCollapsible(False)
        for part, least in ((self.table, _LIST_LEAST), (scroller(_to_the_left(column)), _PAGE_LEAST)):
            part.setMinimumWidth(theme.px(least))
            sides.addWidget(part)
        sides.setStretchFactor(1, 1)
        sides.setSizes([theme.px(_LIST), theme.px(_PAGE)])
        for page in (self._nothing, sides):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    # What the window asks

    def arrive(self, what: object = None) -> None:
        """Perhaps at those of one record."""
        self._wanted = what if isinstance(what, bytes) else None
        self._look()

    def enter(self) -> None:
        self._enters = True
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choice = _KEYS.get(Qt.Key(event.key())) if not event.modifiers() else None
        if choice and self._keys():
            self._settle(self._keys(), choice)
        else:
            super().keyPressEvent(event)

    # Which there are

    def _changed(self, _change: "Changed") -> None:
        self._look_if_seen()

    def _look_if_seen(self) -> None:
        if self.isVisible():
            self._look()

    def _look(self) -> None:
        if self.desk.path:
            self.desk.ask(partial(_found, owner=self._wanted), self._show, replace=self)

    def _show(self, answer: "tuple[Open, Key | None]") -> None:
        found, first = answer
        row, is_same = max(self.table.current_row(), 0), self._open == found
        self._open, self._wanted = found, None
        self._stack.setCurrentIndex(int(bool(found.keys)))
        if not is_same:
            self.table.show_source(_Listed(self.desk, found.keys), (), _headings(found))
        if found.keys and (first or not is_same):
            self.table.go_to(found.keys.index(first) if first else min(row, len(found.keys) - 1))
        if is_same:
            self._ask_chosen()
        if self._enters and found.keys:
            self._enters = False
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keys(self) -> "list[Key]":
        """Those that are selected."""
        ranges = self.table.selected()
        return [key for part in ranges for key in self._open.keys[part.start : part.stop]] if self._open else []

    def next(self) -> None:
        row = self.table.current_row() + 1
        if self._open and row < len(self._open.keys):
            self.table.go_to(row)

    # What one is

    def _ask_chosen(self) -> None:
        keys = self._keys()
        if len(keys) == 1:
            self.desk.ask(partial(_described, keys=keys), self._show_one, replace=(self, "one"))
        elif keys:
            self._show_several(keys)

    def _show_one(self, found: "list[Conflict]") -> None:
        for conflict in found:
            if self.card and self.card.conflict == conflict:
                return
            self.card = card = ConflictCard(conflict)
            key = conflict.key
            card.taken.connect(lambda change, key=key: self._take(key, bytes(change)))
            card.chosen.connect(lambda choice, key=key: self._settle([key], choice))
            card.written.connect(lambda text, key=key: self._write(key, text))
            card.owner_wanted.connect(partial(self.desk.wanted.emit, conflict.section, conflict.owner))
            show_instead(self._place, [card])
            show_instead(self._kind, self._of_kind(key))

    def _of_kind(self, key: "Key") -> list[QWidget]:
        same = self._open.of_kind(key) if self._open else []
        if len(same) < 2:
            return []
        words = ngettext("All {count} of this kind:", "All {count} of this kind:", len(same))
        return [rule(), self._ways(words.format(count=grouped(len(same))), same)]

    def _show_several(self, keys: "list[Key]") -> None:
        self.card = None
        words = ngettext("{count} selected", "{count} selected", len(keys)).format(count=grouped(len(keys)))
        show_instead(self._place, [title(words)])
        show_instead(self._kind, [self._ways(_("All of them:"), keys)])

    def _ways(self, words: str, keys: "list[Key]") -> QWidget:
        made = QWidget()
        across = FlowLayout(made, 12)
        across.addWidget(_as_high(label(words, "body", "muted"), link("…")))
        for choice, text in (
            ("mine", _("keep mine")), ("theirs", _("take theirs")), ("shown", _("leave as shown")),
        ):  # fmt: skip
            across.addWidget(link(text, partial(self._settle, keys, choice)))
        return made

    # Settling

    def _settle(self, keys: "list[Key]", choice: str) -> None:
        def settle(store: "Store") -> int:
            from crmdesk.services import conflicts

            return conflicts.settle(store, keys, conflicts.Choice(choice))

        self.desk.write(settle, self._settled)

    def _take(self, key: "Key", change: bytes) -> None:
        def take(store: "Store") -> int:
            from crmdesk.services import conflicts

            return conflicts.take(store, key, change)

        self.desk.write(take, self._settled)

    def _write(self, key: "Key", text: str) -> None:
        def write(store: "Store") -> int:
            from crmdesk.services import conflicts

            return conflicts.write(store, key, text)

        self.desk.write(write, self._settled)

    def _settled(self, count: int) -> None:
        if count:
            words = ngettext("Settled {count} conflict", "Settled {count} conflicts", count)
            self.desk.say_undoable(words.format(count=grouped(count)))
        self.table.setFocus()


def _as_high(part: QWidget, other: QWidget) -> QWidget:
    """So that both stand on one line."""
    part.setMinimumHeight(other.sizeHint().height())
    return part


def _headings(found: "Open") -> list[tuple[str, int]]:
    """Each with its first row."""
    starts = accumulate((count for _name, count in found.kinds), initial=0)
    return [(name, start) for (name, _count), start in zip(found.kinds, starts, strict=False)]


def _to_the_left(column: QWidget) -> QWidget:
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(column, 1000)
    across.addStretch(1)
    return made


def _found(store: "Store", owner: bytes | None) -> "tuple[Open, Key | None]":
    from crmdesk.services import conflicts

    first = next(iter(conflicts.of_owner(store, owner)), None) if owner else None
    return conflicts.open_ones(store), first


def _described(store: "Store", keys: "Sequence[Key]") -> "list[Conflict]":
    from crmdesk.services import conflicts

    return conflicts.describe(store, keys)


def _rows(keys: "Sequence[Key]", found: "list[Conflict]") -> list[Row]:
    """One for each: what was settled meanwhile goes with the next look."""
    rows = {conflict.key: conflict_words.row(conflict) for conflict in found}
    return [rows.get(key, Row(key.row, "")) for key in keys]
