"""What strangers have in common by chance, and how many duplicates there are: both are asked of the file itself."""

from collections import Counter
from collections.abc import Callable, Generator, Hashable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, combinations
from math import log2
from operator import attrgetter

from crmdesk.domain.likeness_levels import shared
from crmdesk.domain.likeness_outcomes import USUAL, Bits
from crmdesk.domain.likeness_values import Profile, gather

_OTHERS = {"contact": (0.1, 0.7, 4.0), "company": (0.1, 0.5, 0.1)}
"""How many others of a file are expected to be the same as, to live with and to work with any one."""
AT_LEAST = 5.0
"""Pairs of each explanation that are taken for granted, if so many are expected at all."""
_LOOKED_AT = 12
"""Of those with the same name."""
_EXAMINED = 4_000
"""Groups of a large file that tell enough of all."""
_AT_ONCE, _GROUPS_AT_ONCE = 20_000, 1_000
"""Profiles that are counted, and groups that are examined, between two pauses."""


class Rarity:
    """How often each value stands in the file, as the logarithm of the chance that a stranger has it too."""

    EXPECTED = {
        "given": 1 / 300, "family": 1 / 3_000, "birthday": 1 / 22_000, "phone": 1e-7, "email": 1e-8, "local": 1e-4,
        "host": 1e-4, "company": 1e-5, "firm": 1e-5, "domain": 1e-5, "number": 1e-4, "code": 1 / 2_000,
        "city": 1 / 300, "street": 1 / 2_000, "more": 1 / 1_000, "house": 1 / 50,
    }  # fmt: skip
    """Of a value met for the first time. A small file says little of its own: these count as much as 200 records."""
    _WEIGHT = 200
    _GIVEN_ONCE = frozenset(("phone", "email", "number", "firm"))

    def __init__(
        self, size: int, counts: Mapping[str, Mapping[str, int]], kind: str = "contact", culture: float = 0.0
    ) -> None:
        """`size` is the number of records, `counts` how many of them have a value, by field; ones may be left out."""
        self.size = size
        self.culture = culture
        """How much oftener than by chance first and last name go together: names belong to languages."""
        self._once = {field: self._chance(field, 1) for field in self.EXPECTED}
        chance = cache(self._chance)
        self._chances = {
            field: {value: chance(field, count) for value, count in values.items() if count > 1}
            for field, values in counts.items()
        }
        same, home, work = (log2(min(others / max(size, 1), 0.2)) for others in _OTHERS[kind])
        self.priors: Bits = (same, 0.0, home, work)
        self.same: list[float] = USUAL
        """How often each outcome is met of the same."""

    def expect(self, home: float, work: float) -> None:
        """So many pairs of one home and of one workplace, instead of what is usual."""
        total = max(self.size * (self.size - 1) / 2, 1)
        same, strangers, *usual = self.priors
        one, other = (
            log2(min((pairs + min(2.0**prior * total, AT_LEAST)) / total, 0.2))
            for pairs, prior in zip((home, work), usual, strict=True)
        )
        self.priors = (same, strangers, one, other)

    def _chance(self, field: str, count: int) -> float:
        """Without the pair that is compared, where it is given out once; of names, without one of them."""
        others = max(count - 2, 0) if field in self._GIVEN_ONCE else max(count - 1, 0.5)
        return log2(min((others + self.EXPECTED[field] * self._WEIGHT) / (self.size + self._WEIGHT), 0.9))

    def of(self, field: str, value: str) -> float:
        chances = self._chances.get(field)
        return chances.get(value, self._once[field]) if chances else self._once[field]


def measured(profiles: Sequence[Profile], kind: str = "contact") -> Generator[None, None, Rarity]:
    """What the file says of chance, with pauses for others."""
    found: dict[str, Counter[str]] = {field: Counter() for field in _COUNTED}
    for field, values in _COUNTED.items():
        for start in range(0, len(profiles), _AT_ONCE):
            found[field].update(values(profiles[start : start + _AT_ONCE]))
            yield
    rarity = Rarity(len(profiles), found, kind, (yield from culture(profiles, found)))
    yield
    if kind == "contact":
        rarity.expect(*(yield from near_ones(profiles, found)))
    return rarity


def counts(profiles: Sequence[Profile]) -> dict[str, Counter[str]]:
    """How many have each value, by the fields of `Rarity`."""
    return {field: Counter(values(profiles)) for field, values in _COUNTED.items()}


Values = Callable[[Sequence[Profile]], Iterable[str]]


