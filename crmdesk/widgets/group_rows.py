"""Rows of a list in groups: which are headings, and which record stands in each of the others."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class GroupRows:
    """Ten thousand groups of a million records cost ten thousand numbers; closing one costs no more."""

    def __init__(self, headings: Sequence[tuple[str, int]], count: int) -> None:
        """The title of each group and its first record; none is empty."""
        self.titles = [title for title, _start in headings]
        self.closed: set[int] = set()
        self._starts = [start for _title, start in headings]
        self._ends = [*self._starts[1:], count]
        self._lay()

    def _lay(self) -> None:
        heights = (1 if number in self.closed else 1 + self.size(number) for number in range(len(self.titles)))
        *self._tops, self.rows = accumulate(heights, initial=0)

    def size(self, group: int) -> int:
        return self._ends[group] - self._starts[group]

    def set_closed(self, groups: set[int]) -> None:
        self.closed = groups
        self._lay()

    def group_at(self, row: int) -> int:
        return bisect_right(self._tops, row) - 1

    def heading_at(self, row: int) -> int | None:
        """The group whose heading stands in this row."""
        group = self.group_at(row)
        return group if self._tops[group] == row else None

    def heading_row(self, group: int) -> int:
        return self._tops[group]

    def record_at(self, row: int) -> int | None:
        """Nothing for a heading."""
        group = self.group_at(row)
        return None if self._tops[group] == row else self._starts[group] + row - self._tops[group] - 1

    def row_of(self, record: int) -> int:
        """That of its heading while its group is closed."""
        group = self.group_of(record)
        return self._tops[group] + (0 if group in self.closed else 1 + record - self._starts[group])

    def group_of(self, record: int) -> int:
        return bisect_right(self._starts, record) - 1

    def records_in(self, first: int, last: int) -> range:
        """Of these rows; with a closed heading come all that are under it."""
        return range(self._from(first), self._to(last))

    def _from(self, row: int) -> int:
        record = self.record_at(row)
        return self._starts[self.group_at(row)] if record is None else record

    def _to(self, row: int) -> int:
        record, group = self.record_at(row), self.group_at(row)
        if record is not None:
            return record + 1
        return self._ends[group] if group in self.closed else self._starts[group]
