"""Own sheets as a ruler tells them: what cannot be is told at the measure to be mended."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.printing import sheets
from crmdesk.printing.sheet_measures import Measures, even_step

GOOD = Measures("A4", 210, 297, 63.5, 38.1, 7.2, 15.1, 3, 7, 66, 38.1, 1.5)


def test_every_sheet_of_one_grid_is_measured_as_it_is() -> None:
    for sheet in (*sheets.all_sheets()[::7], *sheets.rolls()):
        if len(sheet.layouts) == 1 and not sheet.problem:
            made = Measures.of(sheet).sheet("Mine")
            assert (made.name, made.positions(), made.shape) == ("Mine", sheet.positions(), sheet.shape)
            assert Measures.of(sheet).problems() == {}


@pytest.mark.parametrize(
    ("other", "name", "words"),
    [
        ({"right_step": 60.0}, "right_step", "overlap by 3.5 mm"), ({"down_step": 38.0}, "down_step", "overlap by 0.1"),
        ({"right_step": 75.0}, "right_step", "10.7 mm over"), ({"rows": 8}, "down_step", "over the paper"),
        ({"columns": 1, "width": 205.0}, "width", "2.2 mm over"), ({"rows": 1, "top": 290.0}, "height", "over"),
        ({"width": 0.0}, "width", "between"), ({"paper_height": 9e9}, "paper_height", "between"),
        ({"columns": 0}, "columns", "between"), ({"rows": 101}, "rows", "between"),
        ({"corner": 20.0}, "corner", "half"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_measure(other: dict[str, float], name: str, words: str) -> None:
    found = replace(GOOD, **other).problems()  # type: ignore[arg-type]
    assert next(iter(found)) == name
    assert words in next(iter(found.values()))


def test_a_roll_has_its_label_alone() -> None:
    roll = replace(GOOD, paper="roll", width=62, height=100, left=500)
    assert roll.problems() == {}
    sheet = roll.sheet("62 mm")
    assert (sheet.paper_width, sheet.paper_height, sheet.positions()) == (62, 100, [(0, 0)])


@given(st.floats(20, 400), st.floats(0, 9), st.floats(5, 60), st.integers(1, 12))
def test_an_even_step_leaves_the_same_at_both_ends(paper: float, first: float, length: float, count: int) -> None:
    step = even_step(paper, first, length, count)
    if count > 1:
        assert paper - (first + (count - 1) * step + length) == pytest.approx(first, abs=0.01 * count)


@given(
    st.floats(1, 300), st.floats(1, 300), st.floats(0, 50), st.floats(0, 50), st.integers(1, 9), st.integers(1, 9),
    st.floats(0, 99), st.floats(0, 99),
)  # fmt: skip
def test_what_has_no_problem_is_flagged_by_nobody(
    width: float, height: float, left: float, top: float, columns: int, rows: int, across: float, down: float
) -> None:
    made = Measures("A4", 210, 297, width, height, left, top, columns, rows, across, down)
    if not made.problems():
        sheet = made.sheet()
        assert sheet.anomaly is None
        assert sheet.count == columns * rows
