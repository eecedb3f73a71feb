"""What is sent comes back as it was, and nothing else is taken for a message."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.sync import sealed
from crmdesk.sync.messages import Answer, Change, Placed, Pushed, Standing, Welcome, chained
from crmdesk.sync.sealed import MessageError, Plain, Sealed, SealedPage

whole = st.integers(0, 2**63 - 1)
pairs = st.lists(st.tuples(whole, whole), max_size=3).map(tuple)
ids, devices = st.binary(min_size=16, max_size=16), st.binary(min_size=8, max_size=8)
labels = st.lists(st.tuples(devices, whole), max_size=3).map(tuple)
values = st.one_of(
    st.none(), st.text(), st.integers(-(2**63), 2**63 - 1), st.binary(), st.floats(allow_nan=False), st.booleans()
)
fields = st.integers(1, 127)
changes = st.builds(
    Change, ids, devices, whole, whole, pairs, whole, ids, st.dictionaries(fields, values, min_size=1, max_size=9),
    labels, st.text(), st.text(), st.dictionaries(fields, st.text(), max_size=2),
)  # fmt: skip
placed = st.builds(Placed, pairs, changes, labels)
entries = st.lists(st.builds(Sealed, ids, devices, whole, whole, st.binary(), labels, pairs), max_size=4)
standings = st.builds(Standing, devices, whole, whole, whole, st.sampled_from([b"", b"c" * 32]))
READERS: tuple[Callable[[bytes], object], ...] = (
    sealed.unpack_entries, sealed.unpack_standing, sealed.unpack_push, sealed.unpack_welcome, sealed.unpack_pushed,
    sealed.unpack_page, sealed.unpack_numbers, lambda data: Plain().open(_of(data)),
)  # fmt: skip


def _of(body: bytes) -> Sealed:
    return Sealed(b"i" * 16, b"d" * 8, 1, 5, body)


@given(placed)
def test_what_is_sealed_is_opened(some: Placed) -> None:
    assert sealed.opened(sealed.sealed(some, Plain()), Plain()) == some


@given(standings, entries, pairs, whole)
def test_what_is_packed_is_unpacked(standing: Standing, some: list[Sealed], numbers: tuple[int, ...], end: int) -> None:
    assert sealed.unpack_entries(sealed.pack_entries(some)) == some
    assert sealed.unpack_standing(sealed.pack_standing(standing)) == standing
    assert sealed.unpack_push(sealed.pack_push(standing, some)) == (standing, some)
    page = SealedPage(3, some, end, end, 7)
    assert sealed.unpack_page(sealed.pack_page(page)) == page
    welcome = Welcome(end, True, [entry.id for entry in some])
    assert sealed.unpack_welcome(sealed.pack_welcome(welcome)) == welcome
    for answer in Answer:
        assert sealed.unpack_pushed(sealed.pack_pushed(Pushed(answer, end))) == Pushed(answer, end)


@given(st.lists(whole, unique=True).map(sorted))
def test_places_come_back_in_order(numbers: list[int]) -> None:
    assert sealed.unpack_numbers(sealed.pack_numbers(numbers)) == numbers


@given(changes, st.data())
def test_a_change_with_one_wrong_part_is_refused(some: Change, data: st.DataObject) -> None:
    item = msgpack.unpackb(sealed.pack_body(some), strict_map_key=False)
    place = data.draw(st.integers(0, len(item) - 1))
    item[place] = data.draw(st.sampled_from([{"a": 1}, -1, [[1]], [b"x"], {128: "x"}, {3: [1]}]))
    with pytest.raises(MessageError):
        Plain().open(_of(msgpack.packb(item)))


@given(st.one_of(st.binary(max_size=200), st.lists(st.one_of(whole, st.binary(), pairs)).map(msgpack.packb)))
def test_noise_is_refused_by_name(noise: bytes) -> None:
    for reader in READERS:
        with suppress(MessageError):
            reader(noise)


def test_a_chain_tells_every_order_from_every_other() -> None:
    one, two = b"i" * 16, b"j" * 16
    assert len({chained(b"", some) for some in ([], [one], [two], [one, two], [two, one])}) == 5
    assert chained(chained(b"", [one]), [two]) == chained(b"", [one, two])


def test_a_change_says_whether_it_deletes() -> None:
    some = Change(b"i" * 16, b"d" * 8, 1, 5, (), 1, b"r" * 16, {2: 7})
    assert some.deletes
    assert not replace(some, values={2: None}).deletes
