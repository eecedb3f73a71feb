"""The stories are told before the same windows as the tests of the screens."""

from collections.abc import Iterator

import pytest

from crmdesk.widgets import links, theme
from tests.ui.conftest import empty_seat, own_places, patient_toasts, printers, seat
from tests.ui.desks import Seat, closed_at_the_end, second

__all__ = ["dialled", "empty_seat", "other", "own_places", "patient_toasts", "printers", "seat", "still"]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing moves that would have to be waited for."""
    monkeypatch.setattr(theme, "motion", lambda: 0)


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What other programs were asked to open."""
    found: list[str] = []
    monkeypatch.setattr(links, "open_external", found.append)
    return found


@pytest.fixture
def other(seat: Seat) -> Iterator[Seat]:
    """Before a second window of the same file."""
    with closed_at_the_end():
        yield second(seat)
