"""How probable it is that two records are one: evidence weighed as by Fellegi and Sunter, each field by its own odds.

Four explanations compete for what two records have in common: they are the same; strangers; of one home; of one
workplace. Families share surname, address and phone, colleagues a switchboard and an employer, so none of these proves
anything alone. What strangers share by chance is counted in the file itself (`likeness_rarity`): agreeing on a rare
name is worth more. Each outcome of a comparison has four logarithms (`likeness_outcomes`), all are added up, and the
score is the chance of the first explanation among the four.
"""

from collections.abc import Sequence
from math import log2

from crmdesk.domain import likeness_levels as levels
from crmdesk.domain import likeness_outcomes as outcomes
from crmdesk.domain.likeness_levels import Level, shared
from crmdesk.domain.likeness_outcomes import Bits, Outcome
from crmdesk.domain.likeness_rarity import Rarity
from crmdesk.domain.likeness_values import Place, Profile
from crmdesk.domain.likeness_words import local_part

Met = tuple[Outcome, float]
"""What a comparison showed, and the chance of strangers to show the same."""


class Evidence:
    """All that speaks for one of the four explanations."""

    __slots__ = ("_home", "_one", "_strangers", "_work", "met", "rest")

    def __init__(self, met: Sequence[Met], rest: Bits) -> None:
        self.met = met
        self.rest = rest
        """Of addresses, and of names that go together."""
        self._one, strangers, home, work = rest
        for outcome, chance in met:
            if outcome.by_chance:
                strangers += chance
                home += max(outcome.home, chance)
                work += max(outcome.work, chance) if outcome.work else chance
            else:
                strangers += outcome.strangers
                home += outcome.home
                work += outcome.work
        self._strangers, self._home, self._work = strangers, home, work

    def bits(self, same: Sequence[float]) -> Bits:
        """All of it, under each explanation; `same` is how often each outcome is met of the same."""
        one = self._one
        for outcome, _chance in self.met:
            one += same[outcome.number]
        return one, self._strangers, self._home, self._work


_GIVEN = (
    outcomes.OTHER_GIVEN, outcomes.INITIAL_GIVEN, outcomes.PART_GIVEN, outcomes.SHORT_GIVEN, outcomes.NEAR_GIVEN,
    outcomes.SAME_GIVEN,
)  # fmt: skip
_FAMILY = (
    outcomes.OTHER_FAMILY, outcomes.INITIAL_FAMILY, outcomes.PART_FAMILY, outcomes.NEAR_FAMILY, outcomes.NEAR_FAMILY,
    outcomes.SAME_FAMILY,
)  # fmt: skip
_FIRM = (
    outcomes.OTHER_FIRM, outcomes.OTHER_FIRM, outcomes.PART_FIRM, outcomes.NEAR_FIRM, outcomes.NEAR_FIRM,
    outcomes.SAME_FIRM,
)  # fmt: skip
"""By `Level`."""
_NOTHING: Bits = (0.0, 0.0, 0.0, 0.0)
_MOVED = 0.15
_AT_WORK = 0.4
"""The chance of colleagues that the address kept is that of their workplace."""
_SAME_PART, _NEAR_PART, _OTHER_PART = log2(0.82), log2(0.11), log2(0.07)
_NEAR_BY_CHANCE = log2(0.004)
_KNOWN_BY_CODE = log2(0.5)
"""Who agrees on the postal code often agrees on the city."""
_KNOWN_BY_NAME = log2(0.2)
"""Who agrees on the name often agrees on what is made of it."""
_COMMON_HOST = log2(0.01)
"""Such a host is no company's."""
_INITIAL = log2(0.06)


def score(one: Profile, other: Profile, rarity: Rarity, kind: str = "contact") -> float:
    """The chance that both are the same, 0 to 1."""
    return chance(weigh(one, other, rarity, kind))


def weigh(one: Profile, other: Profile, rarity: Rarity, kind: str = "contact") -> float:
    """The logarithm of the odds that both are the same."""
    found = compare(one, other, rarity, kind)
    return odds(found.bits(rarity.same), rarity.priors) if found else -_CERTAIN


def chance(odds: float) -> float:
    """Of the logarithm of odds."""
    return float(1 / (1 + 2.0 ** -max(min(odds, _CERTAIN), -_CERTAIN)))


_CERTAIN = 60.0


def odds(bits: Bits, priors: Bits) -> float:
    """The logarithm of the odds of the first explanation against all others."""
    strangers, home, work = bits[1] + priors[1], bits[2] + priors[2], bits[3] + priors[3]
    highest = max(strangers, home, work)
    sum_of_others = 2.0 ** (strangers - highest) + 2.0 ** (home - highest) + 2.0 ** (work - highest)
    return bits[0] + priors[0] - highest - log2(sum_of_others)


