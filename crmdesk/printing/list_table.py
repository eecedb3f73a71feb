"""A list as it goes onto paper or into a CSV file: texts only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ListTable:
    title: str
    detail: str = ""
    """How many, when, sorted by what."""
    columns: Sequence[tuple[str, bool]] = ()
    """Headings, and whether digits stand under them."""
    rows: Sequence[Sequence[str]] = ()
    groups: Sequence[tuple[str, int]] = field(default=())
    """What stands over each group, and its first row; none where the list is not grouped."""
    grouped_by: str = ""

    def parts(self) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
        """Each group with its rows; all rows under no heading where there are no groups."""
        if not self.groups:
            yield "", self.rows
            return
        ends = [*(start for _title, start in self.groups[1:]), len(self.rows)]
        for (title, start), end in zip(self.groups, ends, strict=True):
            yield title, self.rows[start:end]
