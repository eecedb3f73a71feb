"""Which pairs are worth comparing: those that share any one of many keys, so that no single slip hides a duplicate.

A key that too many share is not left out: its records are put in order of name and place, and each is compared with
its neighbours in that order.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from crmdesk.domain.likeness_values import Profile
from crmdesk.domain.likeness_words import name_groups, sound

Keys = Callable[[Profile], Iterable[Hashable]]
LARGEST = 24
"""All pairs of a block of so many are compared; 276 of them."""
_LARGEST_OF_LITTLE = 4
"""Of blocks that say little: a part of a name that many have."""
PAUSE = 10_000
"""Records, or pairs, between two pauses."""


def pairs(
    profiles: Sequence[Profile], kind: str = "contact", is_rare: Sequence[bool] | None = None
) -> Iterator[list[int]]:
    """Pairs as `one * len(profiles) + other`, `one` being the smaller; each once, in lists between pauses.

    Where `is_rare` says of two that their names alone would prove nothing, they have to share something besides.
    """
    size = len(profiles)
    marks: list[int] = []
    besides: list[int] = []
    for start in range(0, size, PAUSE):
        some = profiles[start : start + PAUSE]
        marks += map(_marks, some)
        besides += map(_besides, some) if is_rare else ()
        yield []
    seen: set[int] = set()
    for keys in BLOCKS[kind]:
        fresh: list[int] = []
        for group in _groups(profiles, keys):
            found = _within(group, profiles, _LARGEST_OF_LITTLE if keys in _LITTLE else LARGEST)
            if keys not in _WHATEVER_NAME:
                found = ((one, other) for one, other in found if marks[one] & marks[other])
            if is_rare and keys in _BY_NAME:
                found = _telling(found, besides, is_rare)
            fresh += [one * size + other for one, other in found]
            if len(fresh) > PAUSE or not group:
                yield _unseen(fresh, seen)
                fresh = []
        yield _unseen(fresh, seen)


def _telling(
    found: Iterable[tuple[int, int]], besides: Sequence[int], is_rare: Sequence[bool]
) -> Iterator[tuple[int, int]]:
    for one, other in found:
        if besides[one] & besides[other] or (is_rare[one] and is_rare[other]):
            yield one, other


def _unseen(pairs: list[int], seen: set[int]) -> list[int]:
    new = set(pairs) - seen
    seen |= new
    return sorted(new)


def _marks(profile: Profile) -> int:
    """Bits for how the names begin and end: whoever shares none of them is another, save who has no name at all."""
    names = [name for name in (profile.given, profile.family) if name]
    marks = 0 if names else -1
    for name in names:
        marks |= 1 << ord(name[0]) % 61 | 1 << 61 + (7 * ord(name[-1]) + ord(name[-2:][0])) % 127
    return marks


def _besides(profile: Profile) -> int:
    """Bits for all but the names; two that have none in common share nothing else, word for word."""
    values = [*profile.phones, *profile.emails, *profile.locals(), *profile.companies, *profile.numbers]
    values += (profile.birthday, profile.birthday[-5:])
    for place in profile.places:
        values += (place.code, place.street)
    bits = 0
    for value in values:
        if value:
            bits |= 1 << hash(value) % 251
    return bits


def _groups(profiles: Sequence[Profile], keys: Keys) -> Iterator[list[int]]:
    """Of two and more; an empty one is a pause."""
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for start in range(0, len(profiles), PAUSE):
        for number, found in enumerate(map(keys, profiles[start : start + PAUSE]), start):
            for key in found:
                blocks[key].append(number)
        yield []
    for group in blocks.values():
        if len(group) > 1:
            yield list(dict.fromkeys(group))


def _within(group: list[int], profiles: Sequence[Profile], largest: int) -> Iterable[tuple[int, int]]:
    return combinations(group, 2) if len(group) <= largest else _neighbours(group, profiles, largest // 4)


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
    heard = profile.heard()[0]
    names = (profile.given, profile.family, "")
    return [(local, heard) for local in profile.locals() if local not in names]


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


def _beginnings(profile: Profile) -> Iterable[Hashable]:
    """For slips in one of both names."""
    given, family = profile.given, profile.family
    if not given or not family:
        return ()
    return (given, family[:3]), (given[:2], family, 2)


def _birthdays(profile: Profile) -> Iterable[Hashable]:
    return (profile.birthday,) if profile.birthday else ()


def _births_at(profile: Profile) -> Iterable[Hashable]:
    if not profile.birthday:
        return ()
    return [
        (profile.birthday, part) for place in profile.places for part in (place.city, place.code, place.street) if part
    ]


def _streets(profile: Profile) -> Iterable[Hashable]:
    """With the first letter of either name, since many may live in one house."""
    given, family = profile.given[:1], profile.family[:1]
    return [
        (place.number, place.street, letter)
        for place in profile.places
        if place.street
        for letter in (given, family)
        if letter
    ]


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


_LITTLE = {_beginnings, _locals, _streets}
_BY_NAME = {_sounds, _short_forms, _beginnings}
_WHATEVER_NAME = {_emails, _births_at}
"""Who shares such a key may bear another name."""


def _firm_doors(profile: Profile) -> Iterable[Hashable]:
    return [(place.number, place.street, place.code or place.city) for place in profile.places if place.number]


BLOCKS: dict[str, tuple[Keys, ...]] = {
    "contact": (
        _emails, _phones, _numbers, _locals, _birthdays, _births_at, _sounds, _short_forms, _workplaces, _streets,
        _areas, _beginnings,
    ),
    "company": (_emails, _phones, _numbers, _domains, _firms, _firm_words, _firm_places, _firm_doors),
}  # fmt: skip