def compare(one: Profile, other: Profile, rarity: Rarity, kind: str = "contact") -> Evidence | None:
    """What the two records show; nothing where not even a second glance is worth while."""
    met: list[Met] = []
    rest = _NOTHING
    if kind == "company":
        _compare_firms(one, other, rarity, met)
    else:
        unlike, alike = _compare_names(one, other, rarity, met)
        if unlike and not _is_worth_more(one, other, unlike):
            return None
        if alike and rarity.culture:  # who has one name in common often has the other, and colleagues one language
            rest = 0.0, rarity.culture * (alike - 1), 0.0, rarity.culture * alike
        _compare_people(one, other, rarity, met)
    if one.phones and other.phones:
        met.append(_phones(one, other, rarity))
    if one.emails and other.emails:
        met.append(_emails(one, other, rarity))
    if one.numbers and other.numbers:
        met.append(_numbers(one.numbers, other.numbers, rarity))
    if one.places and other.places:
        rest = _add(rest, _places(one.places, other.places, rarity))
    return Evidence(met, rest)


def _add(one: Bits, other: Bits) -> Bits:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


# People


def _compare_names(one: Profile, other: Profile, rarity: Rarity, met: list[Met]) -> tuple[int, int]:
    """How many names differ and how many agree; one that is not known does neither."""
    given = levels.given_level(one.given, other.given) if one.given and other.given else None
    family = levels.family_level(one.family, other.family) if one.family and other.family else None
    is_unlike = given is not None and family is not None and max(given, family) <= Level.INITIAL
    if is_unlike and (swapped := levels.swapped(one, other)):
        met.append((outcomes.SWAPPED, _chance_of_swap(one, rarity, swapped)))
        return 0, 1
    if given is Level.DIFFERENT and _is_initial(one.given, other.given):
        met.append((outcomes.OTHER_INITIAL, 0.0))
    elif given is not None:
        met.append((_GIVEN[given], rarity.of("given", one.given) if given is Level.SAME else 0.0))
    if family is not None:
        met.append((_FAMILY[family], rarity.of("family", one.family) if family is Level.SAME else 0.0))
    unlike = (given is Level.DIFFERENT) + (family is Level.DIFFERENT)
    return unlike, (given is not None and given > Level.INITIAL) + (family is not None and family > Level.INITIAL)


def _chance_of_swap(one: Profile, rarity: Rarity, level: Level) -> float:
    given, family = rarity.of("given", one.given), rarity.of("family", one.family)
    both = max(given, family) + _INITIAL if level is Level.INITIAL else given + family
    return max(both + rarity.culture, -24.0)


def _is_worth_more(one: Profile, other: Profile, unlike: int) -> bool:
    """Although a name is another: they share what is one person's, or where one name agrees, a home."""
    if (one.birthday and one.birthday == other.birthday) or shared(one.emails, other.emails):
        return True
    if shared(one.numbers, other.numbers):
        return True
    return unlike < 2 and (bool(shared(one.phones, other.phones)) or _is_at_same_place(one.places, other.places))


def _is_at_same_place(one: Sequence[Place], other: Sequence[Place]) -> bool:
    return any(
        mine.street == theirs.street != ""
        or (mine.number and mine.number == theirs.number and mine.code == theirs.code)
        for mine in one
        for theirs in other
    )


def _compare_people(one: Profile, other: Profile, rarity: Rarity, met: list[Met]) -> None:
    if one.middle and other.middle:
        met.append((_middle(one.middle, other.middle), 0.0))
    if one.generation and other.generation and one.generation != other.generation:
        met.append((outcomes.OTHER_GENERATION, 0.0))
    if one.gender and other.gender and one.gender != other.gender:
        met.append((outcomes.OTHER_GENDER, 0.0))
    if one.birthday and other.birthday:
        met.append((_birthdays(one.birthday, other.birthday), rarity.of("birthday", one.birthday)))
    if one.companies and other.companies:
        met.append(_workplaces(one.companies, other.companies, rarity))


def _middle(one: str, other: str) -> Outcome:
    level = levels.middle_level(one, other)
    if level is Level.SAME:
        return outcomes.SAME_MIDDLE
    if level is Level.INITIAL:
        return outcomes.INITIAL_MIDDLE
    return outcomes.OTHER_MIDDLE_INITIAL if _is_initial(one, other) else outcomes.OTHER_MIDDLE


def _is_initial(one: str, other: str) -> bool:
    return len(one) == 1 or len(other) == 1


def _birthdays(one: str, other: str) -> Outcome:
    if one == other and one[0] != "-":
        return outcomes.SAME_BIRTHDAY
    if levels.is_same_day(one, other):
        return outcomes.SAME_DAY
    if levels.is_near_date(one, other):
        return outcomes.NEAR_BIRTHDAY
    return outcomes.OTHER_YEAR if one[-5:] == other[-5:] else outcomes.OTHER_BIRTHDAY


