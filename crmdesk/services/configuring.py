"""The configurator of a product as it is kept, and as it is saved: not without saying what contradicts itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.configuring import Choice, Configurator, Option, Rule
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import exact, plain
from crmdesk.domain.products import OptionGroup, OptionRule, ProductOption
from crmdesk.i18n import _
from crmdesk.store import bulk
from crmdesk.store.store import Store


def of(session: Session, product: bytes) -> Configurator:
    groups = sorted(bulk.fetch(session, OptionGroup, "product_id", [product]), key=lambda row: row["position"])
    choices = []
    for group in groups:
        rows = sorted(bulk.fetch(session, ProductOption, "group_id", [group["id"]]), key=lambda row: row["position"])
        options = tuple(
            Option(row["id"].hex(), row["name"], exact(row["price"]), bool(row["is_default"])) for row in rows
        )
        choices.append(Choice(group["name"], options, group["least"], group["most"]))
    rules = sorted(bulk.fetch(session, OptionRule, "product_id", [product]), key=lambda row: row["position"])
    return Configurator(tuple(choices), tuple(map(_rule, rules)))


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        frozenset(row["chosen"].split()), row["effect"], tuple((row["options"] or "").split()),
        tuple((row["other_options"] or "").split()), exact(row["price"] or "0"), exact(row["other_price"] or "0"),
    )  # fmt: skip


def save(store: Store, product: bytes, choices: Sequence[Choice], rules: Sequence[Rule] = ()) -> list[str]:
    """As it shall be from now on. Options are known by name within their group; gives what contradicts itself.

    Rules name options as their `Option.id`s say, whatever these are; they are kept by ids of their own.
    """
    with store.write(_("Change options")) as session:
        put(session, product, choices, rules)
        return of(session, product).contradictions() if choices else []


def put(session: Session, product: bytes, choices: Sequence[Choice], rules: Sequence[Rule]) -> None:
    """As `save`, in a step that is open."""
    ids = {
        option.id: named_id("option", _group(product, choice), option.name).hex()
        for choice in choices
        for option in choice.options
    }
    if strange := {name for rule in rules for name in (*rule.chosen, *rule.options, *rule.other_options)} - ids.keys():
        raise UserError(_("A rule names an option that is not there: {name}").format(name=min(strange)))
    _forget(session, product)
    for place, choice in enumerate(choices):
        _put_choice(session, product, choice, place)
    bulk.revive(session, OptionRule, [_rule_row(product, rule, place, ids) for place, rule in enumerate(rules)])


def _group(product: bytes, choice: Choice) -> bytes:
    return named_id("option group", product, choice.name)


def _forget(session: Session, product: bytes) -> None:
    groups = [row["id"] for row in bulk.fetch(session, OptionGroup, "product_id", [product])]
    bulk.mark_deleted(session, ProductOption, "group_id", groups)
    bulk.mark_deleted(session, OptionGroup, "product_id", [product])
    bulk.mark_deleted(session, OptionRule, "product_id", [product])


def _put_choice(session: Session, product: bytes, choice: Choice, place: int) -> None:
    group = _group(product, choice)
    row = {"id": group, "product_id": product, "name": choice.name, "least": choice.least, "most": choice.most}
    bulk.revive(session, OptionGroup, [{**row, "position": place}])
    options = [
        {
            "id": named_id("option", group, option.name), "group_id": group, "name": option.name,
            "price": plain(option.price), "is_default": option.is_default, "position": number,
        }
        for number, option in enumerate(choice.options)
    ]  # fmt: skip
    bulk.revive(session, ProductOption, options)


def _rule_row(product: bytes, rule: Rule, place: int, ids: dict[str, str]) -> dict[str, Any]:
    return {
        "id": named_id("option rule", product, str(place)), "product_id": product, "position": place,
        "effect": rule.effect, "chosen": _kept(sorted(rule.chosen), ids), "options": _kept(rule.options, ids) or None,
        "other_options": _kept(rule.other_options, ids) or None,
        "price": plain(rule.price), "other_price": plain(rule.other_price),
    }  # fmt: skip


def _kept(options: Sequence[str], ids: dict[str, str]) -> str:
    return "\n".join(ids[option] for option in options)


def check(session: Session, product: bytes, chosen: Sequence[str]) -> None:
    """Raises UserError that says why this cannot be had."""
    if problems := of(session, product).problems(chosen):
        raise UserError(_("This cannot be had together."), tuple(problems))
