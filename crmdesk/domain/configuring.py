"""What may be chosen of a product together: groups with limits, and rules that require, exclude or change the price."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, islice, product

from crmdesk.i18n import _

_TRIED = 20_000
"""Combinations that are looked through for one that is possible."""


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    name: str
    price: Decimal = Decimal(0)


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
            return [_("No choice meets all rules. Take one of them away.")]
        ever = set().union(*possible)
        words = _("{option} can never be chosen: {reason}")
        return [
            words.format(option=name, reason=self._why_never(option))
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

    def _why_never(self, option: str) -> str:
        """The rules that the option breaks in whatever is chosen beside it, named by the first."""
        alone = next((words for rule in self.rules if (words := self._broken(rule, {option}))), "")
        return alone or _("the rules exclude one another.")


def _some(choice: Choice) -> Iterator[frozenset[str]]:
    """All that can be chosen of a group."""
    most = len(choice.options) if choice.most is None else min(choice.most, len(choice.options))
    for count in range(choice.least, most + 1):
        for options in combinations(choice.options, count):
            yield frozenset(option.id for option in options)
