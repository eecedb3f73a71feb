"""What is sent comes back as it was, and nothing else is taken for a message."""

from contextlib import suppress

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.sync.messages import Change, MessageError, pack, unpack

whole = st.integers(0, 2**63 - 1)
pairs = st.lists(st.tuples(whole, whole), max_size=3).map(tuple)
labels = st.lists(st.tuples(st.binary(min_size=8, max_size=8), whole), max_size=3).map(tuple)
values = st.one_of(
    st.none(), st.text(), st.integers(-(2**63), 2**63 - 1), st.binary(), st.floats(allow_nan=False), st.booleans()
)
changes = st.builds(
    Change,
    st.binary(min_size=16, max_size=16), st.binary(min_size=8, max_size=8), whole, whole, pairs, whole,
    st.binary(min_size=16, max_size=16), st.dictionaries(st.integers(1, 63), values, min_size=1, max_size=9), labels,
    st.text(), st.text(),
)  # fmt: skip


@given(st.lists(changes, max_size=5))
def test_what_is_packed_is_unpacked(some: list[Change]) -> None:
    assert unpack(pack(some)) == some


@given(changes, st.data())
def test_a_message_with_one_wrong_part_is_refused(some: Change, data: st.DataObject) -> None:
    item = some.packed()
    place = data.draw(st.integers(0, len(item) - 1))
    item[place] = data.draw(st.sampled_from([{"a": 1}, -1, "x", [[1]], [b"x"], {64: 1}, {}]))
    with pytest.raises(MessageError):
        unpack(msgpack.packb([item]))


@given(st.binary(max_size=200))
def test_noise_is_refused_by_name(noise: bytes) -> None:
    with suppress(MessageError):
        unpack(noise)


def test_a_change_says_whether_it_deletes() -> None:
    some = Change(b"i" * 16, b"d" * 8, 1, 5, (), 1, b"r" * 16, {2: 7})
    assert some.deletes
