"""The lookup: conditions step by step that leave a part of all records, the current set that actions work on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crmdesk.domain.criteria import All, Condition, Node, Not, These, both, either
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _, ngettext
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.trail import Step, Steps, Trail, reworded
from crmdesk.widgets.record_model import PAGE, Row, RowsSource, Source

if TYPE_CHECKING:
    from crmdesk.domain.terms import Term
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.lookup import Row as Found

    ReadAnew = tuple[list[Term], list[Node]]

BEST = 100
"""So many are listed while words are being typed, the best first."""
_NAMING = {"pick_entries", "groups", "custom_fields"}
"""Tables that hold what conditions are called by."""
_PAUSE = 120
"""Milliseconds without a key before all that match are counted."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is looked up."""

    steps: Steps = ()
    typed: str = ""
    """Not kept yet."""

    @property
    def node(self) -> Node:
        """All steps as one condition, each on what the ones before it found."""
        found: Node = All()
        for place, step in enumerate(self.steps):
            if step.how == "add" and place:
                found = either(found, step.node)
            else:
                found = both(found, Not(step.node) if step.how == "remove" else step.node)
        return both(found, _words(self.typed)) if self.typed.strip() else found

    def __bool__(self) -> bool:
        return bool(self.steps or self.typed.strip())


def _words(text: str) -> Condition:
    return Condition("words", "finds", text.strip())


@dataclass(frozen=True, slots=True)
class CurrentSet:
    """What labels, exports and groups are made of: ids, or all of a kind."""

    kind: str
    ids: list[bytes] | None
    count: int
    words: str = ""
    """What it is, for a title; nothing for all."""
    node: Node | None = None
    """The conditions that it meets; nothing where rows were chosen."""

    def in_words(self) -> str:
        return count_in_words(self.kind, self.count)


