"""Bars in lanes and blocks side by side: none lies on another, none is further away than it must be."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.widgets.calendar_layout import Column, columns, lanes

BARS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda pair: (min(pair), max(pair))), max_size=20)
SPANS = st.lists(st.tuples(st.integers(0, 95), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair))), max_size=25)


@given(BARS)
def test_no_bar_lies_on_another(bars: list[tuple[int, int]]) -> None:
    places = lanes(bars)
    for (one, place), (other, place_too) in combinations(zip(bars, places, strict=True), 2):
        if place == place_too:
            assert one[1] < other[0] or other[1] < one[0]


@given(BARS)
def test_there_are_no_more_lanes_than_bars_on_a_day(bars: list[tuple[int, int]]) -> None:
    most = max((sum(first <= day <= last for first, last in bars) for day in range(7)), default=0)
    assert max(lanes(bars), default=-1) + 1 == most


def seen(place: Column) -> tuple[float, float]:
    """Its left and right side, all columns being one wide."""
    return place.number / place.of, (place.number + place.wide) / place.of


@given(SPANS)
def test_no_block_lies_on_another(spans: list[tuple[int, int]]) -> None:
    made = columns([(float(begin), float(end)) for begin, end in spans])
    assert all(place.number + place.wide <= place.of for place in made)
    for (one, place), (other, place_too) in combinations(zip(spans, made, strict=True), 2):
        if one[0] < other[1] and other[0] < one[1]:
            left, right = seen(place), seen(place_too)
            assert left[1] <= right[0] + 1e-9 or right[1] <= left[0] + 1e-9


def test_who_is_alone_has_all_the_room() -> None:
    assert columns([(9, 10), (10, 11), (14, 15)]) == [Column(0, 1)] * 3


def test_who_has_nobody_beside_grows() -> None:
    assert columns([(9, 12), (9, 10), (10, 12), (11, 12)])[1] == Column(1, 3, 2)
