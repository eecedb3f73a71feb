"""Who stands where: bars in lanes, blocks side by side; nothing lies on anything else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Column:
    """A block's place among those at the same time."""

    number: int
    of: int
    wide: int = 1
    """So many columns it may take: those beside it are free."""


def lanes(bars: Sequence[tuple[int, int]]) -> list[int]:
    """Of bars from one day to another, both included, the row each stands in; the first are taken first."""
    free_from: list[int] = []
    places = [0] * len(bars)
    for number in sorted(range(len(bars)), key=lambda one: (bars[one][0], -bars[one][1])):
        first, last = bars[number]
        lane = next((lane for lane, free in enumerate(free_from) if free <= first), len(free_from))
        if lane == len(free_from):
            free_from.append(0)
        free_from[lane] = last + 1
        places[number] = lane
    return places


def columns(spans: Sequence[Range]) -> list[Column]:
    """Of blocks from one height to another, the end excluded."""
    made = [Column(0, 1)] * len(spans)
    order = sorted(range(len(spans)), key=lambda one: (spans[one][0], -spans[one][1]))
    for cluster in _clusters(spans, order):
        numbers = _number(spans, cluster)
        count = max(numbers.values()) + 1
        for one in cluster:
            made[one] = Column(numbers[one], count, _room(spans, numbers, one, count))
    return made


def _clusters(spans: Sequence[Range], order: Sequence[int]) -> Iterator[list[int]]:
    """Those that lie on one another, directly or through others."""
    cluster: list[int] = []
    end = float("-inf")
    for one in order:
        if cluster and spans[one][0] >= end:
            yield cluster
            cluster = []
        cluster.append(one)
        end = max(end, spans[one][1]) if len(cluster) > 1 else spans[one][1]
    if cluster:
        yield cluster


def _number(spans: Sequence[Range], cluster: Sequence[int]) -> dict[int, int]:
    free_from: list[float] = []
    numbers: dict[int, int] = {}
    for one in cluster:
        begin, end = spans[one]
        column = next((place for place, free in enumerate(free_from) if free <= begin), len(free_from))
        if column == len(free_from):
            free_from.append(end)
        free_from[column] = end
        numbers[one] = column
    return numbers


def _room(spans: Sequence[Range], numbers: dict[int, int], one: int, count: int) -> int:
    begin, end = spans[one]
    beside = [
        number
        for other, number in numbers.items()
        if number > numbers[one] and spans[other][0] < end and begin < spans[other][1]
    ]
    return min(beside, default=count) - numbers[one]
