"""Laptops that lose the net, crash, are restored from backups and have wrong clocks; replayed by a seed."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from crmdesk.sync.exchange import NotInStepError, exchange
from crmdesk.sync.memory import MemoryHub
from crmdesk.sync.merge import others, shown, visible
from crmdesk.sync.messages import DELETED, Change, Page, Placed, Pushed, Standing, Value, Welcome
from tests.sync.laptops import NOTE, STREET, TOWN, Simple, group_of

START = 1_790_000_000_000
YEARS = 10 * 366 * 86_400_000
ROWS = [bytes([number]) * 16 for number in range(4)]


class Crash(BaseException):
    """The power is cut between two transactions."""


class Net:
    """Drops what is sent, loses answers, and brings things twice."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def _sent(self, call: Callable[..., Any], *what: object) -> Any:
        dice = self._world.dice
        fate = dice.random() if self._world.is_rough else 1
        if fate < 0.05:
            raise ConnectionError
        answer = call(*what)
        if fate < 0.10:
            raise TimeoutError
        if fate < 0.13:
            raise Crash
        return call(*what) if fate < 0.18 else answer

    def hello(self, standing: Standing) -> Welcome:
        return self._sent(self._world.hub.hello, standing)

    def push(self, standing: Standing, changes: Sequence[Change]) -> Pushed:
        return self._sent(self._world.hub.push, standing, changes)

    def pull(self, after: int, _limit: int) -> Page:
        return self._sent(self._world.hub.pull, after, self._world.dice.choice((1, 2, 5, 1000)))

    def left(self) -> Sequence[int]:
        return self._sent(self._world.hub.left)

    def relay(self, changes: Sequence[Placed]) -> None:
        self._sent(self._world.hub.relay, changes)


@dataclass(frozen=True, slots=True)
class Edit:
    bit: int
    known: int
    """What its author had seen."""
    row: bytes
    values: dict[int, Value]

    def says(self, row: bytes, group: int) -> bool:
        """Every edit says that the row lives, or that it does not."""
        return self.row == row and (group == DELETED or group in {group_of(1, number) for number in self.values})


