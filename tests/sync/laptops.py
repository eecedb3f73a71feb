"""A laptop without a database: what a file must do for an exchange, said as briefly as possible."""

import random
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from crmdesk.sync.merge import Head, Merged, merged, others, shown
from crmdesk.sync.messages import Change, Labels, Page, Placed, Standing, Value, chained

STREET, TOWN = 5, 6
"""Fields that go together; all others stand alone."""
Row = tuple[int, bytes]


def group_of(_table: int, number: int) -> int:
    return STREET if number == TOWN else number


@dataclass(slots=True)
class Laptop:
    dice: random.Random
    device: bytes
    seen: dict[int, int] = field(default_factory=dict)
    """Up to where it has read, by epoch."""
    epoch: int = 0
    told: int = 0
    chain: bytes = b""
    clock: int = 0
    forked: Labels = ()
    waiting: list[Change] = field(default_factory=list)
    log: dict[bytes, Placed] = field(default_factory=dict)
    rows: dict[Row, dict[int, tuple[Head, ...]]] = field(default_factory=dict)
    review: set[tuple[bytes, int]] = field(default_factory=set)
    """Values that lost to a change that saw several."""

    def copy(self) -> "Laptop":
        """As it would be backed up."""
        other = copy(self)
        other.waiting, other.log, other.review = list(self.waiting), dict(self.log), set(self.review)
        other.seen = dict(self.seen)
        other.rows = {row: dict(registers) for row, registers in self.rows.items()}
        return other

    def edit(self, now: int, table: int, row: bytes, values: dict[int, Value]) -> Change:
        self.clock = max(self.clock + 1, now << 16)
        change = Change(
            self.dice.randbytes(16), self.device, self._next(), self.clock, tuple(self.seen.items()),
            table, row, values, self.forked,
        )  # fmt: skip
        self.waiting.append(change)
        self.apply(Placed((), change))
        return change

    def _next(self) -> int:
        return self.waiting[-1].number + 1 if self.waiting else self.told + 1

    def apply(self, placed: Placed) -> int:
        registers = self.rows.setdefault((placed.change.table, placed.change.row), {})
        found: dict[int, Merged] = merged(registers, placed, group_of)
        registers |= {group: each.heads for group, each in found.items()}
        self.review |= {(head.id, group) for group, each in found.items() for head in each.lost}
        return sum(bool(others(each.heads)) for each in found.values())

    def value(self, table: int, row: bytes, group: int) -> tuple[tuple[int, Value], ...] | None:
        heads = self.rows.get((table, row), {}).get(group)
        return shown(heads).values if heads else None

    # What an exchange asks

    def standing(self) -> Standing:
        return Standing(self.device, self.epoch, self.seen.get(self.epoch, 0), self.told, self.chain)

    def pending(self, limit: int) -> list[Change]:
        return [change for change in self.waiting if change.number > self.told][:limit]

    def was_told(self, count: int) -> None:
        told = self.pending(count)
        self.told, self.chain = self.told + count, chained(self.chain, told)

    def recognises(self, ids: Sequence[bytes]) -> bool:
        return [change.id for change in self.pending(len(ids))] == list(ids)

    def take(self, page: Page) -> int:
        conflicts = 0
        for placed in page.changes:
            self.clock = max(self.clock, placed.change.clock)
            self._drop(placed.change)
            self.log[placed.change.id] = placed
            conflicts += self.apply(placed)
        self.seen[page.epoch] = page.read
        return conflicts

    def _drop(self, heard: Change) -> None:
        """Where another copy of this file has told it, those behind it move up, and have seen what that copy told."""
        place = next((place for place, change in enumerate(self.waiting) if change.id == heard.id), None)
        if place is None:
            return
        dropped, behind = self.waiting[place], self.waiting[place + 1 :]
        if dropped.number > self.told:
            self.forked = (*self.forked, (heard.device, heard.number))
            behind = [replace(change, number=change.number - 1, forked=self.forked) for change in behind]
            dropped = replace(dropped, device=heard.device, number=heard.number)
        self._restamp([*self.waiting[:place], *behind], dropped)

    def put_clock_right(self, now: int) -> None:
        self.clock = now << 16
        stamped = []
        for change in self.waiting:
            stamped.append(
                replace(change, clock=min(change.clock, self.clock)) if change.number > self.told else change
            )
            self.clock += 1
        self._restamp(stamped)

    def become_another(self) -> None:
        """What was told and not heard is told again: of it, too, each knows those before it alone."""
        was, told, before = self.device, self.told, self.forked
        self.forked = (*before, (was, told))
        self.device, self.told, self.chain = self.dice.randbytes(8), 0, b""
        self._restamp([
            replace(change, device=self.device, number=number, forked=(*before, (was, min(told, change.number - 1))))
            for number, change in enumerate(self.waiting, 1)
        ])  # fmt: skip

    def kept(self) -> Iterator[Placed]:
        yield from self.log.values()

    def meet(self, epoch: int) -> None:
        self.epoch = epoch

    def _restamp(self, waiting: list[Change], *dropped: Change) -> None:
        self.waiting = waiting
        now = {change.id: change for change in (*waiting, *dropped)}
        for registers in self.rows.values():
            for group, heads in registers.items():
                if any(head.id in now for head in heads):
                    registers[group] = tuple(_stamped(head, now.get(head.id)) for head in heads)


def _stamped(head: Head, change: Change | None) -> Head:
    if not change:
        return head
    return replace(head, clock=change.clock, labels=((change.device, change.number),), forked=change.forked)
