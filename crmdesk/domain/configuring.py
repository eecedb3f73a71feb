"""What may be chosen of a product together: groups with limits, and rules that require, exclude or change the price."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import combinations, islice, product

from crmdesk.i18n import _

_TRIED = 4_000
"""Combinations that are looked through for one that is possible."""


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    name: str
    price: Decimal = Decimal(0)
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A group of options."""

    name: str
    options: tuple[Option, ...]
    least: int = 1
    most: int | None = 1


@dataclass(frozen=True, slots=True)
class Rule:
    chosen: frozenset[str] = frozenset()
    """If all of these are chosen."""
    effect: str = "requires"
    options: tuple[str, ...] = ()
    other_options: tuple[str, ...] = ()
    price: Decimal = Decimal(0)
    other_price: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Configurator:
    choices: tuple[Choice, ...]
    rules: tuple[Rule, ...] = ()
    names: dict[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        names = {option.id: option.name for choice in self.choices for option in choice.options}
        object.__setattr__(self, "names", names)

    def problems(self, chosen: Collection[str]) -> list[str]:
        """Why this cannot be had, in words; nothing where it can."""
        found = set(chosen)
        return [*self._wrong_counts(found), *(words for rule in self.rules if (words := self._broken(rule, found)))]

    def _wrong_counts(self, chosen: set[str]) -> Iterator[str]:
        for choice in self.choices:
            count = sum(option.id in chosen for option in choice.options)
            if count < choice.least:
                yield _("{group}: at least {count} has to be chosen.").format(group=choice.name, count=choice.least)
            if choice.most is not None and count > choice.most:
                yield _("{group}: at most {count} can be chosen.").format(group=choice.name, count=choice.most)

    def _broken(self, rule: Rule, chosen: set[str]) -> str:
        options, is_met = self._in_force(rule, chosen)
        if rule.effect == "requires" and options and not chosen & set(options):
            words = _("{options} is needed with {chosen}.") if is_met else _("{options} is needed without {chosen}.")
            return words.format(options=self._named(options, _(" or ")), chosen=self._named(rule.chosen, _(" and ")))
        wrong = [option for option in options if option in chosen] if rule.effect == "excludes" else []
        if wrong:
            words = (
                _("{options} cannot be had with {chosen}.")
                if is_met
                else _("{options} cannot be had without {chosen}.")
            )
            return words.format(options=self._named(wrong, _(" and ")), chosen=self._named(rule.chosen, _(" and ")))
        return ""

    def _in_force(self, rule: Rule, chosen: set[str]) -> tuple[Sequence[str], bool]:
        is_met = rule.chosen <= chosen
        return (rule.options if is_met else rule.other_options), is_met

    def _named(self, options: Collection[str], word: str) -> str:
        names = [self.names.get(option, option) for option in options]
        return word.join(sorted(names)) if names else _("this product")

    # What may still be chosen

    def defaults(self) -> list[str]:
        return [option.id for choice in self.choices for option in choice.options if option.is_default]

    def toggled(self, chosen: Collection[str], option: str) -> list[str]:
        """With the option, or without it; where one of a group can be had, it takes the place of the other."""
        if option in chosen:
            return [other for other in chosen if other != option]
        own = next((choice for choice in self.choices if any(each.id == option for each in choice.options)), None)
        instead = {each.id for each in own.options} if own and own.most == 1 else set()
        return [*(other for other in chosen if other not in instead), option]

    def why_not(self, chosen: Collection[str], option: str) -> str:
        """Why it cannot be had with what is chosen, in words; nothing where it can.

        What it needs besides and may still be chosen does not stand against it.
        """
        after = set(self.toggled([other for other in chosen if other != option], option))
        for rule in self.rules:
            words = self._broken(rule, after)
            if words and not self._broken(rule, after - {option}) and not self._can_follow(rule, after):
                return words
        return self._too_many(after, option)

    def _can_follow(self, rule: Rule, chosen: set[str]) -> bool:
        """Whether one of what is needed can be chosen beside what is there."""
        options, _is_met = self._in_force(rule, chosen)
        return rule.effect == "requires" and any(self._has_room(option, chosen) for option in options)

    def _has_room(self, option: str, chosen: set[str]) -> bool:
        return not self._too_many(chosen | {option}, option) and not any(
            rule.effect == "excludes" and self._broken(rule, chosen | {option}) for rule in self.rules
        )

    def _too_many(self, chosen: set[str], option: str) -> str:
        own = tuple(choice for choice in self.choices if any(each.id == option for each in choice.options))
        beyond = Configurator(tuple(Choice(each.name, each.options, 0, each.most) for each in own))
        return next(beyond._wrong_counts(chosen), "")

    def price(self, chosen: Collection[str]) -> Decimal:
        """What the options and rules add to the price of the product."""
        found = set(chosen)
        added = sum(
            (option.price for choice in self.choices for option in choice.options if option.id in found), Decimal(0)
        )
        rules = (rule for rule in self.rules if rule.effect == "price")
        return added + sum((rule.price if rule.chosen <= found else rule.other_price for rule in rules), Decimal(0))

    # Contradictions of the rules themselves

    def contradictions(self) -> list[str]:
        """Options that nobody can ever have, and rules with which nothing is possible at all.

        Of more combinations than can be looked through nothing is said.
        """
        if not self._can_be_looked_through:
            return []
        possible = list(self._possible())
        if not possible:
            words = _("No combination meets all rules: {reason}")
            return [words.format(reason=self._core(lambda tried: not any(True for _one in tried._possible())))]
        ever = set().union(*possible)
        words = _("No combination allows {option}: {reason}")
        return [
            words.format(option=name, reason=self._core(partial(_is_never, option)))
            for option, name in self.names.items()
            if option not in ever
        ]

    @property
    def _can_be_looked_through(self) -> bool:
        count = 1
        for choice in self.choices:
            count *= sum(1 for _sets in islice(_some(choice), _TRIED + 1))
        return count <= _TRIED

    def _possible(self) -> Iterator[frozenset[str]]:
        for parts in product(*map(_some, self.choices)):
            chosen = frozenset().union(*parts)
            if not self.problems(chosen):
                yield chosen

    def _core(self, is_so: Callable[["Configurator"], bool]) -> str:
        """The fewest rules with which it is so, in words."""
        rules = [rule for rule in self.rules if rule.effect != "price"]
        for rule in list(rules):
            fewer = [other for other in rules if other is not rule]
            if is_so(Configurator(self.choices, tuple(fewer))):
                rules = fewer
        told = [self.in_words(rule) for rule in rules]
        return _(" and ").join(told) + "." if told else _("the groups ask for more than they have.")

    def in_words(self, rule: Rule) -> str:
        """What a rule says."""
        return _(", ").join(filter(None, (self._half(rule, is_met=True), self._half(rule, is_met=False))))

    def _half(self, rule: Rule, *, is_met: bool) -> str:
        options = rule.options if is_met else rule.other_options
        if not options:
            return ""
        words = {
            ("requires", True): _("{chosen} requires {options}"),
            ("requires", False): _("without {chosen}, {options} is required"),
            ("excludes", True): _("{chosen} excludes {options}"),
            ("excludes", False): _("without {chosen}, {options} is excluded"),
        }.get((rule.effect, is_met), "")
        joined = self._named(options, _(" or ") if rule.effect == "requires" else _(" and "))
        return words.format(chosen=self._named(rule.chosen, _(" and ")), options=joined)


def _is_never(option: str, tried: Configurator) -> bool:
    return not any(option in chosen for chosen in tried._possible())


def _some(choice: Choice) -> Iterator[frozenset[str]]:
    """All that can be chosen of a group."""
    most = len(choice.options) if choice.most is None else min(choice.most, len(choice.options))
    for count in range(choice.least, most + 1):
        for options in combinations(choice.options, count):
            yield frozenset(option.id for option in options)
