"""A laptop without a database: its shelf is a few dictionaries."""

import random
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from crmdesk.sync.laptop import Draft, Laptop, Lost, Position, Registers, Row
from crmdesk.sync.merge import Head, merged
from crmdesk.sync.messages import Change, Placed, Value

STREET, TOWN = 5, 6
"""Fields that go together; all others stand alone."""
NOTE = 7
"""A long text."""


def group_of(_table: int, number: int) -> int:
    return STREET if number == TOWN else number


@dataclass(slots=True)
class Dictionaries:
    mine: Position
    done: list[Draft] = field(default_factory=list)
    told: dict[bytes, Change] = field(default_factory=dict)
    heard: dict[bytes, Placed] = field(default_factory=dict)
    heads: Registers = field(default_factory=dict)
    rows: dict[Row, dict[int, Value]] = field(default_factory=dict)
    lost: set[tuple[bytes, int]] = field(default_factory=set)
    refused: dict[bytes, str] = field(default_factory=dict)

    def copy(self) -> "Dictionaries":
        """As it would be backed up."""
        return Dictionaries(
            self.position(), list(self.done), dict(self.told), dict(self.heard),
            {row: dict(groups) for row, groups in self.heads.items()},
            {row: dict(values) for row, values in self.rows.items()}, set(self.lost),
        )  # fmt: skip

    def transaction(self) -> AbstractContextManager[None]:
        return nullcontext()

    def position(self) -> Position:
        return replace(self.mine, seen=dict(self.mine.seen))

    def put_position(self, position: Position) -> None:
        self.mine = position

    def drafts(self, limit: int | None = None) -> Sequence[Draft]:
        limit = len(self.done) if limit is None else limit
        done, self.done = self.done[:limit], self.done[limit:]
        return done

    def waiting(self, after: int, limit: int | None = None) -> Sequence[Change]:
        found = sorted((change for change in self.told.values() if change.number > after), key=lambda one: one.number)
        return found[:limit]

    def find_waiting(self, ids: Sequence[bytes]) -> Mapping[bytes, Change]:
        return {key: self.told[key] for key in ids if key in self.told}

    def put_waiting(self, changes: Sequence[Change]) -> None:
        self.told |= {change.id: change for change in changes}

    def drop_waiting(self, ids: Sequence[bytes]) -> None:
        for key in ids:
            self.told.pop(key, None)

    def refuse(self, change: Change, reason: str) -> None:
        self.refused[change.id] = reason

    def registers(self, rows: Iterable[Row]) -> Registers:
        return {row: dict(self.heads[row]) for row in rows if row in self.heads}

    def put_registers(self, registers: Registers) -> None:
        self.heads |= registers

    def guard(self, heard: Sequence[Change]) -> None:
        pass

    def keep(self, heard: Sequence[Placed]) -> None:
        self.heard |= {placed.change.id: placed for placed in heard}

    def kept(self) -> Iterator[Placed]:
        yield from self.heard.values()

    def show(self, heard: Sequence[tuple[Change, Mapping[int, Value]]]) -> None:
        for change, values in heard:
            self.rows.setdefault((change.table, change.row), {}).update(values)

    def put_alone(self, changes: Sequence[Placed]) -> Mapping[bytes, bool]:
        rows = Counter((placed.change.table, placed.change.row) for placed in changes)
        alone = {}
        for placed in changes:
            row = (placed.change.table, placed.change.row)
            known = self.heads.get(row, {})
            if rows[row] == 1 and {head.id for heads in known.values() for head in heads} <= {placed.change.id}:
                alone[placed.change.id] = not known
                made = merged(known, placed, group_of)
                self.heads[row] = {**known, **{group: each.heads for group, each in made.items()}}
        return alone

    def strays(self, epoch: int, left: Container[int]) -> Iterable[Sequence[Row]]:
        yield list(self.heads)

    def show_again(self, rows: Mapping[Row, Mapping[int, Value]]) -> None:
        for row, values in rows.items():
            self.rows[row].update(values)

    def lose(self, lost: Sequence[Lost]) -> None:
        self.lost |= {(each.head.id, each.group) for each in lost}


class Simple(Laptop):
    """What happens to a laptop besides exchanges."""

    def __init__(self, dice: random.Random, shelf: Dictionaries | None = None) -> None:
        self.dice = dice
        self.shelf = shelf or Dictionaries(Position(dice.randbytes(8)))
        super().__init__(self.shelf, group_of)

    def new_name(self) -> bytes:
        """A seed tells the same story whenever it is played."""
        return self.dice.randbytes(8)

    def copy(self) -> "Simple":
        return type(self)(self.dice, self.shelf.copy())

    def edit(self, now: int, table: int, row: bytes, values: dict[int, Value]) -> bytes:
        key = self.dice.randbytes(16)
        known = self.shelf.rows.setdefault((table, row), {})
        bases = {number: str(known.get(number) or "") for number in values if number == NOTE}
        self.shelf.done.append(Draft(key, now << 16, table, row, values, bases=bases))
        known.update(values)
        return key

    def heads(self, row: Row) -> dict[int, tuple[Head, ...]]:
        return self.shelf.heads.get(row, {})

    def living(self, epoch: int) -> set[int]:
        """Places of the log that still count."""
        return {
            place
            for groups in self.shelf.heads.values()
            for heads in groups.values()
            for head in heads
            for began, place in head.places
            if began == epoch
        }

    def heard(self) -> Iterable[bytes]:
        return self.shelf.heard.keys()

    def values(self) -> Mapping[Row, Mapping[int, Value]]:
        return self.shelf.rows