class World:
    def __init__(self, seed: int, make: Callable[..., Simple] = Simple, hub: type[MemoryHub] = MemoryHub) -> None:
        self.dice = random.Random(seed)
        self.now = START
        self.is_rough = True
        self.hub = hub(lambda: self.now)
        count = self.dice.choice((2, 2, 3, 3, 4, 6))
        self.laptops = [make(self.dice) for _number in range(count)]
        self.skew = [self.dice.choice((0, 0, 0, 90_000, -YEARS, YEARS)) for _laptop in self.laptops]
        self.knows = [0] * count
        """Of each laptop which edits it has really seen: a bit for each. What merging works out is not asked."""
        self.edits: dict[bytes, Edit] = {}
        self.backups: list[tuple[int, Simple, int]] = []
        self.hub_backup: MemoryHub | None = None

    def run(self, steps: int) -> None:
        for _step in range(steps):
            self.now += self.dice.choice((1, 50, 3_000, 3_600_000))
            self._step(self.dice.randrange(len(self.laptops)))

    def _step(self, number: int) -> None:
        fate = self.dice.random()
        if fate < 0.55:
            self._edit(number)
        elif fate < 0.92:
            with suppress(OSError, Crash, NotInStepError):
                exchange(self.laptops[number], Net(self))
                if self.dice.random() < 0.05:
                    self._condense(self.laptops[number])
            self._learn(number)
        elif fate < 0.95:
            self.backups.append((number, self.laptops[number].copy(), self.knows[number]))
        elif fate < 0.97 and self.backups:
            number, laptop, knows = self.dice.choice(self.backups)
            self.laptops[number], self.knows[number] = laptop.copy(), knows
        elif fate < 0.985:
            self.hub_backup = self._copied(self.hub)
        elif self.hub_backup:
            epoch, self.hub = self.hub.epoch, self._copied(self.hub_backup)
            self.hub.restored(epoch + 1)

    def _condense(self, laptop: Simple) -> None:
        """A hub waits before it takes out what was replaced; backups that it is restored from are younger."""
        mine = laptop.standing()
        if mine.epoch == self.hub.epoch:
            self.hub.condense(mine.read, laptop.living(mine.epoch))
            self.hub_backup = None

    def _copied(self, hub: MemoryHub) -> MemoryHub:
        other = copy(hub)
        other.epochs, other.log, other._known = list(hub.epochs), list(hub.log), dict(hub._known)
        other._gone = set(hub._gone)
        other._devices = {
            key: replace(each, ids=list(each.ids), chains=list(each.chains)) for key, each in hub._devices.items()
        }
        return other

    def _edit(self, number: int) -> None:
        values = self.dice.choice(
            (
                {3: self._word()},
                {3: self._word(), 4: self._word()},
                {4: self._word()},
                {STREET: self._word(), TOWN: self._word()},
                {NOTE: self._text()},
                {DELETED: self.dice.choice((None, 1))},
            )
        )
        row = self.dice.choice(ROWS)
        key = self.laptops[number].edit(self.now + self.skew[number], 1, row, dict(values))
        self.edits[key] = Edit(1 << len(self.edits), self.knows[number], row, dict(values))
        self.knows[number] |= self.edits[key].bit

    def _word(self) -> str:
        return str(self.dice.randrange(6))

    def _text(self) -> str:
        return " ".join(self._word() for _word in range(self.dice.randrange(3)))

    def _learn(self, number: int) -> None:
        for key in self.laptops[number].heard():
            self.knows[number] |= self.edits[key].bit

    def settle(self) -> None:
        """The net holds, and all meet until nobody has anything to tell."""
        self.is_rough = False
        for _round in range(3):
            for laptop in self.laptops:
                exchange(laptop, Net(self))

    def faults(self) -> list[str]:
        """What is not as it must be once all have met."""
        found = [
            f"{laptop.standing().device.hex()} still has something to tell"
            for laptop in self.laptops
            if laptop.pending(1)
        ]
        found += [
            f"laptop {number} shows otherwise than it keeps, or has other values than laptop 0"
            for number, laptop in enumerate(self.laptops)
            if _picture(laptop) != _picture(self.laptops[0])
        ]
        return found + self._lost()

    def _lost(self) -> list[str]:
        """What nobody replaced who had seen it must be there, and nothing else."""
        everything = {key for laptop in self.laptops for key in laptop.heard()} | self._told()
        found = []
        for row in ROWS:
            for group in (DELETED, 3, 4, STREET, NOTE):
                expected = self._unreplaced(everything, row, group)
                heads = self.laptops[0].heads((1, row)).get(group, ())
                if {head.id for head in heads} != expected:
                    found.append(f"row {row[0]}, field {group}: not the values that nobody replaced")
                if group == DELETED and heads:
                    lives = any(self.edits[key].values.get(DELETED) is None for key in expected)
                    if (shown(heads).values[0][1] is None) != lives:
                        found.append(f"row {row[0]} is dead or alive, and should not be")
        return found

    def _told(self) -> set[bytes]:
        """To the hub that there is now, also what was taken out since."""
        return {placed.change.id for placed in self.hub.log}

    def _unreplaced(self, everything: set[bytes], row: bytes, group: int) -> set[bytes]:
        said = {key: edit for key in everything if (edit := self.edits[key]).says(row, group)}
        replaced = 0
        for edit in said.values():
            replaced |= edit.known
        return {key for key, edit in said.items() if not edit.bit & replaced}


def _picture(laptop: Simple) -> dict[object, object]:
    kept: dict[object, object] = {}
    for row in ROWS:
        for group, heads in laptop.heads((1, row)).items():
            best = visible(heads)
            kept[row, group] = (best, sorted((head.id, head.values) for head in others(heads)))
            seen = laptop.values()[1, row]
            if any(seen.get(number) != value for number, value in best):
                kept[row, group, "as it is seen"] = seen
    return kept


def faults(seed: int, steps: int, **more: Any) -> list[str]:
    world = World(seed, **more)
    world.run(steps)
    world.settle()
    return world.faults()
