"""Commission in tiers: what lies above a sum earns another percentage, and lines add up to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crmdesk.domain.money import exactly, part, rounded


@dataclass(frozen=True, slots=True)
class Tier:
    start: int
    """Smallest units of a month from which on it holds."""
    percent: Decimal


def earned(base: int, tiers: Sequence[Tier]) -> int:
    """Of a whole month; less than nothing for what was given back."""
    if base < 0:
        return -earned(-base, tiers)
    ordered = sorted(tiers, key=lambda tier: tier.start)
    ends = [*(tier.start for tier in ordered[1:]), None]
    with exactly():
        total = Decimal(0)
        for tier, end in zip(ordered, ends, strict=True):
            inside = (base if end is None else min(base, end)) - tier.start
            total += part(tier.percent, Decimal(max(inside, 0)))
        return rounded(total)


def line_by_line(bases: Sequence[int], tiers: Sequence[Tier]) -> list[int]:
    """What each earned on top of those before it: their sum is what the month earned."""
    found, sum_of = [], 0
    for base in bases:
        found.append(earned(sum_of + base, tiers) - earned(sum_of, tiers))
        sum_of += base
    return found
