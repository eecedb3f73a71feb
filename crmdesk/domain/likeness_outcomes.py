"""What a comparison may show, and how often it does: of the same, of strangers, of one home, of one workplace.

Set down from what is known of people, not fitted to any collection. What two records of the same show is corrected by
the file itself (`likeness_rarity.Rarity.learn`): some files err by typing slips, others by people who moved.
Of companies, those of one home are neighbours, and those of one workplace are branches of one group.
"""

from collections.abc import Mapping
from math import log2

Bits = tuple[float, float, float, float]
"""Logarithms of the chances that two records are: the same, strangers, of one home, of one workplace."""
ALL: "list[Outcome]" = []


class Outcome:
    """Where strangers have it by chance, that is the chance of the very value, see `Rarity.of`."""

    __slots__ = ("by_chance", "field", "home", "number", "same", "strangers", "work")

    def __init__(self, field: str, same: float, strangers: float | None, home: float, work: float | None) -> None:
        self.number = len(ALL)
        self.field = field
        """Only one outcome of a field is met at a time."""
        self.by_chance = strangers is None
        self.same, self.home = log2(same), log2(home)
        self.strangers = log2(strangers or 1)
        self.work = log2(work or 1)
        """Nothing: as strangers."""
        ALL.append(self)

    def bits(self, same: float, chance: float) -> Bits:
        """Those of one home or workplace have a value in common at least as often as strangers."""
        if self.by_chance:
            return same, chance, max(self.home, chance), max(self.work, chance) if self.work else chance
        return same, self.strangers, self.home, self.work


SAME_GIVEN = Outcome("given", 0.82, None, 0.015, None)
NEAR_GIVEN = Outcome("given", 0.07, 0.004, 0.008, 0.004)
SHORT_GIVEN = Outcome("given", 0.05, 0.004, 0.004, 0.004)
PART_GIVEN = Outcome("given", 0.04, 0.01, 0.01, 0.01)
OTHER_GIVEN = Outcome("given", 0.02, 1, 0.97, 1)
INITIAL_GIVEN = Outcome("initial", 0.96, 0.07, 0.08, 0.07)
OTHER_INITIAL = Outcome("initial", 0.04, 0.93, 0.92, 0.93)
"""Of one record only the initial is known, which by itself tells nothing."""

SAME_FAMILY = Outcome("family", 0.86, None, 0.75, None)
NEAR_FAMILY = Outcome("family", 0.08, 0.002, 0.05, 0.002)
PART_FAMILY = Outcome("family", 0.03, 0.004, 0.05, 0.004)
INITIAL_FAMILY = Outcome("initial of family", 0.95, 0.07, 0.8, 0.07)
OTHER_FAMILY = Outcome("family", 0.025, 1, 0.2, 1)

SWAPPED = Outcome("names", 0.02, None, 0.0002, None)

SAME_MIDDLE = Outcome("middle", 0.9, 0.03, 0.05, 0.03)
OTHER_MIDDLE = Outcome("middle", 0.1, 0.97, 0.95, 0.97)
INITIAL_MIDDLE = Outcome("initial of middle", 0.96, 0.08, 0.08, 0.08)
OTHER_MIDDLE_INITIAL = Outcome("initial of middle", 0.04, 0.92, 0.92, 0.92)

OTHER_GENERATION = Outcome("generation", 0.02, 0.5, 0.5, 0.5)
OTHER_GENDER = Outcome("gender", 0.01, 0.5, 0.6, 0.5)

SAME_BIRTHDAY = Outcome("birthday", 0.87, None, 0.003, None)
NEAR_BIRTHDAY = Outcome("birthday", 0.06, 0.002, 0.002, 0.002)
SAME_DAY = Outcome("birthday", 0.03, 1 / 6_000, 0.0003, 1 / 6_000)
"""One of the years is not known."""
OTHER_YEAR = Outcome("birthday", 0.015, 1 / 365, 1 / 365, 1 / 365)
OTHER_BIRTHDAY = Outcome("birthday", 0.025, 1, 1, 1)

SAME_MOBILE = Outcome("mobile", 0.78, None, 0.06, 0.01)
OTHER_MOBILE = Outcome("mobile", 0.2, 1, 0.92, 0.95)
SAME_PHONE = Outcome("phone", 0.65, None, 0.45, 0.3)
NEAR_PHONE = Outcome("phone", 0.05, 0.003, 0.003, 0.03)
OTHER_PHONE = Outcome("phone", 0.3, 1, 0.55, 0.7)

SAME_EMAIL = Outcome("email", 0.56, None, 0.08, 0.01)
SAME_ROLE_EMAIL = Outcome("email", 0.05, None, 0.05, 0.05)
SAME_LOCAL = Outcome("email", 0.1, None, 0.01, 0.003)
NEAR_EMAIL = Outcome("email", 0.05, 0.00001, 0.01, 0.02)
SAME_HOST = Outcome("email", 0.06, None, 0.05, 0.8)
OTHER_EMAIL = Outcome("email", 0.18, 1, 0.85, 0.9)

SAME_COMPANY = Outcome("company", 0.7, None, 0.1, 0.95)
NEAR_COMPANY = Outcome("company", 0.07, 0.001, 0.02, 0.04)
OTHER_COMPANY = Outcome("company", 0.23, 1, 0.9, 0.03)

SAME_NUMBER = Outcome("number", 0.75, None, 0.0002, 0.0002)
NEAR_NUMBER = Outcome("number", 0.06, 0.0005, 0.001, 0.001)
OTHER_NUMBER = Outcome("number", 0.19, 1, 1, 1)
"""Of a person; but a program may number its records, and then every one has its own."""

SAME_FIRM = Outcome("firm", 0.72, None, 0.01, 0.15)
NEAR_FIRM = Outcome("firm", 0.12, 0.0005, 0.005, 0.02)
PART_FIRM = Outcome("firm", 0.1, 0.002, 0.01, 0.25)
OTHER_FIRM = Outcome("firm", 0.06, 1, 0.95, 0.6)

SAME_DOMAIN = Outcome("domain", 0.8, None, 0.02, 0.6)
OTHER_DOMAIN = Outcome("domain", 0.2, 1, 0.98, 0.4)

USUAL = [outcome.same for outcome in ALL]
"""How often each is met of the same, as long as nothing else is known."""


def corrected(met: Mapping[int, float], weight: float) -> list[float]:
    """As met so many times of the same, by number; `weight` is how many times over what is usual counts beside that."""
    by_field: dict[str, float] = {}
    for outcome in ALL:
        by_field[outcome.field] = by_field.get(outcome.field, 0.0) + met.get(outcome.number, 0.0)
    return [_corrected(outcome, met.get(outcome.number, 0.0), by_field[outcome.field], weight) for outcome in ALL]


def _corrected(outcome: Outcome, met: float, of_all: float, weight: float) -> float:
    """At most eight times off; what stands alone in its field is always met."""
    usual = 2.0**outcome.same
    if outcome.field in _ALONE:
        return outcome.same
    return log2(min(max((met + weight * usual) / (of_all + weight), usual / 8), usual * 8, 0.99))


_ALONE = {"names", "generation", "gender"}
