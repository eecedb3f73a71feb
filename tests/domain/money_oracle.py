"""Documents of random figures, and what they come to by exact fractions: another way to the same sums."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from crmdesk.domain.money import EXPONENTS
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.money_totals import Item, Rules

MODES = ("half up", "half even", "up", "down")
CURRENCIES = ("EUR", "USD", "JPY", "BHD", "CLF", "BRL", "TRY", "CHF", "KWD", "UYW", "KRW")


def to_whole(value: Fraction, mode: str) -> int:
    size, sign = abs(value), (value > 0) - (value < 0)
    whole = size.numerator // size.denominator
    rest = size - whole
    goes_up = {
        "up": rest > 0,
        "down": False,
        "half up": rest >= Fraction(1, 2),
        "half even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
    }
    return sign * (whole + goes_up[mode])


def spread(total: int, weights: list[int]) -> list[int]:
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [value.numerator // value.denominator for value in exact]
    by_rest = sorted(range(len(parts)), key=lambda place: exact[place] - parts[place], reverse=True)
    for place in by_rest[: total - sum(parts)]:
        parts[place] += 1
    return parts


@dataclass
class Expected:
    amounts: list[int] = field(default_factory=list)
    discount: int = 0
    taxes: dict[Tax, int] = field(default_factory=dict)
    net: int = 0
    total: int = 0


def expected(items: list[Item], rules: Rules) -> Expected:
    found = Expected()
    scale = 10 ** EXPONENTS[rules.currency]
    lines: list[tuple[int, Item]] = []
    for item in items:
        counts = item.kind in ("product", "shipping")
        full = Fraction(item.quantity) * Fraction(item.unit_price) * scale if counts else Fraction(0)
        if item.discount_amount is not None and counts:
            amount = to_whole(full, rules.mode) - item.discount_amount
        else:
            amount = to_whole(full * (1 - Fraction(item.discount or 0) / 100), rules.mode)
        found.amounts.append(amount)
        if counts and not item.is_optional:
            lines.append((amount, item))
    products = [amount if item.kind == "product" else 0 for amount, item in lines]
    found.discount = (
        rules.discount_amount
        if rules.discount_amount is not None
        else to_whole(Fraction(rules.discount or 0) * sum(products) / 100, rules.mode)
    )
    shares = spread(found.discount, products) if found.discount else [0] * len(lines)
    left = [(amount - share, item.taxes) for (amount, item), share in zip(lines, shares, strict=True)]
    exact: defaultdict[Tax, Fraction] = defaultdict(Fraction)
    whole: defaultdict[Tax, int] = defaultdict(int)
    for amount, taxes in left:
        for tax, value in taxes_of(amount, taxes, rules.is_inclusive).items():
            exact[tax] += value
            whole[tax] += to_whole(value, rules.mode)
    by_line = rules.rounded == "line"
    found.taxes = {tax: whole[tax] if by_line else to_whole(exact[tax], rules.mode) for tax in exact}
    inside = sum(value for tax, value in found.taxes.items() if tax.kind == "tax")
    gross = sum(amount for amount, _taxes in left)
    found.net = gross - inside if rules.is_inclusive else gross
    withheld = sum(value for tax, value in found.taxes.items() if tax.kind == "withheld")
    found.total = found.net + inside - withheld
    if rules.cash_step:
        found.total = to_whole(Fraction(found.total, rules.cash_step), "half up") * rules.cash_step
    return found


def taxes_of(amount: int, taxes: tuple[Tax, ...], is_inclusive: bool) -> dict[Tax, Fraction]:
    """Of a net of one what each tax is, times the net."""
    ones: dict[Tax, Fraction] = {}
    inside = Fraction(0)
    for tax in taxes:
        rate = Fraction(tax.percent) / 100 if tax.kind in ("tax", "withheld") else Fraction(0)
        ones[tax] = rate * (1 + inside) if tax.is_compound else rate
        inside += ones[tax] if tax.kind == "tax" else 0
    net = amount / (1 + inside) if is_inclusive else Fraction(amount)
    return {tax: one * net for tax, one in ones.items()}


TAXES = (
    (),
    (Tax("VAT", Decimal(19)),),
    (Tax("VAT", Decimal(7)),),
    (Tax("VAT", Decimal(0)),),
    (Tax("VAT", Decimal("9.5")),),
    (Tax("GST", Decimal(5)), Tax("PST", Decimal("9.975"), is_compound=True)),
    (Tax("State", Decimal("6.25")), Tax("City", Decimal("1.125"))),
    (Tax("IVA", Decimal(21)), Tax("IRPF", Decimal(15), "withheld")),
    (Tax("Reverse charge", Decimal(19), "reverse"),),
    (Tax("Exempt", Decimal(0), "exempt"),),
)


def document(chance: random.Random) -> tuple[list[Item], Rules]:
    currency = chance.choice(CURRENCIES)
    some = chance.sample(TAXES, chance.choice((1, 1, 2, 3)))
    items = [item(chance, some) for _number in range(chance.choice((0, 1, 2, 3, 5, 8, 20)))]
    return items, Rules(
        currency,
        is_inclusive=chance.random() < 0.5,
        rounded=chance.choice(("line", "total")),
        mode=chance.choice(MODES),
        cash_step=chance.choice((None, None, 5, 10)),
        discount=chance.choice((None, None, decimal(chance, 10000, 2))),
        deposit=chance.choice((None, Decimal(30))),
    )


def item(chance: random.Random, some: list[tuple[Tax, ...]]) -> Item:
    often, dear = chance.choice(((20_000, 200), (20_000, 100_000), (99, 99_999_999)))
    return Item(
        chance.choice(("product",) * 8 + ("text", "section", "shipping")),
        decimal(chance, often, chance.choice((0, 1, 3))),
        decimal(chance, dear, chance.choice((0, 2, 2, 4))),
        discount=chance.choice((None, None, decimal(chance, 10000, 2))),
        discount_amount=chance.choice((None,) * 9 + (1,)),
        is_optional=chance.random() < 0.1,
        taxes=chance.choice(some),
    )


def decimal(chance: random.Random, most: int, places: int) -> Decimal:
    return Decimal(chance.randrange(most + 1)).scaleb(-places)
