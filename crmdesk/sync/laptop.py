"""A laptop in an exchange: what it has told and heard, whatever it keeps that in."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol

from crmdesk.sync.merge import Groups, Head, Merged, merged, others, visible
from crmdesk.sync.messages import DELETED, Change, Labels, Page, Placed, Standing, Value, chained

Row = tuple[int, bytes]
"""Table and id."""
Registers = dict[Row, dict[int, tuple[Head, ...]]]


@dataclass(slots=True)
class Position:
    device: bytes
    epoch: int = 0
    told: int = 0
    """The number of the last change that the hub has."""
    last: int = 0
    """The number of the last change there is."""
    chain: bytes = b""
    clock: int = 0
    forked: Labels = ()
    seen: dict[int, int] = field(default_factory=dict)
    """Up to where it has read, by epoch."""
    misses: bool = False
    """It has read where something was taken out that it did not know to be replaced."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was done to a row and is no message yet."""

    id: bytes
    clock: int
    table: int
    row: bytes
    values: Mapping[int, Value]
    author: str = ""
    about: str = ""
    bases: Mapping[int, str] = field(default_factory=dict)
    """Of long texts among them what stood there before."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that was replaced together with the one that was shown, and that nobody had looked at."""

    row: Row
    group: int
    head: Head


