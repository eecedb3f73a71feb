"""A printer that creeps is measured, and what is sent to it afterwards lies where it should."""

from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk import settings
from crmdesk.domain.errors import UserError
from crmdesk.domain.values import lengths
from crmdesk.printing import calibration, sheets
from crmdesk.printing.calibration import NONE, Calibration, Marks

A4 = 210.0, 297.0
UNITS: tuple[lengths.Unit, ...] = ("mm", "in")


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path))


def found_on(printer: Calibration, wanted: Marks) -> Marks:
    """What a ruler says of the marks as this printer prints them: it misplaces as a calibration places."""
    left, top = printer.place(wanted.left, wanted.top)
    return Marks(left, top, wanted.across * printer.across_scale, wanted.down * printer.down_scale)


@given(
    st.floats(-8, 8), st.floats(-8, 8), st.floats(0.97, 1.03), st.floats(0.97, 1.03),
    st.sampled_from([A4, (215.9, 279.4), (62.0, 100.0), (54.0, 25.0)]),
)  # fmt: skip
def test_measured_once_every_point_lies_in_its_place(
    right: float, down: float, across: float, down_scale: float, paper: tuple[float, float]
) -> None:
    printer = Calibration(right, down, across, down_scale)
    wanted = calibration.marks(*paper)
    made = calibration.measured(wanted, found_on(printer, wanted))
    for x, y in ((0.0, 0.0), (17.3, 101.9), paper):
        assert printer.place(*made.place(x, y)) == pytest.approx((x, y), abs=0.01)


def test_labels_that_creep_by_a_row_are_put_right() -> None:
    sheet = sheets.by_name("Avery L7160")
    creeping = Calibration(down_scale=1 + 0.4 / 38.1)
    rows = sorted({y for _x, y in sheet.positions()})
    drift = [creeping.place(0, y)[1] - y for y in rows]
    assert [after - before for before, after in pairwise(drift)] == pytest.approx([0.4] * 6, abs=0.001)
    wanted = calibration.marks(*A4)
    found = found_on(creeping, wanted)
    on_ruler = Marks(*(round(length * 2) / 2 for length in (found.left, found.top, found.across, found.down)))
    made = calibration.measured(wanted, on_ruler)
    assert [creeping.place(*made.place(0, y))[1] for y in rows] == pytest.approx(rows, abs=0.5)
    assert "height 99.0 %" in calibration.in_words(made)


def test_the_marks_are_on_every_paper_and_apart() -> None:
    for sheet, unit in product((*sheets.all_sheets(), *sheets.rolls()), UNITS):
        wanted = calibration.marks(sheet.paper_width, sheet.paper_height, unit)
        assert 0 < wanted.left + wanted.across < sheet.paper_width
        assert 0 < wanted.top + wanted.down < sheet.paper_height
        assert wanted.across >= 0.4 * sheet.paper_width or sheet.paper_width < 30
        assert wanted.down >= 0.4 * sheet.paper_height or sheet.paper_height < 30
        assert min(wanted.across, wanted.down) >= 5
    assert calibration.marks(215.9, 279.4, "in") == Marks(25.4, 25.4, 6 * 25.4, 9 * 25.4)
    assert calibration.marks(*A4) == Marks(20, 20, 150, 250)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Marks(20, 20, 140, 250), "actual size"),
        (Marks(20, 20, 150, 230), "fits the page"),
        (Marks(45, 20, 150, 250), "edge"),
    ],
)
def test_what_no_printer_does_is_refused(found: Marks, words: str) -> None:
    with pytest.raises(UserError, match=words):
        calibration.measured(calibration.marks(*A4), found)


def test_it_is_kept_by_printer_and_paper() -> None:
    a4, letter = calibration.paper_of(*A4), calibration.paper_of(215.9, 279.4)
    made = Calibration(-0.4, 1.2, 1.0, 0.99)
    calibration.keep("Brother", a4, made)
    calibration.keep("Brother", letter, Calibration(right=2))
    calibration.keep("Canon", a4, Calibration(down=3))
    calibration.remember("Brother")
    assert calibration.of("Brother", a4) == made
    assert calibration.of("Canon", letter) == calibration.of("Nobody", a4) == NONE
    calibration.keep("Brother", a4, NONE)
    assert calibration.of("Brother", a4) == NONE
    assert calibration.of("Brother", letter).right == 2
    assert calibration.last_printer() == "Brother"


@pytest.mark.parametrize(
    "kept", [3, {"P": 3}, {"P": {"A": 3}}, {"P": {"A": {"right": "x"}}}, {"P": {"A": {"right": 1}}}]
)
def test_settings_that_are_not_ours_correct_nothing(kept: object) -> None:
    settings.change(printers={"calibrations": kept})
    assert calibration.of("P", "A") == NONE
    calibration.keep("P", "B", Calibration(right=1))
    assert calibration.of("P", "B").right == 1


def test_it_is_told_in_words() -> None:
    assert calibration.in_words(NONE) == calibration.in_words(Calibration(right=0.01)) == ""
    assert calibration.in_words(Calibration(-0.4, 1.2)) == "0.4 mm to the left, 1.2 mm down"
    assert calibration.in_words(Calibration(across_scale=1.0104)) == "width 101.0 %"
