"""A list as it goes onto paper or into a CSV file: texts only."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

TotalKind = Literal["sum", "average"]
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Totals:
    """One line under each group, and one under all."""

    kind: TotalKind
    whole: Row
    groups: Sequence[Row] = ()


class Part(NamedTuple):
    """A group, or all where there are none."""

    title: str
    rows: Sequence[Row]
    totals: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class ListTable:
    title: str
    detail: str = ""
    """How many, when, sorted by what."""
    columns: Sequence[tuple[str, bool]] = ()
    """Headings, and whether digits stand under them."""
    rows: Sequence[Row] = ()
    groups: Sequence[tuple[str, int]] = field(default=())
    """What stands over each group, and its first row; none where the list is not grouped."""
    grouped_by: str = ""
    totals: Sequence[Totals] = ()
    """Of the columns of numbers; none where there are no such columns."""

    def parts(self) -> Iterator[Part]:
        """Each group with its rows; all rows under no heading where there are no groups."""
        if not self.groups:
            yield Part("", self.rows)
            return
        ends = [*(start for _title, start in self.groups[1:]), len(self.rows)]
        for number, ((title, start), end) in enumerate(zip(self.groups, ends, strict=True)):
            yield Part(title, self.rows[start:end], [total.groups[number] for total in self.totals])

    def showing(self, kinds: Collection[str]) -> "ListTable":
        """With these totals only."""
        return replace(self, totals=[total for total in self.totals if total.kind in kinds])
