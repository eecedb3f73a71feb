"""Why two records are taken for one, in words: what speaks most for it first, and what speaks against it last."""

from collections.abc import Iterator

from crmdesk.domain import likeness_levels as levels
from crmdesk.domain import likeness_outcomes as outcomes
from crmdesk.domain.likeness import Met, compare
from crmdesk.domain.likeness_outcomes import Outcome
from crmdesk.domain.likeness_rarity import Rarity
from crmdesk.domain.likeness_values import Profile
from crmdesk.i18n import _, mark

_MOST = 4
_AGAINST = -1.5
_WORDS: dict[Outcome, str] = {
    outcomes.SAME_GIVEN: mark("Same first name"),
    outcomes.PART_GIVEN: mark("The first names are alike"),
    outcomes.INITIAL_GIVEN: mark("Same initial"),
    outcomes.OTHER_GIVEN: mark("Different first names"),
    outcomes.OTHER_INITIAL: mark("Different initials"),
    outcomes.OTHER_MIDDLE_INITIAL: mark("Different middle initials"),
    outcomes.SAME_FAMILY: mark("Same surname"),
    outcomes.PART_FAMILY: mark("The surnames are alike"),
    outcomes.INITIAL_FAMILY: mark("Same initial of the surname"),
    outcomes.OTHER_FAMILY: mark("Different surnames"),
    outcomes.SWAPPED: mark("First and last name are swapped"),
    outcomes.SAME_MIDDLE: mark("Same middle name"),
    outcomes.OTHER_MIDDLE: mark("Different middle names"),
    outcomes.OTHER_GENERATION: mark("Perhaps father and son"),
    outcomes.OTHER_GENDER: mark("Different genders"),
    outcomes.SAME_BIRTHDAY: mark("Same birthday"),
    outcomes.SAME_DAY: mark("Same birthday, one without its year"),
    outcomes.NEAR_BIRTHDAY: mark("The birthdays are alike"),
    outcomes.OTHER_YEAR: mark("Same birthday, in another year"),
    outcomes.OTHER_BIRTHDAY: mark("Different birthdays"),
    outcomes.SAME_MOBILE: mark("Same mobile number"),
    outcomes.SAME_PHONE: mark("Same phone number"),
    outcomes.NEAR_PHONE: mark("Phone numbers differ by one digit"),
    outcomes.OTHER_MOBILE: mark("Different mobile numbers"),
    outcomes.SAME_EMAIL: mark("Same e-mail"),
    outcomes.SAME_ROLE_EMAIL: mark("Same e-mail of the office"),
    outcomes.SAME_LOCAL: mark("Same e-mail name at another host"),
    outcomes.NEAR_EMAIL: mark("E-mails differ by one letter"),
    outcomes.SAME_COMPANY: mark("Same company"),
    outcomes.NEAR_COMPANY: mark("The names of their companies are alike"),
    outcomes.OTHER_COMPANY: mark("Different companies"),
    outcomes.SAME_NUMBER: mark("Same number that is given out only once"),
    outcomes.NEAR_NUMBER: mark("Numbers that are given out only once differ by one digit"),
    outcomes.OTHER_NUMBER: mark("Different numbers that are given out only once"),
    outcomes.SAME_FIRM: mark("Same name"),
    outcomes.NEAR_FIRM: mark("Names differ by one letter"),
    outcomes.PART_FIRM: mark("The names are alike"),
    outcomes.OTHER_FIRM: mark("Different names"),
    outcomes.SAME_DOMAIN: mark("Same web domain"),
}


def reasons(one: Profile, other: Profile, rarity: Rarity, kind: str = "contact") -> list[str]:
    found = compare(one, other, rarity, kind)
    if found is None:
        return []
    weighed = list(_weighed(one, other, list(found.met), rarity))
    if found.rest[0] - found.rest[1] > 3 and _is_same_door(one, other):
        weighed = _with_address(weighed, found.rest[0] - found.rest[1])
    weighed.sort(key=lambda reason: -reason[0])
    good = [text for weight, text in weighed if weight > 0]
    return good[:_MOST] + [text for weight, text in weighed if weight < _AGAINST]


def _weighed(one: Profile, other: Profile, met: list[Met], rarity: Rarity) -> Iterator[tuple[float, str]]:
    """How much each outcome weighs against strangers, or against being others of one home, and its words."""
    outcome_of = {outcome.field: outcome for outcome, _chance in met}
    is_same_name = outcome_of.get("given") is outcomes.SAME_GIVEN and outcome_of.get("family") is outcomes.SAME_FAMILY
    for outcome, chance in met:
        same, strangers, home, _work = outcome.bits(rarity.same[outcome.number], chance)
        weight = same - strangers if same > strangers else same - max(strangers, home)
        if is_same_name and outcome.field == "family":
            yield weight, _("Same name")
        elif not (is_same_name and outcome.field == "given") and (text := _words(outcome, one, other)):
            yield weight, text


def _words(outcome: Outcome, one: Profile, other: Profile) -> str:
    if outcome is outcomes.SHORT_GIVEN:
        short, long = sorted((one.given.title(), other.given.title()), key=len)
        return _("{short} is short for {long}").format(short=short, long=long)
    if outcome is outcomes.NEAR_GIVEN:
        return _alike(one.given, other.given, _("First names differ by one letter"), _("The first names are alike"))
    if outcome is outcomes.NEAR_FAMILY:
        return _alike(one.family, other.family, _("Surnames differ by one letter"), _("The surnames are alike"))
    return _(_WORDS.get(outcome, ""))


def _alike(one: str, other: str, by_one: str, alike: str) -> str:
    return by_one if levels.is_one_off(one, other) else alike


def _is_same_door(one: Profile, other: Profile) -> bool:
    """Street and number, and a city or code that does not contradict."""
    return any(
        mine.street == theirs.street != ""
        and mine.number == theirs.number
        and (mine.city == theirs.city or mine.code == theirs.code)
        for mine in one.places
        for theirs in other.places
    )


def _with_address(weighed: list[tuple[float, str]], weight: float) -> list[tuple[float, str]]:
    """A surname and an address are told together."""
    alone = _("Same surname")
    if any(text == alone for _weight, text in weighed):
        rest = [(each, text) for each, text in weighed if text != alone]
        return [*rest, (weight, _("Same surname and address"))]
    return [*weighed, (weight, _("Same address"))]
