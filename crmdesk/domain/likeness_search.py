"""All that are in a file twice: blocked, compared, learnt from, and put together."""

from collections.abc import Generator, Sequence

from crmdesk.domain.likeness import Evidence, compare, odds
from crmdesk.domain.likeness_blocks import BLOCKS, pairs
from crmdesk.domain.likeness_learning import learn
from crmdesk.domain.likeness_rarity import Rarity, measured
from crmdesk.domain.likeness_values import PAUSE, Profile

_HOPELESS = -10.0
"""Odds that nothing learnt from the file would turn."""
_GUESS = 1.0
"""Odds against that still make a guess."""
_AT_ONCE = 2_000

Pair = tuple[int, int]


def search(
    profiles: Sequence[Profile], kind: str = "contact"
) -> Generator[float, None, tuple[dict[Pair, float], Rarity]]:
    """The pairs that may be the same with the logarithm of their odds, and what was learnt; yields how far it is."""
    rarity = yield from _told(0.05, measured(profiles, kind))
    found: dict[Pair, Evidence] = {}
    expected = len(BLOCKS[kind]) * (2 + len(profiles) / PAUSE)
    is_rare = _rare_names(profiles, rarity) if kind == "contact" else None
    for number, some in enumerate(pairs(profiles, kind, is_rare)):
        yield min(0.1 + 0.8 * number / expected, 0.9)
        for start in range(0, len(some), _AT_ONCE):
            _compare(some[start : start + _AT_ONCE], profiles, rarity, kind, found)
            yield min(0.1 + 0.8 * number / expected, 0.9)
    for _round in learn(list(found.values()), rarity):
        yield 0.95
    return {pair: odds(evidence.bits(rarity.same), rarity.priors) for pair, evidence in found.items()}, rarity


def _told(done: float, steps: Generator[None, None, Rarity]) -> Generator[float, None, Rarity]:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        yield done


def _rare_names(profiles: Sequence[Profile], rarity: Rarity) -> list[bool]:
    """Of whom another of the same name may be the same, although nothing else is shared."""
    enough = rarity.culture - rarity.priors[0] - _GUESS
    return [-rarity.of("given", each.given) - rarity.of("family", each.family) > enough for each in profiles]


def _compare(
    some: list[int], profiles: Sequence[Profile], rarity: Rarity, kind: str, found: dict[Pair, Evidence]
) -> None:
    size = len(profiles)
    for pair in some:
        one, other = divmod(pair, size)
        evidence = compare(profiles[one], profiles[other], rarity, kind)
        if evidence and odds(evidence.bits(rarity.same), rarity.priors) > _HOPELESS:
            found[one, other] = evidence
