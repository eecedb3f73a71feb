"""Options and rules of a product while they are edited: what has no name yet is not saved."""

from dataclasses import dataclass, field
from decimal import Decimal

from crmdesk.domain.configuring import Choice, Configurator, Option, Rule
from crmdesk.domain.ids import new_id


@dataclass(slots=True)
class OptionDraft:
    name: str = ""
    price: Decimal = Decimal(0)
    is_default: bool = False
    id: str = field(default_factory=lambda: new_id().hex())


@dataclass(slots=True)
class GroupDraft:
    name: str = ""
    least: int = 1
    most: int | None = 1
    options: list[OptionDraft] = field(default_factory=list)


@dataclass(slots=True)
class RuleDraft:
    chosen: list[str] = field(default_factory=list)
    effect: str = "requires"
    options: list[str] = field(default_factory=list)
    other_options: list[str] = field(default_factory=list)
    price: Decimal = Decimal(0)
    other_price: Decimal = Decimal(0)


@dataclass(slots=True)
class Draft:
    groups: list[GroupDraft] = field(default_factory=list)
    rules: list[RuleDraft] = field(default_factory=list)

    @classmethod
    def of(cls, found: Configurator) -> "Draft":
        groups = [
            GroupDraft(
                choice.name, choice.least, choice.most,
                [OptionDraft(each.name, each.price, each.is_default, each.id) for each in choice.options],
            )
            for choice in found.choices
        ]  # fmt: skip
        rules = [
            RuleDraft(
                sorted(rule.chosen), rule.effect, list(rule.options), list(rule.other_options), rule.price,
                rule.other_price,
            )
            for rule in found.rules
        ]  # fmt: skip
        return cls(groups, rules)

    def configurator(self) -> Configurator:
        """What of it can be kept."""
        choices = tuple(
            Choice(group.name, tuple(
                Option(each.id, each.name, each.price, each.is_default) for each in group.options if each.name
            ), group.least, group.most)
            for group in self.groups
            if group.name
        )  # fmt: skip
        there = {option.id for choice in choices for option in choice.options}
        return Configurator(choices, tuple(_rule(rule, there) for rule in self.rules if _says(rule)))

    def named(self) -> list[tuple[str, list[OptionDraft]]]:
        """Groups with the options that rules can name."""
        return [(group.name, [each for each in group.options if each.name]) for group in self.groups if group.name]

    def forget(self, option: str) -> None:
        """In the rules."""
        for rule in self.rules:
            for options in (rule.chosen, rule.options, rule.other_options):
                if option in options:
                    options.remove(option)


def _says(rule: RuleDraft) -> bool:
    if rule.effect == "price":
        return bool(rule.price or rule.other_price)
    return bool(rule.options or rule.other_options)


def _rule(rule: RuleDraft, there: set[str]) -> Rule:
    def kept(options: list[str]) -> tuple[str, ...]:
        return tuple(option for option in options if option in there)

    return Rule(
        frozenset(kept(rule.chosen)), rule.effect, kept(rule.options), kept(rule.other_options), rule.price,
        rule.other_price,
    )  # fmt: skip


def same(one: Configurator, other: Configurator) -> bool:
    """Whatever their options are known by."""
    return _told(one) == _told(other)


def _told(found: Configurator) -> object:
    names = {
        option.id: (choice.name, option.name) for choice in found.choices for option in choice.options
    }  # fmt: skip
    groups = [
        (choice.name, choice.least, choice.most, [(each.name, each.price, each.is_default) for each in choice.options])
        for choice in found.choices
    ]
    rules = [
        (
            {names.get(option) for option in rule.chosen}, rule.effect, {names.get(each) for each in rule.options},
            {names.get(each) for each in rule.other_options}, rule.price, rule.other_price,
        )
        for rule in found.rules
    ]  # fmt: skip
    return groups, rules