class Shelf(Protocol):
    """Where a laptop keeps it."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def position(self) -> Position: ...

    def put_position(self, position: Position) -> None: ...

    def drafts(self, limit: int | None = None) -> Sequence[Draft]:
        """What was done since they were taken last, the oldest first; they are taken with this call."""
        ...

    def waiting(self, after: int, limit: int | None = None) -> Sequence[Change]:
        """What the hub was told or will be, and was not heard from it yet, from the number after."""
        ...

    def find_waiting(self, ids: Sequence[bytes]) -> Mapping[bytes, Change]: ...

    def put_waiting(self, changes: Sequence[Change]) -> None:
        """New ones, and known ones as they are now."""
        ...

    def drop_waiting(self, ids: Sequence[bytes]) -> None: ...

    def refuse(self, change: Change, reason: str) -> None:
        """Keep what the hub will not take, for the user to decide."""
        ...

    def registers(self, rows: Iterable[Row]) -> Registers: ...

    def put_alone(self, changes: Sequence[Placed]) -> Mapping[bytes, bool]:
        """Takes in, quickly, those that are all there is of their row; gives their ids, and whether they are new.

        All others are to be merged. It has to be as if these were.
        """
        ...

    def strays(self, epoch: int, left: Container[int]) -> Iterable[Sequence[Row]]:
        """In parts the rows with a value that has none of these places in the log of that epoch."""
        ...

    def put_registers(self, registers: Registers) -> None: ...

    def guard(self, heard: Sequence[Change]) -> None:
        """Raises Halt where so much would be deleted that somebody should be asked."""
        ...

    def keep(self, heard: Sequence[Placed]) -> None: ...

    def kept(self) -> Iterator[Placed]: ...

    def show(self, heard: Sequence[tuple[Change, Mapping[int, Value]]]) -> None:
        """What of each change is seen from now on, by number of the field, in their order."""
        ...

    def show_again(self, rows: Mapping[Row, Mapping[int, Value]]) -> None:
        """How these look; nothing was told about them."""
        ...

    def lose(self, lost: Sequence[Lost]) -> None: ...


class Laptop:
    """A `Replica` on a shelf."""

    def __init__(self, shelf: Shelf, groups: Groups) -> None:
        self._shelf = shelf
        self._groups = groups

    def standing(self) -> Standing:
        mine = self._shelf.position()
        return Standing(mine.device, mine.epoch, mine.seen.get(mine.epoch, 0), mine.told, mine.chain)

    def freeze_some(self, limit: int) -> bool:
        with self._shelf.transaction():
            return self._freeze(limit)

    def pending(self, limit: int) -> Sequence[Change]:
        with self._shelf.transaction():
            self._freeze()
            return self._shelf.waiting(self._shelf.position().told, limit)

    def was_told(self, count: int) -> None:
        with self._shelf.transaction():
            mine = self._shelf.position()
            told = self._shelf.waiting(mine.told, count) if count else ()
            mine.told, mine.chain = mine.told + count, chained(mine.chain, [change.id for change in told])
            self._shelf.put_position(mine)

    def recognises(self, ids: Sequence[bytes]) -> bool:
        return [change.id for change in self.pending(len(ids))] == list(ids) if ids else True

    def take(self, page: Page) -> int:
        with self._shelf.transaction():
            self._freeze()
            self._shelf.guard([placed.change for placed in page.changes])
            mine = self._shelf.position()
            mine.clock = max((mine.clock, *(placed.change.clock for placed in page.changes)))
            mine.misses |= page.floor > mine.seen.get(page.epoch, 0)
            mine.seen[page.epoch] = page.read
            self._shelf.put_position(mine)
            self._meet_own(page.changes)
            self._shelf.keep(page.changes)
            return self._apply(page.changes)

    def misses(self) -> bool:
        return self._shelf.position().misses

    def let_go(self, left: Container[int]) -> None:
        with self._shelf.transaction():
            mine = self._shelf.position()
            mine.misses = False
            self._shelf.put_position(mine)
            told = {change.id: change for change in self._shelf.waiting(0) if change.number <= mine.told}
            self._shelf.drop_waiting(list(told))
            for rows in self._shelf.strays(mine.epoch, left):
                self._let_go(rows, lambda head: head.id not in told and _is_in(head, mine.epoch, left))

    def _let_go(self, rows: Sequence[Row], stays: Callable[[Head], bool]) -> None:
        registers = self._shelf.registers(rows)
        for row, groups in registers.items():
            registers[row] = {group: tuple(filter(stays, heads)) for group, heads in groups.items()}
        self._shelf.put_registers(registers)
        self._shelf.show_again({row: _visible(groups) for row, groups in registers.items()})

    def put_clock_right(self, now: int) -> None:
        with self._shelf.transaction():
            mine = self._shelf.position()
            waiting = self._shelf.waiting(mine.told)
            latest = now << 16
            self._restamp([
                replace(change, clock=min(change.clock, latest + place)) for place, change in enumerate(waiting)
            ])  # fmt: skip
            mine.clock = latest + len(waiting)
            self._shelf.put_position(mine)

    def become_another(self) -> None:
        """What was told and not heard is told again: of it, too, each knows those before it alone."""
        with self._shelf.transaction():
            mine = self._shelf.position()
            was, told, before = mine.device, mine.told, mine.forked
            waiting = self._shelf.waiting(0)
            mine.device, mine.told, mine.last, mine.chain = self.new_name(), 0, len(waiting), b""
            mine.forked = (*before, (was, told))
            self._shelf.put_position(mine)
            self._restamp([
                replace(
                    change, device=mine.device, number=number, forked=(*before, (was, min(told, change.number - 1)))
                )
                for number, change in enumerate(waiting, 1)
            ])  # fmt: skip

    def refuse(self, key: bytes, reason: str) -> None:
        """The hub will never take this one: it stays here as it is, as if told by nobody else, and the others go on."""
        with self._shelf.transaction():
            for change in self._shelf.find_waiting([key]).values():
                self._shelf.refuse(change, reason)
                self._hear_own(replace(change, device=os.urandom(8), number=1))

    def new_name(self) -> bytes:
        return os.urandom(8)

    def kept(self) -> Iterator[Placed]:
        return self._shelf.kept()

    def meet(self, epoch: int) -> None:
        with self._shelf.transaction():
            mine = self._shelf.position()
            mine.epoch = epoch
            self._shelf.put_position(mine)

    def _freeze(self, limit: int | None = None) -> bool:
        """What was done becomes changes with numbers: before anything is heard, so that they know what they saw."""
        drafts = self._shelf.drafts(limit)
        if not drafts:
            return False
        mine = self._shelf.position()
        seen = tuple(sorted(mine.seen.items()))
        bases = self._bases(drafts)
        changes = []
        for number, draft in enumerate(drafts, mine.last + 1):
            mine.clock = max(mine.clock + 1, draft.clock)
            changes.append(
                Change(
                    draft.id, mine.device, number, mine.clock, seen, draft.table, draft.row, draft.values, mine.forked,
                    draft.author, draft.about, bases.get(draft.id, draft.bases),
                )
            )  # fmt: skip
        mine.last += len(drafts)
        self._shelf.put_position(mine)
        self._shelf.put_waiting(changes)
        placed = [Placed((), change) for change in changes]
        alone = self._shelf.put_alone(placed)
        self._merge([each for each in placed if each.change.id not in alone])
        return True

    def _bases(self, drafts: Sequence[Draft]) -> dict[bytes, dict[int, str]]:
        """A text that is changed again before anybody heard of it began from what all have."""
        texts = [draft for draft in drafts if draft.bases]
        registers = self._shelf.registers({(draft.table, draft.row) for draft in texts})
        found = {}
        for draft in texts:
            groups = registers.get((draft.table, draft.row), {})
            earlier = {
                number: self._unheard(groups.get(self._groups(draft.table, number), ())) for number in draft.bases
            }
            found[draft.id] = {number: earlier[number].get(number, base) for number, base in draft.bases.items()}
        return found

    def _unheard(self, heads: tuple[Head, ...]) -> dict[int, str]:
        own = [head for head in heads if not head.places]
        return dict(own[0].bases) if len(heads) == 1 and own else {}

    def _apply(self, heard: Sequence[Placed]) -> int:
        alone = self._shelf.put_alone(heard)
        rest = [placed for placed in heard if placed.change.id not in alone]
        found, registers = self._merge(rest)
        looks = [
            (placed.change, _visible(registers[placed.change.table, placed.change.row], made))
            for placed, made in zip(rest, found, strict=True)
        ]
        new = (placed.change for placed in heard if alone.get(placed.change.id))
        self._shelf.show([*((change, {DELETED: None} | dict(change.values)) for change in new), *looks])
        return sum(bool(others(each.heads)) for made in found for each in made.values())

    def _merge(self, changes: Sequence[Placed]) -> tuple[list[dict[int, Merged]], Registers]:
        registers = self._shelf.registers({(placed.change.table, placed.change.row) for placed in changes})
        found, lost = [], []
        for placed in changes:
            row = (placed.change.table, placed.change.row)
            made = merged(registers.setdefault(row, {}), placed, self._groups)
            registers[row] |= {group: each.heads for group, each in made.items()}
            lost += [Lost(row, group, head) for group, each in made.items() for head in each.lost]
            found.append(made)
        self._shelf.put_registers(registers)
        if lost:
            self._shelf.lose(lost)
        return found, registers

    def _meet_own(self, heard: Sequence[Placed]) -> None:
        """What comes back from the hub waits no longer.

        Where another copy of this file has told it, those behind it move up, and have seen what that copy told.
        """
        own = self._shelf.find_waiting([placed.change.id for placed in heard])
        told = self._shelf.position().told
        back = {change.id for change in own.values() if change.number <= told}
        self._shelf.drop_waiting(list(back))
        told_by_a_copy = own.keys() - back
        for placed in heard:
            if placed.change.id in told_by_a_copy and self._shelf.find_waiting([placed.change.id]):
                self._hear_own(placed.change)

    def _hear_own(self, heard: Change) -> None:
        mine = self._shelf.position()
        own = self._shelf.find_waiting([heard.id])[heard.id]
        self._shelf.drop_waiting([own.id])
        mine.forked = (*mine.forked, (heard.device, heard.number))
        mine.last -= 1
        self._shelf.put_position(mine)
        behind = self._shelf.waiting(own.number)
        self._restamp([replace(change, number=change.number - 1, forked=mine.forked) for change in behind])
        self._relabel([replace(own, device=heard.device, number=heard.number)])

    def _restamp(self, waiting: Sequence[Change]) -> None:
        self._shelf.put_waiting(waiting)
        self._relabel(waiting)

    def _relabel(self, changes: Sequence[Change]) -> None:
        now = {change.id: change for change in changes}
        registers = self._shelf.registers({(change.table, change.row) for change in changes})
        for row, groups in registers.items():
            registers[row] = {
                group: tuple(_stamped(head, now.get(head.id)) for head in heads) for group, heads in groups.items()
            }
        self._shelf.put_registers(registers)


def _visible(registers: Mapping[int, tuple[Head, ...]], groups: Iterable[int] | None = None) -> dict[int, Value]:
    """As the row shall look now, of some groups; what came behind it in the same page counts already."""
    chosen = registers if groups is None else groups
    return {number: value for group in chosen if registers[group] for number, value in visible(registers[group])}


def _is_in(head: Head, epoch: int, left: Container[int]) -> bool:
    """Or it was not told yet."""
    return not head.places or any(began == epoch and place in left for began, place in head.places)


def _stamped(head: Head, change: Change | None) -> Head:
    if not change:
        return head
    return replace(head, clock=change.clock, labels=((change.device, change.number),), forked=change.forked)
