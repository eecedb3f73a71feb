"""The stories are told before the same windows as the tests of the screens."""

from tests.ui.conftest import empty_seat, own_places, seat

__all__ = ["empty_seat", "own_places", "seat"]
