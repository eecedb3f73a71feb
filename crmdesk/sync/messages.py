"""What laptops and hub tell each other: changes of rows, as they were made and as the hub numbered them.

On the wire everything is positional msgpack. A change names fields by the numbers of their declaration, so that a
version that does not know one keeps it as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgpack

Value = str | int | float | bytes | None

DELETED = 2
"""The number of the field that says since when a row is deleted, in every table."""
MOST_CHANGES = 1000
"""In one message."""
MOST_BYTES = 4 << 20


class MessageError(ValueError):
    """This is no message of ours."""


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

    @property
    def deletes(self) -> bool:
        return self.values.get(DELETED) is not None

    def digest(self) -> bytes:
        """Without the clock, which may be put right until the hub has it."""
        return sha256(msgpack.packb([self.id, self.table, self.row, dict(self.values)])).digest()

    def packed(self) -> list[Any]:
        return [
            self.id, self.device, self.number, self.clock, [list(one) for one in self.seen], self.table, self.row,
            dict(self.values), [list(one) for one in self.forked], self.author, self.about,
        ]  # fmt: skip


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
    """Up to here, when they are applied."""
    end: int


def chained(chain: bytes, changes: Sequence[Change]) -> bytes:
    for change in changes:
        chain = sha256(chain + change.digest()).digest()
    return chain


def pack(changes: Sequence[Change]) -> bytes:
    packed: bytes = msgpack.packb([change.packed() for change in changes])
    return packed


def unpack(data: bytes) -> list[Change]:
    """Raises MessageError for whatever is not exactly what `pack` makes."""
    if len(data) > MOST_BYTES:
        raise MessageError("too long")
    try:
        items = msgpack.unpackb(data, strict_map_key=False)
        return [change(item) for item in items]
    except MessageError:
        raise
    except Exception as error:
        raise MessageError(str(error)) from error


def change(item: Any) -> Change:
    if not isinstance(item, list) or len(item) != 11:
        raise MessageError("a change has eleven parts")
    key, device, number, clock, seen, table, row, values, forked, author, about = item
    _check(isinstance(key, bytes) and len(key) == 16, "id")
    _check(isinstance(device, bytes) and len(device) == 8, "device")
    for name, whole in (("number", number), ("clock", clock), ("table", table)):
        _check(_is_whole(whole), name)
    _check(isinstance(row, bytes) and len(row) == 16, "row")
    _check(isinstance(values, dict) and values and all(_is_value(*pair) for pair in values.items()), "values")
    _check(_are_pairs(seen) and all(_is_whole(epoch) for epoch, _place in seen), "seen")
    _check(_are_pairs(forked) and all(isinstance(old, bytes) for old, _upto in forked), "forked")
    _check(isinstance(author, str) and isinstance(about, str), "author")
    places = tuple((epoch, place) for epoch, place in seen)
    before = tuple((old, upto) for old, upto in forked)
    return Change(key, device, number, clock, places, table, row, values, before, author, about)


def _is_value(number: object, value: object) -> bool:
    return type(number) is int and 0 < number < 64 and isinstance(value, str | int | float | bytes | None)


def _is_whole(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 63


def _are_pairs(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list) and len(one) == 2 and _is_whole(one[1]) for one in value
    )


def _check(is_right: object, name: str) -> None:
    if not is_right:
        raise MessageError(name)
