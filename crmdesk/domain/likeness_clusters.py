"""From pairs that are the same to sets of records, without one false pair chaining two people or a whole family.

Pairs are taken from the surest down. Two sets become one only where their members, all with all, agree on the whole.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_CROSSED = 40
"""Pairs between two sets that are looked at; of larger ones the first."""
_CLAMP = 6.0
"""No single pair says more than this for or against."""


@dataclass(slots=True)
class Cluster:
    members: list[int]
    odds: float
    """Of the weakest pair that was needed to bring them together."""
    link: tuple[int, int]
    """That pair."""


def clusters(
    pairs: Mapping[tuple[int, int], float],
    least: float,
    weigh: Callable[[int, int], float],
    apart: Iterable[tuple[int, int]] = (),
) -> list[Cluster]:
    """Of pairs with their odds, those from `least` on; `weigh` is asked for pairs that are not among them.

    `apart` are pairs known not to be the same; they never meet, neither by others.
    """
    distinct = set(apart)
    of: dict[int, Cluster] = {}
    for pair, odds in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if odds < least:
            break
        one, other = (of.get(member) or Cluster([member], odds, pair) for member in pair)
        if one is not other and _belong(one.members, other.members, pairs, weigh, distinct):
            joined = Cluster(one.members + other.members, odds, pair)
            of.update(dict.fromkeys(joined.members, joined))
    found = {id(cluster): cluster for cluster in of.values()}.values()
    return sorted(found, key=lambda cluster: (-cluster.odds, min(cluster.members)))


def _belong(
    some: list[int],
    others: list[int],
    pairs: Mapping[tuple[int, int], float],
    weigh: Callable[[int, int], float],
    distinct: set[tuple[int, int]],
) -> bool:
    crossed = [(one, other) if one < other else (other, one) for one in some for other in others]
    if not distinct.isdisjoint(crossed):
        return False
    if len(crossed) == 1:
        return True
    odds = (pairs[pair] if pair in pairs else weigh(*pair) for pair in crossed[:_CROSSED])
    return sum(max(min(each, _CLAMP), -_CLAMP) for each in odds) > 0
