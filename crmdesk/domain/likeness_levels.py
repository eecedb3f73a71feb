"""How far two values agree: names by letters, sound and short forms, dates and numbers by their digits."""

from collections.abc import Sequence
from enum import IntEnum

from rapidfuzz.distance import OSA

from crmdesk.domain.likeness_values import Profile
from crmdesk.domain.likeness_words import are_short_forms, initials_of, sound


class Level(IntEnum):
    """How far two names agree."""

    DIFFERENT = 0
    INITIAL = 1
    PART = 2
    """One is a part of the other: Ana and Ana Maria."""
    SHORT = 3
    """Bob and Robert."""
    NEAR = 4
    """One or two letters, or only the spelling of the sound."""
    SAME = 5


def is_near(one: str, other: str) -> bool:
    """One letter typed otherwise, or two of a longer word; two that changed places are one, and blanks are none.

    An ideograph or a syllable of Hangul is more than a letter.
    """
    if " " in one or " " in other:
        one, other = one.replace(" ", ""), other.replace(" ", "")
        if one == other:
            return True
    longer = len(one) - len(other)
    if not -3 < longer < 3:
        return False
    letters = min(len(one), len(other))
    if one >= "\u2e80":
        letters //= 2
    allowed = 0 if letters < 3 else 1 if letters < 7 else 2
    return allowed > 0 and OSA.distance(one, other, score_cutoff=allowed) <= allowed


def is_one_off(one: str, other: str) -> bool:
    return OSA.distance(one, other, score_cutoff=1) <= 1


# Names


def given_level(one: str, other: str) -> Level:
    return Level.SAME if one == other else _unequal_given(one, other)


def _unequal_given(one: str, other: str) -> Level:
    if len(one) == 1 or len(other) == 1:
        initial, name = (one, other) if len(one) == 1 else (other, one)
        return Level.INITIAL if initial in initials_of(name) else Level.DIFFERENT
    if _is_part(one, other):
        return Level.PART
    if are_short_forms(one, other):
        return Level.SHORT
    if is_near(one, other):
        return Level.NEAR
    if one[0] != other[0]:
        return Level.DIFFERENT
    if min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return Level.SHORT
    return Level.NEAR if _sounds_alike(one, other) else Level.DIFFERENT


def family_level(one: str, other: str) -> Level:
    return Level.SAME if one == other else _unequal_family(one, other)


def _unequal_family(one: str, other: str) -> Level:
    if len(one) == 1 or len(other) == 1:
        return Level.INITIAL if one[0] == other[0] else Level.DIFFERENT
    if is_near(one, other) or _sounds_alike(one, other):
        return Level.NEAR
    return Level.PART if _is_part(one, other) else Level.DIFFERENT


def _is_part(one: str, other: str) -> bool:
    if " " not in one and " " not in other:
        return False
    mine, theirs = set(one.split()), set(other.split())
    return mine <= theirs or theirs <= mine


def _sounds_alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 2:
        return False
    heard = sound(one)
    return len(heard) > 2 and heard == sound(other)


def swapped(one: Profile, other: Profile) -> Level:
    """How sure it is that first and last name have changed places."""
    if not (one.given and one.family and other.given and other.family):
        return Level.DIFFERENT
    crosswise = given_level(one.given, other.family), given_level(other.given, one.family)
    weaker, stronger = sorted(crosswise)
    return weaker if stronger >= Level.NEAR else Level.DIFFERENT


def middle_level(one: str, other: str) -> Level:
    if one == other or is_near(one, other):
        return Level.SAME
    is_initial = one[0] == other[0] and (len(one) == 1 or len(other) == 1)
    return Level.INITIAL if is_initial or _is_part(one, other) else Level.DIFFERENT


def firm_level(one: str, other: str) -> Level:
    if one == other:
        return Level.SAME
    if is_near(one, other) and is_one_off(one.replace(" ", ""), other.replace(" ", "")):
        return Level.NEAR
    return Level.PART if _is_part(one, other) else Level.DIFFERENT


# Dates


def is_same_day(one: str, other: str) -> bool:
    """Of any year, where one of the years is not known."""
    return one[-5:] == other[-5:] and "-" in (one[0], other[0])


def is_near_date(one: str, other: str) -> bool:
    """One digit, two that changed places, or day and month the wrong way round."""
    turned = one[:-5] == other[:-5] and one[-5:-3] == other[-2:] and one[-2:] == other[-5:-3]
    return turned or (len(one) == len(other) and is_one_off(one, other))


# Values of which one may have several


def shared(one: Sequence[str], other: Sequence[str]) -> str:
    """The first that both have; nothing where there is none."""
    for value in one:
        if value and value in other:
            return value
    return ""


def any_near(one: Sequence[str], other: Sequence[str], shortest: int) -> bool:
    """Any long enough value is but one sign away from any of the others."""
    for mine in one:
        for theirs in other:
            if -2 < len(mine) - len(theirs) < 2 and len(mine) >= shortest and is_one_off(mine, theirs):
                return True
    return False


def any_near_email(one: Sequence[str], other: Sequence[str]) -> bool:
    """One letter; numbers that differ tell two of one name apart."""
    return any(
        -2 < len(mine) - len(theirs) < 2 and min(len(mine), len(theirs)) > 8 and is_one_off(mine, theirs)
        and _figures(mine) == _figures(theirs)
        for mine in one
        for theirs in other
    )  # fmt: skip


def is_of_letters(local: str) -> bool:
    return local.translate(_JOINTS).isalpha()


_JOINTS = str.maketrans("", "", "._-")


def _figures(text: str) -> str:
    return "" if text.isalpha() else "".join(filter(str.isdecimal, text))


def shared_local(one: Profile, other: Profile) -> str:
    """The same person at another host: firms change their names, people their providers."""
    both = shared(one.locals(), other.locals())
    return both if len(both) > 3 else ""


def shared_host(one: Profile, other: Profile) -> str:
    return shared(one.hosts(), other.hosts())
