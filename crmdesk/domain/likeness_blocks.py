"""Which pairs are worth comparing: those that share any one of many keys, so that no single slip hides a duplicate.

A key that too many share is not left out: its records are put in order of name and place, and each is compared with
its neighbours in that order.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from crmdesk.domain.likeness_levels import local_part
from crmdesk.domain.likeness_values import Profile
from crmdesk.domain.likeness_words import name_groups, sound

Keys = Callable[[Profile], Iterable[Hashable]]
LARGEST = 24
"""All pairs of a block of so many are compared; 276 of them."""
_NEIGHBOURS = 6
_PAUSE = 20_000


def pairs(profiles: Sequence[Profile], kind: str = "contact") -> Iterator[list[int]]:
    """Pairs as `one * len(profiles) + other`, `one` being the smaller; each once, in lists between pauses."""
    seen: set[int] = set()
    for keys in BLOCKS[kind]:
        yield from _new(_groups(profiles, keys), profiles, seen)


def _new(groups: Iterable[list[int] | None], profiles: Sequence[Profile], seen: set[int]) -> Iterator[list[int]]:
    size = len(profiles)
    fresh: list[int] = []
    for group in groups:
        if group is None:
            yield []
            continue
        for one, other in _within(group, profiles):
            pair = one * size + other
            if pair not in seen:
                seen.add(pair)
                fresh.append(pair)
        if len(fresh) > _PAUSE:
            yield fresh
            fresh = []
    yield fresh


def _groups(profiles: Sequence[Profile], keys: Keys) -> Iterator[list[int] | None]:
    """Of two and more; nothing is a pause."""
    first: dict[Hashable, int] = {}
    several: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for key in keys(profile):
            before = first.setdefault(key, number)
            if before != number and several[key][-1:] != [number]:
                several[key].append(number)
        if number % _PAUSE == 0:
            yield None
    for key, others in several.items():
        yield [first[key], *others]


def _within(group: list[int], profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    if len(group) <= LARGEST:
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                yield one, other
        return
    ordered = sorted(group, key=lambda number: _order(profiles[number]))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + _NEIGHBOURS]:
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
    mine = {local_part(email) for email in profile.emails} - {profile.given, profile.family}
    return [local for local in mine if len(local) > 3]


def _numbers(profile: Profile) -> Iterable[Hashable]:
    return profile.numbers


def _sounds(profile: Profile) -> Iterable[Hashable]:
    """In either order: first and last name may be swapped."""
    if profile.given and profile.family:
        one, other = sound(profile.given.partition(" ")[0]), sound(profile.family)
        return ((one, other) if one < other else (other, one),)
    return ()


def _short_forms(profile: Profile) -> Iterable[Hashable]:
    family = sound(profile.family)
    return [(group, family) for group in name_groups(profile.given)] if family else ()


def _beginnings(profile: Profile) -> Iterable[Hashable]:
    """For slips in one of both names."""
    given, family = profile.given, profile.family
    return ((given, family[:2]), (given[:2], family, 0)) if given and family else ()


def _birthdays(profile: Profile) -> Iterable[Hashable]:
    return (profile.birthday,) if profile.birthday else ()


def _letters(profile: Profile) -> set[str]:
    """Whoever shares neither is of another name; either order, since first and last name may be swapped."""
    return {profile.given[:1], profile.family[:1]} - {""}


def _doors(profile: Profile) -> Iterable[Hashable]:
    letters = _letters(profile) or {""}
    return [
        (place.number, place.code or place.city, letter)
        for place in profile.places
        if place.number
        for letter in letters
    ]


def _streets(profile: Profile) -> Iterable[Hashable]:
    return [
        (place.number, sound(place.street), letter)
        for place in profile.places
        if place.street
        for letter in _letters(profile)
    ]


def _areas(profile: Profile) -> Iterable[Hashable]:
    keys: list[Hashable] = []
    for place in profile.places:
        if area := place.code or place.city:
            keys += [(area, sound(name)) for name in (profile.given, profile.family) if name]
    return keys


def _workplaces(profile: Profile) -> Iterable[Hashable]:
    names = [sound(name) for name in (profile.given, profile.family) if name]
    return [(company, name) for company in profile.companies for name in names]


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


BLOCKS: dict[str, tuple[Keys, ...]] = {
    "contact": (
        _emails, _phones, _numbers, _locals, _birthdays, _sounds, _short_forms, _workplaces, _doors, _streets, _areas,
        _beginnings,
    ),
    "company": (_emails, _phones, _numbers, _domains, _firms, _firm_words, _firm_places, _doors),
}  # fmt: skip
