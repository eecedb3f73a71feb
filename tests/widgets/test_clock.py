"""Times are told by the clock that was chosen, else as the country has it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from crmdesk.widgets import clock


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = QLocale()
    yield
    clock.choose("")
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("country", "chosen", "told"),
    [
        ("en_US", "", "2:30 PM"), ("en_US", "12", "2:30 PM"), ("en_US", "24", "14:30"),
        ("de_DE", "", "14:30"), ("de_DE", "24", "14:30"), ("de_DE", "12", "2:30 PM"),
    ],
)  # fmt: skip
def test_words(country: str, chosen: str, told: str) -> None:
    QLocale.setDefault(QLocale(country))
    clock.choose(chosen)
    assert clock.is_24() == (told == "14:30")
    for wall_time in ("14:30", "2026-11-26T14:30"):
        assert clock.words(wall_time).replace("\u202f", " ") == told
