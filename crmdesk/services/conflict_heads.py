"""Values that stand beside what is shown, or were replaced unseen, and that nobody has looked at: found and read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from crmdesk.domain import together
from crmdesk.domain.activities import Participation
from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.deals import DealState
from crmdesk.domain.fields import Kind
from crmdesk.domain.private import Private
from crmdesk.domain.reviews import Review
from crmdesk.domain.sources import Distinction, ExternalId, Leftover
from crmdesk.services.sync_packing import unpack_head, unpack_heads
from crmdesk.services.sync_shelf import FileShelf
from crmdesk.store import settling, sync_state
from crmdesk.store.store import Store
from crmdesk.store.sync_shapes import Shape, Values, rows_of, shapes
from crmdesk.sync.merge import Head, others, shown, visible
from crmdesk.sync.messages import DELETED

_SILENT: set[type[Record]] = {ExternalId, Leftover, Participation, Distinction, DealState, Review, Private}
QUIET = {
    "position", "e164", "extension", "is_html", "media_type", "sha256", "zone", "author", "stage_since", "created_at",
    "is_primary", "is_mailing", "digest", "reminded",
}  # fmt: skip
"""What nobody would be asked about: whichever value is shown will do."""


CHANNELS = (Phone, Email, Link, Address)
"""Of which somebody may have two."""


class Key(NamedTuple):
    """One group of fields of a row."""

    log: int
    table: int
    row: bytes
    group: int


@dataclass(frozen=True, slots=True)
class Said:
    """A value and whose it is."""

    head: Head
    author: str
    is_mine: bool


@dataclass(frozen=True)
class Beside:
    """All that was said of one group of fields of a row."""

    key: Key
    shape: Shape
    row: Values
    """As it is, by number of the field."""
    said: tuple[Said, ...]
    """Other values each, one's own first, then the newest first."""
    is_joined: bool
    """What is shown has the words of all."""
    is_lost: bool
    """What is shown was chosen by somebody who may not have seen the others."""

    @property
    def record(self) -> type[Record]:
        return self.shape.record

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted({number for said in self.said for number, _value in said.head.values}))

    def columns(self) -> list[str]:
        return [self.shape.names[number] for number in self.numbers if number in self.shape.names]

    def is_shown(self, head: Head) -> bool:
        return self.shows(self.row, head)

    def shows(self, row: Values, head: Head) -> bool:
        return _said_by(row, head, self.shape, self.key.group)

    @property
    def hidden(self) -> list[Said]:
        return [said for said in self.said if not self.is_shown(said.head)]


def can_keep_both(beside: Beside) -> bool:
    if beside.key.group == DELETED:
        return False
    shown = [name for name in beside.columns() if name not in QUIET]
    if beside.record in CHANNELS:
        return "value" in shown or "city" in shown
    return len(shown) == 1 and is_long(beside.record, shown[0])


def is_long(record: type[Record], name: str) -> bool:
    return declared_fields(record)[name].kind is Kind.LONG_TEXT


# Which there are


def open_keys(store: Store, owner: bytes | None = None) -> dict[Key, int]:
    """Each with the clock of its newest value; of all, or of a contact, company or deal and its parts."""
    store.prepare()
    connection, known = store.connection, shapes(together.groups)
    rivals, lost = sync_state.rivals(store), settling.lost(connection)
    if owner:
        places = [(table, row) for _log, table, row, _told in rivals]
        places += [(table, row) for _log, table, row, *_rest in lost]
        theirs = _of_owner(store, known, owner, places)
        rivals = [each for each in rivals if each[2] in theirs]
        lost = [each for each in lost if each[2] in theirs]
    reviewed, found = settling.reviewed(connection) if rivals else set(), dict[Key, int]()
    for log, table, row, told in rivals:
        if shape := _asked(known, table):
            for group, heads in unpack_heads(told, shape, {}).items():
                if len(heads) > 1 and _unseen(heads, group, asked(shape.record, group), reviewed):
                    found[Key(log, table, row, group)] = max(head.clock for head in heads)
    found |= _lost(store, known, lost)
    dead = _dead(store, known, found)
    return {key: clock for key, clock in found.items() if key.group == DELETED or key.row not in dead}


def _asked(known: Mapping[int, Shape], table: int) -> Shape | None:
    shape = known.get(table)
    return None if shape is None or shape.record in _SILENT else shape


@cache
def asked(record: type[Record], group: int) -> frozenset[int]:
    """The fields of a group that somebody would be asked about."""
    return frozenset(
        field.number
        for name, field in declared_fields(record).items()
        if name not in QUIET and together.groups(record.number, field.number) == group
    )


def _unseen(heads: Sequence[Head], group: int, about: frozenset[int], reviewed: settling.Reviewed) -> bool:
    best = _told(shown(heads), about)
    return any((head.id, group) not in reviewed and _told(head, about) != best for head in others(tuple(heads)))


