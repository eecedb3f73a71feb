"""What a file keeps of an exchange as bytes: positions, changes, and the values that nobody has replaced."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import msgpack
from zstandard import ZstdCompressor, ZstdDecompressor

from crmdesk.store.sync_shapes import Shape
from crmdesk.sync.laptop import Position
from crmdesk.sync.merge import Head, both, others
from crmdesk.sync.messages import DELETED, Change, Placed

Heads = Mapping[int, tuple[Head, ...]]
"""By group, of one row."""
_POSITION = [field.name for field in fields(Position)]


def pack_position(position: Position) -> bytes:
    return _pack([getattr(position, name) for name in _POSITION])


def unpack_position(data: bytes) -> Position:
    return Position(*_read(data))


def pack_change(change: Change) -> bytes:
    return _pack(_parts(change))


def unpack_change(data: bytes) -> Change:
    return Change(*_read(data))


def pack_page(placed: Sequence[Placed]) -> bytes:
    parts = [(each.places, _parts(each.change), each.labels) for each in placed]
    return ZstdCompressor(3).compress(_pack(parts))


def unpack_page(data: bytes) -> list[Placed]:
    found = _read(ZstdDecompressor().decompress(data))
    return [Placed(places, Change(*parts), labels) for places, parts, labels in found]


def _parts(change: Change) -> tuple[Any, ...]:
    return (
        change.id, change.device, change.number, change.clock, change.seen, change.table, change.row,
        change.values, change.forked, change.author, change.about, change.bases,
    )  # fmt: skip


def pack_heads(heads: Heads, shape: Shape | None) -> tuple[int, bytes]:
    """How many values stand beside those shown, and all of it.

    Where one value stands alone and is all of its group, the row holds it: only the group is named. Without a shape
    the row does not hold what is said of it.
    """
    found: dict[Any, tuple[list[int], dict[int, Any]]] = {}
    rivals = 0
    for group, some in heads.items():
        if len(some) > 1:
            rivals += len(others(some))
        for head in some:
            stamp = (head.id, head.clock, head.labels, head.places, head.seen, head.forked)
            plain, told = found.setdefault(stamp, ([], {}))
            if shape and len(some) == 1 and not head.bases and _is_whole(head, shape.members.get(group)):
                plain.append(group)
            else:
                told[group] = (head.values, head.bases)
    return rivals, _pack([(*stamp, plain, told) for stamp, (plain, told) in found.items()])


def _is_whole(head: Head, members: tuple[int, ...] | None) -> bool:
    return members is not None and len(head.values) == len(members)


def pack_alone(placed: Placed, shape: Shape) -> bytes:
    """The heads of a row of which this is all there is, and of no text that may have to be joined."""
    change = placed.change
    labels = ((change.device, change.number), *placed.labels)
    plain, partial = _layout(shape, tuple(change.values))
    told = {group: (tuple((number, change.values[number]) for number in numbers), ()) for group, numbers in partial}
    return _pack([(change.id, change.clock, labels, placed.places, change.seen, change.forked, plain, told)])


def heard_alone(data: bytes, placed: Placed) -> bytes | None:
    """The same when that one came back from the hub; nothing where there is more."""
    change = placed.change
    found = _read(data)
    if len(found) != 1 or found[0][0] != change.id:
        return None
    _id, _clock, labels, places, seen, forked, plain, told = found[0]
    labels = both(labels, ((change.device, change.number), *placed.labels))
    stamp = (change.id, change.clock, labels, both(places, placed.places))
    return _pack([(*stamp, both(seen, change.seen), both(forked, change.forked), plain, told)])


def _layout(shape: Shape, numbers: tuple[int, ...]) -> tuple[list[int], list[tuple[int, tuple[int, ...]]]]:
    """Of a change of these fields the groups that the row holds, and those that it says but a part of."""
    known = shape.layouts.get(numbers)
    if known is None:
        groups: dict[int, tuple[int, ...]] = {DELETED: (DELETED,)}
        for number in sorted(set(numbers) - {DELETED}):
            group = shape.group_of.get(number, number)
            groups[group] = (*groups.get(group, ()), number)
        plain = [group for group, said in groups.items() if len(said) == len(shape.members.get(group, ()))]
        known = plain, [(group, said) for group, said in groups.items() if group not in plain]
        shape.layouts[numbers] = known
    return known


def unpack_heads(data: bytes, shape: Shape | None, row: Mapping[int, Any]) -> dict[int, tuple[Head, ...]]:
    found: dict[int, tuple[Head, ...]] = {}
    for *stamp, plain, told in _read(data):
        for group in plain:
            members = shape.members[group] if shape else ()
            values = tuple((number, row.get(number)) for number in members)
            found[group] = (*found.get(group, ()), _head(stamp, values, ()))
        for group, (values, bases) in told.items():
            found[group] = (*found.get(group, ()), _head(stamp, values, bases))
    return found


def is_stray(data: bytes, epoch: int, left: Container[int]) -> bool:
    """Whether a value has none of these places in the log of that epoch."""
    return any(
        not any(began == epoch and place in left for began, place in places)
        for _id, _clock, _labels, places, *_rest in _read(data)
    )


def places_of(data: bytes, epoch: int) -> set[int]:
    """Where in the log of that epoch stands what still counts of a row."""
    return {place for _id, _clock, _labels, places, *_rest in _read(data) for began, place in places if began == epoch}


def pack_head(head: Head) -> bytes:
    return _pack((head.id, head.clock, head.labels, head.places, head.seen, head.forked, head.values, head.bases))


def unpack_head(data: bytes) -> Head:
    *stamp, values, bases = _read(data)
    return _head(stamp, values, bases)


def _head(stamp: Iterable[Any], values: Any, bases: Any) -> Head:
    key, clock, labels, places, seen, forked = stamp
    return Head(key, clock, values, labels, places, seen, forked, bases)


def _pack(what: object) -> bytes:
    packed: bytes = msgpack.packb(what)
    return packed


def _read(data: bytes) -> Any:
    return msgpack.unpackb(data, use_list=False, strict_map_key=False)
