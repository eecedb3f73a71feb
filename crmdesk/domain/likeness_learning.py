"""What a file teaches of its own duplicates: how many there are, and in what their records differ.

Expectation and maximisation over the pairs worth comparing (Winkler, 1988), begun with what is usual; a file with few
duplicates changes little. What strangers, families and colleagues have in common is counted, not learnt.
"""

from collections.abc import Iterator, Sequence
from math import log2

from crmdesk.domain.likeness import Evidence
from crmdesk.domain.likeness_outcomes import corrected
from crmdesk.domain.likeness_rarity import AT_LEAST, Rarity

_ROUNDS = 5
_SLIGHT = 0.002
"""What is no more likely teaches nothing."""
_WEIGHT = 60.0
"""Duplicates that what is usual counts for."""


def learn(found: Sequence[Evidence], rarity: Rarity) -> Iterator[int]:
    """Correct the odds of `rarity` by all pairs that may be the same, with a pause after each round."""
    found = [evidence for evidence in found if _chance(evidence, rarity) > _SLIGHT]
    total = max(rarity.size * (rarity.size - 1) / 2, 1)
    least = min(2.0 ** rarity.priors[0] * total, AT_LEAST)
    for round_ in range(_ROUNDS):
        count, met = _expected(found, rarity)
        rarity.priors = (log2((count + least) / total), *rarity.priors[1:])
        rarity.same = corrected(met, _WEIGHT)
        yield round_


def _expected(found: Sequence[Evidence], rarity: Rarity) -> tuple[float, dict[int, float]]:
    """How many pairs seem to be the same, and how often each outcome was met among them."""
    count = 0.0
    met: dict[int, float] = {}
    for evidence in found:
        chance = _chance(evidence, rarity)
        count += chance
        for outcome, _chance_of_strangers in evidence.met:
            met[outcome.number] = met.get(outcome.number, 0.0) + chance
    return count, met


def _chance(evidence: Evidence, rarity: Rarity) -> float:
    same, strangers, home, work = (
        2.0 ** (bits + prior) for bits, prior in zip(evidence.bits(rarity.same), rarity.priors, strict=True)
    )
    return float(same / (same + strangers + home + work or 1.0))
