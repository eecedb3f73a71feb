"""Lengths as they are typed in either unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.values import lengths


@pytest.mark.parametrize(
    ("typed", "unit", "length"),
    [
        ("38.1", "mm", 38.1), ("38,1 mm", "in", 38.1), ("2.5cm", "mm", 25), ("1", "in", 25.4), ('2 5/8"', "mm", 66.675),
        ("2-5/8 in", "mm", 66.675), ("5/8", "in", 15.875), (".5", "in", 12.7), ("0", "mm", 0), (" 1 inch ", "mm", 25.4),
        ("1/2″", "mm", 12.7),
    ],
)  # fmt: skip
def test_it_is_read_in_any_unit(typed: str, unit: lengths.Unit, length: float) -> None:
    assert lengths.read(typed, unit) == pytest.approx(length, abs=0.001)


@pytest.mark.parametrize("typed", ["", "mm", "wide", "-3", "1/0", "1e5", "3 4", "1.2.3", "5 ft", "٣x", "999999"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a length"):
        lengths.read(typed)


@pytest.mark.parametrize(
    ("length", "shown"), [(66.675, "2 5/8"), (25.4, "1"), (12.7, "1/2"), (0, "0"), (70, "2.756"), (215.9, "8 1/2")]
)
def test_inches_are_shown_as_rulers_have_them(length: float, shown: str) -> None:
    assert lengths.show(length, "in") == shown


@given(st.floats(0, 3000), st.sampled_from(["mm", "in"]))
def test_what_is_shown_is_read_back(length: float, unit: lengths.Unit) -> None:
    assert lengths.read(lengths.show(length, unit), unit) == pytest.approx(length, abs=0.14)
