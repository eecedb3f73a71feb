"""Sheets given as facts: read as the catalogue has them, written back alike, junk refused, faults flagged."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.printing import sheet_facts, sheets
from crmdesk.printing.sheets import Sheet

GOOD = {
    "paper": "A4",
    "paper_w": 210,
    "paper_h": 297,
    "w": 60,
    "h": 40,
    "nx": 3,
    "ny": 6,
    "x0": 10,
    "y0": 12,
    "dx": 62,
    "dy": 43,
}


def test_collected_facts_give_the_sheets_of_the_catalogue(shared_data: Path) -> None:
    lines = (shared_data / "labels" / "sheets.jsonl").read_text(encoding="utf-8").splitlines()
    for fact in map(json.loads, lines):
        assert sheet_facts.read(fact) == sheets.by_name(f"{fact['brand']} {fact['part']}")


def test_every_sheet_is_written_and_read_alike() -> None:
    for sheet in (*sheets.all_sheets(), *sheets.rolls()):
        assert sheet_facts.read(json.loads(json.dumps(sheet_facts.write(sheet)))) == sheet


def test_rolls_are_one_label_a_page_of_its_size() -> None:
    for sheet in sheets.rolls():
        assert (sheet.count, sheet.paper, sheet.positions()) == (1, "roll", [(0, 0)])
        assert (sheet.paper_width, sheet.paper_height) == (sheet.width, sheet.height)
        assert sheets.by_name(sheet.name) is sheet
    assert sheets.find("62 mm continuous")[0].name == "Brother DK-22205"


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({}, ""), ({"x0": 26}, ""), ({"x0": 26.1}, "over"), ({"y0": -0.5}, "over"), ({"ny": 7}, "over"),
        ({"dx": 59.9}, "overlap"), ({"dy": 39}, "overlap"), ({"dx": 60, "dy": 40}, ""), ({"nx": 1, "dx": 0}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_as_it_is_is_flagged(other: dict[str, float], problem: str) -> None:
    sheet = sheet_facts.read(GOOD | other)
    assert sheet.problem == problem
    assert (sheet.anomaly is not None) == bool(problem)


@given(st.floats(1, 120), st.floats(1, 120), st.floats(0, 10), st.floats(0, 10), st.integers(1, 6), st.integers(1, 9))
def test_a_sound_sheet_has_all_its_labels_apart_on_the_paper(
    width: float, height: float, across: float, down: float, columns: int, rows: int
) -> None:
    dx, dy = round(width + across, 2), round(height + down, 2)
    fact = GOOD | {"w": width, "h": height, "x0": 2, "y0": 3, "dx": dx, "dy": dy, "nx": columns, "ny": rows}
    sheet = sheet_facts.read(fact | {"paper_w": 4 + columns * dx, "paper_h": 6 + rows * dy})
    assert not sheet.problem
    assert sheet.count == columns * rows
    assert sheet_facts.overhang(sheet.positions(), *sizes(sheet)) <= sheet_facts.SLIP
    assert sheet_facts.overlap(sorted(sheet.positions()), sheet.width, sheet.height) <= sheet_facts.SLIP


def sizes(sheet: Sheet) -> tuple[float, float, float, float]:
    return sheet.width, sheet.height, sheet.paper_width, sheet.paper_height


@pytest.mark.parametrize(
    "junk",
    [
        {"w": None}, {"w": "wide"}, {"w": 0}, {"h": -1}, {"paper_w": 1e9}, {"x0": float("nan")}, {"dx": float("inf")},
        {"nx": 0}, {"nx": -2, "ny": -2}, {"nx": 10_000, "ny": 10_000}, {"nx": float("inf")}, {"layouts": [3]},
        {"corner": "x"},
    ],
)  # fmt: skip
def test_junk_is_refused_in_words(junk: dict[str, object]) -> None:
    with pytest.raises(UserError, match="measures cannot be read"):
        sheet_facts.read(GOOD | junk)


def test_a_fact_without_its_measures_is_refused() -> None:
    for name in GOOD.keys() - {"paper"}:
        with pytest.raises(UserError):
            sheet_facts.read({key: value for key, value in GOOD.items() if key != name})


def test_other_makers_whose_labels_lie_alike_are_known() -> None:
    sheet = sheets.by_name("Avery L7160")
    names = {other.name for other in sheets.alike(sheet)}
    assert names
    assert not any(name.startswith("Avery ") for name in names)
    assert all(sheets.by_name(name).count == 21 for name in names)