def _told(head: Head, about: frozenset[int]) -> object:
    if head.values[0][0] == DELETED:
        return head.lives
    return [each for each in head.values if each[0] in about]


def _of_owner(
    store: Store, known: Mapping[int, Shape], owner: bytes, places: Iterable[tuple[int, bytes]]
) -> set[bytes]:
    by_table: defaultdict[int, list[bytes]] = defaultdict(list)
    for table, row in places:
        by_table[table].append(row)
    return {
        row
        for table, rows in by_table.items()
        if table in known
        for row in settling.of_owner(store.connection, known[table].record, owner, rows)
    }


def _lost(
    store: Store, known: Mapping[int, Shape], lost: Iterable[tuple[int, int, bytes, int, bytes]]
) -> dict[Key, int]:
    """What says the same as the row does is not lost."""
    gone = [
        (Key(log, table, row, group), unpack_head(told))
        for log, table, row, group, told in lost
        if (shape := _asked(known, table)) and asked(shape.record, group)
    ]
    rows = _rows(store, known, {key for key, _head in gone})
    return {
        key: head.clock
        for key, head in gone
        if key.row in rows and not _said_by(rows[key.row], head, known[key.table], key.group)
    }


def _said_by(row: Values, head: Head, shape: Shape, group: int) -> bool:
    if group == DELETED:
        return (row.get(DELETED) is None) == head.lives
    about = asked(shape.record, group)
    return all(row.get(number) == value for number, value in head.values if number in about)


def _dead(store: Store, known: Mapping[int, Shape], keys: Iterable[Key]) -> set[bytes]:
    found: set[bytes] = set()
    for table, rows in _by_table(keys).items():
        found |= set(rows) - settling.living(store.connection, known[table].record, rows)
    return found


def _rows(store: Store, known: Mapping[int, Shape], keys: Iterable[Key]) -> dict[bytes, Values]:
    return {
        row[0]: dict(zip(known[table].names, row[1:], strict=True))
        for table, ids in _by_table(keys).items()
        for row in rows_of(store.connection, known[table], ids)
    }


def _by_table(keys: Iterable[Key]) -> dict[int, list[bytes]]:
    found: defaultdict[int, dict[bytes, None]] = defaultdict(dict)
    for key in keys:
        found[key.table][key.row] = None
    return {table: list(rows) for table, rows in found.items()}


# What each says


def read(store: Store, keys: Sequence[Key]) -> list[Beside]:
    """Those of which there still is something to be settled, in their order."""
    store.prepare()
    known = shapes(together.groups)
    rows, heads, lost = _rows(store, known, keys), _heads(store, keys), _lost_of(store, keys)
    made = (
        _beside(store, key, known[key.table], rows[key.row], heads.get(key, ()), lost.get(key, ()))
        for key in keys
        if key.row in rows
    )
    return [beside for beside in made if len(beside.said) > 1 or beside.hidden]


def _heads(store: Store, keys: Sequence[Key]) -> dict[Key, tuple[Head, ...]]:
    found: dict[Key, tuple[Head, ...]] = {}
    for log in {key.log for key in keys}:
        ours = [key for key in keys if key.log == log]
        registers = FileShelf(store, log).registers(dict.fromkeys((key.table, key.row) for key in ours))
        found |= {key: registers.get((key.table, key.row), {}).get(key.group, ()) for key in ours}
    return found


def _lost_of(store: Store, keys: Sequence[Key]) -> dict[Key, list[Head]]:
    wanted, found = set(keys), defaultdict[Key, list[Head]](list)
    for log, table, row, group, told in settling.lost(store.connection):
        if (key := Key(log, table, row, group)) in wanted:
            found[key].append(unpack_head(told))
    return found


def _beside(store: Store, key: Key, shape: Shape, row: Values, heads: Sequence[Head], lost: Sequence[Head]) -> Beside:
    said = tuple(_said(store, key, _distinct((*heads, *lost), asked(shape.record, key.group))))
    joined = len(heads) > 1 and not any(head.values == visible(heads) for head in heads)
    return Beside(key, shape, row, said, joined and key.group != DELETED, not (len(heads) > 1))


def _distinct(heads: Iterable[Head], about: frozenset[int]) -> Iterator[Head]:
    """Of those that say the same the newest."""
    seen: list[object] = []
    for head in sorted(heads, key=lambda head: -head.clock):
        if (what := _told(head, about)) not in seen:
            seen.append(what)
            yield head


def _said(store: Store, key: Key, heads: Iterable[Head]) -> list[Said]:
    waiting = FileShelf(store, key.log)
    made = []
    for head in heads:
        author = settling.author(store.connection, head.labels)
        if author is None:
            own = waiting.find_waiting([head.id]).get(head.id)
            author = own.author if own else store.author
        made.append(Said(head, author, author == store.author))
    return sorted(made, key=lambda said: (not said.is_mine, -said.head.clock))