def count_in_words(kind: str, count: int) -> str:
    if kind == "deal":
        text = ngettext("{count} deal", "{count} deals", count)
    elif kind == "company":
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
        self.desk = desk
        self.kind = kind
        self.conditions = Conditions()
        self.trail = Trail(kind)
        self.count: int | None = None
        self._ids: list[bytes] | None = None
        self._counting = QTimer(self, singleShot=True, interval=_PAUSE)
        self._counting.timeout.connect(self._count_all)
        desk.changed.connect(self._listen)

    # What is looked up

    def set_typed(self, text: str) -> None:
        self._set(replace(self.conditions, typed=text))

    def keep_typed(self) -> None:
        """What is typed becomes a condition that stays."""
        if self.conditions.typed.strip():
            self.set_steps(self.kept_steps())

    def set_group(self, key: bytes, name: str) -> None:
        self.set_steps((Step("narrow", Condition("group", "is", text_id(key)), name),))

    def put(self, step: Step, place: int | None = None) -> None:
        """Behind the others, or in the place of one of them."""
        steps = list(self.conditions.steps)
        if place is None:
            steps.append(step)
        else:
            steps[place] = step
        self.set_steps(tuple(steps))

    def put_these(self, how: str, ids: Sequence[bytes]) -> None:
        """The records chosen in the list become a condition, what is being typed another one before it."""
        words = ngettext("{count} chosen", "{count} chosen", len(ids)).format(count=grouped(len(ids)))
        self.set_steps((*self.kept_steps(), Step(how, These(tuple(ids)), words)))

    def kept_steps(self) -> Steps:
        """With what is being typed, as if it were kept."""
        typed = self.conditions.typed.strip()
        return (*self.conditions.steps, *([Step("narrow", _words(typed), typed)] if typed else []))

    def take_away(self, number: int) -> None:
        steps = self.conditions.steps
        self.set_steps(steps[:number] + steps[number + 1 :])

    def clear(self) -> None:
        self.set_steps(())

    def set_steps(self, steps: Steps) -> None:
        self.trail.begin(str(self.desk.path))
        self.trail.note(steps)
        self._set(Conditions(steps))

    def previous(self) -> list[Steps]:
        """Lookups made before, the latest first."""
        self.trail.begin(str(self.desk.path))
        return [steps for steps in self.trail.recent if steps != self.conditions.steps]

    def with_terms(self, use: "Callable[[list[Term]], None]") -> None:
        """The fields that can be asked for."""
        self.read_anew([], lambda answer: use(answer[0]))

    def go(self, by: int) -> None:
        """Back to the lookup before, or forth again."""
        if self.trail.can_go(by):
            self._set(Conditions(self.trail.go(by)))

    def names(self) -> list[str]:
        """The conditions that stay, in words."""
        return [step.label(is_first=place == 0) for place, step in enumerate(self.conditions.steps)]

    # In words

    def _listen(self, change: "Changed") -> None:
        if change.tables & _NAMING and self.trail.nodes():
            self.renew_words()

    def renew_words(self, done: Callable[[], None] = lambda: None) -> None:
        """Of what was looked up: lists, groups and own fields may have been renamed."""
        nodes = list(self.trail.nodes())
        self.read_anew(nodes, partial(self._reword, nodes, done))

    def read_anew(self, nodes: list[Node], use: "Callable[[ReadAnew], None]") -> None:
        """Conditions as they read today, and the fields."""
        kind = self.kind

        def job(store: "Store") -> "ReadAnew":
            from crmdesk.services import terms

            return terms.read_anew(store, kind, nodes)

        self.desk.ask(job, use)

    def _reword(self, nodes: list[Node], done: Callable[[], None], answer: "ReadAnew") -> None:
        from crmdesk.domain.terms import can_describe, describe
        from crmdesk.widgets import dates

        terms, now = {term.path: term for term in answer[0]}, answer[1]
        words = {
            node: describe(read, terms, dates.show)
            for node, read in zip(nodes, now, strict=True)
            if can_describe(read, terms)
        }
        self.trail.reword(words)
        conditions = replace(self.conditions, steps=reworded(self.conditions.steps, words))
        if conditions != self.conditions:
            self.conditions = conditions
            self.changed.emit()
            self.look()
        done()

    def _set(self, conditions: Conditions) -> None:
        if conditions != self.conditions:
            self.conditions = conditions
            self._ids = None  # what was found before is no answer to this
            self.changed.emit()
            self.look()

    # What is found

    def look(self) -> None:
        """Ask anew; the newest question alone is answered."""
        self._counting.stop()
        if not self.conditions:
            self.desk.ask(self._everything, self._show_all, replace=self)
        elif not self.conditions.steps:
            text = self.conditions.typed
            self.desk.ask(lambda store: self._best(store, text), self._show_best, replace=self)
        else:
            self._ask_ids(self._show_ids)

    def _everything(self, store: "Store") -> tuple[int, list[Row]]:
        from crmdesk.services import lookup

        rows = [as_row(row) for row in lookup.first_rows(store, self.kind, PAGE)]
        return lookup.count(store, self.kind), rows

    def _show_all(self, answer: tuple[int, list[Row]]) -> None:
        self.count, rows = answer
        self._ids = None
        self._show(AllRecords(self.desk, self.kind, self.count), rows)

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
        node, kind = self.conditions.node, self.kind
        self.desk.ask(lambda store: ids_of(store, kind, node), done, replace=self)

    def _take_ids(self, ids: list[bytes]) -> None:
        self.count, self._ids = len(ids), ids
        self.counted.emit()

    def _show_ids(self, ids: list[bytes]) -> None:
        self.count, self._ids = len(ids), ids
        self._show(TheseRecords(self.desk, ids), [])

    def _show(self, source: Source, rows: Sequence[Row]) -> None:
        self.found.emit(source, rows)
        self.counted.emit()

    def with_current_set(self, use: Callable[[CurrentSet], None]) -> None:
        """The set may have to be asked for first: words just typed list only the best."""
        words = ", ".join([*self.names(), *([self.conditions.typed] if self.conditions.typed else [])])
        node = self.conditions.node
        if not self.conditions:
            use(CurrentSet(self.kind, None, self.count or 0))
        elif self._ids is not None:
            use(CurrentSet(self.kind, self._ids, len(self._ids), words, node))
        else:
            kind = self.kind  # whatever is typed meanwhile
            self.desk.ask(
                lambda store: ids_of(store, kind, node),
                lambda ids: use(CurrentSet(kind, ids, len(ids), words, node)),
            )

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


def ids_of(store: "Store", kind: str, node: Node) -> list[bytes]:
    """All that meet the conditions, in the order of names."""
    from crmdesk.services import criteria

    return criteria.find(store, kind, node)
