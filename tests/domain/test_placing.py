"""There is always room between two places, and keys stay short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.placing import between, spaced


@given(st.lists(st.integers(0, 10**6), max_size=60))
def test_wherever_something_is_put_it_stands_there(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        low, high = keys[at - 1] if at else "", keys[at] if at < len(keys) else ""
        keys.insert(at, between(low, high))
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert not [key for key in keys if key.endswith("0")]


def test_at_the_ends_keys_do_not_grow() -> None:
    last = first = between("", "")
    for _number in range(2_000):
        last, first = between(last, ""), between("", first)
        assert len(last) < 12
        assert len(first) < 12


def test_in_one_gap_they_grow_slowly() -> None:
    low, high = spaced(2)
    for _number in range(100):
        high = between(low, high)
    assert len(high) < 80


def test_two_laptops_mean_two_places() -> None:
    assert len({between("V", "W") for _number in range(40)}) > 30


def test_equal_neighbours_have_no_room() -> None:
    with pytest.raises(ValueError, match="no room"):
        between("V", "V")
    assert spaced(1000) == sorted(set(spaced(1000)))