def _workplaces(one: Sequence[str], other: Sequence[str], rarity: Rarity) -> Met:
    if both := shared(one, other):
        return outcomes.SAME_COMPANY, rarity.of("company", both)
    is_alike = any(levels.firm_level(mine, theirs) for mine in one for theirs in other)
    return (outcomes.NEAR_COMPANY if is_alike else outcomes.OTHER_COMPANY), 0.0


# Companies


def _compare_firms(one: Profile, other: Profile, rarity: Rarity, met: list[Met]) -> None:
    if one.companies and other.companies:
        level = levels.firm_level(one.companies[0], other.companies[0])
        met.append((_FIRM[level], rarity.of("firm", one.companies[0])))
    if one.domains and other.domains:
        both = shared(one.domains, other.domains)
        met.append((outcomes.SAME_DOMAIN, rarity.of("domain", both)) if both else (outcomes.OTHER_DOMAIN, 0.0))


# Both


def _phones(one: Profile, other: Profile, rarity: Rarity) -> Met:
    if both := shared(one.phones, other.phones):
        is_mobile = both in one.mobiles or both in other.mobiles
        return (outcomes.SAME_MOBILE if is_mobile else outcomes.SAME_PHONE), rarity.of("phone", both)
    if levels.any_near(one.phones, other.phones, 7):
        return outcomes.NEAR_PHONE, 0.0
    return (outcomes.OTHER_MOBILE if one.mobiles and other.mobiles else outcomes.OTHER_PHONE), 0.0


def _numbers(one: Sequence[str], other: Sequence[str], rarity: Rarity) -> Met:
    if both := shared(one, other):
        return outcomes.SAME_NUMBER, rarity.of("number", both)
    return (outcomes.NEAR_NUMBER if levels.any_near(one, other, 5) else outcomes.OTHER_NUMBER), 0.0


def _emails(one: Profile, other: Profile, rarity: Rarity) -> Met:
    if both := shared(one.emails, other.emails):
        is_personal = local_part(both)
        return (outcomes.SAME_EMAIL if is_personal else outcomes.SAME_ROLE_EMAIL), rarity.of("email", both)
    if local := levels.shared_local(one, other):
        return outcomes.SAME_LOCAL, _chance_of_local(local, one, other, rarity)
    if levels.any_near_email(one.emails, other.emails):
        return outcomes.NEAR_EMAIL, 0.0
    if domain := levels.shared_host(one, other):
        rare = rarity.of("host", domain) + rarity.culture
        if rare < _COMMON_HOST:
            return outcomes.SAME_HOST, rare
    return outcomes.OTHER_EMAIL, 0.0


def _chance_of_local(local: str, one: Profile, other: Profile, rarity: Rarity) -> float:
    """Made of letters only where the names agree, it is probably made of them."""
    if not levels.is_of_letters(local):
        return rarity.of("local", local)
    is_name = levels.given_level(one.given, other.given) > Level.INITIAL if one.given and other.given else False
    return _KNOWN_BY_NAME if is_name or levels.swapped(one, other) else rarity.of("local", local)


def _places(one: Sequence[Place], other: Sequence[Place], rarity: Rarity) -> Bits:
    """The best pair of addresses; those of one home share it as one person would, slips included."""
    if len(one) == 1 == len(other):
        same, chance = _parts_of_place(one[0], other[0], rarity)
    else:
        pairs = [_parts_of_place(mine, theirs, rarity) for mine in one for theirs in other]
        same, chance = max(pairs, key=lambda pair: pair[0] - pair[1])
    same = log2(_MOVED * 2.0**chance + (1 - _MOVED) * 2.0**same)
    return same, chance, same, log2(_AT_WORK * 2.0**same + (1 - _AT_WORK) * 2.0**chance)


def _parts_of_place(one: Place, other: Place, rarity: Rarity) -> tuple[float, float]:
    same = chance = 0.0
    for mine, theirs, field in zip(one, other, _PLACE_FIELDS, strict=True):
        if not mine or not theirs:
            continue
        if mine == theirs:
            same += _SAME_PART
            rare = rarity.of(field, mine)
            is_known = field == "city" and one.code == other.code != ""
            chance += max(rare, _KNOWN_BY_CODE) if is_known else min(rare + rarity.culture, -1.0)
        elif levels.is_near(mine, theirs):
            same += _NEAR_PART
            chance += _NEAR_BY_CHANCE
        else:
            same += _OTHER_PART
    return same, chance


_PLACE_FIELDS = ("house", "street", "more", "city", "code")
