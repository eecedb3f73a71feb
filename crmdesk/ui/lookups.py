"""The lookup: words and a group that leave a part of all records, the current set that actions work on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.widgets.record_model import PAGE, Row, RowsSource, Source

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lookup import Row as Found

BEST = 100
"""So many are listed while words are being typed, the best first."""
_PAUSE = 120
"""Milliseconds without a key before all that match are counted."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is looked up."""

    words: tuple[str, ...] = ()
    group: tuple[bytes, str] | None = None
    """Its id and name."""
    typed: str = ""
    """Not kept yet."""

    @property
    def text(self) -> str:
        return " ".join([*self.words, self.typed]).strip()

    def __bool__(self) -> bool:
        return bool(self.text or self.group)


@dataclass(frozen=True, slots=True)
class CurrentSet:
    """What labels, exports and groups are made of: ids, or all of a kind."""

    kind: str
    ids: list[bytes] | None
    count: int
    words: str = ""
    """What it is, for a title; nothing for all."""

    def in_words(self) -> str:
        return count_in_words(self.kind, self.count)


def count_in_words(kind: str, count: int) -> str:
    if kind == "company":
        text = ngettext("{count} company", "{count} companies", count)
    else:
        text = ngettext("{count} contact", "{count} contacts", count)
    return text.format(count=grouped(count))


def as_row(found: "Found") -> Row:
    return Row(found.id, found.filed_as or found.name, found.detail, found.place)


@dataclass(frozen=True)
class AllRecords:
    """A source over everything of a kind."""

    desk: Desk
    kind: str
    size: int

    def count(self) -> int:
        return self.size

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        def window(store: "Store") -> list[Row]:
            from crmdesk.services import lookup

            return [as_row(row) for row in lookup.window(store, self.kind, first, count)]

        self.desk.ask(window, ready)


@dataclass(frozen=True)
class TheseRecords:
    """A source over ids."""

    desk: Desk
    ids: list[bytes]

    def count(self) -> int:
        return len(self.ids)

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        wanted = list(self.ids[first : first + count])

        def rows(store: "Store") -> list[Row]:
            from crmdesk.services import lookup

            return [as_row(row) for row in lookup.rows(store, wanted)]

        self.desk.ask(rows, ready)


class Lookup(QObject):
    """The conditions for one kind of record and what they find. `found` comes with a source and its first rows."""

    found = Signal(object, object)
    counted = Signal()
    changed = Signal()
    """The conditions themselves."""

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk = desk
        self.kind = kind
        self.conditions = Conditions()
        self.count: int | None = None
        self._ids: list[bytes] | None = None
        self._counting = QTimer(self, singleShot=True, interval=_PAUSE)
        self._counting.timeout.connect(self._count_all)

    # What is looked up

    def set_typed(self, text: str) -> None:
        self._set(replace(self.conditions, typed=text))

    def keep_typed(self) -> None:
        """What is typed becomes a condition that stays."""
        now = self.conditions
        if now.typed.strip():
            self._set(Conditions((*now.words, now.typed.strip()), now.group))

    def set_group(self, key: bytes, name: str) -> None:
        self._set(Conditions(group=(key, name)))

    def take_away(self, number: int) -> None:
        now = self.conditions
        if now.group and number == 0:
            self._set(replace(now, group=None))
        else:
            number -= bool(now.group)
            self._set(replace(now, words=now.words[:number] + now.words[number + 1 :]))

    def clear(self) -> None:
        self._set(Conditions())

    def names(self) -> list[str]:
        """The conditions that stay, in words."""
        group = [self.conditions.group[1]] if self.conditions.group else []
        return [*group, *self.conditions.words]

    def _set(self, conditions: Conditions) -> None:
        if conditions != self.conditions:
            self.conditions = conditions
            self.changed.emit()
            self.look()

    # What is found

    def look(self) -> None:
        """Ask anew; the newest question alone is answered."""
        self._counting.stop()
        if not self.conditions:
            self._desk.ask(self._everything, self._show_all, replace=self)
        elif self.conditions.typed and not self.conditions.group:
            text = self.conditions.text
            self._desk.ask(lambda store: self._best(store, text), self._show_best, replace=self)
        else:
            self._ask_ids(self._show_ids)

    def _everything(self, store: "Store") -> tuple[int, list[Row]]:
        from crmdesk.services import lookup

        rows = [as_row(row) for row in lookup.first_rows(store, self.kind, PAGE)]
        return lookup.count(store, self.kind), rows

    def _show_all(self, answer: tuple[int, list[Row]]) -> None:
        self.count, rows = answer
        self._ids = None
        self._show(AllRecords(self._desk, self.kind, self.count), rows)

    def _best(self, store: "Store", text: str) -> list[Row]:
        from crmdesk.services import lookup

        return [as_row(row) for row in lookup.find(store, text, BEST, self.kind)]

    def _show_best(self, rows: list[Row]) -> None:
        is_whole = len(rows) < BEST
        self.count, self._ids = (len(rows), [row.key for row in rows]) if is_whole else (None, None)
        if not is_whole:
            self._counting.start()
        self._show(RowsSource(rows), rows)

    def _count_all(self) -> None:
        self._ask_ids(self._take_ids)

    def _ask_ids(self, done: Callable[[list[bytes]], None]) -> None:
        conditions, kind = self.conditions, self.kind
        self._desk.ask(lambda store: ids_of(store, kind, conditions), done, replace=self)

    def _take_ids(self, ids: list[bytes]) -> None:
        self.count, self._ids = len(ids), ids
        self.counted.emit()

    def _show_ids(self, ids: list[bytes]) -> None:
        self.count, self._ids = len(ids), ids
        self._show(TheseRecords(self._desk, ids), [])

    def _show(self, source: Source, rows: Sequence[Row]) -> None:
        self.found.emit(source, rows)
        self.counted.emit()

    def with_current_set(self, use: Callable[[CurrentSet], None]) -> None:
        """The set may have to be asked for first: words just typed list only the best."""
        words = ", ".join([*self.names(), *([self.conditions.typed] if self.conditions.typed else [])])
        if not self.conditions:
            use(CurrentSet(self.kind, None, self.count or 0))
        elif self._ids is not None:
            use(CurrentSet(self.kind, self._ids, len(self._ids), words))
        else:
            self._ask_ids(lambda ids: use(CurrentSet(self.kind, ids, len(ids), words)))

    def in_words(self) -> str:
        """What stands beside the conditions."""
        if self.count is None:
            return _("the best {count}").format(count=BEST)
        text = count_in_words(self.kind, self.count)
        if self.conditions.typed and self.count > BEST:
            return _("{contacts} found, the best {best} shown").format(contacts=text, best=BEST)
        if self.conditions.typed:
            return _("{contacts} found").format(contacts=text)
        return _("{contacts} in this lookup").format(contacts=text) if self.conditions else text


def ids_of(store: "Store", kind: str, conditions: Conditions) -> list[bytes]:
    """All that meet the conditions, in the order of names."""
    from crmdesk.services import groups, lookup

    if not conditions.group:
        return lookup.matching(store, conditions.text, kind)
    members = groups.members(store, conditions.group[0])
    if conditions.text:
        found = set(lookup.matching(store, conditions.text, kind))
        return [key for key in members if key in found]
    return [row.id for row in lookup.rows(store, members) if row.kind == kind]
