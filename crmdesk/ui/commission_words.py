"""Commission in words and as a table for paper."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui import amounts
from crmdesk.ui.forecast_words import short_amount, title
from crmdesk.ui.moments import short_date

if TYPE_CHECKING:
    from crmdesk.printing.list_table import ListTable
    from crmdesk.services.incentives import Earning, Plan


def sums(lines: "Iterable[Earning]") -> str:
    """`1.234,50 € + 20,00 $`"""
    found: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        found[line.currency] += line.amount
    return " + ".join(amounts.shown(amount, code) for code, amount in sorted(found.items()))


def by_colleague(lines: "Iterable[Earning]") -> "dict[str, list[Earning]]":
    found: defaultdict[str, list[Earning]] = defaultdict(list)
    for line in lines:
        found[line.colleague].append(line)
    return dict(sorted(found.items(), key=lambda each: each[0].casefold()))


def percent(value: object) -> str:
    from decimal import Decimal

    from crmdesk.domain.money_formats import percent

    return percent(Decimal(str(value)), amounts.locale())


def plan(each: "Plan") -> str:
    """`2 %, from 20.000 € 3,5 %`, and below it `of the amount, when the deal is won`"""
    first, *more = each.tiers
    rates = [percent(first[1])]
    words = _("from {amount} {percent}")
    rates += [words.format(amount=short_amount(start, each.currency), percent=percent(rate)) for start, rate in more]
    measure = _("of the margin") if each.measure == "margin" else _("of the amount")
    when = _("when it is paid") if each.earned == "paid" else _("when the deal is won")
    return f"{', '.join(rates)}\n{measure}, {when}"


def members(each: "Plan") -> str:
    return ", ".join(who if own is None else f"{who} {percent(own)}" for who, own in each.members.items())


def table(lines: "Sequence[Earning]", month: str) -> "ListTable":
    """A part for each colleague, with its sum."""
    from crmdesk.printing.list_table import ListTable, Totals

    columns = [(_("Day"), False), (_("Plan"), False), (_("What"), False), (_("Of"), True), (_("Commission"), True)]
    rows: list[list[str]] = []
    groups, totals = [], []
    for who, some in by_colleague(lines).items():
        groups.append((who, len(rows)))
        totals.append([_("Sum"), "", "", "", sums(some)])
        rows += map(_cells, some)
    whole = Totals("sum", [_("All"), "", "", "", sums(lines)], totals)
    return ListTable(
        _("Commission {month}").format(month=title(month)), "", columns, rows, groups, _("Colleague"), (whole,)
    )


def _cells(line: "Earning") -> list[str]:
    day = short_date(date.fromisoformat(line.day))
    return [
        day,
        line.plan,
        line.what,
        amounts.shown(line.base, line.currency),
        amounts.shown(line.amount, line.currency),
    ]
