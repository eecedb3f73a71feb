"""What laptops and hub tell each other: changes of rows, as they were made and as the hub numbered them.

A change names fields by the numbers of their declaration, so that a version that does not know one keeps it as it is.
How they look on the wire stands in `sealed`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

Value = str | int | float | bytes | None

CREATED = 1
"""The number of the field that says when a row was made, in every table."""
DELETED = 2
"""The number of the field that says since when a row is deleted, in every table."""
MOST_CHANGES = 1000
"""In one message."""

Labels = tuple[tuple[bytes, int], ...]
"""A device and the number of its change."""
Places = tuple[tuple[int, int], ...]
"""In the logs that a hub has had, one after the other: epoch and place. A restored backup begins a new epoch."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one laptop did to some fields of one row. From the moment it was given a number it stays as it is."""

    id: bytes
    """16 random bytes."""
    device: bytes
    """8 bytes; a copy of a file is a device of its own."""
    number: int
    """Of this device: 1, 2, 3 …"""
    clock: int
    """Milliseconds since 1970 shifted by 16, and a counter that carries into them (Kulkarni et al., 2014)."""
    seen: Places
    """Up to where its author had read: what it knowingly replaces."""
    table: int
    row: bytes
    values: Mapping[int, Value]
    """By number of the field; fields that make sense together only stand together."""
    forked: Labels = ()
    """Devices this one was before, and up to which of their changes it is the same."""
    author: str = ""
    about: str = ""
    """What the author did, as Undo calls it."""
    bases: Mapping[int, str] = field(default_factory=dict)
    """Of long texts what the author began from: so two that were changed apart can be joined."""

    @property
    def deletes(self) -> bool:
        return self.values.get(DELETED) is not None


@dataclass(frozen=True, slots=True)
class Placed:
    """A change in the hub's log, whose places have no holes: who sees one has seen all below it."""

    places: Places
    change: Change
    labels: Labels = ()
    """As what it was told besides: by copies of one file, or again to a hub that had lost it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a laptop is in what it has told and heard."""

    device: bytes
    epoch: int
    """Of the hub: another one means that it was restored from a backup. 0: none was met yet."""
    read: int
    told: int
    """The number of its last change that the hub has."""
    chain: bytes
    """The digest of all it told, one after the other: proof that this is the file that told it."""


@dataclass(frozen=True, slots=True)
class Welcome:
    epoch: int
    fits: bool
    """What the laptop says it told is what the hub has of it."""
    beyond: Sequence[bytes]
    """Ids of what the hub has of this device besides: answers were lost on the way, or another file told them."""


class Answer(StrEnum):
    TAKEN = "taken"
    UNFIT = "unfit"
    """They do not follow on what the hub has of this device."""
    CLOCK = "clock"
    """Stamped later than the hub's clock allows."""


@dataclass(frozen=True, slots=True)
class Pushed:
    answer: Answer
    time: int
    """Milliseconds since 1970 by the hub's clock."""


@dataclass(frozen=True, slots=True)
class Page:
    epoch: int
    changes: Sequence[Placed]
    read: int
    """Up to here, when they are applied; there may be holes where what was replaced is taken out."""
    end: int
    floor: int = 0
    """Up to where something may have been taken out."""


def chained(chain: bytes, ids: Sequence[bytes]) -> bytes:
    """Over ids alone: they are random, so whoever holds the chain learns nothing of what was said."""
    for key in ids:
        chain = sha256(chain + key).digest()
    return chain
