"""Which pairs are worth comparing: those that share two of many keys, or one that tells most people apart.

A single key is shared by many strangers, and hardly any two records of the same share only one. A key that too many
share is not left out: its records are put in order of name and place, and each is compared with its neighbours there.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, compress
from typing import NamedTuple

from crmdesk.domain.likeness_levels import is_of_letters
from crmdesk.domain.likeness_values import PAUSE, Keys, Profile, gather
from crmdesk.domain.likeness_words import name_groups, sound

LARGEST = 24
"""All pairs of a block of so many are compared; 276 of them."""
_GROUPS_AT_ONCE = 2_500
_FEW = 20_000
"""Pairs that share a single key: so many are all compared."""


class Block(NamedTuple):
    """Records that share a key."""

    keys: Keys
    alike: int = 3
    """One key is enough where so many of the four ends of the names are the same."""
    largest: int = LARGEST
    is_of_names: bool = False


def pairs(
    profiles: Sequence[Profile], kind: str = "contact", is_rare: Sequence[bool] | None = None
) -> Iterator[list[int]]:
    """Pairs as `one * len(profiles) + other`, `one` being the smaller; each once, in a list after many pauses.

    Where `is_rare` says that a name alone would prove nothing, those who bear it have to share something besides.
    """
    size = len(profiles)
    ends: list[int] = []
    for start in range(0, size, PAUSE):
        ends += [_ends(each.given) | _ends(each.family) or _ALL for each in profiles[start : start + PAUSE]]
        yield []
    sure: set[int] = set()
    met: Counter[int] = Counter()
    for block in BLOCKS[kind]:
        shared: dict[Hashable, list[int]] = {}
        everyone = enumerate(profiles)
        rare = compress(everyone, is_rare) if is_rare and block.is_of_names else everyone
        for _pause in gather(rare, block.keys, shared):
            yield []
        groups = list(shared.values())
        for start in range(0, len(groups), _GROUPS_AT_ONCE):
            found = _within(groups[start : start + _GROUPS_AT_ONCE], profiles, block.largest)
            met.update([one * size + other for one, other in found])
            sure.update(
                [one * size + other for one, other in found if (ends[one] & ends[other]).bit_count() >= block.alike]
            )
            yield []
    sure.update([pair for pair, count in met.items() if count > 1])
    yield []
    if len(met) - len(sure) < _FEW:
        sure.update(met)
    yield sorted(sure)


@lru_cache(maxsize=1 << 14)
def _ends(name: str) -> int:
    """Bits for how a name begins and ends, the same of a first and of a last name: they may be swapped."""
    return 1 << ord(name[0]) % 61 | 1 << 61 + (7 * ord(name[-1]) + ord(name[-2:][0])) % 127 if name else 0


_ALL = (1 << 61 + 127) - 1
"""Who has no name may be anybody."""


def _within(groups: Iterable[list[int]], profiles: Sequence[Profile], largest: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for group in groups:
        members = list(dict.fromkeys(group))
        found += combinations(members, 2) if len(members) <= largest else _neighbours(members, profiles, largest // 4)
    return found


def _neighbours(group: list[int], profiles: Sequence[Profile], reach: int) -> Iterator[tuple[int, int]]:
    ordered = sorted(group, key=lambda number: _order(profiles[number]))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + reach]:
            yield (one, other) if one < other else (other, one)


def _order(profile: Profile) -> tuple[str, ...]:
    place = profile.places[0] if profile.places else None
    return (*profile.companies[:1], profile.family, profile.given, *(place[::-1] if place else ()))


# Keys


def _phones(profile: Profile) -> Iterable[Hashable]:
    return profile.phones


def _emails(profile: Profile) -> Iterable[Hashable]:
    return profile.emails


def _locals(profile: Profile) -> Iterable[Hashable]:
    """With the first name; those made of the surname say no more than it does."""
    heard, family = profile.heard()[0], profile.family
    return [
        (local, heard)
        for local in profile.locals()
        if local and local != profile.given and not (family and family in local and is_of_letters(local))
    ]


def _numbers(profile: Profile) -> Iterable[Hashable]:
    return profile.numbers


def _sounds(profile: Profile) -> Iterable[Hashable]:
    """In either order: first and last name may be swapped."""
    if profile.given and profile.family:
        one, other = profile.heard()
        return ((one, other) if one < other else (other, one),)
    return ()


def _short_forms(profile: Profile) -> Iterable[Hashable]:
    groups = name_groups(profile.given)
    return [(group, profile.heard()[1]) for group in groups] if groups and profile.family else ()


def _birthdays(profile: Profile) -> Iterable[Hashable]:
    return (profile.birthday,) if profile.birthday else ()


def _births_at(profile: Profile) -> Iterable[Hashable]:
    if not profile.birthday:
        return ()
    return [
        (profile.birthday, part) for place in profile.places for part in (place.city, place.code, place.street) if part
    ]


def _streets(profile: Profile) -> Iterable[Hashable]:
    return [(place.number, place.street) for place in profile.places if place.street]


def _areas(profile: Profile) -> Iterable[Hashable]:
    areas = [area for place in profile.places if (area := place.code or place.city)]
    return [(area, name) for area in areas for name in profile.heard() if name]


def _workplaces(profile: Profile) -> Iterable[Hashable]:
    return [(company, name) for company in profile.companies for name in profile.heard() if name]


def _domains(profile: Profile) -> Iterable[Hashable]:
    return profile.domains


def _firms(profile: Profile) -> Iterable[Hashable]:
    return profile.companies


def _firm_words(profile: Profile) -> Iterable[Hashable]:
    words = [word for core in profile.companies for word in core.split()]
    return {(sound(words[0]), sound(words[1] if len(words) > 1 else "")), "".join(words)[:6]} if words else ()


def _firm_places(profile: Profile) -> Iterable[Hashable]:
    heads = {core[:3] for core in profile.companies}
    return [(head, place.city, place.code) for head in heads for place in profile.places if place.city or place.code]


def _firm_doors(profile: Profile) -> Iterable[Hashable]:
    return [(place.number, place.street, place.code or place.city) for place in profile.places if place.number]


_NEVER = 5
BLOCKS: dict[str, tuple[Block, ...]] = {
    "contact": (
        Block(_emails, alike=0),
        Block(_phones, alike=2),
        Block(_numbers, alike=0),
        Block(_locals, alike=0, largest=4),
        Block(_birthdays, alike=2),
        Block(_births_at, alike=0),
        Block(_sounds, alike=0, is_of_names=True),
        Block(_short_forms, alike=_NEVER, is_of_names=True),
        Block(_workplaces),
        Block(_streets),
        Block(_areas),
    ),
    "company": tuple(
        map(Block, (_emails, _phones, _numbers, _domains, _firms, _firm_words, _firm_places, _firm_doors))
    ),
}
