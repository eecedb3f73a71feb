"""The figures of a document: what each line comes to, and sums that are the sums of what is printed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from crmdesk.domain.errors import UserError
from crmdesk.domain.money import apportion, exactly, exponent, part, rounded, to_step, within
from crmdesk.domain.money_taxes import Tax, Taxed, TaxSum, taxed
from crmdesk.i18n import _

_COUNTED = ("product", "shipping")


@dataclass(frozen=True, slots=True)
class Item:
    """A line as it is typed."""

    kind: str = "product"
    """One of `documents.LINE_KINDS`."""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = Decimal(0)
    discount: Decimal | None = None
    """Percent."""
    discount_amount: int | None = None
    """Instead of a percentage, in the smallest unit."""
    is_optional: bool = False
    taxes: tuple[Tax, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    currency: str
    is_inclusive: bool = False
    rounded: str = "line"
    """Taxes of each `line`, or of the `total`. Amounts of lines are printed, and so rounded, in any case."""
    mode: str = "half up"
    cash_step: int | None = None
    discount: Decimal | None = None
    """Percent of all products, or an amount; shipping costs what it costs."""
    discount_amount: int | None = None
    deposit: Decimal | None = None
    deposit_amount: int | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """All in the smallest unit. subtotal - discount + shipping + taxes on top - withheld + rounding = total."""

    amounts: tuple[int, ...]
    """Of each line after its own discount; nothing for texts and sections."""
    sections: tuple[int, ...]
    """Sums of what stands under each section."""
    subtotal: int
    discount: int
    shipping: int
    taxes: tuple[TaxSum, ...]
    net: int
    tax: int
    withheld: int
    rounding: int
    """What cash rounding added."""
    total: int
    deposit: int
    is_inclusive: bool = False
    optional: int = field(default=0, compare=False)
    """What all options would come to."""

    @property
    def due(self) -> int:
        return self.total - self.deposit


def totals(items: Sequence[Item], rules: Rules) -> Totals:
    amounts = tuple(amount(item, rules) for item in items)
    is_in = [item.kind in _COUNTED and not item.is_optional for item in items]
    products = [here and item.kind == "product" for item, here in zip(items, is_in, strict=True)]
    subtotal = within(sum(sum_of for sum_of, here in zip(amounts, products, strict=True) if here))
    discount = _discount(subtotal, rules)
    after = _after(amounts, products, discount)
    lines = [Taxed(left, item.taxes) for left, item, here in zip(after, items, is_in, strict=True) if here]
    sums, net = taxed(lines, rules.is_inclusive, rules.rounded == "line", rules.mode)
    tax = sum(each.amount for each in sums if each.tax.kind != "withheld")
    withheld = sum(each.amount for each in sums if each.tax.kind == "withheld")
    exact_total = within(net + tax - withheld)
    total = to_step(exact_total, rules.cash_step) if rules.cash_step else exact_total
    return Totals(
        amounts=amounts,
        sections=tuple(_sections(items, amounts, products)),
        subtotal=subtotal,
        discount=discount,
        shipping=sum(
            sum_of for sum_of, item, here in zip(amounts, items, is_in, strict=True) if here and item.kind == "shipping"
        ),
        taxes=tuple(sums),
        net=net,
        tax=tax,
        withheld=withheld,
        rounding=total - exact_total,
        total=total,
        deposit=_deposit(total, rules),
        is_inclusive=rules.is_inclusive,
        optional=sum(sum_of for sum_of, item in zip(amounts, items, strict=True) if item.is_optional),
    )


def amount(item: Item, rules: Rules) -> int:
    """Of one line, as it is printed."""
    if item.kind not in _COUNTED:
        return 0
    with exactly():
        full = (item.quantity * item.unit_price).scaleb(exponent(rules.currency))
        if item.discount_amount is not None:
            return within(rounded(full, rules.mode) - item.discount_amount)
        return rounded(full - part(item.discount or Decimal(0), full), rules.mode)


def _discount(subtotal: int, rules: Rules) -> int:
    if rules.discount_amount is not None:
        found = rules.discount_amount
    else:
        found = rounded(part(rules.discount or Decimal(0), Decimal(subtotal)), rules.mode)
    if found and abs(found) > abs(subtotal):
        raise UserError(_("The discount is more than the sum it is taken off."))
    return found


def _after(amounts: Sequence[int], products: Sequence[bool], discount: int) -> list[int]:
    """Lines with their share of the discount on the whole taken off: taxes are on what is left."""
    if not discount:
        return list(amounts)
    weights = [sum_of if here else 0 for sum_of, here in zip(amounts, products, strict=True)]
    shares = apportion(discount, weights)
    return [sum_of - share for sum_of, share in zip(amounts, shares, strict=True)]


def _deposit(total: int, rules: Rules) -> int:
    if rules.deposit_amount is not None:
        return rules.deposit_amount
    return rounded(part(rules.deposit or Decimal(0), Decimal(total)), rules.mode)


def _sections(items: Sequence[Item], amounts: Sequence[int], products: Sequence[bool]) -> list[int]:
    sums: defaultdict[int, int] = defaultdict(int)
    current = -1
    for item, sum_of, here in zip(items, amounts, products, strict=True):
        current += item.kind == "section"
        sums[current] += sum_of if here else 0
    return [sums[place] for place in range(current + 1)]