def _of_one(name: str) -> Values:
    value = attrgetter(name)
    return lambda profiles: map(value, profiles)


def _of_many(values: Callable[[Profile], Iterable[str]]) -> Values:
    return lambda profiles: chain.from_iterable(map(values, profiles))


def _of_place(name: str) -> Values:
    part = attrgetter(name)
    return lambda profiles: (part(each.places[0]) for each in profiles if each.places)


_COUNTED: dict[str, Values] = {
    **{field: _of_one(field) for field in ("given", "family", "birthday")},
    **{field: _of_many(attrgetter(f"{field}s")) for field in ("phone", "email", "domain", "number")},
    "local": _of_many(Profile.locals),
    "host": _of_many(Profile.hosts),
    "company": _of_many(attrgetter("companies")),
    "firm": _of_many(attrgetter("companies")),
    **{field: _of_place(field) for field in ("code", "city", "street", "more")},
    "house": _of_place("number"),
}


def culture(profiles: Sequence[Profile], found: Mapping[str, Counter[str]]) -> Generator[None, None, float]:
    """Strangers of one name in the file, beside what would be if all first names went with all last names alike."""
    alike: dict[Hashable, list[int]] = {}
    yield from gather(enumerate(profiles), _whole_name, alike)
    some, scale = _some_of(alike)
    met = 0.0
    for place, numbers in enumerate(some):
        met += scale * _strangers_among([profiles[number] for number in numbers])
        if place % _GROUPS_AT_ONCE == 0:
            yield
    size = max(sum(bool(profile.given and profile.family) for profile in profiles), 1)
    both = (sum(n * n for value, n in found[field].items() if value) for field in ("given", "family"))
    expected = next(both) * next(both) / size**2 / 2
    return min(max(log2((met + 20) / (expected + 20)), 0.0), 6.0)


def _some_of(groups: Mapping[Hashable, list[int]]) -> tuple[list[list[int]], int]:
    """Evenly picked, and how many each of them stands for."""
    scale = 1 + len(groups) // _EXAMINED
    return list(groups.values())[::scale], scale


def _whole_name(profile: Profile) -> Iterable[Hashable]:
    return ((profile.given, profile.family),) if profile.given and profile.family else ()


def _strangers_among(people: list[Profile]) -> float:
    """Pairs of one name that have nothing else in common."""
    some = people[:_LOOKED_AT]
    pairs = len(some) * (len(some) - 1) / 2
    apart = sum(not _has_in_common(one, other) for one, other in combinations(some, 2))
    return apart / pairs * len(people) * (len(people) - 1) / 2


def _has_in_common(one: Profile, other: Profile) -> bool:
    if one.birthday and one.birthday == other.birthday:
        return True
    if shared(one.phones, other.phones) or shared(one.emails, other.emails) or shared(one.companies, other.companies):
        return True
    return any(
        mine.code == theirs.code or mine.street == theirs.street for mine in one.places for theirs in other.places
    )


def near_ones(
    profiles: Sequence[Profile], found: Mapping[str, Counter[str]]
) -> Generator[None, None, tuple[float, float]]:
    """How many pairs there are of one home and of one workplace.

    They share a door, a phone or an employer, and their first names do not even begin alike.
    """
    near: dict[Hashable, list[int]] = {}
    yield from gather(enumerate(profiles), _doors, near)
    yield from gather(enumerate(profiles), attrgetter("phones"), near)
    home = work = 0.0
    some, scale = _some_of(near)
    for place, numbers in enumerate(some):
        family, strangers = _others_among([profiles[number] for number in numbers])
        home, work = home + scale * family, work + scale * strangers
        if place % _GROUPS_AT_ONCE == 0:
            yield
    return home, work + sum(count * (count - 1) / 2 for count in found["company"].values())


def _doors(profile: Profile) -> Iterable[Hashable]:
    return [
        (place.number, place.street, place.code or place.city)
        for place in profile.places
        if place.street and place.number
    ]


def _others_among(people: list[Profile]) -> tuple[float, float]:
    """Of those who share something: pairs of one family, and pairs of none."""
    some = [person for person in people[:_LOOKED_AT] if person.given and person.family]
    pairs = list(combinations(some, 2))
    if not pairs:
        return 0, 0
    others = [one.family == other.family for one, other in pairs if one.given[0] != other.given[0]]
    scale = len(people) * (len(people) - 1) / 2 / len(pairs)
    return sum(others) * scale, (len(others) - sum(others)) * scale
