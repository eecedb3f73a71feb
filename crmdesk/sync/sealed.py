"""What goes over the wire and what the hub keeps: of a change its label and stamp, and the rest as closed bytes.

A hub orders entries and keeps them; it knows no table, row or field. Everything is positional msgpack. All readers
raise MessageError for whatever is not exactly what their writer makes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgpack

from crmdesk.sync.messages import Answer, Change, Labels, Placed, Places, Pushed, Standing, Welcome

MOST_BYTES = 8 << 20
"""Of one message, unpacked."""
MOST_FIELDS = 128
_SIZES = {"id": 16, "device": 8, "row": 16}


class MessageError(ValueError):
    """This is no message of ours."""


@dataclass(frozen=True, slots=True)
class Sealed:
    id: bytes
    device: bytes
    number: int
    clock: int
    body: bytes
    """What was done, as the laptops of a workspace close it."""
    labels: Labels = ()
    places: Places = ()


@dataclass(frozen=True, slots=True)
class SealedPage:
    epoch: int
    entries: Sequence[Sealed]
    read: int
    end: int
    floor: int = 0


class Seal(Protocol):
    """How the laptops of a workspace close what they tell each other."""

    def seal(self, change: Change) -> bytes: ...

    def open(self, sealed: Sealed) -> Change:
        """Raises MessageError."""
        ...


class Plain:
    """The hub could read it: what travels is encrypted by TLS alone."""

    def seal(self, change: Change) -> bytes:
        return pack_body(change)

    def open(self, sealed: Sealed) -> Change:
        return unpack_body(sealed, sealed.body)


def sealed(placed: Placed, seal: Seal) -> Sealed:
    change = placed.change
    body = seal.seal(change)
    return Sealed(change.id, change.device, change.number, change.clock, body, placed.labels, placed.places)


def opened(entry: Sealed, seal: Seal) -> Placed:
    return Placed(entry.places, seal.open(entry), entry.labels)


def pack_body(change: Change) -> bytes:
    """All of a change that the hub need not know."""
    return _pack([
        change.seen, change.table, change.row, dict(change.values), change.forked, change.author, change.about,
        dict(change.bases),
    ])  # fmt: skip


def unpack_body(head: Sealed, body: bytes) -> Change:
    parts = _parts(_read(body), 8, "a change")
    seen, table, row, values, forked, author, about, bases = parts
    _check(_is_whole(table), "table")
    _check(isinstance(author, str) and isinstance(about, str), "author")
    _check(isinstance(values, dict) and values and all(_is_value(*pair) for pair in values.items()), "values")
    _check(isinstance(bases, dict) and all(_is_base(*pair) for pair in bases.items()), "bases")
    return Change(
        head.id, head.device, head.number, head.clock, _places(seen), table, _key(row, "row"), values,
        _labels(forked), author, about, bases,
    )  # fmt: skip


def pack_entries(entries: Sequence[Sealed]) -> bytes:
    return _pack([_entry_parts(entry) for entry in entries])


def unpack_entries(data: bytes) -> list[Sealed]:
    return [_entry(item) for item in _list(_read(data))]


def pack_standing(standing: Standing) -> bytes:
    return _pack(_standing_parts(standing))


def unpack_standing(data: bytes) -> Standing:
    return _standing(_read(data))


def pack_push(standing: Standing, entries: Sequence[Sealed]) -> bytes:
    return _pack([_standing_parts(standing), [_entry_parts(entry) for entry in entries]])


def unpack_push(data: bytes) -> tuple[Standing, list[Sealed]]:
    standing, entries = _parts(_read(data), 2, "a push")
    return _standing(standing), [_entry(item) for item in _list(entries)]


def pack_welcome(welcome: Welcome) -> bytes:
    return _pack([welcome.epoch, welcome.fits, welcome.beyond])


def unpack_welcome(data: bytes) -> Welcome:
    epoch, fits, beyond = _parts(_read(data), 3, "a welcome")
    _check(isinstance(fits, bool), "fits")
    return Welcome(_whole(epoch, "epoch"), fits, [_key(key, "id") for key in _list(beyond)])


def pack_pushed(pushed: Pushed) -> bytes:
    return _pack([pushed.answer.value, pushed.time])


def unpack_pushed(data: bytes) -> Pushed:
    answer, time = _parts(_read(data), 2, "an answer")
    _check(answer in list(Answer), "answer")
    return Pushed(Answer(answer), _whole(time, "time"))


def pack_page(page: SealedPage) -> bytes:
    return _pack([page.epoch, [_entry_parts(entry) for entry in page.entries], page.read, page.end, page.floor])


def unpack_page(data: bytes) -> SealedPage:
    epoch, entries, read, end, floor = _parts(_read(data), 5, "a page")
    found = [_entry(item) for item in _list(entries)]
    return SealedPage(
        _whole(epoch, "epoch"), found, _whole(read, "read"), _whole(end, "end"), _whole(floor, "floor")
    )  # fmt: skip


def pack_numbers(numbers: Sequence[int]) -> bytes:
    """Places of a log, in their order: as the steps from one to the next, of which most are 1."""
    return _pack([number - before for before, number in zip((0, *numbers), numbers, strict=False)])


def unpack_numbers(data: bytes) -> list[int]:
    found, last = [], 0
    for step in _list(_read(data)):
        last += _whole(step, "place")
        found.append(last)
    return found


def _entry_parts(entry: Sealed) -> list[Any]:
    return [entry.id, entry.device, entry.number, entry.clock, entry.body, entry.labels, entry.places]


def _entry(item: object) -> Sealed:
    key, device, number, clock, body, labels, places = _parts(item, 7, "an entry")
    _check(isinstance(body, bytes), "body")
    return Sealed(
        _key(key, "id"), _key(device, "device"), _whole(number, "number"), _whole(clock, "clock"), body,
        _labels(labels), _places(places),
    )  # fmt: skip


def _standing_parts(standing: Standing) -> list[Any]:
    return [standing.device, standing.epoch, standing.read, standing.told, standing.chain]


def _standing(item: object) -> Standing:
    device, epoch, read, told, chain = _parts(item, 5, "a standing")
    _check(isinstance(chain, bytes) and len(chain) in (0, 32), "chain")
    return Standing(
        _key(device, "device"), _whole(epoch, "epoch"), _whole(read, "read"), _whole(told, "told"), chain
    )  # fmt: skip


def _labels(item: object) -> Labels:
    return tuple((_key(device, "device"), _whole(number, "number")) for device, number in _pairs(item))


def _places(item: object) -> Places:
    return tuple((_whole(epoch, "epoch"), _whole(place, "place")) for epoch, place in _pairs(item))


def _pairs(item: object) -> list[tuple[Any, ...]]:
    return [_parts(one, 2, "a pair") for one in _list(item)]


def _is_value(number: object, value: object) -> bool:
    return _is_field(number) and isinstance(value, str | int | float | bytes | None)


def _is_base(number: object, text: object) -> bool:
    return _is_field(number) and isinstance(text, str)


def _is_field(number: object) -> bool:
    return type(number) is int and 0 < number < MOST_FIELDS


def _key(value: object, name: str) -> bytes:
    _check(isinstance(value, bytes) and len(value) == _SIZES[name], name)
    return value  # type: ignore[return-value]


def _whole(value: object, name: str) -> int:
    _check(_is_whole(value), name)
    return value  # type: ignore[return-value]


def _is_whole(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 63


def _list(item: object) -> tuple[Any, ...]:
    _check(isinstance(item, tuple), "a list")
    return item  # type: ignore[return-value]


def _parts(item: object, count: int, name: str) -> tuple[Any, ...]:
    _check(isinstance(item, tuple) and len(item) == count, name)
    return item  # type: ignore[return-value]


def _check(is_right: object, name: str) -> None:
    if not is_right:
        raise MessageError(name)


def _pack(what: object) -> bytes:
    packed: bytes = msgpack.packb(what)
    return packed


def _read(data: bytes) -> object:
    if len(data) > MOST_BYTES:
        raise MessageError("too long")
    try:
        return msgpack.unpackb(data, strict_map_key=False, use_list=False, object_pairs_hook=_map)
    except Exception as error:
        raise MessageError(str(error)) from error


_NOTHING: dict[Any, Any] = {}


def _map(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """A message of nothing but empty maps, or tuples, shall not fill the memory: there is one of each."""
    return dict(pairs) if pairs else _NOTHING
