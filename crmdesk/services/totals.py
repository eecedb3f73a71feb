"""Sums and averages of the numbers in a list, for each group and for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from crmdesk.domain.fields import Kind
from crmdesk.i18n import _
from crmdesk.printing.list_table import TotalKind, Totals
from crmdesk.services.columns import Column
from crmdesk.services.shown_values import written

KINDS: tuple[TotalKind, ...] = ("sum", "average")
_CENT = Decimal("0.01")
Values = Sequence[Any]


@dataclass(slots=True)
class _Cell:
    """One column of one group: amounts of two currencies are never added up."""

    sums: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, value: Any) -> None:
        amount, _blank, currency = str(value).partition(" ")
        try:
            self.sums[currency] += Decimal(amount)
        except InvalidOperation:  # whatever somebody imported there
            return
        self.counts[currency] += 1

    def text(self, kind: TotalKind, column: Column) -> str:
        return " · ".join(self._one(kind, column.kind, currency) for currency in sorted(self.counts))

    def _one(self, kind: TotalKind, of: Kind, currency: str) -> str:
        amount = self.sums[currency]
        if kind == "average":
            amount = (amount / self.counts[currency]).quantize(_CENT)
            amount = amount.to_integral_value() if amount == amount.to_integral_value() else amount
        return written(of, f"{amount:f} {currency}".strip())


def of(columns: Sequence[Column], values: Sequence[Values], docs: Sequence[int], starts: Sequence[int]) -> list[Totals]:
    """`values` of each row in the order of the columns; `starts` are the first rows of the groups."""
    if not any(column.is_number for column in columns):
        return []
    ends = [*starts[1:], len(values)] if starts else []
    groups = [_added(columns, values[start:end]) for start, end in zip(starts, ends, strict=True)]
    whole = _added(columns, dict(zip(docs, values, strict=True)).values())  # who stands in two groups counts once
    of_all = {"sum": _("Sum of all"), "average": _("Average of all")} if starts else _words()
    return [
        Totals(kind, _row(columns, whole, kind, of_all[kind]), [_row(columns, g, kind, _words()[kind]) for g in groups])
        for kind in KINDS
    ]


def _words() -> dict[TotalKind, str]:
    return {"sum": _("Sum"), "average": _("Average")}


def _added(columns: Sequence[Column], rows: Iterable[Values]) -> list[_Cell]:
    cells = [_Cell() for _column in columns]
    numbers = [number for number, column in enumerate(columns) if column.is_number]
    for row in rows:
        for number in numbers:
            if row[number] is not None:
                cells[number].add(row[number])
    return cells


def _row(columns: Sequence[Column], cells: Sequence[_Cell], kind: TotalKind, words: str) -> list[str]:
    """What it is stands in the first column that is none of numbers."""
    texts = [cell.text(kind, column) for cell, column in zip(cells, columns, strict=True)]
    place = next((number for number, column in enumerate(columns) if not column.is_number), None)
    if place is not None:
        texts[place] = words
    return texts
