"""How changes that were made apart come together: pure, and the same in whatever order they arrive.

Each group of fields of a row is a register of several values (Shapiro et al., 2011): a change replaces exactly those
its author had seen. If more than one is left, the one with the highest clock is shown and the others are kept. Whether
a row is deleted is such a register too, to which every change of the row adds that it lives: so a deletion wins over
what its author had seen, and over nothing else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crmdesk.sync.messages import CREATED, DELETED, Change, Labels, Placed, Places, Value
from crmdesk.sync.texts import joined

Groups = Callable[[int, int], int]
"""Of a table and a field the number that its group goes by."""


@dataclass(frozen=True, slots=True)
class Head:
    """A value of a group of fields that no later change has replaced."""

    id: bytes
    """Of the change it came with."""
    clock: int
    values: tuple[tuple[int, Value], ...]
    labels: Labels
    places: Places
    """In the logs of the hub; none: it is not there yet."""
    seen: Places
    forked: Labels
    bases: tuple[tuple[int, str], ...] = ()
    """Of a long text what its author began from."""

    @property
    def lives(self) -> bool:
        """Of a register of life."""
        return self.values[0][1] is None


Registers = Mapping[int, tuple[Head, ...]]
"""By group, of one row."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a change makes of one register."""

    heads: tuple[Head, ...]
    lost: tuple[Head, ...] = ()
    """Values that were not shown and that the change replaced together with the one that was."""


def saw(later: Head, earlier: Head) -> bool:
    """Whether the author of the one had the other before them."""
    read = dict(later.seen)
    for epoch, place in earlier.places:
        if place <= read.get(epoch, 0):
            return True
    for device, number in earlier.labels:
        for own, last in later.labels:
            if device == own and number < last:
                return True
        for own, upto in later.forked:
            if device == own and number <= upto:
                return True
    return False


def shown(heads: Iterable[Head]) -> Head:
    """Of a register of life one that lives, if there is any: an edit is not lost to a deletion that did not see it."""
    return max(heads, key=_rank)


def _rank(head: Head) -> tuple[bool, int, bytes]:
    """Clocks decide between values that nobody compared, and nothing else."""
    is_life = head.values[0][0] == DELETED
    return (is_life and head.lives, head.clock, head.id)


def visible(heads: Sequence[Head]) -> tuple[tuple[int, Value], ...]:
    """What a register looks like, by number of the field: of long texts that began from the same all words of all."""
    if len(heads) == 1:
        return heads[0].values
    heads = sorted(heads, key=_rank)
    best = heads[-1]
    if not best.bases or any(head.bases != best.bases for head in heads):
        return best.values
    return tuple((number, _together(number, base, heads)) for number, base in best.bases)


def _together(number: int, base: str, heads: Iterable[Head]) -> Value:
    said = [dict(head.values).get(number) for head in heads]
    versions = tuple(sorted({str(value or "") for value in said}))
    together = joined(base, versions) if len(versions) > 1 else None
    return said[-1] if together is None else together


def others(heads: Sequence[Head]) -> tuple[Head, ...]:
    """What is not shown and says something else, the newest first. When a row was made is nobody's opinion."""
    if len(heads) == 1 or heads[0].values[0][0] == CREATED:
        return ()
    found = sorted(heads, key=_rank, reverse=True)
    return tuple(head for head in found[1:] if head.values != found[0].values)


def merged(registers: Registers, placed: Placed, groups: Groups) -> dict[int, Merged]:
    """The registers that a change touches, after it. One without places is a change of one's own."""
    return {group: _joined(registers.get(group, ()), head) for group, head in _heads(placed, groups).items()}


def _heads(placed: Placed, groups: Groups) -> dict[int, Head]:
    """What the change says, by group; life is always among it."""
    change = placed.change
    values: dict[int, list[tuple[int, Value]]] = {DELETED: [(DELETED, change.values.get(DELETED))]}
    for number, value in sorted(change.values.items()):
        if number != DELETED:
            values.setdefault(groups(change.table, number), []).append((number, value))
    labels = ((change.device, change.number), *placed.labels)
    bases = {group: _bases(change, said) for group, said in values.items()} if change.bases else {}
    return {
        group: Head(
            change.id, change.clock, tuple(said), labels, placed.places, change.seen, change.forked,
            bases.get(group, ()),
        )
        for group, said in values.items()
    }  # fmt: skip


def _bases(change: Change, said: Iterable[tuple[int, Value]]) -> tuple[tuple[int, str], ...]:
    return tuple((number, change.bases[number]) for number, _value in said if number in change.bases)


def _joined(known: tuple[Head, ...], head: Head) -> Merged:
    """What comes back from the hub has a place now, and may have been told by another copy of the file."""
    if not known:
        return Merged((head,))
    heads = tuple(old for old in known if old.id != head.id)
    for same in (old for old in known if old.id == head.id):
        head = _united(head, same)
    if any(saw(old, head) for old in heads):
        return Merged(heads)
    replaced = tuple(old for old in heads if saw(head, old))
    lost = others(replaced) if len(replaced) > 1 else ()
    return Merged((*(old for old in heads if old not in replaced), head), lost)


def _united(head: Head, same: Head) -> Head:
    return Head(
        head.id, head.clock, head.values, both(same.labels, head.labels), both(same.places, head.places),
        both(same.seen, head.seen), both(same.forked, head.forked), head.bases,
    )  # fmt: skip


T = TypeVar("T")


def both(some: tuple[T, ...], more: tuple[T, ...]) -> tuple[T, ...]:
    if some == more or not more:
        return some
    return tuple(dict.fromkeys((*some, *more))) if some else more
