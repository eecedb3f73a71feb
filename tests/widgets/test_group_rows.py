"""Rows and records of a grouped list: what arithmetic says is what counting says."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.widgets.group_rows import GroupRows

SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=8)


def made(sizes: list[int], closed: set[int]) -> tuple[GroupRows, list[tuple[int, int | None]]]:
    """And all rows, one by one: group and record."""
    headings, rows, start = [], [], 0
    for group, size in enumerate(sizes):
        headings.append((f"Group {group}", start))
        rows.append((group, None))
        rows += [(group, start + number) for number in range(size)] if group not in closed else []
        start += size
    groups = GroupRows(headings, start)
    groups.set_closed(closed)
    return groups, rows  # type: ignore[return-value]


@given(SIZES, st.sets(st.integers(0, 7)))
def test_every_row(sizes: list[int], closed: set[int]) -> None:
    closed &= set(range(len(sizes)))
    groups, rows = made(sizes, closed)
    assert groups.rows == len(rows)
    for row, (group, record) in enumerate(rows):
        assert groups.group_at(row) == group
        assert groups.record_at(row) == record
        assert groups.heading_at(row) == (group if record is None else None)
        if record is not None:
            assert groups.row_of(record) == row
            assert groups.group_of(record) == group


@given(SIZES, st.sets(st.integers(0, 7)), st.integers(0, 40), st.integers(0, 40))
def test_ranges_of_rows(sizes: list[int], closed: set[int], one: int, other: int) -> None:
    """A closed heading brings all that are under it, an open one nothing."""
    closed &= set(range(len(sizes)))
    groups, rows = made(sizes, closed)
    first, last = sorted((one % len(rows), other % len(rows)))
    wanted: list[int] = []
    start = 0
    starts = []
    for size in sizes:
        starts.append(start)
        start += size
    for group, record in rows[first : last + 1]:
        if record is not None:
            wanted.append(record)
        elif group in closed:
            wanted += range(starts[group], starts[group] + sizes[group])
    assert list(groups.records_in(first, last)) == wanted


def test_a_record_of_a_closed_group_stands_at_its_heading() -> None:
    groups, _rows = made([3, 2], {0})
    assert groups.row_of(2) == 0
    assert groups.heading_row(1) == 1
    assert groups.size(1) == 2
