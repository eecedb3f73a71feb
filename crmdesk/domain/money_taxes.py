"""Taxes of a document: several on a line, on top or inside, one on another, turned round, or withheld."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crmdesk.domain.money import apportion, exactly, part, rounded

_ZERO = Decimal(0)
_WEIGHED = 20
"""Decimal places by which parts are compared when a rounded sum is spread over them."""


@dataclass(frozen=True, slots=True)
class Tax:
    name: str
    percent: Decimal
    kind: str = "tax"
    """One of `prices.TAX_KINDS`. Reverse charge and exemption are named with their base and come to nothing."""
    is_compound: bool = False
    """On top of the taxes before it."""
    code: str = ""
    note: str = ""

    @property
    def rate(self) -> Decimal:
        return self.percent if self.kind in ("tax", "withheld") else _ZERO


@dataclass(frozen=True, slots=True)
class TaxSum:
    tax: Tax
    base: int
    amount: int


@dataclass(frozen=True, slots=True)
class Taxed:
    """What a line comes to after all discounts, and the taxes it bears."""

    amount: int
    taxes: tuple[Tax, ...]


Groups = dict[tuple[Tax, ...], int]
"""Amounts of lines that bear the same taxes."""
Exact = dict[Tax, tuple[Decimal, Decimal]]
"""Of each tax what it is on, and what it comes to."""


def taxed(lines: Sequence[Taxed], is_inclusive: bool, each_line: bool, mode: str) -> tuple[list[TaxSum], int]:
    """The sum of each tax, in the order in which they first come, and the net of all lines.

    Net and taxes are together what the lines come to where taxes are inside, whatever is rounded.
    """
    with exactly():
        if each_line:
            return _by_line(lines, is_inclusive, mode)
        return _by_total(lines, is_inclusive, mode)


def _exact(line: Taxed, is_inclusive: bool) -> tuple[Decimal, Exact]:
    """The net of a line and its taxes before anything is rounded."""
    net = Decimal(line.amount)
    if is_inclusive:
        net = Decimal(line.amount * 100) / (100 + _together(line.taxes))
    return net, dict(_of_net(net, line.taxes))


def _of_net(net: Decimal, taxes: Sequence[Tax]) -> Iterator[tuple[Tax, tuple[Decimal, Decimal]]]:
    before = _ZERO
    for tax in taxes:
        base = net + before if tax.is_compound else net
        value = part(tax.rate, base)
        before += value if tax.kind == "tax" else _ZERO
        yield tax, (base, value)


def _together(taxes: Sequence[Tax]) -> Decimal:
    """The percentage that all taxes inside a price are of its net; what is withheld is not inside."""
    hundred = dict(_of_net(Decimal(100), taxes))
    return sum((value for tax, (_base, value) in hundred.items() if tax.kind == "tax"), _ZERO)


def _by_line(lines: Sequence[Taxed], is_inclusive: bool, mode: str) -> tuple[list[TaxSum], int]:
    bases: defaultdict[Tax, int] = defaultdict(int)
    sums: defaultdict[Tax, int] = defaultdict(int)
    net = 0
    for line in lines:
        _net, exact = _exact(line, is_inclusive)
        amounts = {tax: rounded(value, mode) for tax, (_base, value) in exact.items()}
        inside = sum(value for tax, value in amounts.items() if tax.kind == "tax") if is_inclusive else 0
        line_net = line.amount - inside
        net += line_net
        before = 0
        for tax, value in amounts.items():
            bases[tax] += line_net + before if tax.is_compound else line_net
            sums[tax] += value
            before += value if tax.kind == "tax" else 0
    return [TaxSum(tax, bases[tax], value) for tax, value in sums.items()], net


def _by_total(lines: Sequence[Taxed], is_inclusive: bool, mode: str) -> tuple[list[TaxSum], int]:
    groups: Groups = {}
    for line in lines:
        groups[line.taxes] = groups.get(line.taxes, 0) + line.amount
    exact = {taxes: _exact(Taxed(amount, taxes), is_inclusive) for taxes, amount in groups.items()}
    values: defaultdict[Tax, Decimal] = defaultdict(Decimal)
    for _net, found in exact.values():
        for tax, (_base, value) in found.items():
            values[tax] += value
    sums = {tax: rounded(value, mode) for tax, value in values.items()}
    nets = _nets(groups, sums, exact) if is_inclusive else groups
    return [TaxSum(tax, _base_of(tax, nets, exact, sums, mode), value) for tax, value in sums.items()], sum(
        nets.values()
    )


def _nets(groups: Groups, sums: dict[Tax, int], exact: dict[tuple[Tax, ...], tuple[Decimal, Exact]]) -> Groups:
    """What is left of each group of lines without its taxes; a tax of several groups is spread over them."""
    nets = dict(groups)
    for tax, value in sums.items():
        if tax.kind == "tax" and value:
            having = [taxes for taxes in groups if tax in taxes]
            weights = [int(exact[taxes][1][tax][1].scaleb(_WEIGHED)) for taxes in having]
            shares = apportion(value, weights) if sum(weights) else [value]
            for taxes, share in zip(having, shares, strict=False):
                nets[taxes] -= share
    return nets


def _base_of(
    tax: Tax, nets: Groups, exact: dict[tuple[Tax, ...], tuple[Decimal, Exact]], sums: dict[Tax, int], mode: str
) -> int:
    having = [taxes for taxes in nets if tax in taxes]
    base = sum(nets[taxes] for taxes in having)
    if not tax.is_compound:
        return base
    if len(having) == 1:
        before = having[0][: having[0].index(tax)]
        if all(sum(other in taxes for taxes in nets) == 1 for other in before):
            return base + sum(sums[other] for other in before if other.kind == "tax")
    below = sum((exact[taxes][1][tax][0] - exact[taxes][0] for taxes in having), _ZERO)
    return base + rounded(below, mode)
