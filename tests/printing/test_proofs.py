"""Test pages: their marks lie where the measuring believes them to lie, and their words stay on the paper."""

import pytest

from crmdesk.domain.values import lengths
from crmdesk.printing import calibration, proofs, sheets
from tests.printing import pdf

PAPERS = ((210.0, 297.0), (215.9, 279.4), (62.0, 100.0), (25.0, 54.0), (297.0, 420.0))


@pytest.mark.parametrize("unit", ["mm", "in"])
@pytest.mark.parametrize("paper", PAPERS)
def test_crosses_lie_at_their_marks(paper: tuple[float, float], unit: lengths.Unit) -> None:
    data = proofs.of_printer(*paper, unit)
    wanted = calibration.marks(*paper, unit)
    assert pdf.size(data) == pytest.approx(paper, abs=0.1)
    arms = [box for box in pdf.paths(data) if abs(max(box.right - box.left, box.bottom - box.top) - 10.24) < 0.05]
    middles = [((box.left + box.right) / 2, (box.top + box.bottom) / 2) for box in arms]
    right, bottom = wanted.left + wanted.across, wanted.top + wanted.down
    places = ((wanted.left, wanted.top), (right, wanted.top), (wanted.left, bottom))
    assert all(any(middle == pytest.approx(place, abs=0.05) for middle in middles) for place in places)


@pytest.mark.parametrize("paper", PAPERS)
def test_its_words_stay_on_the_paper(paper: tuple[float, float]) -> None:
    letters = pdf.letters(proofs.of_printer(*paper))
    assert {"1", "2", "3", "4"} <= {letter.text for letter in letters}
    assert all(letter.within(pdf.Place(0, 0, *paper)) for letter in letters)


def test_a_sheet_is_numbered_on_its_labels() -> None:
    sheet = sheets.by_name("Avery L7160")
    data = proofs.of_sheet(sheet)
    assert pdf.texts(data)[0].split() == [str(number) for number in range(1, 22)]
    assert len(pdf.paths(data)) == 21
